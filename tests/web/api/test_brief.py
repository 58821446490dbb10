"""The page of briefs: chosen, moved and taken out through addresses alone; shown safely."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient


@pytest.fixture
def ids(client: TestClient) -> list[str]:
    return [one["id"] for one in client.get("/api/v1/commitments?limit=3").json()["items"]]


def chosen(page: str) -> list[str]:
    """Return what the form of the first thing on the page would send."""
    form = page.split("<form", 3)[2]
    return re.findall(r'name="id" value="([^"]+)"', form)


def test_brief_is_put_in_order_without_a_script(client: TestClient, ids: list[str]) -> None:
    asked = "&".join(f"id={one}" for one in ids)
    assert chosen(client.get(f"/brief?{asked}").text) == ids
    for button, after in (
        (f"down={ids[0]}", [ids[1], ids[0], ids[2]]),
        (f"up={ids[2]}", [ids[0], ids[2], ids[1]]),
        (f"up={ids[0]}", ids),
        (f"down={ids[2]}", ids),
        (f"out={ids[1]}", [ids[0], ids[2]]),
        ("out=c-unknown", ids),
    ):
        moved = client.get(f"/brief?{asked}&{button}")
        assert chosen(moved.text) == after
        assert "down=" not in str(moved.url)


def test_brief_offers_what_is_not_chosen_yet(client: TestClient, ids: list[str]) -> None:
    page = client.get(f"/brief?id={ids[0]}&kind=pledge").text
    offered = re.findall(r'type="checkbox" name="id" value="([^"]+)"', page)
    assert offered
    assert ids[0] not in offered


def test_brief_says_what_is_wrong_with_a_choice(client: TestClient, ids: list[str]) -> None:
    page = client.get(f"/brief?id={ids[0]}&id=c-000000000000&event=nonsense(A)").text
    assert "no record &#39;c-000000000000&#39;" in page
    assert "no class of events" in page
    assert "Download Markdown" not in page
    assert client.get("/brief.md?id=c-000000000000").status_code == 404
    assert client.get("/brief.html").status_code == 422
    assert client.get("/brief.html?event=nonsense(A)").status_code == 422
    assert client.get("/brief?" + "&".join(f"id=c-{n}" for n in range(201))).status_code == 422


def test_brief_downloads_and_prints(client: TestClient, ids: list[str]) -> None:
    asked = f"id={ids[0]}&event=sanctions(JPN, FRA)&title=Ports"
    shown = client.get(f"/brief.html?{asked}")
    assert "<h1>Ports</h1>" in shown.text
    assert "What if: sanctions by Japan" in shown.text
    policy = shown.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "content-disposition" not in shown.headers
    kept = client.get(f"/brief.html?{asked}&download=true")
    assert 'filename="brief.html"' in kept.headers["content-disposition"]
    written = client.get(f"/brief.md?{asked}")
    assert written.text.startswith("# Ports\n")
    assert 'filename="brief.md"' in written.headers["content-disposition"]


def test_brief_shows_hostile_words_as_words(client: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    for path in ("/brief", "/brief.html"):
        answer = client.get(path, params={"event": hostile, "title": hostile, "id": hostile})
        assert "<script>alert" not in answer.text
