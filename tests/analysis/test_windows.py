"""Windows: what their answers depend on, and what is remembered of them."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.analysis.encoder import Encoder
from foedus.analysis.models import model_folder
from foedus.analysis.parse import Parse
from foedus.analysis.windows import Arrays, Memory, Window, overlapping

FIRST = (
    "Norway will close its harbours if the fleet returns, the foreign minister said on Monday. "
    "He told reporters that the navy had been warned twice. "
)
SECOND = (
    "In Lima, farmers counted their losses after a week of rain, and the ministry of agriculture "
    "promised seed to all who had lost a harvest to the river. "
)
LENGTHENING = (
    "The harbour master, who keeps the books of the port, said that nothing was known yet. "
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load(model_folder("en"))


def window(*pieces: int) -> Window:
    size = len(pieces)
    return Window(0, size, list(pieces), [1] * size, list(range(size)), list(range(size)))


def answers(size: int, *anchors: int) -> Arrays:
    """Return what the model answers: every list of anchors begins with word 0."""
    listed = np.array([0, *anchors])
    return {
        "marks": np.zeros((size, 4), dtype=np.float32),
        "commitment.anchors": listed,
        "commitment": np.stack([listed[:, None] + np.zeros(size)] * 5).astype(np.float32),
        "commitment.kind": listed[:, None] + np.zeros(7, dtype=np.float32),
    }


def said(parse: Parse, start: int, end: int) -> list[tuple[str, str, str, str, int]]:
    return [
        (t.text, t.lemma, t.upos, t.deprel, t.head - t.index if t.head >= 0 else 0)
        for t in parse.tokens
        if start <= t.start < end
    ]


def test_memory_reads_a_window_once_and_forgets_the_oldest() -> None:
    memory, read = Memory(2), list[Window]()

    def run(one: Window) -> Arrays:
        read.append(one)
        return answers(len(one.pieces))

    one, two, three = window(1, 2), window(3, 4), window(5, 6)
    for asked in (one, one, two, one, three, one, two):
        memory.answers(asked, run)
    assert read == [one, two, three, two]


@pytest.mark.parametrize("anchors", [(), (0,), (2, 5)])
def test_memory_leaves_out_the_word_that_lists_of_anchors_begin_with(
    anchors: tuple[int, ...],
) -> None:
    kept = Memory().answers(window(*range(9)), lambda one: answers(len(one.pieces), *anchors))
    assert kept["commitment.anchors"].tolist() == list(anchors)
    assert kept["commitment"].shape == (5, len(anchors), 9)
    assert kept["commitment"][0, :, 0].tolist() == list(anchors)
    assert kept["commitment.kind"][:, 0].tolist() == list(anchors)
    assert kept["odds"].tolist() == [[0.5] * 4] * 9


def test_overlapping_finds_windows_that_hold_characters_of_a_span() -> None:
    tokens = [(0, 3), (4, 8), (9, 12), (13, 20)]
    cuts = [(0, 1), (1, 3), (3, 4)]
    assert overlapping(tokens, cuts, [(5, 6)]) == {1}
    assert overlapping(tokens, cuts, [(0, 4), (11, 14)]) == {0, 1, 2}
    assert overlapping(tokens, cuts, []) == frozenset()


def test_parse_reads_a_paragraph_alike_beside_any_other(encoder: Encoder) -> None:
    alone = encoder.parse(FIRST + LENGTHENING * 4)
    beside = encoder.parse(FIRST + LENGTHENING * 4 + "\n\n" + SECOND * 3)
    end = len(FIRST)
    assert said(alone, 0, end) == said(beside, 0, end)
    assert alone.commitments[0].score == beside.commitments[0].score


def test_parse_of_chosen_characters_reads_their_windows_as_in_full(encoder: Encoder) -> None:
    text = FIRST * 2 + "\n\n" + SECOND * 4 + "\n\n" + LENGTHENING * 4
    full, part = encoder.parse(text), encoder.parse(text, chosen=[(0, 10)])
    read = [token for token in part.tokens if token.upos != "X"]
    assert 0 < len(read) < len(part.tokens) == len(full.tokens)
    end = read[-1].end
    assert said(part, 0, end) == said(full, 0, end)
    assert {frame.anchor for frame in part.commitments} <= {f.anchor for f in full.commitments}
    assert all(token.head == -1 and not token.xpos for token in part.tokens if token.start >= end)
