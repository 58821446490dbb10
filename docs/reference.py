"""The page of commands, made from the help of the command line itself.

`python docs/reference.py` writes docs/commands.md anew; tests/test_docs.py fails while it is old.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from foedus.cli.app import VERBS, app

PAGE = Path(__file__).parent / "commands.md"

HEAD = """\
# Commands

This page is made from `foedus VERB --help` by `python docs/reference.py`; do not edit it.
[Settings](settings.md) says where defaults come from. Square brackets mark what may be left out.
"""


def write_page() -> str:
    """Return the page: a heading for `foedus` and for every verb, in the order of its help."""
    group: Any = typer.main.get_command(app)
    context = group.make_context("foedus", [], resilient_parsing=True)
    lines = [HEAD, "## foedus", "", *_describe(group, context)]
    lines += ["### All verbs", "", "| verb | what it does |", "|---|---|"]
    lines += [f"| [{name}](#foedus-{name}) | {said} |" for name, (_, said) in VERBS.items()]
    for name in VERBS:
        verb = group.get_command(context, name)
        lines += ["", f"## foedus {name}", ""]
        lines += _describe(verb, type(context)(verb, info_name=name, parent=context))
    return "\n".join(lines).rstrip() + "\n"


def _describe(command: Any, context: Any) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield from ("```text", f"{context.command_path} {usage}", "```", "")
    for part in re.split(r"\n\s*\n", (command.help or "").replace("\b\n", "").strip()):
        lines = [line.strip() for line in part.splitlines()]
        if lines[0] == "Examples:":
            yield from ("Examples:", "", "```sh", *lines[1:], "```")
        else:
            yield _plain(" ".join(lines))
        yield ""
    for head, kind in (("argument", "argument"), ("option", "option")):
        rows = [p for p in command.get_params(context) if p.param_type_name == kind]
        records = [record for p in rows if (record := p.get_help_record(context))]
        if records:
            yield from (f"| {head} | what it says |", "|---|---|")
            yield from (f"| `{_cell(name)}` | {_plain(_cell(said))} |" for name, said in records)
            yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", r"\|")


def _plain(text: str) -> str:
    """Keep Markdown from reading a help text as anything but text."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(p if p.startswith("`") else re.sub(r"([<>*_\[\]{}])", r"\\\1", p) for p in parts)


if __name__ == "__main__":
    PAGE.write_text(write_page(), "utf-8")
