"""The network of training: its files, its batches, and the graph that is made of it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="make .venv/trainable installs what training needs")
onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

from foedus.analysis.models import model_folder  # noqa: E402
from foedus.analysis.pieces import Pieces  # noqa: E402
from training.batches import Labels, batches  # noqa: E402 # they need torch
from training.export import find_anchors  # noqa: E402
from training.fusing import fuse  # noqa: E402
from training.network import HIDDEN, LAYERS, Network, Sizes  # noqa: E402
from training.unpack import unpack  # noqa: E402
from training.weights import WORDS, load, save  # noqa: E402

SIZES = Sizes(
    upos=3,
    xpos=3,
    lemma=4,
    deprel=5,
    entity=3,
    attribution_roles=3,
    attribution_slots={"acts": 2},
    commitment_roles=5,
    commitment_slots={"kind": 2},
)
VOCABULARY = 40


def make_network(seed: int) -> Network:
    torch.manual_seed(seed)
    return Network(VOCABULARY, SIZES).eval()


def test_sixteen_bits_come_back_and_frozen_words_from_the_base(tmp_path: Path) -> None:
    base, trained, read = (make_network(seed) for seed in (1, 2, 3))
    save(base, tmp_path / "base.safetensors")
    save(trained, tmp_path / "trained.safetensors", frozen=False)
    load(read, tmp_path / "trained.safetensors")
    for name, tensor in read.state_dict().items():
        source = base if name == WORDS else trained
        torch.testing.assert_close(tensor, source.state_dict()[name], atol=1e-3, rtol=1e-3)


def test_eight_bits_are_off_by_no_more_than_half_a_step_of_their_row(tmp_path: Path) -> None:
    trained, read = make_network(1), make_network(2)
    save(trained, tmp_path / "eight.safetensors", eight=True)
    load(read, tmp_path / "eight.safetensors")
    for name, tensor in trained.state_dict().items():
        if tensor.dim() == 2:
            step = tensor.abs().amax(1, keepdim=True) / 127
            assert ((read.state_dict()[name] - tensor).abs() <= 0.501 * step + 1e-8).all(), name


def test_a_file_with_fewer_layers_makes_a_smaller_network(tmp_path: Path) -> None:
    small, read = make_network(1), make_network(2)
    small.keep_layers(2)
    save(small, tmp_path / "small.safetensors")
    load(read, tmp_path / "small.safetensors")
    assert len(read.encoder.layers) == 2


def test_the_last_layer_is_kept_and_the_others_spread() -> None:
    network = make_network(1)
    layers = list(network.encoder.layers)
    network.keep_layers(3)
    assert list(network.encoder.layers) == [layers[n] for n in (1, 3, 5)]
    assert len(layers) == LAYERS


def test_every_window_stands_in_one_batch_of_its_group() -> None:
    rng = random.Random(5)
    windows = [
        {"words": ["w"] * rng.randint(1, 90), "fold": n % 5, "number": n} for n in range(400)
    ]
    found = list(
        batches(windows, pieces=300, rng=rng, group=lambda window: (False, window["fold"]))
    )
    assert sorted(window["number"] for batch in found for window in batch) == list(range(400))
    assert all(len({window["fold"] for window in batch}) == 1 for batch in found)
    assert all(
        len(batch) == 1 or len(batch) * max(len(w["words"]) for w in batch) * 1.2 <= 300
        for batch in found
    )


def test_scores_of_some_anchors_are_those_that_all_words_have() -> None:
    network = make_network(4)
    words, anchors = torch.randn(1, 11, HIDDEN), torch.tensor([0, 3, 3, 9])
    mask = torch.tensor([[1.0] * 9 + [0.0] * 2])
    roles, slots = network.commitment(words, mask)
    some_roles, some_slots = network.commitment(words, mask, anchors)
    torch.testing.assert_close(some_roles, roles[:, :, anchors])
    torch.testing.assert_close(some_slots["kind"], slots["kind"][:, anchors])


def test_anchors_are_likely_words_behind_word_zero() -> None:
    odds = torch.tensor([[-9.0, 0.0, 4.0, -2.0, 5.0]])
    mask = torch.tensor([[1.0, 1.0, 1.0, 1.0, 0.0]])
    assert find_anchors(odds, mask, 0.5).tolist() == [0, 1, 2]
    assert find_anchors(odds, mask, 0.1).tolist() == [0, 1, 2, 3]
    assert find_anchors(odds - 20, mask, 0.1).tolist() == [0]


class Encoded(torch.nn.Module):  # type: ignore[name-defined,misc] # torch may be missing
    """An encoder of the network alone, under the names that the exported graph has."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder = network.encoder

    def forward(self, pieces, shapes, mask):  # type: ignore[no-untyped-def] # exported
        """Return the states."""
        return self.encoder(pieces, shapes, mask)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the exporter that training uses
