"""Reading into a store: what is read anew, what is asked anew without the model, what stays.

A stored text never changes. What may change is what else is known of it (metadata set later) and
who reads it (a newer model or newer rules); then a new version is stored beside the old one. The
language model runs only where no parse of the same weights is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from foedus.analysis.models import name_rules, plan_of, weights_of
from foedus.analysis.packing import pack_parse, unpack_parse
from foedus.analysis.parse import Parse
from foedus.errors import ChangedText, UnknownRecord, UnusableParse
from foedus.pipeline import (
    FAULTS_OF_THE_RUN,
    Input,
    Parser,
    Source,
    ask,
    failure_of,
    model_of,
    parse_document,
    read_originals,
)
from foedus.reading import Failure, Given, Original, is_address, to_marks, with_marks
from foedus.records.analyses import WHOLE, Analysis, Plan
from foedus.records.documents import Document, HowKnown, Published
from foedus.records.reports import Failed, Report
from foedus.remembering import StoreMemory
from foedus.stores import Put, Reading, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of one input: an analysis that was stored, one left as it was, or a failure."""

    document: Document | None = None
    put: Put | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What holds for every input of a run; `failed` are the ids that failed in an earlier one."""

    store: Store
    parser: Parser | None
    again: bool
    failed: frozenset[str]
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What a store holds of a document."""

    analysis: Analysis
    reading: Reading


def ingest(
    source: Source,
    store: Store,
    *,
    again: bool = False,
    parser: Parser | None = None,
    on_step: Callable[[Step], None] | None = None,
) -> Report:
    """Read a source into a store, one transaction a document, and report what became of each.

    A run that was stopped is resumed by the same call: what the store holds already, with the same
    text and metadata and read by the same model, is passed over. Metadata that was given by hand in
    an earlier run stays, unless it is given anew. A text that was read in full is not read again by
    a plan that is not; one that was not is, by another plan.

    Args:
        source: What to read, and by which plan.
        store: Where to keep it; failures are kept there too.
        again: Run the model even on what the store holds.
        parser: The language model; the shipped one if None.
        on_step: Called after every input.

    Raises:
        StoreFault: The store cannot be written; what was read until then is kept.
        ModelFault: The shipped model is missing or was altered.
    """
    failed = frozenset(failed.document_id for failed in store.find_failures())
    run = _Run(store=store, parser=parser, again=again, failed=failed, plan=source.plan)
    counts = dict.fromkeys(Put, 0)
    failures: list[Failed] = []
    if source.memory is None:
        source = replace(source, memory=StoreMemory(store, again=again))
    for found in read_originals(source):
        step = _take(found, run)
        if step.failure is not None:
            failures.append(_failed(step.failure))
        elif step.put is not None:
            counts[step.put] += 1
        if on_step is not None:
            on_step(step)
    return Report(
        stored=counts[Put.STORED],
        new_versions=counts[Put.NEW_VERSION],
        unchanged=counts[Put.UNCHANGED],
        failed=tuple(failures),
    )


def set_metadata(
    store: Store, document_id: str, given: Given, *, parser: Parser | None = None
) -> Analysis:
    """Set what a stored text does not say, and return its analysis as it is read with that.

    Relative dates, actors by date and channels are resolved anew from the parse that is kept; the
    language model does not run, unless the parse is damaged. What a hand gave before is changed;
    what the text itself says is overruled and stays on record beside it.

    Args:
        store: Where the document is kept; it gets a new version of it.
        document_id: Which document.
        given: What is known; None leaves a field as it is.
        parser: The language model for a parse that is damaged; the shipped one if None.

    Raises:
        UnknownRecord: The store holds no such document.
        ValueError: `given.published` is no ISO 8601 date.
    """
    kept = _get(store, document_id)
    document = with_marks(kept.analysis.document, kept.reading.marks)
    before = Original(document=document, known=kept.reading.known)
    after = before.with_given(given)
    if after == before:
        return kept.analysis
    plan = plan_of(kept.reading.model)
    parse, model = _parse_again(after.document, kept.reading, parser, plan)
    analysis = ask(after.document, parse, plan=plan)
    packed = None if parse is None else pack_parse(parse)
    store.put(analysis, replace(kept.reading, model=model, parse=packed, known=after.known))
    return analysis


def read_paths(
    paths: Iterable[str | Path], store: Store, *, given: Given, plan: Plan = WHOLE
) -> Report:
    """Read files, folders and addresses into a store; see `foedus.read`."""
    inputs = tuple(to_input(path) for path in paths)
    return ingest(Source(inputs=inputs, given=given, plan=plan), store)


