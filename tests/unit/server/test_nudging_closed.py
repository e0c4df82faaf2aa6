from __future__ import annotations

import asyncio

from cohortbook.cohort.nudging import NudgePlan
from cohortbook.server.noticing.nudging import Nudging
from simulated_cohort import SimulatedCohort


class Here:
    """All work is done at once."""

    async def run(self, function, *args):
        return function(*args)

    async def write(self, function, *args):
        return function(*args).value


def test_nobody_is_nudged_about_a_workbook_that_is_closed(tmp_path):
    world = SimulatedCohort(tmp_path, 7, groups=6, members=4, workbooks=1)
    world.write()
    plan = NudgePlan()
    world.now = next(
        now
        for now in world.mornings()
        if any(each.held is None for each in world.noticing.decisions(now, plan))
    )
    given = (plan, world.noticing, world.nudges, lambda: world.now, Here())
    asyncio.run(Nudging(*given, lambda _room: True).send_due())
    assert world.nudges.sent(world.now) == []
    asyncio.run(Nudging(*given).send_due())
    assert world.nudges.sent(world.now) != []
    world.database.close()
