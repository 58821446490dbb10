"""How fast foedus reasons, beside clingo; and whether both say the same.

usage: python -m benchmarks.reasoning [--seed 1] [--no-clingo] [--json]
       python -m benchmarks.reasoning --oracle [--networks 500] [--seed 1]

Forward: random networks of promises and three attacks, from rules in memory to the answer in both
bounds, on one core; memory is what the process holds more than before. clingo gets the same
promises with the same side state. --oracle compares small random networks answer by answer.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from importlib.metadata import version

from benchmarks.networks import Network, make_large, make_small
from benchmarks.oracle import ask_clingo, read_answer, write_program
from benchmarks.speed import MEGABYTE, bind_to_one_core
from foedus.reasoning.fixpoint import follows
from foedus.reasoning.rulebook import RuleBook
from foedus.world import load_world

SIZES = ((1_000, 10_000), (10_000, 100_000))
CLINGO_SIZES = SIZES[:1]
"""clingo takes minutes beyond."""
TRIES = 3


def measure_forward(network: Network) -> dict[str, float]:
    """Return the seconds and megabytes of one network; the best of a few tries."""
    world = load_world()
    follows(network.events, network.rules[:1], world)
    before = _held()
    book_seconds, seconds = [], []
    happenings = 0
    for _ in range(TRIES):
        begin = time.process_time()
        book = RuleBook.of(network.rules)
        made = time.process_time()
        answer = follows(network.events, book, world)
        done = time.process_time()
        book_seconds.append(made - begin)
        seconds.append(done - made)
        happenings = len(answer.bounds.possible.happenings)
    return {
        "index": min(book_seconds),
        "forward": min(seconds),
        "memory": _held() - before,
        "happenings": happenings,
    }


def measure_clingo(network: Network) -> dict[str, float]:
    """Return the seconds of clingo on the same promises, and how far its answer differs."""
    world = load_world()
    program = write_program(network, world)
    before = _held()
    begin = time.process_time()
    models = ask_clingo(program, models=1)
    seconds = time.process_time() - begin
    mine = read_answer(follows(network.events, network.rules, world))
    differing = len(mine.fired ^ models[0].fired) + len(mine.acts ^ models[0].acts)
    return {"clingo": seconds, "clingo_memory": _held() - before, "differing": differing}


def compare(networks: int, seed: int) -> dict[str, int]:
    """Return how many networks were compared and what the answers differ in."""
    world = load_world()
    wrong = missed = firings = several = 0
    for number in range(seed, seed + networks):
        network = make_small(number)
        mine = read_answer(follows(network.events, network.rules, world))
        models = ask_clingo(write_program(network, world))
        several += len(models) != 1
        # Where a cycle through "unless" gives several models, the answer must be one of them.
        nearest = min(models, key=lambda model: len(model.acts ^ mine.acts))
        wrong += len(mine.fired - nearest.fired) + len(mine.acts - nearest.acts)
        missed += len(nearest.fired - mine.fired) + len(nearest.acts - mine.acts)
        firings += len(mine.fired)
    return {
        "networks": networks,
        "firings": firings,
        "several models": several,
        "wrong": wrong,
        "missed": missed,
    }


def _held() -> float:
    """Return the most memory this process has held so far, in megabytes."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / MEGABYTE if sys.platform == "darwin" else held * 1024 / MEGABYTE


def _loop_seconds() -> float:
    """Return what ten million additions take: how fast this machine is just now."""
    begin, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - begin


def _apart(what: str, actors: int, promises: int, seed: int) -> dict[str, float]:
    """Measure in a process of its own, so that memory is its own."""
    command = [sys.executable, "-m", "benchmarks.reasoning", "--only", what]
    command += [str(actors), str(promises), "--seed", str(seed)]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def _print_forward(rows: list[dict[str, float]], seed: int) -> None:
    print(f"forward, three attacks; seed {seed}, Python {platform.python_version()},", end=" ")
    print(f"clingo {version('clingo')}, ten million additions {_loop_seconds():.2f} s")
    print("| actors | promises | index s | forward s | MB | happenings |", end=" ")
    print("clingo s | clingo MB | differ |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        clingo = (
            f"{row['clingo']:.1f} | {row['clingo_memory']:.0f} | {row['differing']:.0f}"
            if "clingo" in row
            else "– | – | –"
        )
        print(
            f"| {row['actors']:.0f} | {row['promises']:.0f} | {row['index']:.2f} |"
            f" {row['forward']:.2f} | {row['memory']:.0f} | {row['happenings']:.0f} | {clingo} |"
        )


def main() -> int:
    """Measure or compare, and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reasoning",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--oracle", action="store_true", help="compare with clingo")
    parser.add_argument("--networks", type=int, default=500, help="how many are compared")
    parser.add_argument("--no-clingo", action="store_true", help="time foedus alone")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--only", nargs=3, metavar=("WHAT", "ACTORS", "PROMISES"))
    given = parser.parse_args()
    bind_to_one_core()
    if given.oracle:
        found = compare(given.networks, given.seed)
        print(json.dumps(found) if given.json else f"{found}; seeds from {given.seed}")
        return 1 if found["wrong"] or found["missed"] else 0
    if given.only:
        what, actors, promises = given.only
        network = make_large(int(actors), int(promises), given.seed)
        print(json.dumps((measure_clingo if what == "clingo" else measure_forward)(network)))
        return 0
    rows = []
    for actors, promises in SIZES:
        row: dict[str, float] = {"actors": actors, "promises": promises}
        row |= _apart("forward", actors, promises, given.seed)
        if (actors, promises) in CLINGO_SIZES and not given.no_clingo:
            row |= _apart("clingo", actors, promises, given.seed)
        rows.append(row)
    if given.json:
        print(json.dumps(rows))
    else:
        _print_forward(rows, given.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