def to_input(path: str | Path) -> Input:
    """Return an address as it is, anything else as a path."""
    return path if isinstance(path, str) and is_address(path) else Path(path)


def _take(found: Original | Failure, run: _Run) -> Step:
    """Keep one input or its failure: whatever happens to it, the others are still read."""
    if isinstance(found, Original):
        try:
            return _keep(found, run)
        except FAULTS_OF_THE_RUN:
            raise
        except Exception as error:
            found = failure_of(found.id, error)
    run.store.record_failure(_failed(found))
    return Step(failure=found)


def _failed(failure: Failure) -> Failed:
    return Failed(document_id=failure.id, code=failure.code, message=failure.message)


def _keep(found: Original, run: _Run) -> Step:
    """Read a document into the store, unless it is there."""
    document = found.document
    if not run.again and _is_held(document, run):
        return _leave(document, run)
    try:
        kept = _get(run.store, document.id)
    except UnknownRecord:
        return _put(found, _parse(document, run), run)
    return _keep_anew(found, kept, run)


def _is_held(document: Document, run: _Run) -> bool:
    """Say whether the store holds a document as this run would read it, or read in full."""
    plans = {run.plan, WHOLE}
    return any(run.store.holds(document, model=model_of(document, plan)) for plan in plans)


def _parse(document: Document, run: _Run) -> Parse | None:
    return parse_document(document, parser=run.parser, plan=run.plan)


def _keep_anew(found: Original, kept: _Kept, run: _Run) -> Step:
    """Read a document of which the store holds another version, with the model where it must be."""
    stored = kept.analysis.document
    if stored.text != found.document.text:
        raise ChangedText(_changed(found, kept.reading))
    found = found.with_earlier(stored, kept.reading.known)
    document = found.document
    if run.again:
        return _put(found, _parse(document, run), run)
    if weights_of(kept.reading.model) == weights_of(model_of(document)):
        run = replace(run, plan=WHOLE)  # a full parse is there already
    model = model_of(document, run.plan)
    if kept.reading.model == model and _bare(document) == _bare(stored):
        return _leave(document, run)
    if weights_of(kept.reading.model) == weights_of(model):
        parse, _ = _parse_again(document, kept.reading, run.parser, run.plan)
        return _put(found, parse, run)
    return _put(found, _parse(document, run), run)


def _changed(found: Original, reading: Reading) -> str:
    origin = f", read from {reading.place}," if reading.place else ""
    return (
        f"{found.place}: the store holds another text{origin} as {found.id!r}, and a stored text"
        ' never changes: give this one another id (its file\'s name, or "id" in its row), or remove'
        " it from what is read"
    )


def _bare(document: Document) -> Document:
    """Return what a reader and a hand can say of a document, without marks and computed bounds."""
    bounds = document.published.how is HowKnown.BOUNDS
    published = Published() if bounds else document.published
    return replace(document, headline=None, boilerplate=(), published=published)


def _leave(document: Document, run: _Run) -> Step:
    """Leave a document as it is stored; a failure that it had meanwhile is forgotten."""
    if document.id in run.failed:
        kept = _get(run.store, document.id)
        run.store.put(kept.analysis, kept.reading)
    return Step(document=document, put=Put.UNCHANGED)


def _put(found: Original, parse: Parse | None, run: _Run) -> Step:
    """Ask and keep everything about a document that was read now."""
    reading = Reading(
        model=model_of(found.document, run.plan),
        parse=None if parse is None else pack_parse(parse),
        source=found.source,
        marks=to_marks(found.document),
        known=found.known,
        place=found.place,
    )
    analysis = ask(found.document, parse, plan=run.plan)
    return Step(document=analysis.document, put=run.store.put(analysis, reading))


def _get(store: Store, document_id: str) -> _Kept:
    """Return what a store holds of a document; raises UnknownRecord."""
    return _Kept(analysis=store.get_analysis(document_id), reading=store.get_reading(document_id))


def _parse_again(
    document: Document, reading: Reading, parser: Parser | None, plan: Plan = WHOLE
) -> tuple[Parse | None, str]:
    """Return the parse that is kept, and the name of its weights with the rules of today.

    The model reads anew where there is none, or a damaged one.
    """
    if reading.parse is not None:
        try:
            return unpack_parse(reading.parse, document.text), name_rules(reading.model)
        except UnusableParse:
            pass  # reading the text anew puts a sound parse in its place
    return parse_document(document, parser=parser, plan=plan), model_of(document, plan)
