"""The register: facets that count what they lead to, pages, and decisions about many at once."""

from __future__ import annotations

import re

import pytest

from foedus.records.entries import Listed
from foedus.records.reviews import Decision
from foedus.stores import Filters, Status, Store
from tests.web.visiting import Page, Visitor


def shown(page: Page) -> list[str]:
    """Return the ids of the records that a page lists."""
    return [held["id"] for held in page.find("article") if held.get("id", "").startswith("c-")]


def every(store: Store, filters: Filters | None = None) -> list[str]:
    return [entry.id for entry in store.find_records(Listed.COMMITMENTS, filters or Filters())]


def test_register_shows_every_commitment_once(visitor: Visitor, store: Store) -> None:
    page = visitor.get("/commitments")
    assert shown(page) == every(store)
    assert f"{len(every(store))} commitments" in page.text
    assert "Belarus will" not in page.text
    assert "Belarus would" in page.text


def test_facets_count_what_they_lead_to(visitor: Visitor) -> None:
    html = visitor.client.get("/commitments").text
    facets = re.findall(
        r'<li><a href="(/commitments\?[^"]+)">[^<]+</a> <span class="quiet">(\d+)</span>', html
    )
    assert len(facets) > 4
    for link, count in facets:
        assert len(shown(visitor.get(link.replace("&amp;", "&")))) == int(count)


def test_register_is_narrowed_by_its_address(visitor: Visitor, store: Store) -> None:
    for query, filters in (
        ("committer=Belarus", Filters(committer="Belarus")),
        ("kind=threat", Filters(kind="threat")),
        ("speaker=Lukashenko&from=2022-01", Filters(speaker="Lukashenko", since="2022-01-01")),
        ("to=2021", Filters(until="2021-12-31")),
    ):
        assert shown(visitor.get(f"/commitments?{query}")) == every(store, filters)


@pytest.mark.parametrize(
    ("query", "said"),
    [("from=yesterday", "ISO 8601"), ("status=lost", "no status"), ("after=-1", "after"),
     (f"committer={'x' * 300}", "200 characters")],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(visitor: Visitor, query: str, said: str) -> None:
    assert said in visitor.get(f"/commitments?{query}", status=422).text


def test_many_are_decided_after_the_count_is_confirmed(visitor: Visitor, store: Store) -> None:
    threats = every(store, Filters(kind="threat"))
    visitor.get("/commitments?kind=threat")
    asked = visitor.post("/review/bulk?kind=threat", decision="accept")
    assert f"Accept {len(threats)} commitments?" in asked.text
    assert store.find_standings(threats) == {}
    moved = visitor.post("/review/bulk?kind=threat", decision="accept", count="1", status=409)
    assert "the number changed" in moved.text
    done = visitor.post(
        "/review/bulk?kind=threat", decision="accept", count=str(len(threats)), why="read twice"
    )
    assert f"{len(threats)} accepted" in done.text
    assert every(store, Filters(status=Status.ACCEPTED)) == threats
    assert {one.reviews[-1].reason for one in store.find_standings(threats).values()} == {
        "read twice"
    }


def test_only_the_chosen_ones_are_decided(visitor: Visitor, store: Store) -> None:
    first, second, *_ = every(store)
    asked = visitor.post("/review/bulk", decision="reject", record_id=[first, second])
    assert "Reject 2 commitments?" in asked.text
    visitor.post("/review/bulk", decision="reject", record_id=[first, second], count="2")
    assert every(store, Filters(status=Status.REJECTED)) == [first, second]
    assert store.get_standing(first).decision is Decision.REJECT
    assert first not in shown(visitor.get("/commitments"))
