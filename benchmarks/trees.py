"""How right the trees are: on given tokens, and from raw text by the alignment of CoNLL 2018.

In raw text a word counts if it has the same characters as a gold word; its head must be the word
aligned with the gold head. Relations are compared without subtypes, punctuation counts, as in that
task.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.entities import f1
from benchmarks.treebank import GoldSentence, GoldWord
from foedus.analysis.parse import Parse

Span = tuple[int, int]


def universal(relation: str) -> str:
    """Return a relation without its subtype."""
    return relation.partition(":")[0]


Documents = Sequence[Sequence[GoldSentence]]


def score_given(gold: Documents, parses: Sequence[Parse]) -> dict[str, float]:
    """Return UPOS, UAS and LAS in per cent of words, for one parse of each document's words."""
    words = upos = uas = las = full = 0
    for document, parse in zip(gold, parses, strict=True):
        for (word, head), token in zip(_placed(document), parse.tokens, strict=True):
            attached = token.head == head
            words += 1
            upos += token.upos == word.upos
            uas += attached
            las += attached and universal(token.deprel) == universal(word.deprel)
            full += attached and token.deprel == word.deprel
    counts = {"upos": upos, "uas": uas, "las": las, "las_subtypes": full}
    return {f"trees.gold.{name}": 100 * count / words for name, count in counts.items()}


def _placed(document: Sequence[GoldSentence]) -> Iterator[tuple[GoldWord, int]]:
    """Yield the words of a document, each with the index of its head in the document, or -1."""
    first = 0
    for sentence in document:
        for word in sentence.words:
            yield word, first + word.head - 1 if word.head else -1
        first += len(sentence.words)


def score_raw(gold: Documents, parses: Sequence[Parse]) -> dict[str, float]:
    """Return the F1 of tokens, sentences, UPOS and LAS in per cent, document by document."""
    names = ("tokens", "sentences", "upos", "las")
    right = dict.fromkeys(names, 0)
    words, sentences = [0, 0], [0, 0]
    for document, parse in zip(gold, parses, strict=True):
        want, have = _gold_words(document), _parsed_words(parse)
        for name, count in _agreement(want, have).items():
            right[name] += count
        want_ends, have_ends = _gold_sentences(document), _parsed_sentences(parse)
        right["sentences"] += len(want_ends & have_ends)
        words = [words[0] + len(have), words[1] + len(want)]
        sentences = [sentences[0] + len(have_ends), sentences[1] + len(want_ends)]
    totals = {name: sentences if name == "sentences" else words for name in names}
    return {f"trees.raw.{name}": 100 * f1(right[name], *totals[name]) for name in names}


def raw_text(document: Sequence[GoldSentence]) -> str:
    """Return the running text of a document: its sentences joined by one space."""
    return " ".join(sentence.text for sentence in document)


Words = dict[Span, tuple[str, Span | None, str]]
"""For each word, by its characters without white space: part of speech, its head, relation."""


def _agreement(want: Words, have: Words) -> dict[str, int]:
    """Return how many words agree in their characters, their part of speech and their place."""
    shared = want.keys() & have.keys()
    return {
        "tokens": len(shared),
        "upos": sum(want[span][0] == have[span][0] for span in shared),
        "las": sum(want[span][1:] == have[span][1:] for span in shared),
    }


def _gold_words(document: Sequence[GoldSentence]) -> Words:
    """Return the words of a document; characters count without white space."""
    found: Words = {}
    position = 0
    for sentence in document:
        spans: list[Span] = []
        for word in sentence.words:
            length = len("".join(word.form.split()))
            spans.append((position, position + length))
            position += length
        for span, word in zip(spans, sentence.words, strict=True):
            head = spans[word.head - 1] if word.head else None
            found[span] = (word.upos, head, universal(word.deprel))
    return found


def _gold_sentences(document: Sequence[GoldSentence]) -> set[Span]:
    """Return the sentences of a document as ranges of characters without white space."""
    found: set[Span] = set()
    position = 0
    for sentence in document:
        length = sum(len("".join(word.form.split())) for word in sentence.words)
        found.add((position, position + length))
        position += length
    return found


def _dense(text: str) -> list[int]:
    """Return for each offset of a text how many characters before it are not white space."""
    counts = [0]
    for character in text:
        counts.append(counts[-1] + (not character.isspace()))
    return counts


def _parsed_words(parse: Parse) -> Words:
    """Return the words of a parse; characters count without white space."""
    dense = _dense(parse.text)
    spans = [(dense[token.start], dense[token.end]) for token in parse.tokens]
    return {
        spans[token.index]: (
            token.upos,
            spans[token.head] if token.head >= 0 else None,
            universal(token.deprel),
        )
        for token in parse.tokens
    }


def _parsed_sentences(parse: Parse) -> set[Span]:
    """Return the sentences of a parse as ranges of characters without white space."""
    dense = _dense(parse.text)
    return {
        (dense[parse.tokens[s.first].start], dense[parse.tokens[s.last - 1].end])
        for s in parse.sentences
        if s.last > s.first
    }
