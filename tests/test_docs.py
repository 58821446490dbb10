"""The pages of docs/: what they must name, where their links lead, and that their examples run."""

from __future__ import annotations

import inspect
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest
from typer.testing import CliRunner

import foedus
from docs.reference import PAGE, write_page
from foedus import errors
from foedus.cli.app import VERBS, app
from foedus.cli.asked import Noun
from foedus.cli.extras import PURPOSES
from foedus.cli.settings import KNOWN, ExitCode
from foedus.cli.settings import Format as Written
from foedus.export.formats import Format
from foedus.languages.language import load_language
from foedus.merging.conflicts import ConflictKind
from foedus.merging.duplicates import How
from foedus.merging.features import Telling
from foedus.reading.inputs import FORMATS
from foedus.reasoning.gaps import GapKind
from foedus.reasoning.loops import LoopKind
from foedus.records.actions import EventStatus, FigureStatus
from foedus.records.commitments import Kind, Polarity, Strength, Voice
from foedus.records.documents import HowKnown
from foedus.records.reviews import Decision
from foedus.records.statements import SpeechAct, Style
from foedus.records.threads import ChangeKind, Drift, Relation, Verdict
from foedus.records.times import Precision
from foedus.stores import Status

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
OUTSIDE = (ROOT / "README.md", ROOT / "CONTRIBUTING.md")

SETS: dict[str, tuple[type[StrEnum], ...]] = {
    "Kinds of commitment": (Kind,),
    "Polarity": (Polarity,),
    "Strength": (Strength,),
    "Voice": (Voice,),
    "Style of a statement": (Style,),
    "Speech acts": (SpeechAct,),
    "Status of an event": (EventStatus,),
    "Status of a figure": (FigureStatus,),
    "Precision of a time": (Precision,),
    "How a date of publication is known": (HowKnown,),
    "Threads": (Relation, Telling, Verdict),
    "Drift kinds": (Drift,),
    "Changes": (ChangeKind,),
    "Copies": (How,),
    "Conflicts": (ConflictKind,),
    "Gaps": (GapKind,),
    "Loops": (LoopKind,),
    "Decisions": (Decision,),
    "Status filters": (Status,),
}
"""Which closed sets each heading of the codebook defines, value by value."""


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def headings(text: str) -> list[str]:
    """Return the headings of a page; a line in a code block is none."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ (.+)$", prose, re.MULTILINE)


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading!r}"
    return found.group(1)


def terms(text: str) -> list[str]:
    """Return the first cells, without marks of code, of all tables in a text."""
    cells = re.findall(r"^\| *`?([^|`]+?)`? *\|", text, re.MULTILINE)
    return [cell for cell in cells if not set(cell) <= set("-: ")]


def test_commands_are_those_of_the_help() -> None:
    text = PAGE.read_text("utf-8")
    assert {f"foedus {name}" for name in VERBS} <= set(headings(text))
    assert text == write_page(), "old; run: python docs/reference.py"


@pytest.mark.parametrize("heading", SETS)
def test_codebook_defines_every_value(heading: str) -> None:
    named = terms(section(page("codebook.md"), heading))
    wanted = {value for members in SETS[heading] for value in members}
    assert set(named) - {"value", "kind"} == wanted


def test_codebook_has_the_table_of_classes() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| `?([\w–]+)`? \| `?([\w–]+)`? \|",
        section(page("codebook.md"), "Classes"),
        re.MULTILINE,
    )
    classes = load_language("en").actions.classes
    assert {name: (condition, action) for name, condition, action in rows} == {
        name: (row.condition or "–", row.action or "–") for name, row in classes.items()
    }


def test_codebook_has_every_code_of_an_error() -> None:
    codes = {
        kind.code
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.FoedusError)
    }
    assert set(terms(section(page("codebook.md"), "Errors"))) - {"code"} == codes


def test_settings_have_their_rows() -> None:
    text = page("settings.md")
    assert set(KNOWN) <= set(headings(text))
    for name in KNOWN:
        assert f"FOEDUS_{name.upper()}" in section(text, name)
    assert set(terms(section(text, "format"))) - {"value"} == set(Written)
    assert set(terms(section(text, "Input formats"))) - {"value"} == {"auto", *FORMATS}
    assert {term for term in terms(section(text, "Exit codes")) if term.isdigit()} == {
        str(int(code)) for code in ExitCode
    }


def test_settings_have_every_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", page("settings.md"), re.MULTILINE))
    assert set(project["optional-dependencies"]) == set(
        terms(section(page("settings.md"), "Extras"))
    ) - {"name"}
    assert {name: rows[name] for name in PURPOSES} == {
        name: said.replace("(foedus serve)", "(`foedus serve`)") for name, said in PURPOSES.items()
    }


def test_nouns_and_formats_have_their_places() -> None:
    assert set(terms(section(page("analysts.md"), "What can be listed"))) - {"noun"} == set(Noun)
    assert set(Format) <= set(headings(page("exports.md")))


def test_switches_have_their_rows() -> None:
    assumptions = Path(foedus.__file__).parent / "reasoning/assumptions.toml"
    switches = tomllib.loads(assumptions.read_text("utf-8"))
    rows = re.findall(
        r"^\| `(\w+)` \| (.+) \| (on|off|open) \|$",
        section(page("answers.md"), "Assumptions"),
        re.MULTILINE,
    )
    starts = {True: "on", False: "off", None: "open"}
    held = {name: (said, start) for name, said, start in rows}
    for name, switch in switches.items():
        assert held[name] == (switch["says"], starts[switch.get("default")])


def test_public_names_are_documented() -> None:
    text = page("python.md")
    for name in foedus.__all__:
        if name not in ("__version__", "FoedusError"):
            assert re.search(rf"^(\.\. auto\w+::|   :members:).*\b{name}\b", text, re.MULTILINE), (
                name
            )


def anchors(path: Path) -> set[str]:
    """Return the addresses of a page's headings, as code hosts and MyST make them."""
    found = set()
    for heading in headings(path.read_text("utf-8")):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


