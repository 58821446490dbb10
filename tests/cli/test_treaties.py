"""The table of alliances: a row a treaty, of texts that were read and of the table of treaties."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner, Result

from foedus.cli.app import app
from foedus.spelling.cells import load_columns
from foedus.world.instruments import in_force

PACT = """Treaty of the Two Bays

Article 1
The Parties undertake never to resort to war against each other.

Article 2
If either Party is attacked, the other Party shall give it military aid, by such means \
as it deems necessary.

Article 3
Each Party undertakes not to:
(a) supply arms to a state that is at war with the other Party;
(b) join an alliance against the other Party.
"""
REPORT = (
    "Norland shall help Sudmark if it is attacked, the treaty says, an official said on Monday.\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "pact.txt").write_text(PACT, "utf-8")
    (folder / "report.txt").write_text(REPORT, "utf-8")
    path = str(tmp_path_factory.mktemp("store") / "a.db")
    assert CliRunner().invoke(app, ["--store", path, "read", str(folder)]).exit_code == 0
    return path


def listed(store: str, *options: str) -> Result:
    return CliRunner().invoke(app, ["--store", store, "list", "treaties", *options])


def rows(store: str, *options: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in listed(store, *options).stdout.splitlines()]


def test_list_treaties_tells_each_duty_and_its_condition(store: str) -> None:
    (row,) = rows(store)
    assert (row["treaty"], row["origin"]) == ("Treaty of the Two Bays", "read")
    assert row["defence"] == {"owed": "conditional", "conditions": ["If either Party is attacked"]}
    assert row["nonaggression"] == {"owed": "unconditional", "conditions": []}
    assert row["neutrality"] == {"owed": "unconditional", "conditions": []}
    assert row["offence"] is row["consultation"] is None
    told = row["duties"]
    assert isinstance(told, list)
    assert [one["polarity"] for one in told] == ["will_not", "will", "will_not", "will_not"]
    assert all(PACT.count(one["act"]) == 1 for one in told)


def test_list_treaties_says_on_a_page_what_shall_not_be_done(store: str) -> None:
    page = " ".join(listed(store, "--format", "table").stdout.split())
    assert "neutrality each:Two Bays: not “join an alliance”, in any case (c-" in page
    assert "“If either Party is attacked” [such means as it deems necessary] (c-" in page


def test_list_treaties_writes_csv_that_names_the_text(store: str) -> None:
    (row,) = csv.DictReader(io.StringIO(listed(store, "--format", "csv").stdout))
    assert list(row) == [name for name, _ in load_columns()["treaties"]]
    assert (row["defence"], row["offence"]) == ("conditional", "")
    assert row["defence_conditions"] == "If either Party is attacked"
    assert (row["document_id"], len(row["sha256"])) == ("pact.txt", 64)


def test_list_treaties_adds_those_of_the_table_that_were_in_force(store: str) -> None:
    read, *known = rows(store, "--with-treaties", "--at", "1914-07-28")
    assert read["origin"] == "read"
    assert [one["id"] for one in known] == [one.id for one in in_force("1914-07-28")]
    alliance = next(one for one in known if one["id"] == "dual-alliance-1879")
    assert alliance["parties"] == ["AUH", "DEU"]
    assert alliance["neutrality"] == {
        "owed": "conditional",
        "conditions": ["armed_attack(any but self; RUS, partner, manner=first)"],
    }


@pytest.mark.parametrize("duty", ["defence", "offence", "neutrality", "consultation"])
def test_list_treaties_of_a_duty_leaves_out_whatever_lacks_it(store: str, duty: str) -> None:
    found = rows(store, "--with-treaties", "--kind", duty)
    assert found
    assert all(one[duty] is not None for one in found)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--kind", "friendship"], "known: defence, offence"),
        (["--at", "1914"], "--with-treaties"),
        (["--committer", "NOR"], "only --document, --kind"),
    ],
)
def test_list_treaties_refuses_what_it_cannot_narrow_by(
    store: str, options: list[str], said: str
) -> None:
    result = listed(store, *options)
    assert result.exit_code == 2
    assert said in result.output


def test_list_treaties_says_that_there_are_none(store: str) -> None:
    result = listed(store, "--document", "report.txt")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no treaties in" in result.stderr