def test_a_graph_with_exchanged_operators_answers_the_same(tmp_path: Path) -> None:
    plain, optimised, fused = (tmp_path / f"{name}.onnx" for name in ("plain", "quick", "fused"))
    pieces = torch.randint(0, VOCABULARY, (2, 9))
    given = (pieces, torch.ones_like(pieces), torch.ones(2, 9))
    torch.onnx.export(
        Encoded(make_network(1)),
        given,
        str(plain),
        input_names=["pieces", "shapes", "mask"],
        output_names=["states"],
        dynamic_axes={name: {0: "windows", 1: "pieces"} for name in ("pieces", "shapes", "mask")},
        opset_version=17,
        dynamo=False,
    )
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(optimised)
    options.log_severity_level = 3
    kinds = ["CPUExecutionProvider"]
    first = onnxruntime.InferenceSession(str(plain), options, providers=kinds)
    onnx.save(fuse(onnx.load(str(optimised))), str(fused))
    operators = [node.op_type for node in onnx.load(str(fused)).graph.node]
    assert operators.count("MultiHeadAttention") == LAYERS
    assert "SkipLayerNormalization" not in operators
    second = onnxruntime.InferenceSession(str(fused), providers=kinds)
    for length in (9, 4):
        feed = {
            name: tensor[:, :length].numpy()
            for name, tensor in zip(("pieces", "shapes", "mask"), given, strict=True)
        }
        one, other = (session.run(["states"], feed)[0] for session in (first, second))
        np.testing.assert_allclose(one, other, atol=2e-5)


def test_a_graph_without_the_known_names_is_refused() -> None:
    empty = onnx.helper.make_model(onnx.helper.make_graph([], "empty", [], []))
    with pytest.raises(ValueError, match="no layer of the encoder"):
        fuse(empty)


def test_the_shipped_model_comes_back_as_a_network_that_answers_like_it() -> None:
    folder = model_folder("en")
    sets = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    network = unpack(folder / "encoder.onnx", Labels(sets).sizes()).eval()
    session = onnxruntime.InferenceSession(
        str(folder / "encoder.onnx"), providers=["CPUExecutionProvider"]
    )
    text = "Norway will close its harbours if the fleet returns , the foreign minister said ."
    pieces, shapes, first, last = (
        np.array([row]) for row in Pieces.load(folder / "vocabulary.json").window(text.split())
    )
    feed = {"pieces": pieces, "shapes": shapes, "mask": np.ones(pieces.shape, dtype=np.float32)}
    feed |= {"first": first, "last": last, "word_mask": np.ones(first.shape, dtype=np.float32)}
    outputs = ["upos", "entity", "marks", "heads", "commitment.anchors", "commitment"]
    upos, entity, marks, heads, anchors, roles = session.run(outputs, feed)
    with torch.no_grad():
        given = {name: torch.from_numpy(values) for name, values in feed.items()}
        words = network.read(given)
        arcs = network.arcs(words, given["word_mask"])
        found, _ = network.commitment(words, given["word_mask"], torch.from_numpy(anchors[0]))
        assert np.array_equal(network.tags["upos"](words).argmax(-1), upos)
        assert np.array_equal(network.tags["entity"](words).argmax(-1), entity.argmax(-1))
        assert np.array_equal(arcs.argmax(-1), heads[:, :, 0])
        # The graph rounds what goes into every product to eight bits, the network does not.
        assert np.abs(network.tags["marks"](words).numpy() - marks).mean() < 0.3
        assert np.abs(found.numpy() - roles).mean() < 0.3
    assert len(anchors[0]) > 1


def test_a_graph_that_lacks_weights_is_refused(tmp_path: Path) -> None:
    empty = onnx.helper.make_model(onnx.helper.make_graph([], "empty", [], []))
    onnx.save(empty, str(tmp_path / "empty.onnx"))
    with pytest.raises(ValueError, match=r"empty\.onnx has no arc\.weight, .*training\.export"):
        unpack(tmp_path / "empty.onnx", SIZES)
