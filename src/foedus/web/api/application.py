"""The API as an application of its own: mounted under /api/v1, with OpenAPI 3.1."""

from __future__ import annotations

import threading

from fastapi import Depends, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

import foedus
from foedus.web.access import Caller, Role
from foedus.web.api import adding, questions, records, reviews, threads
from foedus.web.api.paging import Unchanged, answer, check_tag
from foedus.web.api.problems import Problem, answer_faults
from foedus.web.problem import MEDIA_TYPE
from foedus.web.site import Refused, Site, caller_of, site_of

PREFIX = "/api/v1"
DESCRIPTION = """\
What published texts say who is bound to do what, if what happens: as they say it, no forecast.

Lists come in parts: follow `next` as `cursor`. Every error is a problem of RFC 9457 with a stable
`code`. Answers to GET have an ETag: send it as If-None-Match. To review a record send its ETag as
If-Match. Where there are accounts, show a token: `Authorization: Bearer …`. Version 1 is stable:
fields, parameters and values may be added, none is taken away or changes its meaning.
"""
ROUTERS = (records.router, threads.router, questions.router, adding.router, reviews.router)


async def reads(request: Request) -> None:
    """Let pass who may read: everybody on this machine, where there are no accounts."""
    caller: Caller = caller_of(request)
    if site_of(request).access.has_accounts and caller.role < Role.READER:
        raise Refused(401, "show a token of an account: Authorization: Bearer …")


def create_api(site: Site) -> FastAPI:
    """Return the API over a site; who calls is found out by the application around it."""
    api = make_routes()
    api.state.site = site
    api.state.reviewing = threading.Lock()
    return api


def make_routes() -> FastAPI:
    """Return the API without a site: enough to describe it."""
    api = FastAPI(
        title="foedus",
        version=f"1 (foedus {foedus.__version__})",
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(reads), Depends(check_tag)],
        separate_input_output_schemas=False,
        redirect_slashes=False,
    )
    answer_faults(api)
    api.add_exception_handler(Unchanged, _unchanged)
    for router in ROUTERS:
        api.include_router(router)
    api.add_api_route("/openapi.json", _describe, include_in_schema=False)
    return api


def describe(api: FastAPI) -> dict[str, object]:
    """Return the OpenAPI description: 3.1, with one shape for every error."""
    if api.openapi_schema is None:
        made = get_openapi(
            title=api.title, version=api.version, description=api.description, routes=api.routes,
            servers=[{"url": PREFIX}],
        )  # fmt: skip
        parts = made.setdefault("components", {})
        schemas = parts.setdefault("schemas", {})
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs", {}) | {"Problem": problem}
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{}, {"token": []}]
        for operations in made["paths"].values():
            for method, operation in operations.items():
                _describe_answers(method, operation["responses"])
        api.openapi_schema = made
    return api.openapi_schema


def _describe_answers(method: str, answers: dict[str, object]) -> None:
    answers.pop("422", None)
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers["default"] = {"description": "A problem (RFC 9457)", "content": content}
    if method == "get":
        answers["304"] = {"description": "Not changed since the tag of If-None-Match"}


def _describe(request: Request) -> Response:
    return answer(request, describe(request.app))


async def _unchanged(_: Request, unchanged: Exception) -> Response:
    tag = unchanged.tag if isinstance(unchanged, Unchanged) else ""
    return Response(status_code=304, headers={"etag": tag, "cache-control": "private, no-cache"})
