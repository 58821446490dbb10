"""Scenarios: events in words or patterns, put to the promises of a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from foedus.errors import InvalidPattern
from foedus.pipeline import Parser, analyze
from foedus.promising import Promises as Promises
from foedus.promising import load_promises as load_promises
from foedus.promising import renew_promises as renew_promises
from foedus.reading import read_text
from foedus.reasoning.answers import Answer
from foedus.reasoning.classes import OTHER
from foedus.reasoning.conditions import read_condition
from foedus.reasoning.events import event_of
from foedus.reasoning.findings import Findings, tell_gaps, tell_loops
from foedus.reasoning.fixpoint import follows
from foedus.reasoning.gaps import Gap, find_gaps
from foedus.reasoning.keeping import Draws, draw
from foedus.reasoning.language import ANYBODY, Pattern, find_patterns
from foedus.reasoning.least import Limits, least_cause
from foedus.reasoning.least_answers import Least
from foedus.reasoning.loops import LONGEST_LOOP, MOST_LOOPS, Loop, find_loops
from foedus.reasoning.names import Directory
from foedus.reasoning.parsing import parse_events
from foedus.reasoning.rulebook import RuleBook
from foedus.reasoning.thresholds import FIRST
from foedus.reasoning.treaties import treaty_rules
from foedus.reasoning.wanted import Wanted, is_known, read_actor, read_wanted, wanted_of
from foedus.world import load_world

FRAMES = ("{}.", "Officials said that {} on Monday.", "It is confirmed that {}.")
"""A scenario is read as news is; the longer frames help where a short headline is read amiss."""
ASKER = "Norland"
CONDITION = f"If {{}}, {ASKER} will retaliate, its president said."
"""The frame for what no news would say ("anyone attacks Belarus"): it is read as a condition."""

_LIMITS = Limits()


def whatif(
    promises: Promises,
    events: Sequence[Pattern],
    *,
    at: str | None = None,
    assume: Mapping[str, bool] | None = None,
    treaties: bool = False,
    draws: Draws | None = None,
) -> Answer:
    """Return which promises events trigger, which nearly, which not, and why.

    Args:
        promises: What actors are bound to.
        events: What happens, in order; see `read_events`.
        at: When, in ISO 8601; None: now.
        assume: Switches by name, on or off.
        treaties: Let the alliances and treaties of the day join; their answers are marked.
        draws: With which probabilities promises are kept; the answer then says how often.

    Raises:
        InvalidPattern: A switch that does not exist, or a probability of what nobody promised.
    """
    book = _book_of(promises, events, at=at, treaties=treaties)
    answer = follows(events, book, load_world(), at, assume)
    if draws is not None:
        answer.keeping = draw(answer, draws)
    return answer


def whatif_soon(
    promises: Promises,
    events: Sequence[Pattern],
    *,
    effort: int,
    at: str | None = None,
    assume: Mapping[str, bool] | None = None,
    treaties: bool = False,
) -> Answer:
    """Return what `whatif` returns, through as many rounds as an effort allows: `Answer.rounds`.

    Among thousands of promises that wait for each other, what follows from what follows does not
    come to an end in any useful time. `effort` is how many events are compared with conditions
    before no further round is begun; the first always is.
    """
    book = _book_of(promises, events, at=at, treaties=treaties)
    return follows(events, book, load_world(), at, assume, effort=effort)


def _book_of(
    promises: Promises, events: Sequence[Pattern], *, at: str | None, treaties: bool
) -> RuleBook:
    if not treaties:
        return promises.book
    joined = treaty_rules(load_world(), at, events=events)
    return RuleBook.of((*promises.book.rules, *joined))


def gaps_of(promises: Promises, *, at: str | None = None, treaties: bool = False) -> Findings[Gap]:
    """Return what promises leave open: attacks that nobody answers, threats inside an alliance …

    Args:
        promises: What actors are bound to.
        at: When, in ISO 8601; None: now.
        treaties: Let the alliances and treaties of the day join.
    """
    world, book = load_world(), promises.book
    if treaties:
        book = RuleBook.of((*book.rules, *treaty_rules(world, at)))
    directory = Directory(world)
    return tell_gaps(find_gaps(book, directory, at, treaties=treaties), directory)


def loops_of(
    promises: Promises,
    *,
    at: str | None = None,
    treaties: bool = False,
    longest: int = LONGEST_LOOP,
    most: int = MOST_LOOPS,
) -> Findings[Loop]:
    """Return the rings of actors each of whom promises to help the next, the shortest first.

    Args:
        promises: What actors are bound to.
        at: When, in ISO 8601; None: now.
        treaties: Let the alliances and treaties of the day join.
        longest: The most actors of a loop.
        most: The most loops.
    """
    world = load_world()
    joined = treaty_rules(world, at) if treaties else ()
    directory = Directory(world)
    rules = (*promises.book.rules, *joined)
    return tell_loops(find_loops(rules, directory, at, longest=longest, most=most), directory)


def least(
    promises: Promises,
    wanted: Wanted,
    *,
    at: str | None = None,
    assume: Mapping[str, bool] | None = None,
    treaties: bool = False,
    limits: Limits = _LIMITS,
) -> Least:
    """Return the least outside events that would bring an actor to an act.

    Args:
        promises: What actors are bound to.
        wanted: The actor and the acts that count; see `read_outcome`.
        at: When, in ISO 8601; None: now.
        assume: Switches by name, on or off.
        treaties: Let the alliances and treaties of the day join; their answers are marked.
        limits: How many events in a set, how many sets.

    Raises:
        InvalidPattern: A switch that does not exist.
    """
    world, book = load_world(), promises.book
    if treaties:
        book = RuleBook.of((*book.rules, *treaty_rules(world, at)))
    return least_cause(wanted, book, world, at, assume, limits=limits)


def read_outcome(
    actor: str, outcome: str, *, at: str | None = None, parser: Parser | None = None
) -> Wanted:
    """Return whose act is asked about and which acts count.

    Args:
        actor: "Belarus".
        outcome: "goes to war", "cut_supply", "joins_war(any, RUS)"; other words are read as news
            of the actor ("sends rockets to Armenia").
        at: The date at which names are read.
        parser: The language model for English; the shipped one if None.

    Raises:
        InvalidPattern: An actor or outcome that is not known; the message names the nearest.
    """
    world = load_world()
    if is_known(outcome) or " " not in outcome.strip():
        return read_wanted(actor, outcome, world, at)
    who = read_actor(actor, world, at)
    name = Directory(world).name_of(who)
    sentence = f"{name} {outcome.strip().rstrip('.')}"
    return wanted_of(who, _read_sentence(sentence, at=at, parser=parser))


def read_events(
    texts: Iterable[str], *, at: str | None = None, parser: Parser | None = None
) -> tuple[Pattern, ...]:
    """Return events in the order in which they are told: patterns, or plain English.

    Args:
        texts: "armed_attack(UKR, RUS)" or "Ukraine attacks Russia"; ";" parts several.
        at: The date at which names are read.
        parser: The language model for English; the shipped one if None.

    Raises:
        InvalidPattern: A pattern that cannot be read, or a sentence that names no event.
    """
    found: list[Pattern] = []
    for text in texts:
        if "(" in text:
            found += parse_events(text, load_world(), at)
            continue
        for part in text.split(";"):
            if part.strip():
                found += _read_sentence(part.strip().rstrip("."), at=at, parser=parser)
    if not found:
        raise InvalidPattern("no event is given; right would be: armed_attack(UKR, RUS)")
    return tuple(found)


def _read_sentence(text: str, *, at: str | None, parser: Parser | None) -> list[Pattern]:
    """Return the events of a sentence in the first frame whose reading leaves out no name in it."""
    directory = Directory(load_world())
    read = [_in_news(frame.format(text), directory, at, parser) for frame in FRAMES]
    for found in (*read, _as_condition(text, directory, at, parser)):
        known = found and all(one.event_class != OTHER for one in found)
        if known and _unread(text, found, directory, at) == []:
            return found
    raise InvalidPattern(
        f"{text!r}: it is not clear who does what to whom; say it plainly (“Ukraine attacks"
        " Russia”), or write it as a pattern: armed_attack(UKR, RUS, place=Donbas)"
    )


def _in_news(
    sentence: str, directory: Directory, at: str | None, parser: Parser | None
) -> list[Pattern]:
    analysis = analyze(read_text(sentence, document_id="scenario"), parser=parser)
    return [replace(event_of(event, directory, at), date=None) for event in analysis.events]


def _as_condition(
    text: str, directory: Directory, at: str | None, parser: Parser | None
) -> list[Pattern]:
    words = text[:1].lower() + text[1:] if _is_plain(text) else text
    said = read_text(CONDITION.format(words), document_id="scenario")
    for commitment in analyze(said, parser=parser).commitments:
        if commitment.condition is not None:
            reading = read_condition(commitment, directory, who=ASKER, beneficiary=None, at=at)
            return [_without_asker(one) for one in find_patterns(reading.trigger)]
    return []


def _without_asker(pattern: Pattern) -> Pattern:
    """Return a pattern with nobody left out and nobody made up: the asker is the frame's doing."""
    actor, target = (
        ANYBODY
        if role.names == (ASKER,)
        else replace(role, but=tuple(name for name in role.but if name != ASKER))
        for role in (pattern.actor, pattern.target)
    )
    manner = tuple(one for one in pattern.manner if one != FIRST)
    return replace(pattern, actor=actor, target=target, manner=manner)


def _unread(text: str, found: Sequence[Pattern], directory: Directory, at: str | None) -> list[str]:
    """Return the known names of a text that stand in none of its events."""
    names = {name for one in found for role in (one.actor, one.target) for name in role.names}
    places = {one.place for one in found}
    missing = []
    for mention in directory.world.find_mentions(text):
        words = text[mention.start : mention.end]
        place = directory.find_place(words)
        if directory.find_actor(words, at) in names or words in names:
            continue
        if place is None or (place.name not in places and place.code not in names):
            missing.append(words)
    return missing


def _is_plain(text: str) -> bool:
    """Say whether a sentence begins with a word that is no name ("Anyone attacks …")."""
    return load_world().actor_of(text.split()[0]) is None
