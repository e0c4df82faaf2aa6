"""A YAML file as plain data that remembers on which line each part stands."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cohortbook.cohort.errors import CohortFileError, CohortProblem, ProblemKind
from cohortbook.errors import Place

_MERGE = "tag:yaml.org,2002:merge"
# Far above any real cohort; a few lines of nested aliases can ask for billions.
_MOST_NODES = 200_000
_DEEPEST = 50


class Document:
    """Plain data and the lines it came from.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: Any = None
        self.problems: list[CohortProblem] = []
        self._lines: dict[tuple[Hashable, ...], int] = {}
        self._yaml = YAML(typ="safe", pure=True)
        self._nodes = 0

    @classmethod
    def read(cls, path: Path) -> Document:
        """Read a file.

        Raises
        ------
        CohortFileError
            When it cannot be read as YAML at all. What can be told from single
            nodes, such as a key given twice, is put into ``problems`` instead.
        """
        return cls.of_text(path, _text_of(path))

    @classmethod
    def of_text(cls, path: Path, text: str) -> Document:
        """Read text that stands in a file; lines are counted from its own start."""
        document = cls(path)
        root = document._compose(text)
        document._lines[()] = root.start_mark.line + 1
        try:
            document.data = document._plain(root, ())
        except RecursionError:
            document._stop("The YAML is nested too deeply.", root.start_mark.line + 1)
        return document

    def line(self, where: tuple[Hashable, ...]) -> int:
        """Return the line of a part, or of the nearest part around it."""
        while where not in self._lines:
            where = where[:-1]
        return self._lines[where]

    def problem(
        self, kind: ProblemKind, where: tuple[Hashable, ...], message: str, mend: str
    ) -> None:
        """Keep something that is wrong at a part."""
        place = Place(self.path, self.line(where))
        self.problems.append(CohortProblem(kind, place, message, mend))

    def _compose(self, text: str) -> Node:
        try:
            root = self._yaml.compose(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._stop(
                f"The file is not valid YAML: {error.problem or error.context}.",
                None if mark is None else mark.line + 1,
            )
        except YAMLError as error:
            position = getattr(error, "position", None)
            line = None if position is None else text.count("\n", 0, position) + 1
            self._stop(f"The file is not valid YAML: {str(error).splitlines()[0]}.", line)
        except RecursionError:
            self._stop("The YAML is nested too deeply.", None)
        except Exception as error:  # noqa: BLE001 - odd input makes ruamel raise nearly anything
            self._stop(f"The file is not valid YAML: {error}.", None)
        if root is None:
            raise _unreadable(
                self.path,
                "The file is empty.",
                "Write programme, cohort, facilitators and groups into it.",
            )
        assert isinstance(root, Node)
        return root

    def _stop(self, message: str, line: int | None) -> NoReturn:
        raise CohortFileError(
            [
                CohortProblem(
                    ProblemKind.SYNTAX,
                    Place(self.path, line),
                    message,
                    "Look at this line and the one before: indentation, colons, quotes, brackets.",
                )
            ]
        ) from None

    def _plain(self, node: Node, where: tuple[Hashable, ...]) -> Any:
        self._nodes += 1
        if self._nodes > _MOST_NODES or len(where) > _DEEPEST:
            self._stop("The YAML repeats or nests itself too much.", node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, where)
        if isinstance(node, SequenceNode):
            return [self._item(each, (*where, number)) for number, each in enumerate(node.value)]
        return self._scalar(node, where)

    def _item(self, node: Node, where: tuple[Hashable, ...]) -> Any:
        self._lines[where] = node.start_mark.line + 1
        return self._plain(node, where)

    def _mapping(self, node: MappingNode, where: tuple[Hashable, ...]) -> dict[Any, Any]:
        merged: dict[Any, Any] = {}
        own: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if key_node.tag == _MERGE:
                merged |= self._merged(value_node, where)
                continue
            key = self._plain(key_node, (*where, "?"))
            if not isinstance(key, Hashable):
                self._stop("A key must be a word, not a list or a mapping.", line)
            self._lines[(*where, key)] = line
            if key in own:
                self.problem(
                    ProblemKind.SYNTAX,
                    (*where, key),
                    f"The key {key} is given twice.",
                    "Keep one of the two.",
                )
            own[key] = self._plain(value_node, (*where, key))
        return merged | own

    def _merged(self, node: Node, where: tuple[Hashable, ...]) -> dict[Any, Any]:
        parts = node.value if isinstance(node, SequenceNode) else [node]
        merged: dict[Any, Any] = {}
        for each in reversed(parts):
            if not isinstance(each, MappingNode):
                self._stop("Only a mapping can be merged with <<.", each.start_mark.line + 1)
            merged |= self._mapping(each, where)
        return merged

    def _scalar(self, node: Node, where: tuple[Hashable, ...]) -> Any:
        line = node.start_mark.line + 1
        assert isinstance(node, ScalarNode)
        try:
            return self._yaml.constructor.construct_object(node)
        except YAMLError:
            what = f"{node.tag} is not a type that cohortbook knows"
        except Exception as error:  # noqa: BLE001 - ruamel lets Python's own errors through
            what = f"{node.value!r} is not a value: {error}"
        self._lines.setdefault(where, line)
        self.problem(
            ProblemKind.VALUE, where, f"{what}.", "Correct it, or put it in quotes to mean text."
        )
        return node.value


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise _unreadable(
            path,
            "There is no such file.",
            "Name the folder of a programme: it has a cohort.yaml in it.",
        ) from None
    except IsADirectoryError:
        raise _unreadable(
            path, "This is a folder, not a file.", "Make cohort.yaml a file."
        ) from None
    except OSError as error:
        raise _unreadable(
            path, f"The file cannot be read: {error.strerror}.", "See who may read it."
        ) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unreadable(
            path, "The file is not UTF-8 text.", "Save it with the encoding UTF-8.", line
        ) from None


def _unreadable(path: Path, message: str, mend: str, line: int | None = None) -> CohortFileError:
    return CohortFileError([CohortProblem(ProblemKind.FILE, Place(path, line), message, mend)])
