"""Copies of one report: letter by letter, changed, cut, within another; and what is none."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.merging.duplicates import How, copies_of
from foedus.records.documents import Document, HowKnown, Published

REPORT = """ALDA (Reuters) - The government of Varnia closed three harbours on Tuesday and said
that it would reopen them only when Kestria takes back its new customs rules, two officials said
after a meeting of the cabinet. Shipping agents counted eleven vessels at anchor off the breakwater
by noon, most of them loaded with grain. The harbour master expected the queue to double by the end
of the week, and insurers asked for higher premiums on every voyage through the strait. Kestria's
trade minister called the step a heavy blow to the smaller islands and asked for talks on Friday."""
OTHER = """Farmers in the north of Varnia began to sow two weeks late this spring, for the fields
were still under water when the machines arrived from the south. The ministry of agriculture hopes
for a dry May and has promised seed at half the price to everybody who lost a crop in the winter
floods. A meeting with the banks about loans for new drainage is planned for the coming month."""


def document(
    document_id: str, text: str, day: str | None = None, outlet: str | None = None
) -> Document:
    published = Published()
    if day is not None:
        published = Published(earliest=day, latest=day, precision="day", how=HowKnown.GIVEN)
    return Document(id=document_id, text=text, published=published, outlet=outlet)


CUT = REPORT[: REPORT.index("Kestria's\ntrade")]
WITHIN = f"A hard week for shippers\n\n{OTHER}\n\n{REPORT}\n\n{OTHER[::-1]}"
REWORDED = REPORT.replace("eleven vessels", "some vessels").replace("by noon", "at midday")


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (REPORT.upper().replace("'", "’"), How.EXACT),
        (f"Harbours Shut in Varnia\n\n{REPORT}", How.AGENCY),
        (REWORDED, How.AGENCY),
        (CUT, How.AGENCY),
        (WITHIN, How.AGENCY),
    ],
    ids=["other case and marks", "another headline", "reworded", "cut", "within another"],
)
def test_copies_of_finds_carriers(text: str, how: How) -> None:
    found = copies_of(
        [document("carrier", text, "2031-05-02"), document("wire", REPORT, "2031-05-01")]
    )
    assert [(one.source_id, one.carrier_ids, one.how) for one in found] == [
        ("wire", ("carrier",), how)
    ]
    assert found[0].agency == "Reuters"


def test_copies_of_takes_reworded_texts_without_agency_as_near() -> None:
    plain = [REPORT.replace(" (Reuters) -", ","), REWORDED.replace(" (Reuters) -", ",")]
    [found] = copies_of([document("a", plain[0]), document("b", plain[1])])
    assert (found.how, found.agency) == (How.NEAR, None)


def test_copies_of_makes_one_group_of_forty_carriers() -> None:
    carriers = [document(f"c{n:02}", f"Headline {n}\n\n{REPORT}", "2031-05-02") for n in range(40)]
    own = document("wire", REPORT, "2031-05-03", outlet="Reuters")
    [found] = copies_of([*carriers, own])
    assert found.source_id == "wire"  # the agency's own, though it bears a later date
    assert len(found.carrier_ids) == 40


@pytest.mark.parametrize("count", [300, 1_000])
def test_copies_of_loses_no_carrier_among_many(count: int) -> None:
    carriers = [
        document(f"c{n:04}", f"Our headline {n} of today\n\n{REPORT}") for n in range(count)
    ]
    [found] = copies_of(carriers)
    assert len(found.carrier_ids) == count - 1


def test_copies_of_takes_a_round_up_for_one_report_only() -> None:
    first, second = document("first", REPORT), document("second", OTHER)
    both = document("both", f"The week in Varnia\n\n{REPORT}\n\n{OTHER}")
    carriers = [document(f"c{n}", f"Headline {n}\n\n{OTHER}") for n in range(3)]
    found = copies_of([first, second, both, *carriers])
    assert [{one.source_id, *one.carrier_ids} for one in found] == [
        {"first", "both"},
        {"second", "c0", "c1", "c2"},
    ]


def test_copies_of_takes_no_formula_for_a_report() -> None:
    formula = "The content of this page belongs to its authors and may not be copied or sold here."
    own = [
        " ".join(f"Word{page} tells {page * 7 + i} apart." for i in range(20))
        for page in range(100)
    ]
    pages = [document(f"p{page:03}", f"{text} {formula}") for page, text in enumerate(own)]
    assert copies_of(pages) == []


def test_copies_of_finds_a_cut_report_among_whole_ones() -> None:
    wholes = [document(f"w{n}", f"Headline {n}\n\n{REPORT}\n\n{OTHER}") for n in range(4)]
    cuts = [document(f"cut{n}", f"{n} Harbours\n\n{CUT}") for n in range(4)]
    [found] = copies_of([*wholes, *cuts])
    assert len(found.carrier_ids) == 7


def test_copies_of_leaves_other_reports_apart() -> None:
    same_words = "Varnia closed a harbour on Tuesday. Kestria asked for talks on Friday. " * 2
    assert copies_of([document("a", REPORT), document("b", OTHER), document("c", same_words)]) == []
    assert copies_of([]) == []
    assert copies_of([document("a", ""), document("b", "One word.")]) == []


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_copies_of_does_not_depend_on_the_order(chance: random.Random) -> None:
    texts = [REPORT, CUT, WITHIN, REWORDED, OTHER, OTHER + " And so on.", "Nothing else."]
    documents = [document(f"d{index}", text) for index, text in enumerate(texts)]
    expected = copies_of(documents)
    chance.shuffle(documents)
    assert copies_of(documents) == expected
    members = [one for copies in expected for one in (copies.source_id, *copies.carrier_ids)]
    assert len(members) == len(set(members))
