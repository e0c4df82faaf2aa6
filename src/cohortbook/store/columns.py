"""Columns that many tables have."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, MetaData, String

from cohortbook.store.types import Counter

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID_LENGTH = 24
SLUG_LENGTH = 64


def counter(name: str) -> Column[int]:
    """Return a primary key that counts rows and is never used twice."""
    return Column(name, Counter, primary_key=True, autoincrement=True)


def person(name: str, *, nullable: bool = False) -> Column[str]:
    """Return a column that names somebody."""
    return Column(name, String(ID_LENGTH), ForeignKey("people.id"), nullable=nullable)


def room() -> tuple[Column[str], Column[str]]:
    """Return the two columns that name a room."""
    return (
        Column("group_id", String(SLUG_LENGTH), nullable=False),
        Column("workbook_id", String(SLUG_LENGTH), nullable=False),
    )


def exercise() -> Column[str]:
    """Return the column that names an exercise of a workbook."""
    return Column("exercise_id", String(SLUG_LENGTH), nullable=False)
