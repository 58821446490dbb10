"""Repairs: what the model's trees of sentences get wrong time and again, set right by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_CLAUSES = frozenset({"ccomp", "parataxis"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_BEFORE_NOUN = frozenset({"ADJ", "ADV", "NUM", "SYM"})
_INNER = frozenset({"amod", "compound", "flat", "nmod:desc", "nummod"})
_LEADING = _INNER | {"det", "nmod:poss"}
_LOOSE = frozenset({"compound", "nmod", "nmod:poss"})
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_WHEN = frozenset({"obl:tmod", "obl:unmarked"})
_SUBJECTS = frozenset({"csubj", "expl", "nsubj", "nsubj:pass"})
_PREDICATES = frozenset({"AUX", "VERB"})
_OWNING = "nmod:poss"
MAX_OWNED = 7
"""So many words behind "'s" the noun may stand that is somebody's."""
MAX_TO_STATE = 4
"""So many words behind a verb may stand what its subject becomes."""


def mend(
    heads: Sequence[int], relations: Sequence[str], upos: Sequence[str], xpos: Sequence[str]
) -> tuple[list[int], list[str], list[str]]:
    """Return the heads, relations and parts of speech of a sentence's words, mended.

    Args:
        heads: From 1, 0 the root.
        relations: Of each word to its head.
        upos: Of each word.
        xpos: Of each word.
    """
    mended, named, upos = list(heads), list(relations), list(upos)
    _make_verbs(mended, named, upos, xpos)
    if "POS" in xpos:
        _give_owners(mended, named, upos, xpos)
    _give_subjects(mended, named, upos, xpos)
    _join_predicates(mended, named, upos)
    if "DT" in xpos:
        _give_pronouns(mended, named, upos, xpos)
    if "nsubj:pass" in named:
        _make_active(mended, named, upos)
    _give_objects(mended, named, upos)
    if named.count("nsubj") > 1:
        _describe_subjects(mended, named, upos)
        _leave_one_subject(mended, named, upos)
    return mended, named, upos


def _make_verbs(
    heads: Sequence[int], relations: list[str], upos: list[str], xpos: Sequence[str]
) -> None:
    """Take a finite form with a subject for a verb, and the "if" before it for no preposition.

    What stands behind "to" in its plain form is a verb too: "to mine the strait".
    """
    for word, tag in enumerate(xpos, 1):
        if tag == "VB" and word > 1 and xpos[word - 2] == "TO" and upos[word - 1] != "AUX":
            upos[word - 1] = "VERB"
        if tag not in _FINITE or upos[word - 1] not in _NOUNS:
            continue
        below = [i for i, above in enumerate(heads, 1) if above == word and i < word]
        subject = next((i for i in below if relations[i - 1] == "nsubj"), None)
        if subject is None:
            continue
        upos[word - 1] = "VERB"
        for index in below:
            if index < subject and relations[index - 1] == "case":
                relations[index - 1] = "mark"


def _give_owners(
    heads: list[int], relations: list[str], upos: Sequence[str], xpos: Sequence[str]
) -> None:
    """Hang a word with "'s" on what it owns: in "Chad's army said" it is the army that speaks."""
    for mark, tag in enumerate(xpos, 1):
        if tag == "POS" and mark > 1 and heads[mark - 1] > mark and upos[mark - 2] in _NOUNS:
            heads[mark - 1], relations[mark - 1] = mark - 1, "case"
        owner = heads[mark - 1]
        if tag != "POS" or not owner or owner >= mark or relations[owner - 1] == _OWNING:
            continue
        owned = _owned(mark, heads, relations, upos, xpos)
        if owned is None or relations[mark - 1] != "case":
            continue
        if heads[owned - 1] == owner:
            heads[owned - 1], relations[owned - 1] = heads[owner - 1], relations[owner - 1]
        elif heads[owner - 1] not in (heads[owned - 1], owned):
            continue
        heads[owner - 1], relations[owner - 1] = owned, _OWNING


