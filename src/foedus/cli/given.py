"""The options by which one says what texts do not: when, where, by whom they were published."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from foedus.reading import Given, parse_published

_KNOWN = "Known besides the text, of every document: "
# typer reads these annotations at run time, and needs Optional spelt out in them.
PublishedOption = Annotated[
    Optional[str],  # noqa: UP045 - see above
    typer.Option("--published", metavar="DATE", help=_KNOWN + "when, in ISO 8601."),
]
OutletOption = Annotated[
    Optional[str],  # noqa: UP045 - see above
    typer.Option("--outlet", metavar="NAME", help=_KNOWN + "who published it."),
]
AuthorOption = Annotated[
    Optional[str],  # noqa: UP045 - see above
    typer.Option("--author", metavar="NAME", help=_KNOWN + "who wrote it."),
]
UrlOption = Annotated[
    Optional[str],  # noqa: UP045 - see above
    typer.Option("--url", metavar="URL", help=_KNOWN + "where it stands."),
]


def given_of(
    published: str | None, outlet: str | None, *, author: str | None, url: str | None
) -> Given:
    """Return what is known besides the texts; a date that is none is a fault of usage."""
    try:
        if published is not None:
            parse_published(published)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--published") from error
    return Given(published=published, outlet=outlet, author=author, url=url)
