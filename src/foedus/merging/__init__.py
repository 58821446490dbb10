"""Records to threads: which tell the same thing, how their wording moves, what cannot both hold."""

from foedus.merging.compare import compare
from foedus.merging.conflicts import ConflictKind, find_conflicts
from foedus.merging.digests import DIGESTED, VERSION, digest_of
from foedus.merging.drift import compare_tellings, drift_of
from foedus.merging.run import Merged, Source, merge
from foedus.merging.threads import index_threads, related_threads, thread_of, threads_of
from foedus.merging.wordings import diff_words

__all__ = [
    "DIGESTED", "VERSION", "ConflictKind", "Merged", "Source", "compare", "compare_tellings",
    "diff_words", "digest_of", "drift_of", "find_conflicts", "index_threads", "merge",
    "related_threads", "thread_of", "threads_of",
]  # fmt: skip
