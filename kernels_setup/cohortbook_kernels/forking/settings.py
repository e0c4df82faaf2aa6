"""How kernels are forked, as data in a kernelspec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

# Loaded where they are installed: what most notebooks import, and what kernels do later.
PRELOAD = (
    "psutil",
    "ipywidgets",
    "numpy",
    "numpy.random",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "cohortbook_widgets",
    "cohortbook_widgets.shared",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is written in ``metadata.cohortbook.fork`` of a kernelspec.

    Parameters
    ----------
    preload : tuple of str
        Modules that zygotes load; those that are not installed are left out.
    trust : str
        Kernels of one user with the same trust come from one zygote, whichever
        process starts them; empty: of each process its own.
    idle_seconds : int
        How long a zygote without kernels waits for the next.
    age_seconds : int
        How old a zygote may become; it goes when its last kernel has gone.
    most : int
        Zygotes of one user at once.
    """

    preload: tuple[str, ...] = PRELOAD
    trust: str = ""
    idle_seconds: int = 900
    age_seconds: int = 86400
    most: int = 16

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, Any]) -> Settings:
        """Read them; names not known are ignored, and so are values of another kind."""
        given = metadata.get("cohortbook", {}).get("fork", {})
        settings = cls()
        if isinstance(given.get("preload"), list):
            names = tuple(each for each in given["preload"] if isinstance(each, str))
            settings = replace(settings, preload=names)
        if isinstance(given.get("trust"), str):
            settings = replace(settings, trust=given["trust"])
        for name in ("idle_seconds", "age_seconds", "most"):
            if isinstance(given.get(name), int):
                settings = replace(settings, **{name: given[name]})
        return settings
