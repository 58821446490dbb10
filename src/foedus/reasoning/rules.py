"""Rule: a commitment as "if this happens, then he does that", with what its words left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from foedus.reasoning.classes import load_classes
from foedus.reasoning.conditions import read_condition
from foedus.reasoning.language import (
    ANYBODY,
    Alternative,
    Expression,
    Pattern,
    Role,
    RoleKind,
    find_alternatives,
    named,
)
from foedus.reasoning.names import Directory
from foedus.reasoning.thresholds import load_thresholds
from foedus.records.actors import Actor
from foedus.records.commitments import Commitment, Kind, Polarity, Strength, Voice
from foedus.records.entries import Entry
from foedus.records.statements import Style
from foedus.world.world import World

DEPLOYMENT, MILITARY = "deployment", "military"

TEXT = "text"
"""The origin of a rule that a text states."""

TREATY = "treaty"
"""The origin of a rule that no text states but the table of treaties."""

WARNING = "warning"
"""The origin of a rule that only says what somebody warned against, without a consequence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One promise of one committer.

    `id` is the record's; several committers of one record share it. `trigger` is None for a
    promise without a condition: such a one never fires. `consequence` is what the committer would
    do; `refused` marks an act he promises not to do, which makes no event. `beneficiary` is whose
    side he takes. `defensive` promises answer an attack: never in favour of who struck first.
    `missing` says in words which slots the text leaves open and how they are read.
    `strength`, `hedges` and `spoken_for` travel with the answer. `since` is the first date (ISO
    text) at which the promise can have been known. `also` are the ids of other tellings of the
    same thread.
    """

    id: str
    committer: str
    consequence: Pattern
    trigger: Expression | None = None
    refused: bool = False
    beneficiary: str | None = None
    defensive: bool = False
    strength: Strength = Strength.FIRM
    kind: Kind = Kind.PLEDGE
    spoken_for: bool = False
    exclusive: bool = False
    hedges: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    since: str | None = None
    thread: str | None = None
    also: tuple[str, ...] = ()
    origin: str = TEXT
    condition_words: str | None = None
    action_words: str | None = None
    entry: Entry | None = None

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Return every way for the trigger to hold; empty without a trigger."""
        return () if self.trigger is None else find_alternatives(self.trigger)


def is_in_force(rule: Rule, date: str | None) -> bool:
    """Say whether a promise had been made at a date; without a date, every one has."""
    if date is None or rule.since is None:
        return True
    return rule.since <= date or rule.since.startswith(date)


def rules_of(
    entries: Iterable[Entry],
    world: World,
    *,
    threads: Mapping[str, str] | None = None,
) -> tuple[Rule, ...]:
    """Return the rules of stored commitments, one for each committer of each thread.

    Args:
        entries: Commitments with their documents and statements; other nouns are passed over.
        world: Resolves names, at the date of the statement or document.
        threads: The thread of each record id. Of one thread the best evidence leads: quoted before
            reported before the author's own words, headlines last, then the firmer, then the surer.

    Returns:
        Rules in the order of the entries that lead. Promises without condition are among them,
        with no trigger.
    """
    directory = Directory(world)
    found = [e for e in entries if isinstance(e.record, Commitment)]
    told: dict[str, list[Entry]] = {}
    for entry in found:
        told.setdefault((threads or {}).get(entry.id, entry.id), []).append(entry)
    made: list[Rule] = []
    for thread, tellings in told.items():
        leader = min(tellings, key=_evidence_rank)
        also = tuple(entry.id for entry in tellings if entry.id != leader.id)
        for rule in rules_of_entry(leader, directory):
            made.append(replace(rule, thread=thread if threads else None, also=also))
    return tuple(made)


def rules_of_entry(entry: Entry, directory: Directory) -> tuple[Rule, ...]:
    """Return the rule of a commitment for each of its committers."""
    commitment = entry.record
    if not isinstance(commitment, Commitment):
        return ()
    since = since_of(entry)
    committers = commitment.committer.members or (commitment.committer,)
    return tuple(
        _rule(entry, commitment, directory, who=_id(member, directory, since), since=since)
        for member in committers
    )


