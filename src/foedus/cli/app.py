"""The command `foedus`: its verbs, the options before them, and what every fault exits with."""

from __future__ import annotations

import importlib
import io
import os
import platform
import sys
import traceback
from contextlib import AbstractContextManager
from typing import Annotated, Optional, Protocol

import typer
from typer.core import TyperCommand, TyperGroup

import foedus
from foedus.cli.messages import say, say_pointed
from foedus.cli.settings import ExitCode, Format, Settings, load_settings, to_settings
from foedus.errors import (
    FoedusError,
    InvalidKind,
    InvalidPattern,
    StaleReview,
    StoreFault,
    UnknownFormat,
    UnknownRecord,
)

VERBS = {
    "analyze": ("foedus.cli.ingest:analyze", "Write what documents say as JSON Lines."),
    "read": ("foedus.cli.ingest:read", "Read documents into the store."),
    "bulk": ("foedus.cli.bulk:bulk", "Read whole archives to Parquet or PostgreSQL."),
    "set": ("foedus.cli.metadata:set_known", "Say when and where stored texts were published."),
    "list": ("foedus.cli.ask:list_records", "List commitments, statements, events, figures …"),
    "show": ("foedus.cli.ask:show", "Show one record with its characters marked in the text."),
    "search": ("foedus.cli.search:search", "Find words in the texts, with what stands around."),
    "drift": ("foedus.cli.drift:drift", "Lay the wordings of a promise side by side."),
    "review": ("foedus.cli.review:review", "Accept, reject or correct what was read."),
    "whatif": ("foedus.cli.whatif:what_if", "Say what events would trigger, and why not."),
    "least": ("foedus.cli.least:least_cause", "Say what would at least bring an actor to act."),
    "serve": ("foedus.cli.serve:serve", "Serve pages over the store on this machine."),
    "accounts": ("foedus.cli.accounts:accounts", "Make or remove an account for the pages."),
    "brief": ("foedus.cli.brief:brief", "Write promises and scenarios as a cited report."),
    "export": ("foedus.cli.export:export", "Write records in the shapes of other programs."),
    "import": ("foedus.cli.export:import_store", "Restore a store from JSON Lines."),
    "config": ("foedus.cli.config:config", "Print the settings that hold and where from."),
    "doctor": ("foedus.cli.checks:doctor", "Check Python, the model, the store and the extras."),
}
"""Where each verb is written, and what it does; its module is loaded when it is called."""


class Formatter(Protocol):
    """What writes a page of help."""

    def section(self, name: str) -> AbstractContextManager[None]:
        """Open a section of the page."""

    def write_dl(self, rows: list[tuple[str, str]]) -> None:
        """Write a list of terms and what they mean."""


class Verbs(TyperGroup):
    """The group of all verbs: turns every fault into one line and a public exit code."""

    def list_commands(self, ctx: object) -> list[str]:
        """Return the names of the verbs."""
        return list(VERBS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | None:
        """Return a verb, loaded from its module."""
        if cmd_name not in VERBS:
            return None
        module, _, function = VERBS[cmd_name][0].partition(":")
        single = _typer()
        single.command(name=cmd_name)(getattr(importlib.import_module(module), function))
        verb = typer.main.get_command(single)
        return verb if isinstance(verb, TyperCommand) else None

    def format_commands(self, ctx: object, formatter: Formatter) -> None:
        """Write what the verbs do without loading them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, said) for name, (_, said) in VERBS.items()])

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override] # its own is private
        """Run the verb."""
        _write_utf8()
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            say("interrupted; the same command goes on where it stopped")
            raise typer.Exit(ExitCode.INTERRUPTED) from error
        except BrokenPipeError as error:
            # Whoever read the output has seen enough; nothing more may be written at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitCode.DONE) from error
        except FoedusError as error:
            speak = say_pointed if isinstance(error, InvalidPattern) else say
            speak(str(error))
            raise typer.Exit(_exit_code(error)) from error
        except Exception as error:
            if isinstance(error, typer.Abort) or hasattr(error, "exit_code"):
                raise
            _say_fault(ctx, error)
            raise typer.Exit(ExitCode.FAULT) from error


def _exit_code(error: FoedusError) -> ExitCode:
    if isinstance(error, StoreFault):
        return ExitCode.STORE
    if isinstance(
        error, UnknownRecord | UnknownFormat | InvalidKind | InvalidPattern | StaleReview
    ):
        return ExitCode.USAGE
    return ExitCode.FAULT


def _say_fault(ctx: typer.Context, error: Exception) -> None:
    settings = ctx.find_object(Settings) or Settings()
    if settings.loudness > 0:
        traceback.print_exception(error)
    say(
        f"fault in foedus {foedus.__version__}: {type(error).__name__}: {error}; please report it"
        f"{'' if settings.loudness > 0 else ' (-v before the verb shows where)'}"
    )


def _write_utf8() -> None:
    """Write UTF-8 with plain line ends whatever the locale; JSON is defined so."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _typer(group: type[TyperGroup] | None = None) -> typer.Typer:
    """Return a command in plain text: help pages keep the line ends of their examples."""
    return typer.Typer(
        cls=group,
        no_args_is_help=group is not None,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


app = _typer(Verbs)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"foedus {foedus.__version__} (Python {platform.python_version()})")
        raise typer.Exit(ExitCode.DONE)


@app.callback()
def before(
    context: typer.Context,
    *,
    store: Annotated[
        Optional[str],  # noqa: UP045 - typer reads it at run time
        typer.Option(
            "--store",
            metavar="PATH|URL",
            help="A file, or postgresql://….  [env: FOEDUS_STORE; default: foedus.db]",
        ),
    ] = None,
    output: Annotated[
        Optional[Format],  # noqa: UP045 - typer reads it at run time
        typer.Option(
            "--format",
            help="How to write; a table on a terminal, else JSON Lines.  [env: FOEDUS_FORMAT]",
        ),
    ] = None,
    verbose: Annotated[int, typer.Option("-v", "--verbose", count=True, help="Say more.")] = 0,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say failures only.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Read reports and say who is bound to do what, if what happens, and who says so.

    Data goes to standard output, everything else to standard error.

    \b
    Exit codes: 0 done; 1 some documents failed (listed); 2 usage; 3 store missing, locked or of
    another version; 4 no input could be opened; 70 fault in foedus; 130 interrupted.

    \b
    Examples:
      foedus analyze report.txt > report.jsonl
      foedus read reports/ && foedus list commitments
      foedus --store crisis.db list statements --by-speaker
    """
    loudness = -1 if quiet else verbose
    context.obj = to_settings(load_settings({"store": store, "format": output}), loudness=loudness)


def main() -> None:
    """Run the command line; the entry point of `foedus` and of `python -m foedus`."""
    app(prog_name="foedus")


if __name__ == "__main__":
    main()
