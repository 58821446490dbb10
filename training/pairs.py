"""Reader of our own training sentences: minimal pairs that teach what a commitment is.

usage: python -m training.pairs [FILE ...]        checks the files and counts what they hold

The format is for people to write (training/data/README.md): an item is one or more label lines and
one line of text; items of a pair stand together under a line that says what decides between them.

    # own act against somebody else's
    threat will firm indirect armed_attack>close_route
    [c:If its convoys are shelled], [w:Velia] will [a:close [t:the strait]], the minister said.

    none: the act is another's
    If its convoys are shelled, insurers will close their books, the minister said.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from training.corpora import PASSAGE, Text, Window, clip
from training.folds import FOLDS

FOLDER = Path(__file__).parent / "data"
ROLES = {"a": "action", "c": "condition", "w": "committer", "t": "target", "b": "beneficiary"}
SLOTS = {
    "kind": ["assurance", "obligation", "offer", "pledge", "red_line", "threat", "ultimatum"],
    "polarity": ["will", "will_not"],
    "strength": ["firm", "possible", "ready"],
    "voice": ["authorial", "direct_quote", "indirect"],
    "condition_class": [
        *("accession", "agreement_or_compliance", "armed_attack", "deployment", "invasion"),
        *("noncompliance", "none", "other", "sanctions", "violation", "weapon_test", "weapon_use"),
    ],
    "action_class": [
        *("cease", "close_route", "cut_supply", "deploy", "expel", "join_war", "lift_sanctions"),
        *("military_aid", "mobilise", "negotiate", "not_act", "nuclear_use", "other"),
        *("provide_aid", "recognise", "retaliate_unspecified", "sanction", "use_force", "withdraw"),
    ],
}
LABELLED = tuple(f"{kind} will" for kind in SLOTS["kind"])
MARK = re.compile(r"\[([acwtb])([1-9]?):")


class Flaw(ValueError):
    """A line of the data that breaks the format; says file, line and what would be right."""


@dataclass
class Item:
    """A text with its commitments: slots of each, and spans [start, end) by (role, number)."""

    text: str
    pair: str
    why_not: str = ""
    labels: list[dict[str, str]] = field(default_factory=list)
    spans: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)

    def roles(self, number: int) -> dict[str, tuple[int, int]]:
        """Return the spans of a commitment (from 1); what it lacks it shares with the first."""
        found = {}
        for role in ROLES.values():
            span = self.spans.get((role, number))
            if span is None and role != "action":
                span = self.spans.get((role, 1))
            if span:
                found[role] = span
        if self.labels[number - 1]["condition_class"] == "none":
            found.pop("condition", None)
        return found


def read_labels(line: str) -> dict[str, str]:
    """Return the slots that a label line gives, in the order of SLOTS."""
    words = line.replace(">", " ").split()
    if len(words) != len(SLOTS):
        raise Flaw(f"{len(words)} labels, not {len(SLOTS)}: {' '.join(SLOTS)}")
    found = dict(zip(SLOTS, words, strict=True))
    for slot, value in found.items():
        if value not in SLOTS[slot]:
            raise Flaw(f"{slot} {value!r} is not one of: {', '.join(SLOTS[slot])}")
    return found


def read_marks(line: str) -> tuple[str, dict[tuple[str, int], tuple[int, int]]]:
    """Return the text without its marks, and the spans that they stood around."""
    text, spans, open_marks, place = "", {}, [], 0
    while place < len(line):
        found = MARK.match(line, place)
        if found:
            open_marks.append(((ROLES[found[1]], int(found[2] or 1)), len(text)))
            place = found.end()
            continue
        if line[place] == "]" and open_marks:
            key, start = open_marks.pop()
            if key in spans or text[start:].strip() == "":
                raise Flaw(f"the mark of {key} is empty or stands twice")
            spans[key] = (start, len(text))
        else:
            text += line[place]
        place += 1
    if open_marks:
        raise Flaw(f"the mark of {open_marks[-1][0]} is not closed by ]")
    return text, spans


def read_pairs(path: Path) -> Iterator[Item]:
    """Yield the items of a file.

    Raises:
        Flaw: A line breaks the format.
    """
    pair, labels, why_not = "", [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        try:
            if not line:
                continue
            if line.startswith("#"):
                pair = line.lstrip("# ")
            elif line.startswith("none:"):
                why_not = line.removeprefix("none:").strip()
            elif line.startswith(LABELLED):
                labels.append(read_labels(line))
            else:
                yield make_item(line, pair, labels, why_not)
                labels, why_not = [], None
        except Flaw as flaw:
            raise Flaw(f"{path.name}:{number}: {flaw}") from None


def make_item(line: str, pair: str, labels: list[dict[str, str]], why_not: str | None) -> Item:
    """Return the item of a line of text; every commitment has its action, and its condition."""
    text, spans = read_marks(line)
    if bool(labels) == (why_not is not None):
        raise Flaw("a text needs either label lines or one line 'none: why' before it")
    item = Item(text, pair, why_not or "", labels, spans)
    for number, slots in enumerate(labels, 1):
        roles = item.roles(number)
        if "action" not in roles:
            raise Flaw(f"no [a{number if number > 1 else ''}:…] for label line {number}")
        if ("condition" in roles) != (slots["condition_class"] != "none"):
            raise Flaw("a condition class needs [c:…]; without condition it is 'none'")
    if why_not is not None and spans:
        raise Flaw("a text without commitment has no marks")
    return item


def pair_windows(folder: Path = FOLDER) -> Iterator[Window]:
    """Yield a window for each text of our own."""
    for path in sorted(folder.glob("*.txt")):
        for place, item in enumerate(read_pairs(path)):
            text = Text(item.text)
            frames: dict[int, dict] = {}
            for number, slots in enumerate(item.labels, 1):
                roles = {role: text.inside([span]) for role, span in item.roles(number).items()}
                roles = {role: roles.get(role, []) for role in ROLES.values()}
                frames[roles["action"][0]] = {"roles": roles, "slots": slots}
            for first, last in text.windows(PASSAGE):
                yield {
                    "corpus": "own",
                    "fold": place // 2 % FOLDS,
                    "words": text.words(first, last),
                    "action": [int(i in frames) for i in range(first, last)],
                    "commitments": clip(frames, first, last),
                }


def main() -> None:
    """Check the files and say what they hold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="*")
    texts, counts, seen = Counter(), Counter(), set()
    for path in parser.parse_args().files or sorted(FOLDER.glob("*.txt")):
        for item in read_pairs(path):
            if item.text in seen:
                raise SystemExit(f"{path.name}: stands twice: {item.text}")
            seen.add(item.text)
            texts[path.name, "with" if item.labels else "without"] += 1
            counts.update(value for slots in item.labels for value in sorted(slots.values()))
    for (name, which), count in sorted(texts.items()):
        print(f"{count:5} texts {which} commitment in {name}")
    print(" ".join(f"{value} {count}" for value, count in counts.most_common()))


if __name__ == "__main__":
    main()
