"""The parser that users would pick, on the same trees: a pipeline of spaCy beside foedus.

usage: python -m benchmarks.spacy_pipeline --treebank ../shared/data/treebank [--minutes 15]
       [--keep FOLDER] [--articles 20] [--json]

A pipeline of spaCy's small architecture (a CNN shared by tagger, parser and entity recogniser, as
in `spacy init config --optimize efficiency`) is trained on `train.conllu.gz` of the folder, which
foedus was trained on too, and both read `ewt-dev` and `gum-dev` on gold words and from raw text.
Words a second are of tree and entities alone, in processor time on one core; foedus finds its
frames in the same pass. A pipeline that lies in FOLDER already is measured without training.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import compounding, load_model_from_config, minibatch, registry

from benchmarks.articles import make_articles
from benchmarks.entities import score_entities
from benchmarks.machine import say_machine
from benchmarks.speed import MODEL, ROOT, bind_to_one_core
from benchmarks.treebank import GoldSentence, documents, read_treebank
from benchmarks.trees import raw_text, score_given, score_raw
from foedus.analysis.encoder import Encoder, load_encoder
from foedus.analysis.parse import Entity, Parse, Sentence, Token

PIPES = ["tok2vec", "tagger", "parser", "ner"]
SENTENCES_A_DOC = 10
"""As `spacy convert -n 10` groups them, so that the parser learns where sentences end."""
DROPOUT = 0.1
TRIES = 3
MEASURES = ("upos", "uas", "las")

Gold = Sequence[Sequence[GoldSentence]]


def to_doc(pipeline: Language, sentences: Sequence[GoldSentence]) -> Doc:
    """Return sentences as a Doc with all that is known of them; a blank entity is not known."""
    words = [word for sentence in sentences for word in sentence.words]
    heads, spaces, starts = list[int](), list[bool](), list[bool]()
    for sentence in sentences:
        first = len(heads)
        spaces += _spaces(sentence)
        for index, word in enumerate(sentence.words):
            heads.append(first + word.head - 1 if word.head else first + index)
            starts.append(index == 0)
    known = all(word.entity is not None for word in words)
    return Doc(
        pipeline.vocab,
        words=[word.form for word in words],
        spaces=spaces,
        tags=[word.upos for word in words],
        heads=heads,
        deps=[word.deprel if word.head else "ROOT" for word in words],
        sent_starts=starts,
        ents=[word.entity or "O" for word in words] if known else None,
    )


def _spaces(sentence: GoldSentence) -> list[bool]:
    """Return for every word whether a blank follows it in the text of its sentence."""
    found, position = list[bool](), 0
    for word in sentence.words:
        at = sentence.text.find(word.form, position)
        position = at + len(word.form) if at >= 0 else position
        found.append(position >= len(sentence.text) or sentence.text[position].isspace())
    return found


def train(gold: Gold, held_out: Gold, *, minutes: float, keep: Path, seed: int = 0) -> None:
    """Keep in a folder the pipeline with the best held-out trees within so many minutes."""
    spacy.util.fix_random_seed(seed)
    config = init_config(lang="en", pipeline=PIPES[1:], optimize="efficiency", gpu=False)
    pipeline = load_model_from_config(config, auto_fill=True)
    docs = [
        to_doc(pipeline, one[first : first + SENTENCES_A_DOC])
        for one in gold
        for first in range(0, len(one), SENTENCES_A_DOC)
    ]
    examples = [Example(_bare(doc), doc) for doc in docs]
    optimizer = registry.resolve({"it": config["training"]["optimizer"]})["it"]
    pipeline.initialize(lambda: examples, sgd=optimizer)
    shuffle, best = random.Random(seed), -1.0
    begin, rounds = time.process_time(), 0
    while time.process_time() - begin < 60 * minutes:
        shuffle.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in minibatch(examples, size=compounding(4, 16, 1.001)):
            fresh = [Example(_bare(one.reference), one.reference) for one in batch]
            pipeline.update(fresh, sgd=optimizer, drop=DROPOUT, losses=losses)
            if time.process_time() - begin >= 60 * minutes:
                break
        rounds += 1
        las = score_given(held_out, parse_given(pipeline, held_out))["trees.gold.las"]
        if las > best:
            best = las
            pipeline.to_disk(keep)
        seconds = time.process_time() - begin
        print(f"round {rounds}: LAS {las:.2f} after {seconds:.0f} s", file=sys.stderr, flush=True)


def _bare(doc: Doc) -> Doc:
    """Return the words of a Doc without anything that is known of them."""
    words = [token.text for token in doc]
    return Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])


def parse_given(pipeline: Language, gold: Gold) -> list[Parse]:
    """Return one parse for each document, of its gold words and sentences."""
    found = []
    for document in gold:
        docs = []
        for sentence in document:
            doc = _bare(to_doc(pipeline, [sentence]))
            for token in doc:
                token.is_sent_start = token.i == 0
            docs.append(doc)
        found.append(to_parse(Doc.from_docs(list(pipeline.pipe(docs)))))
    return found


def parse_raw(pipeline: Language, gold: Gold) -> list[Parse]:
    """Return one parse for each document, of its raw text."""
    return [to_parse(doc) for doc in pipeline.pipe(raw_text(document) for document in gold)]


def to_parse(doc: Doc) -> Parse:
    """Return a Doc as foedus has parses, without the blanks that spaCy takes for words."""
    words = [token for token in doc if not token.is_space]
    place = {token.i: index for index, token in enumerate(words)}
    sentences = list(_to_sentences(doc, place))
    number = {i: s.index for s in sentences for i in range(s.first, s.last)}
    tokens = tuple(
        Token(
            index=index,
            start=token.idx,
            end=token.idx + len(token),
            text=token.text,
            lemma=token.text,
            upos=token.tag_,
            xpos="",
            head=-1 if token.head.i == token.i else place.get(token.head.i, -1),
            deprel="root" if token.dep_ == "ROOT" else token.dep_,
            sentence=number[index],
        )
        for index, token in enumerate(words)
    )
    named = ((span, [place[token.i] for token in span if token.i in place]) for span in doc.ents)
    entities = tuple(
        Entity(span.label_, at[0], at[-1] + 1, span.start_char, span.end_char)
        for span, at in named
        if at
    )
    return Parse(doc.text, tokens, tuple(sentences), entities)


def _to_sentences(doc: Doc, place: dict[int, int]) -> Iterator[Sentence]:
    number = 0
    for span in doc.sents:
        at = [place[token.i] for token in span if token.i in place]
        if at:
            yield Sentence(number, at[0], at[-1] + 1, span.start_char, span.end_char)
            number += 1


def words_a_second(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return words a second of processor time, the median of a few tries."""
    words, taken = sum(len(text.split()) for text in texts), list[float]()
    read(texts[0])
    for _ in range(TRIES):
        begin = time.process_time()
        for text in texts:
            read(text)
        taken.append(time.process_time() - begin)
    return words / statistics.median(taken)


