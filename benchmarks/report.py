"""Rows of a benchmark: medians side by side, ratios against goals, JSON and a table."""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"


@dataclass
class Row:
    """One thing measured on the peer and on us.

    Parameters
    ----------
    what : str
        What was done.
    peer : str
        Whom we are measured against.
    unit : str
        Unit of the values; smaller is better.
    goal : float
        How many times better we want to be.
    """

    what: str
    peer: str
    unit: str
    goal: float
    peer_values: list[float] = field(default_factory=list)
    our_values: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return statistics.median(self.peer_values) / statistics.median(self.our_values)

    def to_json(self) -> dict[str, object]:
        return {
            "what": self.what,
            "peer": self.peer,
            "peer_value": round(statistics.median(self.peer_values), 3),
            "our_value": round(statistics.median(self.our_values), 3),
            "peer_spread": [round(min(self.peer_values), 3), round(max(self.peer_values), 3)],
            "our_spread": [round(min(self.our_values), 3), round(max(self.our_values), 3)],
            "runs": len(self.our_values),
            "unit": self.unit,
            "ratio": round(self.ratio, 2),
            "goal": self.goal,
            "met": self.ratio >= self.goal,
        }


@dataclass
class Limit:
    """One thing measured on us alone, against what we promise.

    Parameters
    ----------
    what : str
        What was done.
    limit : float
        The most that may be; 0 for what may not happen at all.
    unit : str
        Unit of the values; smaller is better.
    """

    what: str
    limit: float
    unit: str
    our_values: list[float] = field(default_factory=list)
    peer: str = "our own limit"
    goal: float = 1

    @property
    def peer_values(self) -> list[float]:
        return [self.limit]

    @property
    def ratio(self) -> float:
        ours = statistics.median(self.our_values) if self.limit else max(self.our_values)
        if ours == 0:
            return 1.0 if self.limit == 0 else float("inf")
        return self.limit / ours

    to_json = Row.to_json


def write(name: str, rows: Sequence[Row | Limit]) -> None:
    """Write ``results/<name>.json`` and print the same as a table."""
    root = Path(__file__).parent.parent
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    result = {
        "name": name,
        "commit": commit,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": psutil.cpu_count(),
            "memory_gib": round(psutil.virtual_memory().total / 2**30),
            "system": platform.system(),
            "python": platform.python_version(),
        },
        "rows": [row.to_json() for row in rows],
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n")
    table = Table(title=f"{name}: medians, with the spread in brackets")
    for heading in ("what", "peer", "peer", "cohortbook", "times better", "goal"):
        table.add_column(heading, justify="left" if heading in {"what", "peer"} else "right")
    for row in rows:
        met = "[green]" if row.ratio >= row.goal else "[red]"
        table.add_row(
            row.what,
            row.peer,
            shown(row.peer_values, row.unit),
            shown(row.our_values, row.unit),
            f"{met}{row.ratio:.1f}",
            f"{row.goal:g}",
        )
    Console(width=150).print(table)


def shown(values: list[float], unit: str) -> str:
    """Render a median and its spread, such as ``12.1 ms (11.8-13.0)``."""
    return f"{statistics.median(values):.4g} {unit} ({min(values):.3g}-{max(values):.3g})"
