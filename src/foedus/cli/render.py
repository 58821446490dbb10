"""Blocks on a page: for a terminal, wrapped and with bold titles, or as Markdown."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator

from foedus.cli.settings import Format
from foedus.spelling.blocks import Block
from foedus.spelling.visible import escape, visible

WIDTH_CHARACTERS = 100
LABEL_CHARACTERS = 12


class Page:
    """Writes headings, blocks and plain lines to standard output, for a terminal or as Markdown."""

    def __init__(self, output: Format | None) -> None:
        self._markdown = output is Format.MD
        self._count = 0
        columns = shutil.get_terminal_size((WIDTH_CHARACTERS, 0)).columns
        self._width = max(40, min(columns, WIDTH_CHARACTERS))
        self._bold = not self._markdown and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"

    def heading(self, text: str) -> None:
        """Write a heading over several blocks."""
        text = visible(text)
        self._line(f"## {escape(text)}\n" if self._markdown else f"═══ {text}\n", bold=True)

    def block(self, block: Block, *, numbered: bool = True) -> None:
        """Write one block; its number counts the blocks of the page."""
        self._count += 1
        number = f"{self._count}. " if numbered else ""
        title = visible(block.title)
        name = f" ({block.id})" if block.id else ""
        if self._markdown:
            self._line(f"### {number}{escape(title)}{name}\n")
        else:
            lines = textwrap.wrap(f"{number}{title}{name}", self._width) or [""]
            for line in lines:
                self._line(line, bold=True)
        for label, text in block.lines:
            for line in self._entry(label, visible(text)):
                self._line(line)
        self._line("")

    def note(self, text: str) -> None:
        """Write a remark under the blocks."""
        self._line(escape(text) if self._markdown else text)

    def passage(self, text: str) -> None:
        """Write a passage of a document, wrapped."""
        for paragraph in visible(text, keep="\n").split("\n"):
            if paragraph.strip() and self._markdown:
                self._line(f"> {escape(paragraph.strip())}")
            elif paragraph.strip():
                self._line(textwrap.indent(textwrap.fill(paragraph, self._width - 2), "  "))
        self._line("")

    def _entry(self, label: str, text: str) -> Iterator[str]:
        if self._markdown:
            yield f"- **{label}:** {escape(text)}"
            return
        indent = " " * (LABEL_CHARACTERS + 2)
        wrapped = textwrap.wrap(
            text, self._width, initial_indent=indent, subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        ) or [indent]  # fmt: skip
        yield f"  {label:<{LABEL_CHARACTERS - 1}} {wrapped[0][len(indent) :]}"
        yield from wrapped[1:]

    def _line(self, text: str, *, bold: bool = False) -> None:
        sys.stdout.write(f"\x1b[1m{text}\x1b[0m\n" if bold and self._bold else f"{text}\n")
