"""Copies that a new group waits for are made, whatever else is under way."""

from __future__ import annotations

import asyncio
import threading

from cohortbook.server.desk.copies import Copies
from cohortbook.stamp.report import StampReport


class Slow:
    """Stamps nothing, and ends a run when it is told to."""

    def __init__(self):
        self.runs, self.go = [], threading.Semaphore(0)

    async def run(self, options, progress, tried):
        self.runs.append(options.groups)
        await asyncio.to_thread(self.go.acquire)
        return StampReport((), 0, (), ())


def test_who_comes_while_copies_are_made_is_served_next_and_together():
    async def story():
        slow = Slow()
        copies = Copies(slow)
        copies.stamp()
        copies.make_for({"night"})
        copies.make_for({"day"})
        slow.go.release(2)
        await copies.wait()
        assert slow.runs == [None, {"night", "day"}]
        assert copies.state.doing == "stamped"

    asyncio.run(story())


def test_a_server_that_ends_begins_nothing_new():
    async def story():
        slow = Slow()
        copies = Copies(slow)
        copies.stamp()
        copies.make_for({"night"})
        slow.go.release(2)
        await copies.close()
        assert len(slow.runs) == 1

    asyncio.run(story())
