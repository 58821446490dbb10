"""What must never become an event: what is conditional, promised, asked, negated, scare-quoted."""

from __future__ import annotations

from foedus.analysis.clauses import child
from foedus.analysis.event_classes import voids
from foedus.analysis.parse import Parse
from foedus.languages.actions import ActionWords
from foedus.records.analyses import Analysis

_FAMILIES = {
    mark: family
    for family, marks in (("double", '"“”„'), ("single", "'‘’"), ("angled", "«»"))
    for mark in marks
}
"""Marks that open and close each other; papers mix straight and curly ones in one quotation."""
MAX_SCARE_TOKENS = 3
"""So few quoted words are a term that the author keeps away from, not a report."""


def find_barred(known: Analysis, parse: Parse, *, words: ActionWords) -> frozenset[int]:
    """Return the tokens that name no reported event, whatever their words mean.

    Args:
        known: The document's boilerplate, and the commitments found in it.
        parse: The tree and sentences.
        words: The openers of conditions, and nouns such as "risk" that only imagine an event.
    """
    spans = list(known.document.boilerplate)
    for commitment in known.commitments:
        spans.append((commitment.action.span.start, commitment.action.span.end))
        if commitment.condition is not None:
            spans.append((commitment.condition.span.start, commitment.condition.span.end))
    barred = {i for start, end in spans for i in _tokens(parse, start, end)}
    barred |= _conditional(parse, words) | _asked(parse) | _scare_quoted(parse)
    barred |= _negated(parse, words) | _waiting(parse, words)
    return frozenset(barred | _imagined(parse, words))


def _tokens(parse: Parse, start: int, end: int) -> range:
    first = parse.token_at(start)
    last = first
    while last < len(parse.tokens) and parse.tokens[last].start < end:
        last += 1
    return range(first, last)


def _conditional(parse: Parse, words: ActionWords) -> set[int]:
    """Return the tokens of clauses and phrases that open with "if" or "in case of"."""
    found: set[int] = set()
    lower = [token.text.lower() for token in parse.tokens]
    first_words = {opener.split("_")[0] for opener in words.words["openers"]}
    for index, word in enumerate(lower):
        opens = word in words.words["conditional"] or (
            word in first_words and "_".join(lower[index : index + 3]) in words.words["openers"]
        )
        if opens:
            found.update(_clause_after(parse, index))
    return found


def _clause_after(parse: Parse, index: int) -> set[int]:
    """Return the tokens from an opener to the end of its clause: by the tree and by the marks."""
    sentence = parse.sentences[parse.tokens[index].sentence]
    last = index
    while last < sentence.last and parse.tokens[last].text not in (",", ";", ":", "—", "”"):
        last += 1
    head = parse.tokens[index].head
    below = parse.subtree(head) if head > index else []
    opener_leads = not below or below[0] >= index - 1
    return set(range(index, last)) | ({i for i in below if i >= index} if opener_leads else set())


def _waiting(parse: Parse, words: ActionWords) -> set[int]:
    """Return the predicates that wait for a condition: "will close the port if …".

    What was done, or will be done even if something happens, waits for nothing.
    """
    found: set[int] = set()
    for token in parse.tokens:
        if token.deprel not in ("advcl", "obl") or token.head < 0:
            continue
        mark = child(parse, token.index, ("mark",))
        if mark is not None and parse.tokens[mark].text.lower() in words.words["unreached"]:
            found.add(token.index)  # "until he complied": nobody says that he did
        if _on_condition(parse, token.index, words):
            found.update(_unfinished(parse, token.head, words))
    return found


def _on_condition(parse: Parse, index: int, words: ActionWords) -> bool:
    """Say whether a clause or phrase opens with "if" or "in case of", or turns its verb round."""
    tokens, first = parse.tokens, parse.subtree(index)[0]
    if "_".join(t.text.lower() for t in tokens[first : first + 3]) in words.words["openers"]:
        return True
    if tokens[index].deprel != "advcl":
        return False
    mark = child(parse, index, ("mark",))
    if mark is None:
        return tokens[first].text.lower() in words.words["inverting"] and first < index
    even = tokens[mark - 1].text.lower() if mark else ""
    return tokens[mark].text.lower() in words.words["awaiting"] and even != "even"


def _unfinished(parse: Parse, index: int, words: ActionWords) -> set[int]:
    """Return a predicate that is not done yet, and what it governs: "plans to leave"."""
    token = parse.tokens[index]
    ahead = words.words["future"] | words.words["unreal"]
    helped = any(parse.tokens[i].text.lower() in ahead for i in parse.children[index])
    below = (i for i in parse.children[index] if parse.tokens[i].deprel == "xcomp")
    return {*below, *([index] if helped or token.xpos == "VB" else [])}


def _negated(parse: Parse, words: ActionWords) -> set[int]:
    """Return the predicates that an adverb, the subject or an object makes void.

    "No longer sends", "neither side signed", "signed nothing".
    """
    return {token.head for token in parse.tokens if voids(parse, token.index, words)} - {-1}


def _asked(parse: Parse) -> set[int]:
    """Return the tokens of questions."""
    found: set[int] = set()
    for sentence in parse.sentences:
        marks = [i for i in range(sentence.first, sentence.last) if parse.tokens[i].text == "?"]
        if marks:
            found.update(range(sentence.first, marks[-1] + 1))
    return found


def _scare_quoted(parse: Parse) -> set[int]:
    """Return the tokens between two quotation marks that enclose very few words."""
    found: set[int] = set()
    opened: dict[str, int] = {}
    for token in parse.tokens:
        family = _FAMILIES.get(token.text)
        if family is None or token.xpos == "POS":
            continue
        first = opened.pop(family, None)
        if first is None:
            opened[family] = token.index
        elif token.index - first <= MAX_SCARE_TOKENS + 1:
            found.update(range(first, token.index))
    return found


def _imagined(parse: Parse, words: ActionWords) -> set[int]:
    """Return the nouns that stand below a word such as "risk of" or are called "possible"."""
    found: set[int] = set()
    for token in parse.tokens:
        if token.upos != "NOUN" and token.deprel != "amod":
            continue
        lemma = words.lemma_of(token.text, token.lemma)
        if lemma in words.words["imagining"] and token.upos == "NOUN":
            found.update(i for i in parse.subtree(token.index) if i > token.index)
        named = {lemma, token.text.lower()} & words.words["imagined_adjectives"]
        if named and token.deprel == "amod":
            found.add(token.head)
    return found
