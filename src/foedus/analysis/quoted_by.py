"""Being quoted: "X was quoted as saying …", by an outlet or by nobody named.

With an outlet ("was quoted by Y as saying", "as saying by Y") it is Y's attribution, and inside it
that of X; with none it is X's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.clauses import child, phrase, trim
from foedus.analysis.drafts import Draft, main_word
from foedus.analysis.page import NOWHERE, Page, Range, joined, without
from foedus.languages.cues import CueWords

MAX_TO_SAYING = 25
"""So many tokens may stand between "was quoted" and "saying": by whom, where, when."""
_SUBJECTS = ("nsubj:pass", "nsubj")
_CLAUSES = ("ccomp", "parataxis")
_SAYING = "VBG"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quoted:
    """Where somebody is quoted: the verb, "saying", who it is, and by whom (None: not said)."""

    verb: int
    saying: int
    source: Range
    by: Range | None


def settle_quoted(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts, those of somebody who "was quoted as saying" with his words and source."""
    found = list(drafts)
    for draft in drafts:
        if not draft.cue or page.quoted[draft.anchor] != NOWHERE:
            continue
        word = main_word(page, draft)
        quoted = _find(page, word, words) or _find(page, page.parse.tokens[word].head, words)
        if quoted is not None and draft in found:
            mine = [d for d in found if _is_cue(d, quoted.verb) or _is_cue(d, quoted.saying)]
            found = [d for d in found if d not in mine] + _settled(page, quoted, mine)
    return found


def _find(page: Page, verb: int, words: CueWords) -> _Quoted | None:
    """Return who is quoted by whom at a verb; None if it is no "was quoted … saying"."""
    if verb < 0:
        return None
    parse = page.parse
    lemma = words.lemma_of(parse.tokens[verb].text, parse.tokens[verb].lemma)
    subject = child(parse, verb, _SUBJECTS)
    subject = parse.tokens[verb].head if subject is None else subject
    if (
        not (is_passive_form(page, verb) and words.holds("speech.quoting", lemma))
        or subject is None
        or subject > verb
    ):
        return None
    high = min(page.sentence(verb)[1], verb + MAX_TO_SAYING)
    saying = next((i for i in range(verb + 1, high) if _is_saying(page, i, words)), None)
    if saying is None:
        return None
    by = _by_whom(page, verb, saying)
    return _Quoted(verb=verb, saying=saying, source=phrase(parse, subject), by=by)


def is_passive_form(page: Page, verb: int) -> bool:
    """Say whether a verb's subject, or the noun that it hangs on, is whom somebody else quotes."""
    token = page.parse.tokens[verb]
    if child(page.parse, verb, ("aux:pass", "nsubj:pass")) is not None:
        return True
    return token.xpos == "VBN" and token.deprel == "acl"


def _is_saying(page: Page, index: int, words: CueWords) -> bool:
    token = page.parse.tokens[index]
    known = words.lemma_of(token.text, token.lemma) in words.verbs
    return token.xpos == _SAYING and known and page.quoted[index] == NOWHERE


def _by_whom(page: Page, verb: int, saying: int) -> Range | None:
    """Return the outlet behind "by": right behind the verb or right behind "saying"."""
    parse = page.parse
    for place in (verb + 1, saying + 1):
        if place < len(parse.tokens) and parse.tokens[place].text.lower() == "by":
            head = parse.tokens[place].head
            if head > place and parse.tokens[head].sentence == parse.tokens[place].sentence:
                first, last = phrase(parse, head)
                while last < len(parse.tokens) and parse.tokens[last].upos == "PROPN":
                    last = parse.subtree(last)[-1] + 1  # "the newspaper Al-Example"
                last = min(last, saying) if place < saying else last
                return trim(parse, max(first, place + 1), last)
    return None


def _is_cue(draft: Draft, index: int) -> bool:
    return any(first <= index < last for first, last in draft.cue)


def _settled(page: Page, quoted: _Quoted, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the attribution of who is quoted, behind that of who quotes him if that is said."""
    said = _words(page, quoted, [r for draft in drafts for r in draft.content])
    draft = next((d for d in drafts if _is_cue(d, quoted.verb)), drafts[0])
    inner = next((d for d in drafts if _is_cue(d, quoted.saying)), drafts[0])
    below = page.parse.children[quoted.verb]
    first = min((i for i in below if _is_aux(page, i)), default=quoted.verb)
    own = replace(inner, source=(quoted.source,), content=said)
    if quoted.by is None and page.parse.tokens[quoted.saying].lemma == "say":
        return [replace(own, anchor=first, cue=((first, quoted.saying + 1),))]
    own = replace(own, anchor=quoted.saying, cue=((quoted.saying, quoted.saying + 1),))
    if quoted.by is None:
        return [own]  # "was quoted as telling Y": whom he told is read from "telling"
    cue = (first, quoted.verb + 1)
    behind = (quoted.verb + 1, quoted.saying + 1)
    told = joined([*said, quoted.source, *without([behind], (quoted.by[0] - 1, quoted.by[1]))])
    outer = replace(draft, anchor=first, cue=(cue,), source=(quoted.by,), content=told)
    return [outer, own] if said else [outer]


def _is_aux(page: Page, index: int) -> bool:
    return page.parse.tokens[index].deprel in ("aux", "aux:pass")


def _words(page: Page, quoted: _Quoted, given: Sequence[Range]) -> tuple[Range, ...]:
    """Return what he is quoted with: before it, or what "saying" governs."""
    parse, (low, high) = page.parse, page.sentence(quoted.verb)
    start = quoted.source[0]
    kept = [r for r in given if r[1] <= start or (r[0] > quoted.saying and r != quoted.by)]
    if quoted.by is not None:
        cut = (quoted.by[0] - 1, quoted.by[1])
        kept = [one for r in kept for one in without([r], cut)]
    if kept:
        return joined(kept)
    below = [
        i
        for i in parse.children[quoted.saying]
        if i > quoted.saying and parse.tokens[i].deprel in _CLAUSES
    ]
    if below:
        end = min(high, parse.subtree(below[0])[-1] + 1)
        return (trim(parse, quoted.saying + 1, end),)
    if low < start and parse.tokens[start - 1].text == ",":
        return (trim(parse, low, start),)  # "The port will close, X was quoted as saying"
    return ()
