"""A bulk run: inputs cut to shards, what is missing handed to the engine, until all is done."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import foedus
from foedus.analysis.models import name_model
from foedus.bulk.alone import LoneWorker, settle
from foedus.bulk.cutting import cut
from foedus.bulk.hosting import Host
from foedus.bulk.inputs import File, find_files
from foedus.bulk.ledger import MOST_ATTEMPTS, Ledger, Plain
from foedus.bulk.outside import load_tables
from foedus.bulk.shards import MAX_DOCUMENTS, Part, Piece, Shard, group_pieces, to_json
from foedus.bulk.worker import SHIPPED, Job
from foedus.errors import BulkFault, ModelFault, StoreFault, UnreadableDocument
from foedus.reading import Failure
from foedus.records.analyses import WHOLE, Plan

SCHEMA = "foedus-bulk/1"
"""Version of the tables and of the ledger."""
MOST_IN_VAIN = 1
"""So often an engine may stop without any shard begun: whoever works may be killed while idle."""
Step = Callable[[int], None]
"""Called with a number of documents that are done."""
INPUTS = "inputs"
"""The part that holds the failures of whole files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run goes: on how many processes, on which cluster, in shards of how many documents.

    `plan` says how much of each document is read; a fast reading is by the shipped parser only.
    """

    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    cluster: str | None = None
    documents: int = MAX_DOCUMENTS
    input_format: str = "auto"
    parser: str = SHIPPED
    plan: Plan = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a run is to read, and the files that cannot be cut."""

    shards: tuple[Shard, ...]
    failures: tuple[Failure, ...]

    @property
    def documents(self) -> int:
        """Return how many documents were counted."""
        return sum(shard.documents for shard in self.shards)


@dataclass(slots=True, kw_only=True)
class Progress:
    """What a run did, and what an earlier run had done before it."""

    documents: int = 0
    failures: int = 0
    documents_before: int = 0
    failures_before: int = 0
    shards: int = 0
    removed: int = 0
    rounds: int = 0
    peak_megabytes: int = 0
    quarantined: tuple[Plain, ...] = ()

    def take(self, outcome: Plain) -> None:
        """Count an outcome."""
        self.shards += 1
        self.documents += outcome.get("documents", 0)
        self.failures += outcome.get("failures", 0)
        self.peak_megabytes = max(self.peak_megabytes, outcome.get("peak_megabytes", 0))


def plan(inputs: Iterable[Path], options: Options) -> Planned:
    """Return the shards of these files and folders; every byte is read once to name them."""
    model = _reader_name(options)
    failures: list[Failure] = []
    pieces = _find_pieces(inputs, options, failures)
    shards = tuple(group_pieces(pieces, model=model, documents=options.documents))
    return Planned(shards=shards, failures=tuple(failures))


def check_apart(inputs: Sequence[Path], folder: Path) -> None:
    """Raise StoreFault where tables would be written into what is read."""
    given = [path.resolve() for path in inputs]
    if _is_within(folder.resolve(), given):
        raise StoreFault(f"{folder} lies in what is read; name a folder outside of it")


def run(
    planned: Planned,
    folder: Path,
    options: Options,
    *,
    inputs: Sequence[Path] = (),
    on_step: Step | None = None,
) -> Progress:
    """Read everything that is planned and not done into a folder of Parquet tables.

    Args:
        planned: What to read.
        folder: Where to; a run that was stopped there goes on.
        options: How.
        inputs: Files and folders; what the folder holds of them that is no longer planned, because
            they were changed, is removed in the end.
        on_step: Called with the number of documents whenever a shard is done.

    Raises:
        StoreFault: The folder cannot be written, or holds what another model read.
        BulkFault: Workers die, and no document is to blame.
        MissingExtra: A library of the extra `bulk` is not installed.
    """
    ledger = Ledger(folder)
    with ledger.held():
        return _run(planned, ledger, options, inputs=inputs, step=on_step or (lambda _: None))


def _run(
    planned: Planned, ledger: Ledger, options: Options, *, inputs: Sequence[Path], step: Step
) -> Progress:
    ledger.open({"schema": SCHEMA, "model": _reader_name(options)})
    progress = Progress()
    load_tables().write_failures(ledger, INPUTS, planned.failures)
    progress.failures += len(planned.failures)
    waiting = [shard for shard in planned.shards if not ledger.is_done(Part(shard=shard))]
    _count_before(ledger, planned, progress)
    step(progress.documents_before + progress.failures_before)
    job = Job(
        folder=str(ledger.folder.absolute()),
        parser=options.parser,
        effort=options.plan.effort.value,
        only=options.plan.only,
    )
    for outcome in _read_all(job, waiting, options=options, progress=progress):
        _refuse_fault(outcome)
        progress.take(outcome)
        step(outcome.get("documents", 0) + outcome.get("failures", 0))
    progress.removed = _forget_stale(ledger, planned, inputs)
    progress.quarantined = tuple(ledger.find_quarantined())
    return progress


