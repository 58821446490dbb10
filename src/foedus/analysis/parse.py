"""Parse: what the language model says about a text, before any rule has read it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(slots=True, unsafe_hash=True)
class Token:
    """One word or mark. `head` is an index into `Parse.tokens`, -1 for the root of a sentence.

    `upos` and `deprel` are Universal Dependencies, `xpos` the Penn Treebank tag. Nobody changes a
    token; it is not frozen, since making a frozen one takes several times as long.
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: tokens[first:last] and characters [start, end)."""

    index: int
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity of the model: label PER, ORG or LOC over tokens[first:last]."""

    label: str
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with its source and content, or a promised action with its condition and committer.

    `anchor` is the token index of the first word of the cue or action. `roles` gives, for each
    role, its token ranges (first, last) in order of the text: attribution has cue, source, content;
    commitment has action, condition, committer. `labels` gives for each slot its
    (label, probability) pairs, most probable first. `score` is the probability of the anchor.
    """

    anchor: int
    score: float
    roles: Mapping[str, tuple[tuple[int, int], ...]]
    labels: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Parse:
    """A text with its sentences, tree, entities and frames. Offsets are code points of `text`."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...] = ()
    attributions: tuple[Frame, ...] = ()
    commitments: tuple[Frame, ...] = ()

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Return for every token the indices of its dependents, in order of the text."""
        found: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head >= 0:
                found[token.head].append(token.index)
        return tuple(tuple(row) for row in found)

    def subtree(self, index: int) -> list[int]:
        """Return the token and everything below it, in order of the text."""
        found, stack = [], [index]
        while stack:
            top = stack.pop()
            found.append(top)
            stack.extend(self.children[top])
        return sorted(found)

    def token_at(self, offset: int) -> int:
        """Return the index of the token that covers or follows this character."""
        return bisect_right(self._ends, offset)

    @cached_property
    def _ends(self) -> list[int]:
        return [token.end for token in self.tokens]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters of tokens[first:last]."""
        return self.tokens[first].start, self.tokens[last - 1].end
