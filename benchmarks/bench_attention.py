"""How well, how early and how quickly neglected topics are noticed in a simulated cohort.

Forty groups of six people, six weeks, three workbooks of three topics. Which topics each
group leaves aside is known; the default rule is run on every morning. Nothing is tuned on
the seeds that are measured here. There is no peer: the limits are our own.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from report import Limit, write
from rich.console import Console

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from detecting import Detection, detect
from simulated_cohort import SimulatedCohort

SEEDS = (11, 12, 13, 14, 15)
FALSE = Limit("nudges about a topic that is not neglected, default rule", 30, "% of nudges")
MISSED = Limit("neglected topics not nudged about before they are due", 30, "% of them")
LATE = Limit("days of a workbook's twelve over when a neglected topic is nudged", 11, "days")
COMPUTING = Limit("attention of the whole cohort, from the events of six weeks", 1000, "ms")
DECIDING = Limit("what the rules make of it, on one morning", 2000, "ms")
SIZE = Limit("database of the cohort, 240 people over six weeks", 25, "MB")
DAYS = 12


def measure(seed: int) -> Detection:
    with tempfile.TemporaryDirectory() as folder:
        world = SimulatedCohort(Path(folder), seed)
        acts = world.write()
        found = detect(world)
        FALSE.our_values.append(100 * (1 - found.precision))
        MISSED.our_values.append(100 * (1 - found.recall))
        LATE.our_values.append(DAYS - found.early)
        morning = world.mornings()[-1]
        for limit, work in (
            (COMPUTING, world.noticing.standings),
            (DECIDING, world.noticing.decisions),
        ):
            begun = time.perf_counter()
            work(morning)
            limit.our_values.append(1000 * (time.perf_counter() - begun))
        SIZE.our_values.append(Path(world.database.where).stat().st_size / 1e6)
        world.database.close()
    Console().print(
        f"seed {seed}: {acts} acts; {len(found.neglected)} topics neglected,"
        f" {len(found.days_before_due)} nudges; precision {found.precision:.2f},"
        f" recall {found.recall:.2f}, {found.early:.1f} days before due"
    )
    return found


def main() -> None:
    for seed in SEEDS:
        measure(seed)
    write("attention", [FALSE, MISSED, LATE, COMPUTING, DECIDING, SIZE])


if __name__ == "__main__":
    main()
