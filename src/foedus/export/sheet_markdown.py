"""A sheet as Markdown: CommonMark with struck-out words, and plain anchors for references."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foedus.export import sheet as parts
from foedus.export.citations import web_link
from foedus.spelling.visible import escape, visible

_OPENS_BLOCK = re.compile(r"^(\s*)([#>+=|~-]|\[|\d+(?=[.)]))")
"""What at the beginning of a line would open a heading, list, quotation, table or definition."""

_LOOKS = {
    parts.Look.PLAIN: "{}",
    parts.Look.STRONG: "**{}**",
    parts.Look.REMOVED: "~~{}~~",
    parts.Look.ADDED: "**{}**",
}


def to_markdown(sheet: parts.Sheet) -> str:
    """Return a sheet as Markdown; no character of a quotation acts as a mark of it."""
    written = [f"# {_plain(sheet.title)}"]
    written += ["\n".join(_part(part)) for part in sheet.parts]
    return "\n\n".join(written) + "\n"


def _part(part: parts.Part) -> Iterator[str]:
    if isinstance(part, parts.Heading):
        anchor = f'<a id="{part.anchor}"></a>' if part.anchor else ""
        yield f"{'#' * (part.level + 1)} {anchor}{_plain(part.text)}"
    elif isinstance(part, parts.Paragraph):
        yield _open(_words(part.words))
    elif isinstance(part, parts.Facts):
        yield from (f"- **{_plain(label)}:** {_words(words)}" for label, words in part.lines)
    elif isinstance(part, parts.Listing):
        yield from _items(part)
    elif isinstance(part, parts.Quotation):
        yield f'<a id="{part.anchor}"></a>\n'
        yield from (f"> {_open(_plain(line))}  " for line in part.exact.split("\n"))
        yield f">\n> — {_words(part.source)}"
    else:
        yield from _fenced(part)


def _items(listing: parts.Listing) -> Iterator[str]:
    for number, words in enumerate(listing.items, 1):
        anchor = f'<a id="{listing.anchors[number - 1]}"></a>' if listing.anchors else ""
        yield f"{f'{number}.' if listing.numbered else '-'} {anchor}{_words(words)}"


def _fenced(code: parts.Code) -> Iterator[str]:
    longest = max((len(run) for run in re.findall("`+", code.text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from (f"{fence}json", code.text, fence)


def _words(words: parts.Words) -> str:
    return "".join(map(_run, words))


def _run(run: parts.Run) -> str:
    text = _plain(run.text)
    bare = text.strip()
    if bare and run.look is not parts.Look.PLAIN:  # marks must touch the words they set
        text = text.replace(bare, _LOOKS[run.look].format(bare), 1)
    if run.target is None:
        return text
    link = web_link(run.target)
    return f"[{text}]({f'<{link}>' if link else f'#{run.target}'})"


def _plain(text: str) -> str:
    """Return words on one line with nothing in them that Markdown reads."""
    said = escape(visible(text, keep="\n")).replace("~~", r"\~\~").replace("&", "&amp;")
    return " ".join(said.split("\n"))


def _open(line: str) -> str:
    return _OPENS_BLOCK.sub(r"\1\\\2", line) if not line.lstrip()[:1].isdigit() else _number(line)


def _number(line: str) -> str:
    return re.sub(r"^(\s*\d+)([.)])", r"\1\\\2", line)
