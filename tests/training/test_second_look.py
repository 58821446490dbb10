"""The second look at parts of speech: what it reads, and that runs side by side are their mean."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from training.network import SHAPES, Network, Sizes  # noqa: E402 - torch may be missing
from training.second_look import (  # noqa: E402
    DISTANCES,
    SecondLook,
    beside,
    evidence,
    fit,
    sentences,
    together,
)

SIZES = Sizes(
    upos=5,
    xpos=7,
    lemma=3,
    deprel=4,
    entity=3,
    attribution_roles=2,
    attribution_slots={"acts": 2},
    commitment_roles=2,
    commitment_slots={"kind": 2},
)
WIDTH = 6 * 5 + 3 * 7 + 4 + 3 + DISTANCES + 3 * SHAPES


def _evidence(words: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    torch.manual_seed(3)
    net = Network(11, SIZES).eval()
    heads = torch.tensor([[0, 1, 1] + [0] * (words.shape[1] - 3)])
    with torch.inference_mode():
        labels = net.labels(words, heads[..., None])[:, :, 0]
        shapes = torch.ones_like(heads)
        return evidence(net, words, shapes, mask, heads, labels)


def test_padding_tells_a_word_nothing() -> None:
    torch.manual_seed(1)
    words = torch.randn(1, 3, 384)
    padded = torch.cat([words, torch.randn(1, 4, 384)], 1)
    alone = _evidence(words, torch.ones(1, 3))
    beside_padding = _evidence(padded, torch.tensor([[1.0] * 3 + [0.0] * 4]))
    assert alone.shape == (1, 3, WIDTH)
    torch.testing.assert_close(alone, beside_padding[:, :3])


def test_neighbours_stand_beside_a_word_and_nothing_beyond_the_edges() -> None:
    rows = torch.tensor([[[1.0], [2.0], [3.0]]])
    assert beside(rows, -1).flatten().tolist() == [0, 1, 2]
    assert beside(rows, 2).flatten().tolist() == [3, 0, 0]


def test_runs_side_by_side_give_the_mean() -> None:
    torch.manual_seed(2)
    runs = [SecondLook(SIZES, 6) for _ in range(3)]
    seen = torch.randn(4, WIDTH)
    mean = torch.stack([run(seen) for run in runs]).mean(0)
    torch.testing.assert_close(together(runs, SIZES)(seen), mean)


def test_a_fit_corrects_what_the_first_look_gets_wrong() -> None:
    torch.manual_seed(4)
    seen = torch.randn(20480, WIDTH)
    seen[:, :5] = 0.0  # the first look says nothing
    tags = (seen[:, WIDTH - 1] > 0).long()
    before = (seen[:, :5].argmax(-1) == tags).float().mean().item()
    look = fit(seen.half(), tags, SIZES, seed=1)
    with torch.inference_mode():
        after = (look(seen).argmax(-1) == tags).float().mean().item()
    assert before < 0.6 < 0.9 < after


def test_a_window_is_read_whole_and_by_its_sentences() -> None:
    window = {"corpus": "tree", "fold": 2, "words": list("abcd"), "upos": list("wxyz")}
    found = list(sentences(window | {"end": [0, 1, 0, 1]}))
    assert [part["words"] for part in found] == [list("abcd"), ["a", "b"], ["c", "d"]]
    assert [part["words"] for part in sentences(window | {"end": [0, 0, 0, -1]})] == [list("abcd")]
