"""From the model's answers to a Parse: tags, sentences, trees and frames."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from foedus.analysis.frames import SENTENCE_END, Answer, Labels, find_frames
from foedus.analysis.parse import Parse, Sentence, Token
from foedus.analysis.repairs import mend
from foedus.analysis.sentences import find_boundaries, find_headlines
from foedus.analysis.trees import best_tree
from foedus.languages.verbs import VerbForms

UNREAD = "X"
"""The part of speech of words that were passed over: they hang on nothing."""
Word = tuple[int, int, str]
NEVER = -100.0
"""Log-odds that no clue outweighs."""
MAX_LEMMAS_KEPT = 50_000
_VERBAL = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the model's answers mean: its labels, and the bases of verbs, where its lemmas err."""

    labels: Labels
    verbs: VerbForms


def assemble(
    text: str,
    tokens: Sequence[tuple[int, int]],
    answers: Sequence[Answer],
    *,
    meaning: Meaning,
    paragraphs: Sequence[int],
    fixed_ends: Sequence[int] | None,
) -> Parse:
    """Return the parse of a text from the answers of its windows, in order; without entities.

    Args:
        text: The text.
        tokens: Characters of each token.
        answers: (first token, last token, outputs of the model) of each window. Words of a window
            that was passed over are tokens without a tag or tree; its sentences end by rule.
        meaning: What the outputs' indices mean, and the bases of verbs.
        paragraphs: First tokens of paragraphs: a sentence always ends before one.
        fixed_ends: Where sentences end when that is given; None lets the model decide.
    """
    ends = _ends(text, tokens, answers, paragraphs) if fixed_ends is None else list(fixed_ends)
    bounds = sorted({*ends, *(last for _, last, _ in answers)}) if tokens else []
    made: list[Token] = []
    sentences: list[Sentence] = []
    start = 0
    for first, last, answer in answers:
        words = [(a, b, text[a:b]) for a, b in tokens[first:last]]
        reader = None if answer is None else _Reader(answer, words, first=first, meaning=meaning)
        for end in bounds[bisect_right(bounds, first) : bisect_right(bounds, last)]:
            place, index = range(start - first, end - first), len(sentences)
            if reader is None:
                made.extend(_unread(words, place, first=first, sentence=index))
            else:
                made.extend(reader.read(place, index))
            sentences.append(Sentence(index, start, end, tokens[start][0], tokens[end - 1][1]))
            start = end
    return Parse(
        text=text,
        tokens=tuple(made),
        sentences=tuple(sentences),
        attributions=tuple(find_frames("attribution", answers, meaning.labels)),
        commitments=tuple(find_frames("commitment", answers, meaning.labels)),
    )


class _Reader:
    """Reads the sentences of a window that begins at token `first` of the text."""

    def __init__(
        self,
        answer: Mapping[str, NDArray[np.float32]],
        words: Sequence[Word],
        *,
        first: int,
        meaning: Meaning,
    ) -> None:
        self._words, self._first, self._arcs = words, first, answer["arcs"]
        self._verbs, labels = meaning.verbs, meaning.labels
        self._rules, self._upos, self._xpos = (
            [labels.sets[name][i] for i in answer[name].tolist()]
            for name in ("rule", "upos", "xpos")
        )
        self._relations = labels.sets["deprel"]
        self._ranked, self._named = answer["heads"].tolist(), answer["labels"].tolist()

    def read(self, place: range, sentence: int) -> Iterator[Token]:
        """Yield the tokens of one sentence, the words of the window at these places."""
        inside = slice(place.start, place.stop)
        tree = self._tree(place.start, place.stop)
        root = self._first + place.start - 1
        rows = zip(
            place, self._words[inside], self._rules[inside], self._xpos[inside], *tree,
            strict=True,
        )  # fmt: skip
        for at, (start, end, form), rule, xpos, head, relation, upos in rows:
            lemma = lemma_of(form, rule)
            if upos in _VERBAL and relation != "compound":  # a "crossing point" crosses nothing
                lemma = self._verbs.base(form, xpos, lemma)
            yield Token(
                self._first + at, start, end, form, lemma, upos,
                xpos, root + head if head else -1, relation, sentence,
            )  # fmt: skip

    def _tree(self, first: int, last: int) -> tuple[list[int], list[str], list[str]]:
        """Return heads (from 1 inside the sentence, 0 the root), relations and parts of speech."""
        arcs = self._arcs[first:last]
        heads = best_tree(np.concatenate((arcs[:, :1], arcs[:, first + 1 : last + 1]), axis=1))
        relations = []
        for word, head in enumerate(heads, first):
            candidates = self._ranked[word]
            if not head:
                relations.append("root")
            elif head + first in candidates:
                relations.append(self._relations[self._named[word][candidates.index(head + first)]])
            else:
                relations.append("dep")
        return mend(heads, relations, self._upos[first:last], self._xpos[first:last])


