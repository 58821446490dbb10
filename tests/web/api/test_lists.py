"""Every list as data with the filters of its page, safe in a spreadsheet; the feed of changes."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest
from fastapi.testclient import TestClient

from foedus.export.atom import NAMESPACE
from foedus.records import Analysis
from foedus.spelling.cells import load_columns
from foedus.stores import open_store
from foedus.web.lists import LISTS

ATOM = {"a": NAMESPACE}


def table(client: TestClient, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


@pytest.mark.parametrize("page", sorted(LISTS))
def test_every_list_is_the_same_as_json_and_csv(client: TestClient, page: str) -> None:
    rows = client.get(f"/{page}.json").json()
    cells = table(client, f"/{page}.csv")
    assert len(rows) == len(cells)
    noun = LISTS[page][0]
    assert all(list(one) == [name for name, _ in load_columns()[noun]] for one in cells)


def test_lists_keep_to_the_filters_of_their_page(client: TestClient) -> None:
    pledges = client.get("/commitments.json?kind=pledge&document=Dorn Post.txt").json()
    assert [one["kind"] for one in pledges] == ["pledge"]
    assert pledges == client.get("/commitments.json?kind=pledge&document=Dorn%20Post.txt").json()
    assert client.get("/commitments.json?from=2031-03-04").json() == []
    assert client.get("/commitments.json?from=yesterday").status_code == 422
    assert client.get("/commitments.xml").status_code == 404


def test_search_is_listed_as_data(client: TestClient) -> None:
    places = client.get("/search.json?q=brigades").json()
    assert len(places) == 3
    assert {one["exact"] for one in table(client, "/search.csv?q=brigades")} == {"brigades"}
    assert client.get("/search.json?q=-no").status_code == 422


def test_no_cell_is_a_formula(client: TestClient, address: str, analysis: Analysis) -> None:
    document = replace(
        analysis.document, id="=1+1.txt", outlet='=HYPERLINK("http://a")', author="@SUM(1)"
    )
    with open_store(address) as store:
        store.put(replace(analysis, document=document))
    for page in LISTS:
        for row in table(client, f"/{page}.csv"):
            assert not [cell for cell in row.values() if cell[:1] in ("=", "+", "@", "-")]


def test_feed_tells_what_is_new_and_what_changed(client: TestClient, token: dict[str, str]) -> None:
    first = client.get("/commitments.atom?kind=pledge")
    assert first.headers["content-type"] == "application/atom+xml"
    root = fromstring(first.content)
    ids = [one.text for one in root.findall("a:entry/a:id", ATOM)]
    assert len(ids) == 3
    same = {"if-none-match": first.headers["etag"]}
    assert client.get("/commitments.atom?kind=pledge", headers=same).status_code == 304
    oldest = (ids[-1] or "").rpartition(":")[2]
    tag = client.get(f"/api/v1/records/{oldest}").headers["etag"]
    done = client.post(
        f"/api/v1/records/{oldest}/reviews",
        json={"decision": "accept"},
        headers={**token, "if-match": tag},
    )
    at = json.loads(done.content)["review"]["history"][0]["at"].replace("+00:00", "Z")
    changed = fromstring(client.get("/commitments.atom?kind=pledge", headers=same).content)
    entries = changed.findall("a:entry", ATOM)
    assert [one.findtext("a:id", "", ATOM) for one in entries] == [ids[-1], ids[0], ids[1]]
    assert entries[0].findtext("a:updated", "", ATOM) == at
    assert changed.findtext("a:updated", "", ATOM) == max(
        one.findtext("a:updated", "", ATOM) for one in entries
    )
    assert "review: accepted" in entries[0].findtext("a:content", "", ATOM)
