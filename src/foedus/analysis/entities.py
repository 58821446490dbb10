"""Named entities: the model's scores for each word, weighed with what is known about names.

The model says how likely each word begins or continues the name of a person, an organisation or a
place. Clues (known names, titles, the words of a name, its grammar, the same word elsewhere in the
text) shift these scores; then the best sequence of tags is chosen, sentence by sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from foedus.analysis.gazetteer import Gazetteer
from foedus.analysis.name_clues import weigh_known, weigh_patterns, weigh_word
from foedus.analysis.name_neighbours import find_storms
from foedus.analysis.name_patterns import JOINTS
from foedus.analysis.name_sheet import LABELS, Columns, Sheet
from foedus.analysis.name_templates import weigh_templates
from foedus.analysis.parse import Entity, Token
from foedus.languages.names import NameWords

MAX_LEAD = 5.0
"""A small word that the model holds for no name by so much is not looked at again."""


def find_entities(
    tokens: Sequence[Token],
    scores: NDArray[np.float32],
    *,
    names: Sequence[str],
    words: NameWords,
    gazetteer: Gazetteer,
) -> list[Entity]:
    """Return the named entities of a text, in order and without overlap.

    Args:
        tokens: All words of the text, with tags, trees and sentences. No name crosses a sentence.
        scores: One row for each word: the model's log-odds of the tags, up to a constant.
        names: The tag of each column: O, B-PER, I-PER, B-ORG and so on.
        words: What shows a name's kind, with the weight of each clue.
        gazetteer: Names that are known.
    """
    if not tokens:
        return []
    columns = Columns.of(names)
    sheet = Sheet(tokens, scores, columns)
    weigh_patterns(sheet, words)
    weigh_known(sheet, words, gazetteer)
    weigh_templates(sheet, words)
    sheet.storms = find_storms(sheet, words)
    wanted = _wanted(sheet, scores)
    for index in wanted:
        weigh_word(sheet, index, words=words, gazetteer=gazetteer)
    _agree(sheet, words.odds.agreement)
    tags = ["O"] * len(tokens)
    for _, run in groupby(enumerate(wanted), key=lambda p: (p[1] - p[0], tokens[p[1]].sentence)):
        indices = [index for _, index in run]
        for index, tag in zip(indices, best_tags(sheet.rows, indices, names), strict=True):
            tags[index] = tag
    return _entities(tags, tokens)


def _wanted(sheet: Sheet, scores: NDArray[np.float32]) -> list[int]:
    """Return the words that may be part of a name."""
    outside = sheet.columns.outside
    others = np.delete(scores, outside, axis=1).max(1)
    near = (others > scores[:, outside] - MAX_LEAD).tolist()
    return [
        index
        for index, token in enumerate(sheet.tokens)
        if near[index]
        or sheet.capital[index]
        or token.upos == "PROPN"
        or index in sheet.cover
        or index in sheet.known
        or (token.text in JOINTS and index - 1 in sheet.known)
    ]


def _agree(sheet: Sheet, share: float) -> None:
    """Move the scores of a proper noun towards their mean over all places where it stands."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, token in enumerate(sheet.tokens):
        if len(token.text) > 1 and sheet.proper(index) and index not in sheet.cover:
            places[token.text].append(index)
    columns = sheet.columns
    for indices in places.values():
        if len(indices) < 2:
            continue
        leads = []
        for index in indices:
            row = sheet.rows[index]
            kinds = [max(row[columns.begin[k]], row[columns.inside[k]]) for k in LABELS]
            best = max(*kinds, row[columns.outside])
            leads.append([value - best for value in (*kinds, row[columns.outside])])
        means = [sum(column) / len(indices) for column in zip(*leads, strict=True)]
        for index, lead in zip(indices, leads, strict=True):
            moves = [share * (mean - own) for mean, own in zip(means, lead, strict=True)]
            for label, move in zip(LABELS, moves, strict=False):
                sheet.label(index, label, move)
            sheet.outside(index, moves[-1])


def best_tags(
    rows: Sequence[Sequence[float]], indices: Sequence[int], names: Sequence[str]
) -> list[str]:
    """Return the tags of the best path over these rows in which I- only follows its own label.

    Args:
        rows: The scores of each word, by tag.
        indices: The rows of one stretch of words, in order.
        names: The tag of each column.
    """
    before = _allowed(tuple(names))
    total = [v if name[0] != "I" else -1e9 for v, name in zip(rows[indices[0]], names, strict=True)]
    back: list[list[int]] = []
    for index in indices[1:]:
        top = max(range(len(names)), key=total.__getitem__)
        pointers = [
            top if sources is None else max(sources, key=total.__getitem__) for sources in before
        ]
        back.append(pointers)
        total = [total[source] + v for source, v in zip(pointers, rows[index], strict=True)]
    path = [max(range(len(names)), key=total.__getitem__)]
    for pointers in reversed(back):
        path.append(pointers[path[-1]])
    return [names[index] for index in reversed(path)]


@cache
def _allowed(names: tuple[str, ...]) -> list[list[int] | None]:
    """Return for each tag the tags that may stand before it; None where all may."""
    return [
        [at for at, other in enumerate(names) if other[2:] == name[2:]] if name[0] == "I" else None
        for name in names
    ]


def _entities(tags: Sequence[str], tokens: Sequence[Token]) -> list[Entity]:
    """Return the entities that a sequence of tags marks."""
    found: list[Entity] = []
    start = None
    for index, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            label, end = tags[start][2:], tokens[index - 1].end
            found.append(Entity(label, start, index, tokens[start].start, end))
            start = None
        if tag.startswith("B-"):
            start = index
    return found
