"""A feed from a real server on loopback: which pages are fetched, what is kept for later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from foedus.reading import Failure, Original
from foedus.reading.feed import Entry
from foedus.reading.feed_items import MAX_TRIES, id_of, seconds_of
from foedus.reading.feed_memory import FeedState
from foedus.reading.web import read_url
from foedus.records import HowKnown
from tests.reading.newsstand import HERE, Answer, Item, Newsstand, open_newsstand


class Kept:
    """The memory of a run, in a dictionary; what is read counts as held unless it is refused."""

    def __init__(self, *, following: bool = False) -> None:
        self.following = following
        self.ids: set[str] = set()
        self.states: dict[str, FeedState] = {}

    def holds(self, document_id: str) -> bool:
        return document_id in self.ids

    def recall(self, url: str) -> FeedState | None:
        return self.states.get(url)

    def keep(self, url: str, state: FeedState) -> None:
        self.states[url] = FeedState.from_json(state.to_json())


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    with open_newsstand() as server:
        yield server


def read_round(stand: Newsstand, kept: Kept, *, refused: bool = False) -> list[Original | Failure]:
    found: list[Original | Failure] = []
    for one in read_url(stand.feed, allowed=HERE, memory=kept):
        found.append(one)
        if isinstance(one, Original) and not refused:
            kept.ids.add(one.id)
    return found


def ids(found: list[Original | Failure]) -> list[str]:
    return [one.id for one in found]


def test_read_url_reads_the_pages_of_a_feed_with_what_it_says(stand: Newsstand) -> None:
    head = '<meta property="article:published_time" content="2031-03-03T08:00:00Z">'
    stand.items = [Item(name="a", guid="17"), Item(name="b", head=head), Item(name="c", date=None)]
    first, second, third = read_round(stand, Kept())
    assert isinstance(first, Original)
    assert isinstance(second, Original)
    assert isinstance(third, Original)
    assert ids([first, second]) == [f"{stand.feed}#17", stand.at("page/b")]
    document = first.document
    assert (document.title, document.outlet, document.url) == (
        "On a",
        "Norland Wire",
        stand.at("page/a"),
    )
    assert (document.published.latest, document.published.how) == (
        "2031-03-04T10:00",
        HowKnown.FEED,
    )
    assert (first.known["published"], first.known["url"]) == ("feed", "input")
    assert (second.document.published.latest, second.known["published"]) == (
        "2031-03-03T08:00",
        "markup",
    )
    assert third.document.published.how is not HowKnown.FEED


def test_read_url_without_a_memory_reads_all_that_a_feed_lists(stand: Newsstand) -> None:
    stand.items = [Item(name="a"), Item(name="a"), Item(name="b", status=404)]
    for _ in range(2):
        assert ids(list(read_url(stand.feed, allowed=HERE))) == [
            stand.at("page/a"),
            stand.at("page/b"),
        ]
        assert stand.take_asked() == ["/feed.xml", "/page/a", "/page/b"]


def test_read_url_fetches_each_page_once(stand: Newsstand) -> None:
    stand.items, kept = [Item(name="a", guid="1"), Item(name="b", guid="1"), Item(name="c")], Kept()
    assert len(read_round(stand, kept)) == 2
    assert stand.take_asked() == ["/feed.xml", "/page/a", "/page/c"]
    assert read_round(stand, kept) == []
    assert stand.asked[0][1]["if-none-match"] == '"1"'
    assert stand.asked[0][1]["if-modified-since"] == "Tue, 04 Mar 2031 11:00:00 GMT"
    assert stand.take_asked() == ["/feed.xml"]
    stand.items.insert(0, Item(name="d"))
    stand.items[1].link = stand.at("page/moved")
    stand.etag = None
    assert ids(read_round(stand, kept)) == [stand.at("page/d")]
    assert stand.take_asked() == ["/feed.xml", "/page/d"]
    assert kept.states[stand.feed].conditions == {}


def test_read_url_goes_on_where_a_run_was_stopped(stand: Newsstand) -> None:
    stand.items, kept = [Item(name=name) for name in "abc"], Kept()
    for found in read_url(stand.feed, allowed=HERE, memory=kept):
        kept.ids.add(found.id)
        break
    assert kept.states == {}
    assert ids(read_round(stand, kept)) == [stand.at("page/b"), stand.at("page/c")]
    assert read_round(stand, kept) == []


def test_read_url_tries_a_page_again_but_not_forever(stand: Newsstand) -> None:
    stand.items, kept = [Item(name="a", status=500), Item(name="b")], Kept()
    for _ in range(MAX_TRIES):
        found = [one for one in read_round(stand, kept) if isinstance(one, Failure)]
        assert [one.id for one in found] == [stand.at("page/a")]
        assert "500" in found[0].message
    stand.take_asked()
    assert read_round(stand, kept) == []
    assert stand.take_asked() == ["/feed.xml"]
    assert kept.states[stand.feed].conditions  # nothing is waited for any more
    assert kept.states[stand.feed].tries == {stand.at("page/a"): MAX_TRIES}


def test_read_url_tries_again_what_the_store_refused(stand: Newsstand) -> None:
    stand.items, kept = [Item(name="a")], Kept()
    read_round(stand, kept, refused=True)
    assert not kept.states[stand.feed].conditions
    assert ids(read_round(stand, kept)) == [stand.at("page/a")]
    assert kept.states[stand.feed].tries == {}


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("http://10.0.0.1/a", "no machine of the public net"),
        ("http://2130706433/a", "no address that is fetched"),
        ("http://[::1]/a", "no machine of the public net"),
        ("http://user:word@127.0.0.1/a", "no address that is fetched"),
    ],
)
def test_read_url_asks_no_machine_of_ones_own_net_for_a_feed(
    stand: Newsstand, link: str, said: str
) -> None:
    stand.items = [Item(name="a", link=link), Item(name="b", redirect=link), Item(name="c")]
    first, second, third = read_round(stand, Kept())
    assert isinstance(first, Failure)
    assert isinstance(second, Failure)
    assert isinstance(third, Original)
    assert said in first.message
    assert said in second.message
    assert stand.take_asked() == ["/feed.xml", "/page/b", "/page/c"]


def test_read_url_asks_no_feed_of_ones_own_net(stand: Newsstand) -> None:
    kept = Kept(following=True)
    (failure,) = read_url(stand.feed, memory=kept)
    assert isinstance(failure, Failure)
    assert "no machine of the public net" in failure.message
    assert stand.asked == []
    assert kept.states[stand.feed].faults == 1


def test_read_url_counts_faults_and_keeps_what_the_server_asks_for(stand: Newsstand) -> None:
    stand.items, kept = [Item(name="a")], Kept(following=True)
    stand.answers = [
        Answer(503, {"Retry-After": "120"}),
        Answer(429, {"Retry-After": "soon"}),
        Answer(
            200, {"Content-Type": "application/rss+xml"}, "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>"
        ),
    ]
    states = []
    for _ in range(3):
        (failure,) = read_round(stand, kept)
        assert isinstance(failure, Failure)
        assert failure.id == stand.feed
        states.append(kept.states[stand.feed])
    assert [(state.faults, state.wait_seconds, state.ended) for state in states] == [
        (1, 120, False),
        (2, None, False),
        (3, None, False),
    ]
    assert len(read_round(stand, kept)) == 1
    assert kept.states[stand.feed].faults == 0


def test_read_url_keeps_what_was_read_through_a_fault(stand: Newsstand) -> None:
    stand.items, kept = [Item(name="a")], Kept()
    read_round(stand, kept)
    stand.answers = [Answer(502)]
    read_round(stand, kept)
    stand.take_asked()
    assert read_round(stand, kept) == []
    assert kept.states[stand.feed] == FeedState(
        etag='"1"', modified="Tue, 04 Mar 2031 11:00:00 GMT"
    )


@pytest.mark.parametrize("answer", [Answer(410), Answer(200, {}, "<html><p>Hello</p></html>")])
def test_read_url_ends_a_feed_that_is_gone_or_never_was_one(
    stand: Newsstand, answer: Answer
) -> None:
    stand.answers, kept = [answer], Kept(following=True)
    (failure,) = read_round(stand, kept)
    assert isinstance(failure, Failure)
    assert kept.states[stand.feed].ended


def test_read_url_does_not_end_a_feed_for_one_page_in_its_place(stand: Newsstand) -> None:
    kept = Kept(following=True)
    assert read_round(stand, kept) == []
    stand.answers = [Answer(200, {"Content-Type": "text/html"}, "<html><p>Back soon</p></html>")]
    assert len(read_round(stand, kept)) == 1
    assert not kept.states[stand.feed].ended


@pytest.mark.parametrize(
    ("guid", "expected"),
    [
        ("https://a.example/1#2", "https://a.example/1#2"),
        ("https://feeds.example/x", "https://feeds.example/x"),
        ("https://victim.example/1", "https://feeds.example/f#https://victim.example/1"),
        ("tag:a.example,2031:1", "https://feeds.example/f#tag:a.example,2031:1"),
        ("report.txt", "https://feeds.example/f#report.txt"),
        ("https://[half/", "https://feeds.example/f#https://[half/"),
    ],
)
def test_id_of_lets_no_feed_take_the_id_of_another(guid: str, expected: str) -> None:
    entry = Entry(guid=guid, url="https://a.example/1")
    assert id_of(entry, "https://feeds.example/f") == expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("5", 5), ("-5", None), ("", None), (None, None), ("Tue, 04 Mar 1931 10:00:00 GMT", 0)],
)
def test_seconds_of_reads_both_forms(text: str | None, seconds: int | None) -> None:
    assert seconds_of(text) == seconds
    assert (seconds_of("Tue, 04 Mar 2231 10:00:00 GMT") or 0) > 10**9


@pytest.mark.parametrize("text", ["", "[]", "{", '{"unknown": 1}', "3"])
def test_feed_state_that_is_damaged_says_nothing(text: str) -> None:
    assert FeedState.from_json(text) == FeedState()
