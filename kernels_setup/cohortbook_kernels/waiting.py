"""Waiting for a file, without looking at it again and again."""

from __future__ import annotations

import asyncio


async def until_readable(file: int, seconds: float) -> bool:
    """Wait until there is something to read, or the other end is closed.

    Parameters
    ----------
    file : int
        A pipe, a socket, or the handle of a process, which is read when that has ended.
    seconds : float
        How long, at most.

    Returns
    -------
    bool
        False if the time was over before.
    """
    loop = asyncio.get_running_loop()
    happened = asyncio.Event()
    loop.add_reader(file, happened.set)
    try:
        async with asyncio.timeout(seconds):
            await happened.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(file)
    return True
