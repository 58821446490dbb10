"""The shipped model: it loads, notices damage, and keeps its offsets on odd texts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import foedus.languages
from foedus.analysis.encoder import Encoder, load_encoder
from foedus.analysis.parse import Parse
from foedus.errors import ModelFault

MODEL = Path(foedus.languages.__file__).parent / "en/model"
FILES = ["encoder.onnx", "vocabulary.json", "labels.json"]
TEXT = (
    "Norway's envoy told reporters on Monday that two frigates would leave Bergen."
    " “We don’t want a quarrel,” she said. If the ferries are stopped, Oslo will close the fjord."
    "\n\nNobody answered."
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


def words(parse: Parse, part: tuple[int, int]) -> str:
    return parse.text[slice(*parse.span(*part))]


def check(parse: Parse, text: str) -> None:
    """Assert that a parse is whole: exact characters, sentences without gaps, one root in each."""
    assert parse.text == text
    for index, token in enumerate(parse.tokens):
        assert token.index == index
        assert text[token.start : token.end] == token.text
    covered = [place for token in parse.tokens for place in range(token.start, token.end)]
    assert covered == [place for place, sign in enumerate(text) if not sign.isspace()]
    ends = [0, *(sentence.last for sentence in parse.sentences)]
    assert [sentence.first for sentence in parse.sentences] == ends[:-1]
    assert ends[-1] == len(parse.tokens)
    for sentence in parse.sentences:
        inside = parse.tokens[sentence.first : sentence.last]
        assert (sentence.start, sentence.end) == (inside[0].start, inside[-1].end)
        assert [token.deprel for token in inside if token.head < 0] == ["root"]
        assert all(sentence.first <= t.head < sentence.last for t in inside if t.head >= 0)
        assert {token.sentence for token in inside} == {sentence.index}
    for entity in parse.entities:
        assert (entity.start, entity.end) == parse.span(entity.first, entity.last)
    for frame in (*parse.attributions, *parse.commitments):
        ranges = [part for parts in frame.roles.values() for part in parts]
        assert all(0 <= first < last <= len(parse.tokens) for first, last in ranges)


def test_parse_finds_sentences_names_and_frames(encoder: Encoder) -> None:
    """What a reader would say of a plain text; a model with mixed-up labels fails here."""
    parse = encoder.parse(TEXT)
    check(parse, TEXT)
    starts = [TEXT[s.start : s.end].split()[0] for s in parse.sentences]
    assert starts == ["Norway's", "“We", "If", "Nobody"]
    assert "Norway" in {TEXT[entity.start : entity.end] for entity in parse.entities}
    lemmas = {token.text: token.lemma for token in parse.tokens}
    assert (lemmas["said"], lemmas["frigates"], lemmas["Norway"]) == ("say", "frigate", "Norway")
    assert {parse.tokens[f.anchor].text for f in parse.attributions} >= {"told", "said"}
    promised = [f for f in parse.commitments if parse.tokens[f.anchor].text == "close"]
    assert [words(parse, f.roles["condition"][0]) for f in promised] == [
        "If the ferries are stopped"
    ]


def test_parse_gives_the_same_twice(encoder: Encoder) -> None:
    """Also from a second load: nothing is carried over from the texts read before."""
    first = encoder.parse(TEXT)
    encoder.parse("Another text stood between them.")
    assert encoder.parse(TEXT) == first
    assert Encoder.load(MODEL).parse(TEXT) == first


@pytest.mark.parametrize("text", ["", "   ", "\n\n \t\n", "\u00a0"])
def test_parse_of_white_space_is_empty(text: str, encoder: Encoder) -> None:
    parse = encoder.parse(text)
    assert parse == Parse(text, (), ())


def test_parse_reads_a_word_of_five_thousand_letters(encoder: Encoder) -> None:
    word = "abcde" * 1000
    text = f"They wrote {word} on the wall."
    parse = encoder.parse(text)
    check(parse, text)
    assert word in {token.text for token in parse.tokens}
    check(encoder.parse(word), word)


def test_parse_counts_code_points_behind_an_emoji(encoder: Encoder) -> None:
    """The emoji is one code point, but two units of UTF-16 and four bytes of UTF-8."""
    plain = "“We shall wait,” the envoy said in Bergen."
    text = f"\U0001f600 {plain}"
    parse = encoder.parse(text)
    check(parse, text)
    token = parse.tokens[parse.token_at(text.index("Bergen"))]
    assert (token.text, token.start) == ("Bergen", plain.index("Bergen") + 2)
    assert "said" in {parse.tokens[frame.anchor].text for frame in parse.attributions}


def test_parse_reads_a_sentence_longer_than_its_window(encoder: Encoder) -> None:
    text = "The ships and " * 150 + "the boats left."
    check(encoder.parse(text), text)


@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=40) | st.text(alphabet="aB1. \n“”'’-😀é中", max_size=40))
def test_parse_is_whole_for_any_text(text: str) -> None:
    check(load_encoder().parse(text), text)


def test_parse_tokens_keeps_given_words_and_sentences(encoder: Encoder) -> None:
    sentences = [["We", "do", "n't", "know", "."], ["Stop"]]
    parse = encoder.parse_tokens(sentences)
    found = [[t.text for t in parse.tokens[s.first : s.last]] for s in parse.sentences]
    assert found == sentences
    check(parse, "We do n't know . Stop")


@pytest.mark.parametrize("name", FILES)
def test_load_refuses_a_file_with_one_byte_changed(name: str, model_copy: Path) -> None:
    path = model_copy / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelFault, match=f"{name} was altered: SHA-256 .*; install foedus again"):
        Encoder.load(model_copy)


@pytest.mark.parametrize("name", ["manifest.json", *FILES])
def test_load_refuses_a_folder_without_a_file(name: str, model_copy: Path) -> None:
    (model_copy / name).unlink()
    with pytest.raises(ModelFault, match=f"no usable model in .*{name}.*; install foedus again"):
        Encoder.load(model_copy)


@pytest.mark.parametrize("manifest", ["", "{", "{}"])
def test_load_refuses_a_broken_manifest(manifest: str, model_copy: Path) -> None:
    (model_copy / "manifest.json").write_text(manifest, "utf-8")
    with pytest.raises(ModelFault, match=r"no usable model in .*; install foedus again"):
        Encoder.load(model_copy)


@pytest.mark.parametrize("manifest", ["[]", '{"sha256": []}', '{"sha256": {}}'])
def test_load_refuses_a_manifest_of_another_shape(manifest: str, model_copy: Path) -> None:
    (model_copy / "manifest.json").write_text(manifest, "utf-8")
    with pytest.raises(ModelFault):
        Encoder.load(model_copy)


def test_load_encoder_loads_once() -> None:
    assert load_encoder() is load_encoder("en")


def test_load_encoder_refuses_a_language_without_a_model() -> None:
    with pytest.raises(ModelFault, match="no usable model in"):
        load_encoder("xx")
