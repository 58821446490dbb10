"""How right the named entities are: exact spans with their label, by persons, bodies and places.

Two sources: the treebank's own labels on given tokens, and running reports on a conflict (re3d).
Those mark common nouns too; names with a capital alone are scored, as the model is trained on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.treebank import GoldSentence, entities
from foedus.analysis.parse import Parse

Span = tuple[int, int, str]
LABELS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
KINDS = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}
MAX_WORDS = 8
"""A longer mention is a description and no name."""


def f1(right: int, predicted: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall; 0 where there is nothing."""
    return 2 * right / (predicted + gold) if predicted + gold else 0.0


def score_entities(
    gold: Sequence[Sequence[GoldSentence]], parses: Sequence[Parse]
) -> dict[str, float]:
    """Return precision, recall and F1 on gold tokens, and the F1 of each label."""
    pairs = []
    for document, parse in zip(gold, parses, strict=True):
        labels = [word.entity for sentence in document for word in sentence.words]
        want = entities([label or "O" for label in labels])
        # A word without a label is no evidence against an entity.
        have = {span for span in _found(parse) if None not in labels[span[0] : span[1]]}
        pairs.append((want, have))
    return _figures(pairs, "entities")


def score_reports(
    records: Sequence[Mapping[str, object]], parses: Sequence[Parse]
) -> dict[str, float]:
    """Return the same figures for the reports of re3d, on the tokens of the parse."""
    pairs = [
        (named_spans(record, parse), _found(parse))
        for record, parse in zip(records, parses, strict=True)
    ]
    return _figures(pairs, "entities.reports")


def named_spans(record: Mapping[str, object], parse: Parse) -> set[Span]:
    """Return the names of a report of re3d as tokens; of nested ones the shortest.

    Small words at the ends of a mention are no part of its name ("the fighters of Daesh").
    """
    listed = record["entities"]
    assert isinstance(listed, list)
    tags = ["O"] * len(parse.tokens)
    for entity in sorted(listed, key=lambda row: int(row["end"]) - int(row["start"])):
        words = _trimmed(parse, int(entity["start"]), int(entity["end"]))
        label = KINDS.get(entity["type"])
        if label is None or not words or any(tags[word] != "O" for word in words):
            continue
        for word in words:
            tags[word] = ("B-" if word == words[0] else "I-") + label
    return entities(tags)


def _trimmed(parse: Parse, start: int, end: int) -> list[int]:
    """Return the tokens of a mention from its first capital to its last; empty if it has none."""
    words = [token.index for token in parse.tokens if token.start < end and token.end > start]
    large = [word for word in words if parse.tokens[word].text[0].isupper()]
    if not large:
        return []
    kept = [word for word in words if large[0] <= word <= large[-1]]
    return kept if len(kept) <= MAX_WORDS else []


def _found(parse: Parse) -> set[Span]:
    """Return the entities of a parse."""
    return {(entity.first, entity.last, entity.label) for entity in parse.entities}


def _figures(pairs: Iterable[tuple[set[Span], set[Span]]], name: str) -> dict[str, float]:
    """Return the figures of pairs of wanted and found entities, one pair a document."""
    right = dict.fromkeys(LABELS, 0)
    found, wanted = right.copy(), right.copy()
    for want, have in pairs:
        for label in LABELS:
            right[label] += sum(span[2] == label for span in want & have)
            found[label] += sum(span[2] == label for span in have)
            wanted[label] += sum(span[2] == label for span in want)
    hits, every, asked = sum(right.values()), sum(found.values()), sum(wanted.values())
    figures = {
        f"{name}.precision": hits / every if every else 0.0,
        f"{name}.recall": hits / asked if asked else 0.0,
        f"{name}.f1": f1(hits, every, asked),
    }
    for label, word in LABELS.items():
        figures[f"{name}.{word}.f1"] = f1(right[label], found[label], wanted[label])
    return figures
