"""Roles: who acts, who is acted upon and where, around the verb or noun of an event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import child, phrase, subject_of
from foedus.analysis.event_classes import sense_at
from foedus.analysis.parse import Parse
from foedus.languages.actions import ActionWords
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor

Range = tuple[int, int]
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_NAMING = ("NOUN", "PROPN", "PRON")
ATTACKS = ("armed_attack", "invasion")
_AGAINST = ("against", "at", "on", "upon")
_JOINED = ("ADJ", "DET", "NOUN", "PRON", "PROPN")
_OWNED = ("nmod:poss", "amod", "compound", "nmod")
_OWN_DOING = ("agreement_or_compliance", "deployment", "weapon_test", "accession")
"""Events that one does with what is one's own: "if X withdraws its troops" is against nobody."""
MAX_SUFFERED = 6
"""Words behind a verb within which "under fire" or "the victim of" shows who suffers."""


@dataclass(frozen=True)
class RoleReader:
    """Reads the roles of one event inside a condition."""

    parse: Parse
    cast: Cast
    words: ConditionWords
    classes: ActionWords

    def _lower(self, first: int, last: int) -> list[str]:
        return [token.text.lower() for token in self.parse.tokens[first:last]]

    def roles(self, head: int, span: Range, *, label: str, speaker: Actor | None) -> dict[str, str]:
        """Return who acts and who is acted upon around a verb or an event noun."""
        parse = self.parse
        verbal = parse.tokens[head].upos in ("VERB", "AUX")
        subject = self._subject(head, span) if verbal else None
        noun = subject if subject is not None and self._is_event(subject) else None
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
        for event in (head, noun):
            if event is None:
                continue
            for below in self._obliques(event, span):
                role = self._preposition_role(below, verbal=verbal and event != noun)
                held = found.get(role) if role else None
                named = held is not None and self._is_own(held)  # "our road to Armenia" is ours
                if role and (held is None or parse.tokens[held].upos == "NOUN") and not named:
                    found[role] = below
        names = {}
        for role, index in found.items():
            name = self._name(index, speaker=speaker)
            if name is not None:
                names[role] = name
        if label in ATTACKS and "target" not in names:
            names |= self._host(head, span, speaker=speaker)
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
        return names

    def _host(self, head: int, span: Range, *, speaker: Actor | None) -> dict[str, str]:
        """Return as target whose land an attack is in: "sets foot in our country"."""
        for index in self._obliques(head, span):
            name = self._name(index, speaker=speaker) if self._is_own(index) else None
            if name is not None:
                return {"target": name}
        return {}

    def _leading(self, head: int, span: Range) -> dict[str, str]:
        """Return as actor whom a clause names between its connective and its verb.

        The tree may lose a subject in a long sentence ("should Russia further invade Ukraine").
        """
        tokens = self.parse.tokens
        opened = self.words.connective_of(self._lower(span[0], min(span[1], span[0] + 4)))
        first = span[0] + len(opened[0].split()) if opened is not None else span[1]
        first += first < span[1] and tokens[first].upos == "DET"
        named = [m for m in self.cast.inside(first, head) if m.first == first and not m.adjective]
        passive = child(self.parse, head, ("aux:pass",)) is not None or self._suffers(head)
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
        passive = child(parse, head, ("nsubj:pass", "aux:pass")) is not None
        passive = passive and not self._is_finite(head)
        suffers = self._suffers(head)
        # "there is an attack": the tree makes a subject of "there" or of the attack
        exists = any(parse.tokens[i].xpos == "EX" for i in parse.children[head])
        if subject is not None and not exists:
            found["target" if passive or suffers else "actor"] = subject
        agent = child(parse, head, ("obl:agent",))
        if agent is not None:
            found["actor"] = agent
        direct = child(parse, head, ("obj",))
        if direct is not None and not suffers and direct != subject:
            found.setdefault("target", direct)
        return found

    def _is_finite(self, head: int) -> bool:
        """Say whether a verb without auxiliary has a pronoun or an article before its subject.

        Only headlines leave out the "is" of a passive, and the article too.
        """
        tokens, subject = self.parse.tokens, child(self.parse, head, ("nsubj:pass",))
        if subject is None or any(
            tokens[i].deprel.startswith("aux") for i in self.parse.children[head]
        ):
            return False
        first = tokens[phrase(self.parse, subject)[0]]
        return tokens[subject].xpos == "PRP" or first.xpos == "DT"

    def _subject(self, head: int, span: Range) -> int | None:
        """Return the subject of a verb inside the condition; an inverted one leads it."""
        tokens = self.parse.tokens
        if tokens[span[0]].text.lower() in self.words.inverting:
            below = (i for i in self.parse.children[head] if span[0] < i < head)
            leading = next((i for i in below if tokens[i].upos in _NAMING), None)
            if leading is not None:
                return leading
        subject = subject_of(self.parse, head)
        if subject is None or not span[0] <= subject < span[1]:
            strayed = self._strayed(head, span)
            return self._told(head, span) if strayed is None else strayed
        behind = subject > head and tokens[head].upos == "VERB"
        relative = tokens[head].deprel.startswith("acl")
        return None if behind and not relative else subject

    def _told(self, head: int, span: Range) -> int | None:
        """Return who is told to do what a condition without a subject demands."""
        tokens = self.parse.tokens
        own = child(self.parse, head, ("nsubj",))
        above = tokens[head].head
        if own is not None or above < 0 or tokens[head].xpos != "VB" or above >= span[0]:
            return own if own is not None and own < span[0] else None
        return child(self.parse, above, ("iobj", "obj"))

    def _strayed(self, head: int, span: Range) -> int | None:
        """Return the noun before a verb that the tree takes for its object, or a later noun's."""
        tokens = self.parse.tokens
        for below in self.parse.children[head]:
            bare = tokens[below].deprel in ("obj", "obl", "iobj", "dep")
            before = span[0] <= below < head and tokens[below].upos in _NAMING
            if before and bare and child(self.parse, below, ("case",)) is None:
                return below
        loose = ("compound", "nmod", "nmod:poss")
        return next(
            (
                i
                for i in range(span[0], head)
                if tokens[i].upos in _NAMING and tokens[i].head > head and tokens[i].deprel in loose
            ),
            None,
        )

    def _is_event(self, index: int) -> bool:
        """Say whether a noun names something that happens and not somebody."""
        token = self.parse.tokens[index]
        if token.upos != "NOUN" or token.text.lower() in self.words.happening:
            return token.upos == "NOUN"
        return sense_at(self.parse, index, self.classes, promised=True) is not None

    def _is_told(self, index: int) -> bool:
        """Say whether a noun is what one carries out oneself ("its threat"), and no "request"."""
        token = self.parse.tokens[index]
        asked = self.classes.lemma_of(token.text, token.lemma) in self.classes.sets["proposal"]
        return self._is_event(index) and not asked

    def _suffers(self, head: int) -> bool:
        """Say whether the subject of a verb is acted upon: "suffer", "come under (attack)"."""
        token = self.parse.tokens[head]
        if self.classes.lemma_of(token.text, token.lemma) in self.words.suffering:
            return True
        sentence = self.parse.sentences[token.sentence]
        last = min(head + MAX_SUFFERED, sentence.last)
        if token.deprel.startswith("acl"):  # of "anyone who attacks us will pay" its own clause
            last = min(last, self.parse.subtree(head)[-1] + 1)
        after = self._lower(head + 1, last)
        before = self._lower(max(sentence.first, head - MAX_SUFFERED), head)
        words = [self.classes.lemma_of(token.text, token.lemma), *after]
        found = (first in words and second in words for first, second in self.words.suffered)
        copular = any(word in self.words.victims for word in (token.text.lower(), *after))
        linked = token.lemma.lower() in ("become", "be", "fall") or "be" in before
        return any(found) or (copular and linked)

    def _name(self, index: int, *, speaker: Actor | None) -> str | None:
        """Return who a noun stands for; a thing owned ("its territory") stands for its owner.

        None for a thing that belongs to nobody known: things do not act.
        """
        if self.parse.tokens[index].text.lower() in self.words.unnamed:
            return None
        words = self._whole(index)
        actor = self.cast.actor(*words, speaker=speaker)
        side = self.cast.side_of(actor)
        if side is not None and (side.code or side.id or self._are_somebody(side)):
            return side.name
        if actor is not None and (actor.id is not None or actor.code is not None):
            state = self.cast.world.actor_of(actor.code) if actor.code else None
            place = actor.id is None and actor.sector is None
            return state.name if place and state is not None else actor.name
        owner = self._owner(index, speaker=speaker)
        if owner is not None:
            return owner.name
        if actor is None:
            return None
        token = self.parse.tokens[index]
        known = self.cast.words.is_person(token.text) or self.cast.words.is_body(token.text)
        known = known and not self._is_substance(index)
        vague = token.upos == "PRON" and self.cast.words.pronoun(token.text) is None
        return actor.name if known or vague or self.cast.inside(*words) else None

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
        """Say whether a noun is one of forces that stands for what is used: "resort to force"."""
        token = self.parse.tokens[index]
        bare = phrase(self.parse, index) == (index, index + 1)
        return bare and token.xpos == "NN" and token.text.lower() in self.cast.words.forces

    def _whole(self, index: int) -> Range:
        """Return the phrase of a noun; of a subject with all that is joined to it before its verb.

        The tree often gives "it" alone to the verb in "it or Russia comes under attack".
        """
        tokens = self.parse.tokens
        first, last = phrase(self.parse, index)
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

    def _obliques(self, head: int, span: Range) -> list[int]:
        """Return the nouns behind prepositions below an event, its object's included."""
        tokens = self.parse.tokens
        below = list(self.parse.children[head])
        for index in self.parse.children[head]:
            named = tokens[index].deprel == "nmod" and self._is_event(index)  # "an act of war on X"
            if named or tokens[index].deprel in ("obj", "nsubj:pass", "xcomp"):
                inner = self.parse.children[index]
                below.extend(i for i in inner if tokens[i].deprel != "nmod:poss")
        return [
            i
            for i in below
            if span[0] <= i < span[1]
            and tokens[i].deprel in ("nmod", "obl", "nmod:poss", "obl:agent")
        ]

    def _preposition_role(self, index: int, *, verbal: bool) -> str | None:
        """Return the role that a preposition gives; only a noun is done "from" somebody."""
        parse = self.parse
        if parse.tokens[index].deprel == "nmod:poss":
            return "actor"
        case = child(parse, index, ("case",))
        word = parse.tokens[case].text.lower() if case is not None else ""
        if word in (*_AGAINST, "to", "toward", "towards", "into", "over"):
            return "target"
        doers = _POSSESSIVES if verbal else _POSSESSIVES | {"by", "from"}
        return "actor" if word in doers else None

    def _between(self, span: Range, *, speaker: Actor | None) -> str | None:
        """Return the parties of what happens "between X and Y"; either may have begun it."""
        words = self._lower(*span)
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

    def place(self, head: int, span: Range) -> str | None:
        """Return the words of the place that the event is said to be in, or that it is named by."""
        tokens = self.parse.tokens
        for below in self._places(head, span):
            case = child(self.parse, below, ("case",))
            word = "" if case is None else tokens[case].text.lower()
            named = any(t.upos == "PROPN" for t in tokens[below : below + 1])
            if word in self.words.placing and named:
                start, end = self.parse.span(*phrase(self.parse, below))
                return self.parse.text[start:end]
        subject = self._subject(head, span) if tokens[head].upos == "VERB" else None
        if subject is None or not self._is_event(subject):
            return None
        for below in self.parse.children[subject]:
            if tokens[below].deprel == "compound" and self.cast.inside(below, below + 1):
                return tokens[below].text
        return None

    def site(self, head: int, span: Range) -> str | None:
        """Return the words of the thing that an attack is on, where it is nobody's in particular.

        "An attack on the dam" is against whoever has the dam: the text does not tell who.
        """
        tokens = self.parse.tokens
        for below in self._obliques(head, span):
            case = child(self.parse, below, ("case",))
            word = "" if case is None else tokens[case].text.lower()
            if word in _AGAINST and tokens[below].upos == "NOUN" and not self._is_event(below):
                start, end = self.parse.span(*phrase(self.parse, below))
                return self.parse.text[start:end]
        return None

    def _places(self, head: int, span: Range) -> Iterator[int]:
        """Yield the nouns that may be a place: below the event, or below what happens there."""
        yield from self._obliques(head, span)
        verbal = self.parse.tokens[head].upos == "VERB"
        subject = self._subject(head, span) if verbal else None
        if subject is not None and self._is_event(subject):
            yield from self._obliques(subject, span)
