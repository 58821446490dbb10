"""How right the reading is on passages that its weights have never seen.

usage: python -m benchmarks.held_out --model FOLDER … --leave-out 0/5 … [--shared ../shared]

The shipped weights have seen every training passage. Weights trained without a fold of them
(`python -m training.train --stage trees --leave-out 0/5`, then `frames`, `python -m
training.export`) are read here with today's rules: on the fold, and on the development passages
beside it, so that what differs is the passages alone. `--model` may name the shipped folder too:
then the fold is one that was seen. Of several folds, each with its own model, the passages are
scored together (cross-validation), and the development figures are the models' mean.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.analyzer import read_rows, to_input
from benchmarks.scorers import convert, figures_of_statements, run_tool
from foedus.analysis.encoder import Encoder
from foedus.pipeline import Source, analyze, read_documents
from foedus.reading import Failure
from foedus.records.codec import to_line
from training.folds import Fold

SLOTS = ("kind", "committer", "condition_class", "action_class", "polarity", "strength", "voice")
Row = dict[str, object]


def read_with(encoder: Encoder, rows: list[Row], folder: Path) -> tuple[Path, Path]:
    """Return the files of gold passages and of what is read in them with this encoder."""
    gold, given, output = (folder / name for name in ("gold.jsonl", "input.jsonl", "output.jsonl"))
    gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    to_input(rows, given)
    with output.open("w", encoding="utf-8") as file:
        for found in read_documents(Source(inputs=(given,))):
            if isinstance(found, Failure):
                raise SystemExit(f"{found.id}: {found.message}")
            file.write(to_line(analyze(found, parser=encoder)) + "\n")
    return gold, output


def of_commitments(shared: Path, gold: Path, output: Path) -> dict[str, float]:
    """Return what the scorer says of commitments."""
    turned = convert(shared, "commitments", output)
    scores = json.loads(run_tool(shared, "score_commitments.py", gold, turned, "--json"))
    named = {
        "commitments": "gold",
        "F1": "f1",
        "precision": "precision",
        "recall": "recall",
        "false alarms": "distractor_fp_rate",
    }
    return {name: scores[key] for name, key in named.items()} | {
        slot.replace("_", " "): scores[f"acc_{slot}"] for slot in SLOTS
    }


def of_statements(shared: Path, gold: Path, output: Path) -> dict[str, float]:
    """Return what the scorer says of statements."""
    turned = convert(shared, "attribution", output)
    printed = run_tool(shared, "score_statements.py", gold, turned)
    return {f"statements, {name}": value for name, value in figures_of_statements(printed).items()}


def pooled(shared: Path, noun: str, readers: Sequence[tuple[Encoder, Fold]]) -> dict[str, float]:
    """Return the figures of all folds together, each read with weights that have not seen it."""
    rows = list(read_rows(shared / "data" / noun / "train.jsonl"))
    with tempfile.TemporaryDirectory() as scratch:
        parts = []
        for encoder, fold in readers:
            folder = Path(scratch) / str(fold.fold)
            folder.mkdir()
            seen = [row for place, row in enumerate(rows) if fold.holds(place)]
            say(f"fold {fold.fold}: {len(seen)} passages of {noun}")
            parts.append(read_with(encoder, seen, folder))
        files = tuple(Path(scratch) / name for name in ("gold.jsonl", "output.jsonl"))
        for path, found in zip(files, zip(*parts, strict=True), strict=True):
            path.write_text("".join(part.read_text("utf-8") for part in found), "utf-8")
        return SCORES[noun](shared, *files)


def developed(shared: Path, noun: str, readers: Sequence[tuple[Encoder, Fold]]) -> dict[str, float]:
    """Return the mean figures of these weights on the development passages."""
    rows = list(read_rows(shared / "data" / noun / "dev.jsonl"))
    found: dict[str, float] = {}
    for encoder, fold in readers:
        say(f"weights without fold {fold.fold}: {len(rows)} development passages of {noun}")
        with tempfile.TemporaryDirectory() as scratch:
            figures = SCORES[noun](shared, *read_with(encoder, rows, Path(scratch)))
        for name, value in figures.items():
            found[name] = found.get(name, 0.0) + value / len(readers)
    return found


def say(text: str) -> None:
    """Say on standard error what is being done."""
    print(text, file=sys.stderr, flush=True)


SCORES = {"commitments": of_commitments, "statements": of_statements}


def main() -> int:
    """Read folds and development passages with the weights, and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.held_out",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--model", type=Path, required=True, nargs="+", help="folders that export has written"
    )
    parser.add_argument(
        "--leave-out",
        type=Fold.of,
        required=True,
        nargs="+",
        metavar="FOLD/FOLDS",
        help="the fold that each of them has not seen",
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    given = parser.parse_args()
    shared = given.shared.resolve()
    if not (shared / "data").is_dir():
        parser.error(f"{given.shared} has no data/; name the folder with the gold files: --shared")
    if len(given.model) != len(given.leave_out):
        parser.error(f"{len(given.model)} models need as many folds, not {len(given.leave_out)}")
    encoders = [Encoder.load(folder, kept=0) for folder in given.model]
    readers = list(zip(encoders, given.leave_out, strict=True))
    folds = " ".join(str(fold.fold) for _, fold in readers)
    print(f"| measure | folds {folds} of {readers[0][1].folds} | development |\n|---|---|---|")
    for noun in SCORES:
        unseen, ready = pooled(shared, noun, readers), developed(shared, noun, readers)
        for name, value in unseen.items():
            print(f"| {name} | {value:.3g} | {ready[name]:.3g} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
