"""Who may do what: hosts, accounts with hashed tokens, sessions, roles, and forms of our own."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from foedus.cli.app import app
from foedus.errors import UnreadableDocument
from foedus.web.access import Access, Account, Role, load_accounts, new_account, save_accounts
from foedus.web.server import UnsafeAddress, make_app, serve
from tests.web.conftest import UNBOUNDED
from tests.web.visiting import Visitor

READ_ONLY = ("/", "/documents", "/commitments", "/review", "/what-if", "/timeline", "/brief")
CHANGES = ("/documents", "/set", "/review", "/review/bulk", "/logout")


@pytest.fixture
def tokens() -> dict[Role, str]:
    return {}


@pytest.fixture
def client(place: str, tmp_path: Path, tokens: dict[Role, str]) -> Iterator[TestClient]:
    accounts = []
    for role in (Role.READER, Role.REVIEWER, Role.ADMIN):
        account, tokens[role] = new_account(role.name.lower(), role)
        accounts.append(account)
    save_accounts(tmp_path / "people.jsonl", accounts)
    access = Access(load_accounts(tmp_path / "people.jsonl"))
    with TestClient(make_app(place, access, limits=UNBOUNDED), base_url="http://localhost") as it:
        yield it


def signed_in(client: TestClient, token: str) -> Visitor:
    visitor = Visitor(client)
    assert visitor.client.post("/login", data={"token": token}).status_code == 200
    visitor.get("/documents")
    return visitor


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example",
                                  "0.0.0.0", "[::2]", "", "169.254.169.254"])  # fmt: skip
def test_other_hosts_are_refused(visitor: Visitor, host: str) -> None:
    for address in ("/documents", "/health", "/api/v1/commitments"):
        assert visitor.client.get(address, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "LOCALHOST", "[::1]:9"])
def test_this_machine_is_served(visitor: Visitor, host: str) -> None:
    assert visitor.client.get("/documents", headers={"host": host}).status_code == 200


def test_another_address_needs_accounts(place: str) -> None:
    with pytest.raises(UnsafeAddress, match="--accounts"):
        serve(place, Access(), host="0.0.0.0", port=1)
    refused = CliRunner().invoke(app, ["--store", place, "serve", "--host", "0.0.0.0"])
    assert refused.exit_code == 2
    assert "--accounts" in refused.output


def test_every_answer_says_what_a_browser_may_run(visitor: Visitor) -> None:
    for address in ("/documents", "/static/foedus.js", "/nothing", "/commitments.csv"):
        headers = visitor.client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
    cookie = visitor.client.get("/documents", headers={"cookie": ""}).headers.get("set-cookie", "")
    assert not cookie or ("HttpOnly" in cookie and "SameSite=strict" in cookie)


def test_the_session_cookie_is_for_this_site_alone(place: str) -> None:
    with TestClient(make_app(place, limits=UNBOUNDED), base_url="http://localhost") as client:
        cookie = client.get("/documents").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("proof", ["", "0" * 64, "of another session"])
def test_a_form_of_another_site_is_refused(visitor: Visitor, path: str, proof: str) -> None:
    if proof == "of another session":
        other = TestClient(visitor.client.app, base_url="http://localhost")
        proof = Visitor(other).get("/documents").find("input", name="csrf")[0]["value"]
    answer = visitor.client.post(path, data={"csrf": proof, "record_id": "c-1"})
    assert answer.status_code == 403
    assert "load it again" in answer.text


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_without_a_session_is_refused(place: str, path: str) -> None:
    with TestClient(make_app(place, limits=UNBOUNDED), base_url="http://localhost") as client:
        assert client.post(path, data={"record_id": "c-1"}).status_code == 401
        bearer = {"authorization": "Bearer guessed"}
        assert client.post(path, data={"record_id": "c-1"}, headers=bearer).status_code == 401


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_change_nothing(visitor: Visitor, method: str) -> None:
    for path in ("/documents", "/commitments", "/review"):
        headers = {"x-csrf-token": visitor.proof}
        assert visitor.client.request(method, path).status_code == 403
        assert visitor.client.request(method, path, headers=headers).status_code == 405


@pytest.mark.parametrize("path", READ_ONLY)
def test_nobody_sees_anything_where_there_are_accounts(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 401
    assert "Sign in" in answer.text
    assert client.post("/login", data={"token": "guessed"}).status_code == 401


def test_a_reader_reads_and_changes_nothing(client: TestClient, tokens: dict[Role, str]) -> None:
    visitor = signed_in(client, tokens[Role.READER])
    for path in READ_ONLY:
        page = visitor.get(path)
        assert not [one for one in page.find("form", method="post") if one["action"] != "/logout"]
    assert visitor.proof
    record_id = visitor.get("/commitments").find("article")[0]["id"]
    visitor.post("/review", record_id=record_id, decision="accept", status=403)
    visitor.post("/documents", text="A text.", status=403)
    visitor.post("/set", document_id="01-two-cases.txt", outlet="X", status=403)
    visitor.post("/review/bulk", decision="accept", status=403)


def test_a_reviewer_decides_under_his_name(client: TestClient, tokens: dict[Role, str]) -> None:
    visitor = signed_in(client, tokens[Role.REVIEWER])
    record_id = visitor.get("/commitments").find("article")[0]["id"]
    page = visitor.post(
        "/review", record_id=record_id, decision="accept", back=f"/commitments/{record_id}"
    )
    assert "reviewer: accept" in page.text


def test_signing_out_ends_the_session(client: TestClient, tokens: dict[Role, str]) -> None:
    visitor = signed_in(client, tokens[Role.ADMIN])
    cookies = dict(client.cookies)
    visitor.post("/logout")
    client.cookies.update(cookies)
    assert client.get("/documents").status_code == 401


def test_accounts_keep_no_token(tmp_path: Path) -> None:
    file = tmp_path / "people.jsonl"
    made = CliRunner().invoke(
        app, ["accounts", "ana", "--role", "reviewer", "--accounts", str(file)]
    )
    assert made.exit_code == 0
    token = made.stdout.strip()
    assert token not in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    caller = Access(load_accounts(file)).of_token(token)
    assert (caller.name, caller.role) == ("ana", Role.REVIEWER)
    row = json.loads(file.read_text("utf-8"))
    assert row["hashed"] == hashlib.sha256(f"{row['salt']}:{token}".encode()).hexdigest()
    gone = CliRunner().invoke(app, ["accounts", "ana", "--remove", "--accounts", str(file)])
    assert gone.exit_code == 0
    assert load_accounts(file) == []


@pytest.mark.parametrize(
    "written",
    ["{", '{"name": "ana"}', "[1]", '{"name": "a", "role": "king", "salt": "", "hashed": ""}'],
)
def test_a_broken_file_of_accounts_lets_nobody_in(tmp_path: Path, written: str) -> None:
    (tmp_path / "people.jsonl").write_text(written, "utf-8")
    with pytest.raises(UnreadableDocument, match="no file of accounts"):
        load_accounts(tmp_path / "people.jsonl")


def test_an_account_without_a_token_opens_nothing() -> None:
    empty = Account(name="ana", role="admin", salt="", hashed="")
    access = Access([empty])
    assert access.of_token("").role is Role.NOBODY
    assert access.of_session(None).role is Role.NOBODY
    assert access.of_session("").role is Role.NOBODY
