"""Standing: in whose name a promise is made, another's than the speaker's, or a company's."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import head_of, phrase, subject_of
from foedus.analysis.parse import Parse
from foedus.analysis.parties import Parties, is_known
from foedus.analysis.unofficial import is_unofficial
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor
from foedus.records.documents import Evidence

Range = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """Says of the promises of one document whose they are to make."""

    parties: Parties

    @property
    def parse(self) -> Parse:
        """Return the text."""
        return self.parties.parse

    @property
    def cast(self) -> Cast:
        """Return who is named in it."""
        return self.parties.cast

    @property
    def words(self) -> ConditionWords:
        """Return the words of conditions."""
        return self.parties.words

    def spoken_for(self, speaker: Actor | None, committer: Actor, action: Range) -> bool:
        """Say whether the speaker commits somebody who is not his own side.

        Who is reported to have vowed an act himself is bound by nobody else.
        """
        if speaker is None:
            return self._is_of_another(committer)
        if self._has_vowed(action, committer):
            return False
        side = self.cast.side_of(speaker) or speaker
        if side is speaker and not speaker.code and speaker.id is None:
            said = speaker.name if speaker.span is None else speaker.span.exact
            nouns = {self.cast.words.singular(word) for word in said.split()}
            if not nouns.isdisjoint({*self.cast.words.offices, *self.words.promises.official}):
                return False  # an official whose state the text does not name speaks for his own
        if side is speaker and is_unofficial(self.cast.describer.scene, speaker):
            return speaker.name != committer.name
        own = side.code is not None and side.code == committer.code
        own = own or committer.name.startswith((f"{speaker.name}'s ", f"{speaker.name}’s "))
        if speaker.span is not None and side is speaker:
            ends = (speaker.span.start, speaker.span.end - 1)
            first, last = map(self.parse.token_at, ends)
            sides = [self.cast.side_of(m.actor) for m in self.cast.inside(first, last + 1)]
            sides = [] if self._only_comments(first, last + 1) else sides
            own = own or any(s is not None and s.name == committer.name for s in sides)
        return not own and side.name != committer.name and committer.name not in speaker.name

    def _only_comments(self, first: int, last: int) -> bool:
        """Say whether words describe somebody who speaks for no state: "a Danish analyst"."""
        words = self.cast.words
        nouns = {words.singular(token.text) for token in self.parse.tokens[first:last]}
        unofficial = words.is_unofficial(nouns)
        return unofficial or (
            not nouns.isdisjoint(words.observers) and nouns.isdisjoint(words.offices)
        )

    def _is_of_another(self, committer: Actor) -> bool:
        """Say whether a government's own text says what another state or body will do."""
        home = self.cast.home
        if home is None or not is_known(committer) or committer.name == home.name:
            return False
        return home.name not in [member.name for member in committer.members]

    def _has_vowed(self, action: Range, committer: Actor) -> bool:
        """Say whether an act hangs on a verb of vowing whose subject the committer is."""
        tokens = self.parse.tokens
        verb = head_of(self.parse, *action)
        above = tokens[verb].head
        if above < 0 or tokens[verb].deprel not in ("xcomp", "ccomp", "conj"):
            return False
        subject = subject_of(self.parse, above)
        if tokens[above].lemma.lower() not in self.words.vowing or subject is None:
            return False
        actor = self.parties.acting(phrase(self.parse, subject), None)
        return actor is not None and actor.name == committer.name

    def is_business(
        self, committer: Actor, speaker: Actor | None, *matters: Evidence | None
    ) -> bool:
        """Say whether a company, union or market binds itself, by its name or by what it is about.

        What a businessman says "we" will do is business too, whatever state he is of.
        """
        names = [committer.name] if not self._is_public(committer) else []
        if speaker is not None and not self._is_public(speaker) and not self._names(committer):
            names.append(speaker.name)
        if committer.span is not None and committer.sector is None:
            names.append(self._described(committer.span.end))
        named = {word.strip(",.;()").lower() for name in names for word in name.split()}
        about = {
            w.strip(",.;()").lower() for e in matters if e is not None for w in e.exact.split()
        }
        if named and not named.isdisjoint(self.words.business_parties):
            return True
        return not self._is_public(committer) and not about.isdisjoint(self.words.business_matters)

    def _is_public(self, actor: Actor) -> bool:
        """Say whether an actor is known to act for a state, a body of states or an armed group."""
        return actor.id is not None or actor.sector is not None or bool(actor.members)

    def _names(self, actor: Actor) -> bool:
        """Say whether an actor stands in the text under a name and not as "we" or unsaid."""
        if actor.span is None:
            return False
        first = self.parse.tokens[self.parse.token_at(actor.span.start)]
        return self.cast.words.pronoun(first.text) is None

    def _described(self, end: int) -> str:
        """Return the words between commas behind a name: "…, affiliated to the union, …"."""
        first = self.parse.token_at(end)
        if first >= len(self.parse.tokens) or self.parse.tokens[first].text != ",":
            return ""
        last = first + 1
        while last < len(self.parse.tokens) and self.parse.tokens[last].upos != "PUNCT":
            last += 1
        start, stop = self.parse.span(first, last)
        return self.parse.text[start:stop]
