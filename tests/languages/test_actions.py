from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from foedus.languages.actions import ActionWords

LABELS = {
    name: frozenset(listed.split())
    for name, listed in tomllib.loads(
        (Path(__file__).parent / "cases/labels.toml").read_text("utf-8")
    ).items()
}


@pytest.fixture(scope="module")
def words() -> ActionWords:
    return ActionWords.load()


def test_load_keeps_labels_in_their_closed_sets(words: ActionWords) -> None:
    assert {row.condition for row in words.classes.values()} - {None} <= LABELS["conditions"]
    assert {row.action for row in words.classes.values()} - {None} <= LABELS["actions"]
    senses = [sense for row in (*words.verbs.values(), *words.nouns.values()) for sense in row]
    assert {sense.type for sense in senses} <= LABELS["plover"] | {""}


def test_load_knows_the_kinds_it_names(words: ActionWords) -> None:
    known = set(words.classes) | {"threat_to_security"}
    assert {kind for row in words.classes.values() for kind in row.kind_of} <= known


def test_load_holds_more_than_400_words(words: ActionWords) -> None:
    assert len({*words.verbs, *words.nouns}) > 400


def test_is_kind_of_follows_the_table_upward(words: ActionWords) -> None:
    assert words.is_kind_of("invasion", "use_of_force")
    assert not words.is_kind_of("use_of_force", "invasion")


@pytest.mark.parametrize(
    ("verbs", "below", "event_class"),
    [
        (["lift"], [["sanction"]], "sanctions_lifted"),
        (["impose"], [["sanction"]], "sanctions"),
        (["launch"], [["incursion"]], "invasion"),
        (["pull_out", "pull"], [], "withdrawal"),
        (["carry_out", "carry"], [["airstrike"]], "armed_attack"),
    ],
)
def test_sense_of_verb_reads_phrase_before_verb(
    words: ActionWords, verbs: list[str], below: list[list[str]], event_class: str
) -> None:
    sense = words.sense_of_verb(verbs, below)
    assert sense is not None
    assert sense.event_class == event_class


def test_sense_of_verb_keeps_promised_senses_for_promises(words: ActionWords) -> None:
    reported, promised = (words.sense_of_verb(["defend"], promised=p) for p in (False, True))
    assert reported is not None
    assert promised is not None
    assert (reported.type, promised.event_class) == ("SUPPORT", "joins_war")


@pytest.mark.parametrize(
    ("form", "lemma", "right"),
    [
        ("withdrew", "withdrew", "withdraw"),
        ("rejected", "rejecte", "reject"),
        ("occupied", "occupi", "occupy"),
        ("stopping", "stopp", "stop"),
        ("Deploy", "dep", "deploy"),
        ("threatened", "threatened", "threaten"),
        ("garden", "garden", "garden"),
    ],
)
def test_lemma_of_undoes_endings(words: ActionWords, form: str, lemma: str, right: str) -> None:
    assert words.lemma_of(form, lemma) == right


def test_class_of_words_needs_no_tree(words: ActionWords) -> None:
    assert words.class_of_words(["pull", "out", "of", "the", "treaty"]) == "treaty_exit"
    assert words.class_of_words(["pull", "out", "of", "the", "town"]) == "withdrawal"
    assert words.class_of_words(["blue", "sky"]) is None
