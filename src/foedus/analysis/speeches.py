"""Speeches: whose words each quotation is, and where the content of an attribution ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.analysis.clauses import trim
from foedus.analysis.drafts import Draft
from foedus.analysis.page import NOWHERE, Page, Range, joined, shared, size, without
from foedus.languages.cues import CueWords

MAX_FRAME_TOKENS = 60
"""A cue stands at most so far from its quotation: "…," said X, a former minister of …"""
SHARED_PIECE = 0.6
"""Part of a piece that another content must hold to be its owner."""
ELSEWHERE = 0.5
"""What a part of a quotation weighs that the model gives to a cue of another paragraph."""
ADJACENT, NEAR = 1.0, 0.4
"""What a cue beside a quotation weighs against the part of it that the model gave to the cue."""


def settle_contents(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with whole quotations, each given to its cue, cut at sentences."""
    found = [d if d.label else d.containing(_outside(page, d)) for d in drafts]
    owners: set[int] = set()
    for place, whole in enumerate(page.speech):
        same = bool(owners) and _interrupted(page, place)
        owners = owners if same else _owners(page, found, place)
        for index, draft in enumerate(found):
            if index in owners or (whole and shared(draft.content, page.inner[place])):
                found[index] = _give(page, draft, place, owns=index in owners, whole=whole)
    return [_tidy(page, draft) for draft in _share_out(page, found)]


