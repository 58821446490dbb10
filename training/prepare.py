"""Turn the corpora into one file of labelled windows and one file of label sets.

usage: python -m training.prepare [--data ../shared/data] [--out training/work] [--leave-out 0/5]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training import corpora
from training.folds import Fold
from training.pairs import pair_windows

ROLES = {
    "attributions": ["cue", "source", "content"],
    "commitments": ["action", "condition", "committer", "target", "beneficiary"],
}
MARKS = ["end", "cue_outer", "cue", "action"]
MIN_RULE_COUNT = 3


def all_windows(data: Path, left_out: Fold | None = None) -> Iterator[corpora.Window]:
    """Yield the windows of every training corpus, without a fold of statements and commitments."""
    yield from corpora.tree_windows(data / "treebank/train.conllu.gz")
    yield from corpora.entity_windows(data / "treebank/ner-only.iob2.gz")
    yield from corpora.report_windows(data / "entities/re3d-train.jsonl.gz")
    yield from corpora.attribution_windows(
        data / "attribution/polnear-train.jsonl.gz", nested=False
    )
    yield from corpora.attribution_windows(
        data / "statements/train.jsonl", nested=True, left_out=left_out
    )
    yield from corpora.commitment_windows(data / "commitments/train.jsonl", left_out=left_out)
    yield from pair_windows()


def label_sets(windows: list[corpora.Window]) -> dict[str, list[str]]:
    """Return every closed set of labels, in a fixed order."""
    count: dict[str, Counter[str]] = {}
    for window in windows:
        for name in ("upos", "xpos", "rule", "deprel", "entity"):
            count.setdefault(name, Counter()).update(x for x in window.get(name, []) if x != -1)
        for family in ROLES:
            for frame in window.get(family, []):
                for slot, value in frame["slots"].items():
                    values = value if isinstance(value, list) else [value]
                    count.setdefault(f"{family}.{slot}", Counter()).update(values)
    count["rule"] = Counter({k: n for k, n in count["rule"].items() if n >= MIN_RULE_COUNT})
    return {name: sorted(found) for name, found in sorted(count.items())}


def main() -> None:
    """Write windows.jsonl and labels.json."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("training/work"))
    parser.add_argument(
        "--leave-out",
        type=Fold.of,
        metavar="FOLD/FOLDS",
        help="leave out this fold of the passages with statements and commitments: 0/5 to 4/5",
    )
    args = parser.parse_args()
    if not args.data.is_dir():
        raise SystemExit(
            f"prepare: no corpora at {args.data}; give their folder with --data"
            " (see training/README.md)"
        )
    args.out.mkdir(parents=True, exist_ok=True)
    windows = list(all_windows(args.data, args.leave_out))
    with (args.out / "windows.jsonl").open("w", encoding="utf-8") as out:
        for window in windows:
            out.write(json.dumps(window, ensure_ascii=False) + "\n")
    labels = label_sets(windows) | {"marks": MARKS} | {f"{k}.roles": v for k, v in ROLES.items()}
    (args.out / "labels.json").write_text(json.dumps(labels, indent=1), encoding="utf-8")
    sizes = Counter()
    for window in windows:
        sizes[window["corpus"]] += len(window["words"])
    print({k: len(v) for k, v in labels.items()}, "words:", dict(sizes), "windows:", len(windows))


if __name__ == "__main__":
    main()
