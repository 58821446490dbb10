"""The component for spaCy, in a blank pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from foedus.records.codec import NOUNS, from_dict, to_line

spacy = pytest.importorskip("spacy", reason="pip install 'foedus[spacy]'")

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TEXT = (
    "HARBOUR CITY, 2 March 2031 — President Ana Ortiz of Chile said on Sunday that Chile would"
    " close its ports if Peru 🕊 sends warships into the bay.\n"
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    import_module = pytest.importorskip("foedus.pipe")  # the factory registers itself
    assert import_module.KEY == "foedus"
    made = spacy.blank("en")
    made.add_pipe("foedus", config={"outlet": "Bay Post"})
    return made


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(TEXT)


def test_component_fills_user_data_with_plain_dicts(doc: Doc) -> None:
    analysis = from_dict(doc.user_data["foedus"])
    assert to_line(analysis)
    assert analysis.document.text == TEXT
    assert analysis.document.outlet == "Bay Post"
    (commitment,) = analysis.commitments
    assert commitment.committer.name == "Chile"


def test_component_fills_spans_that_cover_the_characters(doc: Doc) -> None:
    analysis = from_dict(doc.user_data["foedus"])
    for noun in (noun for noun in NOUNS if noun != "times"):
        ids = {record.id for record in getattr(analysis, noun)}
        assert {span.id_ for span in doc.spans[f"foedus.{noun}"]} == ids
    (commitment,) = analysis.commitments
    spans = {span.label_: span for span in doc.spans["foedus.commitments"]}
    assert commitment.condition is not None
    assert spans["commitments.if"].text == commitment.condition.span.exact
    assert spans["commitments.then"].text == commitment.action.span.exact
    assert "Peru 🕊 sends warships" in spans["commitments.if"].text


def test_component_takes_what_is_known_of_one_text(nlp: Language) -> None:
    made = nlp.make_doc("Chile said it would close its ports if Peru sends warships.")
    made.user_data["foedus_known"] = {"published": "2031-03-02", "outlet": "Other Post"}
    read = nlp(made).user_data["foedus"]
    assert read["document"]["published"]["earliest"] == "2031-03-02"
    assert read["document"]["outlet"] == "Other Post"


def test_component_passes_over_a_text_without_a_word(nlp: Language) -> None:
    assert "foedus" not in nlp(" ").user_data


def test_component_survives_the_bytes_of_a_doc(nlp: Language, doc: Doc) -> None:
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again.user_data["foedus"] == doc.user_data["foedus"]
    assert [span.label_ for span in again.spans["foedus.commitments"]] == [
        span.label_ for span in doc.spans["foedus.commitments"]
    ]
