"""Roles: who acts, who is acted upon and where, around the verb or noun of an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import child, phrase
from foedus.analysis.event_clauses import YIELDING, EventClause
from foedus.analysis.parse import Parse
from foedus.analysis.rebels import AGAINST_STATES
from foedus.analysis.trigger_sites import AGAINST
from foedus.languages.actions import ActionWords
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor

Range = tuple[int, int]
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
ATTACKS = ("armed_attack", "invasion")
_JOINED = ("ADJ", "DET", "NOUN", "PRON", "PROPN")
_OWNED = ("nmod:poss", "amod", "compound", "nmod")
_OWN_DOING = (*YIELDING, "deployment", "weapon_test", "accession")
"""Events that one does with what is one's own: "if X withdraws its troops" is against nobody."""
_HITTING = (*ATTACKS, "violation", "sanctions")
"""Events that nobody does to himself."""


@dataclass(frozen=True)
class RoleReader:
    """Reads the roles of one event inside a condition."""

    clause: EventClause
    cast: Cast
    committer: Actor | None = None
    """Who would act on it: whose what is hit may be, where it is not who hits it."""

    @property
    def parse(self) -> Parse:
        """Return the text."""
        return self.clause.parse

    @property
    def words(self) -> ConditionWords:
        """Return the words of conditions."""
        return self.clause.words

    @property
    def classes(self) -> ActionWords:
        """Return the words of events."""
        return self.clause.classes

    def roles(self, head: int, span: Range, *, label: str, speaker: Actor | None) -> dict[str, str]:
        """Return who acts and who is acted upon around a verb or an event noun."""
        parse = self.parse
        verbal = self.clause.is_predicate(head)
        subject = self.clause.subject(head, span) if verbal else None
        noun = subject if subject is not None and self.clause.is_event(subject) else None
        found = self._around_verb(head, span, subject) if verbal else {}
        target = found.get("target")
        own = self._is_own(target) or self._is_bare_force(target)
        if target is not None and parse.tokens[target].text.lower() in self.words.impersonal:
            own = True  # an "it" that is accepted, lifted or signed is nobody
        told = target is not None and self._is_own(target) and self._is_told(target)
        if (label in _OWN_DOING or told) and target != subject and own:
            del found["target"]
        if noun is not None:  # "if war breaks out": what begins is no actor
            found = {role: i for role, i in found.items() if i != noun}
        events = [event for event in (head, noun) if event is not None]
        found, spare = self._with_obliques(found, events, span, verbal=verbal)
        if label == "accession" and self.clause.is_passive(head, span) and "actor" not in found:
            found["actor"] = subject if subject is not None else head  # who is admitted joins
            found["target"] = spare.get("target", found["actor"])
        names = {}
        for role, index in found.items():
            name = self._name(index, speaker=speaker)
            if name is None and role in spare:
                name = self._name(spare[role], speaker=speaker)
            if name is not None:
                names[role] = name
        if label in ATTACKS and "target" not in names:
            names |= self._host(head, span, label=label, speaker=speaker)
        if verbal and "actor" not in names and self.clause.suffers(head):
            names |= self._dealer(head, span, speaker=speaker)
        event = noun if noun is not None else None if verbal else head
        if event is not None and "actor" not in names:
            names |= self._demonym(event, clausal=event == head)
        between = self._between(span, speaker=speaker) if event is not None else None
        if between is not None:
            names = {"target": between}
        if verbal and subject is None and not names.keys() & {"actor"}:
            names |= self._leading(head, span)
        if subject is None and self._widens(head) and "target" in names and "actor" not in names:
            names = {"actor": names["target"]}  # "widening Greek waters" is for Greece to do
        if names.get("actor") is not None and names.get("actor") == names.get("target"):
            del names["target"]
            names |= self._anothers(found.get("target"), names["actor"], label)
        return names

    def _anothers(self, index: int | None, actor: str, label: str) -> dict[str, str]:
        """Return as target who acts where somebody else hits what is "its": not his own."""
        who = self.committer
        owned = index is not None and self._is_own(index) and not self.clause.is_event(index)
        hit = owned and label in _HITTING
        return {"target": who.name} if hit and who is not None and who.name != actor else {}

    def _with_obliques(
        self, found: dict[str, int], events: Sequence[int], span: Range, *, verbal: bool
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Return the words of each role, those behind prepositions too, and what may stand in."""
        found, spare = dict(found), dict[str, int]()
        for event in events:
            clausal = verbal and event == events[0]
            for below in self.clause.obliques(event, span):
                role = self._preposition_role(below, verbal=clausal)
                held = found.get(role) if role else None
                named = held is not None and self._is_own(held)  # "our road to Armenia" is ours
                if not role or named:
                    continue
                if held is None or self.parse.tokens[held].upos == "NOUN":
                    found[role] = below
                else:
                    spare.setdefault(role, below)
            if not clausal:
                done = self.clause.by_whom(event, span)
                found |= {} if done is None or "actor" in found else {"actor": done}
                whom = self.clause.done_to(event, span, found.get("actor"))
                found |= {} if whom is None or "target" in found else {"target": whom}
        return found, spare

    def _host(self, head: int, span: Range, *, label: str, speaker: Actor | None) -> dict[str, str]:
        """Return as target whose land an attack is in: "sets foot in our country".

        Only an invasion is of any state that is named so: an attack may be on others there.
        """
        for index in self.clause.obliques(head, span):
            land = label == "invasion" and self.clause.case(index) in self.words.placing
            name = self._name(index, speaker=speaker) if land or self._is_own(index) else None
            if name is not None:
                return {"target": name}
        return {}

    def _dealer(self, head: int, span: Range, *, speaker: Actor | None) -> dict[str, str]:
        """Return as actor who does what is suffered: "come under fire from X", "X's raids"."""
        behind = range(head + 1, span[1])
        for index in (i for i in behind if self.clause.case(i) in ("from", "by")):
            name = self._name(index, speaker=speaker)
            if name is not None:
                return {"actor": name}
        events = (i for i in behind if self.clause.is_event(i))
        return next((found for i in events if (found := self._demonym(i, clausal=False))), {})

    def _leading(self, head: int, span: Range) -> dict[str, str]:
        """Return as actor whom a clause names between its connective and its verb.

        The tree may lose a subject in a long sentence ("should Russia further invade Ukraine").
        """
        tokens = self.parse.tokens
        opened = self.words.connective_of(self.clause.lower(span[0], min(span[1], span[0] + 4)))
        first = span[0] + len(opened[0].split()) if opened is not None else span[1]
        first += first < span[1] and tokens[first].upos == "DET"
        named = [m for m in self.cast.inside(first, head) if m.first == first and not m.adjective]
        passive = child(self.parse, head, ("aux:pass",)) is not None or self.clause.suffers(head)
        between = tokens[named[0].last : head] if named else ()
        if not named or passive or any(t.upos not in ("AUX", "ADV", "PART") for t in between):
            return {}
        side = self.cast.side_of(named[0].actor) or named[0].actor
        return {"actor": side.name}

    def _widens(self, head: int) -> bool:
        """Say whether a verb is one for what one does with one's own: "extend", "widen"."""
        token = self.parse.tokens[head]
        return self.classes.lemma_of(token.text, token.lemma) in self.words.widening

    def _is_own(self, index: int | None) -> bool:
        """Say whether a thing has a possessive pronoun: "its troops"."""
        below = self.parse.children[index] if index is not None else ()
        return any(self.parse.tokens[i].xpos == "PRP$" for i in below)

    def _is_bare_force(self, index: int | None) -> bool:
        """Say whether a noun is troops or ships of nobody named, as a headline writes them too."""
        if index is None or self.cast.words.singular(self.parse.tokens[index].text) not in (
            self.cast.words.forces
        ):
            return False
        return not self.cast.inside(*phrase(self.parse, index))

    def _around_verb(self, head: int, span: Range, subject: int | None) -> dict[str, int]:
        """Return the words that stand for actor and target of a verb by its subject and object."""
        parse, found = self.parse, dict[str, int]()
        passive = self.clause.is_passive(head, span)
        suffers = self.clause.suffers(head)
        # "there is an attack": the tree makes a subject of "there" or of the attack
        if subject is not None and not self.clause.exists(head):
            found["target" if passive or suffers else "actor"] = subject
        agent = self.clause.agent(head, span)
        if agent is not None:
            found["actor"] = agent
        direct = child(parse, head, ("iobj",)) or child(parse, head, ("obj",))
        used = self.classes.lemma_of(parse.tokens[head].text, parse.tokens[head].lemma) == "use"
        carried = child(parse, head, ("xcomp", "advcl")) if direct is None or used else None
        if carried is not None and carried > head and parse.tokens[carried].upos == "VERB":
            # "goes on bombing X", "uses rebels to strike X"
            direct = child(parse, carried, ("obj",)) or direct
        if direct is not None and not suffers and direct != subject:
            found.setdefault("target", direct)
        return found

    def _is_told(self, index: int) -> bool:
        """Say whether a noun is what one carries out oneself ("its threat"), and no "request"."""
        token = self.parse.tokens[index]
        asked = self.classes.lemma_of(token.text, token.lemma) in self.classes.sets["proposal"]
        return self.clause.is_event(index) and not asked

    def _name(self, index: int, *, speaker: Actor | None) -> str | None:
        """Return who a noun stands for; a thing owned ("its territory") stands for its owner.

        None for a thing that belongs to nobody known: things do not act.
        """
        if self.parse.tokens[index].text.lower() in self.words.unnamed:
            return None
        words = self._whole(index)
        if self.parse.tokens[index].upos == "NUM" and words[1] - words[0] == 1:
            return None  # of "an attack on one" one is anybody
        if self.parse.tokens[words[0]].text.lower() in self.words.none:
            return None  # of "if no missile is fired" no missile is anybody
        noun = self.cast.words.singular(self.parse.tokens[index].text.lower())
        if self._is_own(index) and noun not in self.cast.words.states:
            owner = self._owner(index, speaker=speaker)  # "its people in Kosovo" are its own
            if owner is not None:
                return owner.name
        actor = self.cast.actor(*words, speaker=speaker)
        side = self.cast.side_of(actor)
        if side is not None and (side.code or side.id or self._are_somebody(side)):
            return side.name
        if actor is not None and (actor.id is not None or actor.code is not None):
            state = self.cast.world.actor_of(actor.code) if actor.code else None
            place = actor.id is None and actor.sector is None
            return state.name if place and state is not None else actor.name
        rebels = actor is not None and actor.sector in AGAINST_STATES  # "Rwandan-backed rebels"
        owner = None if rebels else self._owner(index, speaker=speaker)
        if owner is not None:
            return owner.name
        if actor is None:
            return None
        token = self.parse.tokens[index]
        known = self.cast.words.is_person(token.text) or self.cast.words.is_body(token.text)
        known = known and not self._is_substance(index) and noun not in self.classes.sets["weapons"]
        rebels = rebels and token.upos == "PRON"  # "unless they disarm"
        vague = token.upos == "PRON" and self.cast.words.pronoun(token.text) is None
        named = token.upos != "NOUN" and bool(self.cast.inside(*words))
        return actor.name if known or vague or named or rebels else None

    def _are_somebody(self, side: Actor) -> bool:
        """Say whether all of several that are joined can act: "churches or monasteries" cannot."""
        words = self.cast.words
        return bool(side.members) and all(
            member.code
            or member.id
            or words.is_person(member.name.split()[-1])
            or words.is_body(member.name.split()[-1])
            or words.singular(member.name.split()[-1]) in words.states
            for member in side.members
        )

    def _is_substance(self, index: int) -> bool:
        """Say whether a noun is what one has or uses: "resort to force", "hand power back"."""
        token = self.parse.tokens[index]
        bare = phrase(self.parse, index) == (index, index + 1)
        held = token.text.lower() in {*self.cast.words.forces, *self.cast.words.states}
        return bare and token.xpos == "NN" and held

    def _whole(self, index: int) -> Range:
        """Return the phrase of a noun; of a subject with all that is joined to it before its verb.

        The tree often gives "it" alone to the verb in "it or Russia comes under attack".
        """
        tokens = self.parse.tokens
        first, last = phrase(self.parse, index)
        clauses = (i for i in self.parse.children[index] if tokens[i].deprel.startswith("acl"))
        last = min([last, *(i for i in clauses if i > index)])  # "gangs | backed by X"
        verb = tokens[index].head
        if not (tokens[index].deprel.startswith("nsubj") and last < verb):
            return first, last
        end = last + 1
        while end < verb and tokens[end].upos in _JOINED:
            end += 1
        to_verb = all(token.upos in ("AUX", "ADV", "PART") for token in tokens[end:verb])
        joined = tokens[last].upos == "CCONJ" and end > last + 1 and to_verb
        return first, end if joined else last

    def _owner(self, index: int, *, speaker: Actor | None) -> Actor | None:
        """Return the side of whom a thing belongs to: "its border", "the Greek fleet"."""
        for below in self.parse.children[index]:
            if self.parse.tokens[below].deprel not in _OWNED:
                continue
            first, last = (below, below + 1)
            if below > index and self.parse.tokens[below].deprel != "nmod":
                continue  # whose a thing is stands before it
            if self.parse.tokens[below].deprel == "nmod":
                first, last = phrase(self.parse, below)
            side = self.cast.side_of(self.cast.actor(first, last, speaker=speaker))
            if side is not None and (side.code or side.id or side.members):
                return side
        return None

    def _preposition_role(self, index: int, *, verbal: bool) -> str | None:
        """Return the role that a preposition gives; only a noun is done "from" somebody."""
        parse = self.parse
        if parse.tokens[index].deprel == "nmod:poss":
            return "actor"
        case = child(parse, index, ("case",))
        word = parse.tokens[case].text.lower() if case is not None else ""
        if word in (*AGAINST, "to", "toward", "towards", "into", "over"):
            return "target"
        doers = _POSSESSIVES if verbal else _POSSESSIVES | {"by", "from"}
        return "actor" if word in doers else None

    def _between(self, span: Range, *, speaker: Actor | None) -> str | None:
        """Return the parties of what happens "between X and Y"; either may have begun it."""
        words = self.clause.lower(*span)
        if "between" not in words:
            return None
        first = span[0] + words.index("between") + 1
        near = self.cast.inside(first, span[1])[:2]
        sides = [self.cast.side_of(mention.actor) or mention.actor for mention in near]
        return "; ".join(dict.fromkeys(side.name for side in sides)) if len(sides) == 2 else None

    def _demonym(self, head: int, *, clausal: bool) -> dict[str, str]:
        """Return the actor that an adjective names ("a Ukrainian attack").

        In a clause that the tree takes for a noun ("if Turkey attacks") a name may be the actor.
        """
        relations = ("amod", "nmod:poss", "compound") if clausal else ("amod", "nmod:poss")
        for below in self.parse.children[head]:
            if self.parse.tokens[below].deprel in relations:
                mentions = self.cast.inside(below, below + 1)
                if mentions:
                    return {"actor": mentions[0].actor.name}
        return {}
