"""The application: the guard, the session of every request, the pages and the API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import Lifespan

import foedus
from foedus.errors import FoedusError, StoreFault, UnknownRecord
from foedus.web.access import NOBODY
from foedus.web.api.application import PREFIX, create_api
from foedus.web.api.problems import to_problem
from foedus.web.guard import API, LOCAL_HOSTS, Guard, Limits, TooLarge, TooSlow
from foedus.web.makers import Makers, Making
from foedus.web.session import Session
from foedus.web.site import FOLDER, Refused, Site, show


def create_app(
    site: Site,
    *,
    routers: Sequence[APIRouter],
    hosts: frozenset[str] | None = None,
    limits: Limits | None = None,
    makers: Makers | None = None,
) -> FastAPI:
    """Return the application over a site; it closes the site's stores when it ends.

    Makers make the pages that only read, where there are any; they end with it.
    """

    allowed = limits or Limits()

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = allowed.workers
        yield
        if makers is not None:
            makers.close()
        site.jobs.close()
        site.store.close()
        site.pages.close()

    app = create_pages(site, routers=routers, life=life)
    app.state.makers = makers
    if makers is not None:
        app.add_middleware(Making, makers=makers, refuse=_refusal)
    app.add_middleware(Session, site=site, refuse=_refusal)
    app.add_middleware(Guard, hosts=LOCAL_HOSTS if hosts is None else hosts, limits=allowed)
    return app


def create_pages(
    site: Site, *, routers: Sequence[APIRouter], life: Lifespan[FastAPI] | None = None
) -> FastAPI:
    """Return the pages and the API over a site; who calls is found out by what is around them."""
    app = FastAPI(
        title="foedus",
        version=foedus.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=life,
    )
    app.state.site = site
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    app.mount(PREFIX, create_api(site))
    for router in routers:
        app.include_router(router)
    app.add_api_route("/health", _health, include_in_schema=False)
    _add_faults(app)
    return app


async def _health() -> PlainTextResponse:
    return PlainTextResponse("ok\n")


def _add_faults(app: FastAPI) -> None:
    """Turn every fault into one line: of JSON for programs, on a page for readers."""

    @app.exception_handler(Refused)
    async def refused(request: Request, fault: Refused) -> Response:
        return _refusal(request, fault.status, fault.said)

    @app.exception_handler(UnknownRecord)
    async def unknown(request: Request, fault: UnknownRecord) -> Response:
        return _refusal(request, 404, str(fault))

    @app.exception_handler(StoreFault)
    async def store(request: Request, fault: StoreFault) -> Response:
        return _refusal(request, 503, str(fault))

    @app.exception_handler(FoedusError)
    async def named(request: Request, fault: FoedusError) -> Response:
        return _refusal(request, 422, str(fault))

    @app.exception_handler(TooSlow)
    async def slow(request: Request, fault: TooSlow) -> Response:
        return _refusal(request, 408, "the rest of the request did not come in time")

    @app.exception_handler(TooLarge)
    async def large(request: Request, fault: TooLarge) -> Response:
        return _refusal(request, 413, "the request is larger than what is taken here")

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, fault: RequestValidationError) -> Response:
        said = "; ".join(
            f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}"
            for one in fault.errors()
        )
        return _refusal(request, 422, said)

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, fault: Exception) -> Response:
        return _refusal(
            request, 500, f"a fault in foedus, please report it: {type(fault).__name__}"
        )

    @app.exception_handler(HTTPException)
    async def http(request: Request, fault: HTTPException) -> Response:
        return _refusal(request, fault.status_code, str(fault.detail))


def _refusal(request: Request, status: int, said: str) -> Response:
    if request.url.path.startswith(API) or request.url.path.endswith((".json", ".csv", ".atom")):
        return to_problem(status, said)
    if not hasattr(request.state, "caller"):
        request.state.caller = NOBODY
    return show(request, "refused.html", status=status, said=said, code=status)
