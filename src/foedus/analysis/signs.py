"""Signs: what of a record itself, beside the model's probability, shows how often it is right.

The weight of each sign stands in `confidence.toml`, fitted on labelled passages.
"""

from __future__ import annotations

import math
import re

from foedus.languages.cues import CueWords
from foedus.records.commitments import Commitment, Voice
from foedus.records.statements import Statement, Style

MAX_WORDS = 16
"""A content of more words is right no oftener; measured on the labelled passages."""
_WORD = re.compile(r"\w+")


def signs_of_statement(statement: Statement, *, words: CueWords) -> dict[str, float]:
    """Return the signs of a statement.

    `reporting`: a verb that always reports stands in its cue; `length`: the logarithm of one more
    than the words of its content; `quoted`: some of it is; `unsourced`: nobody is named as its
    source. What is no number is 0 or 1.
    """
    cue = [form for span in statement.cue for form in _WORD.findall(span.exact)]
    size = sum(len(span.exact.split()) for span in statement.content)
    return {
        "reporting": float(any(words.holds("speech.core", words.lemma_of(c, c)) for c in cue)),
        "length": math.log1p(min(size, MAX_WORDS)),
        "quoted": float(statement.style in (Style.DIRECT, Style.MIXED)),
        "unsourced": float(not statement.source),
    }


def signs_of_commitment(commitment: Commitment) -> dict[str, float]:
    """Return the signs of a commitment, each 0 or 1.

    `indirect`: it is reported speech; `known`: the one who will act is somebody of the tables;
    `conditional`: it states a condition.
    """
    committer = commitment.committer
    return {
        "indirect": float(commitment.voice is Voice.INDIRECT),
        "known": float(committer.id is not None or committer.code is not None),
        "conditional": float(commitment.condition is not None),
    }
