"""The measure of calibration: what it calls calibrated, and that a fit mends what is too sure."""

from __future__ import annotations

import pytest

from benchmarks.calibration import Judged, calibration_error, fit, judge, overlap, scaled


def rows(score: float, right: int, of: int) -> list[Judged]:
    return [Judged(score, index < right, f"p{index}") for index in range(of)]


def test_calibration_error_is_the_distance_of_score_and_share() -> None:
    assert calibration_error([Judged(0.8, True, "a")] * 100) == pytest.approx(0.2)
    assert calibration_error([Judged(1.0, True, "a")] * 100) == pytest.approx(0.0)


def test_fit_lowers_scores_that_are_too_sure() -> None:
    judged = rows(0.99, 70, 100) + rows(0.6, 40, 100)
    before, after = calibration_error(judged), calibration_error(scaled(judged, fit(judged)))
    assert after < before


def test_judge_pairs_each_label_once() -> None:
    gold = [{"id": "p", "things": [{"span": [0, 4]}]}]
    found = {"p": [{"score": 0.9, "span": [0, 4]}, {"score": 0.8, "span": [0, 5]}]}
    judged = judge(gold, found, "things", lambda a, b: overlap([a["span"]], [b["span"]]))
    assert [row.right for row in judged] == [True, False]


def test_overlap_is_a_share_of_characters() -> None:
    assert overlap([(0, 4)], [(2, 6)]) == pytest.approx(1 / 3)
    assert overlap([], []) == 1.0
