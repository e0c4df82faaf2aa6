"""Copies that a new group waits for are made, whatever else is under way."""

from __future__ import annotations

import asyncio
import threading

from cohortbook.server.desk.copies import Copies
from cohortbook.stamp.report import StampReport


class Slow(Copies):
    """Makes nothing, and ends a run when it is told to."""

    def __init__(self, folder):
        super().__init__(folder, folder, answers=None)
        self.runs, self.go = [], threading.Semaphore(0)

    def _stamp(self, options):
        self.runs.append(options.groups)
        self.go.acquire()
        return StampReport((), 0, (), ())


def test_who_comes_while_copies_are_made_is_served_next_and_together(tmp_path):
    async def story():
        copies = Slow(tmp_path)
        copies.stamp()
        copies.make_for({"night"})
        copies.make_for({"day"})
        copies.go.release(2)
        await copies.wait()
        assert copies.runs == [None, {"night", "day"}]
        assert copies.state.doing == "stamped"

    asyncio.run(story())


def test_a_server_that_ends_begins_nothing_new(tmp_path):
    async def story():
        copies = Slow(tmp_path)
        copies.stamp()
        copies.make_for({"night"})
        copies.go.release(2)
        await copies.close()
        assert len(copies.runs) == 1

    asyncio.run(story())
