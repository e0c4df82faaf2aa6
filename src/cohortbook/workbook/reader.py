"""Reading a notebook file."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.validator import NotebookValidationError

from cohortbook.errors import Place
from cohortbook.workbook.errors import (
    DuplicateCellIdError,
    NotANotebookError,
    NotebookTooOldError,
)

FORMAT = 4
# The first version in which cells have ids, which threads hang on.
MINOR = 5

# JSON can write half of a character, which no database and no page can hold.
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook; nothing is written.

    Parameters
    ----------
    path : pathlib.Path
        Of an ``.ipynb`` file.

    Returns
    -------
    nbformat.NotebookNode
        Valid, of format 4.5. Cells without an id have got one in memory, the same
        at each reading: ``cell-<number>``.

    Raises
    ------
    NotANotebookError
        When the file cannot be read, is not JSON (with its line), is not a notebook
        or is not a valid one (with its cell).
    DuplicateCellIdError
        When two cells have the same id.
    NotebookTooOldError
        When its format is older than 4.
    """
    data = _json_of(path)
    if not isinstance(data, dict) or "nbformat" not in data:
        raise _not_one(path, "The file is JSON, but not a notebook.")
    _check_version(path, data)
    _check_shape(path, data)
    _check_ids(path, data)
    _give_ids(data)
    node: NotebookNode = nbformat.from_dict(data)  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nbformat.validate(node, relax_add_props=True)
    except NotebookValidationError as error:
        raise _invalid(path, error) from None
    except Exception as error:  # noqa: BLE001 - jsonschema recurses and compares as it likes
        raise _not_one(path, f"The notebook is not valid: {error}.") from None
    for cell in node.cells:
        cell.source = _joined(cell.source)
    return node


def _json_of(path: Path) -> Any:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_one(path, "The file is not UTF-8 text, so it is not a notebook.") from None
    except FileNotFoundError:
        raise _not_one(path, "There is no such file.") from None
    except OSError as error:
        raise _not_one(path, f"The file cannot be read: {error.strerror}.") from error
    try:
        data = json.loads(text)
        if _HALF.search(text):
            json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        message = "The file is empty." if not text.strip() else f"It is not JSON: {error.msg}."
        raise NotANotebookError(
            message,
            place=Place(path, line=error.lineno),
            mend="Restore the notebook, or save it anew in JupyterLab.",
        ) from None
    except UnicodeEncodeError:
        message = "The text of the notebook has half a character (a lone surrogate) in it."
        raise _not_one(path, message) from None
    except (ValueError, RecursionError) as error:
        raise _not_one(path, f"It is not JSON: {error}.") from None
    return data


def _check_version(path: Path, data: dict[str, Any]) -> None:
    major, minor = data["nbformat"], data.get("nbformat_minor", 0)
    whole = all(isinstance(each, int) and not isinstance(each, bool) for each in (major, minor))
    if not whole or major > FORMAT or minor < 0 or major < 1:
        raise _not_one(path, f"The notebook has format {major!s:.20}, which is not known.")
    if major < FORMAT:
        message = f"The notebook has format {major}; cohortbook reads format {FORMAT}."
        raise NotebookTooOldError(
            message,
            place=Place(path),
            mend=f"Run: jupyter nbconvert --to notebook --nbformat 4 --inplace {path.name}",
        )


def _check_shape(path: Path, data: dict[str, Any]) -> None:
    cells = data.get("cells")
    if not isinstance(cells, list) or not isinstance(data.get("metadata"), dict):
        raise _not_one(path, "The notebook has no cells or no metadata.")
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or not isinstance(cell.get("metadata"), dict):
            message = "The cell is not one: it has no metadata."
            raise NotANotebookError(
                message,
                place=Place(path, cell=number),
                mend="Delete this cell in JupyterLab and write it anew.",
            )


def _check_ids(path: Path, data: dict[str, Any]) -> None:
    first: dict[Any, int] = {}
    for number, cell in enumerate(data["cells"], start=1):
        each = cell.get("id")
        if isinstance(each, str) and each in first:
            message = f"The cell has the same id as cell {first[each]}: {each}."
            raise DuplicateCellIdError(
                message,
                place=Place(path, cell=number),
                mend="Cut this cell in JupyterLab, paste it, and save: it gets an id of its own.",
            )
        if isinstance(each, str):
            first[each] = number


def _give_ids(data: dict[str, Any]) -> None:
    taken = {each.get("id") for each in data["cells"] if isinstance(each.get("id"), str)}
    for number, cell in enumerate(data["cells"], start=1):
        if data.get("nbformat_minor", 0) < MINOR or "id" not in cell:
            given = cell.get("id")
            if isinstance(given, str) and _CELL_ID.fullmatch(given):
                continue
            name = f"cell-{number}"
            while name in taken:
                name += "-x"
            taken.add(name)
            cell["id"] = name
    data["nbformat_minor"] = max(data.get("nbformat_minor", 0), MINOR)


def _invalid(path: Path, error: NotebookValidationError) -> NotANotebookError:
    route = list(getattr(error, "relative_path", None) or ())
    cell = next((each for each in route if isinstance(each, int)), None)
    part = ".".join(str(each) for each in route[2:]) if cell is not None else ""
    what = str(error.message).splitlines()[0][:200]
    where = f" at {part}" if part else ""
    return NotANotebookError(
        f"The notebook is not valid{where}: {what}.",
        place=Place(path, cell=None if cell is None else cell + 1),
        mend="Open it in JupyterLab, correct this cell, and save it.",
    )


def _not_one(path: Path, message: str) -> NotANotebookError:
    return NotANotebookError(
        message, place=Place(path), mend="Put a notebook saved by JupyterLab in its place."
    )


def _joined(source: Any) -> str:
    return "".join(source) if isinstance(source, list) else str(source)
