"""Triggers: the events of a condition, with who acts, who is acted upon, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import child, head_of, phrase, trim
from foedus.analysis.event_classes import condition_class, is_denied
from foedus.analysis.event_clauses import YIELDING, EventClause
from foedus.analysis.parse import Parse
from foedus.analysis.trigger_roles import ATTACKS, RoleReader
from foedus.analysis.trigger_sites import SiteReader
from foedus.languages.actions import ActionWords
from foedus.languages.conditions import ConditionWords
from foedus.records.actors import Actor
from foedus.records.commitments import Trigger

Range = tuple[int, int]


@dataclass(frozen=True)
class TriggerReader:
    """Reads the tree of triggers of a condition."""

    parse: Parse
    cast: Cast
    words: ConditionWords
    classes: ActionWords
    committer: Actor | None = None

    @property
    def _clause(self) -> EventClause:
        return EventClause(self.parse, self.words, self.classes)

    def tree(self, span: Range, *, label: str, sense: str, speaker: Actor | None) -> Trigger:
        """Return the tree of triggers: joined clauses, events hidden in noun phrases, unless.

        Args:
            span: The tokens of the condition.
            label: The class of its event.
            sense: The sense of its connective.
            speaker: Who says it, for "we" and "our".
        """
        parts = self._clauses(span)
        nodes: list[Trigger] = []
        for part in parts:
            own = label if len(parts) == 1 else self._event_class(*part) or label
            nodes.extend(self._nodes(part, label=own, speaker=speaker))
        nodes = _without_repeats(nodes)
        tree = nodes[0] if len(nodes) == 1 else self._joined(parts, nodes)
        return _denied(tree) if sense == "unless" else tree

    def _lower(self, first: int, last: int) -> list[str]:
        return [token.text.lower() for token in self.parse.tokens[first:last]]

    def _event_class(self, first: int, last: int) -> str | None:
        return condition_class(self.parse, first, last, self.classes)

    def _clauses(self, span: Range) -> list[Range]:
        """Return the parts of a range that open with a connective of their own."""
        first, last = span
        starts = [first]
        for index in range(first + 1, last):
            previous = self.parse.tokens[index - 1]
            opened = self.words.connective_of(self._lower(index, min(last, index + 4)))
            divides = previous.upos == "PUNCT" or previous.upos == "CCONJ"
            if opened and divides and opened[1] in ("if", "case", "unless"):
                starts.append(index)
        return [trim(self.parse, a, b) for a, b in zip(starts, [*starts[1:], last], strict=True)]

    def _joined(self, parts: Sequence[Range], nodes: list[Trigger]) -> Trigger:
        """Join several triggers: "or" makes alternatives, "and" a conjunction."""
        first, last = parts[0][0], parts[-1][1]
        words = self._lower(first, last)
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
            label = self._event_class(*phrase(self.parse, hidden)) or "other"
            inner = self._node(hidden, (hidden, span[1]), label=label, speaker=speaker)
            own = self._event_class(head, head + 1) or "other"
            return [inner, replace(base, event_class=own, target=None, place=None)]
        further = self._further(head, span)
        if further:
            return self._coordinated([head, *further], span, label=label, speaker=speaker)
        targets = (base.target or "").split("; ")
        if len(targets) > 1 and "or" in self._lower(*span):
            each = tuple(replace(base, target=target) for target in targets)
            denied = self._is_denied(label, head)
            return [_denied(Trigger(any_of=each))] if denied else list(each)
        return [self._signed(base, head)]

    def _signed(self, node: Trigger, head: int) -> Trigger:
        """Return an event, or that it does not happen: "if Russia does not attack"."""
        return _denied(node) if self._is_denied(node.event_class, head) else node

    def _is_denied(self, label: str | None, head: int) -> bool:
        """Say whether an event must not be; what is asked and not done has a class of its own."""
        return label != YIELDING[1] and is_denied(self.parse, head, self.classes)

    def _further(self, head: int, span: Range) -> list[int]:
        """Return the events joined to the first: "if X attacks or closes Y", "war or invasion"."""
        verbal = self.parse.tokens[head].upos == "VERB"
        found = []
        for below in self.parse.children[head]:
            token = self.parse.tokens[below]
            if token.deprel != "conj" or not head < below < span[1]:
                continue
            lemma = self.classes.lemma_of(token.text, token.lemma)
            named = self.classes.sense_of_noun(lemma, promised=True) is not None
            act = named or lemma in self.words.acts
            if token.upos == "VERB" if verbal else token.upos == "NOUN" and act:
                found.append(below)
        return found

    def _coordinated(
        self, heads: Sequence[int], span: Range, *, label: str, speaker: Actor | None
    ) -> list[Trigger]:
        """Return a trigger for each of several events; what one leaves out is another's too."""
        starts = [span[0], *(self.parse.subtree(head)[0] for head in heads[1:])]
        nodes: list[Trigger] = []
        for head, first, last in zip(heads, starts, [*starts[1:], span[1]], strict=True):
            part = (first, max(last, head + 1))
            own = self._event_class(*part) or (label if head == heads[0] else "other")
            nodes.append(self._node(head, part, label=own, speaker=speaker))
        if self.parse.tokens[heads[0]].upos != "VERB":
            return nodes
        actor, target = nodes[0].actor, nodes[-1].target
        bare = [child(self.parse, head, ("obj", "obl")) is None for head in heads]
        whole = [
            replace(
                node,
                actor=node.actor or actor,
                target=node.target or (target if lacks else None),
            )
            for node, lacks in zip(nodes, bare, strict=True)
        ]
        return [self._signed(node, head) for node, head in zip(whole, heads, strict=True)]

    def _event_head(self, span: Range) -> int:
        """Return the word that names the event: the verb, or the noun after "in case of"."""
        parse = self.parse
        found = self.words.connective_of(self._lower(span[0], min(span[1], span[0] + 4)))
        verbal = parse.tokens[span[0]].upos == "VERB"  # "provided parliament agrees"
        size = len(found[0].split()) if found else 0
        whole = found is None or found[1] in ("any", "every")  # "any attack" is all of it
        inside = not whole and head_of(parse, *span) < span[0] + size  # "as long as", "the day …"
        skipped = found and (found[1] == "case" or verbal or inside)
        first = span[0] + (size if skipped and size < span[1] - span[0] else 0)
        head = head_of(parse, first, span[1])
        while (
            parse.tokens[head].deprel in ("det", "case", "mark", "amod")
            and parse.tokens[head].head < span[1]
        ):
            if not first <= parse.tokens[head].head:
                break
            head = parse.tokens[head].head
        relative = child(parse, head, ("acl:relcl", "acl"))
        if relative is not None and head < relative < span[1]:
            whole = parse.tokens[relative].deprel == "acl:relcl"
            if self._is_anybody(head) or (whole and self._is_any(head)):
                return relative  # "anyone who attacks us": what he does is the event
        return head

    def _is_anybody(self, head: int) -> bool:
        """Say whether a word only stands for whoever does it: "anyone", "any country"."""
        token = self.parse.tokens[head]
        return token.upos == "PRON" or token.lemma.lower() in self.cast.words.states

    def _is_any(self, head: int) -> bool:
        """Say whether a noun stands for all of its sort that do something: "any drone"."""
        first = self.parse.tokens[phrase(self.parse, head)[0]]
        act = self._clause.is_event(head) or self.parse.tokens[head].lemma in self.words.acts
        return first.text.lower() in self.words.whoever and not act

    def _hidden_cause(self, head: int, span: Range) -> int | None:
        """Return the event that a trigger answers ("a mission in response to an attack")."""
        words = self._lower(*span)
        for opener in self.words.answers:
            for place in range(1, len(words) - 3):
                if words[place : place + 3] == opener:
                    first = span[0] + place + 3
                    inner = head_of(self.parse, first, span[1])
                    return inner if inner != head else None
        relative = child(self.parse, head, ("acl:relcl",))
        if relative is None:
            return None
        token = self.parse.tokens[relative]
        if self.classes.lemma_of(token.text, token.lemma) not in self.words.answering:
            return None
        return child(self.parse, relative, ("obj", "obl"))

    def _node(self, head: int, span: Range, *, label: str, speaker: Actor | None) -> Trigger:
        """Return one trigger with the actor, target, place and manner that its words give."""
        reader = RoleReader(self._clause, self.cast, self.committer)
        roles = reader.roles(head, span, label=label, speaker=speaker)
        sites = SiteReader(self._clause, self.cast)
        manner = [
            token.text.lower()
            for token in self.parse.tokens[slice(*span)]
            if token.text.lower() in self.words.manner - {"any"} and self._is_manner(token.index)
        ]
        place = sites.place(head, span)
        if place is None and label == "blockade" and roles.get("target") is None:
            place = sites.closed(head, span)
        if place is not None and place.removeprefix("the ") == roles.get("target"):
            place = None  # of troops sent to a state the state is the target
        if place is None and label in ATTACKS and roles.get("target") is None:
            place = sites.site(head, span)
        return Trigger(
            event_class=label,
            actor=roles.get("actor"),
            target=roles.get("target"),
            place=place,
            manner=" ".join(dict.fromkeys(w.removesuffix("ly") for w in manner)) or None,
        )

    def _is_manner(self, index: int) -> bool:
        """Say whether a word tells how it is done: a strike on nuclear sites is no nuclear one."""
        token = self.parse.tokens[index]
        if token.upos == "VERB" and token.xpos != "VBN":
            return False  # "any country that armed the rebels"
        noun = self.parse.tokens[token.head] if token.head >= 0 else token
        if token.deprel not in ("amod", "compound", "nmod") or noun.upos not in ("NOUN", "PROPN"):
            return True
        lemma = self.classes.lemma_of(noun.text, noun.lemma)
        armed = any(lemma in self.classes.sets[name] for name in ("weapons", "troops"))
        return armed or self._clause.is_event(noun.index) or lemma in self.words.acts


