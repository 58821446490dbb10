"""Parties: who will act, who is helped and who is harmed, as states and organisations."""

from __future__ import annotations

from dataclasses import dataclass, replace

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import case_word, child, head_of, overlap, phrase, subject_of, trim
from foedus.analysis.deliverers import is_agent
from foedus.analysis.parse import Frame, Parse, Token
from foedus.analysis.promised import is_on_all
from foedus.analysis.rebels import AGAINST_STATES
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor
from foedus.records.documents import Document, Evidence

Range = tuple[int, int]
NEAR = 5
"""Words behind a verb within which "price" or "under" shows that its subject suffers."""
_NAMING = ("NOUN", "PROPN", "PRON", "ADJ")
"""Parts of speech that can name a party; a lone "the" of the model names nobody."""
_RELATIVE = ("who", "that", "which")


@dataclass(frozen=True)
class Parties:
    """Reads the parties of the commitments of one document."""

    document: Document
    parse: Parse
    cast: Cast
    words: ConditionWords

    def committer(self, frame: Frame, action: Range, speaker: Actor | None) -> Actor:
        """Return who will act: whom the model points at, the subject, or the speaker's side.

        The subject of "face sanctions" is who suffers, and an act that is itself the subject ("any
        attack will be met with force") is the condition: there the speaker's side acts.
        """
        alliance = self._alliance(action)
        if alliance is not None:
            return alliance
        verb = head_of(self.parse, *action)
        passive = child(self.parse, verb, ("aux:pass",)) is not None
        agent = child(self.parse, verb, ("obl:agent",)) if passive else None
        named = self._named(frame, action) if agent is None else [phrase(self.parse, agent)]
        if named and any(t.text.lower() in self.words.none for t in self._opening(named[0][0])):
            named = []  # "no ship will pass": who says so sees to it
        for words in named:
            actor = self.acting(words, None if self._speaks(words, speaker) else speaker)
            # "Every man will be given a rifle": who gives it is not said, and is no man of them.
            given = passive and agent is None
            known = actor is not None and is_known(actor)
            side = self.cast.side_of(speaker)
            if not known and side is not None and is_known(side) and self.is_thing(words):
                continue  # "the crossing will stay shut": who says so sees to it
            if actor is not None and (not given or known):
                return actor
        if named and self._is_other(named[0][0]):
            speaker = None
        ours = self.cast.home or self.cast.own_state
        implied = speaker or (None if named else ours) or self._author(frame, named)
        implied = implied or (None if named else self._teller(verb))
        if implied is not None:
            return replace(self.cast.side_of(implied) or implied, span=None)
        for words in named:
            span = Evidence.of(self.parse.text, *self.parse.span(*words))
            return Actor(name=span.exact, span=span)
        ends = ((m, self.parse.tokens[m.last - 1].text) for m in self.cast.inside(*action))
        allied = (m.actor for m, end in ends if end.lower() in self.words.basis_nouns)
        return next(allied, Actor(name=self.document.author or "the author"))  # its treaty binds it

    def _alliance(self, action: Range) -> Actor | None:
        """Return the only body of states that is named where an attack on one is one on all."""
        if not is_on_all(self.parse.tokens[slice(*action)], self.words):
            return None
        sentence = self.parse.sentences[self.parse.tokens[action[0]].sentence]
        for mentions in (self.cast.inside(sentence.first, sentence.last), self.cast.mentions):
            named = {m.actor.name: m.actor for m in mentions if m.actor.sector == "IGO"}
            if named:
                return next(iter(named.values())) if len(named) == 1 else None
        return None

    def _opening(self, first: int) -> tuple[Token, ...]:
        """Return the first word of a phrase and the one before it in its sentence."""
        low = max(first - 1, self.parse.sentences[self.parse.tokens[first].sentence].first)
        return tuple(self.parse.tokens[low : first + 1])

    def is_thing(self, words: Range) -> bool:
        """Say whether words name something that nobody is: no person, body, group or name."""
        token = self.parse.tokens[head_of(self.parse, *words)]
        noun, known = self.cast.words.singular(token.text), self.cast.words
        groups = (known.forces, known.states, known.nonstate, known.members, known.quantities)
        somebody = known.is_person(token.text) or known.is_body(token.text)
        return token.upos == "NOUN" and not somebody and not any(noun in row for row in groups)

    def _named(self, frame: Frame, action: Range) -> list[Range]:
        """Return the words that may name who acts: the model's, else the subject's."""
        barred = frame.roles["condition"]
        sentence = self.parse.tokens[action[0]].sentence
        named = [
            self._whole(*trim(self.parse, *words))
            for words in frame.roles["committer"]
            if not any(overlap(words, span) for span in barred)
            and self.parse.tokens[words[0]].sentence <= sentence
            and any(t.deprel not in ("det", "case", "cc") for t in self.parse.tokens[slice(*words)])
        ]
        obliged = self._obliged(head_of(self.parse, *action))
        if obliged is not None:
            return [phrase(self.parse, obliged)]
        verb = self._governor(head_of(self.parse, *action))
        if self._is_done_to(verb) or self.suffers(verb) or self.suffers(action[0]):
            return [words for words in named if words[0] >= action[0]]
        subject = subject_of(self.parse, verb)
        if subject is not None and self._names_anew(subject, named):
            named = []  # a name of the act's own sentence, where the model points at another
        if subject is not None and named and self._is_of_forces(subject, named):
            named = []  # whose troops will act, where the model points at who says so
        somebody = subject is not None and self.parse.tokens[subject].upos in ("PROPN", "PRON")
        if somebody and self._are_behind(named, action):
            named = []  # "threatened to leave the pact, which both had signed"
        if named or subject is None or action[0] <= subject < action[1]:
            return named
        words = phrase(self.parse, subject)
        return [] if any(overlap(words, span) for span in barred) else [words]

    def _is_done_to(self, verb: int) -> bool:
        """Say whether a pronoun stands for what something is done to: "it will be brought down".

        Who "will not be drawn into a war" refuses it himself.
        """
        subject, be = (child(self.parse, verb, (r,)) for r in ("nsubj:pass", "aux:pass"))
        if subject is None or be is None or not subject < be:
            return False
        between = {token.text.lower() for token in self.parse.tokens[subject:verb]}
        kind = self.cast.words.pronoun(self.parse.tokens[subject].text)
        return kind in ("thing", "many") and self.words.negators.isdisjoint(between)

    def _are_behind(self, named: list[Range], action: Range) -> bool:
        """Say whether words only stand behind the first word of an act, and not behind a "by"."""
        cases = (case_word(self.parse, head_of(self.parse, *words)) for words in named)
        return all(words[0] > action[0] for words in named) and "by" not in cases

    def _obliged(self, verb: int) -> int | None:
        """Return who is bound to an act by what somebody else lays down: "obliges it to help"."""
        tokens, above = self.parse.tokens, self.parse.tokens[verb].head
        obliging = self.words.promises.obliging
        governed = above >= 0 and tokens[verb].deprel in ("xcomp", "ccomp", "advcl")
        if governed and tokens[above].lemma.lower() in obliging:
            return child(self.parse, above, ("obj", "iobj"))
        before = tokens[max(0, verb - 3) : verb]  # "commits both to", which the tree gets wrong
        led = len(before) == 3 and before[0].lemma.lower() in obliging
        bound = led and (
            before[1].upos == "PRON" or before[1].text.lower() in self.cast.words.sharing
        )
        return before[1].index if bound and before[2].text.lower() == "to" else None

    def _is_of_forces(self, subject: int, named: list[Range]) -> bool:
        """Say whether a subject is a known state's forces, and none of these words are in it."""
        first, last = phrase(self.parse, subject)
        words = self.cast.words
        forces = any(
            words.singular(token.text) in words.forces for token in self.parse.tokens[first:last]
        )
        apart = all(end <= first or last <= start for start, end in named)
        return forces and apart and bool(self.cast.inside(first, last))

    def _is_other(self, index: int) -> bool:
        """Say whether a quotation says "they" or "he" of somebody: that is not its speaker."""
        kind = self.cast.words.pronoun(self.parse.tokens[index].text)
        return self.cast.quoted[index] and kind in ("person", "many")

    def _names_anew(self, subject: int, named: list[Range]) -> bool:
        """Say whether a subject says who acts, and all of these words stand in other sentences."""
        token, words = self.parse.tokens[subject], self.cast.words
        if token.text.lower() in words.sharing:
            return all(last <= subject for _, last in named)  # "X and Y agreed that neither …"
        known = token.upos == "PROPN" and bool(self.cast.inside(subject, subject + 1))
        known = known or words.pronoun(token.text) in ("us", "me")
        return known and all(self.parse.tokens[i].sentence != token.sentence for i, _ in named)

    def _governor(self, head: int) -> int:
        """Return the verb of an act that is a noun: "did not rule out measures"."""
        token = self.parse.tokens[head]
        above = token.head
        if token.upos != "NOUN" or above < 0 or token.deprel not in ("obj", "obl", "xcomp"):
            return head
        return above if self.parse.tokens[above].upos == "VERB" else head

    def _teller(self, verb: int) -> Actor | None:
        """Return the side that governs a clause without a doer: "X let it be known that …"."""
        tokens, above = self.parse.tokens, self.parse.tokens[verb].head
        while above >= 0 and tokens[verb].sentence == tokens[above].sentence:
            subject = child(self.parse, above, ("nsubj",))
            actor = self.acting(phrase(self.parse, subject), None) if subject is not None else None
            if actor is not None and actor.code is not None:
                return actor
            above = tokens[above].head
        return None

    def _author(self, frame: Frame, named: list[Range]) -> Actor | None:
        """Return the only state that may be "we": no mere place, and not in condition or act."""
        said = (self.parse.text[slice(*self.parse.span(*words))] for words in named)
        if not named or any(self.cast.words.pronoun(words) != "us" for words in said):
            return None
        others = {
            mention.actor.name
            for role in ("condition", "target", "beneficiary")
            for span in frame.roles.get(role, ())
            for mention in self.cast.inside(*span)
        }
        scene = self.cast.describer.scene
        states = [state for state in scene.states.values() if state.name not in others]
        return states[0] if len(states) == 1 and is_agent(scene, states[0]) else None

    def suffers(self, verb: int) -> bool:
        """Say whether the subject of a verb is acted upon: "face sanctions", "pay a price"."""
        token = self.parse.tokens[verb]
        forms = {token.text.lower(), token.lemma.lower()}
        if not forms.isdisjoint(self.words.suffering):
            return True
        passive = child(self.parse, verb, ("aux:pass",)) is not None
        bare = {token.text.lower()[:-1], token.text.lower()[:-2]}  # "wiped", whatever its lemma
        if passive and not (forms | bare).isdisjoint(self.words.undergone | self.words.treated):
            return True
        last = min(verb + 1 + NEAR, self.parse.sentences[token.sentence].last)
        after = {row.text.lower() for row in self.parse.tokens[verb + 1 : last]}
        if self.is_victim(verb):
            return True
        return any(first in forms and second in after for first, second in self.words.suffered)

    def is_victim(self, verb: int) -> bool:
        """Say whether a verb makes a victim of its subject: "would become legitimate targets"."""
        named = verb if child(self.parse, verb, ("cop",)) is not None else None
        if named is None and self.parse.tokens[verb].lemma.lower() in ("be", "become"):
            named = child(self.parse, verb, ("xcomp", "obj"))
        return named is not None and self.parse.tokens[named].text.lower() in self.words.victims

    def is_impersonal(self, frame: Frame, action: Range, speaker: Actor | None) -> bool:
        """Say whether an "it" that stands for nobody is the subject of the act."""
        subject = subject_of(self.parse, head_of(self.parse, *action))
        named = [words[0] for words in frame.roles["committer"] if words[1] - words[0] == 1]
        index = named[0] if named else subject
        if index is None or self.parse.tokens[index].text.lower() not in self.words.impersonal:
            return False
        return self.cast.actor(index, index + 1, speaker=speaker) is None

    def named(self, frame: Frame, role: str, speaker: Actor | None) -> Actor | None:
        """Return whom the model points at as target or beneficiary."""
        for first, last in frame.roles.get(role, ()):
            last -= last - first > 1 and self.parse.tokens[last - 1].text.lower() in _RELATIVE
            words = self._noun_of(*trim(self.parse, first, last))
            if self.parse.tokens[head_of(self.parse, *words)].upos in _NAMING:
                return self.acting(words, speaker)
        return None

    def _noun_of(self, first: int, last: int) -> Range:
        """Return the words, or the noun that they only describe ("merchant" ships)."""
        head = head_of(self.parse, first, last)
        token = self.parse.tokens[head]
        if token.deprel not in ("amod", "compound") or self.cast.inside(first, last):
            return first, last
        return phrase(self.parse, token.head)

    def _whole(self, first: int, last: int) -> Range:
        """Return the words with the rest of a name that they cut ("warships of the United").

        The second of two joined subjects acts with the first ("France and Germany vowed").
        """
        token = self.parse.tokens[last - 1]
        if token.upos == "CCONJ" and last - first > 1 and token.head >= last:
            noun, other = head_of(self.parse, first, last - 1), self.parse.tokens[token.head]
            if other.upos == "PROPN" and other.head == noun:  # "Chad and | Niger"
                return phrase(self.parse, noun)
        if token.upos == "PRON" and token.deprel == "nsubj" and last - first > 1:
            return last - 1, last  # "warned Chad it would": it, and not Chad
        joined = token.deprel == "conj" and token.upos == "PROPN" and 0 <= token.head < first
        if joined and self.parse.tokens[token.head].deprel.startswith("nsubj"):
            return phrase(self.parse, token.head)
        for mention in self.cast.mentions:
            if mention.first < last < mention.last and first < mention.last:
                return first, mention.last
        return first, last

    def _with_rest(self, words: Range) -> Range:
        """Return a noun with what hangs on it ("the signatories" of the treaty)."""
        head = head_of(self.parse, *words)
        if self.parse.tokens[head].upos != "NOUN":
            return words
        first, last = phrase(self.parse, head)
        return min(words[0], first), max(words[1], last)

    def _speaks(self, words: Range, speaker: Actor | None) -> bool:
        """Say whether these words name the speaker as "our allies": ours, and not their own."""
        span = Evidence.of(self.parse.text, *self.parse.span(*words))
        owner, *owned = span.exact.lower().split()
        at = speaker.span.start if speaker is not None and speaker.span is not None else -1
        ours = self.cast.words.pronoun(owner) == "us" and len(owned) > 0
        return ours and span.start <= at < span.end

    def acting(self, words: Range, speaker: Actor | None) -> Actor | None:
        """Return the state or organisation that acts where these words do; a name stays a name."""
        span = Evidence.of(self.parse.text, *self.parse.span(*words))
        actor = self.cast.actor(*words, speaker=speaker)
        side = self.cast.side_of(actor)
        if side is None:
            side = self.cast.side_of(self.cast.actor(*self._with_rest(words), speaker=speaker))
        # Syrian rebels do not act for Syria.
        rebels = actor is not None and actor.sector in AGAINST_STATES
        tokens = self.parse.tokens[slice(*words)]
        local = not self.cast.words.local.isdisjoint(token.text.lower() for token in tokens)
        if side is None and (actor is None or actor.id is None) and not rebels and not local:
            head = head_of(self.parse, *words)
            named = self.parse.tokens[head].upos == "PROPN"
            # "The Labour Council" is not Labour: a name inside another name does not act for it.
            inside = [
                self.cast.side_of(mention.actor)
                for mention in self.cast.inside(*words)
                if not named or mention.first <= head < mention.last
            ]
            side = next((found for found in inside if found is not None), None)
        if side is not None:
            return replace(self._state_of(side), span=span)
        if actor is None and self.parse.tokens[head_of(self.parse, *words)].upos == "PROPN":
            return Actor(name=span.exact, span=span)
        return actor

    def _state_of(self, side: Actor) -> Actor:
        """Return the state that a parliament binds, and any other side as it is."""
        code = side.code if side.sector == "LEG" else None
        return (self.cast.world.actor_of(code) if code else None) or side


def is_known(actor: Actor) -> bool:
    """Say whether an actor is, or all its members are, somebody in particular."""
    if actor.members:
        return all(is_known(member) for member in actor.members)
    return bool(actor.code or actor.id)
