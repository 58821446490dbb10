"""The order of the rooms: reading → analysis. What is kept of it is `ingest.py`'s to say."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Protocol

from foedus.analysis.actors import find_cast
from foedus.analysis.attribution import find_statements
from foedus.analysis.commitments import find_commitments
from foedus.analysis.events import find_events
from foedus.analysis.figures import find_figures
from foedus.analysis.models import NO_MODEL, name_model
from foedus.analysis.obligations import find_obligations
from foedus.analysis.parse import Parse
from foedus.analysis.publication import bounds_of
from foedus.analysis.scan import find_worthwhile
from foedus.analysis.signs import signs_of_commitment, signs_of_statement
from foedus.analysis.times import find_times
from foedus.errors import FoedusError, MissingExtra, ModelFault, StoreFault
from foedus.languages.confidence import Confidence
from foedus.languages.cues import CueWords
from foedus.languages.language import known_languages, load_language
from foedus.languages.scan import load_scan
from foedus.reading import (
    Failure,
    Given,
    Original,
    read_bytes,
    read_path,
    read_stream,
    read_text,
    with_metadata,
)
from foedus.reading.feed_memory import NOTHING_KEPT, Memory
from foedus.reading.treaty import find_provisions
from foedus.records.analyses import WHOLE, Analysis, Effort, Plan, narrowed
from foedus.records.commitments import Commitment
from foedus.records.documents import Document, HowKnown, Published
from foedus.records.statements import Statement
from foedus.world import load_world

FAULT = "fault"
"""The code of a failure that is foedus's own, not the input's."""
FAULTS_OF_THE_RUN = (StoreFault, ModelFault, MissingExtra)
"""What is wrong with every document alike, so that a run ends; all else is one document's."""


class Parser(Protocol):
    """Whatever turns a text into its parse: the shipped encoder, or one of another folder."""

    def parse(self, text: str) -> Parse:
        """Return the sentences, tree, entities and frames of a text."""


Input = Path | bytes | BinaryIO | str
"""A file or folder, the bytes or stream of a document called "-", or an address of the web."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where documents come from, their format, and what is known besides.

    `name` is the id of a document that comes as bytes or a stream. `allowed` are IP numbers that
    may be asked for pages although they are not public. `memory` says what earlier runs know of
    feeds; None: nothing. `plan` says how much of them is read.
    """

    inputs: tuple[Input, ...] = ()
    input_format: str = "auto"
    given: Given = field(default_factory=Given)
    allowed: tuple[str, ...] = ()
    name: str = "-"
    memory: Memory | None = None
    plan: Plan = WHOLE


def load_parser(language: str = "en") -> Parser:
    """Return the shipped encoder of a language; raises ModelFault if its files were altered."""
    # The model runtime takes a third of a second to load, so it is loaded by the first text.
    parser: Parser = importlib.import_module("foedus.analysis.encoder").load_encoder(language)
    return parser


def analyze(document: Document, *, parser: Parser | None = None, plan: Plan = WHOLE) -> Analysis:
    """Return everything a document is read to say.

    Args:
        document: A document as the reading room returned it.
        parser: The language model; the shipped one if None.
        plan: How much of it is read, and which records are wanted.

    Raises:
        ModelFault: The shipped model is missing or was altered.
        ValueError: A fast reading with a parser of one's own.
    """
    return ask(document, parse_document(document, parser=parser, plan=plan), plan=plan)


def parse_document(
    document: Document, *, parser: Parser | None = None, plan: Plan = WHOLE
) -> Parse | None:
    """Return what the language model says of a document; None where its language is not read.

    A fast reading parses what may hold a record; the parse of a text where nothing may is empty.
    """
    code = language_of(document)
    if code is None:
        return None
    if plan.effort is Effort.FULL:
        return (parser or load_parser(code)).parse(document.text)
    if parser is not None:
        raise ValueError("a parser of one's own reads in full; leave the effort out")
    chosen = find_worthwhile(document.text, load_scan(code), plan.kinds)
    if not chosen:
        return Parse(text=document.text, tokens=(), sentences=())
    encoder = importlib.import_module("foedus.analysis.encoder").load_encoder(code)
    parse: Parse = encoder.parse(document.text, chosen=chosen)
    return parse


def language_of(document: Document) -> str | None:
    """Return the language whose model and words read a document; None where there is none."""
    code = document.language.split("-")[0]
    return code if code in known_languages() else None


def model_of(document: Document, plan: Plan = WHOLE) -> str:
    """Return the name of the model and rules that read a document; see `analysis.models`."""
    code = language_of(document)
    return NO_MODEL if code is None else name_model(code, plan)


def ask(document: Document, parse: Parse | None, *, plan: Plan = WHOLE) -> Analysis:
    """Return what a parsed document says, of the kinds of records that are wanted.

    A document that no model reads says nothing; the notes of the reading room say so.
    """
    if parse is None or not parse.tokens:
        return Analysis(document=document, plan=plan)
    found = _asked(document, parse, plan)
    return found if plan.whole else narrowed(found, plan)


