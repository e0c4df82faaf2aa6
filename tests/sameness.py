"""Runs a notebook in the ordinary way and by a revival, and compares all there is to see."""

from __future__ import annotations

import base64
import copy
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from cohortbook.live.kernels import RoomKernels
from cohortbook.live.revivals import RoomRevivals
from cohortbook.live.room import StampedFile

PATIENCE = 60
CONTROL = "jupyter.widget.control"
_ID = re.compile(
    # The last is that of a message.
    r"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|[0-9a-f]{8}-[0-9a-f]{24}_\d+_\d+)(?![0-9a-f])"
)
_ADDRESS = re.compile(r"\b(?:0x|object at )[0-9a-f]{6,16}\b")
_TIME = re.compile(
    r"(?:CPU times|Wall time): [^\n]*|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?|\b\d\d:\d\d:\d\d(\.\d+)?\b"
)


@dataclass
class Seen:
    """What a run of a notebook gives to see.

    `outputs` are those of its cells, `states` those of all widget models with their
    buffers, and `page` is how all outputs are rendered; ids, addresses and times are
    replaced by their places in the order of appearance.
    """

    outputs: Any
    states: Any
    page: str


class Rooms:
    """Kernels of rooms, started as a server starts them."""

    def __init__(self, manager: AsyncMappingKernelManager, kernels: RoomKernels) -> None:
        self.manager = manager
        self.kernels = kernels
        self.revivals = kernels._revivals
        self._count = 0

    async def open(self, stamp: StampedFile, notebook: Any) -> tuple[str, Any]:
        """Bring up a kernel; return its id, and the notebook with its outputs."""
        self._count += 1
        kernel_id = f"kernel-{self._count}"
        ran = copy.deepcopy(notebook)
        await self.kernels.bring_up(kernel_id, stamp, ran)
        return kernel_id, ran

    def revived(self, kernel_id: str) -> bool:
        return getattr(self.manager.get_kernel(kernel_id).provisioner, "revived", False)

    def pid(self, kernel_id: str) -> int:
        return self.manager.get_kernel(kernel_id).provisioner.pid

    def reason(self, stamp: StampedFile, notebook: Any) -> str | None:
        return self.revivals.of(notebook, stamp.folder, "").reason

    @asynccontextmanager
    async def client(self, kernel_id: str) -> AsyncIterator[Any]:
        client = self.manager.get_kernel(kernel_id).client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=PATIENCE)
            yield client
        finally:
            client.stop_channels()

    async def say(self, kernel_id: str, code: str) -> str:
        """Run code that must not fail; return what it printed."""
        text: list[str] = []
        async with self.client(kernel_id) as client:
            reply = await client.execute_interactive(
                code,
                store_history=False,
                timeout=PATIENCE,
                output_hook=lambda it: text.append(it["content"].get("text", "")),
            )
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(text).strip()


@asynccontextmanager
async def rooms(*, most: int = 8, root: Path | None = None, **how: Any) -> AsyncIterator[Rooms]:
    """Start the kernel manager of a server; at the end nothing of it runs."""
    # The name of a socket must be short.
    connections = tempfile.mkdtemp()
    manager = AsyncMappingKernelManager(
        config=Config({"KernelManager": {"autorestart": False, "transport": "ipc"}}),
        connection_dir=connections,
        root_dir=str(root or "/"),
    )
    kernels = RoomKernels(manager, revivals=RoomRevivals(most), **how)
    try:
        yield Rooms(manager, kernels)
    finally:
        await kernels.stop_all()
        manager.context.destroy(linger=0)
        shutil.rmtree(connections, ignore_errors=True)


def notebook_of(cells: Sequence[str]) -> Any:
    """Return a notebook of these code cells."""
    return new_notebook(cells=[new_code_cell(each) for each in cells])


def stamped(folder: Path, notebook: Any, name: str = "a") -> StampedFile:
    """Write a notebook where a room looks for it."""
    path = folder / f"{name}.ipynb"
    nbformat.write(notebook, path)
    return StampedFile(path, "1", executed=True, folder=folder)


async def seen(there: Rooms, kernel_id: str, notebook: Any) -> Seen:
    """Look at everything that a kernel and its cells' outputs give to see."""
    async with there.client(kernel_id) as client:
        states = await states_of(client)
    outputs = [_joined(each.get("outputs", [])) for each in notebook.cells]
    shown = copy.deepcopy(notebook)
    for cell, joined in zip(shown.cells, outputs, strict=True):
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(each) for each in joined]
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(shown)
    return Seen(*normal([outputs, states, page]))


def normal(value: list[Any]) -> list[Any]:
    """Replace ids, addresses and times, which differ from run to run by themselves."""
    numbers: dict[str, str] = {}
    return [_normal(each, numbers) for each in value]


async def compared(there: Rooms, stamp: StampedFile, notebook: Any) -> tuple[Seen, Seen | None]:
    """Run a notebook in the ordinary way, and by a revival unless it is refused."""
    first, ran = await there.open(stamp, notebook)
    await there.revivals.made()
    # A page attaches while nothing else goes on; so does whoever looks at it here.
    ordinary = await seen(there, first, ran)
    await there.kernels.stop(first)
    second, ran = await there.open(stamp, notebook)
    try:
        return ordinary, await seen(there, second, ran) if there.revived(second) else None
    finally:
        await there.kernels.stop(second)


async def states_of(client: Any) -> dict[str, Any]:
    """Ask for all widgets, as a page does that attaches; their buffers are beside them."""
    opening = {"comm_id": "looker", "target_name": CONTROL, "data": {}}
    asking = {"comm_id": "looker", "data": {"method": "request_states"}}
    for kind, content in (("comm_open", opening), ("comm_msg", asking)):
        message = client.session.msg(kind, content, metadata={"version": "1.0.0"})
        client.shell_channel.send(message)
    asked = message["header"]["msg_id"]
    while True:
        heard = await client.get_iopub_msg(timeout=PATIENCE)
        if heard["parent_header"].get("msg_id") != asked:
            continue
        if heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle":
            # Nobody has imported widgets: there is nothing that answers.
            return {}
        if heard["msg_type"] == "comm_msg" and heard["content"]["comm_id"] == "looker":
            data = heard["content"]["data"]
            buffers = [base64.b64encode(each).decode() for each in heard["buffers"]]
            paths = data.get("buffer_paths", [])
            return {**data["states"], "buffers": list(zip(paths, buffers, strict=True))}


def _joined(outputs: list[Any]) -> list[Any]:
    """Join what was printed at once: where it is cut depends on the clock alone."""
    found: list[Any] = []
    for each in map(dict, outputs):
        near = []
        while found and found[-1]["output_type"] == "stream" == each["output_type"]:
            near.insert(0, found.pop())
        same = next((one for one in near if one["name"] == each["name"]), None)
        if same is not None:
            same["text"] += each["text"]
        found += sorted([*near, *([] if same else [each])], key=lambda one: one.get("name", "~"))[
            ::-1
        ]
    return found


def _normal(value: Any, numbers: dict[str, str]) -> Any:
    if isinstance(value, dict):
        # Only ids come in an order that means something.
        named = sorted(value.items(), key=lambda it: "" if _ID.fullmatch(it[0]) else it[0])
        return {_normal(name, numbers): _normal(each, numbers) for name, each in named}
    if isinstance(value, (list, tuple)):
        return [_normal(each, numbers) for each in value]
    if not isinstance(value, str):
        return value
    numbered = _ID.sub(lambda it: numbers.setdefault(it[0], f"id {len(numbers)}"), value)
    return _TIME.sub("a time", _ADDRESS.sub("an address", numbered))
