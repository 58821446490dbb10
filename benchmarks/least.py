"""How fast foedus finds the least that draws an actor in; and whether trying everything agrees.

usage: python -m benchmarks.least [--seed 1] [--json]
       python -m benchmarks.least --oracle [--networks 500] [--seed 1] [--log FILE]

Least: random networks of promises, an actor with promises to use force, 200 sets of at most three
events; the index is made before; memory is what the process holds more than before.

--oracle: for small random networks (up to 8 actors and 15 promises, with organisations, requests,
"unless"): every single ground event, and every set of up to three of a sample of what meets
conditions, of replies and at random. Each set, in each order, is put to `follows`. "missed" counts
sets that bring the act and hold no instance of a listed set; "wrong" instances of listed sets that
do not bring it as surely, and listed sets of which a part does (see foedus.reasoning.least).
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import subprocess
import sys
import time
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

from benchmarks.networks import FORCE, Network, make_large, make_small
from benchmarks.reasoning import _held, _loop_seconds
from benchmarks.speed import bind_to_one_core
from benchmarks.trying import (
    MOST,
    Trial,
    all_of,
    draw_question,
    draw_sample,
    find_missed,
    find_wrong,
    list_events,
)
from foedus.reasoning.language import Pattern
from foedus.reasoning.least import Limits, least_cause
from foedus.reasoning.least_answers import Least
from foedus.reasoning.least_index import Backwards
from foedus.reasoning.wanted import Wanted, wanted_of
from foedus.world import load_world

SIZES = ((100, 1_000), (1_000, 10_000), (10_000, 100_000))
TRIES = 3
MOST_STEPS = 5_000
MORE_STEPS = 60_000
"""Taken where a search was cut short and missed something."""

Row: TypeAlias = dict[str, object]
"""One network: its number, figures by name, and what differs in words."""


def compare(number: int) -> Row:
    """Return how many sets of one network were tried, and how the answers differ."""
    network, chance = make_small(number), random.Random(number)
    wanted = draw_question(network, chance)
    begin = time.process_time()
    least = _search(network, wanted, MOST_STEPS)
    searched = time.process_time() - begin
    trial, universe = Trial(network, wanted), list_events(network)
    sample = draw_sample(trial, least, universe, chance)
    sets: list[tuple[Pattern, ...]] = [(event,) for event in universe]
    sets += [s for size in (0, 2, MOST) for s in combinations(sample, size)]
    missed = find_missed(trial, least, sets)
    if missed and not least.complete:
        least = _search(network, wanted, MORE_STEPS)
        missed = find_missed(trial, least, sets)
    wrong = find_wrong(trial, least, universe, chance)
    return {
        "network": number,
        "listed": len(list(all_of(least))),
        "complete": least.complete,
        "tried": len(sets),
        "asked": len(trial.known),
        "wrong": len(wrong),
        "missed": len(missed),
        "seconds": [round(searched, 2), round(time.process_time() - begin - searched, 2)],
        "differ": [f"{wanted.text}: {line}" for line in (*wrong[:3], *missed[:3])],
    }


def _search(network: Network, wanted: Wanted, steps: int) -> Least:
    limits = Limits(causes=100_000, steps=steps)
    return least_cause(wanted, network.rules, load_world(), limits=limits)


def compare_all(networks: int, seed: int, log: Path | None) -> dict[str, int]:
    """Return the sums over networks; with a log, one line each, and only those not yet in it."""
    lines = log.read_text("utf-8").splitlines() if log is not None and log.exists() else []
    rows = {row["network"]: row for row in map(json.loads, lines)}
    for number in range(seed, seed + networks):
        if number not in rows:
            rows[number] = compare(number)
            if log is not None:
                with log.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(rows[number]) + "\n")
        for line in rows[number]["differ"]:
            print(number, line)
    chosen = [rows[number] for number in range(seed, seed + networks)]
    names = ("listed", "complete", "tried", "asked", "wrong", "missed")
    return {"networks": networks, **{n: sum(int(row[n]) for row in chosen) for n in names}}


def measure(network: Network) -> dict[str, float]:
    """Return the seconds and megabytes of one question; the best of a few tries."""
    world = load_world()
    begin = time.process_time()
    index = Backwards.of(network.rules)
    made = time.process_time() - begin
    actor = _busiest(network)
    wanted = wanted_of(actor, (Pattern(event_class="use_of_force"),))
    before = _held()
    seconds, least = [], None
    for _ in range(TRIES):
        begin = time.process_time()
        least = least_cause(wanted, index, world)
        seconds.append(time.process_time() - begin)
    found = list(all_of(least)) if least is not None else []
    return {
        "index": made,
        "least": min(seconds),
        "memory": _held() - before,
        "sets": len(found),
        "largest": max((len(cause.events) for cause in found), default=0),
    }


def _busiest(network: Network) -> str:
    """Return an actor with most promises to use force."""
    acts = [r.committer for r in network.rules if r.consequence.event_class in FORCE]
    return max(sorted(set(acts)), key=acts.count)


def main() -> int:
    """Measure or compare, and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.least",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--oracle", action="store_true", help="compare with trying everything")
    parser.add_argument("--networks", type=int, default=500, help="how many are compared")
    parser.add_argument("--log", type=Path, help="a line for each network; goes on where it ends")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--only", nargs=2, metavar=("ACTORS", "PROMISES"))
    given = parser.parse_args()
    bind_to_one_core()
    if given.oracle:
        found = compare_all(given.networks, given.seed, given.log)
        print(json.dumps(found) if given.json else f"{found}; seeds from {given.seed}")
        return 1 if found["wrong"] or found["missed"] else 0
    if given.only:
        actors, promises = map(int, given.only)
        print(json.dumps(measure(make_large(actors, promises, given.seed))))
        return 0
    rows = []
    for actors, promises in SIZES:
        command = [sys.executable, "-m", "benchmarks.least", "--only", str(actors), str(promises)]
        run = subprocess.run(
            [*command, "--seed", str(given.seed)], check=True, stdout=subprocess.PIPE, text=True
        )
        rows.append({"actors": actors, "promises": promises, **json.loads(run.stdout)})
    if given.json:
        print(json.dumps(rows))
        return 0
    print(f"least causes; seed {given.seed}, Python {platform.python_version()},", end=" ")
    print(f"ten million additions {_loop_seconds():.2f} s")
    print("| actors | promises | index s | least s | MB | sets | largest |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        print(
            f"| {row['actors']} | {row['promises']} | {row['index']:.2f} | {row['least']:.2f} |"
            f" {row['memory']:.0f} | {row['sets']:.0f} | {row['largest']:.0f} |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
