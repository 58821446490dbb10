"""Bylines and author lines: who wrote a text and for which outlet, where the text says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.reading.layout import is_outlet, is_personal_name, load_layout, take_outlet

MAX_BYLINE_CHARACTERS = 160
MAX_AUTHOR_LINE_CHARACTERS = 400

_BY = re.compile(
    r"(?i)(?:(?:written|reported|report|story|text|analysis|opinion|commentary)\s)?by\b:?\s(.{2,})"
)
_AND = re.compile(r"(?i)\s(?:and|&|with)\s")
_BELONGS = re.compile(r"\s(in|of|for|at|from|via)\s")
_IS = re.compile(r"\s(?:is|are)\s")
_WORKS = re.compile(r"\s(?:covers|writes|reports|edits)\s")
_PRESENTS = re.compile(r"(?:an?|the|our|one)\s|[^.,;]{2,50}?['’]s?\s")
_PREPOSITION = re.compile(r"\b(?:for|at|with|of|on)\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """An author and an outlet as the text names them; what it does not name is None."""

    author: str | None = None
    outlet: str | None = None


def read_byline(text: str) -> Authorship | None:
    """Return who signs if the whole text is a byline ("By Jane Doe, Example Wire"), else None."""
    # Metadata is compared as strings: a no-break space inside a name becomes a plain one.
    text = " ".join(text.split()) if len(text) <= MAX_BYLINE_CHARACTERS else text
    match = _BY.fullmatch(text) if len(text) <= MAX_BYLINE_CHARACTERS else None
    if match is None:
        return None
    rest = match[1].strip().rstrip(".")
    if rest.lower() in load_layout().nameless_bylines:
        return Authorship()
    if is_outlet(rest):
        return Authorship(outlet=rest)
    first, *others = [part.strip() for part in rest.split(",") if part.strip()] or [""]
    names, outlet = _split_house(first)
    if not _are_names(names):
        return None
    if others and _AND.search(f" {others[-1]}") and all(_are_names(part) for part in others):
        return Authorship(author=", ".join((names, *others)), outlet=outlet)
    for part in others:
        outlet = outlet or (part if _is_house(part) else None)
    return Authorship(author=names, outlet=outlet)


def read_author_line(text: str) -> Authorship | None:
    """Return who is presented if the text is an author line at the foot, else None.

    "Jane Doe is a correspondent for the Example Post." names author and outlet; "John Roe is a
    fellow at the Example Institute." names an author only: his employer need not have printed him.
    """
    if len(text) > MAX_AUTHOR_LINE_CHARACTERS:
        return None
    text = " ".join(text.lstrip("•*-–—_ ").split())
    split = _IS.search(text[:90])
    if split is None:
        return _read_work_line(text)
    names, role = text[: split.start()], text[split.end() :]
    if not _are_names(names) or " " not in names:
        return None
    sentence = re.split(r"(?<=[a-z)])[.;](?:\s|$)", role, maxsplit=1)[0]
    layout = load_layout()
    if not _presents(sentence, (*layout.press_roles, *layout.guest_roles)):
        return None
    found = _find_role(sentence, layout.press_roles)
    if found is not None and not re.match(r"(?i)(?:a |the )?(?:former|ex-|retired)", sentence):
        return Authorship(author=names, outlet=_house_of(sentence, found))
    if found is not None or _find_role(sentence, layout.guest_roles) is not None:
        return Authorship(author=names)
    return None


def _read_work_line(text: str) -> Authorship | None:
    """Return who "covers the Gulf for the Example Post"; no outlet, no author line."""
    split = _WORKS.search(text[:90])
    if split is None or " " not in text[: split.start()] or not _are_names(text[: split.start()]):
        return None
    outlet = _house_of(text[split.end() :], 0)
    named = outlet is not None and (is_outlet(outlet) or outlet.lower().startswith("the "))
    return Authorship(author=text[: split.start()], outlet=outlet) if named else None


def _presents(sentence: str, roles: tuple[str, ...]) -> bool:
    """Say whether a predicate names what somebody is: "a …", "Example's …" or a role at once."""
    first = " ".join(sentence.lower().split()[:3])
    return bool(_PRESENTS.match(sentence)) or any(role in first for role in roles)


def _split_house(text: str) -> tuple[str, str | None]:
    """Split "Jane Doe of the Example Post" into names and outlet; "in Kyiv" is dropped."""
    match = _BELONGS.search(text)
    if match is None:
        return text, None
    names = text[: match.start()].strip()
    if match[1] in ("in", "from"):  # where somebody writes from
        match = _BELONGS.search(text, match.end())
        if match is None:
            return names, None
    house = text[match.end() :].strip()
    return names, take_outlet(house) if take_outlet(house) == house else None


def _is_house(text: str) -> bool:
    """Say whether a part of a byline is an outlet: by its last word, or as "The Something"."""
    return is_outlet(text) or (text.startswith("The ") and take_outlet(text) == text)


def _are_names(text: str) -> bool:
    """Say whether the text is one personal name or several joined by "and"."""
    parts = [part.strip() for part in _AND.split(re.sub(r"(?i)^and\s", "", text))]
    return bool(parts) and all(is_personal_name(part) for part in parts)


def _find_role(sentence: str, roles: tuple[str, ...]) -> int | None:
    """Return where the first of these roles ends within the opening of the sentence."""
    pattern = rf"(?i)\b(?:{'|'.join(roles)})s?\b(?:[ -]at[ -]large)?"
    match = re.search(pattern, sentence[:120])
    return match.end() if match else None


def _house_of(sentence: str, role_end: int) -> str | None:
    """Return the outlet of "(the Example Post's) reporter (for the Example Post)"."""
    owner = re.match(r"(?P<name>[^.,;]{2,50}?)(?:['’]s|s['’])\s", sentence[:role_end])
    if owner is not None and take_outlet(owner["name"]) == owner["name"]:
        return owner["name"]
    for preposition in _PREPOSITION.finditer(sentence, role_end):
        outlet = take_outlet(sentence[preposition.end() :])
        if outlet is not None:
            return outlet
    return None