def _give_subjects(
    heads: list[int], relations: list[str], upos: Sequence[str], xpos: Sequence[str]
) -> None:
    """Give a finite verb the noun before it that hangs on the verb's object or on its day.

    In "the army shelled villages" the army then describes no villages any more, nor Chad a day in
    "Chad Friday shelled villages".
    """
    strayed: dict[int, list[int]] = {}
    for word, noun in enumerate(heads, 1):
        verb = heads[noun - 1] if noun > word else 0
        loose = relations[word - 1] in _LOOSE and upos[word - 1] in _NOUNS
        if not loose or verb <= word or xpos[verb - 1] not in _FINITE:
            continue
        behind = relations[noun - 1] == "obj" and verb < noun
        if behind or relations[noun - 1] in _WHEN:
            strayed.setdefault(verb, []).append(word)
    for verb, words in strayed.items():
        if not any(heads[i] == verb and relations[i] in _SUBJECTS for i in range(len(heads))):
            subject, noun = words[-1], heads[words[-1] - 1]
            for word in range(1, subject):
                if heads[word - 1] == noun:
                    heads[word - 1] = subject
            heads[subject - 1], relations[subject - 1] = verb, "nsubj"


def _join_predicates(heads: list[int], relations: list[str], upos: Sequence[str]) -> None:
    """Hang "closed" on "remain" in "if the gates remain closed", with the subject on the verb.

    So it is with "the victim" in "should it become the victim".
    """
    for verb in range(1, len(heads)):
        if relations[verb - 1] != "advcl" or upos[verb - 1] != "VERB":
            continue
        state = verb + 1
        while state < len(heads) and state < heads[state - 1] <= verb + MAX_TO_STATE:
            state += 1
        if relations[state - 1] != "advcl" or heads[verb - 1] != heads[state - 1]:
            continue
        if upos[state - 1] not in ("ADJ", "NOUN"):
            continue
        heads[state - 1], relations[state - 1] = verb, "xcomp"
        for word, head in enumerate(heads, 1):
            if head == state and relations[word - 1] in _SUBJECTS:
                heads[word - 1] = verb


def _give_pronouns(
    heads: Sequence[int], relations: list[str], upos: Sequence[str], xpos: Sequence[str]
) -> None:
    """Make "both" or "neither", which leads no noun, the subject of the verb right behind it."""
    for word, head in enumerate(heads, 1):
        stray = xpos[word - 1] == "DT" and relations[word - 1] in ("advmod", "cc:preconj", "det")
        if not stray or head <= word or upos[head - 1] != "VERB" or upos[word] not in _PREDICATES:
            continue
        beside = {relations[i] for i, above in enumerate(heads) if above == head}
        if beside.isdisjoint(_SUBJECTS):
            relations[word - 1] = "nsubj:pass" if "aux:pass" in beside else "nsubj"


def _make_active(heads: Sequence[int], relations: list[str], upos: Sequence[str]) -> None:
    """Take a clause without "be" for no passive: "until it handed over the prisoners"."""
    for word, head in enumerate(heads, 1):
        if relations[word - 1] != "nsubj:pass" or not word < head:
            continue
        below = [i for i, above in enumerate(heads, 1) if above == head]
        beside = {relations[i - 1] for i in below}
        if "mark" not in beside or "aux:pass" in beside or "aux" in beside:
            continue
        relations[word - 1] = "nsubj"


def _give_objects(heads: Sequence[int], relations: list[str], upos: Sequence[str]) -> None:
    """Make a verb's object of the name or noun right behind it: "attacks Chad", "any member".

    Where another object follows, it is whom something is given.
    """
    led = {heads[i] for i, relation in enumerate(relations) if relation == "case"}
    objects = {
        heads[i]: i + 1
        for i, relation in enumerate(relations)
        if relation == "obj" and i + 1 not in led
    }
    for word, head in enumerate(heads, 1):
        if not 0 < head < word or upos[head - 1] != "VERB" or upos[word - 1] not in _NOUNS:
            continue
        between = range(head + 1, word)
        own = all(heads[i - 1] == word and relations[i - 1] in _LEADING for i in between)
        bare = upos[word - 1] == "PROPN" or len(between) > 0
        if not own or not bare:
            continue
        if relations[word - 1] == "obl" and head not in objects:
            relations[word - 1] = "obj"
        elif relations[word - 1] == "obj" and word < objects.get(head, 0) and not between:
            relations[word - 1] = "iobj"


