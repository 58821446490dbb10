"""Deals: what a promised act is to others, whom it helps or harms, and the kind that this makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from foedus.analysis.affected import AffectedReader, Who
from foedus.analysis.clauses import child, head_of, phrase
from foedus.analysis.kinds import kind_of
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.parties import Parties, is_known
from foedus.analysis.promised import PromisedAct, is_on_all
from foedus.analysis.retargeting import (
    SENDING,
    asked_of,
    backed,
    complies,
    retargeted,
    victims,
)
from foedus.analysis.trigger_roles import ATTACKS
from foedus.languages.conditions import ConditionWords
from foedus.languages.language import Language
from foedus.records.actors import Actor
from foedus.records.commitments import Condition, Kind, Polarity

Range = tuple[int, int]
_FIGHTING = ("use_force", "join_war", "military_aid", "other")
_SOMEBODY = ("troops", "people")
_GENTLE = (Kind.PLEDGE, Kind.OFFER, Kind.OBLIGATION, Kind.ASSURANCE)
_LETTING = frozenset({"let", "allow", "permit"})
DUTY_REACH = 10
"""Words before an act within which "bound" or "obliged" is said of it."""
NEAR_SENTENCES = 1
"""How many sentences around an act may name the treaty or duty that binds to it."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A kind with its act, whom it helps and harms, and the condition as the act shows it."""

    kind: Kind
    act: PromisedAct
    helped: Actor | None
    harmed: Actor | None
    condition: Condition | None


