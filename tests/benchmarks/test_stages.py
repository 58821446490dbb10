"""The pages that are measured are read as the articles they hold; the table adds up."""

from __future__ import annotations

from benchmarks.articles import make_articles
from benchmarks.machine import say_machine
from benchmarks.pages import to_page
from benchmarks.speed import ROOT
from benchmarks.stages import Stage, to_table
from foedus.reading.html import read_html


def test_to_page_is_read_as_its_article_and_nothing_around_it() -> None:
    (text,) = make_articles(ROOT / "examples", 1)
    document = read_html(to_page(text, 5), document_id="a").document
    words = document.text.removeprefix("Report in hand, number 5").split()
    assert words == text.split()
    assert (document.outlet, document.published.latest) == ("Example Wire", "2031-03-04T10:00")


def test_to_table_gives_shares_of_the_sum() -> None:
    stages = [
        Stage(name="one", seconds=30, megabytes=80),
        Stage(name="two", seconds=10, megabytes=90),
    ]
    assert to_table(stages).splitlines()[2:] == [
        "| one | 30.0 | 75 % | 80 |",
        "| two | 10.0 | 25 % | 90 |",
        "| all | 40.0 | 100 % | 90 |",
    ]


def test_say_machine_names_versions() -> None:
    assert "Python 3." in say_machine()
    assert "lxml 6" in say_machine("lxml")