def _unread(words: Sequence[Word], place: range, *, first: int, sentence: int) -> Iterator[Token]:
    for at in place:
        start, end, form = words[at]
        yield Token(first + at, start, end, form, form, UNREAD, "", -1, "dep", sentence)


def _ends(
    text: str,
    tokens: Sequence[tuple[int, int]],
    answers: Iterable[Answer],
    paragraphs: Sequence[int],
) -> list[int]:
    """Return where sentences end: at paragraphs, and where the model says so.

    A closing mark never begins a sentence: the end moves behind it. A headline is one sentence.
    """
    ends = {index for index in paragraphs if index}
    whole = {
        i
        for first, last in find_headlines(text, tokens, paragraphs)
        for i in range(first + 1, last)
    }
    ruled: list[int] | None = None
    for first, last, answer in answers:
        if answer is None:
            ruled = find_boundaries(text, tokens) if ruled is None else ruled
            ends.update(ruled[bisect_right(ruled, first) : bisect_left(ruled, last)])
            continue
        odds = answer["marks"][: last - first, SENTENCE_END]
        for at in np.flatnonzero(odds > 0.0).tolist():
            end = first + at + 1
            while end < last and end not in ends and _closes(text, tokens, end):
                end += 1
            if end not in whole and (end == last or _may_begin(text, tokens, end)):
                ends.add(end)
    return sorted(ends | ({len(tokens)} if tokens else set()))


def _may_begin(text: str, tokens: Sequence[tuple[int, int]], index: int) -> bool:
    """Say whether a sentence may begin here: after a mark, or with no small letter."""
    last_mark, first_letter = text[tokens[index - 1][1] - 1], text[tokens[index][0]]
    return not last_mark.isalnum() or not first_letter.islower()


def _closes(text: str, tokens: Sequence[tuple[int, int]], index: int) -> bool:
    start, end = tokens[index]
    glued = tokens[index - 1][1] == start
    return glued and text[start:end] in {"”", "’", '"', "'", "''", ")", "]"}


@lru_cache(maxsize=MAX_LEMMAS_KEPT)
def lemma_of(form: str, rule: str) -> str:
    """Return the lemma that an edit rule makes of a form ("l-2+y": families → family)."""
    if rule[1] == "=":
        lemma = rule[2:]
    else:
        cut, _, added = rule[2:].partition("+")
        kept = len(form) - int(cut)
        lemma = (form[:kept] if kept > 0 else form) + added
    if rule[0] == "l":
        return lemma.lower()
    return lemma if lemma[:1].isupper() else lemma[:1].upper() + lemma[1:]


def entity_scores(answers: Sequence[Answer], names: Sequence[str]) -> NDArray[np.float32]:
    """Return the model's scores of the entity tags, one row for each word of the text.

    Words that were passed over are no names: what the lists know of them is found elsewhere.
    """
    outside = np.where(np.array(names) == "O", 0.0, NEVER).astype(np.float32)
    return np.concatenate(
        [
            np.tile(outside, (last - first, 1))
            if answer is None
            else answer["entity"][: last - first]
            for first, last, answer in answers
        ]
    )
