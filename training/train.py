"""Train the network on the prepared windows with two processes of one thread each.

usage: python -m training.train [--work training/work] [--processes 2] [--pieces 1300]
                                [--stage 1|2|3|4|5|6] [--minutes M] [--resume SHARE] [--bf16]

Writes checkpoint.safetensors every few minutes and network.safetensors at the end; a line of losses
every 25 steps goes to standard output. `--minutes` ends the schedule early and still brings the
learning rate to zero.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from safetensors.torch import load_file, save_file

from foedus.analysis.pieces import Pieces
from training.batches import Batch, Labels, batches, collate, schedule
from training.losses import losses
from training.network import Network
from training.stages import RESULT, STAGES, Stage
from training.starting_weights import folder, load_base

WARM_UP, DECAY = 0.06, 0.01
SEED = 20221
CHECKPOINT_SECONDS = 420


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


def exchange(parameters: list[torch.nn.Parameter], processes: int) -> None:
    """Average the gradients over all processes in one message."""
    flat = torch.cat(
        [(p.grad if p.grad is not None else torch.zeros_like(p)).flatten() for p in parameters]
    )
    if processes > 1:
        dist.all_reduce(flat)
        flat /= processes
    place = 0
    for p in parameters:
        p.grad = flat[place : place + p.numel()].view_as(p)
        place += p.numel()


def start_network(args: argparse.Namespace, stage: Stage, labels: Labels) -> Network:
    """Return the network with the weights that the stage, or an interrupted run, starts from."""
    torch.manual_seed(SEED)
    network = Network(30522, labels.sizes())
    load_base(network)
    if stage.start and not args.resume:
        network.load_state_dict(load_file(args.work / stage.start))
    if args.resume:
        network.load_state_dict(load_file(args.work / "checkpoint.safetensors"))
    return network


def read_rows(args: argparse.Namespace, stage: Stage, pieces: Pieces) -> list[list[dict]]:
    """Return the batches of the whole stage, the same in every process."""
    with (args.work / "windows.jsonl").open(encoding="utf-8") as file:
        windows = [json.loads(line) for line in file]
    planned = schedule(windows, SEED + args.stage, corpus_passes=stage.passes)
    return list(batches(planned, pieces=args.pieces, rng=random.Random(SEED)))


class Diary:
    """Says how the losses go and saves the weights every few minutes."""

    def __init__(self, steps: int, work: Path) -> None:
        self.steps, self.work = steps, work
        self.began = self.saved = time.time()
        self.shown: dict[str, list[float]] = {}

    def note(self, step: int, progress: float, parts: dict[str, float], network: Network) -> None:
        """Take in the losses of one step."""
        for name, value in parts.items():
            self.shown.setdefault(name, []).append(value)
        if step % 25 == 24:
            means = ((name, sum(v) / len(v)) for name, v in sorted(self.shown.items()))
            said = " ".join(f"{name} {mean:.3f}" for name, mean in means)
            spent = time.time() - self.began
            print(f"step {step + 1}/{self.steps} {progress:.3f} {spent:.0f}s {said}", flush=True)
            self.shown = {}
        if time.time() - self.saved > CHECKPOINT_SECONDS:
            save_file(network.state_dict(), self.work / "checkpoint.safetensors")
            self.saved = time.time()


def share_done(step: int, steps: int, began: float, args: argparse.Namespace) -> float:
    """Return how far the schedule has come; a limit in minutes may bring its end nearer."""
    progress = step / steps
    if args.minutes:
        spent = torch.tensor((time.time() - began) / 60 / args.minutes)
        if args.processes > 1:
            dist.all_reduce(spent, op=dist.ReduceOp.MAX)
        progress = max(progress, spent.item())
    return progress


def run(rank: int, args: argparse.Namespace) -> None:
    """Train in one of the processes."""
    torch.set_num_threads(1)
    if args.processes > 1:
        meeting = f"file://{args.work.resolve()}/meeting"
        dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=args.processes)
    stage = STAGES[args.stage]
    labels = Labels.load(args.work / "labels.json")
    pieces = Pieces.load(folder() / "tokenizer.json")
    network = start_network(args, stage, labels)
    rows = read_rows(args, stage, pieces)
    steps = len(rows) // args.processes
    optimizer = optimizer_of(network, stage)
    torch.manual_seed(SEED + 1 + rank)
    diary = Diary(steps, args.work)
    if rank == 0:
        trained = sum(p.numel() for p in network.parameters() if p.requires_grad)
        print(f"{steps} steps, {trained / 1e6:.1f} M trained parameters", flush=True)
    for step in range(int(args.resume * steps), steps):
        progress = share_done(step, steps, diary.began, args)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate(progress)
        batch = collate(rows[step * args.processes + rank], pieces, labels)
        parts = step_once(network, batch, optimizer, stage, args)
        if rank == 0:
            diary.note(step, progress, parts, network)
    if rank == 0:
        save_file(network.state_dict(), args.work / RESULT[args.stage])


def step_once(
    network: Network,
    batch: Batch,
    optimizer: torch.optim.Optimizer,
    stage: Stage,
    args: argparse.Namespace,
) -> dict[str, float]:
    """Do one step of gradient descent; return the loss of each part."""
    network.train()
    optimizer.zero_grad(set_to_none=True)
    parameters = [p for p in network.parameters() if p.requires_grad]
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
        parts = losses(network, batch, stage.weights)
    torch.stack([loss.float() for loss in parts.values()]).sum().backward()
    exchange(parameters, args.processes)
    torch.nn.utils.clip_grad_norm_(parameters, stage.clip)
    optimizer.step()
    return {name: loss.item() for name, loss in parts.items()}


def main() -> None:
    """Read the arguments and start the processes."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--pieces", type=int, default=1300)
    parser.add_argument("--stage", type=int, choices=sorted(STAGES), default=1)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument(
        "--bf16", action="store_true", help="16-bit products: 1.7 times as fast with AMX"
    )
    parser.add_argument(
        "--resume", type=float, default=0, help="share of the schedule that the checkpoint has seen"
    )
    args = parser.parse_args()
    (args.work / "meeting").unlink(missing_ok=True)
    if args.processes > 1:
        mp.spawn(run, (args,), nprocs=args.processes)
    else:
        run(0, args)


if __name__ == "__main__":
    main()
