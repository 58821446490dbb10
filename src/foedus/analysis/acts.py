"""Acts: what a statement does, by its cue, by the model and by what its content says of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.analysis.actors import Cast
from foedus.analysis.clauses import child, phrase, subject_of
from foedus.analysis.drafts import Draft, main_word
from foedus.analysis.page import Page, Range
from foedus.languages.cues import CueWords
from foedus.records.actors import Actor
from foedus.records.statements import SpeechAct
from foedus.records.times import When

SURE = 0.5
"""Probability from which an act of the model stands beside a likelier one."""
QUOTE_MARKS = frozenset("\"“”'‘’")
MODALS = frozenset(
    {"will", "'ll", "’ll", "would", "could", "might", "may", "must", "should", "ought"}
)
SUPPOSING = frozenset({"if", "unless", "would", "could", "should", "any"})
DENYING = frozenset({"not", "n't", "n’t", "no", "never"})
_NAMED = (SpeechAct.DEMAND, SpeechAct.DENY)
"""Acts that a verb has to name: who "repeated" something demands and denies nothing by it."""
_OBJECTS = ("obj", "iobj", "nsubj:pass")
_AGENTS = ("nmod", "nmod:poss", "amod", "compound", "obl")


@dataclass(frozen=True, slots=True)
class Deed:
    """The acts of a statement, surest first, and whom it accuses."""

    acts: tuple[SpeechAct, ...]
    accused: tuple[Actor, ...] = ()


def find_deed(
    page: Page, draft: Draft, *, speaker: Actor | None, cast: Cast, words: CueWords
) -> Deed:
    """Return what a statement does.

    Args:
        page: The text around it.
        draft: Cue and content of the statement.
        speaker: Who says it, for "we" and for who is foreign to him.
        cast: Everybody named in the document.
        words: The words of acts.
    """
    if not draft.content:
        return Deed(())
    acts = list(_by_cue(page, draft, words))
    if not acts:
        acts = list(_by_model(draft, _table_acts(page, draft, words)))
        clause = _by_clause(page, draft, words)
        if clause is not None:
            acts.append(clause)
    accused: tuple[Actor, ...] = ()
    if _passes_on(page, draft, words):
        acts.append(SpeechAct.ACCUSE)
    if SpeechAct.ACCUSE in acts:
        accused = _objects(page, draft, speaker, cast)
    culprits = _culprits(page, draft, speaker, cast, words)
    if culprits:
        acts.append(SpeechAct.ACCUSE)
        accused = accused or culprits
    acts.extend(_by_content(page, draft, words))
    return Deed(tuple(dict.fromkeys(acts)), accused if SpeechAct.ACCUSE in acts else ())


def _by_cue(page: Page, draft: Draft, words: CueWords) -> tuple[SpeechAct, ...]:
    """Return the acts that the words of the cue say outright; empty for "said" and its like."""
    if not draft.cue:
        return ()
    tokens = page.parse.tokens
    declined = words.any_of("speech.declining", page.words(*draft.cue[0]))
    if declined and draft.cue[0][1] - draft.cue[0][0] > 1:
        return (SpeechAct.DENY,)  # "refused to endorse"
    word = _telling_word(page, draft, words)
    noun = tokens[word].upos in ("NOUN", "PROPN")
    following = page.words(word + 1, min(word + 3, len(tokens)))
    lemma = words.lemma_of(tokens[word].text, tokens[word].lemma)
    found = words.acts_of(lemma, following, noun=noun) or words.acts_of(lemma, noun=not noun)
    if not found or SpeechAct.ASSERT in found:
        return ()
    if len(found) > 1:
        likely = dict(draft.acts)
        found = (max(found, key=lambda act: (likely.get(act.value, 0.0), act.value)),)
    return found


def _telling_word(page: Page, draft: Draft, words: CueWords) -> int:
    """Return the word of a cue that says what is done: of "issued a warning", the noun."""
    tokens, word = page.parse.tokens, main_word(page, draft)
    last = draft.cue[0][1] - 1
    last -= tokens[last].upos == "ADP" and last > draft.cue[0][0]
    light = words.holds("speech.light", words.lemma_of(tokens[word].text, tokens[word].lemma))
    return last if light and tokens[last].upos == "NOUN" else word


def _table_acts(page: Page, draft: Draft, words: CueWords) -> tuple[SpeechAct, ...]:
    """Return the acts of the word of a cue by the tables, whatever stands behind it."""
    if not draft.cue:
        return ()
    token = page.parse.tokens[_telling_word(page, draft, words)]
    lemma = words.lemma_of(token.text, token.lemma)
    return words.acts_of(lemma, noun=token.upos in ("NOUN", "PROPN"))


def _by_model(draft: Draft, known: tuple[SpeechAct, ...]) -> tuple[SpeechAct, ...]:
    """Return the acts that the model is sure of, else its first, if the known word can do it."""
    sure = [SpeechAct(name) for name, share in draft.acts if share >= SURE]
    if not sure:
        sure = [SpeechAct(name) for name, _ in draft.acts[:1]]
        sure = [act for act in sure if act not in _NAMED or act in known]
    return tuple(sure) or (SpeechAct.ASSERT,)


def _by_content(page: Page, draft: Draft, words: CueWords) -> tuple[SpeechAct, ...]:
    """Return acts that set phrases of the content perform whatever the cue."""
    found: list[SpeechAct] = []
    for first, last in draft.content:
        text = page.words(first, last)
        plain = [word for word in text if word not in QUOTE_MARKS]
        if words.any_of("content.keys", plain):
            if words.finds_phrase("content.red_lines", plain):
                found.append(SpeechAct.RED_LINE)
            if words.finds_phrase("content.warning", plain):
                found.append(SpeechAct.WARN)
        if words.any_of("content.assessing", plain) and _assesses(page, (first, last), words):
            found.append(SpeechAct.PREDICT)
    return tuple(found)


def _assesses(page: Page, span: Range, words: CueWords) -> bool:
    """Say whether something is called futile, imminent and the like."""
    return any(
        words.holds("content.assessing", token.text.lower())
        and token.upos == "ADJ"
        and child(page.parse, token.index, ("cop",)) is not None
        for token in page.parse.tokens[slice(*span)]
    )


def _by_clause(page: Page, draft: Draft, words: CueWords) -> SpeechAct | None:
    """Return the act of a statement of "said" by the modal verb of its main clause.

    "We will" binds the speaker, "they will" foretells, "must" demands.
    """
    parse = page.parse
    for first, last in draft.content:
        for token in parse.tokens[first:last]:
            text = token.text.lower()
            if text not in MODALS or token.head < 0 or token.deprel != "aux":
                continue
            verb = parse.tokens[token.head]
            if verb.deprel in ("acl:relcl", "advcl", "acl") or _supposed(page, verb.head):
                continue
            if words.holds("content.urging", text):
                return SpeechAct.DEMAND
            subject = subject_of(parse, verb.index)
            own = subject is not None and words.holds(
                "content.first_person", parse.tokens[subject].text.lower()
            )
            if own:
                return SpeechAct.COMMIT if text in ("will", "'ll", "’ll") else None
            return SpeechAct.PREDICT
    return None


def _passes_on(page: Page, draft: Draft, words: CueWords) -> bool:
    """Say whether what is said are accusations: "echoed claims and accusations of …"."""
    tokens = page.parse.tokens
    for first, last in draft.content[:1]:
        for token in tokens[first : min(last, first + 4)]:
            lemma = words.lemma_of(token.text, token.lemma)
            if token.upos == "NOUN" and SpeechAct.ACCUSE in words.nouns.get(lemma, ()):
                return not first <= token.head < last
    return False


def _objects(page: Page, draft: Draft, speaker: Actor | None, cast: Cast) -> tuple[Actor, ...]:
    """Return whom a verb of accusing names: its object, the subject of its passive, "against" X."""
    if not draft.cue:
        return ()
    parse, word = page.parse, main_word(page, draft)
    for below in parse.children[word]:
        token = parse.tokens[below]
        case = child(parse, below, ("case",))
        against = case is not None and parse.tokens[case].text.lower() in ("against", "on", "at")
        if token.deprel in _OBJECTS or against:
            known = _known(cast.actor(*phrase(parse, below), speaker=speaker))
            if known:
                return known
    return ()


def _known(actor: Actor | None) -> tuple[Actor, ...]:
    """Return the actors of a phrase that are, or stand for, somebody in particular."""
    if actor is None:
        return ()
    return tuple(one for one in actor.members or (actor,) if one.id or one.code)


def _culprits(
    page: Page, draft: Draft, speaker: Actor | None, cast: Cast, words: CueWords
) -> tuple[Actor, ...]:
    """Return who, not of the speaker's side, does something hostile by this content."""
    side = cast.side_of(speaker)
    if side is None:
        return ()
    own = {side.name, *(member.name for member in side.members)}
    found: list[Actor] = []
    for first, last in draft.content:
        for index in range(first, last):
            for agent in _hostile_agents(page, index, words):
                if not first <= agent < last:
                    continue
                for one in _parties(page, agent, speaker, cast):
                    party = cast.side_of(one) or one
                    # Forces and bombers act for a state; it is the state that is accused.
                    accused = one if one.id else party
                    if party.name not in own and accused.name not in {a.name for a in found}:
                        found.append(accused)
    return tuple(found)


