"""Coordination: several acts under one condition, each a commitment of its own.

Acts of one class stay together ("ban coal and freeze assets"); where the class changes a new one
begins ("break off relations and send troops").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from foedus.analysis.clauses import head_of, overlap, trim
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.parse import Frame, Parse

Range = tuple[int, int]
SAME_ACTION = 0.5
"""Share of tokens from which two ranges are the same act."""
_NAMING = ("NOUN", "PROPN", "PRON", "NUM")


def part_acts(parse: Parse, frames: Sequence[Frame], conditions: ConditionReader) -> list[Frame]:
    """Return the frames, those whose coordinated verbs name acts of several classes in parts."""
    found: list[Frame] = []
    for frame in frames:
        parts = _own_parts(parse, frame, conditions) or _parts(parse, frame, conditions)
        others = [f.roles["action"][0] for f in frames if f is not frame]
        for first, last in parts:
            if any(overlap((first, last), other) >= SAME_ACTION for other in others):
                continue
            roles = {**frame.roles, "action": ((first, last),)}
            found.append(replace(frame, anchor=first, roles=roles))
        if not parts:
            found.append(frame)
    return found


def without_parts(
    parse: Parse, frames: Sequence[Frame], conditions: ConditionReader
) -> list[Frame]:
    """Return the frames in order of the text, those left out whose act lies inside another's.

    A second act of another class is kept: "mine the strait and to | strike tankers".
    """
    kept: list[Frame] = []
    for frame in sorted(frames, key=lambda f: (-f.score, f.anchor)):
        first, last = frame.roles["action"][0]
        others = [other.roles["action"][0] for other in kept]
        around = [(a, b) for a, b in others if a <= first and last <= b]
        head = head_of(parse, first, last)
        same = any(first <= a and last == b and head == head_of(parse, a, b) for a, b in others)
        if not same and all(is_second(parse, other, (first, last), conditions) for other in around):
            kept.append(frame)
    ordered = sorted(kept, key=lambda frame: frame.roles["action"][0])
    afters = [*ordered[1:], None][: len(ordered)]
    return [_ending_before(parse, *pair) for pair in zip(ordered, afters, strict=True)]


def is_second(parse: Parse, whole: Range, part: Range, conditions: ConditionReader) -> bool:
    """Say whether the last part of an act is joined to the rest and of another class.

    Behind a comma with a "to" of its own it is another act, whatever its class.
    """
    tokens, led = parse.tokens, parse.tokens[part[0] - 1].xpos == "TO"
    begins = part[0] - led
    joined = whole[0] < begins - 1 and tokens[begins - 1].upos == "CCONJ"
    if not joined or part[1] < whole[1]:
        return False
    if led and tokens[begins - 2].text == ",":
        return True
    classes = [conditions.action_class(*acts) for acts in ((whole[0], begins - 1), part)]
    return None not in classes and classes[0] != classes[1]


def _ending_before(parse: Parse, frame: Frame, after: Frame | None) -> Frame:
    """Return a frame whose act ends where the next one begins: "close the port and | call up …"."""
    first, last = frame.roles["action"][0]
    start = last if after is None else after.roles["action"][0][0]
    linked = any(token.upos == "CCONJ" for token in parse.tokens[max(first, start - 3) : start])
    if not first < start < last or not linked:
        return frame
    end = _without_link(parse, first, start)
    return replace(frame, roles={**frame.roles, "action": ((first, end),)})


def later_act(parse: Parse, action: Range, conditions: ConditionReader) -> int | None:
    """Return the verb of a second act that stands by itself: "send boats by May and to build …".

    It has its own "to" or modal, and the first act its own time, or a comma or "but" parts them:
    what is said behind it is said of it alone.
    """
    tokens, head = parse.tokens, head_of(parse, *action)
    for below in parse.children[head]:
        if below <= head or tokens[below].deprel != "conj" or tokens[below].upos != "VERB":
            continue
        leads = [i for i in parse.children[below] if head < i < below]
        own = [i for i in leads if tokens[i].deprel in ("mark", "aux")]
        if not own or any(tokens[i].deprel.startswith("nsubj") for i in leads):
            continue
        link = min(leads)
        said = {token.text.lower() for token in tokens[head + 1 : link]}
        timed = not said.isdisjoint(conditions.words.timed) or any(map(str.isdecimal, said))
        parted = "," in (tokens[link - 1].text, tokens[link].text)
        if timed or parted or tokens[link].text.lower() == "but":
            return below
    return None


def _own_parts(parse: Parse, frame: Frame, conditions: ConditionReader) -> list[Range]:
    """Return the ranges of two acts of which the condition behind them is only the second's."""
    first, last = trim(parse, *frame.roles["action"][0])
    second = later_act(parse, (first, last), conditions)
    behind = any(span[0] > (second or last) for span in frame.roles["condition"])
    if second is None or not behind or not first < second < last:
        return []
    link = min(i for i in parse.children[second] if first < i < second)
    return [trim(parse, first, link), (second, last)]


