"""Sentences of a treebank in CoNLL-U, with the entities of their MISC column."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GoldWord:
    """One word; `head` is a 1-based index into its sentence, 0 for the root."""

    form: str
    upos: str
    head: int
    deprel: str
    entity: str | None


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """One sentence of a document."""

    document: str
    text: str
    words: tuple[GoldWord, ...]


def read_treebank(path: Path) -> list[GoldSentence]:
    """Return the sentences of a CoNLL-U file, gzipped or not.

    Ranges ("1-2") and empty nodes ("1.1") are left out: words alone are scored.
    """
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    found: list[GoldSentence] = []
    document = ""
    for block in text.split("\n\n"):
        lines = block.splitlines()
        fields = dict(
            line[2:].split(" = ", 1) for line in lines if line[:1] == "#" and " = " in line
        )
        document = fields.get("newdoc", fields.get("newdoc id", document))
        words = tuple(_word(line) for line in lines if line.partition("\t")[0].isdigit())
        if words:
            found.append(GoldSentence(document, fields["text"], words))
    return found


def _word(line: str) -> GoldWord:
    """Return the word of one line."""
    column = line.split("\t")
    misc = dict(item.partition("=")[::2] for item in column[9].split("|"))
    return GoldWord(column[1], column[3], int(column[6]), column[7], misc.get("NER"))


def documents(sentences: list[GoldSentence]) -> list[list[GoldSentence]]:
    """Return the sentences in runs of one document each."""
    found: list[list[GoldSentence]] = []
    for sentence in sentences:
        if not found or found[-1][0].document != sentence.document:
            found.append([])
        found[-1].append(sentence)
    return found


def entities(labels: list[str]) -> set[tuple[int, int, str]]:
    """Return the (first, last, label) of BIO labels, last excluded."""
    found: set[tuple[int, int, str]] = set()
    first, open_label = 0, ""
    for index, tag in enumerate([*labels, "O"]):
        continues = tag == f"I-{open_label}" and bool(open_label)
        if open_label and not continues:
            found.add((first, index, open_label))
            open_label = ""
        if tag != "O" and not continues:
            first, open_label = index, tag[2:]
    return found
