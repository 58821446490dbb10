"""A pause of the cyclic garbage collector while very many small records are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collection() -> Iterator[None]:
    """Keep the collector from looking through records again and again as their number grows.

    Nothing made meanwhile lies in a cycle; on 100,000 promises the collector took half of the time.
    It goes on afterwards as it did before.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