def _parties(page: Page, agent: int, speaker: Actor | None, cast: Cast) -> tuple[Actor, ...]:
    """Return whom a noun names, or whom the words right before it name: "NATO forces"."""
    first, last = phrase(page.parse, agent)
    known = _known(cast.actor(first, last, speaker=speaker))
    if known:
        return known
    near = cast.inside(max(0, first - 2), last)
    return tuple(m.actor for m in near[-1:] if m.actor.id or m.actor.code)


def _hostile_agents(page: Page, index: int, words: CueWords) -> list[int]:
    """Return the tokens that name who does the hostile thing of this word; empty if it is none."""
    parse = page.parse
    token = parse.tokens[index]
    if token.upos not in ("VERB", "NOUN") or _supposed(page, index):
        return []
    lemma = words.lemma_of(token.text, token.lemma)
    if token.upos == "NOUN":
        return _noun_agents(page, index) if words.holds("hostile.acts", lemma) else []
    passive = child(parse, index, ("nsubj:pass",))
    subject = _nearest_subject(page, index) if passive is None else passive
    if subject is None:
        return []
    if words.holds("hostile.acts", lemma) and passive is None:
        return [_named(page, subject)]
    below = _lemmas(page, parse.subtree(index), words)
    if words.holds("hostile.pushing", lemma) and words.any_of("hostile.into", below):
        return [_named(page, subject)]
    moves = words.holds("hostile.moves", lemma)
    if moves and words.any_of("hostile.means", _lemmas(page, parse.subtree(subject), words)):
        return [subject]
    return []


