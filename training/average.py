"""Average the weights of networks that were trained one from the other.

usage: python -m training.average --of network4 network5 --shares 0.35 0.65 --out shipped
                                  [--work training/work]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file


def main() -> None:
    """Write the mean of the networks, each with its share."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--of", nargs="+", required=True, help="names of files in the work folder")
    parser.add_argument("--shares", nargs="+", type=float, help="as many, adding to 1; else equal")
    parser.add_argument("--out", required=True, help="name of the file to write")
    args = parser.parse_args()
    shares = args.shares or [1 / len(args.of)] * len(args.of)
    if len(shares) != len(args.of) or abs(sum(shares) - 1) > 1e-6:
        parser.error(f"{len(args.of)} networks need as many shares that add to 1, not {shares}")
    networks = [load_file(args.work / f"{name}.safetensors") for name in args.of]
    mean = {
        name: sum(share * network[name] for share, network in zip(shares, networks, strict=True))
        for name in networks[0]
    }
    save_file(mean, args.work / f"{args.out}.safetensors")


if __name__ == "__main__":
    main()
