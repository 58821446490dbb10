"""The stages of training, each from the result of the one before.

Frames of long windows and trees pull the encoder apart. Everything together leaves the tree behind
(LAS 83), giving trees most of the steps helps (87); trees alone bring them to the end (88.7), and a
last stage teaches the frames again, with the sentences of our own, and keeps the trees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Stage:
    """How often each corpus is read, the peak learning rates, and how much each loss weighs."""

    start: str | None
    passes: dict[str, float]
    encoder_rate: float
    head_rate: float
    clip: float
    weights: dict[str, float]


TOGETHER = Stage(
    start=None,
    passes={
        "tree": 5.0,
        "entity": 4.0,
        "cue_outer": 1.2,
        "cue": 8.0,
        "commitment": 7.0,
        "no_commitment": 2.0,
    },
    encoder_rate=2.5e-4,
    head_rate=2e-3,
    clip=2.0,
    weights={
        "upos": 0.5,
        "xpos": 0.5,
        "rule": 0.4,
        "entity": 1.0,
        "head": 1.0,
        "deprel": 0.7,
        "end": 2.0,
        "cue_outer": 8.0,
        "cue": 8.0,
        "action": 12.0,
        "attributions": 0.06,
        "commitments": 0.06,
        "slots": 0.35,
    },
)
TREES = Stage(
    start="network.safetensors",
    passes={
        "tree": 3.6,
        "entity": 3.0,
        "cue_outer": 0.2,
        "cue": 3.0,
        "commitment": 2.0,
        "no_commitment": 0.5,
    },
    encoder_rate=2e-4,
    head_rate=1.5e-3,
    clip=8.0,
    weights={
        "upos": 1.5,
        "xpos": 1.0,
        "rule": 0.8,
        "entity": 2.5,
        "head": 3.0,
        "deprel": 2.0,
        "end": 2.0,
        "cue_outer": 4.0,
        "cue": 4.0,
        "action": 8.0,
        "attributions": 0.03,
        "commitments": 0.04,
        "slots": 0.25,
    },
)
MORE_TREES = replace(TREES, start="network2.safetensors", encoder_rate=1.5e-4, head_rate=1e-3)
TREES_ALONE = Stage(
    start="average.safetensors",
    passes={
        "tree": 7.0,
        "entity": 5.0,
        "cue_outer": 0.0,
        "cue": 0.0,
        "commitment": 0.0,
        "no_commitment": 0.0,
    },
    encoder_rate=2e-4,
    head_rate=1.5e-3,
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
FRAMES_AGAIN = Stage(
    start="network4.safetensors",
    passes={
        "tree": 2.0,
        "entity": 1.5,
        "cue_outer": 0.3,
        "cue": 4.0,
        "commitment": 3.0,
        "no_commitment": 0.7,
        "own": 4.0,
    },
    encoder_rate=1.2e-4,
    head_rate=1e-3,
    clip=8.0,
    weights={
        "upos": 1.5,
        "xpos": 1.0,
        "rule": 0.6,
        "entity": 2.5,
        "head": 3.0,
        "deprel": 2.5,
        "end": 1.5,
        "cue_outer": 3.0,
        "cue": 3.0,
        "action": 6.0,
        "attributions": 0.025,
        "commitments": 0.035,
        "slots": 0.25,
    },
)
AT_ONCE = replace(
    FRAMES_AGAIN,
    start=None,
    passes={
        "tree": 5.0,
        "entity": 3.0,
        "cue_outer": 0.6,
        "cue": 7.0,
        "commitment": 6.0,
        "no_commitment": 1.4,
        "own": 6.0,
    },
    encoder_rate=2.5e-4,
    head_rate=2e-3,
)
"""All in one go from the base, for weights that have not seen a fold: half the work of 1 to 5."""
STAGES = {1: TOGETHER, 2: TREES, 3: MORE_TREES, 4: TREES_ALONE, 5: FRAMES_AGAIN, 6: AT_ONCE}
RESULT = {n: f"network{n if n > 1 else ''}.safetensors" for n in STAGES}
