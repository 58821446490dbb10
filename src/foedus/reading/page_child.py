"""The child process of `pages.extract_in_child`: a page in, JSON out."""

from __future__ import annotations

import signal
import sys

from foedus.reading.html import extract_page
from foedus.reading.pages import MAX_CHILD_BYTES, MAX_EXTRACTION_SECONDS, to_json


def main() -> int:
    """Limit this process, extract the page, write it; the status is 0 only for a whole page."""
    source = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    limit_process()
    sys.stdout.write(to_json(extract_page(source)))
    return 0


def limit_process() -> None:
    """Bound this process where the system can: when the time is used up, the system ends it."""
    if sys.platform == "win32":  # there the parent's bound on waiting holds alone
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_CHILD_BYTES, MAX_CHILD_BYTES))
    signal.setitimer(signal.ITIMER_PROF, MAX_EXTRACTION_SECONDS)


if sys.platform != "win32":
    import resource

if __name__ == "__main__":
    sys.exit(main())
