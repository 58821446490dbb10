"""Clues about names: each shifts the model's scores of a word by the odds of `names.toml`."""

from __future__ import annotations

import re

from foedus.analysis.gazetteer import MAX_BARE_ACRONYM, Gazetteer
from foedus.analysis.name_neighbours import weigh_neighbours
from foedus.analysis.name_patterns import JOINTS, find_patterns
from foedus.analysis.name_sheet import LABELS, Sheet
from foedus.languages.names import NameWords

ADDRESS = re.compile(r"@|://|www\.|\.com\b|_")
ACRONYM = re.compile(r"[A-Z]{3,}|[A-Z][a-z]{1,20}[A-Z]{1,20}[a-z]{0,20}")
INITIAL = re.compile(r"(?:[A-Z]\.){1,3}")
AMBIGUOUS_SHARE = 0.6
"""What a known name counts for each label if it has more than one."""
MAX_CAPITALS = 0.6
"""In a sentence with a larger share of words in capitals, capitals say nothing."""


def weigh_patterns(sheet: Sheet, words: NameWords) -> None:
    """Add what the words of a name say: "Ministry of Defence", "Lake Victoria"."""
    odds = words.odds
    for found in find_patterns(sheet.tokens, sheet.capital, words):
        weight = float(getattr(odds, found.clue))
        sheet.name(found.first, found.last, found.label, odds=weight, joined=odds.joined)
        if found.clue in ("of_phrase", "company_form"):
            for index in range(found.first + 1, found.last):
                sheet.outside(index, -weight / 2)
        ends = (found.first, found.last)
        sheet.cover.update(dict.fromkeys(range(found.first, found.last), ends))


def weigh_known(sheet: Sheet, words: NameWords, gazetteer: Gazetteer) -> None:
    """Add what the gazetteer says; a known name inside a longer pattern says nothing."""
    odds, tokens = words.odds, sheet.tokens
    last = 0
    for index, low in enumerate(sheet.low):
        if index < last or low not in gazetteer.lengths:
            continue
        end = min(len(tokens), index + gazetteer.lengths[low])
        while tokens[end - 1].sentence != tokens[index].sentence:
            end -= 1
        hit = gazetteer.longest(sheet.low, index, end)
        if hit is None:
            continue
        name, labels = hit
        small = name not in gazetteer.cities and labels == {"LOC"} and low not in words.common
        if not (
            _stands(sheet, index, name, labels)
            or (small and _lies(sheet, index, index + len(name), words))
        ):
            continue
        last = index + len(name)
        sheet.known.update(range(index, last))
        sheet.starts.add(index)
        weight = odds.known + (odds.known_phrase if len(name) > 1 else 0.0)
        if len(name) > 1 and "PER" not in labels:
            sheet.cover.update(dict.fromkeys(range(index, last), (index, last)))
        if name in gazetteer.cities and len(name) == 1:
            weight -= odds.city
        for label in sorted(labels):
            share = weight if len(labels) == 1 else weight * AMBIGUOUS_SHARE
            sheet.name(index, last, label, odds=share, joined=odds.joined / len(labels))


def _stands(sheet: Sheet, first: int, name: tuple[str, ...], labels: set[str]) -> bool:
    """Say whether the capitals allow a known name here.

    Without any capital only a place or a phrase is believed, and only a proper noun; a noun in
    small letters ends no name of a body ("US army").
    """
    last = first + len(name)
    ends = sheet.cover.get(first)
    if ends is not None and ends != (first, last) and ends == sheet.cover.get(last - 1):
        return False
    text = sheet.tokens[first].text
    if len(name) == 1 and len(text) <= MAX_BARE_ACRONYM and not text.isupper():
        return False
    if "ORG" in labels and sheet.tokens[last - 1].upos == "NOUN" and not sheet.capital[last - 1]:
        return False
    if any(sheet.capital[first:last]):
        return True
    return sheet.tokens[last - 1].upos == "PROPN" and (len(name) > 1 or labels == {"LOC"})


def _lies(sheet: Sheet, first: int, last: int, words: NameWords) -> bool:
    """Say whether a name in small letters is a place that something is in or comes from."""
    before = sheet.low[first - 1] if first else ""
    longer = len(sheet.low[first]) > MAX_BARE_ACRONYM
    return longer and before in words.whereabouts and sheet.tokens[last - 1].upos == "NOUN"


def _shouted(sheet: Sheet, index: int) -> bool:
    """Say whether the sentence of a word stands in capitals."""
    number, first = sheet.tokens[index].sentence, index
    while first and sheet.tokens[first - 1].sentence == number:
        first -= 1
    letters = upper = 0
    for token in sheet.tokens[first:]:
        if token.sentence != number:
            break
        letters += token.text.isalpha()
        upper += token.text.isalpha() and token.text.isupper()
    return upper > MAX_CAPITALS * letters