def _parts(parse: Parse, frame: Frame, conditions: ConditionReader) -> list[Range]:
    """Return the ranges of the acts of a frame; empty where they are all of one class."""
    first, last = frame.roles["action"][0]
    first, last = trim(parse, first, last)
    head = head_of(parse, first, last)
    if parse.tokens[head].upos != "VERB":
        return []
    verbs = _verbs(parse, head, last)
    if len(verbs) < 2:
        return []
    cut = verbs[-1] >= last or parse.tokens[last - 1].head >= last
    end = max(last, _end(parse, verbs[-1])) if cut else last
    edges = [first, *verbs[1:], end]
    parts: list[tuple[str, Range]] = []
    for start, stop in pairwise(edges):
        span = trim(parse, start, _without_link(parse, start, stop))
        if not any(parse.tokens[i].upos in _NAMING for i in range(*span)):
            return []  # "remove and destroy the weapons": one object for both
        label = conditions.action_class(*span)
        if parts and label in (None, "other", parts[-1][0]):
            parts[-1] = (parts[-1][0], (parts[-1][1][0], span[1]))
        elif label is None or label == "other":
            return []
        else:
            parts.append((label, span))
    conditional = frame.roles["condition"]
    inside = any(a < span[1] and span[0] < b for _, span in parts for a, b in conditional)
    return [span for _, span in parts] if len(parts) > 1 and not inside else []


def _verbs(parse: Parse, head: int, last: int) -> list[int]:
    """Return a verb with those joined to it, in order: inside the act, or bare right behind it."""
    found, tokens = [head], parse.tokens
    for index in range(head + 1, parse.sentences[tokens[head].sentence].last):
        token = tokens[index]
        if token.upos != "VERB" or token.deprel != "conj" or token.head not in found:
            continue
        leads = {tokens[i].deprel.partition(":")[0]: i for i in parse.children[index]}
        to = leads.pop("mark", None)  # "to mine the strait and to strike"
        again = to is None or (tokens[to].text.lower() == "to" and _has_to(parse, head))
        own = not leads.keys().isdisjoint(("nsubj", "aux", "cop"))
        if again and not own and token.xpos == tokens[head].xpos:
            found.append(index)
    return found


def _has_to(parse: Parse, verb: int) -> bool:
    return verb > 0 and parse.tokens[verb - 1].text.lower() == "to"


def _end(parse: Parse, verb: int) -> int:
    """Return where the words below a verb end, before a clause or mark of the sentence."""
    below = [i for i in parse.subtree(verb) if i >= verb]
    last = verb + 1
    while last in below and parse.tokens[last].upos != "PUNCT":
        last += 1
    return last


def _without_link(parse: Parse, first: int, last: int) -> int:
    """Return the end of a part without the "and" and the marks that lead to the next."""
    while last - 1 > first and (
        parse.tokens[last - 1].upos in ("CCONJ", "PUNCT", "ADV")
        or parse.tokens[last - 1].xpos == "TO"
    ):
        last -= 1
    return last
