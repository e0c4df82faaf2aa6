"""``discuss``: the answer is its thread."""

from __future__ import annotations

from cohortbook.workbook.kinds.kind import Kind
from cohortbook.workbook.kinds.shape import Options


class DiscussOptions(Options):
    """Of ``discuss``."""


DISCUSS = Kind(DiscussOptions)
