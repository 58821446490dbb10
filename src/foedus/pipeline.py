"""The order of the rooms: reading → analysis → stores. Nothing else happens here."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from foedus.analysis.actors import find_cast
from foedus.analysis.attribution import find_statements
from foedus.analysis.commitments import find_commitments
from foedus.analysis.events import find_events
from foedus.analysis.figures import find_figures
from foedus.analysis.parse import Parse
from foedus.analysis.publication import bounds_of
from foedus.analysis.times import find_times
from foedus.errors import FoedusError
from foedus.languages.language import Language, known_languages, load_language
from foedus.reading import Failure, Given, read_bytes, read_path, read_text, with_metadata
from foedus.records.analyses import Analysis
from foedus.records.documents import Document, HowKnown
from foedus.records.reports import Failed, Report
from foedus.stores import Put, Store
from foedus.world import load_world

FAULT = "fault"
"""The code of a failure that is foedus's own, not the input's."""


class Parser(Protocol):
    """Whatever turns a text into its parse: the shipped encoder, or one of another folder."""

    def parse(self, text: str) -> Parse:
        """Return the sentences, tree, entities and frames of a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where documents come from, their format, and what is known besides.

    An input is a file, a folder, or the bytes of standard input, whose document is called "-".
    """

    inputs: tuple[Path | bytes, ...] = ()
    input_format: str = "auto"
    given: Given = field(default_factory=Given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of one input: an analysis that was stored, one left as it was, or a failure."""

    document: Document | None = None
    put: Put | None = None
    failure: Failure | None = None


def load_parser(language: str = "en") -> Parser:
    """Return the shipped encoder of a language; raises ModelFault if its files were altered."""
    # The model runtime takes a third of a second to load, so it is loaded by the first text.
    parser: Parser = importlib.import_module("foedus.analysis.encoder").load_encoder(language)
    return parser


def analyze(document: Document, *, parser: Parser | None = None) -> Analysis:
    """Return everything a document is read to say, each question asked in its turn.

    Args:
        document: A document as the reading room returned it.
        parser: The language model; the shipped one if None.

    Raises:
        ModelFault: The shipped model is missing or was altered.
    """
    code = document.language.split("-")[0]
    if code not in known_languages():
        return Analysis(document=document)  # the notes of the reading room say so
    parse = (parser or load_parser(code)).parse(document.text)
    return _ask(document, parse, load_language(code))


def _ask(document: Document, parse: Parse, language: Language) -> Analysis:
    """Put the questions in their order; each answer is known to those that come after."""
    cast = find_cast(document, parse, world=load_world())
    times = find_times(document.text, published=document.published, words=language.times)
    if document.published.how is HowKnown.UNKNOWN:
        bounds = bounds_of(times, document.text, words=language.times)
        document = replace(document, published=bounds)
        times = find_times(document.text, published=bounds, words=language.times)
    statements = find_statements(document, parse, cast=cast, times=times, words=language.cues)
    commitments = find_commitments(
        document, parse, statements=statements, cast=cast, language=language
    )
    figures = find_figures(
        document,
        parse,
        words=language.figures,
        statements=statements,
        commitments=commitments,
        times=times,
    )
    scale = language.confidence
    known = Analysis(
        document=document,
        statements=tuple(replace(s, score=scale.of("statement", s.score)) for s in statements),
        commitments=tuple(replace(c, score=scale.of("commitment", c.score)) for c in commitments),
        figures=figures,
        times=times,
    )
    return replace(known, events=find_events(known, parse, cast=cast, words=language.actions))


def analyze_text(
    text: str,
    *,
    document_id: str = "text",
    title: str | None = None,
    given: Given | None = None,
    parser: Parser | None = None,
) -> Analysis:
    """Return everything a text is read to say; see `foedus.analyze`."""
    document = read_text(text, document_id=document_id, title=title)
    return analyze(with_metadata(document, given or Given()), parser=parser)


def read_documents(source: Source) -> Iterator[Document | Failure]:
    """Yield the documents of a source in the order of its inputs, and a Failure for each fault."""
    given = source.given
    for found in _found(source):
        yield with_metadata(found, given) if isinstance(found, Document) else found


def analyze_all(source: Source) -> Iterator[Analysis | Failure]:
    """Yield the analysis of every document of a source, in order, and a Failure for each fault."""
    for found in read_documents(source):
        yield _analyzed(found) if isinstance(found, Document) else found


def ingest(
    source: Source,
    store: Store,
    *,
    again: bool = False,
    on_step: Callable[[Step], None] | None = None,
) -> Report:
    """Read a source into a store, one transaction a document, and report what became of each.

    A run that was stopped is resumed by the same call: what the store holds already, with the same
    text and metadata, is passed over.

    Args:
        source: What to read.
        store: Where to keep it; failures are kept there too.
        again: Analyse even what the store holds, for instance with a newer model.
        on_step: Called after every input.
    """
    report = Report()
    for found in read_documents(source):
        step = _keep(found, store, again=again)
        report = _counted(report, step)
        if on_step is not None:
            on_step(step)
    return report


def _found(source: Source) -> Iterator[Document | Failure]:
    for entry in source.inputs:
        if isinstance(entry, bytes):
            yield from read_bytes(entry, name="-", input_format=source.input_format)
        else:
            yield from read_path(entry, input_format=source.input_format)


def _analyzed(document: Document) -> Analysis | Failure:
    """Analyse one document of many: whatever happens to it, the others are still read."""
    try:
        return analyze(document)
    except FoedusError:
        raise
    except Exception as error:  # a fault of foedus in one text must not lose the others
        said = f"fault in foedus, please report it: {type(error).__name__}: {error}"
        return Failure(id=document.id, code=FAULT, message=" ".join(said.split()))


def _keep(found: Document | Failure, store: Store, *, again: bool) -> Step:
    if isinstance(found, Document) and not again and store.holds(found):
        return Step(document=found, put=Put.UNCHANGED)
    outcome = _analyzed(found) if isinstance(found, Document) else found
    if isinstance(outcome, Analysis):
        return Step(document=outcome.document, put=store.put(outcome))
    store.record_failure(_failed(outcome))
    return Step(failure=outcome)


def _failed(failure: Failure) -> Failed:
    return Failed(document_id=failure.id, code=failure.code, message=failure.message)


def _counted(report: Report, step: Step) -> Report:
    if step.failure is not None:
        return replace(report, failed=(*report.failed, _failed(step.failure)))
    if step.put is Put.STORED:
        return replace(report, stored=report.stored + 1)
    if step.put is Put.NEW_VERSION:
        return replace(report, new_versions=report.new_versions + 1)
    return replace(report, unchanged=report.unchanged + 1)


def read_paths(paths: Iterable[str | Path], store: Store, *, given: Given) -> Report:
    """Read files and folders into a store; see `foedus.read`."""
    source = Source(inputs=tuple(Path(path) for path in paths), given=given)
    return ingest(source, store)