@dataclass(frozen=True)
class Dealer:
    """Reads the deals of one document."""

    parse: Parse
    parties: Parties
    affected: AffectedReader
    words: ConditionWords

    @classmethod
    def of(cls, parse: Parse, parties: Parties, language: Language) -> Dealer:
        """Return the dealer of a text whose parties are read by `parties`."""
        affected = AffectedReader(parse, parties, language.conditions.promises, language.actions)
        return cls(parse, parties, affected, language.conditions)

    def deal(
        self,
        frame: Frame,
        action: Range,
        *,
        act: PromisedAct,
        condition: Condition | None,
        committer: Actor,
        speaker: Actor | None,
    ) -> Deal:
        """Return what an act is to others.

        Args:
            frame: What the model says: kinds by probability, target and beneficiary.
            action: The tokens of the act.
            act: Its label and polarity.
            condition: What would have to happen; whoever would do it, or suffer it, is affected.
            committer: Who acts; nobody is his own friend or foe.
            speaker: Who says it, for "we" and "our".
        """
        who = Who(committer, speaker)
        mutual = self._mutual(action, act, committer)
        act, friend = self._befriend(action, act, condition, who)
        friend = friend or mutual
        attacked = self._attacked(condition, act, committer)
        defended = attacked if act.bearing == "help" or act.label in SENDING else None
        if act.label == "join_war" and friend is None and defended is None:
            act = replace(act, bearing="")
        helps = friend is not None or defended is not None
        kind = self._kind(frame, action, act, condition, helps)
        gentle = act.bearing == "help" or kind in _GENTLE
        helped = friend or (self.affected.helped(action, act, who) if gentle else None)
        helped = helped or self._other(frame, "beneficiary", who)
        shown = self.affected.harmed(action, act, who)
        harmed = self._other(frame, "target", who) or shown
        if harmed is not None and not self._is_inside(shown, action):
            # Who would be attacked is no enemy: the model marks him where nobody is named.
            attackable = harmed.name in victims(condition)
            helped = helped or (harmed if attackable else None)
            harmed = None if attackable or _is_barred(condition, harmed) else harmed
        given = friend is not None and act.label in SENDING
        if (act.bearing == "help" or given) and act.polarity is Polarity.WILL:
            helped, harmed = helped or harmed, None
        if act.bearing == "yield" and act.polarity is Polarity.WILL_NOT:
            helped, harmed = None, harmed or helped  # to refuse recognition is no help
        condition = asked_of(condition, harmed or helped, act, committer, self.words)
        if mutual is None and defended == committer.name:
            mutual = replace(committer, span=None)
        helped, harmed = self._by_kind(kind, condition, helped, harmed, attacked)
        if kind is Kind.PLEDGE and helped is not None and complies(condition, helped):
            kind = Kind.OFFER  # help for what somebody does in return
        if kind is Kind.OBLIGATION and act.bearing == "yield":
            harmed = None  # a duty to consult is against nobody
        helped, harmed = self._apart(kind, condition, helped, harmed)
        helped, harmed = _others(helped or mutual, committer, mutual), _others(harmed, committer)
        if act.label == "not_join" and helped is not None and (helped.id or "").startswith("org:"):
            helped = None  # whom one does not join is promised nothing
        kind, helped, harmed = self._assured(action, act, who, (kind, helped, harmed))
        return Deal(kind, act, helped, harmed, retargeted(condition, act, helped, committer))

    def _is_inside(self, actor: Actor | None, action: Range) -> bool:
        """Say whether somebody is named in the words of an act."""
        start, end = self.parse.span(*action)
        return actor is not None and actor.span is not None and start <= actor.span.start < end

    def _befriend(
        self, action: Range, act: PromisedAct, condition: Condition | None, who: Who
    ) -> tuple[PromisedAct, Actor | None]:
        """Return the act, as war or force where it is that, and whom it is done for."""
        friend = self.affected.companion(action, who) if act.label in _FIGHTING else None
        if friend is not None and self._fights(action, condition):
            return act.as_label("join_war", self.words), friend
        if act.bearing == "help" and self.affected.defends_own(action):
            return act.as_label("use_force", self.words), friend
        return act, self.affected.given(action, who) if act.label in SENDING else friend

    def _kind(
        self,
        frame: Frame,
        action: Range,
        act: PromisedAct,
        condition: Condition | None,
        helps: bool,
    ) -> Kind:
        """Return the kind of a deal; `helps` says that somebody else is stood by."""
        if self._is_grave(action):
            return Kind.RED_LINE
        verbs = {self.parse.tokens[i].lemma.lower() for i in self._telling(action)}
        duty = self._duty(action)
        shared = is_on_all(self.parse.tokens[slice(*action)], self.words)
        kind = kind_of(
            [Kind.OBLIGATION.value] * duty + [kind for kind, _ in frame.labels["kind"]],
            act=act,
            condition=condition,
            helps=helps,
            bound=self._bound(action, condition),
            words=self.words,
        )
        threatened = act.polarity is Polarity.WILL and verbs & self.words.promises.threatening
        if threatened and kind in _GENTLE and not duty:
            return Kind.THREAT  # "will let them through if …, he threatened"
        return Kind.PLEDGE if shared and kind in (Kind.THREAT, Kind.RED_LINE) else kind

    def _assured(
        self,
        action: Range,
        act: PromisedAct,
        who: Who,
        found: tuple[Kind, Actor | None, Actor | None],
    ) -> tuple[Kind, Actor | None, Actor | None]:
        """Return kind, helped and harmed, where somebody is assured of what is not done."""
        kind, helped, harmed = found
        spared = self._spared(action, act, who)
        if spared is not None or self._lends_nothing(action, act):
            kind, helped, harmed = Kind.ASSURANCE, spared or helped, None
        if act.label in SENDING and act.polarity is Polarity.WILL_NOT:
            helped = None  # to whom nobody is sent is promised nothing
        assuring = self._assuring(action, act)
        if assuring is not None:
            kind, harmed = Kind.ASSURANCE, None
            helped = self._told(assuring, who) or helped
        return kind, helped, harmed

    def _assuring(self, action: Range, act: PromisedAct) -> int | None:
        """Return the verb by which somebody is assured that an act will not be done."""
        assuring = self.words.promises.assuring
        tokens = self.parse.tokens
        found = (i for i in self._telling(action) if tokens[i].text.lower() in assuring)
        return next(found, None) if act.polarity is Polarity.WILL_NOT else None

    def _telling(self, action: Range) -> Iterator[int]:
        """Yield the verbs that an act is told by, the nearest first: "threatened to", "said"."""
        tokens, index = self.parse.tokens, head_of(self.parse, *action)
        while index >= 0 and tokens[index].deprel in ("ccomp", "xcomp", "conj"):
            index = tokens[index].head
            yield index

    def _spared(self, action: Range, act: PromisedAct, who: Who) -> Actor | None:
        """Return against whom one lets nothing be done: "let its land be used against X"."""
        letting = self.parse.tokens[head_of(self.parse, *action)].lemma.lower() in _LETTING
        if act.polarity is not Polarity.WILL_NOT or not letting:
            return None
        for index in range(*action):
            token = self.parse.tokens[index]
            if token.text.lower() != "against" or not action[0] <= token.head < action[1]:
                continue
            words = phrase(self.parse, token.head)
            own = [self._has_owner(span) for span in ((action[0], index), words)]
            found = self.parties.acting(words, who.speaker) if own == [True, False] else None
            return None if found is None else _others(found, who.committer)
        return None

    def _lends_nothing(self, action: Range, act: PromisedAct) -> bool:
        """Say whether one lets nobody use what is one's own: "let its ports be used"."""
        head = head_of(self.parse, *action)
        letting = self.parse.tokens[head].lemma.lower() in _LETTING
        used = [i for i in range(head, action[1]) if self.parse.tokens[i].lemma.lower() == "use"]
        if act.polarity is not Polarity.WILL_NOT or not letting or not used:
            return False
        return self._has_owner((head, used[0]))

    def _has_owner(self, span: Range) -> bool:
        """Say whether something here is somebody's by a pronoun: "its soil"."""
        return any(token.xpos == "PRP$" for token in self.parse.tokens[slice(*span)])

    def _told(self, verb: int, who: Who) -> Actor | None:
        """Return who is told something, if that is somebody known other than the committer."""
        told = child(self.parse, verb, ("iobj", "obj"))
        found = None if told is None else self.parties.acting(phrase(self.parse, told), who.speaker)
        return None if found is None or not is_known(found) else _others(found, who.committer)

    def _is_grave(self, action: Range) -> bool:
        """Say whether something is taken for an act of war, with no measure named."""
        tokens = self.parse.tokens
        head = head_of(self.parse, *action)
        said = " ".join(token.text.lower() for token in tokens[slice(*action)])
        named = any(" ".join(words) in said for words in self.words.hostility)
        verbs = (*self.words.deeming, *self.words.crossing)
        taken = tokens[head].lemma.lower() in verbs or child(self.parse, head, ("cop",)) is not None
        return named and taken

    def _fights(self, action: Range, condition: Condition | None) -> bool:
        """Say whether who stands by somebody goes to war for him."""
        token = self.parse.tokens[head_of(self.parse, *action)]
        fighting = token.lemma.lower() in self.words.promises.fighting
        return fighting or (condition is not None and condition.event_class in ATTACKS)

    def _other(self, frame: Frame, role: str, who: Who) -> Actor | None:
        """Return whom the model points at, if that is somebody else than the committer."""
        found = self.parties.named(frame, role, who.speaker)
        if found is not None and (self._is_apart(found, frame) or self._is_beside(found, role)):
            return None
        if found is None or found.name == who.committer.name or self._is_thing(found):
            return None
        last = self.parties.cast.words.singular(found.name.split()[-1])
        friend = not is_known(found) and last in self.words.promises.friends
        return None if friend and role == "target" else found

    def _is_apart(self, found: Actor, frame: Frame) -> bool:
        """Say whether a name stands in another paragraph, as in a byline below a headline."""
        if found.span is None:
            return False
        first, last = sorted((found.span.start, self.parse.tokens[frame.anchor].start))
        return "\n\n" in self.parse.text[first:last]

    def _is_beside(self, found: Actor, role: str) -> bool:
        """Say whether somebody does the act or is where it leads: "action by X", "a road to X"."""
        if found.span is None:
            return False
        span = (found.span.start, found.span.end - 1)
        first, last = (self.parse.token_at(offset) for offset in span)
        case = child(self.parse, head_of(self.parse, first, last + 1), ("case",))
        if case is None:
            return False
        word = self.parse.tokens[case].text.lower()
        there = role == "beneficiary" or word != "to"  # "close the border to Iraq" is against it
        return word == "by" or (there and self.affected.is_of_a_road(case))

    def _is_thing(self, actor: Actor) -> bool:
        """Say whether a description is of no actor: "allied territory", "murders", "the canal"."""
        if is_known(actor) or actor.members or actor.span is None:
            return False
        span = (actor.span.start, actor.span.end - 1)
        first, last = (self.parse.token_at(offset) for offset in span)
        token = self.parse.tokens[head_of(self.parse, first, last + 1)]
        classes, words = self.affected.classes, self.parties.cast.words
        lemma = classes.lemma_of(token.text, token.lemma)
        if any(lemma in classes.sets[name] for name in _SOMEBODY) or lemma in words.states:
            return False
        things = any(lemma in row for row in classes.sets.values())
        event = classes.sense_of_noun(lemma, promised=True) is not None
        return token.upos == "NOUN" and not words.is_person(token.text) and (things or event)

    def _attacked(
        self, condition: Condition | None, act: PromisedAct, committer: Actor
    ) -> str | None:
        """Return who else would have been attacked: help and troops sent then are for him."""
        if condition is None or act.polarity is not Polarity.WILL:
            return None
        if condition.event_class not in ATTACKS:
            return None
        own = condition.target == committer.name and not committer.members
        return None if own else condition.target

    def _mutual(self, action: Range, act: PromisedAct, committer: Actor) -> Actor | None:
        """Return the parties where each of them promises help to the others: "each other"."""
        if not committer.members or act.bearing != "help":
            return None
        said = f" {' '.join(t.text.lower() for t in self.parse.tokens[slice(*action)])} "
        mutual = any(f" {words} " in said for words in self.words.promises.mutual)
        return replace(committer, span=None) if mutual else None

    def _duty(self, action: Range) -> bool:
        """Say whether the words before an act say that a treaty or law binds to it."""
        first = self.parse.sentences[self.parse.tokens[action[0]].sentence].first
        before = [token.text.lower() for token in self.parse.tokens[first : action[0]]]
        binding = not self.words.promises.binding.isdisjoint(before[-DUTY_REACH:])
        return binding and not self.words.basis_nouns.isdisjoint(before)

    def _bound(self, action: Range, condition: Condition | None) -> bool:
        """Say whether a treaty, a law or a duty is named near an act."""
        number = self.parse.tokens[action[0]].sentence
        first = self.parse.sentences[max(0, number - NEAR_SENTENCES)].first
        last = self.parse.sentences[number].last
        words = {token.text.lower() for token in self.parse.tokens[first:last]}
        if condition is not None:
            words |= set(condition.span.exact.lower().split())
        return not words.isdisjoint(self.words.promises.duties)

    def _by_kind(
        self,
        kind: Kind,
        condition: Condition | None,
        helped: Actor | None,
        harmed: Actor | None,
        attacked: str | None,
    ) -> tuple[Actor | None, Actor | None]:
        """Return whom an act helps and harms where only its condition shows it.

        A threat is against who would do what it answers, an offer for who would comply, and help
        in case of an attack is for the attacked.
        """
        if condition is None:
            return helped, harmed
        if kind in (Kind.THREAT, Kind.ULTIMATUM, Kind.RED_LINE) and harmed is None:
            harmed = self._actor(condition.actor)
        elif kind is Kind.OFFER and helped is None:
            helped = self._actor(condition.actor)
        elif kind in (Kind.PLEDGE, Kind.OBLIGATION) and helped is None:
            helped = self._actor(attacked or backed(condition))
        return helped, harmed

    def _actor(self, name: str | None) -> Actor | None:
        """Return the actor of a name that a condition gives, without characters of its own."""
        if name is None:
            return None
        for mention in self.parties.cast.mentions:
            side = self.parties.cast.side_of(mention.actor)
            for actor in (side, mention.actor):
                if actor is not None and actor.name == name:
                    return replace(actor, span=None)
        return None

    def _apart(
        self,
        kind: Kind,
        condition: Condition | None,
        helped: Actor | None,
        harmed: Actor | None,
    ) -> tuple[Actor | None, Actor | None]:
        """Return the two where they differ; who is named as both is what the kind says."""
        spared = kind is Kind.ASSURANCE  # who is not harmed is assured of it
        if spared or (kind in _GENTLE and harmed is not None and complies(condition, harmed)):
            helped, harmed = helped or harmed, None
        if helped is None or harmed is None or helped.name != harmed.name:
            return helped, harmed
        return (helped, None) if kind in _GENTLE else (None, harmed)


def _is_barred(condition: Condition | None, actor: Actor) -> bool:
    """Say whether a condition is what somebody would suffer, by nobody named: "if X is barred"."""
    return condition is not None and condition.actor is None and condition.target == actor.name


def _others(found: Actor | None, committer: Actor, mutual: Actor | None = None) -> Actor | None:
    """Return who is affected, if that is not who acts: only what is mutual is for one's own."""
    if found is None:
        return None
    mine = {committer.name, *(member.name for member in committer.members)}
    own = mine.issubset({found.name, *(member.name for member in found.members)})
    return mutual if own or found.name == committer.name else found
