"""A sheet as one HTML file that needs nothing else, set for the screen and for print."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from foedus.export import sheet as parts
from foedus.export.citations import web_link
from foedus.spelling.visible import visible

_TAGS = {
    parts.Look.PLAIN: "",
    parts.Look.STRONG: "strong",
    parts.Look.REMOVED: "del",
    parts.Look.ADDED: "ins",
}


def to_html(sheet: parts.Sheet) -> str:
    """Return a sheet as HTML: everything is escaped, no script, no address is loaded from."""
    title = _text(sheet.title)
    body = "\n".join(line for part in sheet.parts for line in _part(part))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{load_style()}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


@cache
def load_style() -> str:
    """Return the style that every such file carries."""
    return Path(__file__).with_name("print.css").read_text("utf-8")


def policy_of_style() -> str:
    """Return the Content-Security-Policy under which a server may show such a file."""
    hashed = base64.b64encode(hashlib.sha256(load_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{hashed}'; frame-ancestors 'none'"


def _part(part: parts.Part) -> Iterator[str]:
    if isinstance(part, parts.Heading):
        level = part.level + 1
        yield f"<h{level}{_anchor(part.anchor)}>{_text(part.text)}</h{level}>"
    elif isinstance(part, parts.Paragraph):
        yield f"<p>{_words(part.words)}</p>"
    elif isinstance(part, parts.Facts):
        lines = (f"<dt>{_text(label)}</dt><dd>{_words(words)}</dd>" for label, words in part.lines)
        yield f"<dl>{''.join(lines)}</dl>"
    elif isinstance(part, parts.Listing):
        yield from _items(part)
    elif isinstance(part, parts.Quotation):
        yield f"<figure{_anchor(part.anchor)}><blockquote>{_text(part.exact)}</blockquote>"
        yield f"<figcaption>{_words(part.source)}</figcaption></figure>"
    else:
        yield _code(part)


def _items(listing: parts.Listing) -> Iterator[str]:
    tag = "ol" if listing.numbered else "ul"
    anchors = listing.anchors or ("",) * len(listing.items)
    yield f"<{tag}>"
    for anchor, words in zip(anchors, listing.items, strict=True):
        yield f"<li{_anchor(anchor)}>{_words(words)}</li>"
    yield f"</{tag}>"


def _code(code: parts.Code) -> str:
    return f"<pre><code>{_text(code.text)}</code></pre>"


def _anchor(name: str | None) -> str:
    return f' id="{html.escape(name)}"' if name else ""


def _words(words: parts.Words) -> str:
    return "".join(map(_run, words))


def _run(run: parts.Run) -> str:
    tag = _TAGS[run.look]
    text = f"<{tag}>{_text(run.text)}</{tag}>" if tag else _text(run.text)
    if run.target is None:
        return text
    address = web_link(run.target) or f"#{run.target}"
    return f'<a href="{html.escape(address)}">{text}</a>'


def _text(text: str) -> str:
    return html.escape(visible(text, keep="\n"))
