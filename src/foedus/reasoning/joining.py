"""Whether the act of a promise is to become a member of an alliance."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from foedus.reasoning.names import ORGANISATION
from foedus.reasoning.rules import Rule

ACCESSION = "accession"
_TABLE = Path(__file__).parent / "joining.toml"


def is_joining(rule: Rule) -> bool:
    """Say whether the act of a rule is to become a member, by its class or by its words."""
    if rule.consequence.event_class in ("joins_alliance_against", ACCESSION):
        return True
    words = re.findall(r"[a-z]+", (rule.action_words or "").lower())
    table = _words()
    if not words or words[0] not in table["joining"]:
        return False
    names_one = any(name.startswith(ORGANISATION) for name in rule.consequence.target.names)
    return names_one or not table["alliance"].isdisjoint(words)


@cache
def _words() -> Mapping[str, frozenset[str]]:
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    return {name: frozenset(words) for name, words in table.items()}
