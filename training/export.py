"""Export the trained network to ONNX with 8-bit weights and write the model folder's manifest.

usage: python -m training.export [--work training/work] [--weights shipped.safetensors]
                                 [--names names.safetensors] [--look second-look.safetensors]
                                 [--out src/foedus/languages/en/model]

Without --names the entities are scored by the head that was trained with the rest; without --look
part of speech is what the first look says.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import shutil
from pathlib import Path

import onnx
import torch
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import load_file
from torch import Tensor, nn

from foedus.analysis.frames import (
    ACTION,
    CUE_NESTED,
    CUE_OUTER,
    FAMILIES,
    MIN_ACTION,
    MIN_CUE,
)
from training.batches import Labels
from training.fusing import fuse
from training.network import CANDIDATE_HEADS, VOCABULARY, NameHead, Network
from training.second_look import SecondLook, evidence
from training.starting_weights import folder
from training.weights import load

INPUTS = ["pieces", "shapes", "mask", "first", "last", "word_mask"]
OUTPUTS = [
    "upos",
    "xpos",
    "rule",
    "entity",
    "marks",
    "arcs",
    "heads",
    "labels",
    "attribution.anchors",
    "commitment.anchors",
    "attribution",
    "commitment",
]
WINDOW_PIECES = 96
"""Windows of this size read commitments best on the development set."""
FILES = ("encoder.onnx", "vocabulary.json", "labels.json")


class Reader(nn.Module):
    """The network as the tool runs it, on one window: small answers decided in the graph, scores
    for the rest; those of roles and slots for anchors only."""

    def __init__(
        self, network: Network, root_label: int, names: nn.Module, look: SecondLook | None
    ) -> None:
        super().__init__()
        self.network, self.names, self.look = network, names, look
        ban = torch.zeros(network.deprels)
        ban[root_label] = 1e4
        self.register_buffer("ban", ban)

    def forward(
        self,
        pieces: Tensor,
        shapes: Tensor,
        mask: Tensor,
        first: Tensor,
        last: Tensor,
        word_mask: Tensor,
    ) -> tuple[Tensor, ...]:
        """Return OUTPUTS, then the slots of attribution and of commitment by their names."""
        net = self.network
        words = net.words(pieces, shapes, mask, first, last)
        upos, xpos, rule = (net.tags[name](words).argmax(-1) for name in ("upos", "xpos", "lemma"))
        arcs = net.arcs(words, word_mask)
        heads = arcs.topk(CANDIDATE_HEADS, dim=-1).indices
        relations = net.labels(words, heads)
        labels = (relations - self.ban).argmax(-1)
        if self.look is not None:
            shape = torch.gather(shapes, 1, first)
            likeliest = heads[..., 0], relations[:, :, 0]
            upos = self.look(evidence(net, words, shape, word_mask, *likeliest)).argmax(-1)
        marks = net.tags["marks"](words)
        said = find_anchors(marks[..., [CUE_OUTER, CUE_NESTED]].amax(-1), word_mask, MIN_CUE)
        promised = find_anchors(marks[..., ACTION], word_mask, MIN_ACTION)
        attribution, acts = net.attribution(words, word_mask, said)
        commitment, slots = net.commitment(words, word_mask, promised)
        slot_scores = [acts[k] for k in sorted(acts)] + [slots[k] for k in sorted(slots)]
        return (
            upos,
            xpos,
            rule,
            self.names(words),
            marks,
            arcs,
            heads,
            labels,
            said[None],
            promised[None],
            attribution,
            commitment,
            *slot_scores,
        )


def find_anchors(odds: Tensor, mask: Tensor, least: float) -> Tensor:
    """Return the words of a window that anchor a frame, behind word 0, which the tool leaves out.

    The runtime has no products of nothing, and most windows have no anchor of some family.
    """
    likely = (odds[0] >= math.log(least / (1 - least))) & (mask[0] > 0)
    return torch.cat([torch.zeros(1, dtype=torch.long), likely.nonzero()[:, 0]])


def make_reader(
    work: Path, weights: str, labels: Labels, *, names: str | None, look: str | None
) -> Reader:
    """Return the trained network as the tool runs it, with a head of names and a second look."""
    network = Network(VOCABULARY, labels.sizes())
    load(network, work / weights)
    head: nn.Module = network.tags["entity"]
    if names is not None:
        head = NameHead(labels.sizes().entity)
        head.load_state_dict(load_file(work / names))
    second = SecondLook(labels.sizes()) if look is not None else None
    if second is not None and look is not None:
        second.load_state_dict(load_file(work / look))
    return Reader(network.eval(), labels.index["deprel"]["root"], head.eval(), second).eval()


def exact_nodes(graph: Path) -> list[str]:
    """Return the nodes of the heads that were trained alone: they stay in full precision.

    That takes 300 kB for names and 700 for the second look.
    """
    nodes = onnx.load(str(graph)).graph.node
    return [node.name for node in nodes if node.name.startswith(("/names/", "/look/"))]


def quantise(graph: Path, out: Path, *, exact: list[str]) -> None:
    """Write a graph with weights in seven bits of eight, but for some nodes.

    On processors without VNNI the 8-bit kernel adds pairs in 16 bits and would overflow.
    """
    quantize_dynamic(
        str(graph),
        str(out),
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=exact,
    )


def optimise(graph: Path, out: Path) -> None:
    """Write a graph with its operators fused: what the runtime would do at every start.

    Nothing of it depends on the processor: the level above "extended" would.
    """
    options = SessionOptions()
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(out)
    InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    onnx.save(fuse(onnx.load(str(out))), str(out))


def export(
    work: Path, weights: str, out: Path, *, names: str | None = None, look: str | None = None
) -> None:
    """Write the model folder."""
    labels = Labels.load(work / "labels.json")
    reader = make_reader(work, weights, labels, names=names, look=look)
    slots = [f"attribution.{s}" for s in sorted(labels.slots("attributions"))] + [
        f"commitment.{s}" for s in sorted(labels.slots("commitments"))
    ]
    long, short = torch.ones(1, 20, dtype=torch.long), torch.ones(1, 9, dtype=torch.long)
    example = (long, long, torch.ones(1, 20), short, short, torch.ones(1, 9))
    axes = {name: {1: "pieces" if i < 3 else "words"} for i, name in enumerate(INPUTS)}
    axes |= {name: {1: "words"} for name in OUTPUTS[:8]}
    axes["arcs"] = {1: "words", 2: "governors"}
    for family in FAMILIES:
        found = f"{family} anchors"
        axes |= {name: {1: found} for name in [f"{family}.anchors", *slots] if family in name}
        axes[family] = {2: found, 3: "words"}
    full, plain = work / "full.onnx", work / "prepared.onnx"
    with torch.no_grad():
        torch.onnx.export(
            reader,
            example,
            str(full),
            input_names=INPUTS,
            output_names=[*OUTPUTS, *slots],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
    quant_pre_process(str(full), str(plain), skip_symbolic_shape=True)
    out.mkdir(parents=True, exist_ok=True)
    quantised = work / "quantised.onnx"
    quantise(plain, quantised, exact=exact_nodes(plain) if names or look else [])
    optimise(quantised, out / "encoder.onnx")
    shutil.copy(folder() / "tokenizer.json", out / "vocabulary.json")
    (out / "labels.json").write_text(
        json.dumps(labels.sets, ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
    )
    hashes = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    manifest = {"name": "foedus-en", "version": 1, "window_pieces": WINDOW_PIECES, "sha256": hashes}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print({name: (out / name).stat().st_size for name in FILES})


def main() -> None:
    """Read the arguments and export."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--weights", default="shipped.safetensors")
    parser.add_argument("--names", help="the head that training.names made, in the work folder")
    parser.add_argument(
        "--look", help="the second look of training.second_look, in the work folder"
    )
    parser.add_argument("--out", type=Path, default=Path("src/foedus/languages/en/model"))
    args = parser.parse_args()
    export(args.work, args.weights, args.out, names=args.names, look=args.look)


if __name__ == "__main__":
    main()
