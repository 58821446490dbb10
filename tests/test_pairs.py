"""Our own training sentences: the files hold what their README says, and flaws are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.pairs import FOLDER, Flaw, read_pairs


def test_every_file_is_sound_and_no_text_stands_twice() -> None:
    texts = [item.text for path in sorted(FOLDER.glob("*.txt")) for item in read_pairs(path)]
    assert len(texts) >= 2000
    assert len(texts) == len(set(texts))


def test_spans_hold_the_marked_characters(tmp_path: Path) -> None:
    path = tmp_path / "pairs.txt"
    path.write_text(
        "# why\nthreat will firm indirect armed_attack>close_route\n"
        "[c:If hit], [w:Velia] will [a:close [t:the strait]].\n"
    )
    (item,) = read_pairs(path)
    assert item.text == "If hit, Velia will close the strait."
    found = {role: item.text[slice(*span)] for role, span in item.roles(1).items()}
    assert found == {
        "condition": "If hit",
        "committer": "Velia",
        "action": "close the strait",
        "target": "the strait",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("threat will firm indirect none>fly\n[a:Fly].", "action_class 'fly' is not one of"),
        ("threat will firm indirect none>expel\nFly.", r"no \[a:"),
        ("none: x\n[a:Fly].", "has no marks"),
        ("Fly.", "needs either label lines"),
        ("threat will firm indirect none>expel\n[a:Fly.", "not closed"),
    ],
)
def test_read_pairs_names_the_flaw(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "pairs.txt"
    path.write_text(text + "\n")
    with pytest.raises(Flaw, match=message):
        list(read_pairs(path))
