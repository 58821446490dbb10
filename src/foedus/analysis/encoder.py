"""The language model: a text in, a Parse out. The one file that knows the model runtime.

One encoder runs once over windows of whole sentences; every head reads from it. Offsets are code
points of the text. The same text and model give the same Parse.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from foedus.analysis.assembly import Answer, Labels, assemble, entity_scores
from foedus.analysis.entities import find_entities
from foedus.analysis.gazetteer import load_gazetteer
from foedus.analysis.parse import Parse
from foedus.analysis.pieces import Pieces
from foedus.analysis.sentences import find_boundaries, find_paragraphs, pack_windows
from foedus.analysis.tokens import find_tokens
from foedus.errors import ModelFault
from foedus.languages.names import load_name_words

MAX_PIECES_IN_BATCH = 600
"""Larger batches leave the processor's cache and are slower (measured on two machines)."""
MAX_SENTENCE_PIECES = 500
"""The encoder has 512 places; a sentence with more pieces is cut."""
FILES = ("encoder.onnx", "vocabulary.json", "labels.json")
"""What a model folder holds besides its manifest; each must be named there and have its hash."""
MIN_WORDS = 4
"""The graph ranks four heads for a word, so a window is padded to so many words."""
Arrays = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True)
class Window:
    """Tokens [first, last) of a text, cut into pieces."""

    first: int
    last: int
    pieces: list[int]
    shapes: list[int]
    begins: list[int]
    ends: list[int]


class Encoder:
    """The shipped model, loaded and ready; safe to use from one thread at a time."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        pieces: Pieces,
        *,
        labels: Labels,
        limit: int,
        language: str,
    ) -> None:
        self._session, self._pieces, self._labels, self._limit = session, pieces, labels, limit
        self._language = language
        self._outputs = [output.name for output in session.get_outputs()]

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1, language: str = "en") -> Encoder:
        """Return the encoder of a model folder; `language` names the words of its names.

        Raises:
            ModelFault: A file is missing or its SHA-256 differs from the manifest's.
        """
        manifest = _check(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the runtime raises bare exceptions of its own binding
            raise ModelFault(f"model in {folder} does not load: {error}") from error
        sets = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        pieces = Pieces.load(folder / "vocabulary.json")
        limit = int(str(manifest["window_pieces"]))
        return cls(session, pieces, labels=Labels(sets), limit=limit, language=language)

    def parse(self, text: str) -> Parse:
        """Return the parse of a text: sentences, tree, entities and frames."""
        tokens = find_tokens(text)
        paragraphs = find_paragraphs(text, tokens)
        sizes = [len(self._pieces.of(text[start:end])) for start, end in tokens]
        cuts = pack_windows(sizes, find_boundaries(text, tokens), paragraphs, limit=self._limit)
        return self._read(text, tokens, cuts, fixed_ends=None, paragraphs=paragraphs)

    def parse_tokens(self, sentences: Sequence[Sequence[str]]) -> Parse:
        """Return the parse of sentences that are already cut into words, joined by spaces.

        Every sentence is read by itself, so that the model knows where it begins and ends.
        """
        words = [word for sentence in sentences for word in sentence]
        text = " ".join(words)
        tokens, place = [], 0
        for word in words:
            tokens.append((place, place + len(word)))
            place += len(word) + 1
        starts = [0]
        for sentence in sentences:
            starts.append(starts[-1] + len(sentence))
        sizes = [len(self._pieces.of(word)) for word in words]
        cuts = [
            (start + first, start + last)
            for start, end in pairwise(starts)
            for first, last in pack_windows(sizes[start:end], [0], [0], limit=MAX_SENTENCE_PIECES)
        ]
        return self._read(text, tokens, cuts, fixed_ends=starts[1:], paragraphs=[0])

    def _read(
        self,
        text: str,
        tokens: list[tuple[int, int]],
        cuts: list[tuple[int, int]],
        *,
        fixed_ends: list[int] | None,
        paragraphs: list[int],
    ) -> Parse:
        """Run the model over the windows and assemble the parse."""
        windows = []
        for first, last in cuts:
            words = [text[start:end] for start, end in tokens[first:last]]
            windows.append(Window(first, last, *self._pieces.window(words)))
        found = sorted(self._run(windows), key=lambda row: row[0].first)
        answers = [(window.first, window.last, answer) for window, answer in found]
        parse = assemble(
            text,
            tokens,
            answers,
            labels=self._labels,
            paragraphs=paragraphs,
            fixed_ends=fixed_ends,
        )
        return self._named(parse, answers) if answers else parse

    def _named(self, parse: Parse, answers: Sequence[Answer]) -> Parse:
        """Return the parse with its entities."""
        entities = find_entities(
            parse.tokens,
            entity_scores(answers),
            names=self._labels.sets["entity"],
            words=load_name_words(self._language),
            gazetteer=load_gazetteer(),
        )
        return replace(parse, entities=tuple(entities))

    def _run(self, windows: list[Window]) -> Iterator[tuple[Window, Arrays]]:
        """Yield each window with its answers, cut to its own words."""
        for batch in _batches(windows):
            yield from zip(batch, self._answers(batch), strict=True)

    def _answers(self, batch: list[Window]) -> Iterator[Arrays]:
        length = max(len(window.pieces) for window in batch)
        words = max(MIN_WORDS, *(window.last - window.first for window in batch))
        inputs = {
            "pieces": _padded([w.pieces for w in batch], length),
            "shapes": _padded([w.shapes for w in batch], length),
            "first": _padded([w.begins for w in batch], words),
            "last": _padded([w.ends for w in batch], words),
            "mask": _padded([[1] * len(w.pieces) for w in batch], length).astype(np.float32),
            "word_mask": _padded([[1] * len(w.begins) for w in batch], words).astype(np.float32),
        }
        found = dict(zip(self._outputs, self._session.run(None, inputs), strict=True))
        for row in range(len(batch)):
            yield {name: values[row] for name, values in found.items()}


def _batches(windows: list[Window]) -> Iterator[list[Window]]:
    """Yield windows of like length, so that little of a batch is padding."""
    batch: list[Window] = []
    for window in sorted(windows, key=lambda w: (len(w.pieces), w.first)):
        if batch and (len(batch) + 1) * len(window.pieces) > MAX_PIECES_IN_BATCH:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _padded(rows: list[list[int]], size: int) -> NDArray[np.int64]:
    grid = np.zeros((len(rows), size), dtype=np.int64)
    for index, row in enumerate(rows):
        grid[index, : len(row)] = row
    return grid


def _check(folder: Path) -> dict[str, object]:
    """Return the manifest after comparing every file with it."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        for name in FILES:
            wanted = manifest["sha256"][name]
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != wanted:
                raise ModelFault(
                    f"{folder / name} was altered: SHA-256 {found}, the manifest says {wanted};"
                    " install foedus again"
                )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFault(f"no usable model in {folder}: {error}; install foedus again") from error
    return dict(manifest)


def load_encoder(language: str = "en") -> Encoder:
    """Return the shipped encoder of a language, loaded once."""
    return _load_once(language)


@cache
def _load_once(language: str) -> Encoder:
    folder = Path(__file__).resolve().parent.parent / "languages" / language / "model"
    return Encoder.load(folder, language=language)
