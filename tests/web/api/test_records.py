"""Lists in parts, tags, errors of one shape, reviews that fit what the reviewer saw."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from foedus.records import Analysis

API = "/api/v1"
NOUNS = ("documents", "statements", "commitments", "events", "figures", "threads")
Header = dict[str, str]


def get(client: TestClient, path: str, status: int = 200, **asked: Any) -> Any:
    answer = client.get(f"{API}{path}", params=asked)
    assert answer.status_code == status, answer.text
    return answer.json()


def every(client: TestClient, path: str, *, limit: int, **asked: Any) -> list[dict[str, Any]]:
    """Return a whole list, part by part."""
    found: list[dict[str, Any]] = []
    part = get(client, path, limit=limit, **asked)
    while True:
        assert len(part["items"]) <= limit
        found += part["items"]
        if part["next"] is None:
            return found
        part = get(client, path, limit=limit, cursor=part["next"], **asked)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("limit", [1, 2, 4])
def test_lists_come_whole_in_parts(client: TestClient, noun: str, limit: int) -> None:
    whole = get(client, f"/{noun}", limit=500)
    assert whole["next"] is None
    assert whole["items"]
    assert every(client, f"/{noun}", limit=limit) == whole["items"]


def test_lists_keep_to_their_filters(client: TestClient) -> None:
    pledges = get(client, "/commitments", kind="pledge")["items"]
    assert pledges
    assert {one["kind"] for one in pledges} == {"pledge"}
    assert get(client, "/commitments", since="2031-03-04")["items"] == []
    assert get(client, "/commitments", until="2031-03", document="Dorn Post.txt")["items"]
    assert get(client, "/commitments", committer="nobody")["items"] == []


def test_a_cursor_belongs_to_its_list(client: TestClient) -> None:
    cursor = get(client, "/commitments", limit=1)["next"]
    for asked in ({"kind": "pledge", "cursor": cursor}, {"cursor": "bm9uZQ"}, {"cursor": "é"}):
        fault = get(client, "/commitments", status=404, **asked)
        assert fault["code"] == "unknown_cursor"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/commitments/c-000000000000", 404, "unknown_record"),
        ("/statements/{pledge}", 404, "unknown_record"),
        ("/documents/none.txt", 404, "unknown_record"),
        ("/threads/t-000000000000", 404, "unknown_record"),
        ("/jobs/none", 404, "unknown_job"),
        ("/nowhere", 404, "not_found"),
        ("/commitments?limit=0", 422, "invalid"),
        ("/commitments?comitter=BLR", 422, "invalid"),
        ("/commitments?since=yesterday", 422, "invalid"),
        ("/what-if", 422, "invalid"),
        ("/what-if?event=nonsense(A)", 422, "invalid_pattern"),
        ("/what-if?event=armed_attack(UKR, RUS)&assume=x=on", 422, "invalid_pattern"),
        ("/search?q=-no", 422, "invalid_pattern"),
    ],
)
def test_errors_have_one_shape(client: TestClient, path: str, status: int, code: str) -> None:
    pledge = get(client, "/commitments", kind="pledge")["items"][0]["id"]
    answer = client.get(API + path.format(pledge=pledge))
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert set(problem) == {"type", "title", "status", "detail", "code", "errors"}
    assert problem["type"] == f"urn:foedus:problem:{code}"


def test_get_document_writes_what_analyze_writes(client: TestClient, analysis: Analysis) -> None:
    found = get(client, "/documents/Dorn Post.txt")
    assert found["schema"] == "foedus/1"
    assert found["document"]["text"] == analysis.document.text
    assert len(found["commitments"]) == len(analysis.commitments)


def test_threads_and_drift_answer_for_every_id_of_a_thread(client: TestClient) -> None:
    [thread, _] = get(client, "/threads")["items"]
    assert thread["tellings"] == 3
    for telling in thread["utterances"][0]["tellings"]:
        moved = client.get(f"{API}/threads/t{telling['id'][1:]}", follow_redirects=False)
        assert moved.status_code == (200 if moved.request.url.path.endswith(thread["id"]) else 301)
        assert get(client, f"/threads/{telling['id']}") == thread
        assert get(client, f"/drift/{telling['id']}")["threads"][0] == thread
    assert get(client, "/conflicts")["compared"] == 2


def test_what_if_says_what_texts_say(client: TestClient) -> None:
    found = get(client, "/what-if", event="invasion(KST, any)", status=422)
    assert found["code"] == "invalid_pattern"
    found = get(
        client, "/what-if", event=["armed_attack(UKR, RUS)"], assume=["promise_kept=off"], limit=1
    )
    assert found["note"] == "This says what texts say, not what will happen."
    assert sum(found["counts"].values()) == 3
    assert [len(found[name]) for name in ("triggered", "partly", "not")] == [
        min(found["counts"][name], 1) for name in ("triggered", "partly", "not")
    ]
    assert ("promise_kept", False) in [(one["name"], one["on"]) for one in found["switches"]]


def test_least_says_what_would_have_to_happen(client: TestClient) -> None:
    found = get(client, "/least", actor="Belarus", outcome="goes to war", instances=1)
    assert (found["actor"], found["causes"], found["complete"]) == ("Belarus", [], True)
    wrong = get(client, "/least", actor="Belarus", outcome="sleeps", status=422)
    assert wrong["code"] == "invalid_pattern"


def test_search_points_at_exact_characters(client: TestClient, analysis: Analysis) -> None:
    for place in get(client, "/search", q="brigades")["items"]:
        assert analysis.document.text[place["start"] : place["end"]] == place["exact"]
        assert place["before"].endswith("two ")


def test_an_answer_has_a_tag_until_the_store_changes(client: TestClient, token: Header) -> None:
    first = client.get(f"{API}/commitments")
    same = {"if-none-match": first.headers["etag"]}
    unchanged = client.get(f"{API}/commitments", headers=same)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert client.get(f"{API}/commitments?limit=1", headers=same).status_code == 200
    record = first.json()["items"][0]["id"]
    tag = client.get(f"{API}/records/{record}").headers["etag"]
    step = {"decision": "accept"}
    client.post(f"{API}/records/{record}/reviews", json=step, headers={**token, "if-match": tag})
    assert client.get(f"{API}/commitments", headers=same).status_code == 200


def test_reviews_need_the_tag_of_what_was_seen(client: TestClient, token: Header) -> None:
    record = get(client, "/commitments")["items"][0]["id"]
    path, step = f"{API}/records/{record}/reviews", {"decision": "accept", "reason": "read it"}
    tag = client.get(f"{API}/records/{record}").headers["etag"]
    assert client.post(path, json=step).status_code == 401
    assert client.post(path, json=step, headers=token).status_code == 428
    done = client.post(path, json=step, headers={**token, "if-match": tag})
    assert done.status_code == 201
    assert done.json()["review"]["status"] == "accept"
    stale = client.post(path, json=step, headers={**token, "if-match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_review")
    edit = {"decision": "edit", "slot": "strength", "value": "possible"}
    fresh = {**token, "if-match": done.headers["etag"]}
    edited = client.post(path, json=edit, headers=fresh)
    assert edited.json()["record"]["strength"] == "possible"
    wrong = {"decision": "edit", "slot": "strength", "value": "certain"}
    refused = client.post(path, json=wrong, headers={**token, "if-match": edited.headers["etag"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_kind")
    history = get(client, f"/records/{record}")["review"]["history"]
    assert [one["decision"] for one in history] == ["accept", "edit"]


def test_judgements_join_and_part_threads(client: TestClient, token: Header) -> None:
    first, second = (one["id"] for one in get(client, "/commitments", limit=2)["items"])
    body = {"left": first, "right": second, "verdict": "same"}
    assert client.post(f"{API}/judgements", json=body, headers=token).status_code == 201
    assert len(get(client, "/threads")["items"]) == 1
    body["verdict"] = "withdrawn"
    assert client.post(f"{API}/judgements", json=body, headers=token).status_code == 201
    assert len(get(client, "/threads")["items"]) == 2


def test_nothing_changes_without_a_token(client: TestClient) -> None:
    for path in ("/judgements", "/documents", "/records/c-1/reviews"):
        answer = client.post(API + path, json={})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
        broken = client.post(API + path, content=b"x", headers={"content-type": "multipart/form"})
        assert broken.status_code == 401
