"""What is reported as done, planned, going on, alleged or denied: who does what to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.actors import Cast
from foedus.analysis.bounds import find_barred
from foedus.analysis.clauses import Range, phrase, trim
from foedus.analysis.dyads import Dyad, DyadReader
from foedus.analysis.happenings import Happening, HappeningFinder
from foedus.analysis.innermost import find_innermost
from foedus.analysis.mentions import Sort
from foedus.analysis.parse import Parse
from foedus.languages.actions import ActionWords
from foedus.records.actions import Event, EventStatus
from foedus.records.actors import Actor
from foedus.records.analyses import Analysis, record_id
from foedus.records.documents import Evidence
from foedus.records.statements import SpeechAct, Statement
from foedus.records.times import When

_PROMISING = frozenset({"AGREE", "THREATEN"})
_WILLING = frozenset({"AID", "CONCEDE", "CONSULT", "RETREAT", "SUPPORT"})
"""PLOVER codes the intention to do any of these as AGREE."""
_MUTUAL = frozenset({"ACCUSE", "AGREE", "REJECT"})
_SAID = {"ACCUSE": SpeechAct.ACCUSE, "REQUEST": SpeechAct.DEMAND}
"""Types of event that a statement already stands for, if it has this act."""
MAX_PROMISE_TOKENS = 14
"""So near behind "threatened" or "agreed", a commitment is what was threatened or agreed."""
MAX_SPAN_TOKENS = 45
MIN_AGREEING = 2
"""Of words to another an event is made where he is named, or where so many agree or quarrel."""
QUOTATION_MARKS = frozenset("\"'“”‘’")
NEAR_CHARACTERS = 12
"""Two events so near with one type and dyad are one event told with two verbs."""


def find_events(
    known: Analysis, parse: Parse, *, cast: Cast, words: ActionWords
) -> tuple[Event, ...]:
    """Find the events that a document reports, one for each predicate or event noun.

    Args:
        known: The document with its statements, commitments, figures and times: a trigger or a
            promised act is no event, and what a statement says is alleged.
        parse: The tree of the document's text.
        cast: Who is named.
        words: The table of event classes and its words.

    Returns:
        Events in the order of the text. Events inside a statement carry its id and are never
        "occurred". What the document does not say is None or empty.
    """
    finder = HappeningFinder(parse, words, find_barred(known, parse, words=words))
    reader = EventReader(
        known, parse, finder, DyadReader(parse, cast, finder), known.document.sha256
    )
    found = [event for happening in finder.find() if (event := reader.read(happening))]
    return tuple(sorted(_unrepeated(found), key=lambda event: (event.span.start, event.span.end)))


@dataclass(frozen=True)
class EventReader:
    """Makes the events of one document's happenings."""

    known: Analysis
    parse: Parse
    finder: HappeningFinder
    dyads: DyadReader
    sha256: str

    def read(self, happening: Happening) -> Event | None:
        """Return the event, None where nobody is named who does it or another record says it."""
        happening = self._as_named(happening)
        statement = self._statement(happening.index)
        speaker = statement.speaker if statement is not None else None
        parties = None if happening.verbal else self.finder.parties(happening.index)
        span = self._span(happening, parties)
        dyad = self.dyads.read(happening, span=span, parties=parties, speaker=speaker)
        status = self._status(happening, statement)
        if not dyad.actors or not self._wanted(happening, dyad, status):
            return None
        start, end = self.parse.span(*span)
        kind, mode = self._plover(happening, status, span=span, dyad=dyad)
        return Event(
            id=record_id("event", self.sha256, start, end, kind),
            type=kind,
            mode=mode,
            event_class=happening.sense.event_class,
            actors=dyad.actors,
            recipients=dyad.recipients,
            place=dyad.place,
            when=self._when(happening, span),
            status=status,
            span=Evidence.of(self.parse.text, start, end),
            statement_id=statement.id if statement is not None else None,
            figures=tuple(
                figure.id
                for figure in self.known.figures
                if start <= figure.span.start and figure.span.end <= end
            ),
        )

    def _as_named(self, happening: Happening) -> Happening:
        """Return a happening as what it is by the names beside its verb.

        "Seized Goma" seizes no goods, and a state that protests marches in no street.
        """
        lemma, words = self.finder.lemma(happening.index), self.finder.words
        if not happening.verbal:
            return happening
        if lemma in words.words["occupying"] and self._names(happening, ("obj", "nsubj:pass")):
            return replace(happening, sense=words.verbs["occupy"][0])
        if happening.sense.type == "PROTEST" and self._names(happening, ("nsubj",)):
            return replace(happening, sense=words.verbs["accuse"][0])
        return happening

    def _names(self, happening: Happening, relations: Sequence[str]) -> bool:
        """Say whether a dependent of a verb is a state or a place by its own name."""
        for below in self.parse.children[happening.index]:
            if self.parse.tokens[below].deprel in relations:
                named = self.dyads.cast.inside(below, below + 1)
                own = [m for m in named if not (m.adjective or m.demonym)]
                if any(mention.sort in (Sort.PLACE, Sort.STATE) for mention in own):
                    return True
        return False

    def _plover(
        self, happening: Happening, status: EventStatus, *, span: Range, dyad: Dyad
    ) -> tuple[str, str | None]:
        """Return PLOVER's type and mode: good that is only planned or promised is an AGREE, and
        drills of several countries with each other are a COOPERATE."""
        sense = happening.sense
        promising = self._promises(happening.index)
        if sense.type in _WILLING and (status is EventStatus.PLANNED or promising):
            return "AGREE", None
        if sense.type == "MOBILIZE" and self._are_together(span, dyad):
            return "COOPERATE", None
        return sense.type, sense.mode

    def _are_together(self, span: Range, dyad: Dyad) -> bool:
        """Say whether what several countries do in a span is a drill that they hold together."""
        tokens, words = self.parse.tokens[slice(*span)], self.finder.words
        countries = {one.code for one in (*dyad.actors, *dyad.recipients) if one.code is not None}
        drills = any(words.lemma_of(t.text, t.lemma) in words.sets["drill"] for t in tokens)
        told = any(t.text.lower() in words.words["together"] for t in tokens)
        several = len({one.code for one in dyad.actors if one.code is not None}) > 1
        beside = any(self._stands_behind_with(one) for one in dyad.recipients)
        return len(countries) > 1 and drills and (told or several or beside)

    def _stands_behind_with(self, party: Actor) -> bool:
        """Say whether "with" opens the phrase that names a party: "with the Chadian army"."""
        if party.span is None:
            return False
        first = self.parse.token_at(party.span.start)
        return any(t.text.lower() == "with" for t in self.parse.tokens[max(0, first - 2) : first])

    def _statement(self, index: int) -> Statement | None:
        """Return the innermost statement whose content holds a token."""
        token = self.parse.tokens[index]
        return find_innermost(self.known.statements, token.start, token.end)

    def _wanted(self, happening: Happening, dyad: Dyad, status: EventStatus) -> bool:
        """Say whether an event tells more than the statements and commitments beside it."""
        mutual = happening.sense.type in _MUTUAL and len(dyad.actors) >= MIN_AGREEING
        if happening.sense.stance and not dyad.recipients and not mutual:
            return False
        dependent = happening.verbal and not happening.main
        governed = status in (EventStatus.WARNED_AGAINST, EventStatus.DENIED)
        if dependent and not governed and not self._told_apart(happening.index):
            return False
        index = happening.index
        start = self.parse.tokens[index].start
        act = _SAID.get(happening.sense.type)
        for statement in self.known.statements:
            cued = any(cue.start <= start < cue.end for cue in statement.cue)
            told = statement.addressee if act is SpeechAct.DEMAND else statement.accused
            if cued and act in statement.acts and told and statement.speaker is not None:
                return False
        if happening.sense.type not in _PROMISING and not self._promises(index):
            return True
        last = min(index + MAX_PROMISE_TOKENS, len(self.parse.tokens) - 1)
        reach = self.parse.tokens[last].end
        return not any(
            start <= commitment.action.span.start < reach for commitment in self.known.commitments
        )

    def _promises(self, index: int) -> bool:
        """Say whether a verb promises: its commitment tells what "offered to lend" would."""
        return self.finder.lemma(index) in self.finder.words.words["promising"]

    def _told_apart(self, index: int) -> bool:
        """Say whether a dependent clause is a report of its own: a subject, or who did it."""
        return self.finder.own_subject(index) is not None or self.finder.agent(index) is not None

    def _status(self, happening: Happening, statement: Statement | None) -> EventStatus:
        """Return the status: what somebody says is alleged unless he plans, warns or denies it."""
        status = happening.status
        reported = statement is not None or self._hedged(happening.index)
        if statement is not None and SpeechAct.DENY in statement.acts:
            return EventStatus.DENIED
        if reported and status in (EventStatus.OCCURRED, EventStatus.ONGOING):
            return EventStatus.ALLEGED
        return status

    def _hedged(self, index: int) -> bool:
        words = self.finder.words.words["hedges"]
        return any(self.parse.tokens[i].text.lower() in words for i in self.parse.children[index])

    def _span(self, happening: Happening, parties: Range | None) -> Range:
        """Return the tokens of an event: its clause core, or its noun phrase."""
        if not happening.verbal:
            first, last = self._noun_phrase(happening.index)
            return first, max(last, parties[1]) if parties else last
        index = happening.index
        token = self.parse.tokens[index]
        first, last = self._core(index)
        if happening.status is EventStatus.WARNED_AGAINST:
            first = index
        if token.deprel in ("acl", "acl:relcl") and token.xpos == "VBN" and token.head >= 0:
            first = min(first, phrase(self.parse, token.head)[0])
        return trim(self.parse, first, last)

    def _noun_phrase(self, index: int) -> Range:
        """Return the phrase of an event noun, with what stands before a quotation inside it."""
        first, last = phrase(self.parse, index)
        below = set(self.parse.subtree(index))
        quoted = self.parse.tokens[first - 1].text in QUOTATION_MARKS if first else False
        while quoted and first - 1 in below:
            first -= 1
        commas = [i for i in range(index, last) if self.parse.tokens[i].text == ","]
        return first, min([last, *commas])

    def _core(self, index: int) -> Range:
        """Return a predicate with its subject, objects and modifiers, without further clauses."""
        keep = [index]
        for below in self.parse.children[index]:
            token = self.parse.tokens[below]
            if token.deprel.split(":")[0] in ("advcl", "ccomp", "parataxis", "conj", "cc", "punct"):
                continue
            if token.deprel in ("mark", "discourse", "vocative", "dep"):
                continue
            keep.extend(self._phrase_tokens(below))
        if self.parse.tokens[index].xpos == "VBN" and (agent := self.finder.agent(index)):
            keep.append(agent[1] - 1)
        first, last = min(keep), max(keep) + 1
        colons = [i for i in range(first, last) if self.parse.tokens[i].text == ":"]
        sentence = self.parse.sentences[self.parse.tokens[index].sentence]
        firsts = [i + 1 for i in colons if i < index]
        lasts = [i for i in colons if i > index]
        return (
            max([first, sentence.first, index - MAX_SPAN_TOKENS, *firsts]),
            min([last, sentence.last, index + MAX_SPAN_TOKENS, *lasts]),
        )

    def _phrase_tokens(self, index: int) -> list[int]:
        """Return a dependent's tokens without relative clauses that hang on it."""
        found = [index]
        for below in self.parse.children[index]:
            if self.parse.tokens[below].deprel not in ("acl:relcl", "parataxis", "punct", "advcl"):
                found.extend(self._phrase_tokens(below))
        return found

    def _when(self, happening: Happening, span: Range) -> When | None:
        """Return the time inside an event's own words, else one that hangs on its predicate.

        Of a noun, also what follows it at once ("drills with Chad in May") and what a verb of
        dating says ("the pact goes back to 1990").
        """
        start, end = self.parse.span(*span)
        known = [when for when in self.known.times if when.span is not None]
        inside = (w for w in known if w.span and start <= w.span.start and w.span.end <= end)
        found = next(inside, None)
        if found is not None:
            return found
        for when in known:
            at = self.parse.token_at(when.span.start) if when.span else len(self.parse.tokens)
            if at < len(self.parse.tokens) and self._belongs(at, happening, end):
                return when
        return None

    def _belongs(self, index: int, happening: Happening, end: int) -> bool:
        """Say whether the time that begins at a token is that of an event that ends at `end`."""
        if self._hangs_on(index, happening.index):
            return True
        follows = self.parse.text[end : self.parse.tokens[index].start] == " "
        return not happening.verbal and (follows or self._dates(index, happening.index))

    def _dates(self, index: int, noun: int) -> bool:
        """Say whether a time hangs on the verb that says when its subject, a noun, was."""
        verb = self.parse.tokens[noun].head
        if verb < 0 or not self.parse.tokens[noun].deprel.startswith("nsubj"):
            return False
        token, words = self.parse.tokens[verb], self.finder.words
        dating = words.lemma_of(token.text, token.lemma) in words.words["dating"]
        return dating and self._hangs_on(index, verb)

    def _hangs_on(self, index: int, head: int) -> bool:
        """Say whether a token stands below another without a clause between them."""
        for _ in range(6):
            token = self.parse.tokens[index]
            if token.head == head:
                return token.deprel not in ("ccomp", "advcl", "parataxis", "conj")
            if token.head < 0 or token.upos == "VERB":
                return False
            index = token.head
        return False


def _unrepeated(events: Sequence[Event]) -> list[Event]:
    """Drop an event that repeats another's type and dyad inside its span or right beside it."""
    kept: list[Event] = []
    for event in sorted(events, key=lambda e: (e.span.start - e.span.end, e.span.start)):
        names = {actor.name for actor in (*event.actors, *event.recipients)}
        for other in kept:
            gap = max(event.span.start - other.span.end, other.span.start - event.span.end)
            same = names <= {actor.name for actor in (*other.actors, *other.recipients)}
            same = same and {a.name for a in event.actors} <= {a.name for a in other.actors}
            alike = (event.type, event.event_class) == (other.type, other.event_class)
            if gap < NEAR_CHARACTERS and same and alike:
                break
        else:
            kept.append(event)
    return kept
