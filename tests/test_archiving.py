"""A store as JSON Lines and back: the same bytes, and nothing kept of lines that are wrong."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.archiving import read_archive, write_archive
from foedus.errors import FoedusError, InvalidEvidence, UnknownFormat
from foedus.records import Analysis
from foedus.records.codec import NOUNS, from_dict
from foedus.records.entries import Listed
from foedus.records.reports import Failed
from foedus.records.reviews import Decision, Review
from foedus.records.threads import MACHINE, Digest, Judgement, Reason, Relation, Verdict
from foedus.reviewing import find_reviewed
from foedus.stores import Filters, Reading, Store, open_store
from foedus.weaving import find_threads
from tests.records.test_codec import CASE, NAMES, PERHAPS, analyses

AT = "2031-03-04T09:00:00.000001+00:00"


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    return Reading(
        model=draw(st.sampled_from(["one", "two"])),
        parse=draw(st.none() | st.binary(max_size=9)),
        source=draw(st.none() | st.binary(max_size=9)),
        marks=draw(st.sampled_from([None, "{}"])),
        known=draw(st.dictionaries(st.sampled_from(["outlet", "author"]), NAMES, max_size=1)),
        place=draw(PERHAPS),
    )


@st.composite
def judgements(draw: st.DrawFn, ids: list[str]) -> Judgement:
    left, right = sorted(draw(st.tuples(st.sampled_from(ids), st.sampled_from(ids))))
    by_machine = draw(st.booleans())
    return Judgement(
        left=left,
        right=right,
        relation=draw(st.sampled_from(Relation)),
        verdict=draw(st.sampled_from(Verdict)),
        judge=MACHINE if by_machine else draw(NAMES),
        at=AT,
        score=draw(st.none() | st.floats(0, 1)),
        reasons=draw(st.lists(st.builds(Reason, feature=NAMES, weight=st.floats(-9, 9), said=NAMES),
                              max_size=2).map(tuple)),
        version=draw(st.none() | st.just("3")),
    )  # fmt: skip


def fill(store: Store, data: st.DataObject) -> None:
    """Put whatever a store can hold into it: versions, failures, judgements, reviews, digests."""
    ids = []
    for analysis in data.draw(st.lists(analyses(), max_size=3, unique_by=lambda a: a.document.id)):
        store.put(analysis, data.draw(readings()))
        record_ids = [
            one.id for noun in NOUNS for one in getattr(analysis, noun) if noun != "times"
        ]
        ids += [record_id for record_id in record_ids if record_id]
        for record_id in record_ids[:2]:
            decision = data.draw(st.sampled_from([None, Decision.ACCEPT, Decision.REJECT]))
            if decision is not None and record_id:
                store.review(Review(
                    record_id=record_id, decision=decision, reviewer=data.draw(NAMES), at=AT,
                    reason=data.draw(PERHAPS),
                ))  # fmt: skip
                if data.draw(st.booleans()):
                    store.review(Review(
                        record_id=record_id, decision=Decision.UNDO, reviewer="Ada", at=AT
                    ))  # fmt: skip
        if data.draw(st.booleans()):
            store.put(replace(analysis, commitments=()), data.draw(readings()))
    for number, code in enumerate(data.draw(st.lists(NAMES, max_size=2))):
        store.record_failure(Failed(document_id=f"no-{number}", code=code, message=code))
    if ids:
        store.add_judgements(data.draw(st.lists(judgements(ids), max_size=3)))
        keys = tuple(data.draw(st.sets(NAMES, max_size=2)))
        digest = Digest(id=ids[0], noun="events", version="3", keys=keys, body='{"a": 1}')
        store.add_digests([digest])


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_write_archive_gives_the_same_bytes_of_a_restored_store(data: st.DataObject) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(folder) / "one.db", create=True) as one,
        open_store(Path(folder) / "two.db", create=True) as two,
    ):
        fill(one, data)
        written = [line.encode() for line in write_archive(one)]
        two.restore(read_archive(written, name="all.jsonl"))
        assert [line.encode() for line in write_archive(two)] == written
        assert two.count() == one.count()
        for noun in Listed:
            everything = Filters()
            assert list(find_reviewed(two, noun, everything)) == list(
                find_reviewed(one, noun, everything)
            )
            assert list(find_threads(two, everything, noun=noun)) == list(
                find_threads(one, everything, noun=noun)
            )
        assert list(two.find_judgements()) == list(one.find_judgements())
        for document in one.find_documents():
            assert two.get_reading(document.id) == one.get_reading(document.id)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    analysis = from_dict(json.loads(CASE.read_text("utf-8")))
    with open_store(tmp_path_factory.mktemp("store") / "foedus.db", create=True) as store:
        store.put(analysis, Reading(model="m", source=b"bytes"))
        first, second = sorted(one.id for one in analysis.commitments)
        store.add_judgements([Judgement(
            left=first, right=second, relation=Relation.UTTERANCE, verdict=Verdict.SAME,
            judge="Ada", at=AT,
        )])  # fmt: skip
        return [line.encode() for line in write_archive(store)]


def test_write_archive_has_a_line_for_everything(lines: list[bytes]) -> None:
    kinds = [next(iter(json.loads(line))) for line in lines]
    assert kinds == ["archive", "schema", "judgement", "thread", "end"]
    assert len(json.loads(lines[3])["thread"]["utterances"][0]) == 2


def test_a_line_of_a_document_is_what_analyze_writes(lines: list[bytes]) -> None:
    analysis = from_dict(json.loads(lines[1]))
    assert analysis == from_dict(json.loads(CASE.read_text("utf-8")))
    assert isinstance(analysis, Analysis)


SPOILT = {
    "cut off": (lambda lines: lines[:2], UnknownFormat, "cut off"),
    "a line is missing": (lambda lines: [lines[0], *lines[2:]], UnknownFormat, "not as it says"),
    "no archive": (lambda lines: lines[1:], UnknownFormat, "line 1: the first line must be"),
    "no JSON": (lambda lines: [lines[0], b"{\n", *lines[2:]], UnknownFormat, "line 2"),
    "a list": (lambda lines: [lines[0], b"[]\n"], UnknownFormat, "line 2: a line is list"),
    "another thing": (lambda lines: [lines[0], b'{"x": {}}\n'], UnknownFormat, "known: failure"),
    "a field more": (
        lambda lines: [lines[0], b'{"failure": {"x": 1}}\n'], UnknownFormat, "unexpected keyword"),
    "behind the end": (lambda lines: [*lines, lines[2]], UnknownFormat, "behind the last line"),
    "altered text": (
        lambda lines: [lines[0], lines[1].replace(b"PORT ALDA, March 3", b"PORT ALDA, March 4", 1)],
        InvalidEvidence, "line 2"),
    "no Base64": (
        lambda lines: [lines[0], lines[1].replace(b"Ynl0ZXM=", b"Ynl0?XM=")], UnknownFormat,
        "Base64"),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_restore_keeps_nothing_of_a_spoilt_file(
    case: str, lines: list[bytes], tmp_path: Path
) -> None:
    spoil, fault, said = SPOILT[case]
    with open_store(tmp_path / "new.db", create=True) as store:
        with pytest.raises(fault, match=said) as raised:
            store.restore(read_archive(spoil(lines), name="all.jsonl"))
        assert isinstance(raised.value, FoedusError)
        assert "all.jsonl" in str(raised.value)
        assert store.count().versions == 0
