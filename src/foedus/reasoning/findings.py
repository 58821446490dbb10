"""Findings: gaps or loops with their promises, as rows for programs and as lines for readers."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from foedus.reasoning.answers import NOTE
from foedus.reasoning.citing import cite, cite_row
from foedus.reasoning.gaps import Gap
from foedus.reasoning.loops import Loop, LoopKind, Loops
from foedus.reasoning.names import Directory
from foedus.spelling.blocks import Block, spelled
from foedus.spelling.rows import Row

Found = TypeVar("Found", Gap, Loop)

NOTHING = "Nothing is found."


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings(Generic[Found]):
    """What was found, in order; `rows` and `blocks` tell the same of each.

    `remarks` say where a search ended. A notebook shows it as a table.
    """

    found: tuple[Found, ...]
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Found]:
        """Yield what was found."""
        return iter(self.found)

    def __len__(self) -> int:
        """Return how many were found."""
        return len(self.found)

    def __str__(self) -> str:
        """Return each with its promises as lines of text."""
        lines: list[str] = [] if self.found else [NOTHING]
        for block in self.blocks:
            lines.append(block.title)
            lines.extend(f"  {label}: {text}" for label, text in block.lines)
        return "\n".join([*lines, *self.remarks, NOTE])

    def _repr_html_(self) -> str:
        """Return each as a row of a table for a notebook."""
        cells = "".join(_html_row(block) for block in self.blocks)
        notes = (*(() if self.found else (NOTHING,)), *self.remarks, NOTE)
        table = f"<table><tr><th>what</th><th>why</th></tr>{cells}</table>" if cells else ""
        return table + "".join(f"<p>{html.escape(note)}</p>" for note in notes)


def tell_gaps(gaps: Sequence[Gap], directory: Directory) -> Findings[Gap]:
    """Return gaps with the promises that each is read from."""
    return Findings(
        found=tuple(gaps),
        rows=tuple(_gap_row(gap, directory) for gap in gaps),
        blocks=tuple(_gap_block(gap, directory) for gap in gaps),
    )


def tell_loops(loops: Loops, directory: Directory) -> Findings[Loop]:
    """Return loops with the promises of each step."""
    remarks = [f"Loops of more than {loops.longest} actors were not looked for."]
    if not loops.complete:
        remarks.insert(0, f"There are more loops; these are the {loops.most} shortest.")
    return Findings(
        found=loops.found,
        rows=tuple(_loop_row(loop, directory) for loop in loops.found),
        blocks=tuple(_loop_block(loop, directory) for loop in loops.found),
        remarks=tuple(remarks),
    )


def _gap_row(gap: Gap, directory: Directory) -> Row:
    return {
        "kind": gap.kind,
        "actor": directory.name_of(gap.actor),
        "actor_id": gap.actor,
        "other": directory.name_of(gap.other) if gap.other is not None else None,
        "other_id": gap.other,
        "note": gap.note,
        "treaties": list(gap.treaties),
        "promises": [cite_row(rule, directory) for rule in gap.rules],
        "named_in": [cite_row(rule, directory) for rule in gap.named_in],
    }


def _gap_block(gap: Gap, directory: Directory) -> Block:
    lines = [("why", gap.note)]
    lines += [("promise", cite(rule, directory)) for rule in gap.rules]
    lines += [("named in", cite(rule, directory)) for rule in gap.named_in]
    title = f"{directory.name_of(gap.actor)} · {spelled(gap.kind)}"
    return Block(title=title, id=None, lines=tuple(lines))


def _loop_row(loop: Loop, directory: Directory) -> Row:
    return {
        "kind": loop.kind,
        "actors": [directory.name_of(actor) for actor in loop.actors],
        "actor_ids": list(loop.actors),
        "strength": loop.strength,
        "spoken_for": [directory.name_of(s.backer) for s in loop.steps if s.spoken_for],
        "treaty": loop.treaty,
        "steps": [
            {
                "backer": directory.name_of(step.backer),
                "backed": directory.name_of(step.backed),
                "strength": step.strength,
                "promises": [cite_row(rule, directory) for rule in step.rules],
            }
            for step in loop.steps
        ],
    }


def _loop_block(loop: Loop, directory: Directory) -> Block:
    names = [directory.name_of(actor) for actor in loop.actors]
    if loop.kind is LoopKind.ALLIANCE:
        # What is owed on request is one rule for each partner; the reader wants the article.
        articles = {":".join(rule.id.split(":")[:2]): rule.sources for rule in loop.rules}
        lines = [("parties", ", ".join(names))]
        lines += [("treaty", "; ".join((name, *held))) for name, held in articles.items()]
        return Block(
            title=f"{len(names)} parties · bound to each other, {loop.strength}",
            id=loop.treaty,
            lines=tuple(lines),
        )
    others = [directory.name_of(step.backer) for step in loop.steps if step.spoken_for]
    lines = [("promise", cite(rule, directory)) for rule in loop.rules]
    if others:
        lines.append(("spoken for", f"no words of their own: {', '.join(others)}"))
    title = f"{' → '.join((*names, names[0]))} · {loop.strength}"
    return Block(title=title, id=None, lines=tuple(lines))


def _html_row(block: Block) -> str:
    lines = "<br>".join(html.escape(f"{label}: {text}") for label, text in block.lines)
    return f"<tr><td>{html.escape(block.title)}</td><td>{lines}</td></tr>"
