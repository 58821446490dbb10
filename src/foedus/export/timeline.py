"""TimelineJS: records as slides with a date, their quotation and a link to their source."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from foedus.export.citations import to_reference
from foedus.export.cited import Cited, address_of
from foedus.records.codec import to_line
from foedus.spelling.blocks import spell_characters, to_block

_DATE = re.compile(r"(-?\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2}))?)?)?")
_PARTS = ("year", "month", "day", "hour", "minute")

TITLE = "What texts say"
NOTE = "Each slide says what a text says, not what happened or will happen."

Plain = dict[str, object]


def write_timeline(records: Iterable[Cited]) -> Iterator[tuple[str, str]]:
    """Yield a timeline as JSON, one slide a line; records without any date are left out."""
    title = {"text": {"headline": TITLE, "text": NOTE}}
    yield "", f'{{"title": {to_line(title)}, "events": [\n'
    before = ""
    for cited in records:
        slide = to_slide(cited)
        if slide is not None:
            yield "", before + to_line(slide)
            before = ",\n"
    yield "", "\n]}\n"


def to_slide(cited: Cited) -> Plain | None:
    """Return a record as a slide; None where neither it nor its document has a date."""
    earliest, latest = cited.dates
    start, end = _date(earliest), _date(latest)
    if start is None:
        return None
    slide: Plain = {
        "unique_id": cited.key,
        "start_date": start,
        "group": str(cited.entry.noun),
        "text": {"headline": _escaped(to_block(cited.entry).title), "text": _text(cited)},
    }
    if end is not None and end != start:
        slide["end_date"] = end
    link = address_of(cited.document)
    if link is not None:
        slide["media"] = {"url": link, "caption": _escaped(to_reference(cited.document))}
    return slide


def _text(cited: Cited) -> str:
    """Return the words of a slide as HTML: what is read, the quotations, and where they stand."""
    block = to_block(cited.entry)
    read = "<br>".join(f"{_escaped(label)}: {_escaped(text)}" for label, text in block.lines)
    quoted = "".join(
        f"<blockquote>{_escaped(mark.span.exact)}</blockquote>"
        for mark in cited.quotations
        if mark.label not in ("who", "cue")
    )
    link = address_of(cited.document)
    source = _escaped(to_reference(cited.document))
    if link is not None:
        source = f'<a href="{html.escape(link)}">{source}</a>'
    spans = spell_characters(*(mark.span for mark in cited.quotations))
    score = "" if cited.score is None else f", score {cited.score}"
    return (
        f"<p>{read}</p>{quoted}<p>{source} Characters {spans} of {_escaped(cited.document.id)};"
        f" {cited.review}{score}; {cited.entry.id}</p>"
    )


def _escaped(text: str) -> str:
    return html.escape(" ".join(text.split()))


def _date(date: str | None) -> dict[str, int] | None:
    """Return an ISO 8601 date in the parts that TimelineJS takes."""
    found = _DATE.match(date or "")
    if found is None:
        return None
    return {
        part: int(number)
        for part, number in zip(_PARTS, found.groups(), strict=True)
        if number is not None
    }
