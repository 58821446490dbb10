"""How many, of what, on whose word: quantities with the noun they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from foedus.analysis.clauses import child
from foedus.analysis.counted import Counted, find_counted
from foedus.analysis.innermost import find_innermost
from foedus.analysis.parse import Parse, Sentence
from foedus.analysis.quantities import Quantity, bounded_after, find_quantities
from foedus.analysis.unknowns import find_unknown
from foedus.languages.figures import FigureWords
from foedus.records.actions import Figure, FigureStatus
from foedus.records.analyses import record_id
from foedus.records.commitments import Commitment
from foedus.records.documents import Document, Evidence
from foedus.records.statements import SpeechAct, Statement
from foedus.records.times import When

MAX_HEADS = 6
"""How far above a number its verb is looked for."""
_NONE = Quantity(0, 0, None, None)


@dataclass(frozen=True)
class FigureReader:
    """Reads the figures of one document."""

    document: Document
    parse: Parse
    words: FigureWords
    statements: Sequence[Statement]
    commitments: Sequence[Commitment]
    times: Sequence[When]

    def read(self) -> list[Figure]:
        """Return the figures in the order of the text, none inside another."""
        found: list[Figure] = []
        for sentence in self.parse.sentences:
            unknown = [
                replace(self._figure(_NONE, counted), status=FigureStatus.STATED_UNKNOWN)
                for counted in find_unknown(self.parse, sentence, words=self.words)
            ]
            found.extend(unknown)
            for figure in self._known(sentence):
                inside = any(_overlap(figure.span, other.span) for other in unknown)
                if not inside and not self._aside(figure.span):
                    found.append(figure)
        return sorted(found, key=lambda figure: (figure.span.start, figure.span.end))

    def _aside(self, span: Evidence) -> bool:
        """Say whether a span is a time or lies in boilerplate."""
        inside_time = any(t.span and _overlap(t.span, span) for t in self.times)
        return inside_time or any(a <= span.start < b for a, b in self.document.boilerplate)

    def _known(self, sentence: Sentence) -> Iterator[Figure]:
        """Yield the quantities of a sentence with what they count."""
        base = sentence.first
        low = [token.text.lower() for token in self.parse.tokens[base : sentence.last]]
        end = 0
        for quantity in find_quantities(low, self.words):
            first, last = base + quantity.first, base + quantity.last
            counted = find_counted(self.parse, first, last, quantity=quantity, words=self.words)
            if counted is None or quantity.first < end:
                continue
            quantity, after = bounded_after(low, counted.last - base, quantity, self.words)
            yield self._figure(quantity, replace(counted, last=base + after))
            end = after

    def _figure(self, quantity: Quantity, counted: Counted) -> Figure:
        start, end = self.parse.span(counted.first, counted.last)
        span = Evidence.of(self.parse.text, start, end)
        statement = self._statement(span)
        return Figure(
            id=record_id("figure", self.document.sha256, start, end),
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            unit=counted.unit,
            of=counted.of,
            status=self._status(counted, span, statement),
            span=span,
            statement_id=statement.id if statement else None,
        )

    def _statement(self, span: Evidence) -> Statement | None:
        """Return the innermost statement whose content holds a span."""
        return find_innermost(self.statements, span.start, span.end - 1)

    def _status(
        self, counted: Counted, span: Evidence, statement: Statement | None
    ) -> FigureStatus:
        """Return how the text vouches for a number: its condition first, then who says it."""
        for commitment in self.commitments:
            parts = [commitment.action.span]
            parts += [commitment.condition.span] if commitment.condition else []
            if any(p.start <= span.start < p.end for p in parts):
                return FigureStatus.CONDITIONAL if commitment.condition else FigureStatus.PLANNED
        ahead = self._ahead(counted)
        if self._conditional(counted, ahead):
            return FigureStatus.CONDITIONAL
        if statement is not None:
            predicts = SpeechAct.PREDICT in statement.acts
            return FigureStatus.PREDICTED if predicts else FigureStatus.CLAIMED
        return ahead or FigureStatus.REPORTED

    def _conditional(self, counted: Counted, ahead: FigureStatus | None) -> bool:
        """Say whether a figure stands in an if-clause, or in what would follow from one."""
        clause = self._if_clauses[self.parse.tokens[counted.first].sentence]
        if clause is None:
            return False
        return ahead is not None or clause[0] < counted.first < clause[1]

    @cached_property
    def _if_clauses(self) -> tuple[tuple[int, int] | None, ...]:
        """Return for every sentence the tokens from its first "if" to the comma behind it."""
        return tuple(self._if_clause(sentence) for sentence in self.parse.sentences)

    def _if_clause(self, sentence: Sentence) -> tuple[int, int] | None:
        tokens = self.parse.tokens
        low = [token.text.lower() for token in tokens[sentence.first : sentence.last]]
        place = self._opener(low)
        if place is None:
            return None
        comma = low.index(",", place) if "," in low[place:] else len(low)
        return sentence.first + place, sentence.first + comma

    def _opener(self, low: Sequence[str]) -> int | None:
        """Return where "if" or "in case of" stands in a sentence, None without one."""
        for place, word in enumerate(low):
            if word in self.words.words["status.conditional"]:
                return place
            if word in self.words.words["status.phrase_starts"]:
                phrases = {" ".join(low[place : place + size]) for size in (2, 3, 4)}
                if phrases & self.words.words["status.conditional_phrases"]:
                    return place
        return None

    def _ahead(self, counted: Counted) -> FigureStatus | None:
        """Return planned or predicted where the verb above a figure looks ahead, else None."""
        tokens = self.parse.tokens
        index = counted.noun if counted.noun is not None else counted.first
        for _ in range(MAX_HEADS):
            token = tokens[index]
            auxiliaries = {
                tokens[i].text.lower()
                for i in self.parse.children[index]
                if tokens[i].upos == "AUX"
            }
            if auxiliaries & self.words.words["status.planned"]:
                return FigureStatus.PLANNED
            if auxiliaries & self.words.words["status.predicted"]:
                return FigureStatus.PREDICTED
            if token.head < 0:
                return None
            infinitive = token.upos == "VERB" and child(self.parse, index, ("mark",)) is not None
            above = tokens[token.head].lemma.lower()
            if infinitive and above in self.words.words["status.planning"]:
                return FigureStatus.PLANNED
            if token.deprel in ("acl:relcl", "ccomp", "parataxis"):
                return None
            index = token.head
        return None


def _overlap(left: Evidence, right: Evidence) -> bool:
    return left.start < right.end and right.start < left.end


def find_figures(
    document: Document,
    parse: Parse,
    *,
    words: FigureWords,
    statements: Sequence[Statement] = (),
    commitments: Sequence[Commitment] = (),
    times: Sequence[When] = (),
) -> tuple[Figure, ...]:
    """Find the quantities of a text with what they count, in order.

    Args:
        document: The text; its boilerplate holds no figure.
        parse: What the model says about it.
        words: The number words of the language.
        statements: A figure inside a content is that speaker's claim.
        commitments: A figure inside a conditional promise is conditional.
        times: Expressions of time, whose numbers are no figures.

    Returns:
        Figures with bounds: "at least" leaves the maximum None, "up to" the minimum; both are None
        where the text says that a number is unknown. Years, names and ordinals give none.
    """
    reader = FigureReader(document, parse, words, statements, commitments, times)
    return tuple(reader.read())
