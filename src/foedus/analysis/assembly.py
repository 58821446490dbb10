"""From the model's answers to a Parse: tags, sentences, trees and frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from foedus.analysis.frames import attribution_roles, commitment_roles
from foedus.analysis.parse import Frame, Parse, Sentence, Token
from foedus.analysis.sentences import find_boundaries, find_headlines
from foedus.analysis.trees import best_tree

Answer = tuple[int, int, Mapping[str, NDArray[np.float32]] | None]
"""First and last token of a window with the model's outputs, None where it was passed over."""
UNREAD = "X"
"""The part of speech of words that were passed over: they hang on nothing."""
SENTENCE_END, CUE_OUTER, CUE_NESTED, ACTION = range(4)
FAMILIES = ("attribution", "commitment")
Word = tuple[int, int, str]
MIN_CUE, MIN_ACTION = 0.15, 0.10
"""Probability below which an anchor is not handed on; the rules set their own, higher."""
MAX_LABELS = 4
NEVER = -100.0
"""Log-odds that no clue outweighs."""
MAX_LEMMAS_KEPT = 50_000


@dataclass(frozen=True)
class Labels:
    """The closed label sets of the model, by head."""

    sets: Mapping[str, Sequence[str]]

    def slots(self, family: str) -> list[str]:
        """Return the names of the slots of a family of frames, in the order of the outputs."""
        names = [name.split(".")[1] for name in self.sets if name.startswith(family + "s.")]
        return sorted(name for name in names if name != "roles")


def assemble(
    text: str,
    tokens: Sequence[tuple[int, int]],
    answers: Sequence[Answer],
    *,
    labels: Labels,
    paragraphs: Sequence[int],
    fixed_ends: Sequence[int] | None,
) -> Parse:
    """Return the parse of a text from the answers of its windows, in order; without entities.

    Args:
        text: The text.
        tokens: Characters of each token.
        answers: (first token, last token, outputs of the model) of each window. Words of a window
            that was passed over are tokens without a tag or tree; its sentences end by rule.
        labels: What the outputs' indices mean.
        paragraphs: First tokens of paragraphs: a sentence always ends before one.
        fixed_ends: Where sentences end when that is given; None lets the model decide.
    """
    ends = _ends(text, tokens, answers, paragraphs) if fixed_ends is None else list(fixed_ends)
    bounds = sorted({*ends, *(last for _, last, _ in answers)}) if tokens else []
    made: list[Token] = []
    sentences: list[Sentence] = []
    frames: dict[str, list[Frame]] = {family: [] for family in FAMILIES}
    start = 0
    for first, last, answer in answers:
        words = [(a, b, text[a:b]) for a, b in tokens[first:last]]
        tags = {} if answer is None else _tags(answer, labels)
        inner = [b for b in bounds if first < b <= last]
        for end in inner:
            place, index = range(start - first, end - first), len(sentences)
            if answer is None:
                made.extend(_unread(words, place, first=first, sentence=index))
            else:
                tree = _tree(answer, place.start, place.stop, labels.sets["deprel"])
                made.extend(_read(words, place, first=first, sentence=index, tags=tags, tree=tree))
            sentences.append(Sentence(index, start, end, tokens[start][0], tokens[end - 1][1]))
            start = end
        if answer is not None:
            for family, found in frames.items():
                found.extend(_frames(family, answer, first, last, labels))
    return Parse(
        text=text,
        tokens=tuple(made),
        sentences=tuple(sentences),
        attributions=tuple(frames["attribution"]),
        commitments=tuple(frames["commitment"]),
    )


def _read(
    words: Sequence[Word],
    place: range,
    *,
    first: int,
    sentence: int,
    tags: Mapping[str, Sequence[str]],
    tree: tuple[Sequence[int], Sequence[str]],
) -> Iterator[Token]:
    """Yield the tokens of one sentence of a window that begins at token `first` of the text."""
    root = first + place.start - 1
    for at, head, relation in zip(place, *tree, strict=True):
        start, end, form = words[at]
        yield Token(
            first + at, start, end, form, lemma_of(form, tags["rule"][at]), tags["upos"][at],
            tags["xpos"][at], root + head if head else -1, relation, sentence,
        )  # fmt: skip


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
    for first, last, answer in answers:
        if answer is None:
            ends.update(b for b in find_boundaries(text, tokens) if first < b < last)
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


