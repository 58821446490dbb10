"""Why and why not: proofs whose leaves are exact characters, and what a promise still waits for."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass

from foedus.errors import UnknownRecord
from foedus.reasoning.answers import NOTE, Answer
from foedus.reasoning.fitting import Fit
from foedus.reasoning.happenings import Firing, Happening
from foedus.reasoning.printing import say_pattern
from foedus.reasoning.rules import Rule
from foedus.reasoning.shortfalls import Shortfall
from foedus.records.commitments import Commitment
from foedus.records.documents import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Exact characters of a document, whose they are, through whom they came and from when.

    `said` is ISO text, of the statement or else of the publication; None where neither is known.
    """

    evidence: Evidence
    document_id: str
    speaker: str | None
    channel: tuple[str, ...]
    said: str | None

    def __str__(self) -> str:
        """Return the words with their source in one line."""
        speaker = self.speaker or "the text"
        through = f" via {', '.join(self.channel)}" if self.channel else ""
        when = f", {self.said}" if self.said is not None else ""
        place = f"{self.document_id}:{self.evidence.start}-{self.evidence.end}"
        return f"“{self.evidence.exact}” ({speaker}{through}{when}; {place})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One step: what is so, by which promise (None: it is given), in whose words, and from what.

    `question` is what would settle a step that is not certain.
    """

    says: str
    rule: Rule | None = None
    words: tuple[Words, ...] = ()
    parts: tuple[Proof, ...] = ()
    question: str | None = None
    assumptions: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the proof as indented lines."""
        return "\n".join(self._lines(0))

    def _lines(self, depth: int) -> Iterator[str]:
        indent = "  " * depth
        given = " (given)" if self.rule is None else f" [{self.rule.id}]"
        doubt = f" – {self.question}" if self.question is not None else ""
        yield f"{indent}{self.says}{given}{doubt}"
        for words in self.words:
            yield f"{indent}  {words}"
        if self.assumptions:
            yield f"{indent}  if assumed: {', '.join(self.assumptions)}"
        for part in self.parts:
            yield from part._lines(depth + 1)

    def _repr_html_(self) -> str:
        """Return the proof as nested lists for a notebook."""
        return f"{self._html()}<p>{html.escape(NOTE)}</p>"

    def _html(self) -> str:
        own = next(self._lines(0)).strip()
        inner = [html.escape(str(words)) for words in self.words]
        inner.extend(part._html() for part in self.parts)
        items = "".join(f"<li>{item}</li>" for item in inner)
        return f"{html.escape(own)}<ul>{items}</ul>" if items else html.escape(own)


def why(answer: Answer, rule_id: str) -> Proof:
    """Return how a promise comes to be triggered, down to the words of every promise used.

    Args:
        answer: An answer of `follows`.
        rule_id: The id of a record that the answer triggers, or of another telling of its thread.

    Raises:
        UnknownRecord: The answer does not trigger it; `why_not` says why.
    """
    for one in answer.triggered:
        if rule_id in (one.rule.id, *one.rule.also):
            return prove(one.firing, answer)
    known = ", ".join(one.rule.id for one in answer.triggered) or "nothing"
    raise UnknownRecord(f"{rule_id!r} is not triggered; triggered: {known}; ask why_not")


def why_not(rule: Rule, answer: Answer) -> Shortfall:
    """Return the slot at which a promise fails and what would change it.

    Raises:
        UnknownRecord: The answer triggers it; `why` says how.
    """
    key = rule.id, rule.committer
    missed = {(one.id, one.committer) for one in answer.missed}
    if key in answer.bounds.possible.fired and key not in missed:
        raise UnknownRecord(f"{rule.id!r} is triggered; ask why")
    return answer.explain(rule)


def find_words(rule: Rule) -> tuple[Words, ...]:
    """Return the words of a rule's condition and act; empty for a rule that no text states."""
    entry = rule.entry
    if entry is None or not isinstance(entry.record, Commitment):
        return ()
    commitment, statement = entry.record, entry.statement
    when = statement.said if statement is not None else None
    said = when.earliest if when is not None else entry.document.published.earliest
    spans = [commitment.condition.span] if commitment.condition is not None else []
    return tuple(
        Words(
            evidence=span,
            document_id=entry.document.id,
            speaker=commitment.speaker.name if commitment.speaker is not None else None,
            channel=statement.channel if statement is not None else (),
            said=said,
        )
        for span in [*spans, commitment.action.span]
    )


def prove(firing: Firing, answer: Answer) -> Proof:
    """Return how a firing of an answer comes about, down to the words of every promise used."""
    directory = answer.fitter.directory
    rule = firing.rule
    who = directory.name_of(rule.committer)
    act = rule.action_words or say_pattern(rule.consequence, directory)
    return Proof(
        says=f"{who} is bound {'not ' if rule.refused else ''}to: {act}",
        rule=rule,
        words=find_words(rule),
        parts=tuple(
            _support(happening, fit, answer)
            for happening, fit in zip(firing.supports, firing.fits, strict=True)
        ),
        assumptions=firing.assumptions,
    )


def _support(happening: Happening, fit: Fit, answer: Answer) -> Proof:
    says = say_pattern(happening.pattern, answer.fitter.directory)
    if happening.cause is None:
        return Proof(says=says, question=fit.question, assumptions=fit.assumptions)
    return Proof(
        says=f"{says}, if the promise is kept",
        rule=happening.cause.rule,
        parts=(prove(happening.cause, answer),),
        question=fit.question,
        assumptions=fit.assumptions,
    )
