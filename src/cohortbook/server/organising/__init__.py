"""Letting groups organise themselves: from a proposal to the cohort that follows from it."""
