"""The words of a store: what its forms offer to choose from."""

from __future__ import annotations

from pathlib import Path

import foedus
from foedus.scenarios import load_promises
from foedus.stores import open_store
from foedus.web.vocabulary import vocabulary_of

TEXT = (
    "Turkey will open its border with Armenia if Armenia makes concessions to Azerbaijan,"
    " the Turkish foreign minister said. Iran will send troops to Armenia if Azerbaijan attacks"
    " Armenia, the Iranian president said."
)


def test_a_coarse_condition_suggests_one_event_and_the_last(tmp_path: Path) -> None:
    text, place = tmp_path / "border.txt", str(tmp_path / "border.db")
    text.write_text(TEXT, encoding="utf-8")
    foedus.read([text], store=place)
    with open_store(place) as store:
        suggested = [event for event, _ in vocabulary_of(load_promises(store)).suggested]
    assert suggested[0].startswith("armed_attack(AZE, ARM")
    assert sum("(ARM, AZE" in event for event in suggested) == 1
