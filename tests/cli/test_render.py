"""Pages for readers lose no word, keep to their width and act on no terminal."""

from __future__ import annotations

import pytest

from foedus.cli.render import Page
from foedus.cli.settings import Format
from foedus.records import Trigger
from foedus.spelling.blocks import Block, spell_trigger
from foedus.spelling.visible import escape, visible

LONG = "the ports stay closed until every ship of the fleet has left the bay " * 4


@pytest.mark.parametrize("output", [Format.TABLE, Format.MD])
def test_block_keeps_every_word(output: Format, capsys: pytest.CaptureFixture[str]) -> None:
    page = Page(output)
    page.block(Block(title="Varnia", id="c-1", lines=(("then", LONG), ("warn, commit", "x"))))
    written = capsys.readouterr().out
    assert " ".join(LONG.split()) in " ".join(written.split())
    assert "1. Varnia (c-1)" in written
    assert "warn, commit " in written.replace(":**", " ")


def test_block_keeps_to_its_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    Page(Format.TABLE).block(Block(title=LONG, id=None, lines=(("then", LONG),)))
    assert max(len(line) for line in capsys.readouterr().out.splitlines()) <= 72


def test_passage_writes_paragraphs(capsys: pytest.CaptureFixture[str]) -> None:
    Page(Format.TABLE).passage("One.\n\nTwo. " + LONG)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "  One."
    assert lines[1].startswith("  Two. the ports")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – “quoted”", "plain – “quoted”"),
        ("\x1b[31mred", "\\u001b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("nul\x00", "nul\\u0000"),
    ],
)
def test_visible_shows_what_would_act_on_a_terminal(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("use_force [any of: x | y]", "use_force [any of: x | y]"),
        ("Ostland*", "Ostland\\*"),
        ("_so_ <b>", "\\_so\\_ \\<b>"),
        ("[link](javascript:x)", "[link]\\(javascript:x)"),
        ("`code` \\", "\\`code\\` \\\\"),
    ],
)
def test_escape_makes_marks_plain(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@pytest.mark.parametrize(
    ("trigger", "spelled"),
    [
        (Trigger(event_class="armed_attack"), "armed attack"),
        (Trigger(event_class="invasion", actor="A"), "invasion: A → ?"),
        (Trigger(event_class="invasion", target="B", manner="direct"), "invasion: ? → B, direct"),
        (Trigger(negated=Trigger(event_class="withdrawal")), "not (withdrawal)"),
        (
            Trigger(any_of=(Trigger(event_class="x"), Trigger(event_class="y", place="Z"))),
            "any of: x | y, Z",
        ),
        (Trigger(all_of=(Trigger(event_class="x"), Trigger(event_class="y"))), "all of: x + y"),
    ],
)
def test_spell_trigger_tells_how_events_join(trigger: Trigger, spelled: str) -> None:
    assert spell_trigger(trigger) == spelled
