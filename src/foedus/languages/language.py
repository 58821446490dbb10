"""Language: everything that a folder of `languages/` supplies, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foedus.errors import UnknownLanguage
from foedus.languages.actions import ActionWords
from foedus.languages.actors import ActorWords
from foedus.languages.conditions import ConditionWords
from foedus.languages.confidence import Confidence
from foedus.languages.cues import CueWords
from foedus.languages.figures import FigureWords
from foedus.languages.times import TimeWords
from foedus.languages.treaties import TreatyWords

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The word tables of one language; `code` is its BCP 47 tag and the name of its folder."""

    code: str
    cues: CueWords
    actions: ActionWords
    actors: ActorWords
    conditions: ConditionWords
    confidence: Confidence
    times: TimeWords
    figures: FigureWords
    treaties: TreatyWords


@cache
def load_language(code: str) -> Language:
    """Return the words of a language, read on the first call.

    Raises:
        UnknownLanguage: No folder supplies this language.

    Example:
        >>> [act.value for act in load_language("en").cues.verbs["accuse"]]
        ['accuse']
    """
    known = known_languages()
    if code not in known:
        raise UnknownLanguage(f"no words for language {code!r}; known: {', '.join(known)}")
    folder = _FOLDER / code
    return Language(
        code=code,
        cues=CueWords.load(folder / "cues.toml"),
        actions=ActionWords.load(folder / "actions.toml"),
        actors=ActorWords.load(folder / "actors.toml"),
        conditions=ConditionWords.load(folder / "conditions.toml"),
        confidence=Confidence.load(folder / "confidence.toml"),
        times=TimeWords.load(folder / "times.toml"),
        figures=FigureWords.load(folder / "figures.toml"),
        treaties=TreatyWords.load(folder / "treaties.toml"),
    )


@cache
def known_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a folder with words, sorted."""
    return tuple(sorted(path.parent.name for path in _FOLDER.glob("*/cues.toml")))
