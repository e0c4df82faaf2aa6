"""Reading who is to learn where from a table: our own, Moodle's or Canvas's."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from cohortbook.errors import CohortbookError

_MOST_ROWS = 20_000


class TableUnreadableError(CohortbookError):
    """What was given is no table of people."""

    code: ClassVar[str] = "table-unreadable"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a table.

    Parameters
    ----------
    line : int
        Where it begins in the file, from 1.
    name, email, group : str
        What it says; empty where it says nothing.
    """

    line: int
    name: str
    email: str
    group: str


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """A table that was read.

    Parameters
    ----------
    form : {"own", "moodle", "canvas"}
        Whose form it has.
    rows : tuple of TableRow
        Those that say anything.
    """

    form: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of table: which columns, in small letters, hold what; the first found counts."""

    name: str
    wanted: tuple[str, ...]
    email: tuple[str, ...]
    group: tuple[str, ...]
    full_name: tuple[str, ...] = ()
    first_name: tuple[str, ...] = ()
    last_name: tuple[str, ...] = ()


# The one with the most telling columns first. Moodle names its columns in the language of
# whoever exports; its other form is the one that it imports.
_FORMS = (
    _Form(
        "canvas",
        wanted=("login_id", "group_name"),
        full_name=("name",),
        email=("email", "login_id"),
        group=("group_name",),
    ),
    _Form(
        "canvas",
        wanted=("student", "sis login id", "section"),
        full_name=("student",),
        email=("email", "sis login id"),
        group=("section",),
    ),
    _Form(
        "moodle",
        wanted=("first name", "last name", "email address"),
        first_name=("first name",),
        last_name=("last name",),
        email=("email address",),
        group=("groups", "group"),
    ),
    _Form(
        "moodle",
        wanted=("vorname", "nachname", "e-mail-adresse"),
        first_name=("vorname",),
        last_name=("nachname",),
        email=("e-mail-adresse",),
        group=("gruppen", "gruppe"),
    ),
    _Form(
        "moodle",
        wanted=("firstname", "lastname", "email"),
        first_name=("firstname",),
        last_name=("lastname",),
        email=("email",),
        group=("group1", "group"),
    ),
    _Form(
        "own",
        wanted=("name", "email", "group"),
        full_name=("name",),
        email=("email",),
        group=("group",),
    ),
)
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "own": "name, email, group",
        "moodle": "First name, Last name, Email address, Groups",
        "canvas": "name, login_id, group_name",
    }
)


def read_table(content: bytes) -> PeopleTable:
    """Read a table of people.

    Parameters
    ----------
    content : bytes
        CSV in UTF-8, with or without a byte order mark; columns are separated by commas,
        semicolons or tabs. The first line names the columns.

    Returns
    -------
    PeopleTable
        Whether its people and groups exist is not asked here.

    Raises
    ------
    TableUnreadableError
        When it is not UTF-8, not CSV, or its columns are not known.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        msg = "The file is not UTF-8 text."
        raise TableUnreadableError(msg, mend="Export it again as CSV in UTF-8.") from None
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [each.strip().casefold() for each in next(reader, [])]
        form = _form_of(names)
        rows, begins = [], reader.line_num + 1
        for values in reader:
            row = _row(form, begins, dict(zip(names, values, strict=False)))
            begins = reader.line_num + 1
            if row is not None:
                rows.append(row)
            if len(rows) > _MOST_ROWS:
                msg = f"The table has more than {_MOST_ROWS} lines."
                raise TableUnreadableError(msg, mend="Import it in parts.")
    except csv.Error as error:
        msg = f"Line {reader.line_num} is not CSV: {error}."
        raise TableUnreadableError(msg, mend="Look at the quotes of this line.") from None
    return PeopleTable(form.name, tuple(rows))


def _form_of(names: list[str]) -> _Form:
    for each in _FORMS:
        if set(each.wanted) <= set(names):
            return each
    told = ", ".join(names)[:200] or "nothing"
    msg = f"The columns are not those of a table of people; the first line has: {told}."
    raise TableUnreadableError(
        msg, mend=f"Name them {COLUMNS['own']}, or export from Moodle or Canvas."
    )


def _row(form: _Form, line: int, values: dict[str, str]) -> TableRow | None:
    def first(columns: tuple[str, ...]) -> str:
        found = (" ".join(values.get(each, "").split()) for each in columns)
        return next((each for each in found if each), "")

    name = first(form.full_name)
    if form.first_name:
        name = f"{first(form.first_name)} {first(form.last_name)}".strip()
    if form.name == "canvas":
        if name.casefold().startswith("points possible"):
            return None
        # Canvas writes "Brandt, Ada" where it sorts.
        last, comma, given = name.partition(", ")
        name = f"{given} {last}" if comma else name
    row = TableRow(line, name, first(form.email), first(form.group))
    return row if row.name or row.email or row.group else None
