"""Promised: what the act of a commitment is, by its words before the model, and whether it is done.

Polarity is relative to the class: "will not supply gas" is a supply cut that will be, and "stop
selling them fuel" is one too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from foedus.analysis.clauses import child, head_of, phrase
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.parse import Frame, Parse, Token
from foedus.languages.conditions import ConditionWords
from foedus.records.commitments import Polarity

Range = tuple[int, int]
_RULED_OUT = ("ruled out", "rules out", "ruling out", "rule out")
_HOSTILE = ("armed_attack", "invasion")
_NAMING = frozenset({"PRON", "PROPN", "PUNCT"})
MIN_CLASS_SHARE = 0.5
"""Below it the model's class of an act is a guess, and "other" is said instead."""


@dataclass(frozen=True, slots=True)
class PromisedAct:
    """The label of an act, whether it will be done, and what it is to others.

    `bearing` is harm, help, yield, or empty where the label tells nothing of it; `first` the token
    from which the words say the act: a refusal that makes another act of it is among them.
    """

    label: str
    polarity: Polarity
    bearing: str = ""
    first: int = 0

    @property
    def key(self) -> str:
        """Return bearing and polarity as the tables of kinds name them: "harm will"."""
        return f"{self.bearing} {self.polarity.value}" if self.bearing else ""

    @property
    def harms(self) -> bool:
        """Say whether the act is harm, or a reply that nobody welcomes, and will be done."""
        return self.bearing in ("harm", "reply") and self.polarity is Polarity.WILL

    def as_label(self, label: str, words: ConditionWords) -> PromisedAct:
        """Return the act with another label."""
        return replace(self, label=label, bearing=words.promises.bearings.get(label, ""))


def read_act(
    parse: Parse,
    frame: Frame,
    action: Range,
    *,
    conditions: ConditionReader,
    words: ConditionWords,
) -> PromisedAct:
    """Return the act of a frame.

    Args:
        parse: The text.
        frame: What the model says of it.
        action: Its tokens, without auxiliaries.
        conditions: Reads classes from words.
        words: Says which labels harm, help or yield, and which verbs supply.
    """
    likely, share = frame.labels["action_class"][0]
    polarity = _by_words(parse, frame, action, words=words)
    head, tokens = head_of(parse, *action), parse.tokens[slice(*action)]
    first, lemma = action[0], _lemma(parse, head, conditions)
    named = conditions.action_class(*action)
    if lemma in words.deeming and not _names(parse, action, conditions, ("options",)):
        named = None  # what is taken for an attack is none; to consider all options is a reply
    ended = _is_ended(parse, action[0], words)
    if ended and polarity is Polarity.WILL and lemma in words.promises.supplying:
        polarity = Polarity.WILL_NOT
    if polarity is Polarity.WILL_NOT and _supplies(parse, head, action, conditions, words):
        named, polarity = "cut_supply", Polarity.WILL
        first = _refusal(parse, action[0], words)
    if named == "provide_aid" and any(t.text.lower() in words.promises.warlike for t in tokens):
        named = "military_aid"
    if polarity is Polarity.WILL_NOT and lemma in words.promises.tolerating:
        named = "other"  # not to allow an attack is no attack
    if named in (None, "use_force") and is_on_all(tokens, words):
        named = "join_war"  # who calls one an attack on all says that all will fight
    if " ".join(words.red_line) in " ".join(conditions.lower(*action)):
        named = "other"  # what is done about it is left open; to cross it is no border's crossing
    if named in (None, "join_war") and polarity is Polarity.WILL_NOT and conditions.joins(head):
        named = "not_join"
    if named is None and _takes_part_in_it(frame, conditions.lower(*action), tokens[-1], words):
        named = "join_war"
    label = named or (likely if share >= MIN_CLASS_SHARE else "other")
    bearing = words.promises.bearings.get(label, "")
    if label == "withdraw" and conditions.leaves(head):
        bearing = "harm"
    elif label == "withdraw" and not _names(parse, action, conditions, ("troops", "weapons")):
        bearing = ""
    if named is None and lemma in words.promises.admitting:
        label, bearing = "other", "help" if any(t.text.lower() == "to" for t in tokens) else ""
    elif label == "other" and conditions.yields(head):
        bearing = "yield"
    return PromisedAct(label, polarity, bearing, first)


def _takes_part_in_it(
    frame: Frame, lower: Sequence[str], last: Token, words: ConditionWords
) -> bool:
    """Say whether somebody takes part in "it" where the condition is an attack: "it" is the war."""
    opened = " ".join(lower).startswith(words.promises.taking_part)
    return opened and last.upos == "PRON" and frame.labels["condition_class"][0][0] in _HOSTILE


