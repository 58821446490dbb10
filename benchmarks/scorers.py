"""The scorers of the shared data, run as commands; each function returns figures by their key."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from benchmarks.analyzer import OUTLET, analyze, analyze_gold, read_rows
from benchmarks.entities import score_entities, score_reports
from benchmarks.treebank import documents, read_treebank
from benchmarks.trees import raw_text, score_given, score_raw
from foedus.analysis.encoder import load_encoder

Figures = dict[str, float]
SLOTS = (
    *("kind", "committer", "condition_class", "action_class"),
    *("polarity", "strength", "voice", "speaker"),
)
"""What is scored on the commitments that were found."""


def run_tool(shared: Path, tool: str, *arguments: str | Path) -> str:
    """Return what a scorer prints; ends the run with its message if it fails."""
    line = [sys.executable, str(shared / "tools" / tool), *map(str, arguments)]
    run = subprocess.run(line, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{tool} failed: {run.stdout}{run.stderr}")
    return run.stdout


def convert(shared: Path, form: str, output: Path) -> Path:
    """Return the file in the form that the scorers read."""
    turned = output.with_suffix(f".{form}.jsonl")
    line = [sys.executable, str(shared / "tools/to_scorer.py"), form]
    with output.open("rb") as given, turned.open("wb") as file:
        subprocess.run(line, stdin=given, stdout=file, check=True)
    return turned


def figure(pattern: str, text: str) -> float:
    """Return the number that the pattern's group finds in a scorer's print-out."""
    match = re.search(pattern, text, re.MULTILINE)
    if match is None:
        raise SystemExit(f"no figure {pattern!r} in:\n{text}")
    return float(match[1])


def score_trees(shared: Path, folder: Path) -> Figures:
    """Return the figures of trees and entities on the development parts of EWT and re3d."""
    del folder
    gold = documents(read_treebank(shared / "data/treebank/ewt-dev.conllu.gz"))
    encoder = load_encoder()
    given = [encoder.parse_tokens([[w.form for w in s.words] for s in one]) for one in gold]
    read = [encoder.parse(raw_text(document)) for document in gold]
    trees = score_given(gold, given) | score_raw(gold, read)
    records = read_rows(shared / "data/entities/re3d-dev.jsonl.gz")
    reports = [encoder.parse(str(record["text"])) for record in records]
    return trees | score_entities(gold, given) | score_reports(records, reports)


def score_seeds(shared: Path, folder: Path) -> Figures:
    """Return the figures on the two articles that were read by hand."""
    output = folder / "seeds.output.jsonl"
    analyze(sorted((shared / "seeds").glob("*.txt")), output)
    last = run_tool(shared, "score_seeds.py", output, "--data", shared).strip().split("\n")[-1]
    return {
        "seeds.recall": figure(r"([\d.]+) recall", last),
        "seeds.slots": figure(r"([\d.]+) commitment slots", last),
        "seeds.traps": figure(r"(\d+) traps", last),
        "seeds.broken": figure(r"(\d+) broken", last),
    }


def score_commitments(shared: Path, folder: Path) -> Figures:
    """Return the figures on the development passages of commitments."""
    gold = shared / "data/commitments/dev.jsonl"
    turned = convert(shared, "commitments", analyze_gold(gold, folder))
    scores = json.loads(run_tool(shared, "score_commitments.py", gold, turned, "--json"))
    names = ("f1", "action_only_f1", "distractor_fp_rate")
    slots = {f"commitments.{slot}": scores[f"acc_{slot}"] for slot in SLOTS}
    return {f"commitments.{name}": scores[name] for name in names} | slots


def score_treaties(shared: Path, folder: Path) -> Figures:
    """Return the figures on the development articles of treaties and on their distractors."""
    gold = shared / "data/treaties/dev.jsonl"
    turned = convert(shared, "commitments", analyze_gold(gold, folder))
    scores = json.loads(run_tool(shared, "score_commitments.py", gold, turned, "--json"))
    named = ("f1", "distractor_fp_rate")
    slots = ("kind", "condition_class", "action_class", "polarity")
    return {f"treaties.{name}": scores[name] for name in named} | {
        f"treaties.{slot}": scores[f"acc_{slot}"] for slot in slots
    }


def score_attribution(shared: Path, folder: Path) -> Figures:
    """Return the figures on the development articles of PolNeAR, outermost attributions alone."""
    gold = shared / "data/attribution/polnear-dev.jsonl.gz"
    turned = convert(shared, "polnear", analyze_gold(gold, folder))
    printed = run_tool(shared, "score_attribution.py", gold, turned, "--outer-only")
    last = r"\s+[\d.]+\s+[\d.]+\s+([\d.]+)"
    flat = {
        f"attribution.flat_{role}": figure(rf"^flat {role}\s+exact \(CofeNet\)" + last, printed)
        for role in ("source", "cue", "content")
    }
    return {
        "attribution.relation": figure(r"^relation relaxed" + last, printed),
        **flat,
        "attribution.direct": figure(r"^direct\s+content IoU>=\.5" + last, printed),
        "attribution.indirect": figure(r"^indirect\s+content IoU>=\.5" + last, printed),
    }


def figures_of_statements(printed: str) -> Figures:
    """Return what the scorer of statements has printed, by short names."""
    return {
        "f1": figure(r"^attributions .*F1 ([\d.]+)", printed),
        "nested": figure(r"^recall nested\s+([\d.]+)", printed),
        "speaker": figure(r"^speaker\s+([\d.]+)", printed),
        "parent": figure(r"^parent\s+([\d.]+)", printed),
    }


def score_statements(shared: Path, folder: Path) -> Figures:
    """Return the figures on the development passages of nested statements."""
    gold = shared / "data/statements/dev.jsonl"
    channel = r"^channel .*F1 ([\d.]+)"
    turned = convert(shared, "attribution", analyze_gold(gold, folder))
    printed = run_tool(shared, "score_statements.py", gold, turned)
    unnamed = convert(shared, "attribution", analyze_gold(gold, folder, withheld=OUTLET))
    without = run_tool(shared, "score_statements.py", gold, unnamed)
    return {
        **{f"statements.{name}": value for name, value in figures_of_statements(printed).items()},
        "statements.channel": figure(channel, without),
        "statements.channel_given": figure(channel, printed),
    }


def score_events(shared: Path, folder: Path) -> Figures:
    """Return the figures on the development sentences with human-coded events."""
    gold = shared / "data/events/dev.jsonl"
    printed = run_tool(shared, "score_events.py", gold, analyze_gold(gold, folder))
    names = ("type", "dyad", "both")
    return {f"events.{name}": figure(rf"^{name}\s.*F1 ([\d.]+)", printed) for name in names}
