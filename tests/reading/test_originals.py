"""How each field of the metadata is known, and what a hand may change."""

from __future__ import annotations

import dataclasses

import pytest

from foedus.reading import Given, Origin, Original, read_text, to_marks, with_marks
from foedus.records import Document, HowKnown, Published

SIGNED = """Norland Will Send Ships

By Ada Quill
The Harbour Tribune
March 4, 2031

The premier said so on Monday.
"""


@pytest.fixture
def signed() -> Original:
    return Original.of(read_text(SIGNED, document_id="a"))


def test_of_says_that_the_text_says_it(signed: Original) -> None:
    names = ("title", "author", "outlet", "published")
    assert signed.known == dict.fromkeys(names, "text")
    titled = Original.of(read_text("They sail.", document_id="b", title="T"), title=Origin.INPUT)
    assert titled.known == {"title": "input"}


def test_with_given_keeps_what_it_overrules(signed: Original) -> None:
    given = signed.with_given(Given(outlet="Wire", published="2031-03", url="https://a.example"))
    assert given.document.outlet == "Wire"
    assert {name: given.known[name] for name in ("outlet", "published", "url", "author")} == {
        "outlet": "given",
        "published": "given",
        "url": "given",
        "author": "text",
    }
    assert given.known["outlet.text"] == "The Harbour Tribune"
    assert given.known["published.text"] == "2031-03-04"
    again = given.with_given(Given(outlet="Post"))
    assert (again.document.outlet, again.known["outlet.text"]) == ("Post", "The Harbour Tribune")
    assert again.document.published == given.document.published


def test_with_given_leaves_what_the_text_says_too(signed: Original) -> None:
    assert signed.with_given(Given(outlet="The Harbour Tribune")).known == signed.known
    assert signed.with_given(Given()) == signed


def test_with_given_refuses_a_date_that_is_none(signed: Original) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        signed.with_given(Given(published="Monday"))


def test_with_earlier_keeps_what_was_given_before_and_no_more(signed: Original) -> None:
    before = signed.with_given(Given(outlet="Wire", author="L. B."))
    fresh = signed.with_given(Given(author="Lea Brandt"))
    merged = fresh.with_earlier(before.document, before.known)
    assert (merged.document.outlet, merged.document.author) == ("Wire", "Lea Brandt")
    assert (merged.known["outlet"], merged.known["author"]) == ("given", "given")
    assert signed.with_earlier(signed.document, signed.known) == signed


def test_bounds_are_nobodys_word() -> None:
    bounds = Published(earliest="2031-01-01", latest="2031-02-01", how=HowKnown.BOUNDS)
    original = Original.of(Document(id="a", text="They sail.", published=bounds))
    assert original.known == {}
    assert original.with_given(Given(published="2031-01-09")).known == {"published": "given"}


def test_with_marks_gives_the_ranges_back(signed: Original) -> None:
    document = signed.document
    bare = dataclasses.replace(document, headline=None, boilerplate=())
    assert document.headline is not None
    assert document.boilerplate
    assert with_marks(bare, to_marks(document)) == document
    assert with_marks(bare, None) == document  # as a store of an older foedus holds it
    plain = read_text("They sail.", document_id="b")
    assert with_marks(plain, to_marks(plain)) == plain
