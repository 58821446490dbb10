"""Hostile text in every field comes out as plain words; hostile requests have no effect."""

from __future__ import annotations

import json
import shutil
import socket
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from fastapi.testclient import TestClient

from foedus.records import Analysis, Evidence
from foedus.records.actors import Actor
from foedus.records.analyses import record_id
from foedus.records.codec import from_dict
from foedus.records.entries import Listed
from foedus.records.statements import Statement
from foedus.stores import Filters, Store, open_store
from foedus.web.server import make_app
from tests.web.conftest import UNBOUNDED
from tests.web.visiting import Page, Visitor, wait_for

CASES = Path(__file__).parent / "cases"
CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"
PAYLOADS = [
    row["text"] for row in tomllib.loads((CASES / "payloads.toml").read_text("utf-8"))["payload"]
]
ATTACKS = tomllib.loads((CASES / "attacks.toml").read_text("utf-8"))

NEVER = {
    "animate", "applet", "base", "embed", "frame", "iframe", "image", "img", "math", "noembed",
    "object", "set", "source", "style", "video", "audio", "xml", "plaintext", "template",
}  # fmt: skip
"""Elements that no page of ours has."""
LEADING = ("href", "src", "action", "formaction", "data", "xlink:href", "srcdoc", "poster", "ping")
LISTS = (
    "/", "/documents", "/commitments", "/conflicts", "/gaps", "/stories", "/timeline", "/network",
    "/review", "/review/pairs", "/what-if", "/what-if/least", "/brief",
)  # fmt: skip


def check(html: str, payloads: list[str]) -> Page:
    """Return a page after making sure that it holds nothing of a text but words."""
    page = Page(html)
    for tag, held in page.elements:
        assert tag not in NEVER, (tag, held)
        assert tag != "script" or held == {"src": "/static/foedus.js", "defer": ""}
        assert tag != "meta" or set(held) <= {"charset", "name", "content", "http-equiv"}
        assert not [name for name in held if name.startswith("on") or name in ("style", "srcdoc")]
        for name in set(held) & set(LEADING):
            assert held[name].startswith(("/", "#", "http://", "https://")), (tag, held)
            assert not held[name].startswith("//"), (tag, held)
    for payload in payloads:
        assert "<" not in payload or payload not in html
    assert "33584479" not in page.text
    return page


def hostile(analysis: Analysis, payload: str) -> Analysis:
    """Return an analysis with a text in every field of its document and records."""
    text = f"{analysis.document.text}{payload}\n"
    start = len(analysis.document.text)
    document = replace(
        analysis.document, id=id_of(payload), text=text, title=payload, author=payload,
        outlet=payload, url=payload,
    )  # fmt: skip
    who = Actor(name=payload, id=None, code=None, sector=None)
    words = Evidence.of(text, start, start + len(payload))
    first, *others = analysis.statements
    said = replace(first, speaker=who, channel=(payload,), hedges=(payload,), content=(words,))
    pledge = analysis.commitments[0]
    commitment = replace(
        pledge,
        id=record_id("commitment", document.sha256, payload),
        committer=who, speaker=who, beneficiary=who, target=Actor(name=f"{payload}!"),
        action=replace(pledge.action, span=words, objects=(payload,)),
        sources=(payload,), hedges=(payload,), basis=words, statement_id=first.id,
    )  # fmt: skip
    event = replace(analysis.events[0], actors=(who,), place=payload, span=words)
    return replace(
        analysis, document=document, statements=(_own(said, payload), *others), events=(event,),
        commitments=(replace(commitment, statement_id=_own(said, payload).id),), figures=(),
    )  # fmt: skip


def id_of(payload: str) -> str:
    """Return a text as an id; the client of these tests decodes a "%" in addresses twice."""
    return payload.replace("%", "percent ")


def _own(statement: Statement, payload: str) -> Statement:
    return replace(statement, id=record_id("statement", payload, statement.id))


