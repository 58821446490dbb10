"""Countries in the codes of other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryCodes:
    """A state in the codes of others; empty where they have none for it.

    `ftm` is FollowTheMoney's (ISO 3166-1 alpha-2 in small letters, ISO 3166-3 for former states);
    `cow` the number of the Correlates of War project's list of the state system.
    """

    ftm: str = ""
    cow: str = ""


def codes_of(code: str | None) -> CountryCodes:
    """Return the codes of a state by its ISO 3166-1 alpha-3 code; all empty where unknown."""
    return _load().get(code or "", CountryCodes())


@cache
def _load() -> Mapping[str, CountryCodes]:
    lines = Path(__file__).with_name("country_codes.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:])
    return {code: CountryCodes(ftm=ftm, cow=cow) for code, ftm, cow in rows}
