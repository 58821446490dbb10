"""foedus reads what was published and answers who is bound to do what, if what happens."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypedDict, Unpack

from foedus.errors import FoedusError
from foedus.records import (
    Actor,
    Analysis,
    Commitment,
    Condition,
    Document,
    Event,
    Evidence,
    Figure,
    Promise,
    Published,
    Statement,
    Trigger,
    When,
)
from foedus.records.analyses import Effort, Plan
from foedus.records.entries import Listed
from foedus.records.reports import Failed, Report
from foedus.spelling.days import first_day
from foedus.stores import Filters, Status, Store, open_store

if TYPE_CHECKING:  # at run time the rooms that reason are loaded by the first question
    from foedus.listing import Records
    from foedus.reasoning.answers import Answer
    from foedus.reasoning.findings import Findings
    from foedus.reasoning.gaps import Gap
    from foedus.reasoning.language import Pattern
    from foedus.reasoning.loops import Loop

__version__ = "0.1.0"

__all__ = [
    "Actor", "Analysis", "Commitment", "Condition", "Document", "Event", "Evidence", "Failed",
    "Figure", "FoedusError", "Promise", "Published", "Report", "Statement", "Status", "Store",
    "Trigger", "When", "__version__", "analyze", "find", "find_gaps", "find_loops", "open_store",
    "read", "whatif",
]  # fmt: skip


class Known(TypedDict, total=False):
    """What the caller knows and a text need not say; `published` is in ISO 8601."""

    published: str | None
    outlet: str | None
    author: str | None
    url: str | None


class KnownText(Known, total=False):
    """What is known of one text; `id` is "text" where none is given."""

    id: str | None
    title: str | None


class Asked(TypedDict, total=False):
    """When it is asked (a year, month or day; None: now), and whether treaties join."""

    at: str | None
    treaties: bool


class Supposed(Asked, total=False):
    """What is supposed besides: switches by name; probabilities with which promises are kept."""

    assume: Mapping[str, bool]
    keep: Mapping[str, float]
    draws: int
    seed: int


class Narrowed(TypedDict, total=False):
    """What a list is narrowed to, as `foedus list` takes it; dates are ISO 8601 days."""

    committer: str | None
    speaker: str | None
    target: str | None
    kind: str | None
    event_class: str | None
    document_id: str | None
    since: str | None
    until: str | None
    status: Status
    limit: int | None


def analyze(
    text: str, *, effort: str = "full", only: Sequence[str] = (), **known: Unpack[KnownText]
) -> Analysis:
    """Return everything a text is read to say; nothing is stored.

    Args:
        text: A report. Its headline, byline and date are read from its first and last lines.
        effort: "full", or "fast": the model reads only what by its words may hold a record.
        only: The kinds of records that are wanted ("commitments", "statements", "events",
            "figures"); none named: all. The fewer, the faster a fast reading is.
        **known: `published`, `outlet`, `author`, `url`, `title`, `id`, where the text lacks them.

    Raises:
        UnreadableDocument: The text is empty.
        ModelFault: The shipped model is missing or was altered.
        ValueError: `published` is no ISO 8601 date; no such effort or kind.
    """
    document_id, title = known.pop("id", None) or "text", known.pop("title", None)
    analysis: Analysis = _pipeline().analyze_text(
        text,
        document_id=document_id,
        title=title,
        given=_given(known),
        plan=Plan(effort=Effort(effort), only=tuple(only)),
    )
    return analysis


def read(
    paths: Iterable[str | Path] | str | Path,
    *,
    store: str | Path = "foedus.db",
    effort: str = "full",
    only: Sequence[str] = (),
    **known: Unpack[Known],
) -> Report:
    """Read files, folders and addresses into a store and return what became of each input.

    Args:
        paths: Files or folders (plain text, HTML, JSON Lines, CSV), or addresses of the web.
        store: The file of the store; it is made if it does not exist.
        effort: As for `analyze`; so is `only`. What is stored by a full reading stays.
        only: The kinds of records that are wanted; none named: all.
        **known: `published`, `outlet`, `author` and `url` for all of them, where texts lack them.

    Raises:
        StoreFault: The store is locked, damaged or of another schema.
        ModelFault: The shipped model is missing or was altered.
        ValueError: `published` is no ISO 8601 date; no such effort or kind.
    """
    several = [paths] if isinstance(paths, str | Path) else paths
    given, plan = _given(known), Plan(effort=Effort(effort), only=tuple(only))
    with open_store(store, create=True) as opened:
        report: Report = _ingest().read_paths(several, opened, given=given, plan=plan)
    return report


def whatif(
    store: Store | str | Path, events: str | Sequence[str | Pattern], **supposed: Unpack[Supposed]
) -> Answer:
    """Return which promises of a store events would trigger, which nearly, which not, and why.

    It says what texts say, not what will happen. A notebook shows the answer as a table.

    Args:
        store: An open store, or its file.
        events: What happens, in order: plain English, patterns as text ("armed_attack(UKR, RUS)")
            or as Pattern.
        **supposed: `at` and `treaties` as for `find_gaps`; `assume`, switches that are on or off;
            `keep`, probabilities (0–1) by record or actor, with `draws` (1,000) and `seed` (0).

    Raises:
        InvalidPattern: An event, switch, date or probability that cannot be read.
        StoreFault: The store is missing, locked or damaged.
    """
    scenarios, day, draws = _scenarios(), _day(supposed.get("at")), None
    patterns: list[Pattern] = []
    for one in [events] if isinstance(events, str) else events:
        patterns += scenarios.read_events([one], at=day) if isinstance(one, str) else [one]
    if keep := supposed.get("keep"):
        some = {name: supposed[name] for name in ("draws", "seed") if name in supposed}
        draws = scenarios.Draws(keep=keep, **some)
    with _opened(store) as opened:
        promises = scenarios.load_promises(opened)
    answer: Answer = scenarios.whatif(
        promises,
        patterns,
        at=day,
        assume=supposed.get("assume"),
        treaties=supposed.get("treaties", False),
        draws=draws,
    )
    return answer


def find_gaps(store: Store | str | Path, **asked: Unpack[Asked]) -> Findings[Gap]:
    """Return what the promises of a store leave open, or what does not fit an alliance.

    Args:
        store: An open store, or its file.
        **asked: `at`, the day that counts, and `treaties`, whether the alliances of it join.

    Raises:
        InvalidPattern: `at` is no date.
        StoreFault: The store is missing, locked or damaged.
    """
    day, treaties = _day(asked.get("at")), asked.get("treaties", False)
    with _opened(store) as opened:
        promises = _scenarios().load_promises(opened)
    found: Findings[Gap] = _scenarios().gaps_of(promises, at=day, treaties=treaties)
    return found


def find_loops(store: Store | str | Path, **asked: Unpack[Asked]) -> Findings[Loop]:
    """Return the rings of actors of a store each of whom promises to help the next.

    Args:
        store: An open store, or its file.
        **asked: `at`, the day that counts, and `treaties`, whether the alliances of it join.

    Raises:
        InvalidPattern: `at` is no date.
        StoreFault: The store is missing, locked or damaged.
    """
    day, treaties = _day(asked.get("at")), asked.get("treaties", False)
    with _opened(store) as opened:
        promises = _scenarios().load_promises(opened)
    found: Findings[Loop] = _scenarios().loops_of(promises, at=day, treaties=treaties)
    return found


def find(
    noun: str, within: Analysis | str | Path = "foedus.db", **narrowed: Unpack[Narrowed]
) -> Records:
    """Return the records of a noun: to go through one by one, or as a dataframe.

    `foedus.find("commitments", "crisis.db", committer="BLR").to_pandas()` reads them from a store;
    of an analysis all are returned.

    Args:
        noun: "commitments", "statements", "events" or "figures".
        within: An analysis, or a store as `open_store` takes it.
        **narrowed: What a list of a store is narrowed to.

    Raises:
        StoreFault: There is no such store; raised by the first walk through the records.
        ValueError: No such noun, or an analysis with something to narrow it.
    """
    listing = importlib.import_module("foedus.listing")
    if isinstance(within, Analysis):
        if narrowed:
            raise ValueError("an analysis is listed as a whole; narrow down what a store holds")
        found: Records = listing.list_analysis(within, Listed(noun))
    else:
        found = listing.list_store(within, Listed(noun), Filters(**narrowed))
    return found


def _pipeline() -> ModuleType:
    # The rules and tables of the analysis are loaded by the first text, not by `import foedus`.
    return importlib.import_module("foedus.pipeline")


def _scenarios() -> ModuleType:
    return importlib.import_module("foedus.scenarios")


def _day(at: str | None) -> str | None:
    return first_day(at) if at is not None else None


@contextmanager
def _opened(store: Store | str | Path) -> Iterator[Store]:
    """Lend a store: one that the caller opened stays open."""
    if isinstance(store, str | Path):
        with open_store(store) as opened:
            yield opened
    else:
        yield store


def _ingest() -> ModuleType:
    return importlib.import_module("foedus.ingest")


def _given(known: Known) -> object:
    return importlib.import_module("foedus.reading").Given(**known)
