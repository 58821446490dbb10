"""What is said where: for every speaker, document by document, what he says and through whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from foedus.records.statements import Statement, Style
from foedus.spelling.blocks import (
    NOBODY,
    Block,
    name_document,
    name_when,
    say_acts,
    spell_characters,
    spell_words,
)
from foedus.stores import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A speaker, how often he is heard, and a block for every document in which he is."""

    speaker: str
    count: int
    blocks: tuple[Block, ...]


def find_voices(entries: Iterable[Entry]) -> list[Voice]:
    """Return the speakers of these statements in order of their names; nobody named comes last."""
    by_name = sorted(entries, key=lambda entry: (speaker_of(entry) is None, _key(entry)))
    voices = []
    for _, heard in groupby(by_name, key=_key):
        said = list(heard)
        blocks = tuple(
            _block(list(there)) for _, there in groupby(said, key=lambda one: one.document.id)
        )
        voices.append(Voice(speaker=speaker_of(said[0]) or NOBODY, count=len(said), blocks=blocks))
    return voices


def speaker_of(entry: Entry) -> str | None:
    """Return the name of who says so, None where nobody is named."""
    record = entry.record
    return record.speaker.name if isinstance(record, Statement) and record.speaker else None


def _key(entry: Entry) -> str:
    return (speaker_of(entry) or "").casefold()


def _block(entries: list[Entry]) -> Block:
    said = [entry.record for entry in entries if isinstance(entry.record, Statement)]
    lines = tuple((say_acts(statement), _sentence(statement)) for statement in said)
    return Block(title=name_document(entries[0].document), id=None, lines=lines)


def _sentence(statement: Statement) -> str:
    """Return the words of a statement, then how, when and through whom they came, and where."""
    words = " […] ".join(spell_words(span) for span in statement.content) or "(no content given)"
    if statement.style is Style.DIRECT:
        words = f"“{words}”"
    spans = statement.content or statement.cue or statement.source
    details = (
        statement.style,
        f"via {' → '.join(statement.channel)}" if statement.channel else "",
        name_when(statement.said),
        "; ".join(statement.hedges),
        f"characters {spell_characters(*spans)}",
        statement.id,
    )
    return f"{words}  ({'; '.join(part for part in details if part)})"
