"""ActionWords: the one table of event classes and one language's words for them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

MAX_LEMMAS_KEPT = 50_000


class _SenseTable(TypedDict, total=False):
    """What actions.toml says about one sense."""

    type: str
    mode: str
    stance: bool
    promised: bool
    verbs: str
    adjectives: str
    nouns: str
    phrases: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClass:
    """A row of the table: labels as condition and as action, PLOVER type and mode."""

    name: str
    condition: str | None
    action: str | None
    type: str | None
    mode: str | None
    kind_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a word or phrase means: its event class, PLOVER type and mode.

    `stance` marks words for what one actor says to another ("demand", "reject"); `promised` words
    that mean this only when somebody promises or fears it ("defend").
    """

    name: str
    event_class: str
    type: str
    mode: str | None
    stance: bool
    promised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionWords:
    """The table of classes, and the words of one language that name an event of each.

    `verbs` and `nouns` map lemmas to senses, the likelier first; `phrases` maps a verb to the words
    of which one must stand below it. A particle is joined with "_" ("cut_off"). `words`
    holds small lists by name: "light" verbs, adjectives of what is planned or alleged …
    """

    classes: Mapping[str, EventClass]
    verbs: Mapping[str, tuple[Sense, ...]]
    adjectives: Mapping[str, Sense]
    nouns: Mapping[str, tuple[Sense, ...]]
    phrases: Mapping[str, tuple[tuple[frozenset[str], Sense], ...]]
    sets: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    endings: Mapping[str, tuple[str, ...]]
    irregular: Mapping[str, str]
    last_letters: frozenset[str]
    vocabulary: frozenset[str]
    _lemmas: dict[tuple[str, str], str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def load(cls, path: Path | None = None) -> ActionWords:
        """Return the words of an `actions.toml`; without a path, the English ones."""
        path = path or Path(__file__).parent / "en" / "actions.toml"
        table = tomllib.loads(path.read_text("utf-8"))
        classes = {name: _event_class(name, row) for name, row in table["classes"].items()}
        sets = {name: frozenset(words.split()) for name, words in table["sets"].items()}
        verbs: dict[str, tuple[Sense, ...]] = {}
        adjectives: dict[str, Sense] = {}
        nouns: dict[str, tuple[Sense, ...]] = {}
        phrases: dict[str, tuple[tuple[frozenset[str], Sense], ...]] = {}
        for name, row in table["senses"].items():
            sense = _sense(name, row, classes[row["class"]])
            for verb in row.get("verbs", "").split():
                verbs[verb] = (*verbs.get(verb, ()), sense)
            for adjective in row.get("adjectives", "").split():
                adjectives[adjective] = sense
            for noun in row.get("nouns", "").split():
                nouns[noun] = (*nouns.get(noun, ()), sense)
            for verb, below in _phrases(row.get("phrases", ""), sets):
                phrases[verb] = (*phrases.get(verb, ()), (below, sense))
        words = {name: frozenset(listed.split()) for name, listed in table["words"].items()}
        known = [wanted for rows in phrases.values() for wanted, _ in rows]
        known.extend(listed for name, listed in words.items() if not name.endswith("adjectives"))
        return cls(
            classes=classes,
            verbs=verbs,
            adjectives=adjectives,
            nouns=nouns,
            phrases=phrases,
            sets=sets,
            words=words,
            endings={ending: tuple(row) for ending, row in table["endings"].items()},
            irregular=table["irregular"],
            last_letters=frozenset(ending[-1] for ending in table["endings"]),
            vocabulary=frozenset(
                {*verbs, *(verb.partition("_")[0] for verb in verbs), *nouns, *phrases}
            ).union(*known),
        )

    def lemma_of(self, text: str, lemma: str) -> str:
        """Return the lemma in lower case; where it is no known word, what the form's ending gives.

        The model makes lemmas letter by letter, and now and then leaves one too many or too few.
        What was asked is remembered: rules ask for the words of a text thousands of times.
        """
        known = self._lemmas.get((text, lemma))
        if known is None:
            known = self._lemma_of(text, lemma)
            if len(self._lemmas) < MAX_LEMMAS_KEPT:
                self._lemmas[text, lemma] = known
        return known

    def _lemma_of(self, text: str, lemma: str) -> str:
        lemma, form = lemma.lower(), text.lower()
        if form in self.irregular:
            return self.irregular[form]
        if lemma in self.vocabulary and len(lemma) > 2 and lemma[0] == form[0]:
            return lemma
        if form in self.vocabulary:
            return form
        if form[-1:] not in self.last_letters:
            return lemma
        for ending, instead in self.endings.items():
            if not form.endswith(ending):
                continue
            stem = form[: -len(ending)]
            doubled = stem[-1:] == stem[-2:-1]
            tried = [stem + letters for letters in instead] + [stem[:-1]] * doubled
            for candidate in tried:
                if candidate in self.vocabulary:
                    return candidate
        return lemma

    def sense_of_verb(
        self,
        verbs: Sequence[str],
        below: Sequence[Sequence[str]] = (),
        *,
        objects: Sequence[str] = (),
        promised: bool = False,
    ) -> Sense | None:
        """Return the sense of a verb with the words below it; None where it names no event.

        Args:
            verbs: The verb's lemma; before it, joined with its particle, if it has one.
            below: Lemmas below it in several rows, the most telling first.
            objects: Those of its objects; they say what a light verb ("launch") means.
            promised: Whether the event is promised or feared and not reported.
        """
        for verb in verbs:
            for lemmas in below:
                for wanted, sense in self.phrases.get(verb, ()):
                    if promised >= sense.promised and not wanted.isdisjoint(lemmas):
                        return sense
        if verbs and verbs[-1] in self.words["light"]:
            found = (self.sense_of_noun(lemma, promised=promised) for lemma in objects)
            named = next((sense for sense in found if sense is not None), None)
            if named is not None:
                return named
        plain = (sense for verb in verbs for sense in self.verbs.get(verb, ()))
        return next((sense for sense in plain if promised >= sense.promised), None)

    def may_name_event(self, verbs: Sequence[str]) -> bool:
        """Say whether `sense_of_verb` may find a sense for these verbs, whatever stands below."""
        light = verbs[-1] in self.words["light"]
        return light or any(verb in self.verbs or verb in self.phrases for verb in verbs)

    def sense_of_noun(self, lemma: str, *, promised: bool = False) -> Sense | None:
        """Return the sense of an event noun, None for any other noun."""
        senses = self.nouns.get(lemma, ())
        return next((sense for sense in senses if promised >= sense.promised), None)

    def class_of_words(self, lemmas: Sequence[str], *, promised: bool = False) -> str | None:
        """Return the class that words name without a tree: a verb with its nouns, else a noun."""
        for index, lemma in enumerate(lemmas):
            after = lemmas[index + 1 :]
            verbs = [*(f"{lemma}_{word}" for word in after[:1]), lemma]
            sense = self.sense_of_verb(verbs, [after], objects=after, promised=promised)
            if sense is not None:
                return sense.event_class
        found = (self.sense_of_noun(lemma, promised=promised) for lemma in lemmas)
        return next((sense.event_class for sense in found if sense is not None), None)

    def is_kind_of(self, event_class: str, other: str) -> bool:
        """Say whether a class is another or a kind of it."""
        if event_class == other:
            return True
        row = self.classes.get(event_class)
        return row is not None and any(self.is_kind_of(above, other) for above in row.kind_of)


def _event_class(name: str, row: Mapping[str, object]) -> EventClass:
    text = {
        key: str(row[key]) if key in row else None
        for key in ("condition", "action", "type", "mode")
    }
    kinds = row.get("kind_of", [])
    return EventClass(
        name=name,
        condition=text["condition"],
        action=text["action"],
        type=text["type"],
        mode=text["mode"],
        kind_of=tuple(map(str, kinds)) if isinstance(kinds, list) else (),
    )


def _sense(name: str, row: _SenseTable, event_class: EventClass) -> Sense:
    return Sense(
        name=name,
        event_class=event_class.name,
        type=row.get("type") or event_class.type or "",
        mode=row.get("mode") or (None if "type" in row else event_class.mode),
        stance=row.get("stance", False),
        promised=row.get("promised", False),
    )


def _phrases(text: str, sets: Mapping[str, frozenset[str]]) -> list[tuple[str, frozenset[str]]]:
    """Return each verb of each line with the words of which one must stand below it."""
    found: list[tuple[str, frozenset[str]]] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        verbs, *rest = line.split()
        below: set[str] = set()
        for part in "|".join(rest).split("|"):
            below |= sets[part[1:]] if part.startswith("@") else {part}
        found.extend((verb, frozenset(below)) for verb in verbs.split("|"))
    return found
