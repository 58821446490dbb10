"""Train the student: from the labels, and from what teachers say that have not seen them.

usage: python -m training.teach [--lesson all|frames|trees|panel] [--work training/work] [--seed 1]
                                [--panel NAME …] [--graphs encoder.onnx …]
                                [--pieces 1300] [--minutes M] [--device cpu|cuda] [--workers 2]

Starts from the weights that the lesson names in `stages.py` and writes student-SEED. A
window with trees or names is answered by trees-K, the teacher that was trained without its fold,
and by the mean of all frames-K, none of which has seen labels of frames there; a window with
statements or commitments the other way about.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import torch

from foedus.analysis.pieces import Pieces
from training.answers import Teacher, ask, taught
from training.average import average
from training.batches import Batch, Labels
from training.folds import FOLDS
from training.losses import losses
from training.network import VOCABULARY, Network
from training.stages import LESSONS
from training.train import SEED, Diary, Trainer, add_options, read_batches, read_rows
from training.unpack import unpack
from training.weights import load, save

WORDS = ("tree", "entity")
"""Corpora that label words; the others label frames."""


def school(args: argparse.Namespace, labels: Labels) -> Callable[[Batch], Teacher]:
    """Return who teaches a batch, all windows of which are of one fold and kind."""
    sizes, device = labels.sizes(), args.device

    def network(name: str) -> Network:
        found = Network(VOCABULARY, sizes)
        load(found, args.work / f"{name}.safetensors")
        return found.to(device).eval()

    if args.panel or args.graphs:
        graphs = [unpack(graph, sizes).to(device).eval() for graph in args.graphs]
        panel = (*(network(name) for name in args.panel), *graphs)
        return lambda batch: Teacher(panel, panel)
    folds = range(FOLDS)
    trees, frames = (
        average(args.work, [f"{stage}-{fold}" for fold in folds]).to(device).eval()
        for stage in ("trees", "frames")
    )
    of_words = [Teacher((network(f"trees-{fold}"),), (frames,)) for fold in folds]
    of_frames = [Teacher((trees,), (network(f"frames-{fold}"),)) for fold in folds]

    def teacher(batch: Batch) -> Teacher:
        labelled = any((batch.tags[name] >= 0).any() for name in ("head", "entity"))
        return (of_words if labelled else of_frames)[int(batch.folds[0])]

    return teacher


def group_of(window: dict) -> tuple[bool, int]:
    """Return what the windows of a batch share: what is labelled, and the fold."""
    return window["corpus"] in WORDS, window["fold"]


def teach(args: argparse.Namespace) -> None:
    """Train one student."""
    labels, lesson = Labels.load(args.work / "labels.json"), LESSONS[args.lesson]
    network = Network(VOCABULARY, labels.sizes())
    load(network, args.work / f"{lesson.start}.safetensors")
    trainer = Trainer(network, lesson, args.device)
    teacher = school(args, labels)
    rows = read_rows(args, lesson, SEED + args.seed, group=group_of)
    torch.manual_seed(SEED + args.seed)
    diary = Diary(len(rows), args.minutes)
    print(f"student-{args.seed}: {len(rows)} steps", flush=True)
    pieces = Pieces.load(args.work / "vocabulary.json")
    for step, batch in enumerate(read_batches(rows, pieces, labels, args)):
        progress = diary.progress(step)
        if progress >= 1:
            break
        network.train()
        with trainer.sixteen():
            answers = ask(teacher(batch), batch)
            words = network.read(batch.inputs)
            parts = losses(network, batch, lesson.weights, words)
            soft = taught(network, words, batch, answers)
        parts |= {f"{name}*": loss * lesson.weights[name] for name, loss in soft.items()}
        trainer.step(parts, progress)
        diary.note(step, parts)
    save(network, args.work / f"student-{args.seed}.safetensors", frozen=False)


def main() -> None:
    """Read the arguments and teach."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--lesson", choices=sorted(LESSONS), default="all", help="what is taught")
    parser.add_argument("--seed", type=int, default=1, help="another order of the windows")
    parser.add_argument(
        "--panel", nargs="+", default=[], help="the teachers, by their names in the work folder"
    )
    parser.add_argument(
        "--graphs", nargs="+", type=Path, default=[], help="exported models beside the panel"
    )
    teach(parser.parse_args(namespace=argparse.Namespace(leave_out=None)))


if __name__ == "__main__":
    main()
