"""Where a source begins and ends: whole words and clauses, without datelines, asides and marks."""

from __future__ import annotations

from foedus.analysis.clauses import head_of, phrase, trim
from foedus.analysis.drafts import Draft
from foedus.analysis.page import Page, Range, shared

MAX_DATELINE_TOKENS = 14
"""A dateline is no longer than so many words and marks."""
MAX_CLAUSE_STEPS = 12
"""So far below the verb of its clause a word of a source may stand."""
MAX_SHORT = 5
"""A word that a full stop cuts short has no more letters: "Va.", "Calif."."""
_DASHES = frozenset({"-", "–", "—", "--"})


def after_dateline(page: Page, span: Range) -> Range:
    """Return a range without the place and agency before it: "OSLO (Agency) - The minister"."""
    tokens, (first, last) = page.parse.tokens, span
    for index in range(first + 1, min(last - 1, first + MAX_DATELINE_TOKENS)):
        if tokens[index].text in _DASHES and tokens[index].start > tokens[index - 1].end:
            before = tokens[first:index]
            if (
                all(t.upos in ("PROPN", "PUNCT", "NUM") for t in before)
                and before[0].text.isupper()
            ):
                return index + 1, last
        if tokens[index].upos not in ("PROPN", "PUNCT", "NUM"):
            break
    return span


def without_dateline(page: Page, draft: Draft) -> Draft:
    """Return the draft with contents that leave out a place and agency before a dash."""
    found = []
    for first, last in draft.content:
        begin = next((i for i in range(first, last) if i not in page.silent), last)
        if begin < last:
            found.append(after_dateline(page, (begin, last)))
    return draft.containing(tuple(found))


def tidy_source(page: Page, span: Range) -> Range:
    """Return a source without marks at its edges, an age or what somebody does behind a comma."""
    tokens, (first, last) = page.parse.tokens, before_possessive(page, trim(page.parse, *span))
    head = head_of(page.parse, first, last)
    whose = tokens[head].head
    if tokens[head].deprel == "acl:relcl" and tokens[head].upos != "NOUN" and whose < first:
        return phrase(page.parse, whose)  # "NATO, which | has 3,700 soldiers there, said"
    for index in range(first + 1, last - 1):
        after = tokens[index + 1]
        aged = after.upos == "NUM" and index + 2 == last
        doing = after.xpos == "VBG" and after.text != "including"
        beside = _is_aside(page, (index + 1, last), head)
        if tokens[index].text == "," and (aged or doing or beside):
            last = index
            break
    while last - first > 1 and tokens[last - 1].upos == "ADV" and tokens[last - 1].head >= last:
        last -= 1  # "The council just announced": when it announced
    opened = sum((t.text == "(") - (t.text == ")") for t in tokens[first:last])
    closing = [i for i in range(last, min(last + 2, len(tokens))) if tokens[i].text == ")"]
    if opened == 1 and closing:  # "(R-Ga.)": the full stop of what is cut short stands inside
        last = closing[0] + 1
    return first, last


def _is_aside(page: Page, span: Range, head: int) -> bool:
    """Say whether words behind a comma say nothing of who it is: "meanwhile", "like her rival"."""
    tokens, (first, last) = page.parse.tokens, span
    like = tokens[first].text.lower() in ("like", "unlike") and tokens[head].upos == "PROPN"
    return like or all(t.upos == "ADV" for t in tokens[first:last])


def with_clause(page: Page, span: Range, draft: Draft) -> Range:
    """Return a source that holds the verb of a clause with all that hangs on the verb.

    "A lawyer who specializes in the law of the sea": the clause is not cut behind its verb.
    """
    tokens, (first, last) = page.parse.tokens, span
    taken = {i for a, b in (*draft.cue, *draft.content) for i in range(a, b)}
    verbs = {i for i in range(first + 1, last) if tokens[i].upos == "VERB"}
    end = page.sentence(last - 1)[1]
    while verbs and last < end and last not in taken and _hangs_on(page, last, verbs, first):
        last += 1
    return trim(page.parse, first, last)


def _hangs_on(page: Page, index: int, verbs: set[int], first: int) -> bool:
    """Say whether a word hangs on one of the verbs before it, and no comma parts them."""
    tokens = page.parse.tokens
    if tokens[index].upos == "PUNCT" and not _is_hyphen(page, index):
        return False
    if page.quoted[index] != page.quoted[first]:
        return False
    at, steps = index, 0
    while at >= first and steps < MAX_CLAUSE_STEPS:
        if at in verbs:
            return True
        at, steps = tokens[at].head, steps + 1
    return _is_hyphen(page, index) or _is_hyphen(page, index - 1)


def _is_hyphen(page: Page, index: int) -> bool:
    """Say whether a mark joins two words without a blank."""
    tokens = page.parse.tokens
    if not 0 < index < len(tokens) - 1 or tokens[index].text not in ("-", "‑", "–"):
        return False
    joins = tokens[index - 1].end == tokens[index].start
    return joins and tokens[index].end == tokens[index + 1].start


def whole_words(page: Page, span: Range, draft: Draft) -> Range:
    """Return a source that breaks off inside no word: "a 21-year-old", "X of Norfolk, Va."."""
    tokens, (first, last) = page.parse.tokens, span
    while first > 1 and _is_hyphen(page, first - 1):
        first -= 2
        first -= tokens[first - 1].text.lower() in ("a", "an", "the")
    while last + 1 < len(tokens) and _is_hyphen(page, last):
        last += 2
    if last < page.sentence(last - 1)[1] - 1 and tokens[last].text == ".":
        short = tokens[last - 1].text[:1].isupper() and len(tokens[last - 1].text) <= MAX_SHORT
        last += short and tokens[last - 1].end == tokens[last].start
    if any(
        shared(draft.cue, (a, b)) or shared(draft.content, (a, b))
        for a, b in ((first, span[0]), (span[1], last))
    ):
        return span
    return first, last


def before_possessive(page: Page, span: Range) -> Range:
    """Return an owner without its "'s"."""
    first, last = span
    if last - first > 1 and page.parse.tokens[last - 1].text in ("'s", "’s", "'", "’"):
        last -= 1
    return first, last
