"""How the answers to each kind of exercise lie in a Y document; the only list of them here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cohortbook.live.y_answers.choice import CHOICE
from cohortbook.live.y_answers.goal import GOAL
from cohortbook.live.y_answers.order import ORDER
from cohortbook.live.y_answers.plain import TEXT, VALUE
from cohortbook.live.y_answers.table import TABLE
from cohortbook.live.y_answers.upload import UPLOAD
from cohortbook.live.y_answers.y_answer import YAnswer

Y_ANSWERS: Mapping[str, YAnswer] = MappingProxyType(
    {
        "text": TEXT,
        "choice": CHOICE,
        "scale": VALUE,
        "number": VALUE,
        "order": ORDER,
        "table": TABLE,
        "goal": GOAL,
        "upload": UPLOAD,
        "code": TEXT,
    }
)
