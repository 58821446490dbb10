"""Accuracy and speed of foedus, each a command that prints a table."""
