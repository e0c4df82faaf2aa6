"""Why kernels are not started, or not kept apart, as well as they could be: codes and words.

A reason travels as text: between processes, into logs, onto terminals. Whoever tells it
in another language finds its code and its values in the text again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_VALUE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that was found in a text.

    Parameters
    ----------
    code : str
        Stays the same, whatever the words become.
    values : mapping of str to str
        What stands in its words; a value may be a reason itself.
    """

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class Reasons:
    """Reasons with their words, to be said and to be found again.

    Parameters
    ----------
    words : mapping of str to str
        By code: what is said, in English, with ``{name}`` for each value.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = dict(words)
        # What has more words of its own says more.
        ordered = sorted(words, key=lambda code: len(_VALUE.sub("", words[code])), reverse=True)
        self._patterns = {code: _pattern(words[code]) for code in ordered}

    def say(self, code: str, **values: object) -> str:
        """Return the words of a reason."""
        return self.words[code].format_map({name: str(each) for name, each in values.items()})

    def found_in(self, text: str) -> Reason | None:
        """Return the reason that a text gives; None if it is none of these."""
        for code, pattern in self._patterns.items():
            if (found := pattern.fullmatch(text)) is not None:
                return Reason(code, found.groupdict())
        return None


def _pattern(words: str) -> re.Pattern[str]:
    parts = _VALUE.split(words)
    # Names and what stands between them take turns.
    for place, part in enumerate(parts):
        parts[place] = f"(?P<{part}>.+?)" if place % 2 else re.escape(part)
    return re.compile("".join(parts), re.DOTALL)


REASONS = Reasons(
    {
        # A process cannot be forked.
        "threads": "there are {count} threads",
        "connections": "{count} connections are open",
        "after-import": "after the import of {name} {why}",
        "after-drawing": "after something was drawn {why}",
        "unforkable": "This process cannot be forked: {why}.",
        # A kernel cannot come from a zygote.
        "not-linux": "only Linux has what it takes",
        "not-ipython": "its command is not one that starts an IPython kernel",
        "no-connection-file": "its command names no connection file",
        "asks-more": "its launch asks for more than a fork can give",
        "in-vain": "it was tried, in vain",
        "ports-taken": "its ports are taken",
        "files-closed": "its standard files are not open: {why}",
        "silent": "the zygote does not answer",
        "unstarted": "the zygote did not start",
        "unanswered": "no zygote answered for {seconds} s",
        "zygotes-full": "there are {count} zygotes, and all of them have kernels",
        "ended-early": "it ended before it listened",
        "deaf": "it does not listen",
        "folder-open": "{folder} can be reached by others. Remove it, or set XDG_RUNTIME_DIR to a"
        " folder of your own",
        # A kernel is not kept from the rest of the machine.
        "confine-not-linux": "only Linux can",
        "no-bubblewrap": "bubblewrap is not installed. On Debian: apt-get install bubblewrap",
        "bubblewrap-fails": "bubblewrap does not work: {why}",
        "no-namespaces": "bubblewrap does not work, because user namespaces are not to be had:"
        " {why}",
        "network-kept": "kernels keep the network of the machine, for they cannot do without:"
        " {why}",
        "ports-chosen": "kernels keep the network of the machine: somebody chose their ports",
        "unmanaged": "nobody manages it",
        "program-missing": "{program} is not found",
        "unconfined": "the kernel has to be confined and cannot be: {why}",
        # Its processes are not held together.
        "no-cgroups": "there is no cgroup of version 2 here",
        "cgroup-not-ours": "{folder} was not handed to this process. With systemd: Delegate=yes in"
        " the service",
        "no-controllers": "{folder} has none of {controllers}",
    }
)
