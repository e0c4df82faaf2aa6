"""Rooms with real kernels, started by the kernel manager that Voila uses."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
from datetime import UTC, datetime, timedelta

import nbformat
import psutil
import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.config import Config

from cohortbook.learning.rooms import OwnRoom, RoomKey
from cohortbook.live.kernels import RoomKernels
from cohortbook.live.page import KeptPage
from cohortbook.live.room import RoomLimits, StampedFile
from cohortbook.live.rooms import RoomKeeper
from cohortbook.live.status import RoomFailedError, RoomsFullError, RoomState

NORTH = RoomKey("north", "first")
SOUTH = RoomKey("south", "first")
SLIDER = """
import os
import ipywidgets
print("not drawn")
ipywidgets.IntSlider(description=os.environ.get("A_SECRET", "nothing"))
"""
INTERACT = """
@ipywidgets.interact(x=(0, 10))
def told(x):
    print("x is", x)
"""


class Place:
    """A folder of stamps, and a keeper of rooms over it, with a clock of its own."""

    def __init__(self, folder, connections, **limits):
        self.folder = folder
        self.executed = True
        self.versions = {}
        self.now = datetime(2026, 9, 7, 9, tzinfo=UTC)
        self.manager = AsyncMappingKernelManager(
            config=Config(
                {
                    "KernelManager": {"autorestart": False, "transport": "ipc"},
                    "MappingKernelManager": {"buffer_offline_messages": False},
                }
            ),
            connection_dir=str(connections),
            root_dir=str(folder),
        )
        self.rendered = 0
        self.history = []
        self.pages = []
        self.keeper = RoomKeeper(
            RoomKernels(self.manager),
            self.stamp,
            self.render,
            limits=RoomLimits(**limits),
            clock=lambda: self.now,
        )
        self.keeper.on_change(lambda room, status: self.history.append((room, status.state)))
        self.keeper.on_page_changed(lambda room, page: self.pages.append((room, page.version)))

    def write(self, room, *cells, version="1"):
        path = self.folder / room.group / f"{room.workbook}.ipynb"
        path.parent.mkdir(exist_ok=True)
        nbformat.write(new_notebook(cells=list(cells)), path)
        self.versions[room] = version

    def stamp(self, room):
        path = self.folder / room.group / f"{room.workbook}.ipynb"
        version = self.versions.get(room)
        return StampedFile(path, version, self.executed, path.parent) if version else None

    def render(self, room, notebook):
        self.rendered += 1
        said = repr([cell.get("outputs") for cell in notebook.cells]) + self.versions[room]
        return KeptPage({"en": (said.encode(), b"")}, said, has_widgets=True)

    async def ready(self, room):
        await self.until(lambda: self.keeper.status(room).state is RoomState.READY)
        return self.keeper.kernel(room)

    async def until(self, condition):
        async with asyncio.timeout(60):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    def pid(self, room):
        return self.manager.get_kernel(self.keeper.kernel(room).kernel_id).provisioner.pid

    def states(self, room):
        return [state for key, state in self.history if key == room]


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("A_SECRET", "of the server")
    stamps = tmp_path / "stamps"
    stamps.mkdir()
    # Not below tmp_path: the name of a socket must be short.
    connections = tempfile.mkdtemp()

    @contextlib.asynccontextmanager
    async def made(**limits):
        there = Place(stamps, connections, **limits)
        there.write(NORTH, new_code_cell(SLIDER), new_code_cell(INTERACT))
        there.write(SOUTH, new_code_cell(SLIDER))
        try:
            yield there
        finally:
            await there.keeper.close()
            there.manager.context.destroy(linger=0)

    yield made
    shutil.rmtree(connections)


def test_however_many_visit_there_is_one_kernel_and_one_page(place):
    async def scenario():
        async with place() as there:
            pages = await asyncio.gather(*(there.keeper.page(NORTH) for _ in range(20)))
            for _ in range(20):
                there.keeper.wake(NORTH)
            await there.ready(NORTH)
            assert there.rendered == 1
            assert len(set(map(id, pages))) == 1
            assert len(there.manager.list_kernel_ids()) == 1
            assert there.states(NORTH) == ["waiting", "starting", "ready"]

    asyncio.run(scenario())


def test_the_outputs_of_widget_cells_are_collected(place):
    async def scenario():
        async with place() as there:
            there.write(NORTH, new_markdown_cell("Hi"), new_code_cell("1"), new_code_cell(SLIDER))
            there.keeper.wake(NORTH)
            live = await there.ready(NORTH)
            (outputs,) = live.outputs.values()
            (output,) = outputs
            assert "application/vnd.jupyter.widget-view+json" in output["data"]
            assert there.keeper.room_of_kernel(live.kernel_id) == NORTH

    asyncio.run(scenario())


def test_a_kernel_knows_nothing_of_the_servers_environment(place):
    async def scenario():
        async with place() as there:
            there.write(
                NORTH,
                new_code_cell(
                    "import os\n"
                    "assert 'A_SECRET' not in os.environ, 'leaked'\n"
                    "assert os.environ['COHORTBOOK_ROOM'] == '1', 'not told'\n"
                ),
            )
            there.keeper.wake(NORTH)
            await there.ready(NORTH)
            assert "A_SECRET" not in psutil.Process(there.pid(NORTH)).environ()

    asyncio.run(scenario())


def test_a_kernel_that_dies_is_brought_back_with_its_cells_run(place):
    async def scenario():
        async with place() as there:
            there.keeper.wake(NORTH)
            first = await there.ready(NORTH)
            before = there.keeper.status(NORTH).generation
            os.kill(there.pid(NORTH), signal.SIGKILL)
            while there.keeper.status(NORTH).state is RoomState.READY:
                await there.keeper.sweep()
                await asyncio.sleep(0.02)
            second = await there.ready(NORTH)
            assert second.kernel_id != first.kernel_id
            assert second.outputs.keys() == first.outputs.keys()
            assert there.keeper.status(NORTH).generation == before + 1
            assert there.states(NORTH)[-2:] == ["restarting", "ready"]
            assert there.keeper.room_of_kernel(first.kernel_id) is None
            assert there.manager.list_kernel_ids() == [second.kernel_id]

    asyncio.run(scenario())


def test_a_kernel_that_keeps_dying_is_left_dead_and_can_be_asked_for_again(place):
    async def scenario():
        async with place(deaths=1) as there:
            there.keeper.wake(NORTH)
            for _ in range(2):
                await there.ready(NORTH)
                os.kill(there.pid(NORTH), signal.SIGKILL)
                while there.keeper.status(NORTH).state is RoomState.READY:
                    await there.keeper.sweep()
                    await asyncio.sleep(0.02)
            assert there.keeper.status(NORTH).state is RoomState.FAILED
            assert not there.manager.list_kernel_ids()
            there.keeper.wake(NORTH)
            await there.ready(NORTH)

    asyncio.run(scenario())


def test_no_more_kernels_run_than_may_until_one_is_given_up(place):
    async def scenario():
        async with place(kernels=1) as there:
            there.keeper.wake(NORTH)
            await there.ready(NORTH)
            there.keeper.wake(SOUTH)
            await there.until(lambda: there.keeper.status(SOUTH).state is RoomState.FULL)
            assert len(there.manager.list_kernel_ids()) == 1
            there.now += timedelta(minutes=1)
            there.keeper.wake(SOUTH)
            await there.ready(SOUTH)
            assert there.keeper.status(NORTH).state is RoomState.NONE
            assert len(there.manager.list_kernel_ids()) == 1

    asyncio.run(scenario())


def test_a_room_that_was_turned_away_gets_the_next_free_place(place):
    async def scenario():
        async with place(kernels=1, idle=timedelta(seconds=30)) as there:
            there.keeper.wake(NORTH)
            await there.ready(NORTH)
            there.keeper.wake(SOUTH)
            await there.until(lambda: there.keeper.status(SOUTH).state is RoomState.FULL)
            there.now += timedelta(seconds=31)
            await there.keeper.sweep()
            await there.ready(SOUTH)
            assert there.keeper.status(NORTH).state is RoomState.NONE

    asyncio.run(scenario())


def test_a_page_that_needs_a_kernel_says_so_when_there_is_none_to_be_had(place):
    async def scenario():
        async with place(kernels=1) as there:
            there.keeper.wake(NORTH)
            await there.ready(NORTH)
            there.executed = False
            with pytest.raises(RoomsFullError):
                await there.keeper.page(SOUTH)

    asyncio.run(scenario())


def test_a_stamp_that_was_only_prepared_is_run_before_its_page_is_made(place):
    async def scenario():
        async with place() as there:
            there.executed = False
            pages = await asyncio.gather(*(there.keeper.page(NORTH) for _ in range(5)))
            assert there.rendered == 1
            assert b"IntSlider" in pages[0].parts["en"][0]
            assert len(there.manager.list_kernel_ids()) == 1

    asyncio.run(scenario())


def test_a_cell_that_raises_fails_the_room_and_leaves_no_kernel(place):
    async def scenario():
        async with place() as there:
            there.executed = False
            there.write(NORTH, new_code_cell("a = 1"), new_code_cell("a / 0"))
            with pytest.raises(RoomFailedError, match="cell 2 raised ZeroDivisionError"):
                await there.keeper.page(NORTH)
            assert there.keeper.status(NORTH).state is RoomState.FAILED
            assert not there.manager.list_kernel_ids()
            there.write(NORTH, new_code_cell("a = 1"))
            assert await there.keeper.page(NORTH)

    asyncio.run(scenario())


def test_a_cell_that_ends_its_kernel_fails_the_room(place):
    async def scenario():
        async with place() as there:
            there.write(NORTH, new_code_cell("import os, signal; os.kill(os.getpid(), 9)"))
            there.keeper.wake(NORTH)
            await there.until(lambda: there.keeper.status(NORTH).state is RoomState.FAILED)
            assert "cell 1" in there.keeper.status(NORTH).message
            assert not there.manager.list_kernel_ids()

    asyncio.run(scenario())


def test_a_kernel_nobody_uses_is_ended_and_the_next_visit_wakes_it(place):
    async def scenario():
        async with place(idle=timedelta(minutes=5)) as there:
            there.keeper.occupied_by(lambda room: room == SOUTH)
            await asyncio.gather(there.keeper.page(NORTH), there.keeper.page(SOUTH))
            await asyncio.gather(there.ready(NORTH), there.ready(SOUTH))
            before = there.keeper.status(NORTH).generation
            there.now += timedelta(minutes=6)
            await there.keeper.sweep()
            assert there.keeper.status(NORTH).state is RoomState.NONE
            assert there.keeper.status(SOUTH).state is RoomState.READY
            await there.keeper.page(NORTH)
            await there.ready(NORTH)
            assert there.keeper.status(NORTH).generation > before
            assert there.rendered == 2

    asyncio.run(scenario())


def test_a_stamp_made_anew_gives_a_new_page_and_a_new_kernel(place):
    async def scenario():
        async with place() as there:
            await there.keeper.page(NORTH)
            first = await there.ready(NORTH)
            there.write(NORTH, new_code_cell(SLIDER), version="2")
            await there.keeper.sweep()
            second = await there.ready(NORTH)
            assert second.kernel_id != first.kernel_id
            assert len(second.outputs) == 1
            assert [room for room, _ in there.pages] == [NORTH]
            assert (await there.keeper.page(NORTH)).version == there.pages[0][1]

    asyncio.run(scenario())


def test_nothing_runs_on_when_the_keeper_is_closed(place):
    async def scenario():
        async with place() as there:
            there.write(
                NORTH, new_code_cell("import subprocess; subprocess.Popen(['sleep', '600'])")
            )
            there.keeper.wake(NORTH)
            await there.ready(NORTH)
            kernel = psutil.Process(there.pid(NORTH))
            started = [kernel, *kernel.children(recursive=True)]
            there.keeper.wake(SOUTH)
            await asyncio.sleep(0.1)
        gone, alive = await asyncio.to_thread(psutil.wait_procs, started, timeout=10)
        assert len(gone) == 2
        assert not alive
        assert not [
            each
            for each in psutil.Process().children(recursive=True)
            if "ipykernel" in " ".join(each.cmdline())
        ]

    asyncio.run(scenario())


def test_a_kernel_of_ones_own_ends_soon_after_it_was_left(place):
    async def scene():
        own = OwnRoom(NORTH.group, NORTH.workbook, "per_ada")
        async with place(idle=timedelta(minutes=30), spare=timedelta(minutes=1)) as there:
            for room in (NORTH, own):
                there.write(room, new_code_cell(SLIDER))
                there.keeper.wake(room)
                await there.ready(room)
            assert there.keeper.kernel(own) != there.keeper.kernel(NORTH)
            there.now += timedelta(minutes=2)
            await there.keeper.sweep()
            assert there.keeper.status(own).state is RoomState.NONE
            assert there.keeper.status(NORTH).state is RoomState.READY

    asyncio.run(scene())
