"""Which sentences of a text may hold a record, by their words alone: a fast read reads only these.

One or two milliseconds for an article, where the model takes hundreds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from foedus.languages.scan import NUMBER, Cues, ScanWords

_BREAK = re.compile(r"(?:[.!?…][\"”’')\]»]*\s+(?=[^a-z\s])|\n+)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|\d+|[\"“”%$]")


def find_worthwhile(
    text: str, words: ScanWords, kinds: Iterable[str]
) -> tuple[tuple[int, int], ...]:
    """Return the characters of the sentences that may hold a record of one of these kinds.

    Args:
        text: The text of a document.
        words: What to look for.
        kinds: "commitments", "statements", "events" or "figures".

    Returns:
        Spans in the order of the text; empty where nothing is worth reading.
    """
    wanted = [words.kinds[kind] for kind in kinds]
    return tuple(
        (start, end)
        for start, end in find_stretches(text)
        if is_worthwhile(text[start:end], words, wanted)
    )


def find_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the characters of sentences, by rule and without tokens; blank ones are left out."""
    start = 0
    for match in _BREAK.finditer(text):
        if match.end() > start and not text[start : match.end()].isspace():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def is_worthwhile(sentence: str, words: ScanWords, wanted: Sequence[Cues]) -> bool:
    """Say whether the cues of a sentence reach the threshold of one of the wanted kinds."""
    cues = find_cues(sentence, words)
    return any(weigh(cues, kind) >= kind.threshold for kind in wanted)


def weigh(cues: Iterable[str], kind: Cues) -> float:
    """Return the log-odds that a sentence with these cues holds a record of a kind."""
    weights = kind.weights
    return kind.intercept + sum(weights[cue] for cue in cues if cue in weights)


def find_cues(sentence: str, words: ScanWords) -> set[str]:
    """Return the words of a sentence in lower case, its pairs of words, groups and pairs of groups.

    Example:
        >>> words = ScanWords(groups={"vow": frozenset({"ready"})}, kinds={})
        >>> sorted(find_cues("Ready to go", words))
        ['@vow', 'go', 'ready', 'ready to', 'to', 'to go']
    """
    row = [NUMBER if word[0].isdigit() else word for word in _WORD.findall(sentence.lower())]
    found = set(row)
    groups = [f"@{name}" for name, listed in words.groups.items() if not listed.isdisjoint(found)]
    found.update(f"{left} {right}" for left, right in pairwise(row))
    found.update(groups)
    found.update(left + right for left, right in combinations(groups, 2))
    return found
