"""Which event a predicate or a noun names: the class of a span by the words of its tree."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.analysis.clauses import case_word, child, head_of
from foedus.analysis.parse import Parse
from foedus.languages.actions import ActionWords, Sense

_OBJECTS, _DIRECT = ("obj", "iobj", "nsubj:pass"), ("obj", "nsubj:pass")
_LOOSE = ("obl", "obl:agent", "obl:unmarked", "obl:tmod", "advmod", "xcomp", "ccomp", "nmod")
_INSIDE = ("compound", "amod", "nmod", "nmod:poss", "conj", "flat", "appos", "obl", "nummod")
_SUBJECTS = ("nsubj", "csubj")
_REFUSING = frozenset({"fail", "refuse", "decline", "reject", "unable", "unwilling"})
_NEVER_IN_NEWS = ("other", "request", "decision", "threat_to_security")
"""Conditions of these labels stand in treaties, where the model reads them from the wording."""
_FINAL = frozenset({"toleration", "escalation", "treaty_exit"})
"""Classes whose word settles the label, whatever event its object names."""
_YIELDING = frozenset(
    {"compliance", "talks", "withdrawal", "ceasing", "sanctions_lifted", "accession", "other"}
)
_YIELDING_VERBS = frozenset({"compliance"})
"""To accept a ban is no ban: the verb that governs an act settles it."""
_PART, _BARE = "part", "bare"
_AIMING = ("at", "into", "on")
_UNSPECIFIED, _FORCE = "retaliate_unspecified", "use_force"
_BY_MEANS = frozenset({"with", "by", "through", "via"})
_LACKING = frozenset({"without", "despite"})
_LETTING = frozenset({"let", "allow", "permit", "enable"})
MAX_WORDS_BELOW = 14
MAX_DEPTH_OF_NOUN, MAX_DEPTH_OF_VERB = 1, 3
"""Steps below the governing word of a span; a deeper word names something else than the event."""


def sense_at(
    parse: Parse, index: int, words: ActionWords, *, promised: bool = False
) -> Sense | None:
    """Return what the word at this token means as an event, None for a word that names none.

    A verb is read with its particle, objects and looser dependents, a noun by itself.
    """
    token = parse.tokens[index]
    lemma = words.lemma_of(token.text, token.lemma)
    if token.upos in ("NOUN", "PROPN"):
        if lemma in words.words["acted"]:  # "the use of nerve gas"
            parts = _lemmas_below(parse, index, words, ("nmod", "compound", "amod"))
            acted = words.sense_of_verb([lemma], [parts], promised=promised)
            if acted is not None:
                return acted
        return words.sense_of_noun(lemma, promised=promised)
    predicative = words.adjectives.get(token.text.lower())
    described = predicative is not None or token.upos == "ADJ"
    if described and child(parse, index, ("cop", "aux:pass")) is not None:
        return predicative
    if token.upos not in ("VERB", "AUX"):
        return None
    verbs = [*_with_aim(parse, index, words), *_with_particle(parse, index, words)]
    if not words.may_name_event(
        (f"be_{verbs[-1]}", f"{lemma}_{_PART}", *(f"{v}_{_BARE}" for v in verbs), *verbs)
    ):
        return None
    # Of "gave the military rulers a week" the week is what was given.
    given = _OBJECTS if child(parse, index, ("obj",)) is None else _DIRECT
    below = [_lemmas_below(parse, index, words, part) for part in (given, _LOOSE)]
    objects = below[0]
    subjects = _lemmas_below(parse, index, words, _SUBJECTS)
    if objects:
        telling = words.words["armed"] | words.words["civil"]
        below.insert(0, [lemma for lemma in subjects if lemma in telling])
    else:
        # "The defence pact comes into force": nobody comes to anybody's defence.
        below.append([_lemma(parse, i, words) for i in _subjects_of(parse, index)])
    if token.deprel in ("acl", "amod") and token.xpos == "VBN" and token.head >= 0:
        below.insert(0, [_lemma(parse, token.head, words)])
    if promised and _is_bare(parse, index):
        alone = child(parse, index, ("obl",)) is None  # who stands by somebody does not stand by
        verbs.extend(f"{verb}_{_BARE}" for verb in {lemma: 0, verbs[0] if alone else lemma: 0})
    if _PART in objects[:1]:
        verbs.insert(0, f"{lemma}_{_PART}")  # what one takes part in says what it is
    if child(parse, index, ("aux:pass",)) is not None:
        verbs.insert(0, f"be_{verbs[-1]}")  # to be met is no meeting
    return words.sense_of_verb(verbs, below, objects=objects, promised=promised)


def condition_class(parse: Parse, first: int, last: int, words: ActionWords) -> str | None:
    """Return the label (second column of the table) of the event that a condition names.

    None where its words name no event of the table: the caller keeps what the model says.
    """
    for index, sense in _senses(parse, first, last, words):
        governor = _lemma(parse, parse.tokens[index].head, words) if index != first else ""
        refused = (
            is_denied(parse, index, words)
            or governor in _REFUSING
            or _unmet(parse, index, first, words)
        )
        if sense.event_class == "noncompliance" or (sense.event_class in _YIELDING and refused):
            return "noncompliance"
        label = words.classes[sense.event_class].condition
        if sense.event_class in _FINAL:
            return label
        if label is not None and label not in _NEVER_IN_NEWS:
            return label
    return None


def action_class(parse: Parse, first: int, last: int, words: ActionWords) -> str | None:
    """Return the label (third column of the table) of the act that an action names.

    None where its words name no act of the table: the caller keeps what the model says.
    """
    first_verb = head_of(parse, first, last)
    for index, sense in _senses(parse, first, last, words):
        label = words.classes[sense.event_class].action
        if sense.event_class in _FINAL:
            return label
        if sense.name in _YIELDING_VERBS and index == first_verb:
            return "other"
        if index != first_verb and _lemma(parse, first_verb, words) in _LETTING:
            return "other"  # what one lets others do is not one's own act
        if index != first_verb and _lemma(parse, first_verb, words) in words.words["thwarting"]:
            return "other"  # who vetoes sanctions imposes none
        if label == _UNSPECIFIED:
            return _means(parse, index, (first, last), words) or label
        if label is not None and label != "other":
            return label
    return None


def _means(parse: Parse, reply: int, action: tuple[int, int], words: ActionWords) -> str | None:
    """Return the label of what an answer is given by: "retaliate by closing", "with sanctions"."""
    if any(
        _lemma(parse, index, words) in words.words["forceful"] and case_word(parse, index) == "with"
        for index in range(*action)
    ):
        return _FORCE
    for index, sense in _senses(parse, *action, words):
        token, label = parse.tokens[index], words.classes[sense.event_class].action
        if index == reply or label in (None, "other", _UNSPECIFIED):
            continue
        led = case_word(parse, index) in _BY_MEANS
        if led if token.upos == "NOUN" else token.deprel in ("advcl", "xcomp", "acl"):
            return label
    return None


def is_denied(parse: Parse, index: int, words: ActionWords) -> bool:
    """Say whether an event is said not to be, by itself or of nobody: "no agreement is reached"."""
    return negated(parse, index, words) or any(
        voids(parse, below, words) for below in parse.children[index]
    )


def voids(parse: Parse, index: int, words: ActionWords) -> bool:
    """Say whether what hangs on a predicate says that it did not happen."""
    token = parse.tokens[index]
    text, relation = token.text.lower(), token.deprel.split(":")[0]
    if relation in ("advmod", "cc"):
        after_no = index > 0 and parse.tokens[index - 1].text.lower() == "no"
        longer = text in words.words["longer"] and after_no
        return longer or text in words.words["nobody"] or is_negation(parse, index, words)
    if relation not in ("nsubj", "obj", "iobj"):
        return False
    led = any(_negates(parse, i, words) for i in parse.children[index])
    return led or text in words.words["nobody"]


def _negates(parse: Parse, index: int, words: ActionWords) -> bool:
    """Say whether a word before a noun says that there is none of it: "no", "neither … nor"."""
    token = parse.tokens[index]
    leads = token.deprel.split(":")[0] in ("det", "cc", "advmod") and index < token.head
    return leads and is_negation(parse, index, words)


def _unmet(parse: Parse, index: int, first: int, words: ActionWords) -> bool:
    """Say whether an event hangs on what is negated: "does not return to the talks"."""
    above, deprel = parse.tokens[index].head, parse.tokens[index].deprel
    nominal = parse.tokens[index].upos == "NOUN" and deprel in ("obj", "obl")
    carried = nominal or deprel == "xcomp"  # "is not able to keep its word"
    return carried and above >= first and negated(parse, above, words)


def negated(parse: Parse, index: int, words: ActionWords) -> bool:
    """Say whether a predicate is negated by a word of its own."""
    return any(
        parse.tokens[below].deprel in ("advmod", "det") and is_negation(parse, below, words)
        for below in parse.children[index]
    )


def is_negation(parse: Parse, index: int, words: ActionWords) -> bool:
    """Say whether a word is a "not", "never" or "no" that stands for itself: not "not only"."""
    token, after = parse.tokens[index], index + 1
    if {token.text.lower(), token.lemma.lower()}.isdisjoint(words.words["negations"]):
        return False
    following = parse.tokens[after].text.lower() if after < len(parse.tokens) else ""
    return following not in words.words["not_only"]


def _senses(parse: Parse, first: int, last: int, words: ActionWords) -> Iterator[tuple[int, Sense]]:
    """Yield the events that tokens [first, last) name, the governing word's first."""
    head = head_of(parse, first, last)
    inside = [(_depth(parse, i, head), i) for i in range(first, last) if i != head]
    for depth, index in [(0, head), *sorted(inside)]:
        nominal = parse.tokens[index].upos in ("NOUN", "PROPN")
        if depth > (MAX_DEPTH_OF_NOUN if nominal else MAX_DEPTH_OF_VERB):
            continue
        if nominal and index != head and _is_lacking(parse, index):
            continue
        sense = sense_at(parse, index, words, promised=True)
        if sense is not None:
            yield index, sense


