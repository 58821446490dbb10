"""Pronouns: which of the actors before it one stands for, or none where the text does not tell.

Candidates are weighed as in Lappin and Leass (1994): how many sentences back, subject or speaker
first, and never a partner of the same verb. Two different actors with the same weight give none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foedus.analysis.mentions import Mention, Sort
from foedus.analysis.parse import Parse

_OPENING = frozenset({":", '"', "“", "”"})
MAX_STEPS = 12
"""So far below the verb that a pronoun is the subject of a phrase may stand."""
WINDOW_SENTENCES = 3
"""How many sentences back a pronoun may reach."""
_PER_SENTENCE = 10.0
_SPEAKER, _SUBJECT, _PARALLEL, _JOINT = 5.0, 4.0, 2.0, 3.0
_POSSESSOR, _OTHER_VOICE, _UNNAMED = -3.0, -15.0, -1.0
_GOES_ON, _ASIDE = 4.0, -1.0
_PLURAL, _SEVERAL = 1.5, 12.0
_CLOSER = 0.01
"""Weights were set on the training part of the labelled statements and commitments."""
_MANY = frozenset({"many"})
_FRONTED, _SUBJECTS = ("advcl", "obl"), ("nsubj", "nsubj:pass")


@dataclass(frozen=True, slots=True)
class Referent:
    """A phrase that a later pronoun may stand for; `key` is equal for phrases of one actor.

    `sorts` are the classes of pronoun that fit: person, thing, many. `own` marks "our allies",
    `named` a name, `joint` several phrases joined by "and".
    """

    first: int
    last: int
    head: int
    key: str
    sorts: frozenset[str]
    subject: bool = False
    speaker: bool = False
    quoted: bool = False
    own: bool = False
    named: bool = True
    joint: bool = False


def choose(
    parse: Parse,
    index: int,
    candidates: Iterable[Referent],
    *,
    kind: str,
    quoted: bool = False,
    speaking: bool = False,
) -> Referent | None:
    """Return what the pronoun at tokens[index] stands for.

    Args:
        parse: The text.
        index: The pronoun.
        candidates: Phrases of the text in any order; those that begin behind it do not count.
        kind: Class of the pronoun: person, thing or many.
        quoted: The pronoun stands in a quotation; then who speaks says little.
        speaking: The pronoun is itself said to speak, and so mostly goes on from who spoke before.

    Returns:
        The candidate of most weight; None without one, and where another actor weighs the same.
    """
    best: dict[str, tuple[float, Referent]] = {}
    for referent in candidates:
        if referent.last > index or kind not in referent.sorts:
            continue
        if speaking and referent.quoted and not referent.named:
            continue  # somebody described in a quotation is not who speaks it
        weight = _weight(parse, index, referent=referent, quoted=quoted)
        if weight is not None and kind in _MANY and _is_conditional(parse, index, referent):
            weight += _SEVERAL  # "will fire on their soldiers if they come": not the state
        if weight is not None and speaking and referent.speaker:
            weight += _GOES_ON
            # "They said" is sooner "traders" than "OPEC", though both may be meant
            weight += _PLURAL if referent.sorts == _MANY and kind == "many" else 0.0
        if weight is not None and (referent.key not in best or best[referent.key][0] < weight):
            best[referent.key] = (weight, referent)
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def announced(
    parse: Parse, index: int, candidates: Iterable[Referent], *, kind: str
) -> Referent | None:
    """Return the subject behind a clause or phrase that stands before it and has the pronoun.

    "If it is attacked, Japan will …": for a pronoun that nothing before it explains.
    """
    at = index
    for _ in range(MAX_STEPS):
        verb = parse.tokens[at].head
        if verb < 0:
            return None
        if parse.tokens[at].deprel in _FRONTED and index < verb:
            subjects = {i for i in parse.children[verb] if parse.tokens[i].deprel in _SUBJECTS}
            fits = [row for row in candidates if row.head in subjects and kind in row.sorts]
            return next((row for row in fits if row.first > index), None)
        at = verb
    return None


def named_behind(parse: Parse, starts: Mapping[int, Mention], index: int) -> set[str]:
    """Return the states and bodies named behind a subject in its clause: it is none of them.

    `starts` are the names of the text by their first tokens.
    """
    found: set[str] = set()
    if not parse.tokens[index].deprel.startswith("nsubj"):
        return found
    verb = parse.tokens[index].head
    sentence = parse.sentences[parse.tokens[index].sentence]
    for token in parse.tokens[index + 1 : sentence.last]:
        if token.upos in ("PUNCT", "SCONJ"):
            break
        if token.upos in ("VERB", "AUX") and token.index > verb:
            break
        mention = starts.get(token.index)
        if mention is not None and mention.sort is not Sort.PERSON and not mention.adjective:
            found.add(mention.actor.name)
    return found


def _weight(parse: Parse, index: int, *, referent: Referent, quoted: bool) -> float | None:
    """Return how well a phrase before a pronoun fits, None where it cannot."""
    pronoun = parse.tokens[index]
    distance = pronoun.sentence - parse.tokens[referent.head].sentence
    if not 0 <= distance <= WINDOW_SENTENCES or _partners(parse, index, referent):
        return None
    if _is_told(parse, index, referent):
        return None
    weight = -_PER_SENTENCE * distance - _CLOSER * (index - referent.head)
    weight += _JOINT if referent.joint else 0.0
    weight += 0.0 if referent.named else _UNNAMED
    if quoted:
        return weight + (_SUBJECT / 2 if referent.subject else 0.0)
    weight += _OTHER_VOICE if referent.quoted else 0.0
    weight += _SPEAKER if referent.speaker else 0.0
    weight += _SUBJECT if referent.subject else 0.0
    if referent.subject and pronoun.deprel.startswith("nsubj"):
        weight += _PARALLEL
    weight += _ASIDE if referent.subject and _is_aside(parse, index, referent) else 0.0
    after = parse.tokens[referent.last].text if referent.last < len(parse.tokens) else ""
    return weight + (_POSSESSOR if after in ("'s", "’s") else 0.0)


def _is_aside(parse: Parse, index: int, referent: Referent) -> bool:
    """Say whether a subject stands in an "if" of which the pronoun is no part.

    "Oman will fight if Qatar is attacked, its minister said": it is sooner Oman.
    """
    clause = parse.tokens[referent.head].head
    if clause < 0 or parse.tokens[clause].deprel != "advcl" or clause > index:
        return False
    above = index
    for _ in range(MAX_STEPS):
        above = parse.tokens[above].head
        if above < 0 or above == clause:
            break
    return above != clause


def _is_conditional(parse: Parse, index: int, referent: Referent) -> bool:
    """Say whether several are meant by the "they" of an "if" in their own sentence."""
    pronoun, tokens = parse.tokens[index], parse.tokens
    fronted = tokens[referent.head].sentence == pronoun.sentence and referent.sorts == _MANY
    return fronted and tokens[pronoun.head].deprel == "advcl"


def _partners(parse: Parse, index: int, referent: Referent) -> bool:
    """Say whether both hang on one verb, so that they are different actors ("Iran attacked it")."""
    pronoun, other = parse.tokens[index], parse.tokens[referent.head]
    if pronoun.deprel == "nmod:poss" or pronoun.xpos == "PRP$":
        return False
    if pronoun.head >= 0 and parse.tokens[pronoun.head].deprel == "acl:relcl":
        return parse.tokens[pronoun.head].head == referent.head  # "a treaty that binds it"
    return pronoun.head == other.head and other.head >= 0 and pronoun.sentence == other.sentence


def _is_told(parse: Parse, index: int, referent: Referent) -> bool:
    """Say whether a phrase stands in what the pronoun itself says: "If Iran moves, they say, …"."""
    verb, at = parse.tokens[index].head, referent.head
    if not parse.tokens[index].deprel.startswith("nsubj") or verb < 0:
        return False
    if parse.tokens[verb].sentence != parse.tokens[at].sentence:
        return False
    if parse.tokens[at].deprel == "nmod:poss":  # "Park's uncle had died, she said": Park may say so
        return False
    between = {token.text for token in parse.tokens[referent.last : index]}
    if not between.isdisjoint(_OPENING):  # "Holm scolded them: “You …,” she said"
        return False
    said = False
    for _ in range(MAX_STEPS):
        above = parse.tokens[at].head
        said = said or (above == verb and parse.tokens[at].deprel == "ccomp")
        if above < 0 or above == verb:
            return said
        at = above
    return False
