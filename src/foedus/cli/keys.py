"""One key at a time from a terminal, and a line where words are needed."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

INTERRUPT, END = "\x03", "\x04"
ARROWS = {"\x1b[A": "k", "\x1b[B": "j", "\x1b[C": "j", "\x1b[D": "k"}


def read_key() -> str:
    """Return the key that is pressed next, without waiting for Enter; arrows are j and k.

    Where standard input is no terminal, keys are read from it one character after another, so that
    a prepared run can be piped in; at its end, "q".

    Raises:
        KeyboardInterrupt: Control-C.
    """
    if not sys.stdin.isatty():
        return sys.stdin.read(1) or "q"
    if sys.platform == "win32":
        return _checked(str(importlib.import_module("msvcrt").getwch()))
    termios, tty = importlib.import_module("termios"), importlib.import_module("tty")
    with _unbuffered(termios, tty):
        key = sys.stdin.read(1)
        if key == "\x1b":
            key += sys.stdin.read(2)
    return _checked(ARROWS.get(key, key))


def read_line(prompt: str) -> str:
    """Return a line that the reader types after a prompt; empty if he types none."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def parse_value(text: str) -> object:
    """Return what a typed value means: JSON if it is some (true, null, 3, "…"), else the text."""
    try:
        value: object = json.loads(text)
    except ValueError:
        return text
    return value


def _checked(key: str) -> str:
    if key == INTERRUPT:
        raise KeyboardInterrupt
    return "q" if key == END else "\n" if key == "\r" else key


@contextmanager
def _unbuffered(termios: ModuleType, tty: ModuleType) -> Iterator[None]:
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
