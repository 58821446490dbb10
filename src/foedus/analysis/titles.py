"""Titles: what a text says about the people it names, before the name or set off behind it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.nominals import start_of
from foedus.analysis.organs import owner_inside
from foedus.analysis.parse import Parse
from foedus.languages.actors import ActorWords
from foedus.records.actors import Actor

MAX_APPOSITION_TOKENS = 16
OPPOSITION = "OPP"
"""The sector of who wants to govern a state."""
_CLOSE = frozenset({",", ".", ";", ":", "(", ")", "—", "–", "--", '"', "“", "”"})


@dataclass(frozen=True, slots=True)
class Title:
    """The words that describe a person in one place, in the singular, and for whom he stands.

    `home` is the state or body that the words name, though he does not speak for it: "the Danish
    opposition leader".
    """

    mention: Mention
    words: frozenset[str]
    side: Actor | None
    sector: str | None
    home: Actor | None = None


def find_titles(
    parse: Parse, mentions: Sequence[Mention], *, words: ActorWords
) -> tuple[Title, ...]:
    """Return the titles of the persons that a text names, in order of the text."""
    found = []
    for mention in mentions:
        if mention.sort is not Sort.PERSON:
            continue
        places = _ahead(parse, mention, words), _before(parse, mention), _behind(parse, mention)
        ranges = [r for r in places if r[0] < r[1]]
        nouns = {
            words.singular(parse.tokens[i].text)
            for first, last in ranges
            for i in range(first, last)
            if parse.tokens[i].text[0].isalpha()
        }
        offices = sorted(nouns & words.offices.keys())
        if not nouns & words.persons and not any(words.is_person(noun) for noun in nouns):
            continue
        home = None
        if offices:
            owners = (owner_inside(parse, mentions, span, words=words) for span in ranges)
            home = _side(mentions, ranges) or next((o for o in owners if o is not None), None)
        sector = words.offices[offices[0]] if offices else None
        side = home
        if words.is_unofficial(nouns):
            side, sector = None, None if nouns.isdisjoint(words.opposing) else OPPOSITION
        found.append(Title(mention, frozenset(nouns), side, sector, home))
    return tuple(found)


def with_sides(mentions: Sequence[Mention], titles: Sequence[Title]) -> tuple[Mention, ...]:
    """Return the mentions, persons with the code and sector that any title in the text gives."""
    code: dict[str, str] = {}
    sector: dict[str, str] = {}
    for title in titles:
        name = title.mention.actor.name
        if title.home is not None and title.home.code is not None:
            code.setdefault(name, title.home.code)
        if title.sector is not None:
            sector.setdefault(name, title.sector)
    return tuple(
        mention
        if mention.sort is not Sort.PERSON
        else replace(mention, actor=_completed(mention.actor, code, sector))
        for mention in mentions
    )


def _completed(actor: Actor, code: Mapping[str, str], sector: Mapping[str, str]) -> Actor:
    """Return a person with what the titles say; what the tables say stays."""
    if actor.code is not None:
        return actor
    found = code.get(actor.name)
    return replace(
        actor, code=found, sector=actor.sector or (sector.get(actor.name) if found else None)
    )


def _before(parse: Parse, mention: Mention) -> tuple[int, int]:
    """Return the words of the same noun phrase before a name ("Belarusian Defence Minister")."""
    first = start_of(parse, mention.first)
    sentence = parse.sentences[parse.tokens[mention.first].sentence].first
    if first - 2 >= sentence and parse.tokens[first - 1].text.lower() in ("of", "for", "to"):
        office = first - 2
        if parse.tokens[office].upos in ("NOUN", "PROPN") and first < mention.first:
            return start_of(parse, office), mention.first
    return first, mention.first


def _ahead(parse: Parse, mention: Mention, words: ActorWords) -> tuple[int, int]:
    """Return the office before a name set off by a comma ("Norway's trade minister, N. N., said").

    In a list ("the Danish premier, N. N. and …") the name is another's.
    """
    tokens, comma, last = parse.tokens, mention.first - 1, mention.last
    while comma > 0 and words.singular(tokens[comma].text) in words.offices:
        comma -= 1  # "an army spokesman, Colonel N. N., said"
    if comma < 1 or tokens[comma].text != "," or last >= len(tokens):
        return mention.first, mention.first
    noun = comma - 1
    for index in range(comma + 1, last):
        if tokens[index].deprel == "appos" and 0 <= tokens[index].head < comma:
            noun = tokens[index].head  # "a spokesman for the navy, N. N., said"
    office = words.singular(tokens[noun].text.lower()) in words.offices
    closed = tokens[last].text == "," or tokens[last].upos in ("VERB", "AUX")
    near = tokens[comma - 1].sentence == tokens[mention.first].sentence == tokens[last].sentence
    if not (office and closed and near):
        return mention.first, mention.first
    return start_of(parse, noun), comma


def _behind(parse: Parse, mention: Mention) -> tuple[int, int]:
    """Return the apposition behind a name ("…, the head of the Norwegian council,")."""
    first = mention.last
    if first + 1 >= len(parse.tokens):
        return first, first
    if parse.tokens[first].text.lower() == "of":
        return first, min(first + 4, len(parse.tokens))
    if parse.tokens[first].text not in (",", "(", "—", "–"):
        return first, first
    first += 1
    last = first
    sentence = parse.tokens[mention.first].sentence
    while last < len(parse.tokens) and last - first < MAX_APPOSITION_TOKENS:
        token = parse.tokens[last]
        if token.text in _CLOSE or token.sentence != sentence:
            break
        if token.upos in ("VERB", "AUX", "PRON") and token.xpos not in ("VBN", "PRP$"):
            return (first, last) if token.xpos in ("WP", "WDT") else (first, first)
        last += 1
    return first, last


def _side(mentions: Sequence[Mention], ranges: Sequence[tuple[int, int]]) -> Actor | None:
    """Return the first state, else the first organisation, inside the words of a title."""
    inner = []
    for first, last in ranges:
        place = bisect_left(mentions, first, key=lambda mention: mention.first)
        while place < len(mentions) and mentions[place].first < last:
            if mentions[place].last <= last:
                inner.append(mentions[place])
            place += 1
    for sorts in ((Sort.STATE,), (Sort.ORGANISATION,), (Sort.PLACE,)):
        for mention in inner:
            if mention.sort in sorts:
                return mention.actor
    return None
