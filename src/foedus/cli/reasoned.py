"""What `list` tells of gaps and loops: what follows from all promises of a store together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import typer

from foedus.cli.asked import Noun
from foedus.cli.found import Found, write
from foedus.cli.render import Page
from foedus.cli.settings import Format, Settings
from foedus.reasoning.answers import NOTE
from foedus.reasoning.findings import Findings
from foedus.reasoning.gaps import Gap, GapKind
from foedus.reasoning.loops import Loop, LoopKind
from foedus.scenarios import gaps_of, load_promises, loops_of
from foedus.stores import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked: gaps or loops, at a day, with treaties, of one kind, so many."""

    noun: Noun
    at: str | None
    treaties: bool
    kind: str | None
    limit: int | None


def write_reasoned(store: Store, asked: Asked, settings: Settings) -> None:
    """Write the gaps or loops of a store; a page ends with what they are not."""
    kinds = [kind.value for kind in (GapKind if asked.noun is Noun.GAPS else LoopKind)]
    if asked.kind is not None and asked.kind not in kinds:
        said = f"no kind {asked.kind!r} of {asked.noun}; known: {', '.join(kinds)}"
        raise typer.BadParameter(said, param_hint="--kind")
    promises = load_promises(store)
    findings: Findings[Gap] | Findings[Loop]
    if asked.noun is Noun.GAPS:
        findings = gaps_of(promises, at=asked.at, treaties=asked.treaties)
    else:
        findings = loops_of(promises, at=asked.at, treaties=asked.treaties)
    write(_chosen(findings, asked), asked.noun, settings)
    if settings.format in (Format.TABLE, Format.MD):
        page = Page(settings.format)
        for note in (*findings.remarks, NOTE):
            page.note(note)


def _chosen(findings: Findings[Gap] | Findings[Loop], asked: Asked) -> Iterator[Found]:
    items: tuple[Gap | Loop, ...] = findings.found
    told = zip(items, findings.rows, findings.blocks, strict=True)
    chosen = [one for one in told if asked.kind in (None, one[0].kind.value)]
    for item, row, block in chosen[: asked.limit]:
        spoken_for = any(rule.spoken_for for rule in item.rules)
        yield Found(row=row, block=block, spoken_for=spoken_for)
