"""Where an interpreter finds its programs and libraries."""

from __future__ import annotations

import asyncio
import json
import subprocess
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_LOOK = (
    "import json, os, sys; print(json.dumps([sys.prefix, sys.base_prefix,"
    " os.path.dirname(os.path.dirname(os.path.realpath(sys.executable))), *sys.path[1:]]))"
)
_SECONDS = 30
# What changes where a Python looks; all else makes no difference to the answer.
_READ = ("PATH", "PYTHONPATH", "PYTHONNOUSERSITE", "HOME", "LD_LIBRARY_PATH", "VIRTUAL_ENV")

_known: dict[tuple[str, ...], tuple[Path, ...]] = {}
_asking = threading.Lock()


async def places_of(
    interpreter: str, flags: Sequence[str], environment: Mapping[str, str]
) -> tuple[Path, ...]:
    """Return folders that a Python needs, without those that lie in others of them.

    Parameters
    ----------
    interpreter : str
        Asked once; its answer is kept.
    flags : sequence of str
        For the interpreter.
    environment : mapping of str to str
        What the kernel will have.

    Raises
    ------
    OSError
        If it does not answer.
    """
    given = {name: environment[name] for name in _READ if name in environment}
    key = (interpreter, *flags, "", *(part for pair in sorted(given.items()) for part in pair))
    if key not in _known:
        await asyncio.to_thread(_know, key, [interpreter, *flags, "-c", _LOOK], given)
    return _known[key]


def _know(key: tuple[str, ...], command: list[str], environment: dict[str, str]) -> None:
    # Several threads may start their first kernels at once.
    with _asking:
        if key not in _known:
            _known[key] = _ask(command, environment)


def _ask(command: list[str], environment: dict[str, str]) -> tuple[Path, ...]:
    try:
        asked = subprocess.run(  # noqa: S603 - the kernel's interpreter, and code of ours
            command, env=environment, cwd="/", capture_output=True, timeout=_SECONDS, check=True
        )
        found = [Path(each) for each in json.loads(asked.stdout)]
    except (subprocess.SubprocessError, ValueError) as error:
        message = f"{command[0]} does not say where its libraries are: {error}"
        raise OSError(message) from error
    return outermost(each for each in found if each.is_dir() and each.is_absolute())


def outermost(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return paths without those that lie in others of them, or in ``/usr``."""
    found: list[Path] = [Path("/usr")]
    # Not the whole machine, whoever has that in the path of their modules.
    for each in sorted(set(paths) - {Path("/")}, key=lambda path: len(path.parts)):
        if not any(each.is_relative_to(other) for other in found):
            found.append(each)
    return tuple(found[1:])
