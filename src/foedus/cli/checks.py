"""The verb `doctor`: libraries, the model's files against their hashes, the store, the extras."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

import foedus
from foedus.cli.extras import find_extras, find_libraries
from foedus.cli.lines import Lines
from foedus.cli.messages import say
from foedus.cli.render import Page
from foedus.cli.settings import (
    ExitCode,
    Format,
    FormatOption,
    Settings,
    StoreOption,
    settings_of,
)
from foedus.errors import ModelFault, StoreFault
from foedus.pipeline import load_parser
from foedus.spelling.blocks import Block
from foedus.stores import open_store, upgrade_store

MODEL = Path(foedus.__file__).parent / "languages" / "en" / "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at, whether it is sound, and the exit code if it is not."""

    name: str
    sound: bool
    said: str
    code: ExitCode = ExitCode.DONE


def doctor(
    context: typer.Context,
    *,
    upgrade: Annotated[
        bool, typer.Option("--upgrade", help="Bring an older store up to date first.")
    ] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    """Check the installation: libraries, the model's files against their hashes, store, extras.

    An extra that is not installed is no fault; the line says what it is for and how to get it.

    An older store is brought up to date with --upgrade; a copy of a file is kept beside it.

    \b
    Examples:
      foedus doctor
      foedus doctor --upgrade
      foedus doctor --store crisis.db --format json
    """
    settings = settings_of(context, store, output)
    if upgrade:
        _upgrade(settings)
    checks = list(check_all(settings))
    if settings.format in (Format.TABLE, Format.MD):
        page = Page(settings.format)
        lines = tuple(
            (check.name, f"{'ok' if check.sound else 'FAULT'}: {check.said}") for check in checks
        )
        page.block(Block(title="foedus doctor", id=None, lines=lines), numbered=False)
    else:
        with Lines(settings.format) as written:
            for check in checks:
                written.write({"check": check.name, "ok": check.sound, "said": check.said})
    faults = [check.code for check in checks if not check.sound]
    if faults:
        raise typer.Exit(faults[0])


def _upgrade(settings: Settings) -> None:
    before, after, copy = upgrade_store(settings.store)
    if before == after:
        say(f"{settings.store_name} has store schema {after} already")
        return
    kept = f"; the file as it was is {copy}" if copy else ""
    say(f"{settings.store_name}: store schema {before} is now {after}{kept}")


def check_all(settings: Settings) -> Iterator[Check]:
    """Yield what was found, in the order in which a fault stops foedus."""
    yield Check(
        name="foedus",
        sound=True,
        said=f"{foedus.__version__}, Python {platform.python_version()} on {platform.system()}"
        f" {platform.machine()}",
    )
    yield from _check_libraries()
    yield _check_model()
    yield _check_store(settings)
    yield from _check_extras()


def _check_libraries() -> Iterator[Check]:
    libraries = find_libraries()
    if libraries is None:
        return
    lacking = "".join(f"; missing: {name}" for name in libraries.missing)
    yield Check(
        name="libraries",
        sound=not libraries.missing,
        said=", ".join(libraries.found) + lacking,
        code=ExitCode.FAULT,
    )


def _check_model() -> Check:
    begin = time.perf_counter()
    try:
        load_parser()
    except ModelFault as error:
        return Check(name="model", sound=False, said=str(error), code=ExitCode.FAULT)
    seconds = time.perf_counter() - begin
    size = sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file())
    said = (
        f"en, {size / 1e6:.1f} MB, SHA-256 {_encoder_hash()[:12]}… as in its manifest,"
        f" loaded in {seconds:.2f} s"
    )
    return Check(name="model", sound=True, said=said)


def _encoder_hash() -> str:
    # load_parser has compared every file with the manifest already, so this is the file's own.
    manifest = json.loads((MODEL / "manifest.json").read_text("utf-8"))
    return str(manifest["sha256"]["encoder.onnx"])


def _check_extras() -> Iterator[Check]:
    for extra in find_extras():
        if extra.missing:
            lacks = ", ".join(extra.missing)
            said = (
                f"not installed, and needed only for {extra.purpose}:"
                f" pip install 'foedus[{extra.name}]' (without: {lacks})"
            )
        else:
            said = f"{', '.join(extra.found)}; for {extra.purpose}"
        yield Check(name=f"[{extra.name}]", sound=True, said=said)


def _check_store(settings: Settings) -> Check:
    name, path = settings.store_name, Path(settings.store)
    in_file = "://" not in settings.store
    if in_file and not path.exists():
        said = f"none at {name} yet; foedus read PATH makes it"
        return Check(name="store", sound=True, said=said)
    try:
        with open_store(settings.store) as store:
            totals = store.count()
    except StoreFault as error:
        return Check(name="store", sound=False, said=str(error), code=ExitCode.STORE)
    versions = f" in {totals.versions} versions" if totals.versions != totals.documents else ""
    size = f", {path.stat().st_size / 1e6:.1f} MB" if in_file else ""
    said = (
        f"{name}, schema {totals.schema}{size}:"
        f" {totals.documents} documents{versions}, {totals.statements} statements,"
        f" {totals.commitments} commitments, {totals.events} events, {totals.figures} figures,"
        f" {totals.failures} failures"
    )
    return Check(name="store", sound=True, said=said)