def _tags(answer: Mapping[str, NDArray[np.float32]], labels: Labels) -> dict[str, list[str]]:
    return {
        name: [labels.sets[name][i] for i in answer[name].tolist()]
        for name in ("upos", "xpos", "rule")
    }


def _tree(
    answer: Mapping[str, NDArray[np.float32]], first: int, last: int, names: Sequence[str]
) -> tuple[list[int], list[str]]:
    """Return heads (from 1 inside the sentence, 0 the root) and relations of a window's words."""
    columns = np.concatenate([[0], np.arange(first + 1, last + 1)])
    heads = best_tree(answer["arcs"][first:last][:, columns])
    ranked = answer["heads"][first:last].tolist()
    labels = answer["labels"][first:last].tolist()
    relations = []
    for head, candidates, named in zip(heads, ranked, labels, strict=True):
        if not head:
            relations.append("root")
        elif head + first in candidates:
            relations.append(names[named[candidates.index(head + first)]])
        else:
            relations.append("dep")
    return heads, relations


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


def _sigmoid(values: NDArray[np.float32]) -> NDArray[np.float32]:
    odds = np.exp(-np.clip(values, -30.0, 30.0))
    return np.asarray(1.0 / (1.0 + odds), dtype=np.float32)


def anchors_of(family: str, marks: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the words of a window that anchor a frame of this family, by the log-odds of marks."""
    score = _anchor_scores(family, _sigmoid(marks))
    return np.flatnonzero(score >= (MIN_CUE if family == "attribution" else MIN_ACTION))


def _anchor_scores(family: str, odds: NDArray[np.float32]) -> NDArray[np.float32]:
    if family == "attribution":
        return np.asarray(odds[:, CUE_OUTER : CUE_NESTED + 1].max(1), dtype=np.float32)
    return odds[:, ACTION]


def _frames(
    family: str, answer: Mapping[str, NDArray[np.float32]], first: int, last: int, labels: Labels
) -> list[Frame]:
    """Return the frames of a window, in order of their anchors, with token indices of the text."""
    size = last - first
    marks = _sigmoid(answer["marks"][:size])
    score = _anchor_scores(family, marks)
    split = attribution_roles if family == "attribution" else commitment_roles
    anchors = answer[f"{family}.anchors"].tolist()
    ranked = {
        slot: _ranked(answer[f"{family}.{slot}"], labels.sets[f"{family}s.{slot}"], slot)
        for slot in labels.slots(family)
    }
    found = []
    for row, at in enumerate(anchors):
        if at >= size:
            break  # a window is padded to a least number of words
        roles = split(answer[family][:, row, :size], at)
        moved = {
            role: tuple((a + first, b + first) for a, b in ranges) for role, ranges in roles.items()
        }
        slots = {slot: of_anchors[row] for slot, of_anchors in ranked.items()}
        if family == "attribution":
            schemes = (("outer", marks[at, CUE_OUTER]), ("nested", marks[at, CUE_NESTED]))
            slots["scheme"] = tuple((name, round(float(p), 4)) for name, p in schemes)
        found.append(Frame(at + first, round(float(score[at]), 4), moved, slots))
    return found


def _ranked(
    scores: NDArray[np.float32], names: Sequence[str], slot: str
) -> list[tuple[tuple[str, float], ...]]:
    """Return each row's labels and probabilities, most probable first; acts are independent."""
    if not len(scores):
        return []
    if slot == "acts":
        share = _sigmoid(scores)
    else:
        share = np.exp(scores - scores.max(1, keepdims=True))
        share = share / share.sum(1, keepdims=True)
    order = np.argsort(-share, axis=1, kind="stable")[:, :MAX_LABELS]
    return [
        tuple((names[i], round(row[i], 4)) for i in best)
        for row, best in zip(share.tolist(), order.tolist(), strict=True)
    ]
