"""Site: what every page needs; and how a page asks who calls, and answers with a template."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from foedus.scenarios import Promises, load_promises, renew_promises
from foedus.spelling.threads import mode_of
from foedus.stores import Store
from foedus.web.access import COOKIE, CSRF_FIELD, CSRF_HEADER, Access, Caller, Role
from foedus.web.cards import (
    write_button,
    write_card,
    write_hidden,
    write_sentence,
    write_source,
    write_tags,
)
from foedus.web.jobs import Jobs
from foedus.web.kept import Kept
from foedus.web.notices import Notices
from foedus.web.written import write_marked, write_seen

PATIENCE_SECONDS = 20.0
"""A page waits so long for what is worked out from a whole store."""
FOLDER = Path(__file__).parent
Made = TypeVar("Made")

NOTICE = "This says what texts say, not what will happen."


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A store, who may use it, and the work that goes on in the background.

    `pages` answers reading requests: its connection cannot write. `store` takes every change.
    """

    store: Store
    pages: Store
    access: Access
    jobs: Jobs
    kept: Kept
    notices: Notices = field(default_factory=Notices)
    templates: Environment = field(default_factory=lambda: load_templates())


def promises_of(site: Site) -> Promises:
    """Return the promises of the store; raises Refused if a large one keeps a page waiting."""
    found = site.kept.soon(
        "promises", load_promises, seconds=PATIENCE_SECONDS, renew=renew_promises
    )
    if found is None:
        raise Refused(503, "the promises of this large store are being read; load it again soon")
    return found


def worked_out(site: Site, name: str, make: Callable[[Store], Made]) -> Made:
    """Return what is kept under a name; raises Refused if a large store keeps it waiting."""
    found = site.kept.soon(name, make, seconds=PATIENCE_SECONDS)
    if found is None:
        raise Refused(503, "this is being worked out for a large store; load it again in a minute")
    return found


class Refused(Exception):
    """A request that is not answered: a status and one line that says why and what to do."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


def load_templates() -> Environment:
    """Return the templates: everything is escaped, and a name that is missing is a fault."""
    loader = FileSystemLoader(FOLDER / "templates")
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.filters["path"] = lambda text: quote(str(text), safe="")
    made.filters["web_link"] = web_link
    for write in (
        write_seen, write_marked, write_card, write_sentence, write_source, write_tags,
        write_button, write_hidden,
    ):  # fmt: skip
        made.globals[write.__name__] = write
    made.filters["mode"] = mode_of
    made.filters["words"] = lambda text: str(text).replace("_", " ")
    made.filters["line"] = lambda text: " ".join(str(text).split())
    return made


def site_of(request: Request) -> Site:
    """Return the site that answers this request."""
    site: Site = request.app.state.site
    return site


def caller_of(request: Request) -> Caller:
    """Return who makes this request, as the session middleware found out."""
    caller: Caller = request.state.caller
    return caller


def needs(role: Role) -> Callable[[Request], Awaitable[Caller]]:
    """Return a dependency that lets callers of this role (or a higher one) pass.

    It waits for nothing; as a coroutine it is run where it stands, without a thread.
    """

    async def check(request: Request) -> Caller:
        caller = caller_of(request)
        if caller.role < role:
            status = 401 if caller.role is Role.NOBODY else 403
            raise Refused(
                status, f"this needs the role of a {role.name.lower()}; sign in at /login"
            )
        return caller

    return check


Reader = Annotated[Caller, Depends(needs(Role.READER))]
"""A caller who may see everything."""
Reviewer = Annotated[Caller, Depends(needs(Role.REVIEWER))]
"""A caller who may add documents and decide about records."""


async def find_proof(request: Request) -> str | None:
    """Return the proof that a form or a script of ours carries."""
    header = request.headers.get(CSRF_HEADER)
    if header is not None:
        return header
    kind = request.headers.get("content-type", "")
    if kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        await request.body()  # kept by the request, so that the page can read the form again
        async with request.form() as form:
            value = form.get(CSRF_FIELD)
        return value if isinstance(value, str) else None
    return None


def show(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Return a page made from a template."""
    return render(request, template, values, status=status)


def render(
    request: Request, template: str, values: Mapping[str, object], *, status: int = 200
) -> HTMLResponse:
    """Return a page made from a template and these values."""
    site, caller = site_of(request), caller_of(request)
    proof = site.access.csrf_of(caller.session) if caller.session else ""
    query = request.url.query
    written = site.templates.get_template(template).render(
        caller=caller,
        csrf=proof,
        has_accounts=site.access.has_accounts,
        may_review=caller.role >= Role.REVIEWER,
        path=request.url.path,
        query=query,
        here=request.url.path + (f"?{query}" if query else ""),
        notice=NOTICE,
        **values,
    )
    # A surrogate that an odd text brought along cannot be sent; the text's own page shows it.
    return HTMLResponse(written.encode("utf-8", "backslashreplace"), status_code=status)


def go(target: str, *, default: str = "/") -> RedirectResponse:
    """Return a redirection after a change, to a place on this site only."""
    parts = urlsplit(target)
    local = not parts.scheme and not parts.netloc and target.startswith("/")
    safe = local and not target.startswith(("//", "/\\")) and target.isprintable()
    return RedirectResponse(target if safe else default, status_code=303)


def keep_session(response: Response, caller: Caller) -> None:
    """Give the caller's session to his browser."""
    if caller.session is not None:
        response.set_cookie(COOKIE, caller.session, httponly=True, samesite="strict", path="/")


def web_link(url: object) -> str | None:
    """Return an address that may be followed: http or https; None for every other."""
    text = str(url or "")
    return text if text.casefold().startswith(("http://", "https://")) else None