@pytest.mark.parametrize("path", [*PAGES, *OUTSIDE], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", prose)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = path.parent / name if name else path
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


def test_every_page_is_in_the_tree() -> None:
    tree = re.findall(r"^([a-z]+)$", page("index.md"), re.MULTILINE)
    assert sorted([*tree, "index"]) == [path.stem for path in PAGES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A command of a page and what the page shows of its output."""

    command: str
    shown: str


def fenced(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def examples_of(text: str) -> Iterator[Example]:
    for block in fenced(text, "console"):
        assert block.startswith("$ ")
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            yield Example(command=command, shown=shown)


def run(command: str) -> tuple[int, str]:
    """Run a line as a shell would; foedus runs in this process, so that its model loads once."""
    words = shlex.split(command)
    given = {}
    while re.match(r"[A-Z_]+=", words[0]):
        name, _, given[name] = words.pop(0).partition("=")
    if words[0] != "foedus":
        done = subprocess.run(
            command, shell=True, check=False, capture_output=True, encoding="utf-8"
        )
        return done.returncode, done.stdout + done.stderr
    to = Path(words[-1]) if words[-2] == ">" else None
    result = CliRunner().invoke(app, words[1:-2] if to else words[1:], env=given)
    if to is None:
        return result.exit_code, result.output
    to.write_text(result.stdout, "utf-8")
    return result.exit_code, result.stderr


def is_alike(shown: str, said: str) -> bool:
    """Compare with what a page shows: three dots stand for anything, blanks are all one blank."""
    parts = [re.escape(" ".join(part.split())) for part in shown.split("...")]
    return re.fullmatch(".*".join(parts), " ".join(said.split())) is not None


def faults_of(name: str) -> list[str]:
    """Run a page's commands in this folder and return what is not as the page says."""
    faults = []
    for example in examples_of(page(name)):
        code, said = run(example.command)
        if code or (example.shown and not is_alike(example.shown, said)):
            faults.append(f"$ {example.command}\nexit {code}\n{said}\n-- shown:\n{example.shown}")
    return faults


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Follow the first page in an empty folder; what it read serves every other page."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "examples").symlink_to(ROOT / "examples")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        as_on_a_terminal(patch)
        return folder, faults_of("start.md")


def as_on_a_terminal(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("FOEDUS_FORMAT", "table")
    patch.setenv("COLUMNS", "100")
    for name in ("FOEDUS_STORE", "FOEDUS_REVIEWER"):
        patch.delenv(name, raising=False)


@pytest.fixture
def desk(started: tuple[Path, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the shipped examples and a store that holds them."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    shutil.copy(started[0] / "foedus.db", tmp_path)
    monkeypatch.chdir(tmp_path)
    as_on_a_terminal(monkeypatch)
    return tmp_path


def test_start_page_runs(started: tuple[Path, list[str]]) -> None:
    assert "\n".join(started[1]) == ""
    for name in ("register.csv", "everything.jsonl", "copy.db"):
        assert (started[0] / name).stat().st_size > 0


@pytest.mark.parametrize(
    "name", [p.name for p in PAGES if p.name != "start.md" and fenced(page(p.name), "console")]
)
def test_console_examples_run(name: str, desk: Path) -> None:
    assert "\n".join(faults_of(name)) == ""


# The examples of exports.md run in tests/export/test_docs.py.
@pytest.mark.parametrize(
    "name", [p.name for p in PAGES if fenced(page(p.name), "python") and p.name != "exports.md"]
)
def test_python_examples_run(name: str, desk: Path) -> None:
    names: dict[str, object] = {}
    for number, block in enumerate(fenced(page(name), "python")):
        exec(compile(block, f"docs/{name}:{number}", "exec"), names)


def test_sphinx_settings_name_what_is_locked() -> None:
    settings = (DOCS / "conf.py").read_text("utf-8")
    locked = (ROOT / "constraints.txt").read_text("utf-8").lower().replace("-", "_")
    for name in ("myst_nb", "furo"):
        assert f'"{name}"' in settings
        assert f"\n{name}==" in locked
