"""Frames of commitments that words and tree show, beside those that the model gives."""

from __future__ import annotations

from foedus.analysis.addressed import Addressed
from foedus.analysis.alternatives import Alternatives
from foedus.analysis.bare_promises import BarePromises
from foedus.analysis.conditions import ConditionReader
from foedus.analysis.constructions import Constructions
from foedus.analysis.parse import Frame, Parse
from foedus.languages.actors import ActorWords
from foedus.languages.conditions import ConditionWords


def shown_frames(
    parse: Parse, words: ConditionWords, conditions: ConditionReader, actors: ActorWords
) -> list[Frame]:
    """Return the promises in nouns, behind an "or", and by the form of their sentence."""
    return [
        *BarePromises(parse, words, conditions, actors).find(),
        *Alternatives(parse, words).find(),
        *Constructions(parse, words, conditions, actors).find(),
        *Addressed(parse, words, conditions, actors).find(),
    ]