def first_of(tree: Trigger) -> Trigger:
    """Return the first trigger of a tree."""
    while tree.event_class is None:
        tree = tree.negated or (tree.all_of or tree.any_of)[0]
    return tree


def _denied(tree: Trigger) -> Trigger:
    """Return that something does not happen; what is denied twice does."""
    return tree.negated if tree.negated is not None else Trigger(negated=tree)


def renamed(tree: Trigger, name: str, instead: str | None) -> Trigger:
    """Return a tree in which somebody goes by another name, or by none."""
    return replace(
        tree,
        actor=instead if tree.actor == name else tree.actor,
        target=instead if tree.target == name else tree.target,
        all_of=tuple(renamed(node, name, instead) for node in tree.all_of),
        any_of=tuple(renamed(node, name, instead) for node in tree.any_of),
        negated=renamed(tree.negated, name, instead) if tree.negated is not None else None,
    )


def _without_repeats(nodes: list[Trigger]) -> list[Trigger]:
    """Drop a trigger said twice: the same target and no other actor (the first wording is kept)."""
    kept: list[Trigger] = []
    for node in nodes:
        if node.event_class is None:
            kept.append(node)
            continue
        for other in kept:
            same_target = node.target == other.target or not (node.target and other.target)
            same_actor = node.actor == other.actor or not (node.actor and other.actor)
            if same_target and same_actor and node.event_class == other.event_class:
                break
        else:
            kept.append(node)
    return kept
