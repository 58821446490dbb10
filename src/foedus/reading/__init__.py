"""Bytes to documents: what was published, unchanged, with what it says of itself.

| format | files | reader |
|---|---|---|
| text | .txt .text .md | `plain.py`: headline, byline, date, author line |
| html | .html .htm .xhtml | `html.py`: main text and metadata; loaded on first use |
| jsonl | .jsonl .ndjson | `tables.py`: one document a line |
| csv | .csv | `tables.py`: one document a row |

Pages of the web are fetched by `fetching.py` and read by `web.py`, loaded on first use.
"""

from foedus.reading.failures import Failure
from foedus.reading.given import Given, parse_published, with_metadata
from foedus.reading.inputs import (
    EXTENSIONS,
    FORMATS,
    is_address,
    read_bytes,
    read_path,
    read_stream,
)
from foedus.reading.notes import find_notes
from foedus.reading.originals import Origin, Original, to_marks, with_marks
from foedus.reading.plain import read_text

__all__ = [
    "EXTENSIONS", "FORMATS", "Failure", "Given", "Origin", "Original", "find_notes",
    "is_address", "parse_published", "read_bytes", "read_path", "read_stream", "read_text",
    "to_marks", "with_marks", "with_metadata",
]  # fmt: skip
