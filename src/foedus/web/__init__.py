"""The pages and the programmers' interface over a store, rendered on this machine for its user."""

from __future__ import annotations