def _is_lacking(parse: Parse, index: int) -> bool:
    """Say whether a noun is what something is done without: "fills the dam without an accord"."""
    return case_word(parse, index) in _LACKING


def _depth(parse: Parse, index: int, head: int) -> int:
    """Return how many steps above a token the head stands, a large number if it is far."""
    for steps in range(MAX_DEPTH_OF_VERB + 1):
        if index == head:
            return steps
        index = parse.tokens[index].head
        if index < 0:
            break
    return 99


def _with_particle(parse: Parse, index: int, words: ActionWords) -> list[str]:
    """Return the lemma of a verb, before it the lemma joined with its particle."""
    lemma = _lemma(parse, index, words)
    particle = child(parse, index, ("compound:prt",))
    after = index + 1
    if (
        particle is None
        and after < len(parse.tokens)
        and parse.tokens[after].upos in ("ADP", "ADV")
    ):
        particle = after
    return (
        [lemma] if particle is None else [f"{lemma}_{parse.tokens[particle].lemma.lower()}", lemma]
    )


def _is_bare(parse: Parse, index: int) -> bool:
    """Say whether a verb has neither an object nor a clause for one, nor a part behind a hyphen."""
    after = parse.tokens[index + 1].text if index + 1 < len(parse.tokens) else ""
    return after != "-" and child(parse, index, (*_OBJECTS, "ccomp")) is None


