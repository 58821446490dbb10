"""Weights in files: in 16 bits, or in eight with a scale for every row.

The word embeddings are frozen, so only `base.safetensors` has them; every other file is read
beside it.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from training.network import Network

WORDS = "encoder.words.weight"
SCALES = ".scales"
STEPS = 127
"""Eight bits have so many steps on each side of zero."""


def save(network: Network, path: Path, *, frozen: bool = True, eight: bool = False) -> None:
    """Write the weights in 16 bits, matrices in 8 if asked; without the frozen words if asked."""
    small: dict[str, Tensor] = {}
    for name, tensor in network.state_dict().items():
        tensor = tensor.detach().float().cpu()
        if name == WORDS and not frozen:
            continue
        if eight and tensor.dim() == 2:
            scales = tensor.abs().amax(1, keepdim=True).clamp(min=1e-8) / STEPS
            small[name] = (tensor / scales).round().to(torch.int8)
            small[name + SCALES] = scales
        else:
            small[name] = tensor.half()
    save_file(small, path)


def load(network: Network, path: Path) -> None:
    """Bring the weights of a file into the network; words that it lacks come from the base."""
    small = load_file(path)
    state = {
        name: tensor.float() * small.get(name + SCALES, 1.0)
        for name, tensor in small.items()
        if not name.endswith(SCALES)
    }
    if WORDS not in state:
        state[WORDS] = load_file(path.parent / "base.safetensors")[WORDS].float()
    layers = {int(name.split(".")[2]) for name in state if name.startswith("encoder.layers.")}
    network.keep_layers(len(layers))
    network.load_state_dict(state)
