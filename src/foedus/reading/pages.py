"""Page: an extracted web page, and its way through a child process with limits.

The child is a fresh interpreter, so nothing of the caller (threads, open stores) is copied, and a
crash or an endless extraction ends the child alone. Its processor time is bounded, so that a busy
machine does not change what can be read; the clock on the wall is a second, wider bound.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass

from foedus.errors import UnreadableDocument
from foedus.reading.metadata import PageMetadata
from foedus.records import HowKnown, Published

MAX_EXTRACTION_SECONDS = 0.8
"""Processor time of one extraction, start-up not counted; 500 KB of running text take 0.2 s."""
MAX_WAIT_SECONDS = 20.0
MAX_CHILD_BYTES = 450_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The main text of a page and what its head says; the text is empty where none was found."""

    text: str
    metadata: PageMetadata


def extract_in_child(source: str) -> Page:
    """Return the page as `html.extract_page` reads it, in a child process with limits.

    Raises:
        UnreadableDocument: The extraction took too long, too much memory, or crashed.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        # -P keeps the working directory, which may hold anything, out of the child's imports.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "foedus.reading.page_child"],
            input=source.encode("utf-8", "surrogatepass"),
            capture_output=True,
            timeout=MAX_WAIT_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(f"too slow: no text after {MAX_WAIT_SECONDS:.0f} s") from error
    if done.returncode != 0:
        raise UnreadableDocument(
            "too slow or too large: the main text could not be taken out within"
            f" {MAX_EXTRACTION_SECONDS} s and {MAX_CHILD_BYTES // 1_000_000} MB; save its main text"
        )
    return from_json(done.stdout.decode("utf-8"))


def to_json(page: Page) -> str:
    """Return a page as JSON, to cross from one process to another."""
    return json.dumps(asdict(page))


def from_json(text: str) -> Page:
    """Return the page that `to_json` wrote."""
    fields = json.loads(text)
    metadata = fields["metadata"]
    published = metadata.pop("published")
    if published is not None:
        published = Published(**{**published, "how": HowKnown(published["how"])})
    return Page(
        text=fields["text"],
        metadata=PageMetadata(**metadata, published=published),
    )
