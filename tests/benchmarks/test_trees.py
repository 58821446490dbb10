"""The scores of trees and entities, on sentences small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.entities import named_spans, score_entities, score_reports
from benchmarks.treebank import GoldSentence, GoldWord, documents, entities, read_treebank
from benchmarks.trees import raw_text, score_given, score_raw
from foedus.analysis.parse import Entity, Parse, Sentence, Token

CONLLU = """\
# newdoc = one
# text = Oslo won't yield.
1\tOslo\tOslo\tPROPN\tNNP\t_\t4\tnsubj\t_\tNER=B-LOC
2-3\twon't\t_\t_\t_\t_\t_\t_\t_\t_
2\two\twill\tAUX\tMD\t_\t4\taux\t_\tNER=O
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\tNER=O
4\tyield\tyield\tVERB\tVB\t_\t0\troot\t_\tNER=O|SpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tNER=O

# newdoc = one
# text = Nobody asked it.
1\tNobody\tnobody\tPRON\tNN\t_\t2\tnsubj\t_\tNER=O
2\tasked\task\tVERB\tVBD\t_\t0\troot\t_\tNER=O
3\tit\tit\tPRON\tPRP\t_\t2\tobj\t_\tNER=O|SpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\tNER=O

# newdoc = two
# text = Why?
1\tWhy\twhy\tADV\tWRB\t_\t0\troot\t_\tNER=O|SpaceAfter=No
2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\tNER=O

"""


@pytest.fixture
def gold(tmp_path: Path) -> list[GoldSentence]:
    path = tmp_path / "small.conllu"
    path.write_text(CONLLU, "utf-8")
    return read_treebank(path)


def perfect(sentences: list[GoldSentence], text: str) -> Parse:
    """Return the parse that agrees with the gold in everything."""
    tokens: list[Token] = []
    bounds: list[Sentence] = []
    named: list[Entity] = []
    position = 0
    for number, sentence in enumerate(sentences):
        first = len(tokens)
        for word in sentence.words:
            position = text.index(word.form, position)
            end = position + len(word.form)
            head = first + word.head - 1 if word.head else -1
            tokens.append(
                Token(
                    len(tokens),
                    position,
                    end,
                    word.form,
                    "",
                    word.upos,
                    "",
                    head,
                    word.deprel,
                    number,
                )
            )
            position = end
        bounds.append(Sentence(number, first, len(tokens), tokens[first].start, position))
        for begin, end, label in entities([word.entity or "O" for word in sentence.words]):
            named.append(Entity(label, first + begin, first + end, 0, 0))
    return Parse(text, tuple(tokens), tuple(bounds), tuple(named))


def changed(parse: Parse, index: int, **fields: object) -> Parse:
    """Return the parse with one token changed."""
    row = parse.tokens[index]
    values = {name: fields.get(name, getattr(row, name)) for name in Token.__dataclass_fields__}
    tokens = (*parse.tokens[:index], Token(**values), *parse.tokens[index + 1 :])
    return Parse(parse.text, tokens, parse.sentences, parse.entities)


def test_read_treebank_leaves_ranges_out(gold: list[GoldSentence]) -> None:
    assert [word.form for word in gold[0].words] == ["Oslo", "wo", "n't", "yield", "."]
    assert gold[0].words[0] == GoldWord("Oslo", "PROPN", 4, "nsubj", "B-LOC")


def test_documents_parts_at_the_name(gold: list[GoldSentence]) -> None:
    assert [len(document) for document in documents(gold)] == [2, 1]


def test_entities_closes_what_is_open() -> None:
    labels = ["B-PER", "I-PER", "B-PER", "O", "I-LOC", "I-ORG"]
    assert entities(labels) == {(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC"), (5, 6, "ORG")}


def test_score_given_is_full_for_the_gold_itself(gold: list[GoldSentence]) -> None:
    parted = documents(gold)
    parses = [perfect(document, raw_text(document)) for document in parted]
    assert set(score_given(parted, parses).values()) == {100.0}
    assert score_entities(parted, parses)["entities.f1"] == 1.0


def test_score_given_counts_words(gold: list[GoldSentence]) -> None:
    parted = documents(gold)
    parses = [perfect(document, raw_text(document)) for document in parted]
    parses[0] = changed(parses[0], 0, deprel="nsubj:pass")
    parses[0] = changed(parses[0], 7, head=5, upos="NOUN")
    scores = score_given(parted, parses)
    assert scores["trees.gold.las"] == scores["trees.gold.upos"] == pytest.approx(1000 / 11)
    assert scores["trees.gold.las_subtypes"] == pytest.approx(900 / 11)


def test_score_entities_counts_false_ones(gold: list[GoldSentence]) -> None:
    parted = documents(gold)
    parses = [perfect(document, raw_text(document)) for document in parted]
    wrong = (Entity("PER", 0, 1, 0, 0),)
    parses[1] = Parse(parses[1].text, parses[1].tokens, parses[1].sentences, wrong)
    scores = score_entities(parted, parses)
    assert scores["entities.precision"] == 0.5
    assert scores["entities.recall"] == 1.0


def test_score_reports_counts_names_and_no_common_nouns(gold: list[GoldSentence]) -> None:
    parse = perfect(gold[:1], raw_text(gold[:1]))
    listed = [
        {"start": 0, "end": 4, "type": "Location"},
        {"start": 0, "end": 10, "type": "Location"},
        {"start": 11, "end": 16, "type": "Organisation"},
        {"start": 0, "end": 4, "type": "Weapon"},
    ]
    record = {"text": parse.text, "entities": listed}
    assert named_spans(record, parse) == {(0, 1, "LOC")}
    scores = score_reports([record], [parse])
    assert scores["entities.reports.f1"] == scores["entities.reports.place.f1"] == 1.0
    assert scores["entities.reports.person.f1"] == 0.0


def test_score_raw_is_full_for_the_gold_itself(gold: list[GoldSentence]) -> None:
    parted = documents(gold)
    parses = [perfect(document, raw_text(document)) for document in parted]
    assert set(score_raw(parted, parses).values()) == {100.0}


def test_score_raw_charges_a_wrong_cut(gold: list[GoldSentence]) -> None:
    parted = documents(gold)
    parses = [perfect(document, raw_text(document)) for document in parted]
    whole = parses[0].tokens
    # "won't" in one piece, and both sentences of the first document as one.
    joined = Token(1, whole[1].start, whole[2].end, "won't", "", "AUX", "", 2, "aux", 0)
    kept = [whole[0], joined, *whole[3:]]
    place = {token.index: index for index, token in enumerate(kept)} | {3: 2}
    tokens = tuple(
        Token(i, t.start, t.end, t.text, "", t.upos, "", place.get(t.head, -1), t.deprel, 0)
        if t is not joined
        else joined
        for i, t in enumerate(kept)
    )
    bounds = (Sentence(0, 0, len(tokens), tokens[0].start, tokens[-1].end),)
    scores = score_raw(parted, [Parse(parses[0].text, tokens, bounds), parses[1]])
    # 9 of 10 predicted and of 11 gold words have their characters, heads and relations.
    assert scores["trees.raw.tokens"] == scores["trees.raw.las"] == pytest.approx(100 * 18 / 21)
    assert scores["trees.raw.sentences"] == pytest.approx(100 * 2 / 5)