def _asked(document: Document, parse: Parse, plan: Plan) -> Analysis:
    """Put the questions to a parsed document; each answer is known to those that come after."""
    code = language_of(document)
    if code is None:
        return Analysis(document=document)
    language = load_language(code)
    if document.published.how is HowKnown.BOUNDS:  # an earlier answer, which is found anew
        document = replace(document, published=Published())
    cast = find_cast(document, parse, world=load_world())
    times = find_times(document.text, published=document.published, words=language.times)
    if document.published.how is HowKnown.UNKNOWN:
        bounds = bounds_of(times, document.text, words=language.times)
        document = replace(document, published=bounds)
        times = find_times(document.text, published=bounds, words=language.times)
    statements = find_statements(document, parse, cast=cast, times=times, words=language.cues)
    provisions = find_provisions(document, language.treaties)
    obligations = find_obligations(
        document, parse, provisions=provisions, cast=cast, language=language
    )
    promises = (
        find_commitments(document, parse, statements=statements, cast=cast, language=language)
        if not provisions
        else ()
    )
    scale = language.confidence
    commitments = (*obligations, *_scaled(promises, scale))
    figures = (
        ()
        if plan.kinds == ("commitments",)
        else find_figures(
            document,
            parse,
            words=language.figures,
            statements=statements,
            commitments=commitments,
            times=times,
        )
    )
    known = Analysis(
        document=document,
        statements=tuple(_scaled_statements(statements, scale, language.cues)),
        commitments=commitments,
        figures=figures,
        times=times,
    )
    if "events" not in plan.kinds:
        return known
    return replace(known, events=find_events(known, parse, cast=cast, words=language.actions))


def _scaled(promises: Iterable[Commitment], scale: Confidence) -> Iterator[Commitment]:
    """Yield promises with the scores that were measured for what they look like."""
    for promise in promises:
        score = scale.of("commitment", promise.score, signs_of_commitment(promise))
        yield replace(promise, score=score)


def _scaled_statements(
    statements: Iterable[Statement], scale: Confidence, words: CueWords
) -> Iterator[Statement]:
    for statement in statements:
        score = scale.of("statement", statement.score, signs_of_statement(statement, words=words))
        yield replace(statement, score=score)


def analyze_text(
    text: str,
    *,
    document_id: str = "text",
    title: str | None = None,
    given: Given | None = None,
    plan: Plan = WHOLE,
) -> Analysis:
    """Return everything a text is read to say; see `foedus.analyze`."""
    document = read_text(text, document_id=document_id, title=title)
    return analyze(with_metadata(document, given or Given()), plan=plan)


def read_originals(source: Source) -> Iterator[Original | Failure]:
    """Yield the documents of a source as they were published, with what is given besides."""
    for found in _found(source):
        yield found.with_given(source.given) if isinstance(found, Original) else found


def read_documents(source: Source) -> Iterator[Document | Failure]:
    """Yield the documents of a source in the order of its inputs, and a Failure for each fault."""
    for found in read_originals(source):
        yield found.document if isinstance(found, Original) else found


def analyze_all(source: Source) -> Iterator[Analysis | Failure]:
    """Yield the analysis of every document of a source, in order, and a Failure for each fault."""
    for found in read_documents(source):
        yield _analyzed(found, source.plan) if isinstance(found, Document) else found


def _found(source: Source) -> Iterator[Original | Failure]:
    chosen = source.input_format
    for entry in source.inputs:
        if isinstance(entry, bytes):
            yield from read_bytes(entry, name=source.name, input_format=chosen)
        elif isinstance(entry, str):
            yield from _read_url(entry, source)
        elif isinstance(entry, Path):
            yield from read_path(entry, input_format=chosen)
        else:
            yield from read_stream(entry, name=source.name, input_format=chosen)


def _read_url(url: str, source: Source) -> Iterator[Original | Failure]:
    # What speaks to servers takes a while to load, so it is loaded by the first address.
    web = importlib.import_module("foedus.reading.web")
    yield from web.read_url(
        url,
        input_format=source.input_format,
        allowed=source.allowed,
        memory=source.memory or NOTHING_KEPT,
    )


def _analyzed(document: Document, plan: Plan) -> Analysis | Failure:
    """Analyse one document of many: whatever happens to it, the others are still read."""
    try:
        return analyze(document, plan=plan)
    except FAULTS_OF_THE_RUN:
        raise
    except Exception as error:
        return failure_of(document.id, error)


def failure_of(document_id: str, error: Exception) -> Failure:
    """Return the failure of one document; what foedus does not name is its own fault."""
    if isinstance(error, FoedusError):
        return Failure.of(document_id, error)
    said = f"fault in foedus, please report it: {type(error).__name__}: {error}"
    return Failure(id=document_id, code=FAULT, message=" ".join(said.split()))
