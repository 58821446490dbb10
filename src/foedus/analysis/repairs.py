"""Repairs: what the model's trees of sentences get wrong time and again, set right by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_CLAUSES = frozenset({"ccomp", "parataxis"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_BEFORE_NOUN = frozenset({"ADJ", "ADV", "NUM", "SYM"})
_INNER = frozenset({"amod", "compound", "flat", "nmod:desc", "nummod"})
_LOOSE = frozenset({"compound", "nmod", "nmod:poss"})
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_WHEN = frozenset({"obl:tmod", "obl:unmarked"})
_SUBJECTS = frozenset({"csubj", "expl", "nsubj", "nsubj:pass"})
_OWNING = "nmod:poss"
MAX_OWNED = 7
"""So many words behind "'s" the noun may stand that is somebody's."""


def mend(
    heads: Sequence[int], relations: Sequence[str], upos: Sequence[str], xpos: Sequence[str]
) -> tuple[list[int], list[str]]:
    """Return the heads and relations of a sentence's words, mended.

    Args:
        heads: From 1, 0 the root.
        relations: Of each word to its head.
        upos: Of each word.
        xpos: Of each word.
    """
    mended, named = list(heads), list(relations)
    if "POS" in xpos:
        _give_owners(mended, named, upos, xpos)
    _give_subjects(mended, named, upos, xpos)
    _join_predicates(mended, named, upos)
    if named.count("nsubj") > 1:
        _leave_one_subject(mended, named, upos)
    return mended, named


def _give_owners(
    heads: list[int], relations: list[str], upos: Sequence[str], xpos: Sequence[str]
) -> None:
    """Hang a word with "'s" on what it owns: in "Chad's army said" it is the army that speaks."""
    for mark, tag in enumerate(xpos, 1):
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
    """Hang "closed" on "remain" in "if the gates remain closed", with the subject on the verb."""
    for verb in range(1, len(heads)):
        state = verb + 1
        both = relations[verb - 1] == relations[state - 1] == "advcl"
        if not both or heads[verb - 1] != heads[state - 1]:
            continue
        if (upos[verb - 1], upos[state - 1]) != ("VERB", "ADJ"):
            continue
        heads[state - 1], relations[state - 1] = verb, "xcomp"
        for word, head in enumerate(heads, 1):
            if head == state and relations[word - 1] in _SUBJECTS:
                heads[word - 1] = verb


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