def _rule(
    entry: Entry, commitment: Commitment, directory: Directory, *, who: str, since: str | None
) -> Rule:
    helped = commitment.beneficiary
    beneficiary = _stood_by(helped, directory, who=who, since=since) if helped is not None else None
    reading = None
    if commitment.condition is not None:
        reading = read_condition(
            commitment,
            directory,
            who=who,
            beneficiary=beneficiary,
            at=since,
        )
    consequence, missing = _consequence(commitment, directory, who=who, since=since)
    return Rule(
        id=commitment.id,
        committer=who,
        trigger=reading.trigger if reading is not None else None,
        consequence=consequence,
        refused=_is_refused(commitment),
        beneficiary=beneficiary or (reading.defended if reading is not None else None),
        defensive=reading is not None and reading.defended is not None,
        strength=commitment.strength,
        kind=commitment.kind,
        spoken_for=commitment.spoken_for,
        exclusive=commitment.exclusive,
        hedges=commitment.hedges,
        sources=commitment.sources,
        missing=(*(reading.missing if reading is not None else ()), *missing),
        since=since,
        condition_words=commitment.condition.span.exact if commitment.condition else None,
        action_words=commitment.action.span.exact,
        entry=entry,
    )


def _stood_by(helped: Actor, directory: Directory, *, who: str, since: str | None) -> str:
    """Return whom a committer helps: of two who promise it to each other, the other one."""
    others = [_id(member, directory, since) for member in helped.members]
    if who in others and len(others) == 2:
        others.remove(who)
        return others[0]
    return _id(helped, directory, since)


def _consequence(
    commitment: Commitment, directory: Directory, *, who: str, since: str | None
) -> tuple[Pattern, tuple[str, ...]]:
    """Return what the committer would do, and how a target that is not named is read."""
    classes = load_classes()
    event_class = classes.of_action(commitment.action.action_class)
    if (
        event_class == "aid"
        and MILITARY in load_thresholds().find_in(commitment.action.span.exact)[0]
    ):
        event_class = "military_aid"
    missing: tuple[str, ...] = ()
    target = _role(commitment.target, directory, since)
    if classes.is_in(event_class, "help") or (target is None and event_class == DEPLOYMENT):
        helped = commitment.beneficiary
        stood_by = _stood_by(helped, directory, who=who, since=since) if helped is not None else ""
        mutual = helped is not None and stood_by != _id(helped, directory, since)
        target = named(stood_by) if mutual else _role(helped, directory, since) or target
    if target is None and classes.is_in(event_class, "harm") and commitment.condition is not None:
        target = Role(kind=RoleKind.ATTACKER)
        missing = ("the act names no target: read as whoever does what it answers",)
    elif target is None and classes.is_in(event_class, "help"):
        target = Role(kind=RoleKind.ATTACKED)
        missing = ("the act names nobody whom it helps: read as whoever suffers what it answers",)
    elif target is None:
        missing = ("the act names no target",)
    pattern = Pattern(event_class=event_class, actor=named(who), target=target or ANYBODY)
    return pattern, missing


def _is_refused(commitment: Commitment) -> bool:
    """Say whether the act is one that will not be done; not to join an alliance is refused."""
    return commitment.polarity is Polarity.WILL_NOT or commitment.action.action_class == "not_join"


def _role(actor: Actor | None, directory: Directory, at: str | None) -> Role | None:
    if actor is None:
        return None
    return named(*dict.fromkeys(_id(a, directory, at) for a in actor.members or (actor,)))


def _id(actor: Actor, directory: Directory, at: str | None) -> str:
    return directory.id_of(actor, at) or directory.find_actor(actor.name, at) or actor.name


def since_of(entry: Entry) -> str | None:
    """Return the first day on which the words can have been said: when said, else published."""
    said = entry.statement.said if entry.statement is not None else None
    earliest = said.earliest if said is not None else None
    return (earliest or entry.document.published.earliest or "")[:10] or None


_VOICES = (Voice.DIRECT_QUOTE, Voice.INDIRECT, Voice.AUTHORIAL)
_STRENGTHS = tuple(Strength)


def _evidence_rank(entry: Entry) -> tuple[bool, int, int, float]:
    """Return the rank of a telling, the best least."""
    commitment = entry.record
    if not isinstance(commitment, Commitment):
        raise TypeError(f"no commitment: {entry.id}")
    headline = entry.statement is not None and entry.statement.style is Style.HEADLINE
    return evidence_rank(headline, commitment.voice, commitment.strength, commitment.score)


def evidence_rank(
    headline: bool, voice: Voice, strength: Strength, score: float
) -> tuple[bool, int, int, float]:
    """Return the rank of a telling as evidence, the best least."""
    return headline, _VOICES.index(voice), _STRENGTHS.index(strength), -score
