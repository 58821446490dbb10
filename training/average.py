"""Average the weights of networks that were trained from the same beginning.

usage: python -m training.average --of frames-0 frames-1 … --out mean [--work training/work]

Networks that start from the same weights, heads included, and see other orders or folds of the
corpora end where their mean is better than each of them in what they agree on.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from torch import Tensor

from training.batches import Labels
from training.network import VOCABULARY, Network
from training.weights import load, save


def average(work: Path, names: list[str]) -> Network:
    """Return a network with the mean of the weights in these files."""
    sizes = Labels.load(work / "labels.json").sizes()
    total: dict[str, Tensor] = {}
    for name in names:
        network = Network(VOCABULARY, sizes)
        load(network, work / f"{name}.safetensors")
        for part, tensor in network.state_dict().items():
            total[part] = total.get(part, 0.0) + tensor / len(names)
    network.load_state_dict(total)
    return network


def main() -> None:
    """Read the arguments and write the mean."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--of", nargs="+", required=True, help="names of files in the work folder")
    parser.add_argument("--out", required=True, help="name of the file to write")
    args = parser.parse_args()
    save(average(args.work, args.of), args.work / f"{args.out}.safetensors", frozen=False)


if __name__ == "__main__":
    main()
