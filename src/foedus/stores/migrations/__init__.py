"""Migrations of the store, one file a schema; run by `migrating.py`."""
