"""Frequencies: how often promises are triggered and kept over draws, with exact intervals."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from foedus.reasoning.names import Directory
from foedus.reasoning.rules import Rule

LEVEL = 0.95
"""How sure an interval is to hold the share that endless draws would give."""

_STEPS = 60
"""Halvings of [0, 1]: more change no digit of a double that is printed."""
_TERMS = 10_000
_TINY = 1e-300
_ENOUGH = 1e-15

DISCLAIMER = (
    "These shares follow from the probabilities that were given, each promise drawn by itself; no"
    " text states them. Every other promise is kept, or not, as the switches say."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """In how many of all draws something surely is so, and in how many at least perhaps."""

    certain: int
    possible: int
    draws: int

    def interval(self, *, possible: bool = False) -> tuple[float, float]:
        """Return the exact interval of Clopper and Pearson for the sure share, or the possible."""
        return exact_interval(self.possible if possible else self.certain, self.draws)

    def to_dict(self) -> dict[str, object]:
        """Return counts, shares and intervals as JSON can carry them, rounded to 4 places."""
        found: dict[str, object] = {"draws": self.draws}
        for name, count in (("certain", self.certain), ("possible", self.possible)):
            low, high = exact_interval(count, self.draws)
            found[name] = {
                "count": count,
                "share": round(count / self.draws, 4),
                "interval": [round(low, 4), round(high, 4)],
            }
        return found

    def __str__(self) -> str:
        """Return "64.1 % (61.0 to 67.1)", or both bounds where they differ."""
        certain, possible = (_say(count, self.draws) for count in (self.certain, self.possible))
        if self.certain == self.possible:
            return certain
        return f"at most {possible}, surely {certain if self.certain else 'in none'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """How often one promise is triggered, and how often its act is done.

    Each is None where it rests on no promise that a probability was given for.
    """

    rule: Rule
    triggered: Count | None
    done: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequencies:
    """What came of all draws, in the order of the answer.

    `given` are the probabilities by the name under which they were given, `applied` to how many
    promises each applies; `relevant` counts those that may be triggered at all. `worlds` counts
    the draws that differed.
    """

    rows: tuple[Frequency, ...]
    given: Mapping[str, float]
    applied: Mapping[str, int]
    draws: int
    seed: int
    relevant: int
    worlds: int

    def to_dict(self, directory: Directory) -> dict[str, object]:
        """Return it as JSON can carry it, with fixed keys."""
        return {
            "given": dict(self.given),
            "applied": dict(self.applied),
            "draws": self.draws,
            "seed": self.seed,
            "level": LEVEL,
            "rows": [
                {
                    "id": row.rule.id,
                    "committer": directory.name_of(row.rule.committer),
                    "triggered": row.triggered.to_dict() if row.triggered is not None else None,
                    "done": row.done.to_dict() if row.done is not None else None,
                }
                for row in self.rows
            ],
            "note": DISCLAIMER,
        }

    @property
    def heading(self) -> str:
        """Return what was drawn, in words."""
        given = ", ".join(
            f"{name} {value:g} ({self.applied[name]} promise{'s'[: self.applied[name] != 1]})"
            for name, value in self.given.items()
        )
        return f"Of {self.draws:,} draws (seed {self.seed}), kept with: {given}"

    def lines(self, directory: Directory) -> list[tuple[str, str]]:
        """Return for each promise with a number its id and how often it is triggered and done."""
        found = []
        for row in self.rows:
            if row.triggered is None and row.done is None:
                continue
            said = ["triggered whatever is drawn"]
            if row.triggered is not None:
                said = [f"triggered: {row.triggered}"]
            if row.done is not None:
                said.append(f"done: {row.done}")
            found.append(
                (row.rule.id, f"{directory.name_of(row.rule.committer)} {'; '.join(said)}")
            )
        others = len(self.rows) - len(found)
        if others:
            found.append(("others", f"{others} more rest on none of these and get no number"))
        return found

    def say(self, directory: Directory) -> list[str]:
        """Return it as lines of text."""
        rows = [f"  {name}  {text}" for name, text in self.lines(directory)]
        return [self.heading, *rows, DISCLAIMER]

    def to_html(self, directory: Directory) -> str:
        """Return it as a table for a notebook."""
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td>{html.escape(text)}</td></tr>"
            for name, text in self.lines(directory)
        )
        heading, note = html.escape(self.heading), html.escape(DISCLAIMER)
        return f"<p>{heading}</p><table>{rows}</table><p>{note}</p>"


def exact_interval(count: int, draws: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of Clopper and Pearson for a share, 0–1.

    It holds the true share at least as often as `level` says, for any number of draws.

    Raises:
        ValueError: `count` is not from 0 to `draws`, or there are no draws.

    Example:
        >>> tuple(round(end, 4) for end in exact_interval(0, 10))
        (0.0, 0.3085)
    """
    if not 0 <= count <= draws or draws < 1:
        raise ValueError(f"{count} of {draws} is no share")
    tail = (1.0 - level) / 2
    low, high = 0.0, 1.0
    if count > 0:  # so many or more are as rare as the tail
        low = _root(lambda p: _beta(p, count, draws - count + 1) < tail)
    if count < draws:  # so many or fewer are
        high = _root(lambda p: _beta(p, count + 1, draws - count) < 1.0 - tail)
    return low, high


def _root(is_below: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def _beta(x: float, a: int, b: int) -> float:
    """Return the regularised incomplete beta function: the chance of a or more of a + b - 1.

    By Lentz's continued fraction, on the side where it converges fast.
    """
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
        + a * math.log(x) + b * math.log1p(-x)
    )  # fmt: skip
    if x > (a + 1) / (a + b + 2):
        return 1.0 - front * _fraction(1.0 - x, b, a) / b
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: int, b: int) -> float:
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, _TERMS):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / ((1.0 + numerator * d) or _TINY)
            c = (1.0 + numerator / c) or _TINY
            result *= c * d
        if abs(c * d - 1.0) < _ENOUGH:
            break
    return result


def _say(count: int, draws: int) -> str:
    low, high = exact_interval(count, draws)
    return f"{100 * count / draws:.1f} % ({100 * low:.1f} to {100 * high:.1f})"