def _owned(
    mark: int,
    heads: Sequence[int],
    relations: Sequence[str],
    upos: Sequence[str],
    xpos: Sequence[str],
) -> int | None:
    """Return the noun that governs the phrase right behind "'s", None where none follows."""
    for word in range(mark + 1, min(mark + MAX_OWNED, len(heads)) + 1):
        if upos[word - 1] in _NOUNS:
            while word < heads[word - 1] <= mark + MAX_OWNED and relations[word - 1] in _INNER:
                word = heads[word - 1]
            return word if upos[word - 1] in _NOUNS else None
        if upos[word - 1] not in _BEFORE_NOUN and xpos[word - 1] not in ("VBG", "VBN", "HYPH"):
            return None
    return None


def _describe_subjects(heads: list[int], relations: list[str], upos: Sequence[str]) -> None:
    """Make the second of two subjects behind a comma a description: "Oman, its friend, said".

    Without a mark the first is who is told what the second does: "told the radio Oman would go".
    """
    first: dict[int, int] = {}
    for word, head in enumerate(list(heads), 1):
        if relations[word - 1] != "nsubj" or word > head or upos[word - 1] not in _NOUNS:
            continue
        subject = first.setdefault(head, word)
        begins = _first_below(word, heads)
        teller = heads[head - 1]
        if subject < begins and "PUNCT" in upos[max(subject, begins - 2) : begins]:
            heads[word - 1], relations[word - 1] = subject, "appos"
        elif subject == begins - 1 and relations[head - 1] == "ccomp" and 0 < teller < subject:
            heads[subject - 1], relations[subject - 1] = teller, "iobj"
            first[head] = word


def _first_below(word: int, heads: Sequence[int]) -> int:
    """Return where the phrase of a word begins."""
    for index in range(1, word):
        above = heads[index - 1]
        while 0 < above < word:
            above = heads[above - 1] if heads[above - 1] > above else 0
        if above == word:
            return index
    return word


def _leave_one_subject(heads: Sequence[int], relations: list[str], upos: Sequence[str]) -> None:
    """Make the second subject, right behind its verb, the verb's object; behind "with" none is one.

    The model now and then makes two subjects of "China accused Manila of lying". What stands behind
    a preposition or a mark stays as it is, and so does what a further clause lacks as its subject.
    """
    below: dict[int, list[int]] = {}
    for word, head in enumerate(heads, 1):
        below.setdefault(head, []).append(word)
    for word, head in enumerate(heads, 1):
        several = sum(relations[i - 1] == "nsubj" for i in below[head]) > 1
        if several and relations[word - 1] == "nsubj" and _is_led(word, below, relations):
            relations[word - 1] = "obl"
        behind = relations[word - 1] == "nsubj" and 0 < head < word
        if not behind or upos[head - 1] != "VERB" or upos[word - 1] not in _NOUNS:
            continue
        beside, own = below[head], below.get(word, [])
        led = any(relations[i - 1] == "nsubj" for i in beside if i < head)
        taken = any(relations[i - 1] == "obj" for i in beside)
        marked = _is_led(word, below, relations)
        marked = marked or "PUNCT" in upos[head : word - 1]
        if not led or taken or marked:
            continue
        clauses = [i for i in beside if i > word and relations[i - 1] in _CLAUSES]
        opened = [any(k > word for k in _opening(i, below, relations)) for i in clauses]
        finite = any(relations[k - 1] == "aux" for i in own for k in below.get(i, ()))
        if all(opened) and not finite:
            relations[word - 1] = "obj"


def _is_led(word: int, below: Mapping[int, Sequence[int]], relations: Sequence[str]) -> bool:
    """Say whether a preposition leads a noun."""
    return any(i < word and relations[i - 1] == "case" for i in below.get(word, ()))


def _opening(
    clause: int, below: Mapping[int, Sequence[int]], relations: Sequence[str]
) -> list[int]:
    """Return the prepositions and marks that open a clause."""
    return [i for i in below.get(clause, ()) if relations[i - 1] in ("mark", "case")]
