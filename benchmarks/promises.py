"""Promises: generated commitments with known duplicates, told by several outlets.

Every true commitment has an author, an act, a trigger and a day; its tellings differ in wording,
outlet, date of print and in what they leave out. Others share author, act or trigger with it, as
promises in the news do.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from foedus.records.actions import Promise
from foedus.records.actors import Actor
from foedus.records.analyses import record_id
from foedus.records.commitments import (
    Commitment,
    Condition,
    Kind,
    Polarity,
    Strength,
    Trigger,
    Voice,
)
from foedus.records.documents import Document, Evidence, HowKnown, Published
from foedus.records.entries import Entry, Listed
from foedus.records.statements import Statement, Style

FIRST_DAY = date(2021, 1, 1)
RECORDS_PER_DAY = 30
"""Density of the news: the span of days grows with the set, as it does in an archive."""

SHARE_ALONE = 0.45
MOST_TELLINGS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A generated entry and the number of the true commitment it tells."""

    entry: Entry
    truth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Truth:
    number: int
    committer: tuple[str, str]
    other: tuple[str, str]
    attacker: tuple[str, str] | None
    act: str
    trigger: str | None
    detail: str
    day: date
    condition_detail: str


def load_table() -> dict[str, Any]:
    """Return what promises are made of: states, acts, triggers, details, outlets."""
    return tomllib.loads(Path(__file__).with_name("promises.toml").read_text("utf-8"))


class Generator:
    """Makes tellings from the templates of promises.toml; the same seed gives the same set."""

    def __init__(self, seed: int, records: int) -> None:
        self._random = random.Random(seed)
        self._table = load_table()
        self._days = max(30, records // RECORDS_PER_DAY)
        self._records = records

    def __iter__(self) -> Iterator[Told]:
        made, number = 0, 0
        while made < self._records:
            truth = self._truth(number)
            alone = self._random.random() < SHARE_ALONE
            tellings = 1 if alone else self._random.randint(2, MOST_TELLINGS)
            for index in range(min(tellings, self._records - made)):
                yield Told(entry=self._tell(truth, index), truth=number)
                made += 1
            number += 1

    def _truth(self, number: int) -> _Truth:
        pick = self._random.choice
        states = [tuple(row) for row in self._table["states"]]
        committer, other, attacker = self._random.sample(states, 3)
        act = pick(list(self._table["acts"]))
        conditional = self._random.random() < 0.8
        return _Truth(
            number=number,
            committer=committer,
            other=other,
            attacker=attacker if self._random.random() < 0.7 else None,
            act=act,
            trigger=pick(list(self._table["triggers"])) if conditional else None,
            detail=pick(self._table["details"]),
            day=FIRST_DAY + timedelta(days=self._random.randrange(self._days)),
            condition_detail=pick(self._table["details"]),
        )

    def _tell(self, truth: _Truth, index: int) -> Entry:
        """Return one telling: the first verbatim more often, a headline now and then."""
        chance = self._random.random()
        style = (
            Style.DIRECT if chance < 0.3 else Style.HEADLINE if chance > 0.85 else Style.INDIRECT
        )
        headline = style is Style.HEADLINE
        act = self._table["acts"][truth.act]
        names = {"other": truth.other[1], "by": (truth.attacker or ("", "anybody"))[1]}
        words = self._random.choice(act["wordings"]).format(**names)
        if not (headline and self._random.random() < 0.6):
            words += f" {truth.detail}"
        condition_words = None
        if truth.trigger is not None:
            wording = self._random.choice(self._table["triggers"][truth.trigger]["wordings"])
            detail = "" if headline or self._random.random() < 0.3 else f" {truth.condition_detail}"
            condition_words = wording.format(**names) + detail
        text = f"{truth.committer[1]} will {words}"
        if condition_words:
            text += f" {condition_words}"
        document = self._document(truth, index, text=text + ".")
        action = Evidence.of(document.text, text.index(words), text.index(words) + len(words))
        condition = self._condition(truth, document, words=condition_words, headline=headline)
        return _entry(truth, document, action=action, condition=condition, style=style)

    def _document(self, truth: _Truth, index: int, *, text: str) -> Document:
        outlet = self._random.choice(self._table["outlets"])
        printed = truth.day + timedelta(days=self._random.choice((0, 0, 0, 1, 1, 2)))
        day = printed.isoformat()
        return Document(
            id=f"g{truth.number}-{index}",
            text=text,
            outlet=outlet,
            published=Published(earliest=day, latest=day, precision="day", how=HowKnown.GIVEN),
        )

    def _condition(
        self, truth: _Truth, document: Document, *, words: str | None, headline: bool
    ) -> Condition | None:
        if words is None or truth.trigger is None:
            return None
        row = self._table["triggers"][truth.trigger]
        # A reading misses a slot now and then, a headline more often.
        missed = 0.35 if headline else 0.1
        actor = truth.attacker[1] if truth.attacker and self._random.random() > missed else None
        target = truth.other[1] if row["target"] and self._random.random() > missed else None
        label = row["class"] if self._random.random() > missed else "other"
        start = document.text.index(words)
        return Condition(
            span=Evidence.of(document.text, start, start + len(words)),
            connective=words.split()[0],
            event_class=label,
            actor=actor,
            target=target,
            tree=Trigger(event_class=label, actor=actor, target=target),
        )


def _entry(
    truth: _Truth,
    document: Document,
    *,
    action: Evidence,
    condition: Condition | None,
    style: Style,
) -> Entry:
    committer = _state(truth.committer)
    statement = Statement(
        id=record_id("statement", document.sha256, document.id),
        speaker=committer,
        cue=(),
        content=(Evidence.of(document.text, 0, len(document.text)),),
        source=(),
        style=style,
    )
    record = Commitment(
        id=record_id("commitment", document.sha256, document.id),
        kind=Kind.THREAT,
        speaker=committer,
        committer=committer,
        beneficiary=None,
        target=None,
        condition=condition,
        action=Promise(span=action, action_class=truth.act),
        polarity=Polarity.WILL,
        strength=Strength.FIRM,
        voice=Voice.DIRECT_QUOTE if style is Style.DIRECT else Voice.INDIRECT,
        statement_id=statement.id,
    )
    return Entry(noun=Listed.COMMITMENTS, record=record, document=document, statement=statement)


def _state(state: tuple[str, str]) -> Actor:
    code, name = state
    return Actor(name=name, id=code, code=code, sector="GOV")
