"""What the rules find in a simulated cohort, morning after morning, beside what is there."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from datetime import timedelta

from cohortbook.cohort.nudging import NudgePlan
from cohortbook.learning.nudge_sending import NewNudge
from simulated_cohort import Pair, SimulatedCohort


@dataclass
class Detection:
    """What was nudged about, and when.

    Parameters
    ----------
    neglected : set
        What was to be found.
    days_before_due : dict
        By what was nudged about: how many days were left.
    """

    neglected: set[Pair]
    days_before_due: dict[Pair, float] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """The share of nudges that were about a neglected topic."""
        return len(self._found) / len(self.days_before_due) if self.days_before_due else 1.0

    @property
    def recall(self) -> float:
        """The share of neglected topics that were nudged about before they were due."""
        in_time = [each for each in self._found if self.days_before_due[each] > 0]
        return len(in_time) / len(self.neglected)

    @property
    def early(self) -> float:
        """The median of how many days before the due day a neglected topic was found."""
        return statistics.median(self.days_before_due[each] for each in self._found)

    @property
    def _found(self) -> set[Pair]:
        return self.neglected & self.days_before_due.keys()


def detect(world: SimulatedCohort, plan: NudgePlan | None = None) -> Detection:
    """Send what the rules decide, as a server would on each of the mornings."""
    chosen = plan or NudgePlan()
    found = Detection(world.neglected)
    for now in world.mornings():
        world.now = now
        for decision in world.noticing.decisions(now, chosen):
            topic = decision.standing.topic
            if decision.held is not None:
                continue
            new = NewNudge(topic.room, topic.id, decision.rule.send, rule=decision.rule.name)
            assert world.nudges.send_by_rule(new, chosen).value is not None
            left = (world.due(topic.room) - now) / timedelta(days=1)
            found.days_before_due.setdefault((topic.room, topic.id), left)
    return found
