"""Articles of a given length, put together from the shipped examples."""

from __future__ import annotations

import re
from pathlib import Path

WORDS_AN_ARTICLE = 650
_FULL_STOP = re.compile(r"(?<=[a-z])([.?!])(?=[\s”\"]|$)")


def paragraphs(folder: Path) -> list[str]:
    """Return the body paragraphs of the plain-text reports in this folder, file by file."""
    found: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        parts = path.read_text("utf-8").split("\n\n")
        found.extend(part.strip() for part in parts if len(part.split()) >= 20)
    if not found:
        raise SystemExit(f"no reports in {folder}")
    return found


def make_articles(folder: Path, count: int, words: int = WORDS_AN_ARTICLE) -> list[str]:
    """Return articles of at least so many words, no two of them alike.

    Each begins at another paragraph, and its sentences end in its number: a reader that remembers
    what it has read finds nothing of one in the next.
    """
    pool = paragraphs(folder)
    found: list[str] = []
    for number in range(count):
        body = [f"The report in hand is number {number + 1} of {count}."]
        position, length = number, len(body[0].split())
        while length < words:
            part = pool[position % len(pool)]
            body.append(_FULL_STOP.sub(rf" ({number + 1})\1", part))
            length += len(part.split())
            position += 1 + number // len(pool)
        found.append("\n\n".join(body) + "\n")
    return found
