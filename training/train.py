"""Train a network on the prepared windows.

usage: python -m training.train --stage trees|frames|together|polish [--leave-out 0/5] [--seed 1]
                                [--work training/work] [--pieces 2600] [--minutes M]
                                [--device cpu|cuda] [--workers 2]

Starts from the weights that the stage names and writes STAGE-FOLD.safetensors, or STAGE-SEED where
no fold is left out. A line of losses every 200 steps goes to standard output. `--minutes` ends the
schedule early and still brings the learning rate to zero. Products are computed in sixteen bits.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch import Tensor

from foedus.analysis.pieces import Pieces
from training.batches import Batch, Labels, alike, batches, load_batches, schedule
from training.folds import Fold
from training.losses import losses
from training.network import VOCABULARY, Network
from training.stages import STAGES, Stage
from training.weights import load, save

WARM_UP, DECAY = 0.06, 0.01
SEED = 20221
SHOWN_EVERY = 200


def rate(progress: float) -> float:
    """Return the share of the peak learning rate: up over the warm-up, then linearly to zero."""
    return progress / WARM_UP if progress < WARM_UP else max(0.0, (1 - progress) / (1 - WARM_UP))


def optimizer_of(network: Network, stage: Stage) -> torch.optim.Optimizer:
    """Return AdamW with a rate for the encoder and one for the heads; words stay frozen."""
    network.encoder.words.weight.requires_grad_(False)
    encoder = [
        p for n, p in network.named_parameters() if n.startswith("encoder.") and p.requires_grad
    ]
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    groups = [
        {"params": encoder, "lr": stage.encoder_rate, "peak": stage.encoder_rate},
        {"params": heads, "lr": stage.head_rate, "peak": stage.head_rate},
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=DECAY, fused=True)


def read_windows(work: Path, left_out: Fold | None = None) -> list[dict]:
    """Return the prepared windows without those of the fold that is left out."""
    with gzip.open(work / "windows.jsonl.gz", "rt", encoding="utf-8") as file:
        windows = [json.loads(line) for line in file]
    return [w for w in windows if left_out is None or not left_out.holds(w["fold"])]


class Diary:
    """Says how far the training has come and how the losses go."""

    def __init__(self, steps: int, minutes: float) -> None:
        self.steps, self.minutes, self.began = steps, minutes, time.time()
        self.sums: dict[str, Tensor] = {}
        self.counts: dict[str, int] = {}

    def progress(self, step: int) -> float:
        """Return how far the schedule has come; a limit in minutes may bring its end nearer."""
        spent = (time.time() - self.began) / 60 / self.minutes if self.minutes else 0.0
        return max(step / self.steps, spent)

    def note(self, step: int, parts: dict[str, Tensor]) -> None:
        """Take in the losses of one step; now and then say their means."""
        for name, loss in parts.items():
            self.sums[name] = self.sums.get(name, 0.0) + loss.detach()
            self.counts[name] = self.counts.get(name, 0) + 1
        if step % SHOWN_EVERY == SHOWN_EVERY - 1:
            said = " ".join(f"{n} {float(s) / self.counts[n]:.3f}" for n, s in self.sums.items())
            spent = time.time() - self.began
            print(f"step {step + 1}/{self.steps} {spent:.0f}s {said}", flush=True)
            self.sums, self.counts = {}, {}


class Trainer:
    """A network, its optimizer and where it is trained."""

    def __init__(self, network: Network, stage: Stage, device: str) -> None:
        self.network, self.stage, self.device = network.to(device), stage, device
        self.optimizer = optimizer_of(network, stage)
        self.trained = [p for p in network.parameters() if p.requires_grad]

    def sixteen(self) -> torch.autocast:
        """Return the context in which products are computed in sixteen bits."""
        return torch.autocast(self.device, dtype=torch.bfloat16)

    def step(self, parts: dict[str, Tensor], progress: float) -> None:
        """Do one step of gradient descent on the sum of the losses."""
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * rate(progress)
        self.optimizer.zero_grad(set_to_none=True)
        torch.stack([loss.float() for loss in parts.values()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.trained, self.stage.clip)
        self.optimizer.step()


def read_rows(
    args: argparse.Namespace,
    stage: Stage,
    seed: int,
    *,
    group: Callable[[dict], tuple[bool, int]] = alike,
) -> list[list[dict]]:
    """Return the windows of every batch of the whole stage; those of a batch are of one group."""
    windows = read_windows(args.work, args.leave_out)
    planned = schedule(windows, seed, corpus_passes=stage.passes)
    return list(batches(planned, pieces=args.pieces, rng=random.Random(seed), group=group))


def train(args: argparse.Namespace) -> None:
    """Train one network."""
    stage = STAGES[args.stage]
    fold = args.leave_out.fold if args.leave_out else args.seed
    seed = SEED + args.seed + (args.leave_out.fold if args.leave_out else 0)
    labels = Labels.load(args.work / "labels.json")
    network = Network(VOCABULARY, labels.sizes())
    start = f"trees-{fold}" if stage.start == "trees" else stage.start
    load(network, args.work / f"{start}.safetensors")
    trainer = Trainer(network, stage, args.device)
    rows = read_rows(args, stage, seed)
    diary = Diary(len(rows), args.minutes)
    torch.manual_seed(seed)
    print(f"{args.stage}-{fold}: {len(rows)} steps", flush=True)
    pieces = Pieces.load(args.work / "vocabulary.json")
    for step, batch in enumerate(read_batches(rows, pieces, labels, args)):
        progress = diary.progress(step)
        if progress >= 1:
            break
        network.train()
        with trainer.sixteen():
            parts = losses(network, batch, stage.weights, network.read(batch.inputs))
        trainer.step(parts, progress)
        diary.note(step, parts)
    save(network, args.work / f"{args.stage}-{fold}.safetensors", frozen=False)


def read_batches(
    rows: list[list[dict]], pieces: Pieces, labels: Labels, args: argparse.Namespace
) -> Iterator[Batch]:
    """Yield the batches on the device."""
    for batch in load_batches(rows, pieces, labels, workers=args.workers):
        yield batch.to(args.device)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that teachers and students share."""
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--pieces", type=int, default=2600, help="about so many in a batch")
    parser.add_argument("--minutes", type=float, default=0, help="end the schedule early")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--workers", type=int, default=2, help="processes that make batches")


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--stage", choices=sorted(STAGES), required=True)
    parser.add_argument("--seed", type=int, default=0, help="another order of the windows")
    parser.add_argument(
        "--leave-out",
        type=Fold.of,
        metavar="FOLD/5",
        help="leave out this fold of all corpora: 0/5 to 4/5",
    )
    train(parser.parse_args())


if __name__ == "__main__":
    main()
