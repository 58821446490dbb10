"""Labels: speakers that the layout names: "NAME: …", and a quotation signed "— Name"."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.analysis.clauses import trim
from foedus.analysis.drafts import Draft
from foedus.analysis.page import NOWHERE, Page, Range, joined, without

LABEL_SCORE = 0.9
"""Score of a label: of those on the labelled articles nine in ten name the speaker."""
MAX_LABEL_TOKENS = 7
MIN_LABELS = 2
"""A transcript has labels for at least so many turns; a single one may be a heading."""
ENDS = frozenset({",", "(", ".", ";"})
"""Marks behind which a signature says who the person is."""
_DASHES = frozenset({"―", "—", "–", "-", "--"})


def add_labels(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts and those that labels and signatures make, which win over the model's."""
    found = [*_transcript(page), *_signed(page)]
    labelled = {draft.anchor for draft in found}
    return [*found, *(draft for draft in drafts if draft.anchor not in labelled)]


def _paragraphs(page: Page) -> list[Range]:
    found: list[Range] = []
    for index, number in enumerate(page.paragraph):
        if number == len(found):
            found.append((index, index + 1))
        else:
            found[-1] = (found[-1][0], index + 1)
    return found


def _transcript(page: Page) -> list[Draft]:
    """Return a draft for every turn of a transcript: its paragraph and those without a label."""
    turns: list[tuple[Range, int, int]] = []
    for first, last in _paragraphs(page):
        colon = _label(page, first, last)
        if colon is not None:
            turns.append((trim(page.parse, first, colon), colon, last))
        elif turns:
            turns[-1] = (*turns[-1][:2], last)
    if len(turns) < MIN_LABELS:
        return []
    return [
        _draft((colon, colon + 1), source, ((colon + 1, last),))
        for source, colon, last in turns
        if colon + 1 < last
    ]


def _label(page: Page, first: int, last: int) -> int | None:
    """Return the colon behind a name in capitals that opens a paragraph."""
    tokens = page.parse.tokens
    for index in range(first, min(last, first + MAX_LABEL_TOKENS)):
        if tokens[index].text == ":":
            return index if index > first else None
        text = tokens[index].text
        if not (text.isupper() or tokens[index].upos == "PUNCT"):
            return None
    return None


def _signed(page: Page) -> list[Draft]:
    """Return a draft for every quotation that ends its paragraph with a dash and a name."""
    tokens = page.parse.tokens
    found: list[Draft] = []
    for place, (first, last) in enumerate(page.inner):
        if not page.speech[place]:
            continue
        dash = next((i for i in range(last, min(last + 3, len(tokens))) if _is_dash(page, i)), None)
        if dash is None:
            continue
        end = dash + 1
        while end < len(tokens) and page.paragraph[end] == page.paragraph[dash]:
            end += 1
        name = tokens[dash + 1 : end]
        if 0 < len(name) <= 2 * MAX_LABEL_TOKENS and name[0].upos == "PROPN":
            size = next((k for k, t in enumerate(name) if t.text in ENDS), len(name))
            source = (dash + 1, dash + 1 + size)
            found.append(_draft((dash, dash + 1), source, ((first, last),)))
    return found


def _is_dash(page: Page, index: int) -> bool:
    return page.parse.tokens[index].text in _DASHES and page.quoted[index] == NOWHERE


def _draft(cue: Range, source: Range, content: tuple[Range, ...]) -> Draft:
    return Draft(
        anchor=cue[0],
        cue=(cue,),
        source=(source,),
        content=joined(without(content, cue)),
        outer=LABEL_SCORE,
        nested=LABEL_SCORE,
        acts=(("assert", LABEL_SCORE),),
        label=True,
    )
