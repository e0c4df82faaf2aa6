"""What of the server's environment a kernel is given: a list, not a filter."""

from __future__ import annotations

from collections.abc import Mapping

# A variable that is not spoken of here stays behind: secrets have no common
# name, so leaving out the known ones would not do.
NAMES = frozenset(
    {
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "SHELL",
        "LANG",
        "LANGUAGE",
        "TZ",
        "TMPDIR",
        "TEMP",
        "TMP",
        "VIRTUAL_ENV",
        "CONDA_PREFIX",
        "CONDA_DEFAULT_ENV",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "PYTHONPATH",
        "PYTHONHASHSEED",
        "PYTHONUTF8",
        "PYTHONIOENCODING",
        "PYTHONNOUSERSITE",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPYCACHEPREFIX",
        "IPYTHONDIR",
        "JPY_PARENT_PID",
        "JPY_SESSION_NAME",
        "JUPYTER_PATH",
        "JUPYTER_PLATFORM_DIRS",
        "JUPYTER_RUNTIME_DIR",
        "MPLBACKEND",
        "MPLCONFIGDIR",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "COHORTBOOK_ROOM",
        # Without these Python does not start on Windows.
        "SYSTEMROOT",
        "WINDIR",
        "COMSPEC",
        "PATHEXT",
        "APPDATA",
        "LOCALAPPDATA",
        "PROGRAMDATA",
        "USERPROFILE",
    }
)
PREFIXES = ("LC_",)

# A room's kernel serves one group at a time: more threads only get in the way
# of the other rooms on the machine.
DEFAULTS = {"OPENBLAS_NUM_THREADS": "1"}


def kernel_environment(
    base: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Choose what a kernel may know of an environment.

    Parameters
    ----------
    base : collections.abc.Mapping[str, str]
        The environment of whoever starts the kernel.
    extra : collections.abc.Mapping[str, str], optional
        What is meant for the kernel, whatever its name.

    Returns
    -------
    dict of str
        The allowed part of `base`, with defaults below and `extra` above it.
    """
    allowed = {
        name: value for name, value in base.items() if name in NAMES or name.startswith(PREFIXES)
    }
    return DEFAULTS | allowed | dict(extra or {})
