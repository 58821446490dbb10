"""Attribution: who says it, in which words, through whom, when, and what the saying does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.actors import Cast
from foedus.analysis.acts import Deed, addressee_range, find_deed
from foedus.analysis.channels import join_relays, may_hear, media_name, own_links, relaying_name
from foedus.analysis.citing import settle_citations, take_up
from foedus.analysis.contents import (
    complete_content,
    complete_tails,
    part_coordinate,
    release_objects,
    take_prepositions,
    widen_contents,
    without_circumstances,
)
from foedus.analysis.drafts import Draft, read_drafts, without_inner_beliefs
from foedus.analysis.framing import is_outside
from foedus.analysis.fronted import add_fronted, is_passive
from foedus.analysis.labels import add_labels
from foedus.analysis.light_verbs import add_light_verbs
from foedus.analysis.nesting import find_parents, outer_first
from foedus.analysis.page import NOWHERE, Page, Range, shared, size, without
from foedus.analysis.paragraphs import leave_to_former
from foedus.analysis.parse import Parse
from foedus.analysis.quoted_by import settle_quoted
from foedus.analysis.relays import report_sayings
from foedus.analysis.reports import add_reports, hear
from foedus.analysis.silences import may_lack_content, without_silence
from foedus.analysis.source_ends import tidy_source, without_dateline
from foedus.analysis.sources import complete_source, share_sources
from foedus.analysis.speeches import continue_speeches, settle_contents
from foedus.analysis.variants import rename_speaker
from foedus.languages.cues import CueWords
from foedus.records.actors import Actor
from foedus.records.analyses import record_id
from foedus.records.documents import Document, Evidence
from foedus.records.statements import Statement, Style
from foedus.records.times import When

MAX_INTERVIEW_SENTENCES = 3
"""An interview is taken to go on for so many sentences after it was named."""
MAX_SPEAKERS_BACK = 12
"""Whom a description takes up is one of so many who spoke before; keeps long texts linear."""
MAX_SHORT_NAME = 3
"""Who goes on speaking is named by no more words than this."""
MAX_PREPOSITION = 7
"""Characters of a preposition and its blank that may stand before a time."""
DIRECT_SHARE, INDIRECT_SHARE = 0.95, 0.05
"""Share of content letters in quotation marks from which, and up to which, a style is pure."""


@dataclass(frozen=True)
class _Room:
    """What all questions about one document need."""

    document: Document
    page: Page
    cast: Cast
    words: CueWords
    times: tuple[When, ...]


def find_statements(
    document: Document,
    parse: Parse,
    *,
    cast: Cast,
    words: CueWords,
    times: tuple[When, ...] = (),
) -> tuple[Statement, ...]:
    """Find every attributed speech act of a document.

    Args:
        document: Supplies the headline, the credits and the outlet.
        parse: The parse of its text, with the model's attribution frames.
        cast: Everybody named in it, for speakers, addressees and the accused.
        words: The words that report speech.
        times: The time expressions of the document.

    Returns:
        Statements in the order of their first character; a parent is a statement of this list.
    """
    page = Page.of(document, parse)
    room = _Room(document, page, cast, words, times)
    drafts = _drafts(room)
    parents = find_parents(page, drafts, words=words)
    made: dict[int, Statement] = {}
    for index in outer_first(parents):
        made[index] = _statement(room, drafts, index, parents, made)
    made = _pass_on_channels(room, drafts, made)
    found = {statement.id: statement for statement in made.values()}
    return tuple(sorted(found.values(), key=_place))


def _drafts(room: _Room) -> list[Draft]:
    """Return the drafts, settled: contents whole, sources whole, relays and repetitions joined."""
    page = room.page
    drafts = [without_dateline(page, d) for d in read_drafts(page, words=room.words)]
    drafts = add_labels(page, drafts)
    drafts = add_light_verbs(page, drafts, words=room.words)
    drafts = add_reports(page, without_inner_beliefs(drafts), words=room.words)
    drafts = [complete_content(page, draft) for draft in hear(page, drafts, words=room.words)]
    drafts = widen_contents(page, drafts)
    drafts = part_coordinate(page, drafts, words=room.words)
    drafts = settle_contents(page, [_without_addressee(room, d) for d in drafts])
    drafts = [d if d.label else complete_source(page, d, words=room.words) for d in drafts]
    drafts = release_objects(page, leave_to_former(page, drafts), words=room.words)
    drafts = complete_tails(page, drafts, words=room.words)
    drafts = add_fronted(page, share_sources(page, drafts), words=room.words)
    drafts = settle_quoted(page, drafts, words=room.words)
    drafts = settle_citations(page, drafts, words=room.words)
    drafts = without_silence(page, drafts, words=room.words)
    drafts = [_without_times(room, d) for d in without_circumstances(page, drafts)]
    drafts = [without_dateline(page, draft) for draft in drafts]
    drafts = join_relays(page, take_up(page, drafts), cast=room.cast, words=room.words)
    drafts = report_sayings(page, drafts, cast=room.cast, words=room.words)
    drafts = continue_speeches(
        page, _without_repetitions(page, drafts, room.words), words=room.words
    )
    drafts = take_prepositions(page, drafts, words=room.words)
    return sorted(drafts, key=lambda d: (d.anchor, d.cue))


def _without_addressee(room: _Room, draft: Draft) -> Draft:
    """Return the draft whose content leaves out who is addressed: "told reporters that …"."""
    heard = addressee_range(room.page, draft, words=room.words, times=room.times)
    if heard is None or not any(heard[1] < last for _, last in draft.content):
        return draft
    return replace(draft, content=without(draft.content, heard))


def _without_times(room: _Room, draft: Draft) -> Draft:
    """Return the draft without contents that are nothing but a time: "lashed out on Friday"."""
    spans = [when.span for when in room.times if when.span is not None]
    if not spans:
        return draft
    said_by = (r for r in draft.source if not _is_time(room, r, spans))
    source = tuple(_before_time(room, r, spans) for r in said_by)
    draft = draft if source == draft.source else replace(draft, source=source)
    kept: list[Range] = []
    for first, last in draft.content:
        start, end = room.page.parse.span(first, last)
        if not any(s.start <= start + MAX_PREPOSITION and end <= s.end for s in spans):
            kept.append((first, last))
    return draft.containing(tuple(kept))


def _is_time(room: _Room, source: Range, times: Sequence[Evidence]) -> bool:
    """Say whether a source is nothing but a time: "Friday's announcement"."""
    start, end = room.page.parse.span(*source)
    return any(s.start <= start and end <= s.end for s in times)


def _before_time(room: _Room, source: Range, times: Sequence[Evidence]) -> Range:
    """Return a source without the time behind it, when it was said: "officials on Monday"."""
    parse, (first, last) = room.page.parse, source
    end = parse.tokens[last - 1].end
    for span in times:
        if span.end == end or (span.start < end < span.end):
            cut = parse.token_at(span.start)
            cut -= parse.tokens[cut - 1].upos == "ADP"
            clause = any(t.upos == "VERB" for t in parse.tokens[first:cut])
            if first < cut < last and not clause:
                return tidy_source(room.page, (first, cut))
    return source


def _without_repetitions(page: Page, drafts: Sequence[Draft], words: CueWords) -> list[Draft]:
    """Return the drafts that say something, of two neighbours with one content the surer."""
    kept: list[Draft] = []
    tokens = page.parse.tokens
    for draft in sorted(drafts, key=lambda d: (-d.nested, d.anchor)):
        twin = any(
            tokens[other.anchor].sentence == tokens[draft.anchor].sentence
            and abs(other.anchor - draft.anchor) <= 4
            and _overlap(other, draft) > 0.8
            and (not draft.source or not other.source or draft.source == other.source)
            for other in kept
        )
        if not twin and (draft.content or may_lack_content(page, draft, words)):
            kept.append(draft)
    return kept


def _overlap(a: Draft, b: Draft) -> float:
    common = sum(shared(a.content, r) for r in b.content)
    whole = size(a.content) + size(b.content) - common
    return common / whole if whole else 0.0


def _statement(
    room: _Room,
    drafts: Sequence[Draft],
    index: int,
    parents: Sequence[int | None],
    made: dict[int, Statement],
) -> Statement:
    draft, page = drafts[index], room.page
    above = parents[index]
    parent = made[above] if above is not None else None
    speaker = _speaker(room, drafts, index, made, parent)
    deed = find_deed(page, draft, speaker=speaker, cast=room.cast, words=room.words)
    heard = addressee_range(page, draft, words=room.words, times=room.times)
    cue, content = _evidence(page, draft.cue), _evidence(page, draft.content)
    source = _evidence(page, draft.source)
    where = [(e.start, e.end) for e in (*cue, *source, *content)]
    return Statement(
        id=record_id("statement", room.document.sha256, *where),
        speaker=speaker,
        cue=cue,
        content=content,
        source=source,
        style=_style(page, draft),
        acts=deed.acts,
        accused=_others(deed, speaker),
        addressee=_addressee(room, heard, speaker),
        channel=_channel(room, drafts, index, above, parent),
        said=_said(room, draft),
        parent=parent.id if parent is not None else None,
        hedges=_hedges(room, draft),
        score=round(min(1.0, max(0.0, draft.nested)), 3),
    )


def _evidence(page: Page, ranges: Sequence[Range]) -> tuple[Evidence, ...]:
    return tuple(Evidence.of(page.parse.text, *page.parse.span(*r)) for r in ranges)


def _others(deed: Deed, speaker: Actor | None) -> tuple[Actor, ...]:
    return tuple(a for a in deed.accused if speaker is None or a.name != speaker.name)


def _speaker(
    room: _Room,
    drafts: Sequence[Draft],
    index: int,
    made: dict[int, Statement],
    parent: Statement | None,
) -> Actor | None:
    """Return who speaks: the actor of the source, or of the statement that this one continues."""
    draft = drafts[index]
    if draft.follows is not None:
        for place, other in enumerate(drafts):
            if other.anchor == draft.follows and place in made:
                speaker = made[place].speaker
                return replace(speaker, span=None) if speaker is not None else None
        return None
    if not draft.source:
        return None
    outer = parent.speaker if parent is not None else None
    inside = room.page.quoted[draft.anchor] != NOWHERE
    actor = room.cast.actor(*draft.source[0], speaker=outer if inside else None)
    if actor is None or actor.id is not None:
        return actor
    before = [
        (d.source[0], made[place].speaker)
        for place, d in enumerate(
            drafts[:index][-MAX_SPEAKERS_BACK:], max(0, index - MAX_SPEAKERS_BACK)
        )
        if place in made and d.source and d.anchor < draft.anchor
    ]
    spoke = [(span, other) for span, other in before if other is not None]
    return rename_speaker(room.page, draft.source[0], actor=actor, before=spoke, cast=room.cast)


def _addressee(room: _Room, heard: Range | None, speaker: Actor | None) -> Actor | None:
    if heard is None or not may_hear(room.page, heard, cast=room.cast, words=room.words):
        return None
    return room.cast.actor(*heard, speaker=None)


def _channel(
    room: _Room,
    drafts: Sequence[Draft],
    index: int,
    above: int | None,
    parent: Statement | None,
) -> tuple[str, ...]:
    """Return the relays by the frame, then the outlet that reports the statement, then its own."""
    page, cast, words = room.page, room.cast, room.words
    names = list(own_links(page, drafts[index], cast=cast, words=words))
    if above is not None and parent is not None and drafts[above].source:
        outlet = relaying_name(page, drafts[above], cast=cast, words=words)
        again = bool(names) and words.holds("media.nouns", (outlet or "").lower())
        names.extend([outlet] if outlet is not None and not again else [])
        names.extend(parent.channel)
    if room.document.outlet:
        names = [name for name in names if name != room.document.outlet]
        names.append(room.document.outlet)
    own = drafts[index].source
    speaker = media_name(page, own[0], cast=cast, words=words) if own else None
    return tuple(dict.fromkeys(name for name in names if name != speaker))


def _pass_on_channels(
    room: _Room, drafts: Sequence[Draft], made: dict[int, Statement]
) -> dict[int, Statement]:
    """Return the statements; what a speaker goes on to say comes through the same interview.

    "X told Y …. "…", she added.": the second statement came through Y as well.
    """
    found = dict(made)
    tokens = room.page.parse.tokens
    for index in range(1, len(drafts)):
        draft, statement = drafts[index], found[index]
        if statement.speaker is None or statement.parent is not None:
            continue
        if len(statement.channel) > bool(room.document.outlet) or _is_new_scene(draft):
            continue
        for before in range(index - 1, max(-1, index - 4), -1):
            other = found[before]
            gap = tokens[draft.anchor].sentence - tokens[drafts[before].anchor].sentence
            if gap <= MAX_INTERVIEW_SENTENCES and is_passive(room.page, drafts[before]):
                continue  # "he was asked why", by whomever
            if gap > MAX_INTERVIEW_SENTENCES or other.speaker is None:
                break
            if other.speaker.name == statement.speaker.name and _is_interview(room, drafts[before]):
                found[index] = replace(statement, channel=other.channel)
                break
    return found


def _is_new_scene(draft: Draft) -> bool:
    """Say whether a speaker is introduced anew, with his titles: that is no further answer."""
    return any(last - first > MAX_SHORT_NAME for first, last in draft.source)


def _is_interview(room: _Room, draft: Draft) -> bool:
    """Say whether a statement came through somebody by its own frame."""
    return bool(own_links(room.page, draft, cast=room.cast, words=room.words))


def _said(room: _Room, draft: Draft) -> When | None:
    """Return the time in the frame of a cue: in its sentence, outside content and source."""
    if not draft.cue:
        return None
    page = room.page
    start, end = page.parse.span(*page.sentence(draft.anchor))
    best: tuple[int, int] | None = None
    for place, when in enumerate(room.times):
        if when.span is None or not start <= when.span.start < end:
            continue
        first = page.parse.token_at(when.span.start)
        if page.quoted[first] != page.quoted[draft.anchor]:
            continue
        span = (first, max(first + 1, page.parse.token_at(when.span.end)))
        if shared((*draft.content, *draft.source), span) or is_outside(page, draft, first):
            continue
        gap = min(abs(first - draft.cue[-1][1]), abs(draft.cue[0][0] - first))
        best = (gap, place) if best is None else min(best, (gap, place))
    return room.times[best[1]] if best is not None else None


def _style(page: Page, draft: Draft) -> Style:
    if page.in_headline(draft.anchor):
        return Style.HEADLINE
    letters = quoted = 0
    for first, last in draft.content:
        for index in range(first, last):
            token = page.parse.tokens[index]
            if token.upos == "PUNCT":
                continue
            letters += token.end - token.start
            here = page.quoted[index]
            if here != NOWHERE and here != page.quoted[draft.anchor]:
                quoted += token.end - token.start
    if draft.follows is not None or draft.label:
        return Style.DIRECT
    share = quoted / letters if letters else 0.0
    if share > DIRECT_SHARE:
        return Style.DIRECT
    return Style.INDIRECT if share < INDIRECT_SHARE else Style.MIXED


def _hedges(room: _Room, draft: Draft) -> tuple[str, ...]:
    """Return the words with which the text keeps its distance, in order, outside quotations."""
    page = room.page
    here = page.quoted[draft.anchor]
    found: list[str] = []
    for first, last in sorted((*draft.cue, *draft.content)):
        for index in range(first, last):
            text = page.parse.tokens[index].text.lower()
            if page.quoted[index] == here and room.words.holds("hedges.words", text):
                found.append(text)
    return tuple(dict.fromkeys(found))


def _place(statement: Statement) -> tuple[int, int, str]:
    spans = (*statement.source, *statement.cue, *statement.content)
    return min(e.start for e in spans), -max(e.end for e in spans), statement.id