def weigh_word(sheet: Sheet, index: int, *, words: NameWords, gazetteer: Gazetteer) -> None:
    """Add what a word says by itself and by the words beside it."""
    token, low, odds = sheet.tokens[index], sheet.low[index], words.odds
    sheet.outside(index, odds.outside)
    for label, weight in zip(LABELS, (odds.person, odds.organisation, odds.place), strict=True):
        sheet.label(index, label, weight)
    if ADDRESS.search(token.text) and index not in sheet.boxes:
        sheet.outside(index, odds.address)
        return
    _weigh_shape(sheet, index, words)
    if low in gazetteer.demonyms and index not in sheet.known:
        sheet.outside(index, odds.demonym)
    if low in words.ordinary:
        sheet.outside(index, odds.ordinary)
    if low in words.common and index not in sheet.known and index not in sheet.cover:
        sheet.outside(index, odds.common)
    if low in words.titles and sheet.capital[index] and sheet.follows(index):
        _weigh_title(sheet, index, words=words, gazetteer=gazetteer)
    weigh_neighbours(sheet, index, words)
    if index and sheet.low[index - 1] in words.place_prepositions and sheet.capital[index]:
        sheet.rows[index][sheet.columns.begin["LOC"]] += odds.within
        sheet.rows[index][sheet.columns.begin["PER"]] -= odds.within
    if low in JOINTS and index - 1 in sheet.known and index + 1 in sheet.starts:
        sheet.outside(index, odds.joint)
    if token.text in words.postal_codes and index and sheet.low[index - 1] == ",":
        sheet.rows[index][sheet.columns.begin["LOC"]] += odds.postal_code
    if sheet.proper(index):
        _weigh_personal(sheet, index, words=words, gazetteer=gazetteer)
        before = sheet.tokens[index - 1].text if index >= 2 else ""
        if before == "(" and index - 2 in sheet.cover and token.text.isupper() and len(low) > 2:
            sheet.rows[index][sheet.columns.begin["ORG"]] += odds.abbreviation
    _weigh_tree(sheet, index, words)


def _weigh_shape(sheet: Sheet, index: int, words: NameWords) -> None:
    """Add what the letters and the part of speech of a word say."""
    token, low, odds = sheet.tokens[index], sheet.low[index], words.odds
    unknown = index not in sheet.known and index not in sheet.cover
    if token.upos == "PROPN":
        sheet.outside(index, -odds.proper)
    elif not sheet.capital[index]:
        sheet.begin(index, -odds.small)
        if low.isalpha() and low not in words.links:
            sheet.inside(index, -odds.small_inside)
    if not any(character.isalpha() for character in low):
        sheet.begin(index, -odds.mark)
    if unknown and any(character.isdigit() for character in low):
        sheet.begin(index, -odds.digit)
        sheet.inside(index, -odds.digit / 2)
    if unknown and token.xpos in ("NNPS", "NNS"):
        sheet.begin(index, -odds.plural)
    acronym = index not in sheet.known and ACRONYM.fullmatch(token.text)
    if acronym and not (token.text.isupper() and _shouted(sheet, index)):
        sheet.label(index, "PER", -odds.acronym)
        sheet.label(index, "ORG", odds.acronym_organisation)


def _weigh_title(sheet: Sheet, index: int, *, words: NameWords, gazetteer: Gazetteer) -> None:
    """Add what a title says: it is no name, the word after it is a person's, its field none."""
    tokens, low, odds = sheet.tokens, sheet.low, words.odds
    sheet.outside(index, odds.title)
    if index and low[index - 1] in words.fields:
        sheet.outside(index - 1, odds.office)
    after = index + 1
    if sheet.proper(after) and low[after] not in words.titles:
        sheet.rows[after][sheet.columns.begin["PER"]] += odds.after_title
        sheet.rows[after][sheet.columns.inside["PER"]] -= odds.after_title
    field = index + 2
    if low[after] != "of" or field >= len(tokens) or field in sheet.known:
        return
    while field < min(len(tokens), index + 5) and sheet.capital[field]:
        if tokens[field].sentence != tokens[index].sentence or low[field] in gazetteer.given:
            return
        sheet.outside(field, odds.office)
        field += 1


def _weigh_personal(sheet: Sheet, index: int, *, words: NameWords, gazetteer: Gazetteer) -> None:
    """Add what a given name, a surname or an initial says of a word and of the one after it."""
    low, odds, columns = sheet.low[index], words.odds, sheet.columns
    row = sheet.rows[index]
    named_after = sheet.follows(index) and sheet.proper(index + 1)
    if low in gazetteer.given and low not in words.titles:
        row[columns.begin["PER"]] += odds.given_name
        row[columns.inside["PER"]] += odds.given_name / 2
        if named_after:
            sheet.rows[index + 1][columns.inside["PER"]] += odds.given_name / 2
    if low in gazetteer.surnames:
        sheet.label(index, "PER", odds.surname)
    initial = low not in words.ordinary and INITIAL.fullmatch(sheet.tokens[index].text)
    if named_after and index not in sheet.known and initial:
        sheet.label(index, "PER", odds.initial)
        sheet.begin(index + 1, -odds.initial)
        sheet.rows[index + 1][columns.inside["PER"]] += odds.initial / 2


def _weigh_tree(sheet: Sheet, index: int, words: NameWords) -> None:
    """Add what the tree says: words of one flat or compound name belong together."""
    token, tokens = sheet.tokens[index], sheet.tokens
    head = token.head
    if token.deprel == "flat" and 0 <= head < index and index not in sheet.starts:
        together = all(tokens[at].upos == "PROPN" for at in range(head, index))
        sheet.begin(index, -words.odds.flat if together else 0.0)
    if token.deprel == "compound" and head > index and token.upos == "PROPN":
        together = sheet.proper(head) and index + 1 not in sheet.starts
        sheet.begin(index + 1, -words.odds.compound if together else 0.0)
