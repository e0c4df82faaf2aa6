"""What was typed is remembered as in any kernel, and opens no file before there is something."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest

from real_kernels import PATIENCE_SECONDS, kernel


@pytest.fixture
def file(tmp_path):
    return tmp_path / "history.sqlite"


def keeping(file):
    return kernel(extra_arguments=[f"--HistoryManager.hist_file={file}"])


def written(file, query):
    with closing(sqlite3.connect(file)) as database:
        return database.execute(query).fetchall()


async def until_written(file, count):
    until = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while asyncio.get_running_loop().time() < until:
        try:
            lines = written(file, "SELECT session, line, source FROM history ORDER BY rowid")
        except sqlite3.DatabaseError:
            lines = []
        if len(lines) >= count:
            return lines
        await asyncio.sleep(0.02)
    raise TimeoutError(file)


def run(scenario):
    return asyncio.run(scenario())


def test_the_first_cell_opens_it_and_the_end_is_noted(file):
    async def scenario():
        async with keeping(file) as it:
            assert not file.exists()
            await it.say("first = 1")
            await it.say("second = 2")
            lines = await until_written(file, 2)
            assert lines == [(1, 1, "first = 1"), (1, 2, "second = 2")]
            assert await it.say("print(get_ipython().history_manager.session_number)") == "1"
            await it.manager.shutdown_kernel()
        ((end, commands),) = written(file, "SELECT end, num_cmds FROM sessions")
        assert end
        assert commands == 3

    run(scenario)


def test_a_kernel_that_ran_nothing_leaves_nothing(file):
    async def scenario():
        async with keeping(file) as it:
            process = it.process
            await it.manager.shutdown_kernel()
            assert process.returncode == 0
        assert not file.exists()

    run(scenario)


def test_what_others_typed_can_be_asked_for_before_the_first_cell(file):
    async def scenario():
        async with keeping(file) as before:
            await before.say("of_another = 1")
            await until_written(file, 1)
        async with keeping(file) as it:
            asked = it.client.history(hist_access_type="tail", n=5)
            while True:
                reply = await it.client.get_shell_msg(timeout=PATIENCE_SECONDS)
                if reply["parent_header"]["msg_id"] == asked:
                    break
            assert reply["content"]["history"] == [[1, 1, "of_another = 1"]]
            await it.say("of_mine = 1")
            assert (await until_written(file, 2))[1] == (2, 1, "of_mine = 1")

    run(scenario)


def test_kernels_that_begin_at_once_do_not_take_each_others_lines(file):
    async def scenario():
        async with keeping(file) as one, keeping(file) as other:
            await asyncio.gather(one.say("one = 1"), other.say("other = 1"))
            lines = await until_written(file, 2)
        assert {session for session, *_ in lines} == {1, 2}
        assert {source for *_, source in lines} == {"one = 1", "other = 1"}

    run(scenario)


@pytest.mark.parametrize(
    "setting", ["--HistoryManager.enabled=False", "--HistoryManager.hist_file=:memory:"]
)
def test_where_nothing_is_to_be_kept_no_thread_is_started(setting):
    async def scenario():
        async with kernel(extra_arguments=[setting]) as it:
            await it.say("first = 1")
            said = await it.say(
                "import threading\n"
                "%history\n"
                "print([each.name for each in threading.enumerate() if 'History' in each.name])"
            )
            assert said.splitlines()[0] == "first = 1"
            assert said.splitlines()[-1] == "[]"

    run(scenario)


def test_it_is_set_by_its_usual_name_while_the_kernel_runs(file):
    async def scenario():
        async with keeping(file) as it:
            await it.say("%config HistoryManager.db_cache_size = 3")
            await it.say("second = 2")
            said = await it.say("print(get_ipython().history_manager.db_cache_size)")
            assert said == "3"
            assert len(await until_written(file, 3)) >= 3

    run(scenario)


def test_a_broken_file_is_put_aside(tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    file = tmp_path / "profile_default" / "history.sqlite"
    file.parent.mkdir()
    file.write_text("this is no database, " * 2000)

    async def scenario():
        async with kernel() as it:
            await it.say("first = 1")
            assert await until_written(file, 1) == [(1, 1, "first = 1")]
        assert len(list(file.parent.glob("history-corrupt*.sqlite"))) == 1

    run(scenario)


def test_two_threads_that_ask_at_once_begin_one_session(file):
    async def scenario():
        async with keeping(file) as it:
            said = await it.say(
                "import threading\n"
                "manager, seen = get_ipython().history_manager, []\n"
                "barrier = threading.Barrier(8)\n"
                "def ask():\n"
                "    barrier.wait()\n"
                "    seen.append(manager.session_number)\n"
                "threads = [threading.Thread(target=ask) for _ in range(8)]\n"
                "[each.start() for each in threads], [each.join() for each in threads]\n"
                "print(set(seen))"
            )
            assert said == "{1}"
            await until_written(file, 1)
        assert len(written(file, "SELECT * FROM sessions")) == 1

    run(scenario)
