"""The machine that figures were measured on, and the versions of what they depend on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path


def say_machine(*packages: str) -> str:
    """Return processor, cores, memory, Python and these packages in one line."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = (line.split(":", 1) for line in info.read_text("utf-8").splitlines() if ":" in line)
        named = (value.strip() for name, value in lines if name.strip() == "model name")
        processor = next(named, processor)
    parts = [processor, f"{os.cpu_count()} cores"]
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        parts.append(f"{size / 1e9:.0f} GB")
    parts.append(f"Python {platform.python_version()}")
    return ", ".join([*parts, *(f"{name} {version(name)}" for name in packages)])
