"""Strength: how firmly somebody binds himself, by the modal before the act where there is one."""

from __future__ import annotations

from foedus.analysis.clauses import head_of
from foedus.analysis.parse import Parse
from foedus.languages.conditions import ConditionWords

SURE = 0.75
"""Probability from which the model is believed that "will" and "would" leave something open."""
REACH = 4
"""How many words before the act a modal may stand ("could in that case be")."""


def strength_of(
    parse: Parse, action: tuple[int, int], *, likely: tuple[str, float], words: ConditionWords
) -> str:
    """Return the strength that the words before an act show, else the model's.

    Args:
        parse: The text.
        action: Tokens of the act, without its auxiliaries.
        likely: What the model says, and how surely.
        words: Supplies modals and verbs of weighing.
    """
    first, last = action
    sentence = parse.sentences[parse.tokens[first].sentence]
    head = head_of(parse, first, last)
    own = [i for i in parse.children[head] if parse.tokens[i].deprel.startswith("aux")]
    near = range(max(sentence.first, first - REACH), first)
    modals = [i for i in near if i in own or parse.tokens[i].head in (head, first)]
    if any(parse.tokens[i].text.lower() in words.possible for i in (*own, *modals)):
        return "possible"
    before = " ".join(token.text.lower() for token in parse.tokens[near.start : first])
    if any(phrase in before for phrase in words.reserving):
        return "possible"
    if parse.tokens[first].text.lower() in words.weighing:
        return "possible"
    # "Would impose" is as firm as it can be said; the model must be sure that more is meant.
    plain = any(parse.tokens[i].text.lower() in words.plain for i in own)
    label, share = likely
    return "firm" if plain and label == "possible" and share < SURE else label
