"""Average the weights of two stages: the trees of the later, the frames of both.

usage: python -m training.average [--work training/work]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from safetensors.torch import load_file, save_file

from training.stages import RESULT


def main() -> None:
    """Write average.safetensors from the results of stages 2 and 3."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    args = parser.parse_args()
    earlier, later = (load_file(args.work / RESULT[stage]) for stage in (2, 3))
    save_file(
        {name: (earlier[name] + later[name]) / 2 for name in earlier},
        args.work / "average.safetensors",
    )


if __name__ == "__main__":
    main()
