"""What a cohort did, as tables for notebooks; only ever reads."""

from cohortbook.analysis.cohort import Cohort

__all__ = ["Cohort"]
