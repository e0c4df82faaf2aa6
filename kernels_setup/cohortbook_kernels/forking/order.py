"""One kernel to be forked: all that is its own."""

from __future__ import annotations

import importlib.util
import os
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from cohortbook_kernels.forking.lifeline import hold_on
from cohortbook_kernels.forking.title import call_this_process
from cohortbook_kernels.limits import Limits
from cohortbook_kernels.sandbox.entering import give_up_privileges


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
    namespaces : int
        Those of a sandbox that it is to be in, as ``setns`` wants them; 0 if it is in none.

    Notes
    -----
    Five files go with it: what it reads, writes and complains to, its lifeline, and where
    it tells that it listens; and a sixth, a handle of its sandbox, if it is to be in one.
    """

    connection_file: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str
    limits: Mapping[str, int] = field(default_factory=dict)
    late_arguments: Sequence[str] = ()
    namespaces: int = 0

    FILES = 5

    @property
    def number_of_files(self) -> int:
        """How many files go with it."""
        return self.FILES + bool(self.namespaces)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)

    def fulfil(self, files: Sequence[int]) -> int:
        """Make this process, just forked, what was ordered; return where it is to tell.

        Parameters
        ----------
        files : sequence of int
            Those that came with the order.
        """
        os.setsid()
        *standard, lifeline, telling = files
        for number, each in enumerate(standard):
            os.dup2(each, number)
            os.close(each)
        hold_on(lifeline)
        call_this_process([sys.executable, "-m", *self.arguments])
        os.environ.clear()
        os.environ.update(self.environment)
        os.chdir(self.folder)
        program = importlib.util.find_spec(self.arguments[0])
        sys.argv = [(program and program.origin) or "", *self.arguments[1:]]
        limits = replace(Limits(**self.limits), niceness=None)
        limits.apply(os.getpid())
        limits.drop_privileges()
        if self.namespaces:
            give_up_privileges()
        renew_chance()
        return telling

    def step_back(self) -> None:
        """Let others go first from now on: what is computed is not waited for, a start is."""
        Limits(**self.limits).step_back(os.getpid())


def renew_chance() -> None:
    """Begin what is random anew: generators that were made before a fork go on alike."""
    random.seed()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()
