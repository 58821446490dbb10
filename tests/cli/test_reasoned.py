"""`list gaps` and `list loops`, in every format, of promises that two reports tell."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from foedus.cli.app import app
from foedus.spelling.cells import load_columns, pick

REPORTS = {
    "osh.txt": """Kyrgyzstan Promises to Stand by Tajikistan

BISHKEK, March 4, 2031 — Kyrgyzstan will go to war if Tajikistan is attacked, its defence minister
said on Monday.
""",
    "khorog.txt": """Tajikistan Would Fight for Kyrgyzstan

DUSHANBE, March 6, 2031 — Tajikistan will join the war if anybody attacks Kyrgyzstan, its president
said on Thursday. Mongolia might send Kyrgyzstan weapons if it is attacked, the Mongolian foreign
minister said.
""",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("reasoned")
    for name, text in REPORTS.items():
        (folder / name).write_text(text, "utf-8")
    paths = [str(folder / name) for name in REPORTS]
    address = str(folder / "foedus.db")
    assert CliRunner().invoke(app, ["-q", "--store", address, "read", *paths]).exit_code == 0
    return address


def run(*args: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, args)
    assert result.exit_code == code, result.output
    return result.stdout


@pytest.mark.parametrize("noun", ["gaps", "loops"])
def test_list_writes_gaps_and_loops_in_every_format(store: str, noun: str) -> None:
    lines = [json.loads(line) for line in run("--store", store, "list", noun).splitlines()]
    assert lines
    assert json.loads(run("list", noun, "--store", store, "--format", "json")) == lines
    cells = list(
        csv.DictReader(io.StringIO(run("list", noun, "--store", store, "--format", "csv")))
    )
    assert len(cells) == len(lines)
    for name, path in load_columns()[noun]:
        assert any(pick(line, path[:1]) is not None for line in lines) or name in (
            "other", "other_id", "treaty",
        )  # fmt: skip
        assert all(path[0] in line for line in lines), name
    for output in ("table", "md"):
        page = run("list", noun, "--store", store, "--format", output)
        assert page.count(f"{len(lines)}. ") == 1
        assert "not what will happen" in page


def test_list_loops_gives_the_words_and_where_they_stand(store: str) -> None:
    (loop,) = [json.loads(line) for line in run("--store", store, "list", "loops").splitlines()]
    assert (loop["actor_ids"], loop["strength"]) == (["KGZ", "TJK"], "firm")
    for step, document in zip(loop["steps"], ("osh.txt", "khorog.txt"), strict=True):
        (promise,) = step["promises"]
        assert promise["document"]["id"] == document
        for part in ("condition", "action"):
            start, end = promise[f"{part}_span"]
            assert REPORTS[document][start:end] == promise[part]


def test_list_gaps_names_whom_nobody_defends(store: str) -> None:
    found = run("list", "gaps", "--store", store, "--kind", "unanswered_attack")
    assert [json.loads(line)["actor_id"] for line in found.splitlines()] == ["MNG"]
    assert run("list", "gaps", "--store", store, "--kind", "weak_backing") == ""


def test_list_loops_lets_treaties_of_the_day_join(store: str) -> None:
    asked = ("list", "loops", "--store", store, "--with-treaties", "--kind", "alliance")
    parties = {line: json.loads(line)["actor_ids"] for line in run(*asked).splitlines()}
    assert [len(one) for one in parties.values()] == [6]
    assert run(*asked, "--at", "1990") == ""


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("gaps", "--committer", "BLR"), "follow from all promises"),
        (("loops", "--since", "2022"), "follow from all promises"),
        (("gaps", "--kind", "hole"), "known: unanswered_attack"),
        (("gaps", "--at", "soon"), "soon"),
        (("conflicts", "--with-treaties"), "only gaps, loops and treaties"),
        (("events", "--at", "2022"), "only gaps, loops and treaties"),
    ],
)
def test_list_refuses_what_it_would_pass_over(store: str, args: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(app, ["--store", store, "list", *args])
    assert result.exit_code == 2
    assert said in " ".join(result.output.replace("│", " ").split())
