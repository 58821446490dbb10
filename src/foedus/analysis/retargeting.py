"""Whom a condition means once it is known who acts, and for or against whom."""

from __future__ import annotations

from dataclasses import replace

from foedus.analysis.conditions import GUARDING
from foedus.analysis.event_clauses import YIELDING
from foedus.analysis.promised import PromisedAct
from foedus.analysis.trigger_roles import ATTACKS
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor
from foedus.records.commitments import Condition, Trigger

_PRONOUNS = frozenset({"it", "its", "they", "them", "their", "she", "her", "he", "him", "his"})
_SUBJECTS = frozenset({"it", "they", "she", "he"})
_OWNERS = frozenset({"its", "their"})
_SHARED = frozenset({"its", "their", "either", "both", "each", "other", "one", "them"})
SENDING = ("deploy", "mobilise")
"""Labels of acts by which somebody is sent: to an ally's help, where one was attacked."""


def asked_of(
    condition: Condition | None,
    aimed: Actor | None,
    act: PromisedAct,
    committer: Actor,
    words: ConditionWords,
) -> Condition | None:
    """Return the condition with whom an act is aimed at where "it" does what is asked.

    What is asked of somebody is not the committer's own act ("cut the aid to X if it does not
    return to the talks"), and neither is what harm is threatened for; where nobody is named
    whom it is asked of, nobody is.
    """
    if condition is None or not (condition.actor or committer.name).startswith(committer.name):
        return condition
    said = condition.span.exact.lower().split()
    subject = said[len((condition.connective or "").split()) :][:1]
    answered = act.harms and words.states.isdisjoint(said)
    helps = act.bearing == "help" or act.label in SENDING
    wanted = helps and not words.promises.requesting.isdisjoint(said)
    asked = condition.event_class in YIELDING or answered or wanted
    own = not (wanted or words.plight.isdisjoint(said)) or not asked
    subjects = _SUBJECTS | _OWNERS if condition.event_class == YIELDING[0] else _SUBJECTS
    if own or subjects.isdisjoint(subject):
        return condition
    meant = aimed.name if aimed is not None and aimed.name != committer.name else None
    if condition.actor is None and (not answered or condition.target is not None):
        return condition  # who complies may be anybody, and "it" may be who is attacked
    if meant is None and not (act.harms and condition.event_class == "noncompliance"):
        return condition
    target = None if condition.target == meant else condition.target
    tree = _acted(condition.tree, condition.actor, meant)
    return replace(condition, actor=meant, target=target, tree=tree)


def retargeted(
    condition: Condition | None, act: PromisedAct, helped: Actor | None, committer: Actor
) -> Condition | None:
    """Return the condition of help, whose victim "it" is who is helped and not who helps.

    Who is defended "from any attack" is its victim too.
    """
    if condition is None or helped is None or condition.event_class in YIELDING:
        return condition
    said = set(condition.span.exact.lower().split())
    meant = condition.target == committer.name and not said.isdisjoint(_PRONOUNS)
    meant = meant and (act.bearing == "help" or act.label in SENDING)
    if not meant and condition.event_class not in ATTACKS:
        return condition
    guarded = condition.target is None and condition.connective in GUARDING
    shared = condition.target is None and bool(committer.members) and helped.name == committer.name
    if not meant and not guarded and not (shared and not said.isdisjoint(_SHARED)):
        return condition
    tree = _hit(condition.tree, condition.target, helped.name)
    return replace(condition, target=helped.name, tree=tree)


def _hit(tree: Trigger, name: str | None, instead: str) -> Trigger:
    """Return an event, or its denial, with another who is hit."""
    if tree.negated is not None:
        return Trigger(negated=_hit(tree.negated, name, instead))
    hit = tree.event_class is not None and tree.target == name
    return replace(tree, target=instead) if hit else tree


def _acted(tree: Trigger, name: str | None, instead: str | None) -> Trigger:
    """Return a tree in which another acts where somebody does."""
    own = tree.event_class is not None and tree.actor == name
    return replace(
        tree,
        actor=instead if own else tree.actor,
        target=None if tree.target == instead else tree.target,
        all_of=tuple(_acted(node, name, instead) for node in tree.all_of),
        any_of=tuple(_acted(node, name, instead) for node in tree.any_of),
        negated=_acted(tree.negated, name, instead) if tree.negated is not None else None,
    )


def complies(condition: Condition | None, actor: Actor) -> bool:
    """Say whether somebody would do what is asked: no friendly act is against him."""
    if condition is None or condition.event_class != YIELDING[0]:
        return False
    return condition.actor == actor.name


def victims(condition: Condition | None) -> set[str]:
    """Return who would be attacked, by all triggers of a condition."""
    if condition is None or condition.event_class not in ATTACKS:
        return set()
    nodes, found = [condition.tree], set[str]()
    while nodes:
        node = nodes.pop()
        found |= set((node.target or "").split("; ")) - {""}
        nodes.extend([*node.all_of, *node.any_of, *([node.negated] if node.negated else [])])
    return found


def backed(condition: Condition) -> str | None:
    """Return who would do what a promise backs: "support for any X operation that …"."""
    if condition.connective not in ("any", "every"):
        return None
    return (condition.tree.all_of or (condition.tree,))[-1].actor
