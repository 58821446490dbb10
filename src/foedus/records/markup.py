"""Words as HTML for notebooks: small tables in which no character of a text acts on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# The library's own escape loads a table of two thousand names, and every start would pay for it.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def to_markup(text: str) -> str:
    """Return words on one line, escaped; a lone surrogate becomes its escape."""
    said = " ".join(text.split()).translate(_ESCAPES)
    return said.encode("utf-8", "backslashreplace").decode()


def to_facts(title: str, facts: Iterable[tuple[str, str]]) -> str:
    """Return labels and what they say as a table of two columns under a title."""
    rows = (
        f"<tr><th>{to_markup(name)}</th><td>{to_markup(said)}</td></tr>" for name, said in facts
    )
    return f"<table><caption>{to_markup(title)}</caption>{''.join(rows)}</table>"


def to_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as a table with a head."""
    head = "".join(f"<th>{to_markup(name)}</th>" for name in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{to_markup(cell)}</td>' for cell in cells)}</tr>" for cells in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
