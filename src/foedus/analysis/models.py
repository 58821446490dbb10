"""The name of what reads a text: its weights and the rules that read their answers.

    en-3f2a91c0d4e5.1+rules-1

Before the plus sign stands what a parse depends on (language, hash of the model's manifest, version
of the way from the model's answers to a parse), after it the version of the rules. A reading that
was fast says so before the plus sign, and for which kinds of records; one in full of which some
kinds were wanted says so after it:

    en-3f2a91c0d4e5.1~commitments+rules-1
    en-3f2a91c0d4e5.1+rules-1~commitments

No model is loaded.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from foedus.errors import ModelFault
from foedus.records.analyses import WHOLE, Effort, Plan

PARSE_VERSION = 6
"""Rises with every change of what `assembly.py` and the files below it make of the same weights."""
RULES_VERSION = 11
"""Rises with every change of what the rules make of the same parse."""
NO_MODEL = f"none+rules-{RULES_VERSION}"
"""The name for a text in a language that no model reads yet."""
HASH_CHARACTERS = 12
PART = "~"
"""Stands before the kinds of records that a reading was for, where it was not whole."""

_LANGUAGES = Path(__file__).resolve().parent.parent / "languages"


def model_folder(language: str) -> Path:
    """Return the folder of the shipped model of a language."""
    return _LANGUAGES / language / "model"


@cache
def name_model(language: str, plan: Plan = WHOLE) -> str:
    """Return the name under which analyses by the shipped model of a language are kept.

    Raises:
        ModelFault: The model's manifest is missing.
    """
    manifest = model_folder(language) / "manifest.json"
    try:
        digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelFault(
            f"no usable model: {manifest}: {error.strerror}; install foedus again"
        ) from error
    name, kinds = f"{language}-{digest[:HASH_CHARACTERS]}.{PARSE_VERSION}", "-".join(plan.kinds)
    if plan.effort is Effort.FAST:
        return name_rules(f"{name}{PART}{kinds}")
    return f"{name_rules(name)}{PART}{kinds}" if plan.only else name_rules(name)


def name_rules(model: str) -> str:
    """Return the name of a model's weights with the rules of today.

    Example:
        >>> name_rules("en-3f2a91c0d4e5.1+rules-0") == name_rules("en-3f2a91c0d4e5.1")
        True
    """
    _, part, kinds = model.partition("+")[2].partition(PART)
    return f"{weights_of(model)}+rules-{RULES_VERSION}{part}{kinds}"


def plan_of(model: str) -> Plan:
    """Return the plan by which a model of this name has read.

    Example:
        >>> plan_of("en-3f2a91c0d4e5.1~commitments-events+rules-7").only
        ('commitments', 'events')
    """
    weights, _, rules = model.partition("+")
    for name, effort in ((weights, Effort.FAST), (rules, Effort.FULL)):
        if PART in name:
            return Plan(effort=effort, only=tuple(name.partition(PART)[2].split("-")))
    return WHOLE


def weights_of(model: str) -> str:
    """Return the part of a model's name on which its parses depend.

    Example:
        >>> weights_of("en-3f2a91c0d4e5.1+rules-7")
        'en-3f2a91c0d4e5.1'
    """
    return model.partition("+")[0]
