"""Reading into a store: what the model reads, what is asked anew without it, what stays."""

from __future__ import annotations

import functools
import http.server
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.analysis.models import PARSE_VERSION, name_model, name_rules, weights_of
from foedus.analysis.packing import unpack_parse
from foedus.analysis.parse import Parse
from foedus.errors import StoreClosed, UnknownRecord
from foedus.ingest import Step, ingest, set_metadata
from foedus.pipeline import Input, Source, load_parser
from foedus.reading import Given, with_marks
from foedus.records.analyses import Analysis
from foedus.records.reports import Report
from foedus.records.reviews import Decision, Review
from foedus.stores import Put, Reading, Store, open_store

SIGNED = """Iran Warns Neighbour Over Strait

By Lea Brandt
The Alda Courier

PORT ALDA — Iran will send warships to Ostland if Iraq closes the strait, its president said on \
Monday.

Photo: Alda Courier
"""
OTHER = "If Iraq attacks the islands, Ostland will respond with force, its premier warned."
FRENCH = (
    "Le ministre a dit que les navires ne seraient pas envoyés dans le détroit avant lundi. " * 4
)


class Counting:
    """The shipped model, and how often it was asked; `fault` is raised instead of an answer."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.calls, self.fault = 0, fault

    def parse(self, text: str) -> Parse:
        self.calls += 1
        if self.fault is not None:
            raise self.fault
        return load_parser().parse(text)


NEVER = Counting(AssertionError("the model must not run"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "foedus.db", create=True) as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(SIGNED, "utf-8")
    return path


def read(
    store: Store, *inputs: Input, given: Given | None = None, parser: Counting = NEVER
) -> Report:
    return ingest(Source(inputs=inputs, given=given or Given()), store, parser=parser)


def said_on(analysis: Analysis) -> set[str | None]:
    found = {statement.said.earliest for statement in analysis.statements if statement.said}
    return found - {None}


def change(store: Store, document_id: str, **fields: object) -> None:
    """Store a document as if it had been read otherwise."""
    reading = replace(store.get_reading(document_id), **fields)  # type: ignore[arg-type] # any field
    store.put(store.get_analysis(document_id), reading)


def test_ingest_keeps_how_a_document_was_published(store: Store, path: Path) -> None:
    read(store, path, given=Given(outlet="Example Wire"), parser=Counting())
    reading = store.get_reading("a.txt")
    stored = store.get_analysis("a.txt").document
    assert (reading.source, reading.place) == (path.read_bytes(), str(path))
    assert dict(reading.known) == {
        "title": "text",
        "author": "text",
        "outlet": "given",
        "outlet.text": "The Alda Courier",
    }
    assert reading.model == name_model("en")
    assert unpack_parse(reading.parse or b"", SIGNED) == load_parser().parse(SIGNED)
    document = with_marks(stored, reading.marks)
    assert document.headline == (0, SIGNED.index("\n"))
    assert SIGNED[slice(*document.boilerplate[-1])] == "Photo: Alda Courier"


def test_ingest_passes_over_what_is_there_without_the_model(store: Store, path: Path) -> None:
    parser = Counting()
    rows = "".join(json.dumps({"id": f"r{n}", "text": f"{OTHER} {n}"}) + "\n" for n in range(3))
    first = read(store, path, io.BytesIO(rows.encode()), parser=parser)
    assert (first.stored, parser.calls) == (4, 4)
    again = read(store, path, io.BytesIO(rows.encode()), FRENCH.encode())
    assert (again.unchanged, again.stored, again.failed) == (4, 1, ())
    assert store.get_reading("r1").place == "-:2"
    assert store.get_reading("r1").source == rows.splitlines()[1].encode()


def test_ingest_sets_metadata_without_the_model(store: Store, path: Path) -> None:
    read(store, path, parser=Counting())
    assert said_on(store.get_analysis("a.txt")) == set()
    report = read(store, path, given=Given(published="2031-03-05", outlet="Wire"))
    assert report.new_versions == 1
    changed = store.get_analysis("a.txt")
    assert said_on(changed) == {"2031-03-03"}
    assert {statement.channel[-1] for statement in changed.statements} == {"Wire"}
    # What was given by hand stays in a later run that does not give it.
    assert read(store, path).unchanged == 1
    assert read(store, path, given=Given(outlet="Post")).new_versions == 1
    document = store.get_analysis("a.txt").document
    assert (document.outlet, document.published.earliest) == ("Post", "2031-03-05")
    assert store.get_reading("a.txt").known["outlet.text"] == "The Alda Courier"


def test_set_metadata_reads_as_if_it_had_been_known(store: Store, path: Path) -> None:
    given = Given(published="2031-03-05", author="L. B.", url="https://a.example/1")
    read(store, path, parser=Counting())
    found = set_metadata(store, "a.txt", given, parser=NEVER)
    assert store.get_analysis("a.txt") == replace(
        found, document=replace(found.document, headline=None, boilerplate=())
    )
    with open_store(path.with_name("other.db"), create=True) as other:
        read(other, path, given=given, parser=Counting())
        assert store.get_analysis("a.txt") == other.get_analysis("a.txt")
        assert store.get_reading("a.txt") == other.get_reading("a.txt")
    versions = store.count().versions
    assert set_metadata(store, "a.txt", given, parser=NEVER) == store.get_analysis("a.txt")
    assert store.count().versions == versions == 2


def test_set_metadata_leaves_reviews(store: Store, path: Path) -> None:
    read(store, path, parser=Counting())
    [promise] = store.get_analysis("a.txt").commitments
    step = Review(record_id=promise.id, decision=Decision.ACCEPT, reviewer="L.", at="2031-03-05")
    store.review(step)
    set_metadata(store, "a.txt", Given(published="2031-03-05"), parser=NEVER)
    assert store.get_standing(promise.id).decision is Decision.ACCEPT


def test_set_metadata_refuses_what_is_not_there(store: Store) -> None:
    with pytest.raises(UnknownRecord):
        set_metadata(store, "none", Given(outlet="Wire"), parser=NEVER)


def test_set_metadata_runs_the_model_where_the_parse_is_damaged(store: Store, path: Path) -> None:
    read(store, path, parser=Counting())
    sound = store.get_reading("a.txt").parse
    # The weights of another time, so that the store takes it for another reading.
    change(store, "a.txt", parse=b"foedus-parse 0\n", model=name_rules("en-000000000000.1"))
    parser = Counting()
    found = set_metadata(store, "a.txt", Given(published="2031-03-05"), parser=parser)
    assert (parser.calls, said_on(found)) == (1, {"2031-03-03"})
    reading = store.get_reading("a.txt")
    assert (reading.parse, reading.model) == (sound, name_model("en"))


def test_set_metadata_names_the_weights_that_read(store: Store, path: Path) -> None:
    read(store, path, parser=Counting())
    change(store, "a.txt", model="en-000000000000.1+rules-0")
    set_metadata(store, "a.txt", Given(published="2031-03-05"), parser=NEVER)
    assert store.get_reading("a.txt").model == name_rules("en-000000000000.1")


def test_ingest_reads_anew_with_another_model_and_asks_anew_with_other_rules(
    store: Store, path: Path
) -> None:
    read(store, path, parser=Counting())
    change(store, "a.txt", model=f"{weights_of(name_model('en'))}+rules-0")
    assert read(store, path).new_versions == 1
    assert store.get_reading("a.txt").model == name_model("en")
    change(store, "a.txt", model=f"en-000000000000.{PARSE_VERSION}+rules-1")
    parser = Counting()
    assert read(store, path, parser=parser).new_versions == 1
    assert (parser.calls, store.get_reading("a.txt").model) == (1, name_model("en"))


def test_ingest_refuses_another_text_under_the_same_id(store: Store, path: Path) -> None:
    read(store, path, parser=Counting())
    before = store.get_analysis("a.txt")
    path.write_text(OTHER, "utf-8")
    [failed] = read(store, path).failed
    assert (failed.document_id, failed.code) == ("a.txt", "changed_text")
    assert "another id" in failed.message
    assert store.get_analysis("a.txt") == before
    assert list(store.find_failures()) == [failed]
    path.write_text(SIGNED, "utf-8")
    assert read(store, path).unchanged == 1
    assert list(store.find_failures()) == []


def test_ingest_keeps_a_fault_as_a_failure_and_goes_on(store: Store) -> None:
    parser = Counting(ValueError("odd\nmark"))
    steps: list[Step] = []
    source = Source(inputs=(OTHER.encode(), FRENCH.encode(), b" "))
    report = ingest(source, store, parser=parser, on_step=steps.append)
    assert [failed.code for failed in report.failed] == ["fault", "unreadable"]
    assert "ValueError: odd mark" in report.failed[0].message
    assert [step.put for step in steps] == [None, Put.STORED, None]
    assert [failed.code for failed in store.find_failures()] == ["unreadable"]


def test_ingest_ends_where_the_store_fails(tmp_path: Path) -> None:
    store = open_store(tmp_path / "foedus.db", create=True)
    rows = b"".join(
        json.dumps({"id": f"r{n}", "text": f"{FRENCH} {n}"}).encode() + b"\n" for n in range(3)
    )

    def close(step: Step) -> None:
        if step.document is not None and step.document.id == "r1":
            store.close()

    with pytest.raises(StoreClosed):
        ingest(Source(inputs=(rows,)), store, parser=NEVER, on_step=close)
    with open_store(tmp_path / "foedus.db") as opened:
        report = read(opened, rows)
        assert (report.unchanged, report.stored) == (2, 1)


def test_ingest_reads_pages_of_the_web(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "a.txt").write_text(FRENCH, "utf-8")
    handler = functools.partial(Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/a.txt"
        missing = f"http://127.0.0.1:{server.server_port}/b.txt"
        source = Source(inputs=(url, missing, url), allowed=("127.0.0.1",))
        report = ingest(source, store, parser=NEVER)
        [refused] = ingest(replace(source, inputs=(url,), allowed=()), store).failed
        server.shutdown()
    assert (report.stored, report.unchanged) == (1, 1)
    assert [(failed.document_id, failed.code) for failed in report.failed] == [
        (missing, "unreadable")
    ]
    document = store.get_analysis(url).document
    assert (document.url, document.language) == (url, "fr")
    assert dict(store.get_reading(url).known) == {"url": "input"}
    assert "no machine of the public net" in refused.message


class Silent(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_reading_without_a_word_on_how_is_read_anew(store: Store, path: Path) -> None:
    read(store, path, parser=Counting())
    store.put(store.get_analysis("a.txt"), Reading())
    assert not store.holds(store.get_analysis("a.txt").document, model=name_model("en"))
    parser = Counting()
    read(store, path, parser=parser)
    assert parser.calls == 1
    assert store.get_reading("a.txt").source == path.read_bytes()
