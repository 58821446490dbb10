"""A parse as bytes: kept with its document, so that questions can be asked anew without the model.

JSON of columns, compressed with zlib. The text is not in it: a token is a distance in the text that
the document holds anyway. The head of the bytes names the version of this form.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypedDict

from foedus.analysis.parse import Entity, Frame, Parse, Sentence, Token
from foedus.errors import UnusableParse

VERSION = b"foedus-parse 1\n"
"""Head of the bytes; its number rises with every change of the form."""
MAX_JSON_BYTES = 600_000_000
"""More is no parse: 8 MB of text, the longest that is read, give about 100 MB."""

_AS_WRITTEN, _IN_SMALL_LETTERS = 0, 1
_DAMAGES = (ValueError, TypeError, LookupError, AttributeError, RecursionError, zlib.error)

Indexed = tuple[list[str], list[int]]
"""Different labels, and for each token the place of its label among them."""


class Columns(TypedDict):
    """The tokens of a text, column by column."""

    gap: list[int]
    length: list[int]
    lemma: list[str | int]
    upos: Indexed
    xpos: Indexed
    head: list[int]
    deprel: Indexed


def pack_parse(parse: Parse) -> bytes:
    """Return a parse as bytes, without its text.

    Raises:
        ValueError: No parse as the encoder makes one: its tokens do not follow each other in the
            text, or its sentences do not part them.
    """
    _check(parse)
    table = {
        "text": _checksum(parse.text),
        "tokens": _to_columns(parse.tokens),
        "sentences": [[s.first, s.last, s.start, s.end] for s in parse.sentences],
        "entities": [[e.label, e.first, e.last, e.start, e.end] for e in parse.entities],
        "attributions": [[f.anchor, f.score, f.roles, f.labels] for f in parse.attributions],
        "commitments": [[f.anchor, f.score, f.roles, f.labels] for f in parse.commitments],
    }
    written = json.dumps(table, separators=(",", ":"))
    return VERSION + zlib.compress(written.encode("ascii"), 9)


def unpack_parse(packed: bytes, text: str) -> Parse:
    """Return the parse that `pack_parse` packed; `text` is the text of its document.

    Raises:
        UnusableParse: Damaged, of another version or of another text: only the model helps.
    """
    if not packed.startswith(VERSION):
        head = packed[: len(VERSION)]
        raise UnusableParse(f"a stored parse begins with {head!r}; this foedus reads {VERSION!r}")
    try:
        table = json.loads(_decompress(packed[len(VERSION) :]))
        if table["text"] != _checksum(text):
            raise ValueError("it was made of another text")
        sentences = tuple(Sentence(i, *row) for i, row in enumerate(table["sentences"]))
        parse = Parse(
            text=text,
            tokens=tuple(_tokens(table["tokens"], sentences, text)),
            sentences=sentences,
            entities=tuple(Entity(*row) for row in table["entities"]),
            attributions=tuple(_frame(*row) for row in table["attributions"]),
            commitments=tuple(_frame(*row) for row in table["commitments"]),
        )
        _check(parse)
    except _DAMAGES as error:
        raise UnusableParse(f"a stored parse is damaged: {error}; read the text anew") from error
    return parse


def _check(parse: Parse) -> None:
    """Raise ValueError unless tokens follow each other in the text and sentences part them."""
    place = 0
    for index, token in enumerate(parse.tokens):
        if token.index != index or not place <= token.start <= token.end <= len(parse.text):
            raise ValueError(f"token {index} does not follow the one before it")
        if parse.text[token.start : token.end] != token.text:
            raise ValueError(f"token {index} is {token.text!r}, the text says otherwise")
        if not -1 <= token.head < len(parse.tokens) or token.head == index:
            raise ValueError(f"token {index} hangs on {token.head}, which is none")
        place = token.end
    first = 0
    for index, sentence in enumerate(parse.sentences):
        inner = parse.tokens[first : sentence.last]
        if (sentence.index, sentence.first) != (index, first) or len(
            inner
        ) != sentence.last - first:
            raise ValueError(f"sentence {index} does not follow the one before it")
        if any(token.sentence != index for token in inner):
            raise ValueError(f"sentence {index} holds a token of another")
        first = sentence.last
    if first != len(parse.tokens):
        raise ValueError("there are tokens outside of all sentences")


def _to_columns(tokens: Sequence[Token]) -> Columns:
    """Return the columns of the tokens."""
    ends = [0, *(token.end for token in tokens)]
    return Columns(
        gap=[token.start - end for token, end in zip(tokens, ends, strict=False)],
        length=[token.end - token.start for token in tokens],
        lemma=[_short_lemma(token) for token in tokens],
        upos=_indexed([token.upos for token in tokens]),
        xpos=_indexed([token.xpos for token in tokens]),
        # Distances repeat where places do not, and so they pack better; a root hangs on itself.
        head=[token.head - token.index if token.head >= 0 else 0 for token in tokens],
        deprel=_indexed([token.deprel for token in tokens]),
    )


def _short_lemma(token: Token) -> str | int:
    if token.lemma == token.text:
        return _AS_WRITTEN
    return _IN_SMALL_LETTERS if token.lemma == token.text.lower() else token.lemma


def _lemma(short: str | int, text: str) -> str:
    if isinstance(short, str):
        return short
    return text if short == _AS_WRITTEN else text.lower()


def _indexed(labels: Sequence[str]) -> Indexed:
    places = {label: place for place, label in enumerate(dict.fromkeys(labels))}
    return list(places), [places[label] for label in labels]


def _labels(indexed: Indexed) -> Iterator[str]:
    names, places = indexed
    return (names[place] for place in places)


def _tokens(columns: Columns, sentences: Sequence[Sentence], text: str) -> Iterator[Token]:
    """Yield the tokens that `_to_columns` took apart."""
    steps = zip(columns["gap"], columns["length"], strict=True)
    ends = list(accumulate(gap + length for gap, length in steps))
    owners = [
        sentence.index for sentence in sentences for _ in range(sentence.first, sentence.last)
    ]
    rows = zip(
        ends,
        columns["length"],
        columns["lemma"],
        _labels(columns["upos"]),
        _labels(columns["xpos"]),
        columns["head"],
        _labels(columns["deprel"]),
        owners,
        strict=True,
    )
    for index, (end, length, lemma, upos, xpos, head, deprel, owner) in enumerate(rows):
        form = text[end - length : end]
        yield Token(
            index=index,
            start=end - length,
            end=end,
            text=form,
            lemma=_lemma(lemma, form),
            upos=upos,
            xpos=xpos,
            head=index + head if head else -1,
            deprel=deprel,
            sentence=owner,
        )


def _frame(
    anchor: int,
    score: float,
    roles: Mapping[str, Sequence[Sequence[int]]],
    labels: Mapping[str, Sequence[Sequence[str | float]]],
) -> Frame:
    """Return the frame that was written as a list."""
    return Frame(
        anchor=anchor,
        score=score,
        roles={role: tuple((first, last) for first, last in of) for role, of in roles.items()},
        labels={
            slot: tuple((str(name), float(share)) for name, share in of)
            for slot, of in labels.items()
        },
    )


def _checksum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _decompress(packed: bytes) -> bytes:
    """Return what zlib packed; ValueError where it is cut or far larger than any parse."""
    reader = zlib.decompressobj()
    found = reader.decompress(packed, MAX_JSON_BYTES)
    if not reader.eof or reader.unused_data:
        raise ValueError("its end is missing, or too much follows it")
    return found
