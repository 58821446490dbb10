"""A parse goes into bytes and comes out the same; anything else is refused in one way."""

from __future__ import annotations

import zlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.encoder import load_encoder
from foedus.analysis.packing import VERSION, pack_parse, unpack_parse
from foedus.analysis.parse import Entity, Frame, Parse, Sentence, Token
from foedus.errors import UnusableParse

MAX_ARTICLE_BYTES = 25_000
ARTICLE_WORDS = 650
CHECKSUM_BYTES = 4
"""Of zlib, at the end."""

SHARES = st.floats(0, 1).map(lambda share: round(share, 4))
LABELS = st.dictionaries(
    st.sampled_from(["acts", "kind", "scheme"]),
    st.lists(st.tuples(st.text(max_size=8), SHARES), max_size=4).map(tuple),
)


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    """Draw a parse as the encoder makes one, over any text."""
    text = draw(st.text(max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=16)))
    ranges = list(pairwise(cuts))[::2]
    size = len(ranges)
    ends = sorted({*draw(st.lists(st.integers(1, max(1, size)), max_size=3)), size} - {0})
    ends = [end for end in ends if end <= size]
    owner = [sum(end <= index for end in ends) for index in range(size)]
    tokens = tuple(
        Token(
            index=index,
            start=start,
            end=end,
            text=text[start:end],
            lemma=draw(st.sampled_from([text[start:end], text[start:end].lower(), "be", ""])),
            upos=draw(st.sampled_from(["NOUN", "VERB"])),
            xpos=draw(st.text(max_size=3)),
            head=draw(st.integers(-1, size - 1).filter(lambda head, own=index: head != own)),
            deprel=draw(st.sampled_from(["root", "nsubj", "obj"])),
            sentence=owner[index],
        )
        for index, (start, end) in enumerate(ranges)
    )
    sentences = tuple(
        Sentence(index, first, last, tokens[first].start, tokens[last - 1].end)
        for index, (first, last) in enumerate(pairwise([0, *ends]))
    )
    places = st.tuples(st.integers(0, 20), st.integers(0, 20))
    roles = st.dictionaries(
        st.sampled_from(["cue", "source"]), st.lists(places, max_size=3).map(tuple)
    )
    frames = st.lists(st.builds(Frame, st.integers(0, 20), SHARES, roles, LABELS), max_size=3)
    entity = st.builds(Entity, st.sampled_from(["PER", "ORG"]), *[st.integers(0, 60)] * 4)
    return Parse(
        text=text,
        tokens=tokens,
        sentences=sentences,
        entities=tuple(draw(st.lists(entity, max_size=3))),
        attributions=tuple(draw(frames)),
        commitments=tuple(draw(frames)),
    )


@pytest.fixture(scope="module")
def article(root: Path) -> Parse:
    """Return the parse of 650 words out of the examples."""
    texts = (path.read_text("utf-8") for path in sorted((root / "examples").glob("*.txt")))
    words = " ".join(texts).split(" ")
    return load_encoder().parse(" ".join(words[:ARTICLE_WORDS]))


@pytest.fixture(scope="module")
def packed(article: Parse) -> bytes:
    """Return the same parse, packed."""
    return pack_parse(article)


@given(parses())
def test_unpack_parse_returns_what_was_packed(parse: Parse) -> None:
    assert unpack_parse(pack_parse(parse), parse.text) == parse


def test_pack_parse_keeps_an_article_small_and_whole(article: Parse, packed: bytes) -> None:
    assert len(article.tokens) > ARTICLE_WORDS
    assert len(packed) < MAX_ARTICLE_BYTES
    assert unpack_parse(packed, article.text) == article


def test_pack_parse_refuses_what_no_encoder_makes(article: Parse) -> None:
    first, second, *others = article.tokens
    for tokens in (
        (second, first, *others),
        (first, replace(second, text="other"), *others),
        (first, replace(second, head=len(article.tokens)), *others),
        (first, replace(second, sentence=1), *others),
    ):
        with pytest.raises(ValueError, match="token"):
            pack_parse(replace(article, tokens=tokens))
    with pytest.raises(ValueError, match="outside of all sentences"):
        pack_parse(replace(article, sentences=article.sentences[:-1]))


def test_unpack_parse_takes_no_flipped_bit_for_another_parse() -> None:
    parse = load_encoder().parse("The envoy said that his ships would sail on Monday.")
    packed = pack_parse(parse)
    passed = []
    for place in range(len(packed)):
        for bit in range(8):
            damaged = bytearray(packed)
            damaged[place] ^= 1 << bit
            try:
                assert unpack_parse(bytes(damaged), parse.text) == parse
                passed.append(place)
            except UnusableParse:
                continue
    # The compressed stream is filled up to a whole byte with bits that mean nothing.
    assert set(passed) <= {len(packed) - CHECKSUM_BYTES - 1}


def test_unpack_parse_refuses_other_versions_forms_and_texts(article: Parse, packed: bytes) -> None:
    for damaged in (
        b"",
        b"foedus-parse 0\n" + packed[len(VERSION) :],
        packed[:-1],
        packed + b"x",
        VERSION + zlib.compress(b"[" * 100_000),
        VERSION + zlib.compress(b"{}"),
        VERSION + zlib.compress(b'{"text": %d}' % zlib.crc32(article.text.encode())),
    ):
        with pytest.raises(UnusableParse, match="stored parse"):
            unpack_parse(damaged, article.text)
    for other in (article.text + ".", article.text.replace("a", "b")):
        with pytest.raises(UnusableParse, match="another text"):
            unpack_parse(packed, other)
