"""The kinds of exercises, one file each; this is the only list of them here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cohortbook.workbook.kinds.choice import CHOICE
from cohortbook.workbook.kinds.code import CODE
from cohortbook.workbook.kinds.discuss import DISCUSS
from cohortbook.workbook.kinds.goal import GOAL
from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.number import NUMBER
from cohortbook.workbook.kinds.order import ORDER
from cohortbook.workbook.kinds.scale import SCALE
from cohortbook.workbook.kinds.table import TABLE
from cohortbook.workbook.kinds.text import TEXT
from cohortbook.workbook.kinds.upload import UPLOAD

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "text": TEXT,
        "choice": CHOICE,
        "scale": SCALE,
        "number": NUMBER,
        "order": ORDER,
        "table": TABLE,
        "goal": GOAL,
        "upload": UPLOAD,
        "code": CODE,
        "discuss": DISCUSS,
    }
)
