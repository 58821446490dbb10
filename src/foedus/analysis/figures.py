"""How many, of what, on whose word: quantities with the noun they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.clauses import child
from foedus.analysis.parse import Parse
from foedus.analysis.quantities import Quantity, bound_after, find_quantities
from foedus.languages.figures import FigureWords
from foedus.records.actions import Figure, FigureStatus
from foedus.records.analyses import record_id
from foedus.records.commitments import Commitment
from foedus.records.documents import Document, Evidence
from foedus.records.statements import Statement
from foedus.records.times import When

MAX_NOUN_TOKENS = 8
"""How many tokens may stand between a number and the noun that it counts."""
_LOOSE = (
    "acl:relcl",
    "acl",
    "advcl",
    "punct",
    "parataxis",
    "cop",
    "aux",
    "mark",
    "cc",
    "conj",
    "appos",
)
_FUTURE = frozenset({"will", "would", "shall", "'ll", "plan", "plans", "to"})


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
        """Return the figures in the order of the text."""
        found: list[Figure] = []
        for sentence in self.parse.sentences:
            low = [t.text.lower() for t in self.parse.tokens[sentence.first : sentence.last]]
            for quantity in find_quantities(low, self.words):
                figure = self._figure(quantity, sentence.first, low)
                if figure is not None and not self._aside(figure.span):
                    found.append(figure)
            found.extend(self._unknown(sentence.first, sentence.last))
        return sorted(found, key=lambda figure: (figure.span.start, figure.span.end))

    def _aside(self, span: Evidence) -> bool:
        """Say whether a span is a time or lies in boilerplate."""
        inside_time = any(
            t.span and t.span.start < span.end and span.start < t.span.end for t in self.times
        )
        return inside_time or any(a <= span.start < b for a, b in self.document.boilerplate)

    def _figure(self, quantity: Quantity, base: int, low: Sequence[str]) -> Figure | None:
        """Return the figure of a quantity, None for a name, a year or an uncounted thing."""
        first, last = base + quantity.first, base + quantity.last
        before = low[quantity.first - 1] if quantity.first else ""
        if before in self.words.names or (before == "-" and quantity.first > 1):
            return None
        noun = self._noun(first, last)
        if noun is None and quantity.unit is None and not self._bare(quantity):
            return None
        if noun is not None and self.parse.tokens[noun].lemma.lower() in self.words.not_counted:
            return None
        if noun is None:
            return self._of(quantity, (first, self._tail(last)), unit=quantity.unit, of=None)
        start, end = self._extent(noun, first, last)
        side, after = bound_after(low, end - base, self.words)
        if side == "maximum":
            quantity = replace(quantity, minimum=None)
        elif side == "minimum":
            quantity = replace(quantity, maximum=None)
        end = base + after if side else end
        unit = quantity.unit or self._unit(noun, low, end - base)
        return self._of(quantity, (start, end), unit=unit, of=self._counted_of(noun))

    def _bare(self, quantity: Quantity) -> bool:
        """Say whether a number without a noun still counts something: a bound and a large value."""
        one_sided = (quantity.minimum is None) != (quantity.maximum is None)
        return one_sided and (quantity.maximum or quantity.minimum or 0) >= 100

    def _tail(self, last: int) -> int:
        """Return where a number without a noun ends: with the participle and adverb behind it."""
        tokens = self.parse.tokens
        if last < len(tokens) and tokens[last].xpos == "VBN":
            last += 1
            if last < len(tokens) and tokens[last].upos == "ADV":
                last += 1
        return last

    def _noun(self, first: int, last: int) -> int | None:
        """Return the noun that a number counts: its head in the tree, or the next noun."""
        tokens = self.parse.tokens
        for index in range(last, min(len(tokens), last + MAX_NOUN_TOKENS)):
            token = tokens[index]
            if token.sentence != tokens[first].sentence or token.upos in ("PUNCT", "VERB", "AUX"):
                if token.text in ("-", "–", "“", '"', "”"):
                    continue
                break
            if token.upos in ("NOUN", "PROPN"):
                while index + 1 < len(tokens) and self._compounds(index):
                    index += 1
                return index
            if token.upos not in ("ADJ", "ADP", "DET", "ADV", "NUM", "SYM", "X"):
                break
            if token.upos == "ADP" and token.text.lower() != "of":
                break
        return None

    def _compounds(self, index: int) -> bool:
        token, after = self.parse.tokens[index], self.parse.tokens[index + 1]
        if after.upos == "PUNCT" and after.text == "-":
            return index + 2 < len(self.parse.tokens) and token.deprel in (
                "compound",
                "amod",
                "nmod",
            )
        joined = after.upos in ("NOUN", "PROPN") and after.sentence == token.sentence
        return joined and token.deprel in (
            "compound",
            "amod",
            "nmod:poss",
            "nummod",
            "nmod",
            "flat",
        )

    def _extent(self, noun: int, first: int, last: int) -> tuple[int, int]:
        """Return the tokens of the counted phrase: from the number on, with what follows the noun."""
        tokens = self.parse.tokens
        start = first
        if start and tokens[start - 1].text.lower() in ("the", "a", "an") and noun > last - 1:
            start -= 1
        end = noun + 1
        for below in self.parse.children[noun]:
            token = tokens[below]
            if below < end or token.deprel in _LOOSE:
                continue
            case = child(self.parse, below, ("case",))
            word = tokens[case].text.lower() if case is not None else ""
            if word in ("of", "in", "a", "per") or token.deprel in (
                "obl:unmarked",
                "nmod:unmarked",
            ):
                below_last = max(self.parse.subtree(below)) + 1
                if below_last - end <= 4:
                    end = below_last
        while end > noun + 1 and tokens[end - 1].upos == "PUNCT":
            end -= 1
        return start, end

    def _unit(self, noun: int, low: Sequence[str], place: int) -> str:
        """Return the counted noun, with "a day" where the phrase ends on a rate."""
        lemma = self.parse.tokens[noun].lemma.lower()
        rate = low[place - 2 : place] if place >= 2 else []
        if len(rate) == 2 and rate[0] in ("every", "a", "per", "each"):
            return f"{lemma}/{rate[1]}"
        return lemma

    def _counted_of(self, noun: int) -> str | None:
        """Return the nationality or kind that stands before the counted noun."""
        below = [
            self.parse.tokens[i].text
            for i in self.parse.children[noun]
            if self.parse.tokens[i].deprel in ("amod", "compound", "nmod:poss")
        ]
        return " ".join(below) or None

    def _of(
        self, quantity: Quantity, span: tuple[int, int], *, unit: str | None, of: str | None
    ) -> Figure:
        start, end = self.parse.span(*span)
        evidence = Evidence.of(self.parse.text, start, end)
        statement = self._statement(evidence)
        return Figure(
            id=record_id("figure", self.document.sha256, start, end),
            minimum=quantity.minimum,
            maximum=quantity.maximum,
            unit=unit,
            of=of,
            status=self._status(span, evidence, statement),
            span=evidence,
            statement_id=statement.id if statement else None,
        )

    def _statement(self, span: Evidence) -> Statement | None:
        """Return the innermost statement whose content holds a span."""
        holding = [
            (part.end - part.start, place)
            for place, statement in enumerate(self.statements)
            for part in statement.content
            if part.start <= span.start and span.end <= part.end + 1
        ]
        return self.statements[min(holding)[1]] if holding else None

    def _status(
        self, tokens: tuple[int, int], span: Evidence, statement: Statement | None
    ) -> FigureStatus:
        """Return how the text vouches for a number."""
        for commitment in self.commitments:
            parts = [commitment.action.span]
            parts += [commitment.condition.span] if commitment.condition else []
            if any(p.start <= span.start < p.end for p in parts):
                return FigureStatus.CONDITIONAL if commitment.condition else FigureStatus.PLANNED
        if statement is not None and "predict" in statement.acts:
            return FigureStatus.PREDICTED
        sentence = self.parse.sentences[self.parse.tokens[tokens[0]].sentence]
        low = [t.text.lower() for t in self.parse.tokens[sentence.first : tokens[0]]]
        if statement is not None:
            return FigureStatus.CLAIMED
        return FigureStatus.PLANNED if _FUTURE & set(low[-8:]) else FigureStatus.REPORTED

    def _unknown(self, first: int, last: int) -> list[Figure]:
        """Return "the number of … remains unclear", and what "as does …" adds to it."""
        tokens, found = self.parse.tokens, []
        for index in range(first, last):
            if tokens[index].text.lower() not in self.words.unknown_predicates:
                continue
            for noun in range(first, last):
                if (
                    tokens[noun].text.lower() in self.words.unknown_nouns
                    and tokens[noun].upos == "NOUN"
                ):
                    span = self._unknown_span(noun, index, last)
                    if span is not None and not any(
                        f.span.end > self.parse.span(*span)[0] for f in found
                    ):
                        none = Quantity(0, 0, None, None)
                        figure = self._of(none, span, unit=self._unit_of(noun), of=None)
                        found.append(replace(figure, status=FigureStatus.STATED_UNKNOWN))
            break
        return found

    def _unknown_span(self, noun: int, predicate: int, last: int) -> tuple[int, int] | None:
        """Return the phrase whose size is not known: up to the predicate, or to the sentence's end."""
        tokens = self.parse.tokens
        start = noun
        while start > 0 and tokens[start - 1].upos in ("DET", "ADJ"):
            start -= 1
        if noun < predicate:
            return start, predicate + 1
        back = {t.text.lower() for t in tokens[predicate + 1 : start]}
        if not back & {"as", "does", "do", "is", "are", "how"}:
            return None
        end = last
        while end > noun + 1 and tokens[end - 1].upos == "PUNCT":
            end -= 1
        return start, end

    def _unit_of(self, noun: int) -> str | None:
        for below in self.parse.children[noun]:
            if self.parse.tokens[below].deprel == "nmod":
                return self.parse.tokens[below].lemma.lower()
        return None


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
