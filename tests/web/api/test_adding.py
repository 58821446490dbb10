"""Texts that programs hand in are read behind the request."""

from __future__ import annotations

import time

from fastapi.testclient import TestClient

API = "/api/v1"
REPORT = """Dorn Pledges Ships

PORT ALDA, March 4, 2031 — Poland will send two ships to Estonia if Estonia is attacked, its
defence minister said on Tuesday.
"""


def test_add_documents_reads_them_and_says_how_far_it_is(
    client: TestClient, token: dict[str, str]
) -> None:
    body = {"documents": [{"id": "new.txt", "text": REPORT, "outlet": "Alda Courier"}]}
    taken = client.post(f"{API}/documents", json=body, headers=token)
    assert taken.status_code == 202
    where = taken.headers["location"]
    for _ in range(600):
        job = client.get(where).json()
        if job["over"]:
            break
        time.sleep(0.1)
    assert (job["documents"], job["faults"]) == (["new.txt"], [])
    found = client.get(f"{API}/commitments", params={"document": "new.txt"}).json()["items"]
    assert [one["committer"]["code"] for one in found] == ["POL"]


def test_add_documents_refuses_a_text_without_an_id(
    client: TestClient, token: dict[str, str]
) -> None:
    for body in ({"documents": [{"text": "x"}]}, {"documents": []}, {"documents": [{"id": "a b"}]}):
        refused = client.post(f"{API}/documents", json=body, headers=token)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
