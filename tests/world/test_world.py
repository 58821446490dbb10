"""Look-ups: holders, members, neighbours, outlets, canonical names."""

from __future__ import annotations

import pytest

from foedus.records import Actor
from foedus.world import load_world


@pytest.mark.parametrize(
    ("office", "state", "at", "expected"),
    [
        ("president", "USA", "2022-01-31", "Joe Biden"),
        ("president", "USA", "2021-01-20", "Joe Biden"),
        ("leader", "SUN", "1984-06", "Konstantin Chernenko"),
        ("leader", "TUR", "2010", "Recep Tayyip Erdoğan"),
        ("leader", "GBR", "1986", "Margaret Thatcher"),
        ("foreign_minister", "USA", "1986", "George Shultz"),
        ("secretary_general", "org:NATO", "2022", "Jens Stoltenberg"),
        ("prime_minister", "GBR", "2022", None),
        ("president", "USA", None, None),
        ("president", "ZZZ", "2022", None),
    ],
)
def test_holder_depends_on_the_date(
    office: str, state: str, at: str | None, expected: str | None
) -> None:
    assert load_world().holder(office, state, at) == expected


@pytest.mark.parametrize(
    ("org", "at", "inside", "outside"),
    [
        ("org:NATO", "1986", {"ESP", "FRG", "TUR"}, {"POL", "DEU"}),
        ("org:NATO", "2022-02", {"POL", "DEU", "MKD"}, {"FIN", "SWE", "FRG"}),
        ("org:NATO", None, {"FIN", "SWE"}, {"UKR"}),
        ("org:EU", "2021", {"HRV"}, {"GBR"}),
        ("org:WarsawPact", "1985", {"DDR", "POL"}, {"ALB"}),
        ("org:WarsawPact", None, set(), {"POL"}),
        ("org:CSTO", "2022", {"BLR", "RUS"}, {"UZB"}),
        ("org:ANZUS", "1990", {"AUS", "USA"}, {"NZL"}),
    ],
)
def test_members_depend_on_the_date(
    org: str, at: str | None, inside: set[str], outside: set[str]
) -> None:
    members = set(load_world().members(org, at))
    assert inside <= members
    assert not outside & members


@pytest.mark.parametrize(
    ("code", "direction", "at", "expected"),
    [
        ("BLR", "south", None, ("UKR",)),
        ("USA", "north", None, ("CAN",)),
        ("KOR", None, None, ("PRK",)),
        ("POL", "east", "1985", ("SUN",)),
        ("JPN", None, None, ()),
    ],
)
def test_neighbours_lie_where_the_map_says(
    code: str, direction: str | None, at: str | None, expected: tuple[str, ...]
) -> None:
    found = load_world().neighbours(code, direction, at=at)
    assert found == expected


def test_neighbours_are_mutual() -> None:
    world = load_world()
    for code in ("BLR", "UKR", "RUS", "CHN", "SUN", "FRG"):
        for other in world.neighbours(code):
            assert code in world.neighbours(other, at="1985" if code in ("SUN", "FRG") else None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("USA", "United States"),
        ("Great Britain", "United Kingdom"),
        ("DPRK", "North Korea"),
        ("EC", "European Community"),
        ("Türkiye", "Turkey"),
        ("ISIS", "Islamic State"),
        ("Viet Nam", "Vietnam"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("the Moon", None),
        ("", None),
    ],
)
def test_canonical_gives_one_name_for_all_spellings(name: str, expected: str | None) -> None:
    assert load_world().canonical(name) == expected


@pytest.mark.parametrize(
    ("name", "outlet", "kind", "code"),
    [
        ("AP", "Associated Press", "agency", "USA"),
        ("Tass", "TASS", "state media", "RUS"),
        ("the Guardian", "The Guardian", "paper", "GBR"),
        ("YouTube", "YouTube", "platform", "USA"),
    ],
)
def test_is_outlet_knows_kind_and_state(name: str, outlet: str, kind: str, code: str) -> None:
    found = load_world().is_outlet(name)
    assert found is not None
    assert (found.name, found.kind, found.code) == (outlet, kind, code)


def test_is_outlet_is_none_for_what_publishes_nothing() -> None:
    assert load_world().is_outlet("Belarus") is None
    assert load_world().is_outlet("the new york post office") is None


def test_actor_of_takes_every_key_of_a_mention() -> None:
    world = load_world()
    text = "Putin, the Kremlin, Minsk, NATO, Hamas, the Russians, Reuters and the West"
    actors = [world.actor_of(one.key, "2022") for one in world.find_mentions(text)]
    assert [actor and actor.name for actor in actors] == [
        "Vladimir Putin", "Russia", "Belarus", "NATO", "Hamas", "Russia", "Reuters", "the West",
    ]  # fmt: skip


def test_represented_is_whom_an_actor_acts_for() -> None:
    world = load_world()

    def name(phrase: str) -> str | None:
        actor = world.resolve(phrase, at="2022")
        found = None if actor is None else world.represented(actor, "2022")
        return None if found is None else found.name

    assert name("Vladimir Putin") == "Russia"
    assert name("Jens Stoltenberg") == "NATO"
    assert name("Russian troops") == "Russia"
    assert name("the White House") == "United States"
    assert world.represented(Actor(name="diplomats")) is None


def test_represented_lets_a_candidate_act_for_himself() -> None:
    world = load_world()
    candidate = world.resolve("Donald Trump", at="2016-07-01")
    assert candidate is not None
    assert world.represented(candidate, "2016-07-01") is None
    assert world.represented(candidate, "2018-07-01") is not None


def test_place_tells_state_and_dispute() -> None:
    place = load_world().place("Donbass")
    assert place is not None
    assert (place.name, place.code) == ("Donbas", "UKR")
    assert place.dispute
    assert load_world().actor_of("Donbass") is None


def test_alliances_name_the_article_that_obliges() -> None:
    alliances = load_world().alliances
    assert alliances["org:NATO"].article == "5"
    assert alliances["org:CSTO"].article == "4"
