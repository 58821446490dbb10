"""How right the reading is on passages that its weights have never seen.

usage: python -m benchmarks.held_out --model FOLDER --leave-out 0/5 [--shared ../shared]

The shipped weights have seen every training passage. Weights trained without a fold of them
(`python -m training.prepare --leave-out 0/5`, stage 6, `python -m training.export`) are read here
with today's rules: on the fold, and on the development passages beside it, so that what differs is
the passages alone. `--model` may name the shipped folder too: then the fold is one that was seen.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
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


def main() -> int:
    """Read fold and development passages with the weights, and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.held_out",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--model", type=Path, required=True, help="a folder that export has written"
    )
    parser.add_argument("--leave-out", type=Fold.of, required=True, metavar="FOLD/FOLDS")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    given = parser.parse_args()
    shared, fold = given.shared.resolve(), given.leave_out
    if not (shared / "data").is_dir():
        parser.error(f"{given.shared} has no data/; name the folder with the gold files: --shared")
    encoder = Encoder.load(given.model, kept=0)
    table: dict[str, list[float]] = {}
    for noun, score in (("commitments", of_commitments), ("statements", of_statements)):
        data = shared / "data" / noun
        seen = [r for i, r in enumerate(read_rows(data / "train.jsonl")) if fold.holds(i)]
        for rows in (seen, read_rows(data / "dev.jsonl")):
            print(f"reading {len(rows)} passages of {noun}", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory() as scratch:
                for name, value in score(shared, *read_with(encoder, rows, Path(scratch))).items():
                    table.setdefault(name, []).append(value)
    print(f"| measure | fold {fold.fold} of {fold.folds} | development |\n|---|---|---|")
    for name, values in table.items():
        print(f"| {name} | " + " | ".join(f"{value:.3g}" for value in values) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
