"""For which state a speech says "we", by how it presents itself."""

import pytest

import foedus
from foedus.pipeline import analyze
from foedus.reading import read_text

VOW = "If the aggressor returns to the valley, we shall fight him with every weapon."


@pytest.mark.parametrize(
    "opening",
    [
        "Mr. SUKSAI (Thailand) (interpretation from French): We thank this Assembly.",
        "My country, Thailand, has always kept the peace. Burma knows it, and so does China.",
        "I speak as Prime Minister of Thailand. China is our friend.",
        "We in Thailand know what war with Burma means.",
        "We, the people of Thailand, know what war with Burma means.",
        "On behalf of the people of Thailand I greet the delegates of Burma and China.",
    ],
)
def test_find_own_state_reads_who_says_we(opening: str) -> None:
    (found,) = foedus.analyze(f"{opening} {VOW}").commitments
    assert found.committer.code == "THA"


@pytest.mark.parametrize(
    "opening",
    [
        "Thailand has always kept the peace with Burma.",
        "We thank the people of Thailand and the government of Burma.",
        "“We in Thailand know war,” he told Burma.",
    ],
)
def test_find_own_state_takes_nobody_else_for_us(opening: str) -> None:
    (found,) = foedus.analyze(f"{opening} {VOW}").commitments
    assert found.committer.code is None


def test_find_own_state_reads_the_title() -> None:
    title = "Statement by the Foreign Minister of Thailand at the general debate"
    document = read_text(VOW, document_id="speech", title=title)
    (found,) = analyze(document).commitments
    assert found.committer.code == "THA"


def test_find_own_state_reads_no_title_of_a_report() -> None:
    document = read_text(VOW, document_id="report", title="Border post taken by Thailand")
    (found,) = analyze(document).commitments
    assert found.committer.code is None
