"""Small questions to a tree: heads, subjects, objects, and where a clause begins and ends."""

from __future__ import annotations

from collections.abc import Collection

from foedus.analysis.parse import Parse, Token

Range = tuple[int, int]
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "nsubj:outer")
_STOPS = frozenset({".", "!", "?"})


def sentence_of(parse: Parse, index: int) -> Range:
    """Return the sentence of a token, also in a quotation that is all one for the tree."""
    sentence = parse.sentences[parse.tokens[index].sentence]
    stops = [i for i in range(sentence.first, sentence.last) if parse.tokens[i].text in _STOPS]
    first = max((i + 1 for i in stops if i < index), default=sentence.first)
    return first, min((i + 1 for i in stops if i >= index), default=sentence.last)


def head_of(parse: Parse, first: int, last: int) -> int:
    """Return the token of [first, last) that governs it: the first whose head lies outside."""
    for index, token in enumerate(parse.tokens[first:last], first):
        if not first <= token.head < last and token.deprel != "punct":
            if token.deprel in ("mark", "case", "aux", "advmod", "cc") and token.head >= last:
                continue
            return index
    return first


def child(parse: Parse, index: int, relations: Collection[str]) -> int | None:
    """Return the first dependent with one of these relations, None without one."""
    tokens = parse.tokens
    for below in parse.children[index]:
        if tokens[below].deprel in relations:
            return below
    return None


def case_word(parse: Parse, index: int) -> str:
    """Return the preposition of a noun in small letters, "" without one."""
    found = child(parse, index, ("case",))
    return "" if found is None else parse.tokens[found].text.lower()


def _strayed_subject(parse: Parse, index: int) -> int | None:
    """Return the subject before a verb that the tree hangs on the verb's noun."""
    if parse.tokens[index].upos != "VERB":
        return None
    for below in parse.children[index]:
        if below < index or parse.tokens[below].upos != "NOUN":
            continue
        relations = {parse.tokens[i].deprel: i for i in parse.children[below]}
        subject = relations.get("nsubj")
        if subject is not None and subject < index and "cop" not in relations:
            return subject
    return None


def subject_of(parse: Parse, index: int) -> int | None:
    """Return the subject of a predicate, its own or the one it shares with what governs it."""
    seen = 0
    while index >= 0 and seen < 6:
        found = [i for i in parse.children[index] if parse.tokens[i].deprel in _SUBJECTS]
        if found:  # a dateline read as a second subject stands farther away
            return max((i for i in found if i < index), default=found[0])
        strayed = _strayed_subject(parse, index)
        if strayed is not None:
            return strayed
        token = parse.tokens[index]
        if token.deprel == "acl:relcl":
            return token.head
        if token.deprel == "acl" and token.xpos in ("VBG", "VBN"):
            return token.head
        if token.deprel not in (
            "conj",
            "xcomp",
            "advcl",
            "ccomp",
            "parataxis",
            "aux",
            "cop",
            "acl",
        ):
            return None
        index, seen = token.head, seen + 1
    return None


def phrase(parse: Parse, index: int) -> Range:
    """Return the unbroken tokens around a noun that are its phrase, without later clauses."""
    keep = {index}
    stack = [index]
    while stack:
        top = stack.pop()
        for below in parse.children[top]:
            token = parse.tokens[below]
            loose = ("acl:relcl", "punct", "parataxis", "advcl", "cop", "aux", "mark", "dep")
            if token.deprel in loose or (top == index and token.deprel in _SUBJECTS):
                continue
            if token.deprel in ("case", "cc") and top == index and below < index:
                continue
            keep.add(below)
            stack.append(below)
    first = last = index
    while first - 1 in keep or (first - 2 in keep and parse.tokens[first - 1].text == "-"):
        first -= 1
    while last + 1 in keep or (last + 2 in keep and parse.tokens[last + 1].deprel == "punct"):
        last += 1
    return first, last + 1


def clause(parse: Parse, index: int) -> Range:
    """Return the tokens from first to last below a predicate, without marks at the edges."""
    below = parse.subtree(index)
    return trim(parse, below[0], below[-1] + 1)


def end_at_mark(parse: Parse, index: int) -> int:
    """Return where an act that begins here ends: at the next mark, or at its sentence's end."""
    last = parse.sentences[parse.tokens[index].sentence].last
    end = index + 1
    while end < last and parse.tokens[end].upos != "PUNCT":
        end += 1
    return end


def _is_mark(token: Token) -> bool:
    """Say whether a token is a mark: the model takes a word for one now and then."""
    return token.upos == "PUNCT" and not token.text[0].isalpha()


def trim(parse: Parse, first: int, last: int) -> Range:
    """Return the range without punctuation at its edges; at least one token stays."""
    while first < last - 1 and _is_mark(parse.tokens[first]):
        first += 1
    while last - 1 > first and _is_mark(parse.tokens[last - 1]):
        last -= 1
    return first, last


def overlap(a: Range, b: Range) -> float:
    """Return how many tokens two ranges share, as a part of both together."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def behind_open_end(parse: Parse, last: int) -> int:
    """Return where a range ends that leaves off on "the", "in" or "to": behind the next noun."""
    high = parse.sentences[parse.tokens[last - 1].sentence].last
    while last < high:
        word = parse.tokens[last - 1]
        led = word.upos in ("DET", "PART") or word.deprel == "amod" or word.xpos == "PRP$"
        led = led or word.deprel == "case"
        led = led or (word.deprel == "advmod" and parse.tokens[word.head].upos == "ADJ")
        if not led or not last <= word.head < high:
            break
        last = word.head + 1
    return last