def _with_aim(parse: Parse, index: int, words: ActionWords) -> list[str]:
    """Return the lemma joined with "at" or "into" where its object stands between them.

    To fire a rocket is a test, to fire it at somebody an attack.
    """
    found: list[str] = []
    thing = child(parse, index, ("obj",))
    inside = () if thing is None else parse.children[thing]  # "fire | a rocket at Haifa"
    for below in (*parse.children[index], *inside):
        aimed = parse.tokens[below].deprel == ("nmod" if below in inside else "obl")
        case = child(parse, below, ("case",)) if aimed else None
        if case is not None and index + 1 < case and parse.tokens[case].text.lower() in _AIMING:
            found.append(f"{_lemma(parse, index, words)}_{parse.tokens[case].text.lower()}")
    return [joined for joined in found if joined in words.phrases]


def _subjects_of(parse: Parse, index: int) -> list[int]:
    return [i for i in parse.children[index] if parse.tokens[i].deprel in _SUBJECTS]


def _lemmas_below(
    parse: Parse, index: int, words: ActionWords, relations: tuple[str, ...]
) -> list[str]:
    """Return the lemmas of these dependents and of the words inside their phrases."""
    stack = [below for below in parse.children[index] if parse.tokens[below].deprel in relations]
    found: list[str] = []
    while stack and len(found) < MAX_WORDS_BELOW:
        top = stack.pop(0)
        if parse.tokens[top].head != index:
            found.extend(_joined(parse, top, words))
        found.append(_lemma(parse, top, words))
        stack.extend(i for i in parse.children[top] if parse.tokens[i].deprel in _INSIDE)
    return found


def _joined(parse: Parse, index: int, words: ActionWords) -> list[str]:
    """Return a noun's lemma joined with that of the noun it belongs to: "state_emergency"."""
    joined = f"{_lemma(parse, parse.tokens[index].head, words)}_{_lemma(parse, index, words)}"
    return [joined] if joined in words.vocabulary else []


def _lemma(parse: Parse, index: int, words: ActionWords) -> str:
    token = parse.tokens[index]
    return words.lemma_of(token.text, token.lemma)
