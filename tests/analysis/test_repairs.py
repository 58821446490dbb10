"""Trees that the model gets wrong, and what stays as it is."""

from __future__ import annotations

import pytest

from foedus.analysis.repairs import mend


@pytest.mark.parametrize(
    ("tree", "object_at", "why"),
    [
        (
            "China/PROPN/2/nsubj accused/VERB/0/root Taiwan/PROPN/2/nsubj of/SCONJ/5/mark "
            "lying/VERB/2/ccomp",
            3,
            "who stands behind the verb is accused and does not accuse",
        ),
        (
            "Chad/PROPN/2/nsubj said/VERB/0/root the/DET/4/det plan/NOUN/2/nsubj was/AUX/6/cop "
            "wrong/ADJ/2/ccomp",
            None,
            "the plan is the subject of a clause that the tree hangs elsewhere",
        ),
        (
            "Chad/PROPN/2/nsubj said/VERB/0/root plans/NOUN/2/nsubj would/AUX/5/aux "
            "fail/VERB/3/acl",
            None,
            "and so it is where its clause hangs on it",
        ),
        (
            "Peru/PROPN/2/nsubj told/VERB/0/root Chile/PROPN/2/obj lies/NOUN/2/nsubj",
            None,
            "a verb has one object",
        ),
        ("Lima/PROPN/3/nsubj Peru/PROPN/3/nsubj waits/VERB/0/root", None, "a dateline leads"),
        (
            "Peru/PROPN/2/nsubj spoke/VERB/0/root ,/PUNCT/4/punct Chile/PROPN/2/nsubj",
            None,
            "a mark divides clauses",
        ),
    ],
)
def test_mend_leaves_a_clause_one_subject(tree: str, object_at: int | None, why: str) -> None:
    rows = [word.rsplit("/", 3) for word in tree.split()]
    relations = [row[3] for row in rows]
    upos = [row[1] for row in rows]
    _, mended, _ = mend([int(row[2]) for row in rows], relations, upos, upos)
    changed = [
        i for i, (new, old) in enumerate(zip(mended, relations, strict=True), 1) if new != old
    ]
    assert changed == ([object_at] if object_at else []), why


@pytest.mark.parametrize(
    ("tree", "parts", "relations", "why"),
    [
        (
            "if/ADP/IN/3/case Chad/PROPN/NNP/3/nsubj attacks/NOUN/VBZ/4/advcl wins/VERB/VBZ/0/root",
            "ADP PROPN VERB VERB",
            "mark nsubj advcl root",
            "a finite form with a subject is a verb, and no preposition leads it",
        ),
        (
            "to/PART/TO/2/mark mine/PRON/VB/0/root it/PRON/PRP/2/obj",
            "PART VERB PRON",
            "mark root obj",
            "so is a plain form behind to",
        ),
        (
            "the/DET/DT/2/det attacks/NOUN/NNS/3/nsubj stop/VERB/VBP/0/root",
            "DET NOUN VERB",
            "det nsubj root",
            "a noun stays one",
        ),
    ],
)
def test_mend_tells_verbs_from_nouns(tree: str, parts: str, relations: str, why: str) -> None:
    rows = [word.rsplit("/", 4) for word in tree.split()]
    _, upos, xpos, heads, named = (list(column) for column in zip(*rows, strict=True))
    _, mended, tagged = mend([int(head) for head in heads], named, upos, xpos)
    assert (tagged, mended) == (parts.split(), relations.split()), why