def _share_out(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts; a farther piece of a content goes to the cue that stands nearer to it."""
    found = list(drafts)
    for index, draft in enumerate(found):
        if len(draft.content) < 2 or draft.label:
            continue
        nearest = min(draft.content, key=lambda r: (_gap(draft, r), r))
        kept = [
            r for r in draft.content if r == nearest or not _is_anothers(page, drafts, index, r)
        ]
        found[index] = draft.containing(tuple(kept))
    return found


def _gap(draft: Draft, piece: Range) -> int:
    """Return how many tokens part a cue from a piece of content."""
    cue = draft.cue[0] if draft.cue else (draft.anchor, draft.anchor + 1)
    return max(piece[0] - cue[1], cue[0] - piece[1], 0)


def _is_anothers(page: Page, drafts: Sequence[Draft], index: int, piece: Range) -> bool:
    """Say whether another cue of the sentence stands nearer to a piece and holds it too."""
    draft, tokens = drafts[index], page.parse.tokens
    for other in drafts:
        if other is draft or not other.content or not other.cue:
            continue
        if tokens[other.anchor].sentence != tokens[draft.anchor].sentence:
            continue
        if draft.holds(other.cue) or other.holds(draft.cue):
            continue
        held = shared(other.content, piece) > SHARED_PIECE * (piece[1] - piece[0])
        if held and _gap(other, piece) < _gap(draft, piece):
            return True
    return False


def _outside(page: Page, draft: Draft) -> tuple[Range, ...]:
    """Return the content without what lies in other sentences or paragraphs, outside quotations."""
    home, here = page.sentence(draft.anchor), page.quoted[draft.anchor]
    own = page.paragraph[draft.anchor]
    kept: list[Range] = []
    loose: list[Range] = []
    for first, last in draft.content:
        for a, b, place in _pieces(page, first, last):
            near = page.paragraph[a] <= own <= page.paragraph[b - 1]
            if not near and not _speech(page, place):
                continue
            if here != NOWHERE and place != here:
                continue
            inside = (max(a, home[0]), min(b, home[1]))
            if _speech(page, place) and place != here:
                kept.append((a, b))
            elif inside[0] < inside[1]:
                kept.append(inside)
            else:
                loose.append((a, b))
    if kept or not loose:
        return joined(kept)
    first, last = loose[0]
    return ((first, min(last, page.sentence(first)[1])),)


def _speech(page: Page, place: int) -> bool:
    return place != NOWHERE and page.speech[place]


def _pieces(page: Page, first: int, last: int) -> list[tuple[int, int, int]]:
    """Return a range in pieces that each lie in one quotation or in none, with its place."""
    found: list[tuple[int, int, int]] = []
    for index in range(first, last):
        place = page.quoted[index]
        # The marks themselves and short quoted terms belong to the text around them.
        place = place if _speech(page, place) else NOWHERE
        if found and found[-1][2] == place:
            found[-1] = (found[-1][0], index + 1, place)
        else:
            found.append((index, index + 1, place))
    return found


def _owners(page: Page, drafts: Sequence[Draft], place: int) -> set[int]:
    """Return whose content a quotation is: the best draft, and what shares its sentence."""
    inner = page.inner[place]
    ranked: list[tuple[float, int]] = []
    number = page.paragraph[inner[0]]
    for index, draft in enumerate(drafts):
        if abs(page.paragraph[draft.anchor] - number) > 1 or page.quoted[draft.anchor] == place:
            continue
        if draft.label and size(draft.content) > inner[1] - inner[0]:
            continue
        part = shared(draft.content, inner) / max(1, inner[1] - inner[0])
        if page.paragraph[draft.anchor] != number and not _continues(page, place):
            part *= ELSEWHERE
        near = _nearness(page, draft, place)
        if _begins_anew(page, draft, place):
            part, near = part * ELSEWHERE, 0.0
        if part > 0 or (near >= ADJACENT and page.speech[place] and draft.score > 0.5):
            ranked.append((part + near, -index))
    if not ranked:
        return set()
    best = -max(ranked)[1]
    home = page.sentence(drafts[best].anchor)
    return {
        -index
        for _, index in ranked
        if -index == best
        or (home[0] <= drafts[-index].anchor < home[1] and shared(drafts[-index].content, inner))
    }


def _interrupted(page: Page, place: int) -> bool:
    """Say whether a quotation goes on inside its sentence: "Every time," she said, "you lose"."""
    if not place or not page.speech[place - 1]:
        return False
    tokens, (first, _), end = page.parse.tokens, page.inner[place], page.inner[place - 1][1]
    if first - end > MAX_FRAME_TOKENS or page.paragraph[first] != page.paragraph[end - 1]:
        return False
    frame = tokens[end + 1 : first - 1]
    marks = tokens[end - 1].text == "," and bool(frame) and frame[-1].text == ","
    return marks and tokens[first].text[:1].islower() and all(t.text != "." for t in frame)


def _begins_anew(page: Page, draft: Draft, place: int) -> bool:
    """Say whether a cue behind a quotation opens a new sentence with a content of its own."""
    tokens, (_, last) = page.parse.tokens, page.inner[place]
    if not draft.cue or draft.cue[0][0] <= last or last + 1 >= len(tokens):
        return False
    after = tokens[last + 1]
    named = after.upos in ("PRON", "PROPN") and after.text[:1].isupper()
    own = any(first >= draft.cue[-1][1] for first, _ in draft.content)
    return named and own and tokens[last - 1].text in (".", "!")


def _continues(page: Page, place: int) -> bool:
    """Say whether the quotation before runs on into this one over the end of its paragraph."""
    return place > 0 and page.quotations[place - 1].continues


def _nearness(page: Page, draft: Draft, place: int) -> float:
    """Return how near a cue stands to a quotation: ADJACENT, NEAR or 0."""
    first, last = page.inner[place]
    cue = draft.cue[0] if draft.cue else (draft.anchor, draft.anchor + 1)
    edge = draft.source[0] if draft.source else cue
    if page.paragraph[draft.anchor] != page.paragraph[first]:
        return ADJACENT if _announces(page, cue[1], first) else 0.0
    if cue[0] >= last:
        gap = (last, min(cue[0], max(edge[0], last)))
    else:
        gap = (max(cue[1], min(edge[1], first)), first)
    if gap[1] - gap[0] > MAX_FRAME_TOKENS or any(
        _speech(page, page.quoted[i]) for i in range(*gap)
    ):
        return 0.0
    same = page.parse.tokens[draft.anchor].sentence == page.parse.tokens[last - 1].sentence
    if cue[0] >= last:
        return ADJACENT if same and gap[1] - gap[0] <= 3 else NEAR if same else 0.0
    begins = page.parse.tokens[draft.anchor].sentence == page.parse.tokens[first].sentence
    opened = gap[0] < gap[1] and page.parse.tokens[max(gap[0], first - 2)].text in (":", ",")
    return ADJACENT if begins and opened else NEAR if begins or opened else 0.0


def _announces(page: Page, end: int, first: int) -> bool:
    """Say whether only a colon at the end of a paragraph parts a cue from a quotation."""
    between = page.parse.tokens[end : first - 1]
    return 0 < len(between) <= 3 and between[-1].text == ":"


def _give(page: Page, draft: Draft, place: int, *, owns: bool, whole: bool) -> Draft:
    """Return the draft with all of a quotation, or with none of it."""
    first, last = page.inner[place]
    if page.quoted[draft.anchor] == place:
        return draft
    if owns and (whole or shared(draft.content, (first, last))):
        return replace(draft, content=joined([*draft.content, (first, last)]))
    if not whole or draft.label:
        return draft
    return replace(draft, content=without(draft.content, (first - 1, last + 1)))


def _tidy(page: Page, draft: Draft) -> Draft:
    """Return the draft with contents that leave out marks at their edges and an opening "that"."""
    if draft.label:
        return draft
    tokens = page.parse.tokens
    content = draft.content
    for taken in (*draft.cue, *draft.source):
        content = without(content, taken)
    tidied: list[Range] = []
    for first, last in _bridged(page, content):
        whole = any((first, last) == inner for inner in page.inner)
        a, b = (first, last) if whole else trim(page.parse, first, last)
        if b - a > 1 and tokens[a].text.lower() == "that" and tokens[a].deprel in ("mark", "det"):
            a, b = trim(page.parse, a + 1, b)
        if not whole:
            a, b = _with_opener(page, draft, a), _with_last_mark(page, draft, b)
        if a < b and any(tokens[i].upos != "PUNCT" for i in range(a, b)):
            tidied.append((a, b))
    return draft.containing(_without_scraps(tuple(tidied)))


def _with_opener(page: Page, draft: Draft, first: int) -> int:
    """Return where a content begins: with the "to" of an infinitive, behind a "but"."""
    tokens = page.parse.tokens
    low = page.sentence(first)[0]
    joins = tokens[first].text in ("But", "And")
    resumes = tokens[first].text == "but" and bool(draft.cue) and first > draft.cue[-1][1]
    if (resumes or (joins and first == low)) and page.quoted[first] == NOWHERE:
        return first + 1
    infinitive = first > low and tokens[first - 1].xpos == "TO"
    return first - (infinitive and not shared(draft.cue, (first - 1, first)))


def _with_last_mark(page: Page, draft: Draft, last: int) -> int:
    """Return where a content ends that ends with a quotation: behind the full stop inside it."""
    place = page.quoted[last - 1]
    if place in (NOWHERE, page.quoted[draft.anchor]) or last + 1 != page.inner[place][1]:
        return last
    return last + (page.parse.tokens[last].upos == "PUNCT")


def _bridged(page: Page, content: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return the ranges, those that only marks of a quoted term part joined to one."""
    kept: list[Range] = []
    for first, last in content:
        if kept and first - kept[-1][1] <= 2:
            between = range(kept[-1][1], first)
            if all(page.parse.tokens[i].upos == "PUNCT" for i in between):
                kept[-1] = (kept[-1][0], last)
                continue
        kept.append((first, last))
    return tuple(kept)


def _without_scraps(content: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return the ranges without single words beside a long one: slips of the model."""
    longest = max((b - a for a, b in content), default=0)
    return tuple(r for r in content if r[1] - r[0] > 1 or longest < 6)


def continue_speeches(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts with the quotations that go on without a cue of their own.

    In the paragraph of the quotation before, with its cue between the two, a quotation is a further
    span of the same content; in a new paragraph it is a draft of its own that follows the other.
    """
    found = list(drafts)
    owned = {
        place
        for place, inner in enumerate(page.inner)
        if any(
            2 * shared(d.content, inner) > inner[1] - inner[0] and page.quoted[d.anchor] != place
            for d in found
        )
    }
    last: tuple[int, int] | None = None
    for place, inner in enumerate(page.inner):
        holder = _holder(page, found, place)
        if holder is not None:
            last = (place, holder)
            continue
        if place in owned or not page.speech[place] or last is None or inner[0] in page.silent:
            continue
        before, index = last
        step = page.paragraph[inner[0]] - page.paragraph[page.inner[before][0]]
        if step == 0 and _goes_on(page, found[index], before, place):
            content = joined([*found[index].content, inner])
            found[index] = replace(found[index], content=content)
            last = (place, index)
        elif step in (0, 1) and _stands_alone(page, place):
            origin = found[index]
            own = Draft(
                anchor=inner[0],
                cue=(),
                content=(inner,),
                outer=origin.outer,
                nested=origin.nested * 0.8,
                acts=origin.acts,
                follows=origin.anchor if origin.follows is None else origin.follows,
            )
            found.append(own)
            last = (place, len(found) - 1)
    return found


def _holder(page: Page, drafts: Sequence[Draft], place: int) -> int | None:
    """Return the draft outside a quotation that owns it, the one nearest to it."""
    inner = page.inner[place]
    holders = [
        (abs(d.anchor - inner[0]), index)
        for index, d in enumerate(drafts)
        if 2 * shared(d.content, inner) > inner[1] - inner[0] and page.quoted[d.anchor] != place
    ]
    return min(holders)[1] if holders and page.speech[place] else None


def _goes_on(page: Page, draft: Draft, before: int, place: int) -> bool:
    """Say whether only the frame of the first quotation stands between it and the second."""
    low, high = page.inner[before][1], page.inner[place][0]
    if high - low > MAX_FRAME_TOKENS:
        return False
    sentences = {page.parse.tokens[i].sentence for i in range(low + 1, high - 1)}
    home = {page.parse.tokens[i].sentence for r in draft.cue for i in range(*r)}
    frame = {page.parse.tokens[low - 1].sentence, page.parse.tokens[high].sentence}
    return sentences <= home | frame and bool(size(draft.content))


def _stands_alone(page: Page, place: int) -> bool:
    """Say whether a quotation fills its paragraph, so that nobody else can be its speaker."""
    first, last = page.inner[place]
    number = page.paragraph[first]
    before = [i for i in range(max(0, first - 3), first) if page.paragraph[i] == number]
    after = [
        i for i in range(last, min(len(page.paragraph), last + 3)) if page.paragraph[i] == number
    ]
    marks = all(page.parse.tokens[i].upos == "PUNCT" for i in (*before, *after))
    return marks and last - first > 4
