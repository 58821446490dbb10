"""The table that both benchmarks print: what, asked, reached."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TARGETS = Path(__file__).with_name("targets.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One measure; at most one of the two bounds is set."""

    key: str
    what: str
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def asked(self) -> str:
        """Return what was asked, as the table shows it."""
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return f"<= {self.at_most:g}" if self.at_most is not None else ""

    def verdict(self, reached: float) -> str:
        """Return whether the figure is what was asked: "yes", "no", or nothing if nothing was."""
        if self.at_least is not None:
            return "yes" if reached >= self.at_least else "no"
        if self.at_most is not None:
            return "yes" if reached <= self.at_most else "no"
        return ""


def read_targets(path: Path = TARGETS) -> list[Target]:
    """Return the measures in the order of the table."""
    return [Target(**row) for row in tomllib.loads(path.read_text("utf-8"))["target"]]


def to_table(targets: Sequence[Target], reached: Mapping[str, float]) -> str:
    """Return the rows that were measured as a Markdown table."""
    rows = [("what", "asked", "reached", "unit", "ok")]
    for target in targets:
        if target.key in reached:
            value = reached[target.key]
            shown = f"{value:.0f}" if float(value).is_integer() and value < 100 else f"{value:.3f}"
            shown = f"{value:.1f}" if target.unit in ("%", "MB", "articles/s", "words/s") else shown
            rows.append((target.what, target.asked, shown, target.unit, target.verdict(value)))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def report(reached: Mapping[str, float], missing: Sequence[str], *, as_json: bool) -> int:
    """Print the figures and what could not be measured; return the exit status.

    The status is 0 if everything was measured, whatever the figures, and 1 otherwise.
    """
    if as_json:
        print(json.dumps({"reached": dict(reached), "missing": list(missing)}, indent=1))
    else:
        print(to_table(read_targets(), reached))
        for line in missing:
            print(f"not measured: {line}")
    return 1 if missing else 0
