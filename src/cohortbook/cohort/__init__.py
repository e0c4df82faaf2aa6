"""Who learns what with whom: the cohort file."""
