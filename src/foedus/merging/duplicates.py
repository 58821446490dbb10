"""Duplicates: documents that are one source with many carriers, from copies to agency reports.

Texts are compared by the runs of words they share (`fingerprints`). The shortest is taken first;
each is laid beside those before it that share a fingerprint, so that a report is known again with
another headline, cut, or within a longer text. A text that repeats an earlier one adds only what is
new in it to the index: forty carriers cost forty comparisons, not eight hundred.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from foedus.merging.agencies import find_agency
from foedus.merging.fingerprints import Fingerprints, count_shared, keep_shared, take_fingerprints
from foedus.merging.partition import Partition
from foedus.records.documents import Document
from foedus.world import load_world

CONTAINED_SHARE = 0.6
"""This much of the shorter text's runs of words in the longer one makes a copy: about one word in
ten may be another. On the training part of ECB+ all texts that share a third tell one event."""
ALIKE_SHARE = 0.55
"""This much of the longer text in the shorter makes them alike; below, one is cut or put within.
More than half: no text is alike to two reports that it puts together."""
FEWEST_WORDS = 20
"""Shorter texts ("Photo of the day") say too little to be anybody's report."""
MOST_OWNERS = 64
"""A fingerprint of more unlike texts is a formula ("the content of this page is …")."""
MOST_COMPARED = 8
"""So many of the earlier texts that share the most fingerprints are compared in full."""


class How(StrEnum):
    """How the carriers repeat their source."""

    EXACT = "exact"
    """Word by word; blanks, case and marks may differ."""
    NEAR = "near"
    """With changes: another headline, reworded, cut, within a longer text."""
    AGENCY = "agency"
    """With changes, and an agency is named as the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Documents that are one source: the source, who else carries it, and how.

    `source_id` is the agency's own document if it is among them, else the one published first,
    else the longest. `how` is the loosest of what holds between them; `agency` is the one that most
    of them name.
    """

    source_id: str
    carrier_ids: tuple[str, ...]
    how: How
    agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carrier:
    """What is kept of a document besides the fingerprints of its text."""

    id: str
    agency: str | None
    order: tuple[bool, str, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Within:
    """A text that stands within a much longer one: how much of that, and their places."""

    covered: float
    shorter: int
    longer: int


def copies_of(documents: Iterable[Document]) -> list[Copies]:
    """Return the groups of documents that are one source, in the order of their sources' ids.

    Documents that repeat no other are in no group. The order of the documents makes no difference.
    A text that holds two reports is a carrier of the one that fills more of it.
    """
    texts: dict[bytes, Fingerprints] = {}
    carriers: defaultdict[bytes, list[_Carrier]] = defaultdict(list)
    for document, carrier in _carriers(documents):
        prints = take_fingerprints(document.text, apart=_apart(document))
        if prints.words >= FEWEST_WORDS:
            texts.setdefault(prints.digest, prints)
            carriers[prints.digest].append(carrier)
    ordered = sorted(texts.values(), key=lambda one: (len(one.runs), one.digest))
    groups: defaultdict[int, list[bytes]] = defaultdict(list)
    joined = _join(ordered)
    for place, prints in enumerate(ordered):
        groups[joined.root(place)].append(prints.digest)
    found = [_copies([carriers[digest] for digest in group]) for group in groups.values()]
    return sorted((one for one in found if one.carrier_ids), key=lambda copies: copies.source_id)


def _carriers(documents: Iterable[Document]) -> Iterator[tuple[Document, _Carrier]]:
    world = load_world()
    for document in documents:
        agency = find_agency(document, world)
        outlet = world.is_outlet(document.outlet or "")
        own = agency is not None and outlet is not None and outlet.name == agency
        when = document.published.earliest or "9999"
        yield (
            document,
            _Carrier(
                id=document.id,
                agency=agency,
                order=(not own, when, -len(document.text), document.id),
            ),
        )


def _apart(document: Document) -> list[tuple[int, int]]:
    """Return the ranges that each outlet writes anew."""
    headline = (document.headline,) if document.headline else ()
    return [*headline, *document.boilerplate]


def _copies(texts: Sequence[Sequence[_Carrier]]) -> Copies:
    """Return the carriers of these texts as one source."""
    every = [carrier for text in texts for carrier in text]
    source = min(every, key=lambda one: one.order)
    named = Counter(one.agency for one in every if one.agency)
    agency = min(named, key=lambda name: (-named[name], name)) if named else None
    changed = How.NEAR if agency is None else How.AGENCY
    return Copies(
        source_id=source.id,
        carrier_ids=tuple(sorted(one.id for one in every if one is not source)),
        how=How.EXACT if len(texts) == 1 else changed,
        agency=agency,
    )


def _join(texts: Sequence[Fingerprints]) -> Partition:
    """Return which texts, given the shortest first, are one source."""
    joined, within, alike = Partition(len(texts)), list[_Within](), set[int]()
    owners: defaultdict[int, list[int]] = defaultdict(list)
    for place, shared in enumerate(keep_shared([text.prints for text in texts])):
        prints = set(shared.tolist())
        for earlier in _candidates(prints, owners):
            held = count_shared(texts[earlier].runs, texts[place].runs)
            if held < CONTAINED_SHARE * len(texts[earlier].runs):
                continue
            covered = held / len(texts[place].runs)
            if covered >= ALIKE_SHARE:
                joined.join(earlier, place)
                alike.add(place)
                prints -= set(texts[earlier].prints.tolist())
            else:
                within.append(_Within(covered=covered, shorter=earlier, longer=place))
        for value in prints:
            owners[value].append(place)
    _join_within(joined, within, taken=alike)
    return joined


def _candidates(prints: Iterable[int], owners: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the earlier texts that share the most fingerprints, most first."""
    common: Counter[int] = Counter()
    for value in prints:
        if value in owners and len(owners[value]) <= MOST_OWNERS:
            common.update(owners[value])
    return sorted(common, key=lambda place: (-common[place], place))[:MOST_COMPARED]


def _join_within(joined: Partition, within: Iterable[_Within], *, taken: set[int]) -> None:
    """Join what stands within longer texts, so that none ties two sources together.

    A long text takes in the report that covers most of it and no second one; a short text goes into
    the text of which it covers most. `taken` has those that are alike to a shorter text already.
    """
    gone: set[int] = set()
    for one in sorted(within, key=lambda one: (-one.covered, one.shorter, one.longer)):
        if joined.root(one.shorter) == joined.root(one.longer):
            taken.add(one.longer)
        elif one.longer not in taken and one.shorter not in gone:
            joined.join(one.shorter, one.longer)
            taken.add(one.longer)
            gone.add(one.shorter)
