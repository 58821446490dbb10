"""A store of the first schema, made by its own revision, is brought up to date without loss."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from foedus.errors import StoreFault
from foedus.records import Analysis
from foedus.records.codec import document_to_dict, to_line
from foedus.stores import Listed, Reading, open_store, upgrade_store
from foedus.stores.engines import open_engine, place_of
from foedus.stores.migrating import config_of
from foedus.stores.rows import content_of, fingerprint_of, to_rows
from foedus.stores.tables import METADATA


def add_version(connection: Connection, analysis: Analysis, version: int, *, newest: bool) -> None:
    """Write a document as the first schema did: its text in the JSON of every version."""
    document = analysis.document
    row = {
        "document_id": document.id, "version": version, "newest": newest,
        "sha256": document.sha256, "fingerprint": fingerprint_of(document),
        "content": content_of(analysis), "earliest": document.published.earliest,
        "latest": document.published.latest, "body": to_line(document_to_dict(document)),
    }  # fmt: skip
    columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    key = connection.execute(
        text(f"INSERT INTO documents ({columns}) VALUES ({values}) RETURNING key"), row
    ).scalar_one()
    for record in to_rows(analysis):
        made = {"document_key": key, **record.columns}
        columns, values = ", ".join(made), ", ".join(f":{name}" for name in made)
        record_key = connection.execute(
            text(f"INSERT INTO records ({columns}) VALUES ({values}) RETURNING key"), made
        ).scalar_one()
        for slot, value in record.slots:
            connection.execute(
                text("INSERT INTO slots VALUES (:slot, :value, :key)"),
                {"slot": slot, "value": value, "key": record_key},
            )


@pytest.fixture
def old(address: str, analysis: Analysis) -> str:
    """Return a store of schema 1 with a document in two versions and one whose text changed."""
    engine = open_engine(place_of(address), fresh=True)
    with engine.execution_options(writing=True).begin() as connection:
        command.upgrade(config_of(connection), "0001")
        connection.execute(text("INSERT INTO foedus_settings VALUES ('schema', '1')"))
        connection.execute(text("DROP TABLE alembic_version"))
        dated = replace(analysis, document=replace(analysis.document, outlet="Old Name"))
        add_version(connection, dated, 1, newest=False)
        add_version(connection, analysis, 2, newest=True)
        shrunk = replace(analysis.document, id="changed.txt", text="Nothing was promised.")
        add_version(connection, Analysis(document=shrunk), 1, newest=False)
        grown = replace(analysis.document, id="changed.txt")
        add_version(connection, replace(analysis, document=grown), 2, newest=True)
    engine.dispose()
    return address


def test_open_store_refuses_what_must_be_upgraded(old: str) -> None:
    with pytest.raises(StoreFault, match="foedus doctor --upgrade"):
        open_store(old)


def test_upgrade_store_keeps_every_document_and_record(old: str, analysis: Analysis) -> None:
    before, after, copy = upgrade_store(old)
    assert (before, after) == (1, 2)
    assert (copy is not None) is ("://" not in old)
    with open_store(old) as store:
        assert store.get_analysis(analysis.document.id) == analysis
        totals = store.count()
        assert (totals.documents, totals.versions) == (2, 4)
        assert totals.commitments == 2 * len(analysis.commitments)
        assert store.get_reading("changed.txt") == Reading()
        first = next(store.find_records(Listed.COMMITMENTS))
        assert first.statement == analysis.statements[0]
        words = analysis.document.text.split()[0]
        assert {hit.document.id for hit in store.search(words)} == {"varnia.txt", "changed.txt"}
        kept = [json.loads(json.dumps(d.text)) for d in store.find_documents()]
        assert kept == [analysis.document.text] * 2
    assert upgrade_store(old) == (2, 2, None)


def test_upgrade_store_makes_the_tables_of_a_new_store(old: str) -> None:
    upgrade_store(old)
    engine = open_engine(place_of(old), fresh=False)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        found = [
            change
            for change in compare_metadata(context, METADATA)
            if not any(name in str(change) for name in ("text_words", "alembic", "comment"))
        ]
    engine.dispose()
    assert found == []


def test_upgrade_store_says_that_there_is_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("none") / "none.db"
    with pytest.raises(StoreFault, match="no store at"):
        upgrade_store(path)
    assert not path.exists()
