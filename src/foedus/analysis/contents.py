"""Contents: what is said, completed from the tree where the model breaks off or leaves it open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from foedus.analysis.clauses import child, head_of, trim
from foedus.analysis.drafts import Draft, by_sentence, main_word
from foedus.analysis.page import NOWHERE, Page, Range, joined, size, without
from foedus.analysis.supposed import keep_conditions
from foedus.languages.cues import CueWords

MAX_SHORT_TOKENS = 3
"""A content of so few words may be the beginning of a longer one."""
_OPEN_ENDS = ("DET", "ADP", "CCONJ", "PART", "AUX", "SCONJ")
_GOVERNED = ("obj", "iobj", "xcomp", "ccomp", "advcl")
_TAILS = ("obl", "nmod", "acl", "acl:relcl", "xcomp", "obj", "amod", "obl:agent")
"""How words behind a content may hang on it; "and …" and "when …" are as often the author's."""
_COMPLEMENTS = ("ccomp", "xcomp", "obj", "parataxis", "acl", "nmod", "obl")


def complete_content(page: Page, draft: Draft) -> Draft:
    """Return the draft with a content from the tree where the model gave none."""
    if draft.content:
        return _behind_relative(page, draft)
    parse, word = page.parse, main_word(page, draft)
    if parse.tokens[word].deprel == "acl:relcl":
        return replace(draft, content=_after_relative(page, draft))
    if is_parenthesis(page, word):
        above = parse.subtree(parse.tokens[word].head)
        own = parse.subtree(word)
        rest = without([(above[0], above[-1] + 1)], (own[0], own[-1] + 1))
        return replace(draft, content=joined([trim(parse, *r) for r in rest[:1]]))
    for relation in _COMPLEMENTS:
        for below in parse.children[word]:
            if parse.tokens[below].deprel != relation or below < word:
                continue
            tree = parse.subtree(below)
            content: tuple[Range, ...] = ((tree[0], tree[-1] + 1),)
            for taken in (*draft.cue, *draft.source):
                content = without(content, taken)
            if size(content):
                return replace(draft, content=joined([trim(parse, *r) for r in content]))
    return draft


def _behind_relative(page: Page, draft: Draft) -> Draft:
    """Return the draft of "what X described as Y" without "what X" in its content."""
    parse, word = page.parse, main_word(page, draft)
    above = parse.tokens[word].head
    if parse.tokens[word].deprel != "acl:relcl" or parse.tokens[above].text.lower() != "what":
        return draft
    kept = without(draft.content, (above, draft.cue[0][0]))
    return draft.containing(tuple(r for r in kept if r[0] >= above))


def is_parenthesis(page: Page, verb: int) -> bool:
    """Say whether a verb of saying stands in "as X has said", which governs nothing of its own."""
    tokens = page.parse.tokens
    mark = child(page.parse, verb, ("mark",))
    if mark is None or tokens[mark].text.lower() != "as" or tokens[verb].head < 0:
        return False
    governs = child(page.parse, verb, ("obj", "ccomp", "xcomp"))
    finite = tokens[verb].xpos != "VBG" and tokens[verb].deprel in ("advcl", "parataxis")
    return finite and governs is None


def _after_relative(page: Page, draft: Draft) -> tuple[Range, ...]:
    """Return the predicate behind a cue in a relative clause: "a step that X says will help"."""
    tokens, first = page.parse.tokens, draft.cue[0][1]
    last = page.sentence(draft.anchor)[1]
    if first >= last or tokens[first].upos not in ("AUX", "VERB"):
        return _so_called(page, draft)
    verb = tokens[first].head if tokens[first].upos == "AUX" else first
    if not first <= verb < last:
        return ()
    return ((first, min(last, page.parse.subtree(verb)[-1] + 1)),)


def _so_called(page: Page, draft: Draft) -> tuple[Range, ...]:
    """Return what something is called in a clause with "what": "what he called | its campaign"."""
    parse, word = page.parse, main_word(page, draft)
    named = child(parse, word, ("obj", "xcomp"))
    relative = parse.tokens[draft.cue[0][0] - 1]
    opened = parse.tokens[parse.tokens[word].head].text.lower() == "what"
    if named is None or named < word or not opened or relative.head != word:
        return ()
    behind = [i for i in parse.children[word] if i >= named and parse.tokens[i].upos != "PUNCT"]
    start = parse.subtree(named)[0]
    last = min(max(parse.subtree(behind[-1])) + 1, page.sentence(word)[1])
    return (trim(parse, max(start, draft.cue[0][1]), last),)