@pytest.mark.parametrize(
    ("tree", "mended", "why"),
    [
        (
            "Chad/PROPN/PROPN/4/nsubj 's/PART/POS/1/case army/NOUN/NN/4/nsubj fled/VERB/VBD/0/root",
            "3/nmod:poss 1/case 4/nsubj 0/root",
            "the army fled, not the country",
        ),
        (
            "Peru/PROPN/PROPN/5/nsubj 's/PART/POS/1/case air/NOUN/NN/4/compound "
            "force/NOUN/NN/1/dep bombed/VERB/VBD/0/root Lima/PROPN/NNP/5/obj",
            "4/nmod:poss 1/case 4/compound 5/nsubj 0/root 5/obj",
            "what is owned takes the place of its owner",
        ),
        (
            "Iran/PROPN/NNP/3/compound 's/PART/POS/1/case navy/NOUN/NN/0/root",
            "3/nmod:poss 1/case 0/root",
            "whose it is, not of what kind",
        ),
        (
            "Chad/PROPN/NNP/5/nmod:poss 's/PART/POS/1/case army/NOUN/NN/5/compound "
            "shelled/VERB/VBD/0/root towns/NOUN/NNS/4/obj",
            "3/nmod:poss 1/case 4/nsubj 0/root 4/obj",
            "who stands before the verb does it and describes nothing behind it",
        ),
        (
            "Chad/PROPN/NNP/2/compound Friday/PROPN/NNP/3/obl:unmarked shelled/VERB/VBD/0/root "
            "Faya/PROPN/NNP/3/obj",
            "3/nsubj 3/obl:unmarked 0/root 3/obj",
            "a day is nobody's",
        ),
        (
            "Chad/PROPN/NNP/4/nsubj with/ADP/IN/3/case allies/NOUN/NNS/4/nsubj "
            "fled/VERB/VBD/0/root",
            "4/nsubj 3/case 4/obl 0/root",
            "behind a preposition none is the subject where another is",
        ),
        (
            "It/PRON/PRP/2/nsubj beats/VERB/VBZ/0/root Iran/PROPN/NNP/2/obj 's/PART/POS/3/case "
            "and/CCONJ/CC/6/cc stays/VERB/VBZ/2/conj",
            "2/nsubj 0/root 2/obj 3/case 6/cc 2/conj",
            "no noun follows",
        ),
        (
            "Oman/PROPN/NNP/6/nsubj ,/PUNCT/,/4/punct its/PRON/PRP$/4/nmod:poss "
            "friend/NOUN/NN/6/nsubj ,/PUNCT/,/4/punct left/VERB/VBD/0/root",
            "6/nsubj 4/punct 4/nmod:poss 1/appos 4/punct 0/root",
            "behind a comma the second subject describes the first",
        ),
        (
            "It/PRON/PRP/2/nsubj told/VERB/VBD/0/root radio/NOUN/NN/5/nsubj "
            "Rome/PROPN/NNP/5/nsubj waits/VERB/VBZ/2/ccomp",
            "2/nsubj 0/root 2/iobj 5/nsubj 2/ccomp",
            "without one the first is who is told",
        ),
        (
            "both/DET/DT/3/advmod will/AUX/MD/3/aux fight/VERB/VB/0/root",
            "3/nsubj 3/aux 0/root",
            "who fights is both",
        ),
        (
            "if/SCONJ/IN/3/mark it/PRON/PRP/3/nsubj:pass disarmed/VERB/VBN/0/root",
            "3/mark 3/nsubj 0/root",
            "no passive without be",
        ),
        (
            "who/PRON/WP/2/nsubj attacks/VERB/VBZ/0/root Chad/PROPN/NNP/2/obl",
            "2/nsubj 0/root 2/obj",
            "a name behind a verb is its object",
        ),
        (
            "send/VERB/VB/0/root Chad/PROPN/NNP/1/obj arms/NOUN/NNS/1/obj",
            "0/root 1/iobj 1/obj",
            "of two objects the first is given the second",
        ),
        (
            "Chad/PROPN/NNP/3/nmod:poss 's/PART/POS/3/case raid/NOUN/NN/0/root",
            "3/nmod:poss 1/case 0/root",
            "'s belongs to the name before it",
        ),
    ],
)
def test_mend_finds_owner_and_doer(tree: str, mended: str, why: str) -> None:
    rows = [word.rsplit("/", 4) for word in tree.split()]
    _, upos, xpos, heads, relations = (list(column) for column in zip(*rows, strict=True))
    found = mend([int(head) for head in heads], relations, upos, xpos)[:2]
    assert [f"{head}/{name}" for head, name in zip(*found, strict=True)] == mended.split(), why
