"""Who held an office, who led a state, and for whom a person speaks at a date."""

from __future__ import annotations

from foedus.world.facts import Term
from foedus.world.index import Index


def find_holder(index: Index, office: str, holder_of: str, at: str | None) -> str | None:
    """Return the person ("person:…") who held the office; None when unknown or not one person.

    `office` is a name of the table or "leader"; without a date, the office must have one holder
    in the whole table.
    """
    terms = [
        term
        for name in _offices(index, office, holder_of, at)
        for term in index.terms_of_office.get((holder_of, name), ())
        if at is None or term.period.covers(at)
    ]
    persons = {term.person for term in terms}
    return persons.pop() if len(persons) == 1 else None


def find_term(index: Index, person: str, at: str | None) -> Term | None:
    """Return the term a person served at a date, else the last one begun before it, else the first.

    Without a date: the last term of the table.
    """
    terms = sorted(index.terms_of_person.get(person, ()), key=lambda term: term.period.start or "")
    if at is None or not terms:
        return terms[-1] if terms else None
    current = [term for term in terms if term.period.covers(at)]
    begun = [term for term in terms if (term.period.start or "") <= at]
    return (current or begun or terms[:1])[-1]


def serves(index: Index, person: str, at: str | None) -> bool:
    """Say whether a person holds an office of the tables at a date."""
    return at is not None and any(
        term.period.covers(at) for term in index.terms_of_person.get(person, ())
    )


def has_held(index: Index, person: str, office: str, holder_of: str) -> bool:
    """Say whether a person ("person:…") held an office of a state at any time of the tables."""
    return any(
        term.office == office and term.holder_of == holder_of
        for term in index.terms_of_person.get(person, ())
    )


def _offices(index: Index, office: str, holder_of: str, at: str | None) -> list[str]:
    """Return the offices a word stands for: "leader" is what the table of leaders says."""
    if office != "leader":
        return [office]
    rows = index.leaders.get(holder_of, [])
    return [row.office for row in rows if row.period.covers(at)]
