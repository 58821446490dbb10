"""Read a network back from the graph that was exported of it, to go on from it or to ask it.

Matrices come back as the eight bits have them. Names keep the head that was exported for them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.network import VOCABULARY, NameHead, Network, Sizes

NETWORK, QUANTISED, PRODUCT = "network.", "_quantized", "MatMul"


def unpack(graph: Path, sizes: Sizes) -> Network:
    """Return the network of a graph that `training.export` made.

    Raises:
        ValueError: The graph lacks a weight that the network has.
    """
    model = onnx.load(str(graph)).graph
    constants = {item.name: numpy_helper.to_array(item) for item in model.initializer}
    network = Network(VOCABULARY, sizes)
    network.tags["entity"] = NameHead(sizes.entity)
    wanted = network.state_dict()
    found: dict[str, NDArray[np.float32]] = {}
    for name, values in constants.items():
        if values.shape == (1, 1, *wanted["root"].shape):
            found["root"] = values[0, 0]
        elif name.startswith((NETWORK, "names.")):
            found[place_of(name.removesuffix(QUANTISED), wanted)] = plain(name, constants)
    for node in model.node:
        path, product, _ = node.name.partition(f"/{PRODUCT}")
        matrix = next((name for name in node.input if is_matrix(name, constants)), None)
        if product and matrix is not None:
            place = place_of(f"{path[1:].replace('/', '.')}.weight", wanted)
            found[place] = plain(matrix, constants).T
    if missing := sorted(set(wanted) - set(found)):
        raise ValueError(f"{graph} has no {', '.join(missing)}: was it made by training.export?")
    network.load_state_dict({name: torch.tensor(found[name]) for name in wanted})
    return network


def place_of(name: str, wanted: dict[str, torch.Tensor]) -> str:
    """Return where the network keeps what the graph has under this name."""
    name = name.removeprefix(NETWORK)
    first, _, rest = name.partition(".")
    for place in (name, f"tags.{name}", f"{first}.slots.{rest}", f"tags.entity.{rest}"):
        if place in wanted:
            return place
    return name


def is_matrix(name: str, constants: dict[str, NDArray[np.generic]]) -> bool:
    """Tell if an input of a node is a constant matrix."""
    return name in constants and constants[name].ndim == 2


def plain(name: str, constants: dict[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    """Return a constant in full precision."""
    values = constants[name].astype(np.float32)
    if name.endswith(QUANTISED):
        base = name.removesuffix(QUANTISED)
        values = (values - constants[f"{base}_zero_point"]) * constants[f"{base}_scale"]
    return values.astype(np.float32)
