"""The order of the rooms, with the shipped model."""

from __future__ import annotations

from pathlib import Path

import pytest

import foedus
from foedus.errors import UnreadableDocument
from foedus.ingest import Step, ingest
from foedus.pipeline import Source, analyze_all, read_documents
from foedus.reading import Failure, Given
from foedus.records import Analysis, Document, HowKnown
from foedus.records.codec import check_evidence
from foedus.stores import Put, open_store

TEXT = (
    "Varnia will send warships to Ostland if Kestria closes the strait, President Ilse Maran said"
    " on Monday. Kestria denied on Tuesday that at least 40 of its ships had left harbour."
)


def test_analyze_returns_records_that_point_into_the_text() -> None:
    analysis = foedus.analyze(TEXT, published="2031-03-05", outlet="Example Wire")
    check_evidence(analysis)
    assert analysis.document.outlet == "Example Wire"
    assert analysis.document.published.how is HowKnown.GIVEN
    promise = analysis.commitments[0]
    assert promise.condition is not None
    assert promise.condition.span.exact == "if Kestria closes the strait"
    assert {statement.id for statement in analysis.statements} >= {promise.statement_id}


def test_analyze_gives_every_record_an_id_of_its_own() -> None:
    analysis = foedus.analyze(TEXT)
    records = (
        *analysis.statements,
        *analysis.commitments,
        *analysis.events,
        *analysis.figures,
    )
    assert len({record.id for record in records}) == len(records) > 0


def test_analyze_takes_id_and_title() -> None:
    document = foedus.analyze(TEXT, id="n1", title="Strait").document
    assert (document.id, document.title) == ("n1", "Strait")
    assert foedus.analyze(TEXT).document.id == "text"


def test_analyze_refuses_an_empty_text_and_a_date_that_is_none() -> None:
    with pytest.raises(UnreadableDocument, match="empty"):
        foedus.analyze("  \n")
    with pytest.raises(ValueError, match="ISO 8601"):
        foedus.analyze(TEXT, published="Monday")


def test_read_reports_what_became_of_each_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    store = tmp_path / "kept.db"
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    report = foedus.read(paths, store=store, outlet="Example Wire")
    assert (report.stored, report.unchanged) == (1, 0)
    assert [failed.document_id for failed in report.failed] == ["b.txt"]
    assert foedus.read(paths[0], store=store, outlet="Example Wire").unchanged == 1
    assert foedus.read(str(paths[0]), store=store, outlet="Other").new_versions == 1
    with foedus.open_store(store) as opened:
        assert [failed.code for failed in opened.find_failures()] == ["unreadable"]


def test_ingest_calls_for_every_step(tmp_path: Path) -> None:
    source = Source(inputs=(TEXT.encode(), b"", tmp_path / "none.txt"))
    steps: list[Step] = []
    with open_store(tmp_path / "foedus.db", create=True) as store:
        ingest(source, store, on_step=steps.append)
        ingest(Source(inputs=(TEXT.encode(),)), store, again=True, on_step=steps.append)
    assert [step.put for step in steps] == [Put.STORED, None, None, Put.UNCHANGED]
    assert [step.failure is not None for step in steps] == [False, True, True, False]


def test_read_documents_keep_the_order_of_the_inputs(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(TEXT, "utf-8")
    source = Source(inputs=(path, TEXT.encode(), path), given=Given(author="Lea Brandt"))
    documents = [found for found in read_documents(source) if isinstance(found, Document)]
    assert [document.id for document in documents] == ["b.txt", "-", "b.txt"]
    assert {document.author for document in documents} == {"Lea Brandt"}


def test_analyze_all_goes_on_after_a_failure(tmp_path: Path) -> None:
    found = list(analyze_all(Source(inputs=(b"", TEXT.encode()))))
    assert [type(one) for one in found] == [Failure, Analysis]
