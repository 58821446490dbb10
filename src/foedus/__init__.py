"""foedus reads what was published and answers who is bound to do what, if what happens."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import TypedDict, Unpack

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
from foedus.records.reports import Failed, Report
from foedus.stores import Store, open_store

__version__ = "0.1.0"

__all__ = [
    "Actor", "Analysis", "Commitment", "Condition", "Document", "Event", "Evidence", "Failed",
    "Figure", "FoedusError", "Promise", "Published", "Report", "Statement", "Store", "Trigger",
    "When", "__version__", "analyze", "open_store", "read",
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


def analyze(text: str, **known: Unpack[KnownText]) -> Analysis:
    """Return everything a text is read to say; nothing is stored.

    Args:
        text: A report. Its headline, byline and date are read from its first and last lines.
        **known: `published`, `outlet`, `author`, `url`, `title`, `id`, where the text lacks them.

    Raises:
        UnreadableDocument: The text is empty.
        ModelFault: The shipped model is missing or was altered.
        ValueError: `published` is no ISO 8601 date.
    """
    document_id, title = known.pop("id", None) or "text", known.pop("title", None)
    analysis: Analysis = _pipeline().analyze_text(
        text, document_id=document_id, title=title, given=_given(known)
    )
    return analysis


def read(
    paths: Iterable[str | Path] | str | Path,
    *,
    store: str | Path = "foedus.db",
    **known: Unpack[Known],
) -> Report:
    """Read files, folders and addresses into a store and return what became of each input.

    Args:
        paths: Files or folders (plain text, HTML, JSON Lines, CSV), or addresses of the web.
        store: The file of the store; it is made if it does not exist.
        **known: `published`, `outlet`, `author` and `url` for all of them, where texts lack them.

    Raises:
        StoreFault: The store is locked, damaged or of another schema.
        ModelFault: The shipped model is missing or was altered.
        ValueError: `published` is no ISO 8601 date.
    """
    several = [paths] if isinstance(paths, str | Path) else paths
    given = _given(known)
    with open_store(store, create=True) as opened:
        report: Report = _ingest().read_paths(several, opened, given=given)
    return report


def _pipeline() -> ModuleType:
    # The rules and tables of the analysis are loaded by the first text, not by `import foedus`.
    return importlib.import_module("foedus.pipeline")


def _ingest() -> ModuleType:
    return importlib.import_module("foedus.ingest")


def _given(known: Known) -> object:
    return importlib.import_module("foedus.reading").Given(**known)
