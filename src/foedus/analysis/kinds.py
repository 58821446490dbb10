"""Kinds: which kind a commitment is, by the model's ranking and by what act and condition allow."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.analysis.event_clauses import YIELDING
from foedus.analysis.promised import PromisedAct
from foedus.languages.conditions import ConditionWords
from foedus.records.commitments import Condition, Kind, Polarity


def kind_of(
    ranked: Sequence[str],
    *,
    act: PromisedAct,
    condition: Condition | None,
    helps: bool,
    bound: bool,
    words: ConditionWords,
) -> Kind:
    """Return the model's most probable kind that act and condition allow.

    Args:
        ranked: The kinds, most probable first.
        act: What will be done; harm is no offer, help is no threat.
        condition: What would have to happen, None without one.
        helps: Whether somebody else is fought for or stood by: such force is a pledge.
        bound: Whether a treaty or law is named; without it nothing is an obligation.
        words: The tables of what excludes what.
    """
    if helps and act.polarity is Polarity.WILL and ranked[0] == Kind.THREAT:
        return Kind.PLEDGE
    if act.key in words.promises.kinds_by_act:
        return Kind(words.promises.kinds_by_act[act.key])
    excluded = set() if bound else {"obligation"}
    excluded |= {Kind.ULTIMATUM.value} if condition is None else set()  # it needs a demand
    sense = ""
    if condition is not None:
        sense = words.connectives.get(condition.connective or "", "")
        excluded |= {*_by_condition(condition, sense, words)}
        if act.harms and sense == "until":
            return Kind.ULTIMATUM  # harm that goes on until a demand is met
        if act.harms and sense == "unless":
            excluded.add(Kind.THREAT.value)  # harm that a demand would avert
        elif act.harms:
            # Harm is no answer to compliance: there the class of the condition is the doubtful one.
            excluded -= {Kind.THREAT.value} if condition.event_class == YIELDING[0] else set()
    by_act = {*_by_act(act, condition, sense, words)} - ({Kind.PLEDGE.value} if helps else set())
    barred = excluded | by_act
    for rule in (barred, excluded):
        found = next((kind for kind in ranked if kind not in rule), None)
        if found is not None:
            return Kind(found)
    return Kind(ranked[0])


def _by_act(
    act: PromisedAct, condition: Condition | None, sense: str, words: ConditionWords
) -> tuple[str, ...]:
    """Return the kinds that an act excludes, and those that it does under such a condition."""
    table = words.promises.kinds_barred_by_act
    always = table.get(act.key, ())
    if condition is None:
        return always
    awaited = sense in ("until", "unless") or condition.event_class in YIELDING
    if awaited and f"{act.key} {sense or 'if'}" in table:
        return table[f"{act.key} {sense or 'if'}"]
    return (*always, *table.get(f"{act.key} conditional", ()))


def _by_condition(condition: Condition, sense: str, words: ConditionWords) -> tuple[str, ...]:
    """Return the kinds that a condition excludes; a negated event is not in question."""
    yields = condition.event_class in YIELDING
    said = set(condition.span.exact.lower().replace(",", " ").split())
    if not yields and not words.negators.isdisjoint(said):
        return ()
    worse = () if yields or words.promises.worsening.isdisjoint(said) else (Kind.OFFER.value,)
    return (*worse, *words.promises.kinds_barred(condition.event_class, sense))
