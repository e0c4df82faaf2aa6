"""Running a workbook once, in a scratch kernel, to see whether it runs."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import copy
import logging
import os
import re
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_raw_cell
from papermill.parameterize import parameterize_notebook

from cohortbook.workbook.declared import parameters_cells, tags_of
from cohortbook.workbook.kernel import kernel_for
from cohortbook_kernels.environment import kernel_environment

FACILITATOR_TAG = "facilitator"

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST_MESSAGE = 300
_START_SECONDS = 60

# What a kernel's client has to say about a failing cell is said by the finding.
_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())
_log.propagate = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a workbook did not run to its end.

    Parameters
    ----------
    code : str
        Of the rule, ``CB501`` to ``CB504``.
    message, mend : str
        What happened, and what to do.
    cell : int or None
        Number of the cell in the file; None when the kernel did not start.
    """

    code: str
    message: str
    mend: str
    cell: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """A workbook after its cells ran.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Cells in the places they have in the file, with outputs; those left out of
        stamps are blank.
    trouble : Trouble or None
        None when all cells ran.
    """

    notebook: NotebookNode
    trouble: Trouble | None


class ScratchKernels:
    """Runs workbooks, each in a kernel of its own; safe to use from several threads.

    Parameters
    ----------
    seconds_per_cell : float
        How long one cell may take.
    environment : collections.abc.Mapping of str to str
        What kernels and what starts them are told.
    """

    def __init__(self, seconds_per_cell: float, environment: Mapping[str, str]) -> None:
        self._seconds = seconds_per_cell
        self._environment = kernel_environment(os.environ, environment)
        self._lock = threading.Lock()
        self._clients: set[NotebookClient] = set()
        self._stopped = False

    def run(self, notebook: NotebookNode, parameters: Mapping[str, object], folder: Path) -> Run:
        """Run a workbook as a room would: parameters in, facilitators' cells out.

        Parameters
        ----------
        notebook : nbformat.NotebookNode
            As written; not changed.
        parameters : collections.abc.Mapping
            Those that it declares.
        folder : pathlib.Path
            Where its cells find themselves.

        Returns
        -------
        Run
            Whatever happens, with the outputs that there are.
        """
        kernel_name = kernel_for(notebook)
        prepared = _prepare(notebook, parameters, kernel_name)
        numbers = {str(cell.id): number for number, cell in enumerate(notebook.cells, start=1)}
        started: list[str] = []

        def cell_started(cell: NotebookNode, cell_index: int) -> None:  # noqa: ARG001 - by name
            self._go_on()
            started.append(str(cell.id))

        client = NotebookClient(
            prepared,
            kernel_name=kernel_name,
            log=_log,
            resources={"metadata": {"path": str(folder)}},
            startup_timeout=_START_SECONDS,
            timeout_func=lambda _: self._seconds,
            record_timing=False,
            shutdown_kernel="immediate",
            on_cell_start=cell_started,
        )
        trouble = self._execute(client)
        if trouble is not None:
            injected = next(iter(parameters_cells(notebook)), None)
            cell = numbers.get(started[-1], injected) if started else None
            trouble = Trouble(trouble.code, trouble.message, trouble.mend, cell)
        return Run(_aligned(notebook, prepared), trouble)

    def stop(self) -> None:
        """Kill all kernels, so that nobody waits for them any more."""
        with self._lock:
            self._stopped = True
            clients = list(self._clients)
        for client in clients:
            pid = getattr(getattr(client.km, "provisioner", None), "pid", None)
            if pid:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)

    def _execute(self, client: NotebookClient) -> Trouble | None:
        options: dict[str, Any] = {
            "env": dict(self._environment),
            # What a kernel logs beside its cells would break the progress bar.
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
        }
        try:
            with self._known(client):
                asyncio.run(client.async_execute(**options))
        except CellExecutionError as error:
            name, value = _raised(client.nb) or (error.ename, error.evalue)
            said = f"{name}: {_first_line(str(value))}".removesuffix(": ")
            mend = "Correct the cell, or the parameters in cohort.yaml that it uses."
            return Trouble("CB501", f"The cell raised {said}.", mend, None)
        except CellTimeoutError:
            message = f"The cell ran for more than {self._seconds:g} s."
            mend = "Make it do less, or allow more with --cell-seconds."
            return Trouble("CB502", message, mend, None)
        except DeadKernelError:
            mend = "See whether the cell needs more memory than there is, or ends the process."
            return Trouble("CB503", "The kernel died while the cell ran.", mend, None)
        except (RuntimeError, OSError, NoSuchKernel) as error:
            said = _first_line(str(error))
            mend = f"Try: jupyter run --kernel={client.kernel_name}"
            return Trouble("CB504", f"The kernel did not start: {said}.", mend, None)
        return None

    def _go_on(self) -> None:
        # A kernel that was only starting when all were killed is not among them.
        if self._stopped:
            message = "stopped"
            raise RuntimeError(message)

    @contextlib.contextmanager
    def _known(self, client: NotebookClient) -> Iterator[None]:
        with self._lock:
            self._go_on()
            self._clients.add(client)
        try:
            yield
        finally:
            # After a failed start nbclient would clean up once more at exit, and stumble.
            atexit.unregister(client._cleanup_kernel)  # noqa: SLF001
            with self._lock:
                self._clients.discard(client)


def _raised(executed: NotebookNode) -> tuple[str, str] | None:
    # Of an exception while a result is shown, only the output knows the name.
    for cell in reversed(executed.cells):
        for output in reversed(cell.get("outputs", [])):
            if output.output_type == "error":
                return str(output.ename), str(output.evalue)
    return None


def _prepare(
    notebook: NotebookNode, parameters: Mapping[str, object], kernel_name: str
) -> NotebookNode:
    prepared: Any = copy.deepcopy(notebook)
    prepared.cells = [each for each in prepared.cells if FACILITATOR_TAG not in tags_of(each)]
    prepared.metadata["papermill"] = NotebookNode()  # type: ignore[no-untyped-call]
    for cell in prepared.cells:
        # papermill takes it that every cell has them.
        cell.metadata["tags"] = list(tags_of(cell))
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    if parameters:
        prepared = parameterize_notebook(
            prepared, dict(parameters), kernel_name=kernel_name, language="python"
        )
    assert isinstance(prepared, NotebookNode)
    return prepared


def _aligned(notebook: NotebookNode, executed: NotebookNode) -> NotebookNode:
    cells = {str(each.id): each for each in executed.cells}
    aligned = copy.copy(notebook)
    aligned.cells = [cells.get(str(each.id)) or _blank(each) for each in notebook.cells]
    return aligned


def _blank(cell: NotebookNode) -> NotebookNode:
    blank: NotebookNode = new_raw_cell(id=cell.id)  # type: ignore[no-untyped-call]
    return blank


def _first_line(text: str) -> str:
    lines = _ANSI.sub("", text).strip().splitlines()
    return lines[0][:_LONGEST_MESSAGE].removesuffix(".") if lines else ""
