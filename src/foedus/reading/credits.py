"""Credits, captions and furniture: whole lines that make no claim about the world."""

from __future__ import annotations

import re
from functools import cache

from foedus.reading.layout import load_layout

MAX_CREDIT_CHARACTERS = 160
MAX_CAPTION_CHARACTERS = 450


def is_credit(text: str) -> bool:
    """Say whether a line only credits a picture: "Image: Example.", "Jane Doe's Photo"."""
    if len(text) > MAX_CREDIT_CHARACTERS:
        return False
    return any(pattern.fullmatch(text) for pattern in _credit_patterns()) or _is_signed(text)


def is_caption(text: str) -> bool:
    """Say whether a line is a caption: its end names who made the picture, or it says so."""
    if len(text) > MAX_CAPTION_CHARACTERS:
        return False
    return any(pattern.search(text) for pattern in _caption_patterns())


def is_furniture(text: str) -> bool:
    """Say whether a line speaks of the page, not of the world: "Read more: …"."""
    layout = load_layout()
    if len(text) > MAX_CAPTION_CHARACTERS:
        return False
    bare = text.lower().rstrip(" .)")
    return bare.startswith(layout.furniture_openings) or (
        bare.endswith(layout.furniture_endings) and text.count(". ") <= 1 and '"' not in text
    )


def _is_signed(text: str) -> bool:
    """Say whether a line is made of agencies alone: "Getty/Instagram.", "(AP)"."""
    parts = [part.strip() for part in re.split(r"[/|,]", text.strip("()[]. "))]
    agencies = load_layout().agencies
    if len(parts) > 1 and any(part in agencies for part in parts):
        return all(part in agencies or (part[:1].isupper() and len(part) < 30) for part in parts)
    return len(parts) == 1 and parts[0] in agencies


@cache
def _credit_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of whole credit lines."""
    layout = load_layout()
    labels = "|".join(sorted(layout.credit_labels, key=len, reverse=True))
    pictures = "|".join(layout.picture_words)
    name = r"[^\W\d_a-z][\w.'’/&-]*"
    return (
        re.compile(rf"[(\[]?(?i:{labels})\s?[:©/|]\s?.{{1,120}}"),
        re.compile(
            rf"[(\[]?(?i:(?:photo|photograph|image|picture|video)s?\s(?:by|via|courtesy\sof))\s{name}"
            rf"(?:[ ,]{{1,2}}(?:{name}|of|for|via|the)){{0,8}}[.)\]]{{0,2}}"
        ),
        re.compile(rf".{{2,50}}['’]s?\s(?i:{pictures})"),
    )


@cache
def _caption_patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns that betray a caption, each bounded."""
    layout = load_layout()
    pictures = "|".join(layout.picture_words)
    agencies = "|".join(re.escape(name) for name in sorted(layout.agencies, key=len, reverse=True))
    source = r"[^\W\d_a-z][^.,;!?\"“”]{1,40}"
    return (
        re.compile(
            rf"(?s)\A(?=.{{0,400}}\b(?i:{pictures})\b).{{0,400}}(?:[,/|–—-]\s?|\s\()"
            rf"(?i:via|courtesy\sof)\s{source}[.)]{{0,2}}\Z"
        ),
        re.compile(rf"[(\[](?:{agencies})\s(?i:photo|file|images?)[^()\[\]]{{0,60}}[)\]]\.?\Z"),
        re.compile(rf"[(\[][^()\[\]/]{{2,40}}/(?:{agencies})(?:/[^()\[\]/]{{2,30}})?[)\]]\.?\Z"),
        re.compile(rf"[(\[](?:{agencies})/[^()\[\]/]{{2,40}}[)\]]\.?\Z"),
        re.compile(r"\[[^\[\]/]{2,40}/[^\[\]/]{2,40}\]\Z"),
        re.compile(
            r"(?i)(?:photo|photograph|image|picture|credit)s?(?:\scredit)?:\s[^.:]{2,60}\.?\Z"
        ),
        re.compile(r"(?i)\A(?:file(?:\sphoto)?|handout)\s?[-–—:]"),
        re.compile(rf"\AIn\sthis\s(?:[a-z]+\s){{0,3}}(?:{pictures})\b"),
    )
