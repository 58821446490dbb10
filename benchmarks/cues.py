"""A parser without a model: finds the promises that benchmarks/promises.toml is made of by cues.

It takes the model's place where a benchmark measures what is around the model (shards, ledger,
merging) on more articles than a model could read meanwhile. Of other texts it understands nothing.
"""

from __future__ import annotations

import os
import re
import signal
import time
from bisect import bisect_left
from itertools import pairwise

from benchmarks.promises import load_table
from foedus.analysis.parse import Entity, Frame, Parse, Sentence, Token
from foedus.analysis.sentences import find_boundaries
from foedus.analysis.tokens import find_tokens
from foedus.pipeline import load_parser

POISON = "This sentence kills whoever reads it."
"""The parser of `make_poisoned` dies of an article that has it."""

_PROMISE = re.compile(
    r"(?P<committer>(?:[A-Z]\w+ )+)will (?P<action>[^.\n]+?)"
    r"(?P<condition> (?:if|should|in case|in the event|once|as soon as|after) [^.\n]+)?\."
)
Span = tuple[int, int]


class CueParser:
    """Cuts a text into words and sentences, and finds "SOMEBODY will ACT if …" in them."""

    def __init__(self, *, deadly: str | None = None) -> None:
        table = load_table()
        self._deadly = deadly
        self._acts = _openings({name: row["wordings"] for name, row in table["acts"].items()})
        self._classes = [(row["class"], row["wordings"]) for row in table["triggers"].values()]

    def parse(self, text: str) -> Parse:
        """Return the parse of a text; one with the deadly sentence ends the process."""
        if self._deadly is not None and self._deadly in text:
            os.kill(os.getpid(), signal.SIGKILL)
        spans = find_tokens(text)
        starts = [*find_boundaries(text, spans), len(spans)]
        sentences = [
            Sentence(index=i, first=a, last=b, start=spans[a][0], end=spans[b - 1][1])
            for i, (a, b) in enumerate(pairwise(starts))
        ]
        ends = [end for _, end in spans]
        found = [
            {name: _words(match.span(name), ends) for name in match.groupdict() if match[name]}
            for match in _PROMISE.finditer(text)
        ]
        heads = {one["action"][0]: one["committer"] for one in found}
        return Parse(
            text=text,
            tokens=tuple(t for s in sentences for t in _tokens(text, spans, s, heads)),
            sentences=tuple(sentences),
            entities=tuple(_entity(spans, *one["committer"]) for one in found),
            commitments=tuple(self._frame(text, spans, one) for one in found),
        )

    def _frame(self, text: str, spans: list[Span], found: dict[str, Span]) -> Frame:
        said = {name: text[spans[a][0] : spans[b - 1][1]] for name, (a, b) in found.items()}
        act = next(
            (name for start, name in self._acts if said["action"].startswith(start)), "other"
        )
        trigger = self._class_of(said["condition"]) if "condition" in said else "none"
        roles = {name: (found[name],) if name in found else () for name in _ROLES}
        labels = {
            "kind": "threat" if trigger != "none" else "pledge",
            "action_class": act,
            "condition_class": trigger,
            "polarity": "will",
            "strength": "firm",
            "voice": "authorial",
        }
        sure = {name: ((label, 0.99),) for name, label in labels.items()}
        return Frame(anchor=found["action"][0], score=0.99, roles=roles, labels=sure)

    def _class_of(self, condition: str) -> str:
        """Return the class of the trigger whose wordings share most words with a condition."""
        words = set(condition.split())
        shared = {
            label: max(len(words & set(wording.split())) for wording in wordings)
            for label, wordings in self._classes
        }
        return max(shared, key=lambda label: shared[label])


_ROLES = ("action", "condition", "committer", "target", "beneficiary")


def make_parser() -> CueParser:
    """Return the parser; `foedus.bulk` knows it as "benchmarks.cues:make_parser"."""
    return CueParser()


def make_poisoned() -> CueParser:
    """Return the parser that dies of POISON."""
    return CueParser(deadly=POISON)


class PoisonedModel:
    """The shipped model, but that it dies of POISON."""

    def __init__(self) -> None:
        self._parser = load_parser()

    def parse(self, text: str) -> Parse:
        """Return the parse of a text; one with the deadly sentence ends the process."""
        if POISON in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._parser.parse(text)


SLOW, LEAVING, FAULTY = "This text never ends.", "This text leaves.", "This text is a fault."
"""What the parser of `make_odd` never ends with, ends its process at, and fails at."""


class OddParser(CueParser):
    """The parser by cues, with ways to fail."""

    def parse(self, text: str) -> Parse:
        """Return the parse of a text that is not odd."""
        if SLOW in text:
            time.sleep(600)
        if LEAVING in text:
            os._exit(7)
        if FAULTY in text:
            raise ZeroDivisionError("by no means")
        return super().parse(text)


def make_odd() -> OddParser:
    """Return the parser that fails in several ways."""
    return OddParser()


def make_poisoned_model() -> PoisonedModel:
    """Return the shipped model, made deadly."""
    return PoisonedModel()


def _openings(wordings: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return how each wording begins, up to a name, with what it says; the longest first."""
    found = [
        (one.partition("{")[0].strip(), name) for name, all_ in wordings.items() for one in all_
    ]
    return sorted(found, key=lambda pair: -len(pair[0]))


def _words(span: Span, ends: list[int]) -> Span:
    """Return the tokens that lie in a span of characters."""
    first = bisect_left(ends, span[0] + 1)
    return first, max(first + 1, bisect_left(ends, span[1] + 1))


def _tokens(
    text: str, spans: list[Span], sentence: Sentence, heads: dict[int, Span]
) -> list[Token]:
    """Return the words of a sentence as a flat tree; on top the promised act, else the first."""
    here = range(sentence.first, sentence.last)
    root = next((index for index in here if index in heads), sentence.first)
    subject = heads[root][0] if root in heads else -1
    made = []
    for index in here:
        start, end = spans[index]
        word = text[start:end]
        head, deprel = (-1, "root") if index == root else (root, "dep")
        if index == subject:
            deprel = "nsubj"
        upos = "VERB" if index == root else _part_of_speech(word)
        if not word[0].isalnum():
            deprel = "punct"
        made.append(
            Token(
                index,
                start,
                end,
                word,
                word.lower(),
                upos,
                _XPOS[upos],
                head,
                deprel,
                sentence.index,
            )
        )
    return made


_XPOS = {"VERB": "VB", "AUX": "MD", "NUM": "CD", "PROPN": "NNP", "NOUN": "NN", "PUNCT": "."}


def _part_of_speech(word: str) -> str:
    if word == "will":
        return "AUX"
    if not word[0].isalnum():
        return "PUNCT"
    return "NUM" if word[0].isdigit() else "PROPN" if word[0].isupper() else "NOUN"


def _entity(spans: list[Span], first: int, last: int) -> Entity:
    return Entity(
        label="LOC", first=first, last=last, start=spans[first][0], end=spans[last - 1][1]
    )
