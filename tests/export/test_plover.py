"""PLOVER rows: 40 columns, two linked rows a pledge, contexts, and the evidence of each row."""

from __future__ import annotations

import io
import tomllib
from dataclasses import replace
from pathlib import Path

import pandas
import polars
import pytest

from foedus.export.cited import Cited
from foedus.export.plover import EVIDENCE, find_dyads, load_codebook, write_plover
from foedus.records import Actor, Condition, Evidence, Polarity, Trigger
from foedus.records.actions import EventStatus
from foedus.records.commitments import Commitment, Kind
from foedus.records.entries import Listed
from tests.export.exported import cited

CASES = tomllib.loads((Path(__file__).parent / "cases" / "plover.toml").read_text("utf-8"))["case"]
CODED = (Listed.COMMITMENTS, Listed.EVENTS)


def sheets() -> dict[str, pandas.DataFrame]:
    written = {"": "", EVIDENCE: ""}
    for name, text in write_plover(cited(*CODED)):
        written[name] += text
    again = polars.read_csv(
        io.StringIO(written[""]), separator="\t", infer_schema=False, quote_char=None
    )
    read = {
        name: pandas.read_csv(
            io.StringIO(text), sep="\t", dtype=str, keep_default_na=False, quoting=3
        )
        for name, text in written.items()
    }
    assert again.fill_null("").rows() == [tuple(row) for row in read[""].to_numpy()]
    return read


def with_slots(case: dict[str, str]) -> Cited:
    """Return the case's commitment: the shared one with other parties, kind and condition."""
    one = cited(Listed.COMMITMENTS)[0]
    record, text = one.entry.record, one.document.text
    assert isinstance(record, Commitment)

    def actor(slot: str) -> Actor | None:
        names = case.get(slot, "").split("; ")
        members = tuple(Actor(name=name) for name in names if name)
        if len(members) < 2:
            return members[0] if members else None
        return Actor(name=case[slot], members=members)

    condition = None
    if "trigger" in case:
        tree = Trigger(event_class="armed_attack", actor=case["trigger"] or None)
        condition = Condition(
            span=Evidence.of(text, 0, 5), connective=None, event_class="armed_attack",
            actor=tree.actor, target=None, tree=tree,
        )  # fmt: skip
    made = replace(
        record,
        kind=Kind(case["kind"]),
        committer=actor("committer") or record.committer,
        beneficiary=actor("beneficiary"),
        target=actor("target"),
        condition=condition,
        action=replace(record.action, action_class=case.get("action", "use_force")),
        polarity=Polarity(case.get("polarity", "will")),
    )
    return Cited(entry=replace(one.entry, record=made))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_find_dyads_says_what_a_promise_is(case: dict[str, str]) -> None:
    found = [
        " ".join([
            dyad.type, f"{dyad.actor.name if dyad.actor else '?'}",
            "->", f"{dyad.recipient.name if dyad.recipient else '?'}",
            f"[{';'.join(dyad.contexts)}]", dyad.mode,
        ]).strip()
        for dyad in find_dyads(with_slots(case))
    ]  # fmt: skip
    assert found == case["dyads"]


@pytest.mark.parametrize(
    ("status", "context"),
    [("planned", "future"), ("denied", "negation"), ("warned_against", "hypothetical"),
     ("occurred", None), ("alleged", None)],
)  # fmt: skip
def test_find_dyads_says_how_a_text_vouches_for_an_event(status: str, context: str | None) -> None:
    (one,) = cited(Listed.EVENTS)
    record = replace(one.entry.record, status=EventStatus(status))
    (dyad, *_) = find_dyads(Cited(entry=replace(one.entry, record=record)))
    grammar = {"future", "negation", "hypothetical"} & set(dyad.contexts)
    assert grammar == ({context} if context else set())


def test_write_plover_has_the_40_columns_of_polecat() -> None:
    rows = sheets()[""]
    assert list(rows.columns) == list(load_codebook().columns)
    assert len(rows.columns) == 40
    assert rows["Event ID"].is_unique


def test_write_plover_points_every_row_at_its_evidence() -> None:
    read = sheets()
    rows, proofs = read[""], read[EVIDENCE]
    assert list(rows["Event ID"]) == list(proofs["Event ID"])
    known = {one.entry.id: one for one in cited(*CODED)}
    assert set(proofs["Record"]) == set(known)
    for _, proof in proofs.iterrows():
        one = known[proof["Record"]]
        text = one.document.text
        spans = [span.split("-") for span in proof["Characters"].split(", ")]
        words = [" ".join(text[int(start) : int(end)].split()) for start, end in spans]
        assert proof["Quotation"].removeprefix("'") == " […] ".join(words)
        assert proof["URL"] == (one.document.url or "")
        assert proof["SHA-256"] == one.document.sha256
        assert proof["Review"] == one.review
        assert proof["Score"] == ("" if one.score is None else str(one.score))
        assert proof["Date From"] in ("said", "event", "published")


def test_write_plover_says_type_score_and_parties() -> None:
    rows = sheets()[""].set_index("Event ID")
    odd = rows[rows.index.str.startswith("c-odd000000001")]
    assert list(odd["Recipient Name"]) == ["'@Blue", "Green"]
    assert set(odd["Event Type"]) == {"THREATEN"}
    assert set(odd["Quad Code"]) == {"VERBAL CONFLICT"}
    assert set(odd["Intensity"]) == {"-5.1"}
    assert set(odd["Primary Actor Sector"]) == {"REB"}
    assert set(odd["Publication Date"]) == {"2031-01-01"}


def test_load_codebook_scores_and_sorts_every_type_once() -> None:
    book = load_codebook()
    assert set(book.intensity) == set(book.quad) - {"REQUEST"}
    assert set(book.kinds) == set(Kind)
    for roles in book.kinds.values():
        assert set(roles.values()) <= set(book.quad)
