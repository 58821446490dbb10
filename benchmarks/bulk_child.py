"""One run of benchmarks/bulk.py: a plain loop or a bulk run, told by the JSON it is called with."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.bulk_runs import Run
from foedus.bulk.ledger import TABLES, Ledger
from foedus.bulk.merging import merge
from foedus.bulk.run import Options, Planned, plan, run
from foedus.bulk.tables import Taken, write_tables
from foedus.pipeline import analyze, failure_of, model_of
from foedus.reading import Failure
from foedus.reading.warc import read_warc

DOCUMENTS_A_FILE = 2_000


def main() -> None:
    """Do the run of the one argument."""
    given = json.loads(sys.argv[1])
    given["paths"] = tuple(map(Path, given["paths"]))
    asked = Run(**{**given, "out": Path(given["out"])})
    if asked.plain:
        _loop(asked)
    elif asked.nodes:
        _run_on_nodes(asked)
    else:
        _run(asked, cluster=None)


def _loop(asked: Run) -> None:
    """Read everything in one loop, and write the same tables without ledger or engine."""
    module, _, function = asked.parser.partition(":")
    parser = getattr(importlib.import_module(module), function)()
    for table in TABLES:
        (asked.out / table).mkdir(parents=True)
    ledger, taken, failures, number = Ledger(asked.out), list[Taken](), list[Failure](), 0
    for path in asked.paths:
        with path.open("rb") as stream:
            for found in read_warc(stream, name=path.name):
                if asked.only is not None and len(taken) == asked.only:
                    break
                if isinstance(found, Failure):
                    failures.append(found)
                    continue
                try:
                    analysis = analyze(found.document, parser=parser)
                    model = model_of(found.document)
                    taken.append(Taken(original=found, analysis=analysis, model=model))
                except Exception as error:
                    failures.append(failure_of(found.id, error))
                if len(taken) == DOCUMENTS_A_FILE:
                    write_tables(ledger, f"{number}", taken, failures)
                    taken, failures, number = [], [], number + 1
    write_tables(ledger, f"{number}", taken, failures)


def _run(asked: Run, *, cluster: str | None) -> None:
    options = Options(
        workers=asked.workers, documents=asked.shard, parser=asked.parser, cluster=cluster
    )
    planned = plan(asked.paths, options)
    if asked.only is not None:
        few = Options(documents=asked.only, parser=asked.parser)
        planned = Planned(shards=plan(asked.paths[:1], few).shards[:2], failures=())
    done = run(planned, asked.out, options)
    if asked.merge:
        merge(asked.out, options, at="2026-01-01T00:00:00Z")
    (asked.out / "peak.json").write_text(json.dumps({"peak_megabytes": done.peak_megabytes}))


def _run_on_nodes(asked: Run) -> None:
    cluster: Any = importlib.import_module("ray.cluster_utils").Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
    )
    for _ in range(asked.nodes - 1):
        cluster.add_node(num_cpus=1)
    try:
        _run(asked, cluster=cluster.address)
    finally:
        cluster.shutdown()


if __name__ == "__main__":
    main()