def _read_all(
    job: Job, shards: Sequence[Shard], *, options: Options, progress: Progress
) -> Iterator[Plain]:
    """Yield the outcome of everything that is read, round after round, until all is done."""
    left, ledger = [Part(shard=shard) for shard in shards], Ledger(Path(job.folder))
    if len(left) == 1 and options.cluster is None:  # one process needs no engine
        with LoneWorker(job) as worker:
            yield from settle(job, left.pop(), worker)
    if not left:
        return
    engine, in_vain = Host(workers=options.workers, cluster=options.cluster), 0
    while left:
        progress.rounds += 1
        ready = [part for part in left if not _is_suspect(ledger, part)]
        fault, told = None, set[str]()
        try:
            for said in engine.run(job, [to_json(part) for part in ready]) if ready else ():
                outcome = json.loads(said)
                if outcome["status"] != "declined":
                    told.add(outcome["part"])
                    yield outcome
        except BulkFault as error:
            fault = error
        suspects = [part for part in left if _is_to_be_settled(ledger, part)]
        in_vain = 0 if told or suspects else in_vain + 1
        if fault is not None and in_vain > MOST_IN_VAIN:
            raise fault
        with LoneWorker(job) as worker:
            for part in suspects:
                told.add(part.id)
                yield from settle(job, part, worker)
        done = [part for part in left if ledger.is_done(part)]
        # What other workers had done when the engine stopped was not told any more.
        yield from (_outcome_of(ledger, part) for part in done if part.id not in told)
        ended = {part.id for part in done}
        left = [part for part in left if part.id not in ended]


def _is_suspect(ledger: Ledger, part: Part) -> bool:
    return bool(ledger.find_split(part)) or ledger.count_attempts(part) >= MOST_ATTEMPTS


def _is_to_be_settled(ledger: Ledger, part: Part) -> bool:
    """Say whether a part was begun by a worker that is no more, and is not done."""
    if ledger.is_done(part):
        return False
    begun = ledger.count_attempts(part) > 0 or bool(ledger.find_split(part))
    return begun and not ledger.is_running(part)


def _outcome_of(ledger: Ledger, part: Part) -> Plain:
    return {"part": part.id, "status": "done", **ledger.get_outcome(part)}


def _refuse_fault(outcome: Plain) -> None:
    """Raise what makes every document fail alike."""
    if outcome["status"] == "fault":
        kind = {ModelFault.code: ModelFault, UnreadableDocument.code: UnreadableDocument}
        raise kind.get(outcome["code"], StoreFault)(outcome["message"])


def _find_pieces(
    inputs: Iterable[Path], options: Options, failures: list[Failure]
) -> Iterator[Piece]:
    for found in find_files(inputs, input_format=options.input_format):
        if isinstance(found, File):
            try:
                yield from cut(found, documents=options.documents)
            except OSError as error:
                reason = f"{found.path}: {error.strerror or error}"
                failures.append(Failure.of(found.name, UnreadableDocument(reason)))
        else:
            failures.append(found)


def _reader_name(options: Options) -> str:
    """Return the name of the code and model that read; another one makes other shards."""
    model = name_model("en", options.plan) if options.parser == SHIPPED else options.parser
    return f"foedus-{foedus.__version__}+{model}"


def _count_before(ledger: Ledger, planned: Planned, progress: Progress) -> None:
    """Count what is done of this plan already; a part that was split has no counts of its own."""
    held = {shard.id for shard in planned.shards}
    for _, outcome in ledger.find_done():
        if outcome.get("shard") in held:
            progress.documents_before += outcome.get("documents", 0)
            progress.failures_before += outcome.get("failures", 0)


def _forget_stale(ledger: Ledger, planned: Planned, inputs: Sequence[Path]) -> int:
    """Remove what was read of these inputs before they were changed; return how many parts."""
    held, removed = {shard.id for shard in planned.shards}, 0
    given = [path.absolute() for path in inputs]
    for part_id, outcome in ledger.find_done():
        within = all(_is_within(Path(path), given) for path in outcome.get("inputs", ["/"]))
        if outcome.get("shard") not in held and within:
            ledger.forget(part_id)
            removed += 1
    return removed


def _is_within(path: Path, inputs: Sequence[Path]) -> bool:
    return any(path == one or one in path.parents for one in inputs)
