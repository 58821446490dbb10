"""What would have to happen: a condition's characters, its connective and its tree of triggers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import child, clause, head_of, phrase, subject_of, trim
from foedus.analysis.event_classes import action_class, condition_class
from foedus.analysis.parse import Parse
from foedus.languages.actions import ActionWords
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor
from foedus.records.commitments import Condition, Trigger
from foedus.records.documents import Evidence

Range = tuple[int, int]
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_QUALIFIES = frozenset({"that", "which", "in", "launched", "undertaken"})
SNAP_GAP = 2
"""Tokens by which a clause may differ from the model's edge and still be taken instead."""
SAME_TRIGGER_GAP = 2


@dataclass(frozen=True)
class ConditionReader:
    """Reads conditions of one document."""

    parse: Parse
    cast: Cast
    words: ConditionWords
    classes: ActionWords

    def lower(self, first: int, last: int) -> list[str]:
        """Return the tokens of a range in lower case."""
        return [token.text.lower() for token in self.parse.tokens[first:last]]

    def event_class(self, first: int, last: int) -> str | None:
        """Return the class of the event that these words name, by the table of words."""
        return condition_class(self.parse, first, last, self.classes)

    def action_class(self, first: int, last: int) -> str | None:
        """Return the class of the act that these words name; None if none."""
        return action_class(self.parse, first, last, self.classes)

    def span(self, first: int, last: int, *, action: Range) -> Range | None:
        """Return the model's range with its edges set where a clause or sentence has them.

        None where nothing but a connective is left.
        """
        parse = self.parse
        first, last = trim(parse, *self._in_one_sentence(first, last))
        while last - first > 1 and parse.tokens[first].lemma in ("and", "then", "that", "but"):
            first += 1
        whole = clause(parse, head_of(parse, first, last))
        near = abs(whole[0] - first) <= SNAP_GAP and abs(whole[1] - last) <= SNAP_GAP
        if first and parse.tokens[first].text.lower() == "if" and _is_as(parse, first - 1):
            return None
        opener = self.words.connective_of(self.lower(first, last))
        bare = opener is not None and last - first <= len(opener[0].split())
        if bare:
            governor = parse.tokens[first].head
            whole = clause(parse, governor) if governor >= 0 else (first, last)
            if whole[1] - whole[0] <= last - first or _meets(whole, action):
                return None
        if (near or bare) and not _meets(whole, action):
            first, last = (first if opener and not bare else whole[0]), whole[1]
        return trim(parse, first, self._unbroken(first, last, action))

    def _unbroken(self, first: int, last: int, action: Range) -> int:
        """Return the end of a range that stops at a word whose head is still to come."""
        token = self.parse.tokens[last - 1]
        loose = token.deprel.startswith(("aux", "cop", "case", "det", "mark", "nsubj", "amod"))
        end = last
        if loose and token.head >= last:
            end = clause(self.parse, token.head)[1]
        elif token.upos == "VERB":
            end = clause(self.parse, last - 1)[1]
        return last if _meets((first, end), action) else max(last, end)

    def _in_one_sentence(self, first: int, last: int) -> Range:
        """Return the longest part of a range that lies in one sentence."""
        parts = [
            (max(first, s.first), min(last, s.last))
            for s in self.parse.sentences
            if s.first < last and first < s.last
        ]
        return max(parts, key=lambda part: part[1] - part[0], default=(first, last))

    def beside(self, action: Range) -> Range | None:
        """Return the conditional clause that the tree hangs on an action the model left bare."""
        inner = self._inside(action)
        if inner is not None:
            return inner
        head = head_of(self.parse, *action)
        for index in (head, self.parse.tokens[head].head):
            if index < 0:
                continue
            for below in self.parse.children[index]:
                if self.parse.tokens[below].deprel != "advcl":
                    continue
                first, last = clause(self.parse, below)
                found = self.words.connective_of(self.lower(first, last))
                if (
                    found
                    and found[1] in ("if", "unless", "until")
                    and not _meets((first, last), action)
                ):
                    return first, last
        return None

    def _inside(self, action: Range) -> Range | None:
        """Return the condition with which an action ends.

        It is a clause ("close it if they attack us") or the thing that is helped or answered,
        when that is itself only possible ("support for any mission in response to …").
        """
        tokens = self.parse.tokens
        for index in range(action[0] + 1, action[1] - 1):
            found = self.words.connective_of(self.lower(index, min(action[1], index + 4)))
            if found and found[0] in ("if", "unless", "in case of", "in the event of"):
                return trim(self.parse, index, action[1])
            noun = tokens[index].head
            helped = tokens[index].text.lower() == "any" and tokens[index - 1].upos == "ADP"
            if helped and index < noun < action[1] - 1 and tokens[noun + 1].lemma in _QUALIFIES:
                return trim(self.parse, index, self._clause_end(noun))
        return None

    def _clause_end(self, index: int) -> int:
        """Return where the words after a noun come to a mark or to the sentence's end."""
        last = self.parse.sentences[self.parse.tokens[index].sentence].last
        while index < last and self.parse.tokens[index].upos != "PUNCT":
            index += 1
        return index

    def read(self, span: Range, *, label: str, speaker: Actor | None) -> Condition:
        """Return the condition of a range; `label` is the class that the model gives it."""
        first, last = span
        parse = self.parse
        found = self.words.connective_of(self.lower(first, min(last, first + 4)))
        tree = self._tree(span, label=label, sense=found[1] if found else "", speaker=speaker)
        node = _first(tree)
        start, end = parse.span(first, last)
        return Condition(
            span=Evidence.of(parse.text, start, end),
            connective=found[0] if found else "(implicit)",
            event_class=label,
            actor=node.actor,
            target=node.target,
            tree=tree,
        )

    def _tree(self, span: Range, *, label: str, sense: str, speaker: Actor | None) -> Trigger:
        """Return the tree of triggers: joined clauses, events hidden in noun phrases, unless."""
        parts = self._clauses(span)
        nodes = []
        for part in parts:
            own = label if len(parts) == 1 else self.event_class(*part) or label
            nodes.extend(self._nodes(part, label=own, speaker=speaker))
        nodes = _without_repeats(nodes)
        tree = nodes[0] if len(nodes) == 1 else self._joined(parts, nodes)
        return Trigger(negated=tree) if sense == "unless" else tree

    def _clauses(self, span: Range) -> list[Range]:
        """Return the parts of a range that open with a connective of their own."""
        first, last = span
        starts = [first]
        for index in range(first + 1, last):
            previous = self.parse.tokens[index - 1]
            opened = self.words.connective_of(self.lower(index, min(last, index + 4)))
            divides = previous.upos == "PUNCT" or previous.upos == "CCONJ"
            if opened and divides and opened[1] in ("if", "case", "unless"):
                starts.append(index)
        return [trim(self.parse, a, b) for a, b in zip(starts, [*starts[1:], last], strict=True)]

    def _joined(self, parts: Sequence[Range], nodes: list[Trigger]) -> Trigger:
        """Join several triggers: "or" makes alternatives, "and" a conjunction."""
        first, last = parts[0][0], parts[-1][1]
        words = self.lower(first, last)
        if len(parts) > 1 and "and" in words and "or" not in words:
            return Trigger(all_of=tuple(nodes))
        if len(parts) == 1 and "or" not in words:
            return Trigger(all_of=tuple(nodes))
        return Trigger(any_of=tuple(nodes))

    def _nodes(self, span: Range, *, label: str, speaker: Actor | None) -> list[Trigger]:
        """Return the triggers of one clause or noun phrase; two targets give two."""
        head = self._event_head(span)
        base = self._node(head, span, label=label, speaker=speaker)
        hidden = self._hidden_cause(head, span)
        if hidden is not None:
            label = self.event_class(*phrase(self.parse, hidden)) or "other"
            inner = self._node(hidden, (hidden, span[1]), label=label, speaker=speaker)
            own = self.event_class(head, head + 1) or "other"
            return [
                inner,
                Trigger(
                    event_class=own, actor=base.actor, target=None, place=None, manner=base.manner
                ),
            ]
        targets = (base.target or "").split("; ")
        if len(targets) > 1 and "or" in self.lower(*span):
            return [_with_target(base, target) for target in targets]
        return [base]

    def _event_head(self, span: Range) -> int:
        """Return the word that names the event: the verb, or the noun after "in case of"."""
        parse = self.parse
        found = self.words.connective_of(self.lower(span[0], min(span[1], span[0] + 4)))
        size = len(found[0].split()) if found and found[1] == "case" else 0
        first = span[0] + (size if size < span[1] - span[0] else 0)
        head = head_of(parse, first, span[1])
        while (
            parse.tokens[head].deprel in ("det", "case", "mark", "amod")
            and parse.tokens[head].head < span[1]
        ):
            if not first <= parse.tokens[head].head:
                break
            head = parse.tokens[head].head
        return head

    def _hidden_cause(self, head: int, span: Range) -> int | None:
        """Return the event that a trigger answers ("a mission in response to an attack")."""
        words = self.lower(*span)
        for opener in (
            ["in", "response", "to"],
            ["in", "retaliation", "for"],
            ["in", "answer", "to"],
        ):
            for place in range(1, len(words) - 3):
                if words[place : place + 3] == opener:
                    first = span[0] + place + 3
                    inner = head_of(self.parse, first, span[1])
                    return inner if inner != head else None
        return None

    def _node(self, head: int, span: Range, *, label: str, speaker: Actor | None) -> Trigger:
        """Return one trigger with the actor, target, place and manner that its words give."""
        roles = self._roles(head, span, speaker=speaker)
        manner = [w for w in self.lower(*span) if w in self.words.manner and w != "any"]
        return Trigger(
            event_class=label,
            actor=roles.get("actor"),
            target=roles.get("target"),
            place=self._place(head, span),
            manner=" ".join(dict.fromkeys(w.removesuffix("ly") for w in manner)) or None,
        )

    def _roles(self, head: int, span: Range, *, speaker: Actor | None) -> dict[str, str]:
        """Return who acts and who is acted upon around a verb or an event noun."""
        parse, found = self.parse, {}
        verbal = parse.tokens[head].upos in ("VERB", "AUX")
        if verbal:
            subject = subject_of(parse, head)
            passive = child(parse, head, ("nsubj:pass", "aux:pass")) is not None
            suffers = self._suffers(head)
            # "there is an attack": the tree makes a subject of "there" or of the attack
            exists = any(parse.tokens[i].xpos == "EX" for i in parse.children[head])
            if subject is not None and span[0] <= subject < span[1] and not exists:
                found["target" if passive or suffers else "actor"] = subject
            agent = child(parse, head, ("obl:agent",))
            if agent is not None:
                found["actor"] = agent
            direct = child(parse, head, ("obj",))
            if direct is not None and not suffers:
                found.setdefault("target", direct)
        for below in self._obliques(head, span):
            role = self._preposition_role(below, verbal=verbal)
            if role and (role not in found or parse.tokens[found[role]].upos == "NOUN"):
                found[role] = below
        names = {}
        for role, index in found.items():
            name = self._name(index, speaker=speaker)
            if name is not None:
                names[role] = name
        if not verbal and "actor" not in names:
            names |= self._demonym(head)
        return names

    def _suffers(self, head: int) -> bool:
        """Say whether the subject of a verb is acted upon: "suffer", "come under (attack)"."""
        token = self.parse.tokens[head]
        lemma = self.classes.lemma_of(token.text, token.lemma)
        return lemma in self.words.suffering or (
            lemma == "come"
            and "under" in self.lower(head + 1, min(head + 3, len(self.parse.tokens)))
        )

    def _name(self, index: int, *, speaker: Actor | None) -> str | None:
        """Return who a noun stands for; a thing owned ("its territory") stands for its owner."""
        actor = self.cast.actor(*phrase(self.parse, index), speaker=speaker)
        if actor is not None and (actor.id is not None or actor.code is not None):
            return actor.name
        owner = child(self.parse, index, ("nmod:poss",))
        owning = self.cast.actor(owner, owner + 1, speaker=speaker) if owner is not None else None
        side = self.cast.side_of(owning)
        if side is not None:
            return side.name
        return None if actor is None else actor.name

    def _obliques(self, head: int, span: Range) -> list[int]:
        """Return the nouns behind prepositions below an event, its object's included."""
        tokens = self.parse.tokens
        below = list(self.parse.children[head])
        for index in self.parse.children[head]:
            if tokens[index].deprel in ("obj", "nsubj:pass", "xcomp"):
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
        if word in ("against", "on", "upon", "to", "toward", "towards", "into", "over"):
            return "target"
        doers = _POSSESSIVES | {"by"} if verbal else _POSSESSIVES | {"by", "from"}
        return "actor" if word in doers else None

    def _demonym(self, head: int) -> dict[str, str]:
        """Return the actor that an adjective names ("a Ukrainian attack")."""
        for below in self.parse.children[head]:
            if self.parse.tokens[below].deprel in ("amod", "compound", "nmod:poss"):
                mentions = self.cast.inside(below, below + 1)
                if mentions:
                    return {"actor": mentions[0].actor.name}
        return {}

    def _place(self, head: int, span: Range) -> str | None:
        """Return the words of the place that the event is said to be in."""
        for below in self._obliques(head, span):
            case = child(self.parse, below, ("case",))
            if (
                case is not None
                and self.parse.tokens[case].text.lower()
                in (
                    "in",
                    "at",
                    "near",
                    "inside",
                )
                and self.parse.tokens[below].upos == "PROPN"
            ):
                start, end = self.parse.span(*phrase(self.parse, below))
                return self.parse.text[start:end]
        return None


def _is_as(parse: Parse, index: int) -> bool:
    """Say whether this word makes a comparison of an "if" behind it."""
    return parse.tokens[index].text.lower() == "as"


def _meets(a: Range, b: Range) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def _first(tree: Trigger) -> Trigger:
    while tree.event_class is None:
        tree = tree.negated or (tree.all_of or tree.any_of)[0]
    return tree


def _with_target(node: Trigger, target: str) -> Trigger:
    return Trigger(
        event_class=node.event_class,
        actor=node.actor,
        target=target,
        place=node.place,
        manner=node.manner,
    )


def _without_repeats(nodes: list[Trigger]) -> list[Trigger]:
    """Drop a trigger said twice: the same target and no other actor (the first wording is kept)."""
    kept: list[Trigger] = []
    for node in nodes:
        for other in kept:
            same_target = node.target == other.target or not (node.target and other.target)
            same_actor = node.actor == other.actor or not (node.actor and other.actor)
            if same_target and same_actor:
                break
        else:
            kept.append(node)
    return kept
