"""CueWords: the words with which a language reports speech, and what each of them does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from foedus.records.statements import SpeechAct


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWords:
    """The words of cues.toml, lemmas in lower case.

    `verbs` and `nouns` give each word its acts, in the order of the file; "call_for" is a verb with
    its particle; `forms` gives the lemma of every form of these words. `lists` holds the small word
    lists by "section.name", and `phrases` those whose members are several words.
    """

    verbs: Mapping[str, tuple[SpeechAct, ...]]
    nouns: Mapping[str, tuple[SpeechAct, ...]]
    forms: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def load(cls, path: Path | None = None) -> CueWords:
        """Return the words of a `cues.toml`; without a path, the English ones."""
        path = path or Path(__file__).parent / "en" / "cues.toml"
        table: dict[str, dict[str, str]] = tomllib.loads(path.read_text("utf-8"))
        lists: dict[str, frozenset[str]] = {}
        phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
        for section, rows in table.items():
            if section in ("verbs", "nouns"):
                continue
            for name, text in rows.items():
                words = text.split()
                if any("|" in word for word in words):
                    phrases[f"{section}.{name}"] = tuple(tuple(w.split("|")) for w in words)
                else:
                    lists[f"{section}.{name}"] = frozenset(words)
        verbs, nouns = _by_word(table["verbs"]), _by_word(table["nouns"])
        inflected = {*(verb.partition("_")[0] for verb in verbs), *nouns}
        inflected.update(*(lists[f"hostile.{name}"] for name in table["hostile"]))
        inflected |= lists["speech.light"]
        return cls(
            verbs=verbs,
            nouns=nouns,
            forms=_forms(inflected) | {a: b for a, b in phrases.pop("irregular.forms")},
            lists=lists,
            phrases=phrases,
        )

    def holds(self, name: str, word: str) -> bool:
        """Say whether a list, such as "hedges.words", holds a word."""
        return word in self.lists[name]

    def acts_of(
        self, lemma: str, following: Sequence[str] = (), *, noun: bool
    ) -> tuple[SpeechAct, ...]:
        """Return the acts of a cue; a verb with one of the following words counts before it."""
        if noun:
            return self.nouns.get(lemma, ())
        for word in following:
            joined = self.verbs.get(f"{lemma}_{word}")
            if joined:
                return joined
        return self.verbs.get(lemma, ())

    def finds_phrase(self, name: str, words: Sequence[str]) -> bool:
        """Say whether the lower-case words hold one of the phrases of a list, unbroken."""
        for phrase in self.phrases[name]:
            size = len(phrase)
            for place in range(len(words) - size + 1):
                if tuple(words[place : place + size]) == phrase:
                    return True
        return False

    def lemma_of(self, form: str, lemma: str) -> str:
        """Return the lemma of a form of a known word, else the one that is given, in lower case."""
        return self.forms.get(form.lower()) or lemma.lower()

    def any_of(self, name: str, words: Iterable[str]) -> bool:
        """Say whether a list holds one of the words."""
        return not self.lists[name].isdisjoint(words)


def _by_word(rows: Mapping[str, str]) -> dict[str, tuple[SpeechAct, ...]]:
    found: dict[str, tuple[SpeechAct, ...]] = {}
    for act, text in rows.items():
        for word in dict.fromkeys(text.split()):
            found[word] = (*found.get(word, ()), SpeechAct(act))
    return found


def _forms(lemmas: Iterable[str]) -> dict[str, str]:
    """Return the regular forms of English words with their lemmas."""
    found: dict[str, str] = {}
    for lemma in sorted(lemmas):
        stem = lemma[:-1] if lemma.endswith(("e", "y")) else lemma
        soft = "i" if lemma.endswith("y") and lemma[-2:-1] not in "aeou" else lemma[len(stem) :]
        doubled = lemma + lemma[-1]
        endings = [lemma, f"{lemma}s", f"{lemma}es", f"{lemma}ed", f"{lemma}ing", f"{stem}{soft}es"]
        endings += [f"{stem}{soft}ed", f"{lemma}d", f"{stem}ing", f"{doubled}ed", f"{doubled}ing"]
        for form in endings:
            found.setdefault(form, lemma)
    return found | {lemma: lemma for lemma in lemmas}
