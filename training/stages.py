"""What is trained, from what, how often each corpus is read and how much each loss weighs.

Frames of long windows and trees pull one encoder apart: trained together from the start, the trees
come to LAS 83; alone to 89. So teachers learn apart, for every fold of the corpora that they have
not seen: `trees` the words and trees, `frames` from there what is said and promised. Students
(`training.teach`) learn from them and from the labels; means of runs are taken in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Stage:
    """Passes through each corpus, the peak learning rates, and how much each loss weighs."""

    start: str
    passes: dict[str, float]
    encoder_rate: float
    head_rate: float
    clip: float
    weights: dict[str, float]


TREES = Stage(
    start="base",
    passes={"tree": 12.0, "entity": 7.0},
    encoder_rate=2.5e-4,
    head_rate=2e-3,
    clip=2.0,
    weights={
        "upos": 0.5,
        "xpos": 0.3,
        "rule": 0.2,
        "entity": 0.7,
        "head": 1.0,
        "deprel": 0.9,
        "end": 0.5,
    },
)
FRAMES = Stage(
    start="trees",
    passes={
        "tree": 4.0,
        "entity": 2.0,
        "cue_outer": 4.0,
        "cue": 6.0,
        "commitment": 7.0,
        "no_commitment": 2.5,
        "own": 5.0,
    },
    encoder_rate=2e-4,
    head_rate=2e-3,
    clip=8.0,
    weights={
        "upos": 1.5,
        "xpos": 1.0,
        "rule": 0.6,
        "entity": 2.5,
        "head": 3.0,
        "deprel": 2.5,
        "end": 1.5,
        "cue_outer": 4.0,
        "cue": 4.0,
        "action": 7.0,
        "attributions": 0.04,
        "commitments": 0.04,
        "slots": 0.3,
    },
)
TOGETHER = replace(
    FRAMES,
    start="mean",
    passes={
        "tree": 2.4,
        "entity": 2.0,
        "cue_outer": 1.0,
        "cue": 3.0,
        "commitment": 2.5,
        "no_commitment": 0.8,
        "own": 1.5,
    },
    encoder_rate=8e-5,
    head_rate=4e-4,
)
POLISH = replace(
    FRAMES,
    start="both",
    passes={
        "tree": 0.9,
        "entity": 0.5,
        "cue_outer": 0.4,
        "cue": 2.0,
        "commitment": 2.6,
        "no_commitment": 0.7,
        "own": 2.5,
    },
    encoder_rate=5e-5,
    head_rate=5e-4,
    weights=FRAMES.weights | {"slots": 0.9},
)
STAGES = {"trees": TREES, "frames": FRAMES, "together": TOGETHER, "polish": POLISH}

STUDENT = replace(TOGETHER, encoder_rate=1e-4, head_rate=5e-4)
_LAST = replace(
    TOGETHER,
    start="polished",
    encoder_rate=8e-5,
    head_rate=4e-4,
    weights=TOGETHER.weights | {"slots": 0.6},
)
LESSONS = {
    "all": STUDENT,
    "frames": replace(
        _LAST,
        passes={
            "tree": 1.6,
            "entity": 1.0,
            "cue_outer": 0.8,
            "cue": 3.0,
            "commitment": 3.0,
            "no_commitment": 1.0,
            "own": 2.0,
        },
    ),
    "trees": replace(
        _LAST,
        passes={
            "tree": 4.0,
            "entity": 2.0,
            "cue_outer": 0.7,
            "cue": 1.5,
            "commitment": 1.2,
            "no_commitment": 0.5,
            "own": 0.8,
        },
        weights=_LAST.weights | {"head": 4.0, "upos": 2.5},
    ),
    "panel": replace(
        _LAST,
        start="taught",
        passes={
            "tree": 1.8,
            "entity": 0.8,
            "cue_outer": 1.2,
            "cue": 2.0,
            "commitment": 1.8,
            "no_commitment": 0.8,
            "own": 1.5,
        },
    ),
}
"""What students learn from teachers: everything, mostly frames, mostly trees, what a panel says."""
