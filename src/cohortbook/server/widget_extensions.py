"""Libraries of widgets that are installed beside the server, as extensions of JupyterLab."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Whoever registers widgets cannot do without it: it stands in one of the scripts.
_WIDGETS = b"@jupyter-widgets/base"
# They manage widgets, which our pages do by themselves, and bring none but ipywidgets' own.
_MANAGERS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WidgetExtension:
    """An extension of JupyterLab that brings a library of widgets.

    Parameters
    ----------
    name : str
        As JupyterLab knows it, such as ``bqplot``.
    load : str
        Its script, as a path in the extension's folder.
    module : str
        The module of the script that registers the library.
    """

    name: str
    load: str
    module: str

    def to_json(self) -> dict[str, str]:
        """Return what a page has to know to load it."""
        return {
            "name": self.name,
            "url": f"/voila/labextensions/{self.name}/{self.load}",
            "module": self.module,
        }


def find_widget_extensions(folders: Sequence[Path]) -> list[WidgetExtension]:
    """Return the extensions that bring widgets, by name.

    Parameters
    ----------
    folders : sequence of pathlib.Path
        Where JupyterLab's extensions lie; the first of equal name counts.

    Returns
    -------
    list of WidgetExtension
        Extensions that do something else, or cannot be read, are left out.

    Notes
    -----
    The layout is that of JupyterLab's prebuilt extensions: ``package.json``
    names the script under ``jupyterlab._build``.
    """
    found: dict[str, WidgetExtension] = {}
    for folder in folders:
        for package in sorted([*folder.glob("*/package.json"), *folder.glob("@*/*/package.json")]):
            name = package.parent.relative_to(folder).as_posix()
            if name not in found and not name.startswith(_MANAGERS):
                extension = _read(name, package)
                if extension is not None:
                    found[name] = extension
    return [found[name] for name in sorted(found)]


def _read(name: str, package: Path) -> WidgetExtension | None:
    try:
        build: dict[str, Any] = json.loads(package.read_text("utf-8"))["jupyterlab"]["_build"]
        scripts = sorted((package.parent / "static").glob("*.js"))
        if "extension" not in build or not any(_WIDGETS in each.read_bytes() for each in scripts):
            return None
        load = str(build["load"]).removeprefix("./")
        return WidgetExtension(name, load, str(build["extension"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("The extension in %s is left out: %r", package.parent, error)
        return None
