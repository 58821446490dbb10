"""Loading: the tables of a run into a store, some hundred documents a transaction.

A loading that was stopped goes on with the next part; what the store holds already stays as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from foedus import weaving
from foedus.bulk.ledger import Ledger
from foedus.bulk.merging import DIGESTS, read_judgements
from foedus.bulk.tables import read_rows
from foedus.errors import ChangedText
from foedus.merging import VERSION
from foedus.records.analyses import Analysis
from foedus.records.codec import from_dict
from foedus.records.reports import Failed
from foedus.records.threads import Digest
from foedus.stores import Put, Reading, Store

DOCUMENTS_AT_A_TIME = 200
ROWS_AT_A_TIME = 2_000
_COLUMNS = ("analysis", "model", "place", "marks", "known")
_NOTE = "bulk"

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many documents were stored, were there already, or are refused, each with its reason."""

    stored: int = 0
    unchanged: int = 0
    refused: tuple[str, ...] = ()


def load(
    folder: Path,
    store: Store,
    *,
    compare: bool = True,
    on_step: Callable[[int], None] | None = None,
) -> Loaded:
    """Load the documents of a folder of tables with their records, judgements and failures.

    Where the store holds nothing else, what the second job compared is loaded; otherwise the store
    compares the new records with all it has.

    Args:
        folder: What `run` made, and `merging.merge`, if it was called.
        store: Where to.
        compare: Load judgements, or make them; False leaves records uncompared.
        on_step: Called with the number of documents after every transaction.

    Raises:
        StoreFault: The store cannot be written.
        InvalidEvidence: A table was altered.
    """
    own = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:16]
    if store.count().documents == 0:
        store.remember(_NOTE, own)
    stored = unchanged = 0
    refused: list[str] = []
    ledger = Ledger(folder)
    for path in sorted((folder / "documents").glob("*.parquet")):
        note = f"{_NOTE} {path.stem}"
        if store.recall(note) is not None:
            continue
        for batch in _batches(read_rows(str(path), _COLUMNS), DOCUMENTS_AT_A_TIME):
            for put in store.put_all([_given(row) for row in batch]):
                stored += put in (Put.STORED, Put.NEW_VERSION)
                unchanged += put is Put.UNCHANGED
                if isinstance(put, ChangedText):
                    refused.append(str(put))
            if on_step is not None:
                on_step(len(batch))
        store.remember(note, "loaded")
    _load_failures(ledger, store)
    if compare:
        _compare(folder, store, alone=store.recall(_NOTE) == own)
    return Loaded(stored=stored, unchanged=unchanged, refused=tuple(refused))


def _given(row: dict[str, Any]) -> tuple[Analysis, Reading]:
    """Return what a row of documents says, and how it came about."""
    analysis = from_dict(json.loads(row["analysis"]))
    known = json.loads(row["known"])
    reading = Reading(model=row["model"], marks=row["marks"], known=known, place=row["place"])
    return analysis, reading


def _load_failures(ledger: Ledger, store: Store) -> None:
    held = {failed.document_id: failed for failed in store.find_failures()}
    for path in sorted((ledger.folder / "failures").glob("*.parquet")):
        for row in read_rows(str(path), ("document_id", "code", "message")):
            failed = Failed(**row)
            if held.get(failed.document_id) != failed:
                store.record_failure(failed)


def _compare(folder: Path, store: Store, *, alone: bool) -> None:
    """Load what was compared, where these tables are all the store holds; else compare anew."""
    digests = sorted((folder / DIGESTS).glob(f"*.v{VERSION}.parquet"))
    if alone and digests and store.recall(f"{_NOTE} compared") is None:
        for path in digests:
            for batch in _batches(map(_digest, read_rows(str(path), _DIGEST)), ROWS_AT_A_TIME):
                store.add_digests(batch)
        for found in _batches(read_judgements(folder), ROWS_AT_A_TIME):
            store.add_judgements(found)
        store.remember(f"{_NOTE} compared", "loaded")
    weaving.merge(store)  # what was compared costs nothing


_DIGEST = ("id", "noun", "keys", "body")


def _digest(row: dict[str, Any]) -> Digest:
    keys = tuple(row["keys"])
    return Digest(id=row["id"], noun=row["noun"], version=VERSION, keys=keys, body=row["body"])


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    given = iter(items)
    while batch := list(islice(given, size)):
        yield batch
