"""Timeline and network: the drawing and the table have the same, and nothing lies outside."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foedus.web.network import MOST_NODES, Tie, draw
from foedus.web.scales import WIDTH, Bar, draw_lane, scale_of
from tests.web.visiting import Visitor

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def intervals(draw_: st.DrawFn) -> tuple[date | None, date | None]:
    first = draw_(days)
    last = first + timedelta(days=draw_(st.integers(0, 4000)))
    return draw_(st.sampled_from([(first, last), (None, last), (first, None), (first, first)]))


@given(st.lists(intervals(), min_size=1, max_size=30), st.booleans())
def test_bars_lie_on_the_scale_and_never_overlap(
    found: list[tuple[date | None, date | None]], wide: bool
) -> None:
    scale = scale_of(found, wide=wide)
    assert scale is not None
    bars = [
        Bar(link=str(n), said="", kind="events", first=first, last=last)
        for n, (first, last) in enumerate(found)
    ]
    lane = draw_lane("Varnia", bars, scale, top=0)
    assert {one.bar.link for one in lane.bars} == {bar.link for bar in bars}
    assert all(scale.left <= one.x <= WIDTH and one.y < lane.height for one in lane.bars)
    rows: dict[int, float] = {}
    for one in lane.bars:
        assert rows.get(one.y, 0.0) <= one.x
        rows[one.y] = one.x + one.width
    assert all(one.fades for one in lane.bars if None in (one.bar.first, one.bar.last))
    assert [x for x, _ in scale.ticks()] == sorted(x for x, _ in scale.ticks())


def test_scale_leaves_out_what_lies_far_away_unless_asked() -> None:
    near = [(date(2031, 1, n), date(2031, 1, n)) for n in range(1, 25)]
    far = (date(1949, 4, 4), date(1949, 4, 4))
    narrow, wide = (scale_of([*near, far], wide=wide) for wide in (False, True))
    assert narrow is not None
    assert wide is not None
    assert not narrow.meets(*far)
    assert wide.meets(*far)
    assert scale_of([(None, None)], wide=False) is None


def test_timeline_draws_what_its_table_lists(visitor: Visitor) -> None:
    page = visitor.get("/timeline?from=1900")
    drawn = {held["href"] for held in page.find("a", tabindex="-1")}
    listed = {held["href"] for held in page.find("a") if held.get("tabindex") != "-1"}
    records = {link for link in drawn if link.startswith(("/commitments/", "/records/"))}
    assert records
    assert records <= listed
    assert page.find("svg", **{"aria-hidden": "true"})


def test_network_draws_what_its_table_lists(visitor: Visitor) -> None:
    page = visitor.get("/network")
    drawn = {held["href"] for held in page.find("a", tabindex="-1")}
    listed = {held["href"] for held in page.find("a") if held.get("tabindex") != "-1"}
    assert drawn
    assert drawn <= listed
    assert visitor.get(next(iter(sorted(drawn)))).find("article")


def test_network_counts_what_it_leaves_out() -> None:
    ties = [Tie(who=f"State {n}", other=f"State {n + 1}", side="for", count=1) for n in range(60)]
    web = draw(ties)
    assert len(web.nodes) == MOST_NODES
    assert len(web.lines) + web.others == len(ties)
    assert all(0 <= node.x <= 1000 and 0 <= node.y <= 660 for node in web.nodes)
