"""Shared Jupyter workbooks for cohorts of people who learn together."""

__version__ = "0.1.0"