@pytest.fixture(scope="module")
def hostile_place(tmp_path_factory: pytest.TempPathFactory) -> str:
    analysis = from_dict(json.loads(CASE.read_text("utf-8")))
    path = tmp_path_factory.mktemp("hostile") / "foedus.db"
    with open_store(path, create=True) as store:
        for payload in PAYLOADS:
            store.put(hostile(analysis, payload))
    return str(path)


@pytest.fixture(scope="module")
def target(hostile_place: str) -> Iterator[Visitor]:
    with TestClient(make_app(hostile_place, limits=UNBOUNDED), base_url="http://localhost") as one:
        visitor = Visitor(one)
        visitor.get("/documents")
        yield visitor


@pytest.fixture(scope="module")
def own_place(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(shutil.copy(examples, tmp_path_factory.mktemp("own") / "foedus.db"))


@pytest.fixture(scope="module")
def guest(own_place: str) -> Iterator[Visitor]:
    """Yield a visitor for requests that must have no effect."""
    with TestClient(make_app(own_place, limits=UNBOUNDED), base_url="http://localhost") as one:
        visitor = Visitor(one)
        visitor.get("/documents")
        yield visitor


@pytest.fixture
def kept(own_place: str) -> Iterator[Store]:
    with open_store(own_place) as store:
        yield store


def counts(store: Store) -> tuple[object, ...]:
    return (store.count(), store.state())


def test_there_are_at_least_fifty_payloads() -> None:
    assert len(set(PAYLOADS)) >= 50


@pytest.mark.parametrize("path", LISTS)
def test_lists_show_hostile_fields_as_words(target: Visitor, path: str) -> None:
    page = check(target.client.get(path).text, PAYLOADS)
    if path in ("/commitments", "/timeline"):
        assert "<img src=x onerror=alert(1)>" in page.text


def test_every_hostile_document_and_record_is_words(target: Visitor, hostile_place: str) -> None:
    with open_store(hostile_place) as store:
        commitments = {
            entry.document.id: entry.id for entry in store.find_records(Listed.COMMITMENTS)
        }
    assert set(commitments) == {id_of(payload) for payload in PAYLOADS}
    for payload in PAYLOADS:
        place = quote(id_of(payload), safe="")
        views = "?view=commitments&view=statements&view=events&view=times"
        for path in (f"/documents/{place}{views}", f"/commitments/{commitments[id_of(payload)]}"):
            answer = target.client.get(path)
            assert answer.status_code == 200, (payload, answer.text[:300])
            check(answer.text, [payload])
        answer = target.client.get(f"/actors/{quote(payload, safe='')}")
        assert answer.status_code == 200 or "%" in payload
        check(answer.text, [payload])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_questions_are_words(target: Visitor, payload: str) -> None:
    for path, names in (
        ("/search", ["q"]),
        ("/documents", ["q"]),
        ("/commitments", ["committer", "target", "speaker", "kind"]),
        ("/commitments", ["from"]),
        ("/what-if", ["event", "assume"]),
        ("/what-if", ["class"]),
        ("/what-if/least", ["actor", "outcome"]),
        ("/review", ["last", "committer"]),
        ("/timeline", ["what", "committer"]),
        ("/brief", ["title"]),
    ):
        query = urlencode({name: payload for name in names})
        answer = target.client.get(f"{path}?{query}")
        assert answer.status_code in (200, 422), (path, answer.status_code)
        check(answer.text, [payload])


@pytest.mark.parametrize("payload", PAYLOADS[::9])
def test_hostile_forms_are_words(visitor: Visitor, store: Store, payload: str) -> None:
    record_id = next(iter(store.find_records(Listed.COMMITMENTS))).id
    back = f"/commitments/{record_id}"
    fields = {"csrf": visitor.proof, "record_id": record_id, "back": back}
    for more in (
        {"decision": "accept", "why": payload},
        {"decision": "edit", "slot": "condition.actor", "value": payload, "why": payload},
        {"decision": payload},
        {"decision": "edit", "slot": payload, "value": payload},
    ):
        check(visitor.client.post("/review", data={**fields, **more}).text, [payload])
    given = {"document_id": "01-two-cases.txt", "outlet": payload, "author": payload}
    check(visitor.client.post("/set", data={"csrf": visitor.proof, **given}).text, [payload])
    check(
        visitor.client.post(
            "/review/bulk", data={"csrf": visitor.proof, "decision": "accept", "why": payload}
        ).text,
        [payload],
    )
    for path in ("/", "/documents", "/commitments", back, "/documents/01-two-cases.txt"):
        check(visitor.client.get(path).text, [payload])


def test_a_link_leads_to_web_pages_only(target: Visitor) -> None:
    for payload in PAYLOADS:
        page = Page(target.client.get(f"/documents/{quote(id_of(payload), safe='')}").text)
        assert not [held for held in page.find("a") if held["href"] == payload]


@pytest.mark.parametrize("url", ATTACKS["addresses"])
def test_no_address_inside_is_asked(
    guest: Visitor, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    asked: list[object] = []

    def connect(address: object, *_: object, **__: object) -> socket.socket:
        asked.append(address)
        raise OSError("no connection may be opened")

    monkeypatch.setattr(socket, "create_connection", connect)
    page = wait_for(guest, guest.post("/documents", url=url))
    assert asked == []
    assert page.find("ul", role="alert")


@pytest.mark.parametrize("url", ATTACKS["kinds"])
def test_no_other_kind_of_address_is_read(guest: Visitor, kept: Store, url: str) -> None:
    before = kept.count()
    guest.post("/documents", url=url, status=422)
    assert kept.count() == before


@pytest.mark.parametrize("path", ATTACKS["paths"])
def test_no_path_leaves_its_folder(guest: Visitor, own_place: str, path: str) -> None:
    for place in (f"/static/{path}", f"/documents/{path}", f"/actors/{path}", f"/jobs/{path}"):
        answer = guest.client.get(place)
        assert answer.status_code in (400, 404, 405), (place, answer.status_code)
        assert "root:" not in answer.text
    folder = Path(own_place).parent
    before = sorted(folder.rglob("*"))
    job = wait_for(guest, guest.upload(b"A dry report about a quay.", path))
    assert sorted(folder.rglob("*")) == before
    assert "../" not in job.text.replace("....", "")


@pytest.mark.parametrize("text", ATTACKS["injections"])
def test_no_question_changes_the_store(guest: Visitor, kept: Store, text: str) -> None:
    before = counts(kept)
    value = quote(text)
    for path in (
        f"/search?q={value}", f"/documents?q={value}", f"/documents/{quote(text, safe='')}",
        f"/commitments?committer={value}&target={value}&speaker={value}&kind={value}",
        f"/commitments?class={value}&document={value}", f"/commitments?from={value}&status={value}",
        f"/commitments/{quote(text, safe='')}", f"/actors/{quote(text, safe='')}",
        f"/review?committer={value}&last={value}", f"/timeline?target={value}",
        f"/commitments.csv?committer={value}", f"/commitments.json?speaker={value}",
    ):  # fmt: skip
        answer = guest.client.get(path)
        assert answer.status_code in (200, 404, 422), (path, answer.status_code)
    none = guest.get(f"/commitments?committer={value}")
    assert not [held for held in none.find("article") if held.get("id", "").startswith("c-")]
    guest.post("/review", record_id=text, decision="accept", status=404)
    assert counts(kept) == before


def test_pages_read_through_a_connection_that_cannot_write(visitor: Visitor) -> None:
    site = visitor.client.app.state.site  # type: ignore[attr-defined] # the application's own
    entry = next(iter(site.pages.find_records(Listed.COMMITMENTS, Filters())))
    analysis = site.pages.get_analysis(entry.document.id)
    with pytest.raises(Exception, match="read"):
        site.pages.put(replace(analysis, document=replace(analysis.document, id="other.txt")))
    assert site.store.count().documents == 3


def test_bodies_are_bounded(visitor: Visitor) -> None:
    large = "x" * 1_100_000
    assert visitor.client.post("/review", data={"why": large}).status_code == 413
    huge = {"file": ("a.txt", b"x" * 20_100_000)}
    assert visitor.client.post("/documents", files=huge).status_code == 413
