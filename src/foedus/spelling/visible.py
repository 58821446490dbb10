"""Text made safe to show: characters that would act are shown, marks of Markdown are plain."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"([\\`*<]|(?<!\w)_|_(?!\w)|(?<=\])\()")
"""What Markdown would read as a mark; brackets alone are none, and underscores inside words."""

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
"""Controls, marks of direction, characters without width, and halves that no text can carry."""


def visible(text: str, keep: str = "") -> str:
    """Return the text with marks in place of characters that would act on a terminal."""
    return _CONTROL.sub(
        lambda found: found[0] if found[0] in keep else f"\\u{ord(found[0]):04x}", text
    )


def escape(text: str) -> str:
    """Return the text with its Markdown marks made plain."""
    return _MARKDOWN.sub(r"\\\1", text)