def _nearest_subject(page: Page, index: int) -> int | None:
    """Return the subject, of several the relative pronoun or the one nearest before the verb."""
    parse = page.parse
    subjects = [
        below
        for below in parse.children[index]
        if parse.tokens[below].deprel.startswith("nsubj") and below < index
    ]
    return subjects[-1] if subjects else subject_of(parse, index)


def _lemmas(page: Page, indices: list[int], words: CueWords) -> list[str]:
    tokens = page.parse.tokens
    return [words.lemma_of(tokens[i].text, tokens[i].lemma) for i in indices]


def _named(page: Page, subject: int) -> int:
    """Return the noun for a relative pronoun: "it is X who …"."""
    parse = page.parse
    if parse.tokens[subject].text.lower() not in ("who", "that", "which"):
        return subject
    head = parse.tokens[subject].head
    above = parse.tokens[head].head if head >= 0 else -1
    return above if 0 <= above < subject else subject


def _noun_agents(page: Page, index: int) -> list[int]:
    parse = page.parse
    found: list[int] = []
    for below in parse.children[index]:
        token = parse.tokens[below]
        case = child(parse, below, ("case",))
        opener = parse.tokens[case].text.lower() if case is not None else ""
        if token.deprel in _AGENTS and opener in ("", "of", "by", "from", "'s", "’s", "'", "’"):
            found.append(below)
    return found


def _supposed(page: Page, index: int) -> bool:
    """Say whether a word stands under "if", "would", "any" or a negation: nobody did it."""
    parse = page.parse
    at, steps = index, 0
    while at >= 0 and steps < 4:
        for below in parse.children[at]:
            text = parse.tokens[below].text.lower()
            if text in SUPPOSING or (steps == 0 and text in DENYING):
                return True
        at, steps = parse.tokens[at].head, steps + 1
    return False


def addressee_range(
    page: Page, draft: Draft, *, words: CueWords, times: Sequence[When] = ()
) -> Range | None:
    """Return the noun phrase that a verb such as "tell", "warn" or "urge" addresses.

    What is one of the times of the text is addressed by nobody: "called on Monday for talks".
    """
    if not draft.cue:
        return None
    parse, word = page.parse, main_word(page, draft)
    token = parse.tokens[word]
    lemma = words.lemma_of(token.text, token.lemma)
    if token.upos != "VERB" or not words.holds("speech.addressing", lemma):
        return None
    for below in parse.children[word]:
        row = parse.tokens[below]
        named = row.upos in ("PROPN", "NOUN", "PRON") and lemma != "call"
        case = child(parse, below, ("case",))  # "warned of war" addresses nobody
        bare = case is None or parse.tokens[case].text.lower() in ("'s", "’s")
        if row.deprel in ("iobj", "obj") and below > word and named and bare:
            first, last = phrase(parse, below)
            found = max(first, word + 1), _before_matter(page, word, (first, last), words)
            whole = row.upos == "NOUN" and bool(draft.content) and _covers(found, draft.content)
            return None if whole else found  # "urged restraint" addresses nobody
        if (
            row.deprel == "obl"
            and case == word + 1
            and parse.tokens[case].text.lower() in (("on", "upon") if lemma == "call" else ("to",))
        ):
            first, last = phrase(parse, below)
            found = max(first, case + 1), last
            return None if _is_time(page, found, times) else found
    return None


def _covers(span: Range, content: tuple[Range, ...]) -> bool:
    return all(span[0] <= first and last <= span[1] for first, last in content)


def _before_matter(page: Page, verb: int, span: Range, words: CueWords) -> int:
    """Return where an addressee ends before what he is told of: "assured its neighbour of help"."""
    parse, (first, last) = page.parse, span
    token = parse.tokens[verb]
    if not words.holds("speech.telling_of", words.lemma_of(token.text, token.lemma)):
        return last
    if child(parse, verb, ("ccomp", "xcomp", "obl")) is not None:
        return last
    matter = [t.index for t in parse.tokens[first + 1 : last] if t.text.lower() in ("of", "about")]
    return matter[-1] if matter else last


def _is_time(page: Page, words: Range, times: Sequence[When]) -> bool:
    """Say whether words are one of the times of the text."""
    start, end = page.parse.tokens[words[0]].start, page.parse.tokens[words[1] - 1].end
    spans = (when.span for when in times if when.span is not None)
    return any(span.start <= start and end <= span.end for span in spans)
