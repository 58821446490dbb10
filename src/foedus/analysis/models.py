"""The name of what reads a text: its weights and the rules that read their answers.

    en-3f2a91c0d4e5.1+rules-1

Before the plus sign stands what a parse depends on (language, hash of the model's manifest, version
of the way from the model's answers to a parse), after it the version of the rules. No model is
loaded.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from foedus.errors import ModelFault

PARSE_VERSION = 3
"""Rises with every change of what `assembly.py` and the files below it make of the same weights."""
RULES_VERSION = 2
"""Rises with every change of what the rules make of the same parse."""
NO_MODEL = f"none+rules-{RULES_VERSION}"
"""The name for a text in a language that no model reads yet."""
HASH_CHARACTERS = 12

_LANGUAGES = Path(__file__).resolve().parent.parent / "languages"


def model_folder(language: str) -> Path:
    """Return the folder of the shipped model of a language."""
    return _LANGUAGES / language / "model"


@cache
def name_model(language: str) -> str:
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
    return name_rules(f"{language}-{digest[:HASH_CHARACTERS]}.{PARSE_VERSION}")


def name_rules(model: str) -> str:
    """Return the name of a model's weights with the rules of today.

    Example:
        >>> name_rules("en-3f2a91c0d4e5.1+rules-0") == name_rules("en-3f2a91c0d4e5.1")
        True
    """
    return f"{weights_of(model)}+rules-{RULES_VERSION}"


def weights_of(model: str) -> str:
    """Return the part of a model's name on which its parses depend.

    Example:
        >>> weights_of("en-3f2a91c0d4e5.1+rules-7")
        'en-3f2a91c0d4e5.1'
    """
    return model.partition("+")[0]
