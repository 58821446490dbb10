"""Documents on one event come together; others, and documents far apart in time, do not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.merging.stories import group_stories
from foedus.records.documents import Document, HowKnown, Published

HARBOUR = (
    "Varnia closed the harbour of Port Ilse on Tuesday after Kestria raised its customs duties on "
    "grain. Eleven ships lay at anchor off Port Ilse. President Ilse Maran said the harbour would "
    "stay closed.",
    "Ships queue off Port Ilse as Varnia shuts its largest harbour in a dispute with Kestria over "
    "customs duties. President Maran told grain traders that the closure would last.",
    "Kestria's trade minister protested against the closure of Port Ilse, where grain ships have "
    "waited since Tuesday, and offered Varnia talks on the customs duties.",
)
QUAKE = (
    "An earthquake of magnitude 6.1 shook the Ostland coast near Dorn on Sunday night. Rescue "
    "teams dug through fallen houses in Dorn, and the mayor asked for tents and blankets.",
    "Rescue teams in Dorn pulled two children from a fallen school after the earthquake on Sunday. "
    "The Ostland government sent tents to the coast.",
)


ALIKE = (
    "Deputies in Varnia debated the grain tax until midnight. Members from the islands left the "
    "hall, and the finance minister withdrew two clauses on storage fees.",
    "President Maran opened a bridge over the Lisk. Later an expert in Varnia expected a poor "
    "harvest in the valleys.",
)
"""They share a name and little else: just enough for one event."""


def document(document_id: str, text: str, day: str | None = None) -> Document:
    published = Published()
    if day is not None:
        published = Published(earliest=day, latest=day, precision="day", how=HowKnown.GIVEN)
    return Document(id=document_id, text=text, published=published)


DOCUMENTS = [
    *(document(f"harbour-{index}", text) for index, text in enumerate(HARBOUR)),
    *(document(f"quake-{index}", text) for index, text in enumerate(QUAKE)),
    document(
        "alone", "The orchestra of Alda will play the nine symphonies in one week next autumn."
    ),
    document("empty", ""),
]


def test_group_stories_brings_together_what_tells_one_event() -> None:
    found = group_stories(DOCUMENTS)
    assert {found[f"harbour-{index}"] for index in range(3)} == {"harbour-0"}
    assert {found[f"quake-{index}"] for index in range(2)} == {"quake-0"}
    assert (found["alone"], found["empty"]) == ("alone", "empty")


def test_group_stories_parts_weak_likeness_far_apart_in_time() -> None:
    near = [document("a", ALIKE[0], "2031-05-01"), document("b", ALIKE[1], "2031-05-03")]
    far = [document("a", ALIKE[0], "2031-05-01"), document("b", ALIKE[1], "2041-05-03")]
    others = [document(f"q{index}", text) for index, text in enumerate(QUAKE)]
    assert group_stories([*near, *others])["b"] == "a"
    assert group_stories([*far, *others])["b"] == "b"
    assert group_stories([*(document(one.id, one.text) for one in far), *others])["b"] == "a"


@pytest.mark.parametrize(
    "documents", [[], DOCUMENTS[:1], [document("a", "1 2 3"), document("b", "")]]
)
def test_group_stories_takes_little_as_it_is(documents: list[Document]) -> None:
    assert group_stories(documents) == {one.id: one.id for one in documents}


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_group_stories_gives_every_document_one_story(chance: random.Random) -> None:
    documents = list(DOCUMENTS)
    chance.shuffle(documents)
    found = group_stories(documents)
    assert list(found) == [one.id for one in documents]
    groups = {frozenset(one for one in found if found[one] == story) for story in found.values()}
    assert frozenset({"harbour-0", "harbour-1", "harbour-2"}) in groups
    assert frozenset({"quake-0", "quake-1"}) in groups
    assert all(found[story] == story for story in found.values())
