"""Readers of the training corpora: each yields windows of words with the labels it has.

A window is a plain dict: `words`, and for each label either a list as long as `words` (-1: not
labelled) or, for frames, a list of {"anchor", "roles": {role: [word indices]}, "slots"}.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from foedus.analysis.sentences import find_boundaries, find_paragraphs, pack_windows
from foedus.analysis.tokens import find_tokens
from training.folds import FOLDS

Window = dict
QUOTES = "\"'“”‘’`"
READ, ARTICLE, PASSAGE = 96, 176, 240
"""Pieces in a window: as the tool reads, as whole articles are cut, as a labelled passage is."""
PIECES_A_WORD = 1.25
"""Mean pieces in a word of news: windows of the training set are cut by words, not by pieces."""


def open_text(path: Path) -> Iterable[str]:
    """Return the lines of a text file, gzipped or not."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def records(path: Path) -> Iterator[tuple[int, dict]]:
    """Yield (place, record) of a file of JSON Lines."""
    for place, line in enumerate(open_text(path)):
        yield place, json.loads(line)


def read_conllu(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield (document name, rows of ten columns) for each sentence."""
    name, rows = "", []
    for line in open_text(path):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            name = line.split("=")[-1].strip()
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            yield name, rows
            rows = []
    if rows:
        yield name, rows


def edit_rule(form: str, lemma: str) -> str:
    """Return the rule that makes the lemma: how many last letters go, what comes, and the case."""
    case = "k" if lemma and lemma[0].isupper() else "l"
    low_form, low_lemma = form.lower(), lemma.lower()
    shared = 0
    while shared < min(len(low_form), len(low_lemma)) and low_form[shared] == low_lemma[shared]:
        shared += 1
    if shared == 0 or (shared == 1 and len(low_form) > 3):
        return f"{case}={low_lemma}"
    return f"{case}-{len(low_form) - shared}+{low_lemma[shared:]}"


def tree_windows(path: Path, seed: int = 5) -> Iterator[Window]:
    """Yield windows of consecutive sentences with tags, lemmas, trees, ends and entities."""
    rng = random.Random(seed)
    pending: list[list[list[str]]] = []
    current, limit = None, 100
    for name, rows in read_conllu(path):
        size = sum(map(len, pending))
        if pending and (name != current or size + len(rows) > limit):
            yield tree_window(pending)
            pending, limit = [], rng.choice((24, 60, 100, 130))
        current = name
        pending.append(rows)
    if pending:
        yield tree_window(pending)


def tree_window(sentences: list[list[list[str]]]) -> Window:
    """Return one window; a head is a word index, -2 for the root of a sentence."""
    window: Window = {
        "corpus": "tree",
        "words": [],
        "upos": [],
        "xpos": [],
        "rule": [],
        "head": [],
        "deprel": [],
        "end": [],
        "entity": [],
    }
    for rows in sentences:
        base = len(window["words"])
        for row in rows:
            misc = dict(part.split("=", 1) for part in row[9].split("|") if "=" in part)
            window["words"].append(row[1])
            window["upos"].append(row[3])
            window["xpos"].append(row[4])
            window["rule"].append(edit_rule(row[1], row[2]))
            window["head"].append(base + int(row[6]) - 1 if int(row[6]) else -2)
            window["deprel"].append(row[7])
            window["entity"].append(misc.get("NER", -1))
            window["end"].append(0)
        window["end"][-1] = 1
    window["end"][-1] = -1 if len(sentences) == 1 else 1
    return window


def entity_windows(path: Path) -> Iterator[Window]:
    """Yield windows of the two-column entity corpus, several sentences in each."""
    words: list[str] = []
    tags: list[str] = []
    for line in open_text(path):
        if line.startswith("# ") or not line.strip():
            if len(words) > 90:
                yield {"corpus": "entity", "words": words, "entity": tags}
                words, tags = [], []
            continue
        word, tag = line.split()[:2]
        words.append(word)
        tags.append(tag)
    if words:
        yield {"corpus": "entity", "words": words, "entity": tags}


class Text:
    """A text cut into tokens and windows as the tool will cut it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = find_tokens(text)

    def windows(self, *limits: int) -> list[tuple[int, int]]:
        """Return the windows of each of these sizes (in pieces); a window of two sizes once."""
        boundaries = find_boundaries(self.text, self.tokens)
        paragraphs = find_paragraphs(self.text, self.tokens)
        found: dict[tuple[int, int], None] = {}
        for limit in limits:
            words = int(limit / PIECES_A_WORD)
            cut = pack_windows([1] * len(self.tokens), boundaries, paragraphs, limit=words)
            found |= dict.fromkeys((first, last) for first, last in cut)
        return list(found)

    def inside(self, spans: Iterable[Iterable[int]]) -> list[int]:
        """Return the tokens that the spans touch."""
        ranges = [tuple(span) for span in spans if span]
        return [
            i
            for i, (start, end) in enumerate(self.tokens)
            if any(start < b and end > a for a, b in ranges)
        ]

    def words(self, first: int, last: int) -> list[str]:
        """Return the words of tokens[first:last]."""
        return [self.text[a:b] for a, b in self.tokens[first:last]]


def bare(text: str, span: Iterable[int]) -> list[int]:
    """Return a content span without its outer quotation marks and an opening "that"."""
    start, end = span
    if text[start : start + 5].lower() in ("that ", "that\n"):
        start += 5
    while start < end and (text[start] in QUOTES or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in QUOTES or text[end - 1].isspace()):
        end -= 1
    return [start, end] if end > start else list(span)


def attribution_windows(path: Path, *, nested: bool) -> Iterator[Window]:
    """Yield windows with attribution frames; `nested` tells a corpus that marks all levels."""
    mark = "cue" if nested else "cue_outer"
    for place, record in records(path):
        text = Text(record["text"])
        frames: dict[int, dict] = {}
        covered: set[int] = set()
        for attribution in record["attributions"]:
            content = [bare(text.text, span) for span in attribution["content"]]
            roles = {
                "cue": text.inside(attribution["cue"]),
                "source": text.inside(attribution["source"]),
                "content": text.inside(content),
            }
            covered.update(roles["content"])
            if not roles["cue"] or not roles["content"]:
                continue
            frame = frames.setdefault(
                roles["cue"][0], {"roles": {k: [] for k in roles}, "slots": {}}
            )
            for role, words in roles.items():
                frame["roles"][role] = sorted(set(frame["roles"][role]) | set(words))
            if nested:
                frame["slots"] = {"acts": attribution["acts"]}
        # The few passages with all levels are read in both sizes, the many articles in one of them.
        sizes = (READ, ARTICLE) if nested else ((READ, ARTICLE)[place % 2],)
        for first, last in text.windows(*sizes):
            marks = [
                int(i in frames) if nested or i not in covered else -1 for i in range(first, last)
            ]
            yield {
                "corpus": mark,
                "fold": place % FOLDS,
                "words": text.words(first, last),
                mark: marks,
                "attributions": clip(frames, first, last),
            }


def clip(frames: dict[int, dict], first: int, last: int) -> list[dict]:
    """Return the frames whose anchor lies in the window, with word indices of the window."""
    return [
        {
            "anchor": anchor - first,
            "slots": frame["slots"],
            "roles": {
                r: [w - first for w in words if first <= w < last]
                for r, words in frame["roles"].items()
            },
        }
        for anchor, frame in sorted(frames.items())
        if first <= anchor < last
    ]


def commitment_windows(path: Path) -> Iterator[Window]:
    """Yield the windows of each passage with its commitment frames (none in a hard negative)."""
    for place, record in records(path):
        text = Text(record["text"])
        frames: dict[int, dict] = {}
        for item in record["commitments"]:
            action = text.inside([item["action"]["span"]])
            if not action or action[0] in frames:
                continue
            condition = item["condition"]
            spans = {"condition": condition} | {
                k: item[k] for k in ("committer", "target", "beneficiary")
            }
            roles = {"action": action} | {
                k: text.inside([v["span"]] if v and v.get("span") else []) for k, v in spans.items()
            }
            slots = {k: item[k] for k in ("kind", "polarity", "strength", "voice")}
            slots |= {
                "condition_class": condition["class"] if condition else "none",
                "action_class": item["action"]["class"],
            }
            frames[action[0]] = {"roles": roles, "slots": slots}
        sizes = (READ, PASSAGE) if frames else (PASSAGE,)
        for first, last in text.windows(*sizes):
            marks = [int(i in frames) for i in range(first, last)]
            corpus = "commitment" if any(marks) else "no_commitment"
            yield {
                "corpus": corpus,
                "fold": place % FOLDS,
                "words": text.words(first, last),
                "action": marks,
                "commitments": clip(frames, first, last),
            }


def report_windows(path: Path) -> Iterator[Window]:
    """Yield windows with entities of re3d: persons, organisations and places with a capital."""
    kinds = {"Organisation": "ORG", "Location": "LOC", "Person": "PER"}
    for place, record in records(path):
        text = Text(record["text"])
        tags = ["O"] * len(text.tokens)
        for entity in sorted(record["entities"], key=lambda e: e["end"] - e["start"]):
            words = trim(text, text.inside([[entity["start"], entity["end"]]]))
            if entity["type"] not in kinds or not words or any(tags[w] != "O" for w in words):
                continue
            for w in words:
                tags[w] = ("B-" if w == words[0] else "I-") + kinds[entity["type"]]
        for first, last in text.windows(ARTICLE):
            yield {
                "corpus": "entity",
                "fold": place % FOLDS,
                "words": text.words(first, last),
                "entity": tags[first:last],
            }


def trim(text: Text, words: list[int]) -> list[int]:
    """Return the words of a name without lower-case words at its ends; empty for a common noun."""

    def capital(index: int) -> bool:
        return text.text[text.tokens[index][0]].isupper()

    while words and not capital(words[0]):
        words = words[1:]
    while words and not capital(words[-1]):
        words = words[:-1]
    return words if len(words) <= 8 else []


def own_names(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """Return our own labels by document: (first word, end, label); "?" is left open."""
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found[row["document"]].append((int(row["first"]), int(row["last"]), row["label"]))
    return dict(found)


def name_tags(size: int, names: list[tuple[int, int, str]]) -> list[str | int]:
    """Return the tags of a document's words; -1 where the reader left a name open."""
    tags: list[str | int] = ["O"] * size
    for first, last, label in names:
        for word in range(first, last):
            tags[word] = -1 if label == "?" else ("B-" if word == first else "I-") + label
    return tags
