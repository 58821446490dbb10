"""Page: a parsed text with what stands around its words: quotations, paragraphs, headline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foedus.analysis.parse import Parse
from foedus.analysis.quotations import Quotation, find_quotations, is_whole_speech
from foedus.analysis.sentences import find_paragraphs
from foedus.records.documents import Document

Range = tuple[int, int]
NOWHERE = -1


@dataclass(frozen=True)
class Page:
    """A text by tokens.

    `quotations` are the outermost ones and `inner` their tokens, without the marks; `speech` says
    which of them are no mere terms. `quoted` gives for every token the place of its quotation or
    NOWHERE, and `paragraph` the number of its paragraph.
    `silent` tokens are captions, bylines and credits: nobody says anything there.
    """

    parse: Parse
    quotations: tuple[Quotation, ...]
    inner: tuple[Range, ...]
    speech: tuple[bool, ...]
    quoted: tuple[int, ...]
    paragraph: tuple[int, ...]
    headline: Range | None
    silent: frozenset[int]

    @classmethod
    def of(cls, document: Document, parse: Parse) -> Page:
        """Return the page of a document."""
        tokens = parse.tokens
        starts = find_paragraphs(parse.text, [(t.start, t.end) for t in tokens])
        offsets = [tokens[index].start for index in starts]
        if offsets:
            offsets[0] = 0
        found = find_quotations(parse.text, offsets)
        outer = tuple(q for q in found if not any(o.depth < q.depth and _in(q, o) for o in found))
        inner = tuple((parse.token_at(q.start), parse.token_at(q.end)) for q in outer)
        quoted = [NOWHERE] * len(tokens)
        for place, (first, last) in enumerate(inner):
            for index in range(first, last):
                quoted[index] = place
        return cls(
            parse=parse,
            quotations=outer,
            inner=inner,
            speech=tuple(is_whole_speech(parse.text, q) for q in outer),
            quoted=tuple(quoted),
            paragraph=_numbers(starts, len(tokens)),
            headline=_tokens(parse, document.headline) if document.headline else None,
            silent=frozenset(
                index for span in document.boilerplate for index in range(*_tokens(parse, span))
            ),
        )

    def words(self, first: int, last: int) -> list[str]:
        """Return the words of tokens[first:last] in lower case."""
        return [token.text.lower() for token in self.parse.tokens[first:last]]

    def lemmas(self, ranges: Iterable[Range]) -> list[str]:
        """Return the lemmas of the ranges in lower case."""
        return [t.lemma.lower() for a, b in ranges for t in self.parse.tokens[a:b]]

    def in_headline(self, index: int) -> bool:
        """Say whether a token stands in the headline."""
        return self.headline is not None and self.headline[0] <= index < self.headline[1]

    def sentence(self, index: int) -> Range:
        """Return the tokens of the sentence of a token; a headline counts as one."""
        if self.headline is not None and self.in_headline(index):
            return self.headline
        found = self.parse.sentences[self.parse.tokens[index].sentence]
        return found.first, found.last


def _in(inner: Quotation, outer: Quotation) -> bool:
    return inner is not outer and outer.holds(inner.outer_start, inner.outer_end)


def _tokens(parse: Parse, span: tuple[int, int]) -> Range:
    return parse.token_at(span[0]), parse.token_at(span[1])


def _numbers(starts: list[int], size: int) -> tuple[int, ...]:
    found, number, begins = [], -1, set(starts)
    for index in range(size):
        number += index in begins
        found.append(number)
    return tuple(found)


def size(ranges: Iterable[Range]) -> int:
    """Return how many tokens the ranges hold."""
    return sum(last - first for first, last in ranges)


def shared(ranges: Iterable[Range], other: Range) -> int:
    """Return how many tokens the ranges share with another one."""
    first, last = other
    total = 0
    for a, b in ranges:
        if a < last and first < b:
            total += (b if b < last else last) - (a if a > first else first)
    return total


def without(ranges: Iterable[Range], other: Range) -> tuple[Range, ...]:
    """Return the ranges without the tokens of another one."""
    kept: list[Range] = []
    for first, last in ranges:
        for a, b in ((first, min(last, other[0])), (max(first, other[1]), last)):
            if a < b:
                kept.append((a, b))
    return tuple(kept)


def joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Return the ranges in order, those that touch or overlap as one."""
    kept: list[Range] = []
    for first, last in sorted(r for r in ranges if r[0] < r[1]):
        if kept and first <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(last, kept[-1][1]))
        else:
            kept.append((first, last))
    return tuple(kept)
