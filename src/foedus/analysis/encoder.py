"""The language model: a text in, a Parse out. The one file that knows the model runtime.

One encoder runs once over windows of whole sentences; every head reads from it. Offsets are code
points of the text. The same text and model give the same Parse.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from foedus.analysis.assembly import Meaning, assemble, entity_scores
from foedus.analysis.entities import find_entities
from foedus.analysis.frames import Answer, Labels
from foedus.analysis.gazetteer import load_gazetteer
from foedus.analysis.parse import Parse
from foedus.analysis.pieces import Pieces
from foedus.analysis.sentences import find_boundaries, find_paragraphs, pack_windows
from foedus.analysis.tokens import find_tokens
from foedus.analysis.windows import MAX_WINDOWS_KEPT, Arrays, Memory, Window, overlapping
from foedus.errors import ModelFault
from foedus.languages.names import load_name_words
from foedus.languages.verbs import VerbForms

MAX_SENTENCE_PIECES = 500
"""The encoder has 512 places; a sentence with more pieces is cut."""
FILES = ("encoder.onnx", "vocabulary.json", "labels.json")
"""What a model folder holds besides its manifest; each must be named there and have its hash."""
MIN_WORDS = 4
"""The graph ranks four heads for a word, so a window is padded to so many words."""
Span = tuple[int, int]


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
        kept: int = MAX_WINDOWS_KEPT,
    ) -> None:
        self._session, self._pieces, self._labels, self._limit = session, pieces, labels, limit
        self._language, self._memory = language, Memory(kept)
        self._meaning = Meaning(labels, VerbForms.load(language, pieces.knows))
        self._outputs = [output.name for output in session.get_outputs()]

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        threads: int = 1,
        language: str = "en",
        kept: int = MAX_WINDOWS_KEPT,
    ) -> Encoder:
        """Return the encoder of a model folder; `language` names the words of its names.

        It remembers the answers of the last `kept` windows, about 30 kB each.

        Raises:
            ModelFault: A file is missing or its SHA-256 differs from the manifest's.
        """
        manifest = _check(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The shipped graph is optimised already (training/export.py); doing it anew takes .1 s.
        level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.graph_optimization_level = level
        try:
            session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the runtime raises bare exceptions of its own binding
            raise ModelFault(f"model in {folder} does not load: {error}") from error
        sets = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        pieces = Pieces.load(folder / "vocabulary.json")
        limit = int(str(manifest["window_pieces"]))
        labels = Labels(sets)
        return cls(session, pieces, labels=labels, limit=limit, language=language, kept=kept)

    def parse(self, text: str, *, chosen: Sequence[Span] | None = None) -> Parse:
        """Return the parse of a text: sentences, tree, entities and frames.

        Of a text some characters of which are chosen only the windows that hold them are read; the
        words of others are tokens without a tag or tree.
        """
        tokens = find_tokens(text)
        paragraphs = find_paragraphs(text, tokens)
        sizes = [len(self._pieces.of(text[start:end])) for start, end in tokens]
        cuts = pack_windows(sizes, find_boundaries(text, tokens), paragraphs, limit=self._limit)
        wanted = None if chosen is None else overlapping(tokens, cuts, chosen)
        return self._read(text, tokens, cuts, paragraphs=paragraphs, wanted=wanted)

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
        return self._read(text, tokens, cuts, paragraphs=[0], fixed_ends=starts[1:])

    def _read(
        self,
        text: str,
        tokens: list[Span],
        cuts: list[Span],
        *,
        paragraphs: list[int],
        fixed_ends: list[int] | None = None,
        wanted: Collection[int] | None = None,
    ) -> Parse:
        """Run the model over the wanted windows (None: all) and assemble the parse."""
        answers: list[Answer] = []
        for number, (first, last) in enumerate(cuts):
            if wanted is not None and number not in wanted:
                answers.append((first, last, None))
                continue
            words = [text[start:end] for start, end in tokens[first:last]]
            window = Window(first, last, *self._pieces.window(words))
            answers.append((first, last, self._memory.answers(window, self._answers)))
        parse = assemble(
            text,
            tokens,
            answers,
            meaning=self._meaning,
            paragraphs=paragraphs,
            fixed_ends=fixed_ends,
        )
        return self._named(parse, answers) if answers else parse

    def _named(self, parse: Parse, answers: Sequence[Answer]) -> Parse:
        """Return the parse with its entities."""
        names = self._labels.sets["entity"]
        entities = find_entities(
            parse.tokens,
            entity_scores(answers, names),
            names=names,
            words=load_name_words(self._language),
            gazetteer=load_gazetteer(),
        )
        return replace(parse, entities=tuple(entities))

    def _answers(self, window: Window) -> Arrays:
        """Return the model's answers for one window."""
        words = max(MIN_WORDS, window.last - window.first)
        pieces = np.array([window.pieces], dtype=np.int64)
        inputs = {
            "pieces": pieces,
            "shapes": np.array([window.shapes], dtype=np.int64),
            "first": _padded(window.begins, words),
            "last": _padded(window.ends, words),
            "mask": np.ones(pieces.shape, dtype=np.float32),
            "word_mask": _padded([1] * len(window.begins), words).astype(np.float32),
        }
        found = self._session.run(None, inputs)
        return {name: values[0] for name, values in zip(self._outputs, found, strict=True)}


def _padded(row: list[int], size: int) -> NDArray[np.int64]:
    grid = np.zeros((1, size), dtype=np.int64)
    grid[0, : len(row)] = row
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
