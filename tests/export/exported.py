"""A store with two texts that try every format: formulas, marks of XML and TeX, odd characters."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from foedus.export.cited import Cited
from foedus.records import Actor, Analysis, Evidence, Published
from foedus.records.codec import from_dict
from foedus.records.commitments import Kind
from foedus.records.documents import HowKnown
from foedus.records.entries import Entry, Listed
from foedus.records.reviews import Decision, Review, standing_of

CASE = Path(__file__).parents[1] / "records" / "cases" / "analysis.json"
AT = "2031-03-04T09:00:00.000001+00:00"
TITLE = '=HYPERLINK("http://e.org") & <b>50 % of {A_B} \\ #1 ~ ^</b> $2'
NOUNS = tuple(Listed)


def plain_analysis() -> Analysis:
    """Return the analysis of the shared case."""
    return from_dict(json.loads(CASE.read_text("utf-8")))


def odd_analysis() -> Analysis:
    """Return an analysis whose every word could act in some format."""
    text = (
        "=cmd|' /C calc'!A0 said: +if <b>“they”</b> attack & win,\twe\u00a0will\x0c strike\n-back."
    )
    act = Evidence.of(text, text.index("will"), text.index("-back") + 5)
    condition = Evidence.of(text, text.index("+if"), text.index(",\twe"))
    plain = plain_analysis()
    one = plain.commitments[0]
    assert one.condition is not None
    document = replace(
        plain.document,
        id="odd & <1>.txt",
        text=text,
        title=TITLE,
        author="@Ann {O'Neill} & Co.",
        outlet="-Post_50%",
        url="https://example.org/a?b=1&c={d}",
        extra={},
        published=Published(
            earliest="2031-01-01", latest="2031-01-31", precision="month", how=HowKnown.BOUNDS
        ),
    )
    threat = replace(
        one,
        id="c-odd000000001",
        kind=Kind.THREAT,
        speaker=None,
        committer=Actor(name='=Red "Front" & <Co>', sector="REB"),
        beneficiary=None,
        target=Actor(name="@Blue; Green", members=(Actor(name="@Blue"), Actor(name="Green"))),
        condition=replace(one.condition, span=condition),
        action=replace(one.action, span=act, objects=("=a", "b")),
        basis=None,
        statement_id=None,
        hedges=("such as it is",),
        score=0.5,
    )
    return Analysis(document=document, commitments=(threat,))


def reviews() -> tuple[Review, ...]:
    """Return the steps of two reviewers on the first commitment and on the odd one."""
    first = plain_analysis().commitments[0].id
    return (
        Review(record_id=first, decision=Decision.ACCEPT, reviewer="Ada", at=AT, number=1),
        Review(
            record_id="c-odd000000001", decision=Decision.EDIT, reviewer="Bo", at=AT,
            slot="strength", before='"firm"', after='"possible"', number=2,
        ),
    )  # fmt: skip


def cited(*nouns: Listed) -> list[Cited]:
    """Return the records of these nouns as they leave the store, noun by noun."""
    found = []
    for noun in nouns or NOUNS:
        for analysis in (plain_analysis(), odd_analysis()):
            said = {one.id: one for one in analysis.statements}
            for record in getattr(analysis, noun):
                steps = [step for step in reviews() if step.record_id == record.id]
                standing = standing_of(steps)
                if standing.edits:
                    record = replace(record, strength=json.loads(standing.edits[0][1]))
                statement = said.get(getattr(record, "statement_id", None) or "")
                entry = Entry(
                    noun=noun, record=record, document=analysis.document, statement=statement
                )
                found.append(Cited(entry=entry, standing=standing))
    return found