def measure(pipeline: Language, folder: Path, articles: int) -> dict[str, dict[str, float]]:
    """Return the figures of both by their name."""
    encoder = load_encoder()
    readers = {"spaCy": pipeline, "foedus": None}
    found: dict[str, dict[str, float]] = {name: {} for name in readers}
    for part in ("ewt", "gum"):
        gold = documents(read_treebank(folder / f"{part}-dev.conllu.gz"))
        given = {
            "spaCy": parse_given(pipeline, gold),
            "foedus": [encoder.parse_tokens([[w.form for w in s.words] for s in d]) for d in gold],
        }
        raw = {
            "spaCy": parse_raw(pipeline, gold),
            "foedus": [encoder.parse(raw_text(document)) for document in gold],
        }
        for name in readers:
            trees = score_given(gold, given[name])
            found[name] |= {f"{part} {m}, gold words": trees[f"trees.gold.{m}"] for m in MEASURES}
            found[name][f"{part} las, raw text"] = score_raw(gold, raw[name])["trees.raw.las"]
        if part == "gum":  # EWT has no entities
            for name in readers:
                named = score_entities(gold, given[name])["entities.f1"]
                found[name]["gum entities F1, gold words"] = 100 * named
    texts = make_articles(ROOT / "examples", articles)
    found["spaCy"]["words/s"] = words_a_second(pipeline, texts)
    found["foedus"]["words/s"] = words_a_second(Encoder.load(MODEL, kept=0).parse, texts)
    return found


def main() -> int:
    """Train, measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.spacy_pipeline",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--treebank", type=Path, required=True, help="folder of the trees")
    parser.add_argument("--minutes", type=float, default=15, help="processor time for training")
    parser.add_argument("--keep", type=Path, help="keep the trained pipeline in this folder")
    parser.add_argument("--articles", type=int, default=20, help="how many are read for speed")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = parser.parse_args()
    bind_to_one_core()
    with tempfile.TemporaryDirectory() as scratch:
        keep = given.keep or Path(scratch)
        if not (keep / "meta.json").exists():
            gold = documents(read_treebank(given.treebank / "train.conllu.gz"))
            held_out = documents(read_treebank(given.treebank / "ewt-dev.conllu.gz"))
            train(gold, held_out, minutes=given.minutes, keep=keep)
        found = measure(spacy.load(keep), given.treebank, given.articles)
    if given.json:
        print(json.dumps(found, indent=1))
        return 0
    print(say_machine("spacy", "onnxruntime"))
    print("| measure | spaCy | foedus |\n|---|---|---|")
    for name, value in found["spaCy"].items():
        print(f"| {name} | {value:.1f} | {found['foedus'][name]:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
