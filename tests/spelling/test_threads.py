"""Threads in words: what is refused says so, and every noun says what is told."""

from __future__ import annotations

import pytest

import foedus
from foedus.records.entries import Entry, Listed
from foedus.records.threads import Thread, Utterance
from foedus.spelling.threads import thread_block


def block_of(text: str, noun: Listed) -> tuple[str, str]:
    analysis = foedus.analyze(text)
    record = getattr(analysis, noun.value)[0]
    entry = Entry(noun=noun, record=record, document=analysis.document)
    thread = Thread(id="t-1", utterances=(Utterance(entries=(entry,)),))
    block = thread_block(thread)
    return block.title, block.lines[0][1]


@pytest.mark.parametrize(
    ("text", "noun", "title", "told"),
    [
        (
            "“We will not send troops to Chad if Sudan is attacked,” the Egyptian president said.",
            Listed.COMMITMENTS,
            "Egypt [EGY] · assurance: told 1 time in 1 document",
            "then not “send troops to Chad”",
        ),
        (
            "Turkey sent two frigates to Cyprus on Monday.",
            Listed.FIGURES,
            "frigates: told 1 time in 1 document",
            "two frigates",
        ),
        (
            "Turkey sent two frigates to Cyprus on Monday.",
            Listed.EVENTS,
            "Turkey [TUR] · MOBILIZE: told 1 time in 1 document",
            "Turkey sent two frigates",
        ),
    ],
)
def test_thread_block_says_what_is_told(text: str, noun: Listed, title: str, told: str) -> None:
    found = block_of(text, noun)
    assert found[0] == title
    assert told in found[1]
