"""Waiting for a file ends when something happens, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import subprocess

import pytest

from cohortbook_kernels.waiting import until_readable


@pytest.fixture
def pipe():
    reading, writing = os.pipe()
    ends = {"reading": reading, "writing": writing}
    yield ends
    for each in ends.values():
        os.close(each)


def test_it_ends_with_the_first_word(pipe):
    async def scenario():
        waiting = asyncio.ensure_future(until_readable(pipe["reading"], 60))
        await asyncio.sleep(0)
        assert not waiting.done()
        os.write(pipe["writing"], b"!")
        assert await waiting
        # Nothing was taken away.
        assert os.read(pipe["reading"], 10) == b"!"

    asyncio.run(scenario())


def test_it_ends_when_nobody_is_left_to_write(pipe):
    async def scenario():
        waiting = asyncio.ensure_future(until_readable(pipe["reading"], 60))
        await asyncio.sleep(0)
        os.close(pipe.pop("writing"))
        assert await waiting

    asyncio.run(scenario())


def test_the_handle_of_a_process_is_read_when_that_has_ended():
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        handle = os.pidfd_open(process.pid)

        async def scenario():
            assert not await until_readable(handle, 0)
            process.stdin.close()
            assert await until_readable(handle, 60)

        asyncio.run(scenario())
        os.close(handle)


def test_it_can_be_waited_for_again_after_it_was_given_up(pipe):
    async def scenario():
        assert not await until_readable(pipe["reading"], 0)
        waiting = asyncio.ensure_future(until_readable(pipe["reading"], 60))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        os.write(pipe["writing"], b"!")
        assert await until_readable(pipe["reading"], 60)

    asyncio.run(scenario())