def _by_words(parse: Parse, frame: Frame, action: Range, *, words: ConditionWords) -> Polarity:
    """Return the model's polarity, or the words' where these leave no doubt.

    Nothing is refused in a sentence without any word that denies, as in a headline whose "Will" is
    taken for a name; a verb right behind "not" is not done.
    """
    polarity = Polarity(frame.labels["polarity"][0][0])
    first, tokens = action[0], parse.tokens
    sentence = parse.sentences[tokens[first].sentence]
    if polarity is Polarity.WILL_NOT:
        denied = any(
            {t.text.lower(), t.lemma.lower()} & words.promises.denying
            or t.text.lower().endswith(("n't", "n’t"))
            for t in tokens[sentence.first : sentence.last]
        )
        own = _is_affirmed_before_but(parse, action)  # "would stay but would not fight"
        return polarity if denied and not own else Polarity.WILL
    index = first - 1
    while (
        index > sentence.first
        and tokens[index].upos in ("ADV", "PUNCT")
        and _is_aside(tokens[index])
    ):
        index -= 1  # "we will not, however, send troops"
    before = tokens[index].text.lower() if index >= sentence.first else ""
    ruled = " ".join(t.text.lower() for t in tokens[max(first - 4, sentence.first) : first])
    if ruled.endswith(_RULED_OUT) and "not" not in ruled and "n't" not in ruled:
        return Polarity.WILL_NOT  # "ruled out recognising it"
    refused = before in ("not", "never", "n't", "n’t") and tokens[first].upos == "VERB"
    if _is_nobodys(parse, head_of(parse, *action), words):
        return Polarity.WILL_NOT
    plain = not any(t.upos == "AUX" for t in tokens[slice(*action)][:2])
    return Polarity.WILL_NOT if refused and plain else polarity


def _is_affirmed_before_but(parse: Parse, action: Range) -> bool:
    """Say whether a plain future leads an act behind which a "but" has the denied one."""
    tokens, after = parse.tokens, parse.tokens[action[1] : action[1] + 2]
    before = tokens[max(action[0] - 1, 0)]
    parted = any(token.text.lower() == "but" for token in after)
    return parted and before.upos == "AUX" and not before.text.lower().endswith(("n't", "n’t"))


def _is_aside(token: Token) -> bool:
    """Say whether a word only stands between a negation and its verb: a comma, "however"."""
    return token.text == "," or token.text.lower() not in ("not", "never", "n't", "n’t", "only")


def _is_nobodys(parse: Parse, verb: int, words: ConditionWords) -> bool:
    """Say whether the subject of an act says that nobody does it: "neither party will allow"."""
    subject = child(parse, verb, ("nsubj",))
    if subject is None or subject > verb:
        return False
    first = parse.tokens[phrase(parse, subject)[0]].text.lower()
    return first in words.none or first == "neither"


def _refusal(parse: Parse, first: int, words: ConditionWords) -> int:
    """Return where the words that refuse an act begin: "not", "no longer"; `first` without any."""
    if _is_ended(parse, first, words):
        return first - 2
    negated = first > 0 and parse.tokens[first - 1].text.lower() in words.negators
    glued = negated and first > 1 and parse.tokens[first - 2].end == parse.tokens[first - 1].start
    return first - negated - glued  # "won't" is one word


def _is_ended(parse: Parse, first: int, words: ConditionWords) -> bool:
    """Say whether "no longer" stands before an act."""
    before = tuple(token.text.lower() for token in parse.tokens[max(0, first - 2) : first])
    return before in words.promises.ended


def _supplies(
    parse: Parse,
    head: int,
    action: Range,
    conditions: ConditionReader,
    words: ConditionWords,
) -> bool:
    """Say whether an act is to sell or deliver what others live on: gas, fuel, grain.

    To supply somebody without a word on what with is that too.
    """
    lemma, after = _lemma(parse, head, conditions), range(head + 1, action[1])
    if lemma not in words.promises.supplying:
        return False
    if lemma in words.promises.serving and all(parse.tokens[i].upos in _NAMING for i in after):
        return bool(after)
    return _names(parse, (head + 1, action[1]), conditions, ("supplies",))


def is_on_all(tokens: Sequence[Token], words: ConditionWords) -> bool:
    """Say whether an act is only to be "an attack on all", or to be taken for one."""
    low = [token.text.lower() for token in tokens]
    if (
        len(low) < 4
        or "attack" not in low[:-2]
        or low[0] not in ("is", "be", "was", *words.deeming)
    ):
        return False
    place = low.index("attack")
    return low[place + 1] in ("on", "against") and low[place + 2] in words.promises.attacked_all


def _names(parse: Parse, span: Range, conditions: ConditionReader, sets: tuple[str, ...]) -> bool:
    """Say whether one of these tokens is a noun of the named sets."""
    wanted = frozenset[str]().union(*(conditions.classes.sets[name] for name in sets))
    return any(_lemma(parse, index, conditions) in wanted for index in range(*span))


def _lemma(parse: Parse, index: int, conditions: ConditionReader) -> str:
    token = parse.tokens[index]
    return conditions.classes.lemma_of(token.text, token.lemma)
