"""The verb `config`: the settings that hold and where each comes from."""

from __future__ import annotations

import typer

from foedus.cli.lines import Lines
from foedus.cli.render import Page
from foedus.cli.settings import (
    KNOWN,
    Format,
    FormatOption,
    Settings,
    StoreOption,
    load_settings,
    settings_of,
)
from foedus.spelling.blocks import Block


def config(
    context: typer.Context, *, store: StoreOption = None, output: FormatOption = None
) -> None:
    """Print the settings that hold and where each comes from.

    The file foedus.toml in this folder is read first, then FOEDUS_STORE, FOEDUS_FORMAT and
    FOEDUS_REVIEWER, then the options; the later wins.

    \b
    Examples:
      foedus config
      FOEDUS_STORE=crisis.db foedus config --format json
    """
    settings = settings_of(context, store, output)
    held = load_settings({"store": store, "format": output})
    rows = [
        (name, _shown(name, held[name].value), held[name].origin) for name in KNOWN if name in held
    ]
    if settings.format in (Format.TABLE, Format.MD):
        lines = tuple((name, f"{value}  (from {origin})") for name, value, origin in rows)
        Page(settings.format).block(Block(title="Settings", id=None, lines=lines), numbered=False)
        return
    with Lines(settings.format) as written:
        for name, value, origin in rows:
            written.write({"setting": name, "value": value, "origin": origin})


def _shown(name: str, value: str) -> str:
    return Settings(store=value).store_name if name == "store" else value
