"""Pairs of tellings get the relation that a reader would give them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from foedus.merging import compare, digest_of
from foedus.merging.compare import judge
from foedus.merging.digests import features_of
from foedus.merging.weighing import is_veto
from foedus.records.threads import MACHINE, Relation, Verdict
from tests.merging.tellings import telling

PAIRS = tomllib.loads((Path(__file__).parent / "cases/pairs.toml").read_text("utf-8"))["pair"]
JOINING = {"utterance": Relation.UTTERANCE, "restatement": Relation.RESTATEMENT}


def found_of(row: dict[str, Any]) -> set[tuple[Relation, Verdict]]:
    left, right = telling(row["left"], "1"), telling(row["right"], "2")
    judgements = judge(features_of(left), features_of(right), at="2023-04-01T00:00:00Z")
    return {(one.relation, one.verdict) for one in judgements}


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: row["why"])
def test_compare_gives_the_relation_of_the_case(row: dict[str, Any]) -> None:
    found = found_of(row)
    joined = {relation for relation, verdict in found if verdict is Verdict.SAME}
    if row["expect"] in JOINING:
        assert joined == {JOINING[row["expect"]]}
    elif row["expect"] == "position":
        assert joined == {Relation.POSITION}
    elif row["expect"] == "apart":
        assert joined <= {Relation.POSITION}
        assert (Relation.POSITION, Verdict.SAME) in found or Verdict.NOT_SAME in {
            verdict for _, verdict in found
        }
    elif row["expect"] == "unrelated":
        assert joined == set()
    else:
        assert not joined - {Relation.POSITION}


def test_pairs_are_of_every_kind() -> None:
    kinds = [row["expect"] for row in PAIRS]
    assert len(PAIRS) >= 40
    assert set(kinds) == {"utterance", "restatement", "position", "apart", "nothing", "unrelated"}


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: row["why"])
def test_compare_does_not_depend_on_the_side(row: dict[str, Any]) -> None:
    left, right = digest_of(telling(row["left"], "1")), digest_of(telling(row["right"], "2"))
    assert compare(left, right) == compare(right, left)


@pytest.mark.parametrize(
    "row", [row for row in PAIRS if row["expect"] in JOINING], ids=lambda row: row["why"]
)
def test_digest_of_gives_true_pairs_a_key_in_common(row: dict[str, Any]) -> None:
    left, right = digest_of(telling(row["left"], "1")), digest_of(telling(row["right"], "2"))
    assert set(left.keys) & set(right.keys)
    assert max(len(left.keys), len(right.keys)) <= 60


def test_compare_names_its_rules_and_reasons() -> None:
    row = PAIRS[1]
    left, right = digest_of(telling(row["left"], "1")), digest_of(telling(row["right"], "2"))
    judgement = compare(left, right, at="2023-04-01T00:00:00Z")
    assert judgement is not None
    assert judgement.left < judgement.right
    assert (judgement.judge, judgement.version) == (MACHINE, left.version)
    assert judgement.score is not None
    assert 0.5 <= judgement.score <= 1
    said = {reason.feature: reason.said for reason in judgement.reasons}
    assert said["committer"] == "both bind Sweden"
    assert {"act", "trigger", "occasion"} <= said.keys()


def test_compare_marks_what_rules_a_pair_out() -> None:
    row = next(row for row in PAIRS if row["why"].startswith("another trigger actor"))
    left, right = digest_of(telling(row["left"], "1")), digest_of(telling(row["right"], "2"))
    judgement = compare(left, right)
    assert judgement is not None
    assert judgement.verdict is Verdict.NOT_SAME or judgement.relation is Relation.POSITION
    assert any(is_veto(reason.weight) for reason in judgement.reasons)


def test_compare_leaves_a_record_and_itself_and_other_nouns_alone() -> None:
    digest = digest_of(telling(PAIRS[0]["left"], "1"))
    assert compare(digest, digest) is None
    other = replace(digest, id="s-000000000000", body=digest.body.replace("commitments", "events"))
    assert compare(digest, other) is None


def test_compare_keeps_two_acts_upon_one_condition_apart() -> None:
    row = {"by": "Japan", "act": "other", "if": "if there is an attack", "tree": "armed_attack"}
    first = features_of(telling({**row, "do": "open the ports", "page": "p"}, "1"))
    second = replace(features_of(telling({**row, "do": "open the airfields"}, "2")), document="p")
    joined = judge(first, replace(second, if_start=first.if_start), at="")
    assert [one.verdict for one in joined] == [Verdict.NOT_SAME]
    assert "they are two promises of one sentence" in {r.said for r in joined[0].reasons}
