"""Kernels of rooms: started, given the stamp's cells to run, watched, ended."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import os
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from voila.execute import VoilaExecutor

from cohortbook.live.kernel_facts import KernelFacts, facts_of
from cohortbook.live.reasons import ROOM_REASONS
from cohortbook.live.revivals import RoomRevival, RoomRevivals
from cohortbook.live.room import StampedFile
from cohortbook.live.status import RoomFailedError
from cohortbook.workbook.exercise import EXERCISE_MIME
from cohortbook.workbook.kernel_environment import ROOM_ENVIRONMENT
from cohortbook_kernels.forking.identity import NotForkableError
from cohortbook_kernels.forking.provisioner import REVIVAL_VARIABLE

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class RoomKernels:
    """Kernels that have run a stamp's cells, kept by Voila's kernel manager.

    Parameters
    ----------
    manager : jupyter_server.services.kernels.kernelmanager.MappingKernelManager
        The one that Voila uses, so that its WebSocket finds the same kernels.
    kernel_name : str
        The kernelspec. Rooms have their own, whatever the notebook names: it
        is the one that keeps the server's environment from the kernel.
    cell_seconds : int
        The longest that one cell may run.
    start_seconds : int
        The longest that a kernel may take to answer.
    environment : collections.abc.Mapping of str to str
        What they and what starts them are told; see
        `cohortbook.workbook.kernel_environment.environment_of`.
    revivals : RoomRevivals, optional
        What kernels of rooms that were open before are forked from.
    """

    def __init__(  # noqa: PLR0913 - one parameter a setting
        self,
        manager: Any,
        *,
        kernel_name: str = "cohortbook",
        cell_seconds: int = 120,
        start_seconds: int = 60,
        environment: Mapping[str, str] = ROOM_ENVIRONMENT,
        revivals: RoomRevivals | None = None,
    ) -> None:
        self._revivals = revivals or RoomRevivals()
        self._opened: dict[str, RoomRevival] = {}
        self._manager = manager
        self._kernel_name = kernel_name
        self._cell_seconds = cell_seconds
        self._start_seconds = start_seconds
        self._environment = dict(environment)

    async def warm(self) -> None:
        """Prepare what kernels are forked from, where they are: the first is as quick then."""
        if sys.platform != "linux":
            return
        # Elsewhere it cannot even be imported.
        from cohortbook_kernels.warming import warm  # noqa: PLC0415

        with contextlib.suppress(NotForkableError, NoSuchKernel):
            await warm(self._kernel_name)

    async def bring_up(self, kernel_id: str, stamp: StampedFile, notebook: NotebookNode) -> None:
        """Start a kernel of this id that has run a stamp's cells.

        Parameters
        ----------
        kernel_id : str
        stamp : StampedFile
        notebook : nbformat.NotebookNode
            What is in it; the outputs of its cells are put in.

        Raises
        ------
        RoomFailedError
            See `run`. The kernel is left to the caller.
        """
        name = f"{stamp.path.parent.name}/{stamp.path.stem}"
        revival = self._revivals.of(notebook, stamp.folder, name)
        if any(map(revival.is_same, self._opened.values())):
            revival.leave_alone()
        cells = copy.deepcopy(notebook)
        if not await self._start_revived(kernel_id, stamp, notebook, revival):
            await self.run(kernel_id, notebook)
        # Also after one that was revived: there may be no second kernel where it came from.
        revival.make_soon(self._provisioner(kernel_id), partial(self._run_early, cells))
        self._opened[kernel_id] = revival

    async def _start_revived(
        self, kernel_id: str, stamp: StampedFile, notebook: NotebookNode, revival: RoomRevival
    ) -> bool:
        """Start a kernel; say whether it came from the revival, and so has run the cells."""
        try:
            await self.start(kernel_id, stamp.folder, revival.path)
        except BaseException:
            revival.not_needed()
            raise
        if revival.path is None:
            return False
        provisioner = self._provisioner(kernel_id)
        if not provisioner.revived:
            revival.give_up()
            return False
        revival.came_to(provisioner, notebook)
        return True

    async def start(self, kernel_id: str, folder: Path, revival: str | None = None) -> None:
        """Start a kernel of this id, working in `folder`; if it can be, by a `revival`."""
        more = {} if revival is None else {REVIVAL_VARIABLE: revival}
        starting = asyncio.ensure_future(
            self._manager.start_kernel(
                kernel_id=kernel_id,
                kernel_name=self._kernel_name,
                cwd=str(folder),
                # Else it would come from another zygote than the one that was warmed.
                env={**os.environ, **self._environment, **more},
            )
        )
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:
            # Cancelled half-way the manager would lose sight of the process.
            await asyncio.gather(starting, return_exceptions=True)
            await self.stop(kernel_id)
            raise

    async def run(self, kernel_id: str, notebook: NotebookNode) -> None:
        """Run the code cells once; their outputs are put into `notebook`.

        Raises
        ------
        RoomFailedError
            If a cell raises or takes too long, or the kernel dies or never
            answers. The kernel is left to the caller.
        """
        executor = self._executor(notebook, self._manager.get_kernel(kernel_id))
        try:
            await executor.async_start_new_kernel_client()
            await self._run_cells(executor)
        except (DeadKernelError, TimeoutError, RuntimeError) as error:
            raise RoomFailedError(ROOM_REASONS.say("kernel-silent")) from error
        finally:
            # The executor's: this also runs when the client was not yet ready.
            if executor.kc is not None:
                executor.kc.stop_channels()

    async def _run_early(self, notebook: NotebookNode, client: Any) -> NotebookNode:
        """Run the code cells where there is no kernel yet; see `RevivalClient`."""
        executor = self._executor(notebook, None)
        executor.kc = client
        await self._run_cells(executor)
        return notebook

    def _executor(self, notebook: NotebookNode, manager: Any) -> VoilaExecutor:
        return VoilaExecutor(
            notebook,
            km=manager,
            timeout=self._cell_seconds,
            startup_timeout=self._start_seconds,
            show_tracebacks=True,
            record_timing=False,
        )

    async def _run_cells(self, executor: VoilaExecutor) -> None:
        for number, cell in enumerate(executor.nb.cells, start=1):
            if cell.cell_type != "code":
                continue
            cell.outputs = []
            try:
                await executor.execute_cell(cell, None, number - 1, store_history=False)
            except CellExecutionError as error:
                raise RoomFailedError(_cell_raised(number, error)) from error
            except (CellTimeoutError, TimeoutError) as error:
                slow = ROOM_REASONS.say("cell-slow", number=number, seconds=self._cell_seconds)
                raise RoomFailedError(slow) from error
            except (DeadKernelError, RuntimeError) as error:
                ended = ROOM_REASONS.say("cell-ended-kernel", number=number)
                raise RoomFailedError(ended) from error

    def _provisioner(self, kernel_id: str) -> Any:
        return self._manager.get_kernel(kernel_id).provisioner

    async def alive(self, kernel_id: str) -> bool:
        """Say whether the kernel's process runs."""
        if kernel_id not in self._manager:
            return False
        alive = bool(await self._manager.get_kernel(kernel_id).is_alive())
        if not alive and (opened := self._opened.pop(kernel_id, None)) is not None:
            opened.died()
        return alive

    def connections(self, kernel_id: str) -> int:
        """Return how many browsers are attached to a kernel."""
        if kernel_id not in self._manager:
            return 0
        return int(self._manager.kernel_model(kernel_id)["connections"])

    def opens_slowly_because(self, kernel_id: str) -> str | None:
        """Say why cells will run again when the room of this kernel is opened next, if so."""
        opened = self._opened.get(kernel_id)
        return None if opened is None else opened.reason

    def facts(self, kernel_id: str) -> KernelFacts | None:
        """Return what a kernel is and takes now; None if there is none. Takes a moment."""
        if kernel_id not in self._manager:
            return None
        provisioner = self._provisioner(kernel_id)
        return None if provisioner is None else facts_of(provisioner)

    async def stop(self, kernel_id: str) -> None:
        """End a kernel and everything it started; one that is gone is no error."""
        self._opened.pop(kernel_id, None)
        if kernel_id in self._manager:
            with contextlib.suppress(KeyError):
                await self._manager.shutdown_kernel(kernel_id, now=True)

    async def stop_all(self) -> None:
        """End every kernel, and what they could come from."""
        await self._revivals.close()
        ids = self._manager.list_kernel_ids()
        await asyncio.gather(*(self.stop(each) for each in ids), return_exceptions=True)


def widget_outputs(notebook: NotebookNode) -> dict[str, list[dict[str, Any]]]:
    """Return the outputs of the cells that drew a widget, by cell id.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        After it has run.

    Returns
    -------
    dict
        Outputs that have data, in order; what such a cell printed is left out,
        because Voila's front-end draws data only.
    """
    return {
        cell.id: [
            dict(output)
            for output in cell.outputs
            # What is expected of an exercise beside the widget is not for every browser.
            if "data" in output and EXERCISE_MIME not in output["data"]
        ]
        for cell in notebook.cells
        if cell.cell_type == "code" and draws_widget(cell.outputs)
    }


def draws_widget(outputs: list[Mapping[str, Any]]) -> bool:
    """Say whether any of a cell's outputs is a widget."""
    return any(WIDGET_VIEW in output.get("data", {}) for output in outputs)


def _cell_raised(number: int, error: CellExecutionError) -> str:
    name, value = getattr(error, "ename", ""), getattr(error, "evalue", "")
    if not name:
        return ROOM_REASONS.say("cell-failed", number=number)
    return ROOM_REASONS.say("cell-raised", number=number, error=f"{name}: {value}")
