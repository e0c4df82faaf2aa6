"""All code that runs or is ready to: one run for each exercise, a few at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cohortbook.clock import Clock
from cohortbook.learning.answer_history import AnswerKey
from cohortbook.learning.authors import Actor
from cohortbook.learning.code_outputs import CodeOutputs, joined
from cohortbook.learning.code_results import CodeResult
from cohortbook.learning.errors import CodeBusy, CodeRunsAlready, CodeUnavailable
from cohortbook.learning.text import instant
from cohortbook.live.code.process import DIED, CodeEndedError, CodeProcess
from cohortbook_kernels.confinement import Limits, hindrance

_AT_ONCE = 4
_WAITING = 20
_READY_SECONDS = 180
_MOST_READY = 2
_TELL_SECONDS = 0.2

_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class CodeRun:
    """Some code that waits to run, or runs.

    Parameters
    ----------
    key : AnswerKey
        Of which exercise; whose code, or the group's.
    code : str
        What.
    by : Actor
        Who runs it.
    began : datetime.datetime
        When, in UTC.
    """

    key: AnswerKey
    code: str
    by: Actor
    began: datetime
    state: str = "waiting"
    outputs: CodeOutputs = field(default_factory=CodeOutputs)
    stopped: bool = False
    process: CodeProcess | None = None
    task: asyncio.Task[None] | None = None
    telling: asyncio.TimerHandle | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as pages know it, without its outputs."""
        return {
            "state": self.state,
            "code": self.code,
            "cut": self.outputs.cut,
            "by": self.by.to_json(),
            "began": instant(self.began),
            "ended": None,
        }


class CodeRuns:
    """Runs code, tells that something changed, and has results kept.

    Parameters
    ----------
    changed : callable
        Told which exercise's run has news, a few times a second at most.
    keep : callable
        Keeps a result durably.
    clock : Clock
        What time it is.

    Notes
    -----
    Processes are got ready before they are needed: one that has just run
    something leaves another behind, which waits for a few minutes.
    """

    def __init__(
        self,
        changed: Callable[[AnswerKey], None],
        keep: Callable[[CodeResult], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._changed, self._keep, self._clock = changed, keep, clock
        self._runs: dict[AnswerKey, CodeRun] = {}
        self._ready: list[CodeProcess] = []
        self._places = asyncio.Semaphore(_AT_ONCE)

    def current(self, key: AnswerKey) -> CodeRun | None:
        """Return what runs or waits, if anything does."""
        return self._runs.get(key)

    async def start(self, key: AnswerKey, code: str, by: Actor, limits: Limits) -> CodeRun:
        """Begin to run code.

        Parameters
        ----------
        key, code, by
            As for `CodeRun`.
        limits : Limits
            What it may take; `seconds` also by the clock on the wall.

        Raises
        ------
        CodeUnavailable
            When nothing can be confined here: then nothing is run.
        CodeRunsAlready
            When this exercise's code runs.
        CodeBusy
            When very many wait already.
        """
        hindered = await asyncio.get_running_loop().run_in_executor(None, hindrance)
        if hindered is not None:
            _log.error("Code cannot be run: %s", hindered)
            raise CodeUnavailable
        if key in self._runs:
            raise CodeRunsAlready
        if len(self._runs) >= _AT_ONCE + _WAITING:
            raise CodeBusy
        run = self._runs[key] = CodeRun(key, code, by, self._clock())
        run.task = asyncio.get_running_loop().create_task(self._carry_out(run, limits))
        self._changed(key)
        return run

    def stop(self, key: AnswerKey) -> None:
        """Stop what runs, as Ctrl+C does; a second time, at once."""
        run = self._runs.get(key)
        if run is None or run.task is None:
            return
        if run.process is None or run.stopped:
            run.task.cancel()
        else:
            run.process.interrupt()
        run.stopped = True

    async def close(self) -> None:
        """End everything."""
        tasks = [run.task for run in self._runs.values() if run.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(each.end() for each in self._ready), return_exceptions=True)
        self._ready.clear()

    async def _carry_out(self, run: CodeRun, limits: Limits) -> None:
        outcome = "stopped"
        try:
            async with self._places:
                outcome = await self._run(run, limits)
            self._make_ready(limits)
        except asyncio.CancelledError:
            run.stopped = True
        except Exception:  # noqa: BLE001 - who waits for it is told
            _log.exception("Code could not be run")
            outcome = DIED
        finally:
            await self._finish(run, outcome)

    async def _run(self, run: CodeRun, limits: Limits) -> str:
        run.process = self._take_ready(limits)
        run.state = "running"
        self._changed(run.key)
        failed = False
        try:
            async for message in run.process.run(run.code, limits.seconds):
                failed = failed or "error" in message
                if run.outputs.take(message):
                    self._tell_soon(run)
        except CodeEndedError as ended:
            return "stopped" if run.stopped else ended.outcome
        finally:
            await run.process.end()
        if run.stopped:
            return "stopped"
        return "failed" if failed else "done"

    async def _finish(self, run: CodeRun, outcome: str) -> None:
        if run.telling is not None:
            run.telling.cancel()
        result = CodeResult(
            key=run.key,
            code=run.code,
            outcome=outcome,
            outputs=joined(run.outputs.outputs),
            cut=run.outputs.cut,
            by=run.by,
            began=run.began,
            ended=self._clock(),
        )
        try:
            await self._keep(result)
        except Exception:  # noqa: BLE001 - it was shown at least
            _log.exception("What code came to could not be kept")
        finally:
            self._runs.pop(run.key, None)
            self._changed(run.key)

    def _tell_soon(self, run: CodeRun) -> None:
        def tell() -> None:
            run.telling = None
            self._changed(run.key)

        if run.telling is None:
            run.telling = asyncio.get_running_loop().call_later(_TELL_SECONDS, tell)

    def _take_ready(self, limits: Limits) -> CodeProcess:
        for each in self._ready:
            if each.limits == limits:
                self._ready.remove(each)
                return each
        return CodeProcess(limits)

    def _make_ready(self, limits: Limits) -> None:
        if len(self._ready) >= _MOST_READY:
            return
        process = CodeProcess(limits)
        process.start()
        self._ready.append(process)
        loop = asyncio.get_running_loop()
        loop.call_later(_READY_SECONDS, lambda: loop.create_task(self._let_go(process)))

    async def _let_go(self, process: CodeProcess) -> None:
        if process in self._ready:
            self._ready.remove(process)
            await process.end()
