"""One kernel to be forked: all that is its own."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from cohortbook_kernels.forking.lifeline import hold_on
from cohortbook_kernels.forking.title import call_this_process
from cohortbook_kernels.limits import Limits
from cohortbook_kernels.sandbox.entering import give_up_privileges

# In lists of processes it shall not be taken for a kernel.
_REVIVAL = "cohortbook_kernels.forking.revival"
_MERSENNE_WORDS = 624


@dataclass(frozen=True, slots=True)
class Order:
    """What makes a child differ from its zygote.

    Parameters
    ----------
    connection_file : str
        Where its sockets and its key are written.
    arguments : sequence of str
        As its command line has them.
    environment : mapping of str to str
        All of it.
    folder : str
        Where it works.
    limits : mapping of str to int
        See `cohortbook_kernels.limits.Limits`.
    late_arguments : sequence of str
        Of the arguments, those that its zygote does not know.
    revival : mapping of str to int
        What is ordered is no kernel, but a process that runs cells and then forks kernels:
        ``most_mb`` of its own memory, ``age_seconds``. See `become_a_revival`.
    namespaces : int
        Those of a sandbox that it is to be in, as ``setns`` wants them; 0 if it is in none.
    connection : mapping
        What is to be written into its connection file, by itself, in a folder that it makes
        for that and for its sockets; empty if the file is there.

    Notes
    -----
    Five files go with it: what it reads, writes and complains to, its lifeline, and where
    it tells that it listens. With a revival the last of them is a line, and the next is the
    socket where kernels are ordered from it. With a sandbox a handle of that comes last.
    """

    connection_file: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str
    limits: Mapping[str, int] = field(default_factory=dict)
    late_arguments: Sequence[str] = ()
    revival: Mapping[str, int] = field(default_factory=dict)
    namespaces: int = 0
    connection: Mapping[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> int:
        """How many files go with it."""
        return 5 + bool(self.revival) + bool(self.namespaces)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def with_connection(self, file: Path, connection: Mapping[str, Any]) -> Order:
        """Return one whose connection file is written where it lives, and only there.

        Parameters
        ----------
        file : pathlib.Path
            In a folder that is not there yet.
        connection : mapping
            Its content.
        """
        named = [each.replace(self.connection_file, str(file)) for each in self.arguments]
        return replace(
            self, connection_file=str(file), arguments=named, connection=dict(connection)
        )

    def fulfil(self, files: Sequence[int], begun: Mapping[str, str]) -> int:
        """Make this process, just forked, what was ordered; return where it is to tell.

        Parameters
        ----------
        files : sequence of int
            Those that came with the order.
        begun : mapping of str to str
            The environment that its zygote began with.
        """
        os.setsid()
        *standard, lifeline, telling = files
        for number, each in enumerate(standard):
            os.dup2(each, number)
            os.close(each)
        hold_on(lifeline)
        called = [_REVIVAL] if self.revival else self.arguments
        call_this_process([sys.executable, "-m", *called])
        self._take_environment(begun)
        os.chdir(self.folder)
        sys.argv = [file_of(self.arguments[0]), *self.arguments[1:]]
        limits = replace(Limits(**self.limits), niceness=None)
        limits.apply(os.getpid())
        limits.drop_privileges()
        if self.namespaces:
            give_up_privileges()
        if self.connection:
            self._write_connection()
        renew_chance()
        return telling

    def _take_environment(self, begun: Mapping[str, str]) -> None:
        # What libraries have set since is to be as if they had been loaded here.
        for name in begun.keys() - self.environment.keys():
            os.environ.pop(name, None)
        for name, value in self.environment.items():
            if begun.get(name) != value:
                os.environ[name] = value

    def _write_connection(self) -> None:
        file = Path(self.connection_file)
        file.parent.mkdir(mode=0o700, parents=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(dict(self.connection)))

    def step_back(self) -> None:
        """Let others go first from now on: what is computed is not waited for, a start is."""
        Limits(**self.limits).step_back(os.getpid())


@functools.cache
def file_of(module: str) -> str:
    """Return the file of a module; empty for one that is not found."""
    found = importlib.util.find_spec(module)
    return (found and found.origin) or ""


def renew_chance() -> None:
    """Begin what is random anew: generators that were made before a fork go on alike.

    Python itself does so with its own.
    """
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        # All of its state, which is quicker than to compute it from a part.
        chance = sys.modules["numpy"].frombuffer(os.urandom(4 * _MERSENNE_WORDS), "uint32")
        numpy_random.set_state(("MT19937", chance, _MERSENNE_WORDS))
