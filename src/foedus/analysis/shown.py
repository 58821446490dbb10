"""Frames of commitments that words and tree show, beside those that the model gives."""

from __future__ import annotations

from foedus.analysis.addressed import Addressed
from foedus.analysis.alternatives import Alternatives
from foedus.analysis.bare_promises import BarePromises
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.constructions import Constructions
from foedus.analysis.parse import Frame, Parse
from foedus.analysis.red_lines import RedLines
from foedus.languages.actors import ActorWords
from foedus.languages.conditions import ConditionWords


def shown_frames(
    parse: Parse, words: ConditionWords, conditions: ConditionReader, actors: ActorWords
) -> list[Frame]:
    """Return promises in nouns, red lines, and what an "or" or the form of a sentence shows."""
    return [
        *BarePromises(parse, words, conditions, actors).find(),
        *RedLines(parse, words, conditions).find(),
        *Alternatives(parse, words).find(),
        *Constructions(parse, words, conditions, actors).find(),
        *Addressed(parse, words, conditions, actors).find(),
    ]
