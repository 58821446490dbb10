"""Where the event of a condition is: the place said, or the thing that an attack is on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import child, phrase
from foedus.analysis.event_clauses import EventClause

Range = tuple[int, int]
AGAINST = ("against", "at", "on", "upon")
"""Prepositions before what an attack is on."""


@dataclass(frozen=True)
class SiteReader:
    """Reads where the events of one text are."""

    clause: EventClause
    cast: Cast

    def place(self, head: int, span: Range) -> str | None:
        """Return the words of the place that the event is said to be in, or that it is named by."""
        tokens = self.clause.parse.tokens
        for below in self._places(head, span):
            word = self.clause.case(below)
            named = tokens[below].upos == "PROPN"
            if word in self.clause.words.placing and named:
                start, end = self.clause.parse.span(*phrase(self.clause.parse, below))
                return self.clause.parse.text[start:end]
        subject = self.clause.subject(head, span) if tokens[head].upos == "VERB" else None
        if subject is None or not self.clause.is_event(subject):
            return None
        for below in self.clause.parse.children[subject]:
            if tokens[below].deprel == "compound" and self.cast.inside(below, below + 1):
                return tokens[below].text
        return None

    def site(self, head: int, span: Range) -> str | None:
        """Return the words of the thing that an attack is on, where it is nobody's in particular.

        "An attack on the dam" is against whoever has the dam: the text does not tell who.
        """
        tokens = self.clause.parse.tokens
        for below in self.clause.obliques(head, span):
            word = self.clause.case(below)
            if word in AGAINST and tokens[below].upos == "NOUN" and not self.clause.is_event(below):
                start, end = self.clause.parse.span(*phrase(self.clause.parse, below))
                return self.clause.parse.text[start:end]
        return None

    def closed(self, head: int, span: Range) -> str | None:
        """Return the words of the thing that is closed: "if the gates of the dam stay shut"."""
        parse = self.clause.parse
        done = child(parse, head, ("obj",))
        thing = self.clause.subject(head, span) if done is None else done
        if thing is None or parse.tokens[thing].upos != "NOUN" or self.clause.is_event(thing):
            return None
        start, end = parse.span(*phrase(parse, thing))
        return parse.text[start:end]

    def _places(self, head: int, span: Range) -> Iterator[int]:
        """Yield the nouns that may be a place: below the event, or below what happens there."""
        yield from self.clause.obliques(head, span)
        verbal = self.clause.parse.tokens[head].upos == "VERB"
        subject = self.clause.subject(head, span) if verbal else None
        if subject is not None and self.clause.is_event(subject):
            yield from self.clause.obliques(subject, span)