def widen_contents(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts with contents that do not break off inside a phrase."""
    return [d if d.label else d.containing(_widened(page, d)) for d in drafts]


def _widened(page: Page, draft: Draft) -> tuple[Range, ...]:
    taken = {i for a, b in (*draft.cue, *draft.source) for i in range(a, b)}
    found: list[Range] = []
    for first, last in draft.content:
        if (first, last) not in page.inner:
            first, last = _whole_complement(page, draft, (first, last))
            first = _from_its_subject(page, draft, first, taken)
            first = _from_its_verb(page, draft, first, taken)
            first = _with_governor(page, (first, last), taken)
            while first - 1 not in taken and _opens(page, first - 1, (first, last)):
                first -= 1
            while last not in taken and breaks_off(page, last):
                last += 1
            last = _with_objects(page, (first, last))
            if page.in_headline(draft.anchor) and page.headline and first >= draft.cue[0][1]:
                last = max(last, page.headline[1])
        found.append((first, last))
    content = joined(found)
    for cut in (*draft.cue, *draft.source):
        content = without(content, cut)
    return content


def _from_its_verb(page: Page, draft: Draft, first: int, taken: set[int]) -> int:
    """Return where a content begins that leaves out the verb: "offered | to mediate if …"."""
    parse, start = page.parse, draft.cue[-1][1] if draft.cue else first
    asked = first - 1  # "called on Kyiv to open | the port"
    if asked - 1 >= start and not {asked - 1, asked} & taken:
        led = parse.tokens[asked - 1].text.lower() == "to" and parse.tokens[asked].xpos == "VB"
        if led and parse.tokens[asked].head == main_word(page, draft):
            return asked - 1
    verb = child(parse, main_word(page, draft), ("xcomp",)) if start < first else None
    if verb is None or not start < verb < first or page.quoted[first] != page.quoted[verb]:
        return first
    led = parse.tokens[start].text.lower() == "to" and parse.tokens[start].head == verb
    below = set(parse.subtree(verb))
    whole = led and all(i in below and i not in taken for i in range(start, first + 1))
    return start if whole else first


def _with_governor(page: Page, span: Range, taken: set[int]) -> int:
    """Return where a content begins that is the object of an infinitive right before it.

    "They say it is meant to reassure | allies": allies alone are not what they say.
    """
    tokens, first = page.parse.tokens, span[0]
    head, verb = tokens[head_of(page.parse, *span)], first - 1
    if verb < 1 or head.deprel != "obj" or head.head != verb or page.quoted[first] != NOWHERE:
        return first
    led = tokens[verb].xpos == "VB" and tokens[verb - 1].xpos == "TO"
    return verb - 1 if led and not {verb, verb - 1} & taken else first


def _from_its_subject(page: Page, draft: Draft, first: int, taken: set[int]) -> int:
    """Return where a content begins that is only the object of what is said: "said it | opposed".

    "Said | it opposed the plan": with the verb alone the words might say the contrary.
    """
    parse, start = page.parse, draft.cue[-1][1] if draft.cue else first
    verb = child(parse, main_word(page, draft), ("ccomp",)) if start < first else None
    if verb is None or not start < verb < first or page.quoted[first] != page.quoted[start]:
        return first
    below = set(parse.subtree(verb))
    whole = all(i in below and i not in taken for i in range(start, first + 1))
    return start if whole and page.quoted[start] == page.quoted[draft.anchor] else first


def _with_objects(page: Page, span: Range) -> int:
    """Return where a content ends that leaves off on a verb: behind what the verb governs."""
    parse, last = page.parse, span[1]
    if parse.tokens[last - 1].upos != "VERB":
        return last
    below = [
        child
        for child in parse.children[last - 1]
        if child >= last and parse.tokens[child].deprel in _GOVERNED
    ]
    end = max((parse.subtree(child)[-1] + 1 for child in below), default=last)
    return min(end, max(last, page.sentence(last - 1)[1]))


def _opens(page: Page, index: int, span: Range) -> bool:
    """Say whether the word before a content belongs to its first phrase: an article, a noun."""
    tokens, first = page.parse.tokens, span[0]
    if index < 0 or page.quoted[index] != page.quoted[first]:
        return False
    word = tokens[index]
    if word.sentence != tokens[first].sentence:
        return False
    if word.upos == "NOUN" and tokens[first].upos == "ADP":
        return tokens[tokens[first].head].head == index
    inside = span[0] <= word.head < span[1]
    return inside and word.deprel in ("det", "amod", "nummod", "compound")


def breaks_off(page: Page, last: int) -> bool:
    """Say whether a range that ends here leaves off inside a phrase: on an article, a title."""
    tokens = page.parse.tokens
    if not 0 < last < len(tokens) or page.quoted[last] != page.quoted[last - 1]:
        return False
    before, word = tokens[last - 1], tokens[last]
    if before.sentence != word.sentence or word.upos == "PUNCT":
        return False
    return before.upos in _OPEN_ENDS or (
        before.head == last and before.deprel in ("amod", "compound", "nummod", "det")
    )


def _whole_complement(page: Page, draft: Draft, span: Range) -> Range:
    """Return a short content with all that hangs on it: "accused X" takes "of …" too."""
    if span[1] - span[0] > MAX_SHORT_TOKENS or page.quoted[span[0]] != NOWHERE:
        return span
    parse = page.parse
    head = head_of(parse, *span)
    word = main_word(page, draft)
    last = max(span[1], parse.subtree(head)[-1] + 1)
    if parse.tokens[head].head == word:
        for other in parse.children[word]:
            if other > head and parse.tokens[other].deprel in _COMPLEMENTS:
                tree = parse.subtree(other)
                if tree[0] == last and parse.tokens[last].text != ";":
                    last = tree[-1] + 1
    return span[0], max(span[1], min(last, page.sentence(head)[1]))


def release_objects(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts; what a verb of saying has as its object is content and not cue.

    "She disputed the idea that …": the cue is "disputed". Of "issued a warning", which has a light
    verb, the noun says what is done and stays.
    """
    return [draft if draft.label else _released(page, draft, words) for draft in drafts]


def _released(page: Page, draft: Draft, words: CueWords) -> Draft:
    tokens = page.parse.tokens
    if not draft.cue or not draft.content or draft.content[0][0] < draft.cue[-1][1]:
        return draft
    first, last = draft.cue[-1]
    noun = last - 1
    if tokens[noun].upos != "NOUN" or tokens[noun].deprel not in ("obj", "obl"):
        return draft
    verb = tokens[noun].head
    if not first <= verb < noun or tokens[verb].upos != "VERB":
        return draft
    lemma = words.lemma_of(tokens[verb].text, tokens[verb].lemma)
    if lemma not in words.verbs or words.holds("speech.light", lemma):
        return draft
    start = verb + 1
    if tokens[start].upos == "ADP" and tokens[noun].deprel == "obl":
        start += 1
    end = draft.content[0][0]
    if start > noun or any(tokens[i].upos == "PUNCT" for i in range(start, end)):
        return draft
    cue = (*draft.cue[:-1], (first, start))
    return replace(draft, cue=cue, content=joined([(start, end), *draft.content]))


def complete_tails(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts; a content ends behind the phrase or clause that hangs on its last words.

    "He said the mill | on the river would close": no mark parts the two. Nor does it lose an "if".
    """
    found = [
        draft
        if draft.label
        else draft.containing(joined(_with_tail(page, draft, r, words) for r in draft.content))
        for draft in drafts
    ]
    return keep_conditions(page, found, words=words)


def _with_tail(page: Page, draft: Draft, span: Range, words: CueWords) -> Range:
    tokens, (first, last) = page.parse.tokens, span
    if span in page.inner:
        return span
    taken = {i for a, b in (*draft.cue, *draft.source) for i in range(a, b)}
    high = page.sentence(last - 1)[1]
    while last < high and tokens[last].upos != "PUNCT" and last not in taken:
        top = last
        while tokens[top].head >= last:
            top = tokens[top].head
        tied = first <= tokens[top].head < last and tokens[top].deprel in _TAILS
        if not tied or page.quoted[last] != page.quoted[last - 1]:
            break
        end = min(max(page.parse.subtree(top)) + 1, high)
        end = min([end, *(i for i in taken if i >= last)])
        lemmas = {token.lemma.lower() for token in tokens[first:end]}
        if words.any_of("media.interviews", lemmas) or tokens[last].text[:1].isupper():
            break  # "in an interview" is where it was said
        last = trim(page.parse, last, end)[1]
    return first, last


def part_coordinate(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts, contents cut before what the same speaker says besides.

    "He said the port was open, adding that …", "They said A but added that B": the second cue
    stands beside the first, not inside its content.
    """
    found, near = list(drafts), by_sentence(page, drafts)
    for index, draft in enumerate(found):
        if draft.label or not draft.cue:
            continue
        for other in near[page.parse.tokens[draft.anchor].sentence]:
            cut = _coordinate_at(page, draft, other, words) if other is not draft else None
            if cut is not None:
                kept = without(draft.content, (cut, page.sentence(cut)[1]))
                if kept:
                    draft = found[index] = replace(draft, content=kept)
    return found


def _coordinate_at(page: Page, draft: Draft, other: Draft, words: CueWords) -> int | None:
    """Return where a content must end because another cue of the same speaker begins."""
    if not other.cue or other.anchor < draft.cue[-1][1] or not draft.holds(other.cue):
        return None
    tokens = page.parse.tokens
    if page.quoted[other.anchor] != page.quoted[draft.anchor]:
        return None
    at = other.cue[0][0]
    while at - 1 > draft.cue[-1][1] and tokens[at - 1].upos == "ADV":
        at -= 1
    before = tokens[at - 1]
    word = main_word(page, other)
    adds = words.holds("speech.adding", words.lemma_of(tokens[word].text, tokens[word].lemma))
    if tokens[word].xpos == "VBG" and before.text == "," and adds:
        return at - 1
    joined_by = before.text.lower() in ("but", "and") and adds
    if joined_by and (not other.source or not draft.holds(other.source)):
        return at - 2 if tokens[at - 2].text == "," else at - 1
    return None


def take_prepositions(page: Page, drafts: Sequence[Draft], *, words: CueWords) -> list[Draft]:
    """Return the drafts, a preposition between cue and content as the last word of the cue.

    "She spoke about the port", "a call for talks": what the verb governs is no part of what it is
    about. "Said of the plan, …" and "said on Friday" have their content elsewhere.
    """
    return [draft if draft.label else _with_preposition(page, draft, words) for draft in drafts]


def _with_preposition(page: Page, draft: Draft, words: CueWords) -> Draft:
    last = draft.cue[-1][1] if draft.cue else 0
    behind = [r for r in draft.content if r[1] > last]
    if not draft.cue or len(behind) != 1:
        return draft
    if not last <= behind[0][0] <= last + 1 or last + 1 >= behind[0][1]:
        return draft
    token = page.parse.tokens[last]
    clause = token.upos == "SCONJ" and _governs_clause(page, last)
    if not (token.upos == "ADP" or clause) or not words.holds(
        "speech.governing", token.text.lower()
    ):
        return draft
    if page.quoted[last] != page.quoted[draft.anchor]:
        return draft
    cue = joined([*draft.cue, (last, last + 1)])
    return replace(draft, cue=cue, content=without(draft.content, (last, last + 1)))


def _governs_clause(page: Page, index: int) -> bool:
    """Say whether a preposition opens what is done or asked: "called for lifting it"."""
    token, after = page.parse.tokens[index], page.parse.tokens[index + 1]
    if token.text.lower() == "of":  # "accused X of lying": what he is accused of begins here
        return False
    return after.xpos == "VBG" or after.text.lower() in ("how", "what", "whether", "why", "not")


def without_circumstances(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts; what only went on when something was said is no content of it.

    "Made the announcement as the talks went on" does not tell what was announced, and neither does
    "Shaking his head" before "he said".
    """
    found: list[Draft] = []
    for draft in drafts:
        kept = tuple(r for r in draft.content if not _is_circumstance(page, draft, r))
        found.append(draft if kept == draft.content else replace(draft, content=kept))
    return found


def _is_circumstance(page: Page, draft: Draft, span: Range) -> bool:
    tokens, first = page.parse.tokens, span[0]
    if not draft.cue:
        return False
    word = tokens[first]
    if word.xpos == "VBG" and word.deprel == "advcl" and page.quoted[first] == NOWHERE:
        opens = first == page.parse.sentences[word.sentence].first
        return opens and span[1] <= draft.cue[0][0] and len(draft.content) > 1
    nominal = tokens[draft.cue[-1][1] - 1].upos == "NOUN" and first == draft.cue[-1][1]
    aside = word.text.lower() in ("as", "while", "when") and word.deprel == "mark"
    return nominal and aside and tokens[first + 1].text.lower() != "to"
