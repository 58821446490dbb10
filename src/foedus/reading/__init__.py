"""Bytes to documents: what was published, unchanged, with what it says of itself.

| format | files | reader |
|---|---|---|
| text | .txt .text .md | `plain.py`: headline, byline, date, author line |
| html | .html .htm .xhtml | `html.py`: main text and metadata; loaded on first use |
| jsonl | .jsonl .ndjson | `tables.py`: one document a line |
| csv | .csv | `tables.py`: one document a row |
"""

from foedus.reading.failures import Failure
from foedus.reading.given import Given, parse_published, with_metadata
from foedus.reading.inputs import EXTENSIONS, FORMATS, read_bytes, read_path
from foedus.reading.notes import find_notes
from foedus.reading.plain import read_text

__all__ = [
    "EXTENSIONS", "FORMATS", "Failure", "Given", "find_notes", "parse_published", "read_bytes",
    "read_path", "read_text", "with_metadata",
]  # fmt: skip
