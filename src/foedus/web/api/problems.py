"""The one shape of every error: RFC 9457 problem details, with a code that programs compare."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from foedus.errors import (
    ChangedText,
    FoedusError,
    StaleReview,
    StoreFault,
    UnknownRecord,
)
from foedus.records.codec import to_line
from foedus.web.guard import TooLarge, TooSlow
from foedus.web.problem import MEDIA_TYPE, NAMESPACE, problem_of
from foedus.web.site import Refused

_STATUSES: dict[type[FoedusError], int] = {
    UnknownRecord: 404,
    StaleReview: 412,
    ChangedText: 409,
    StoreFault: 503,
}


class Wrong(BaseModel):
    """One thing that is wrong with a request: where, and why."""

    where: str = Field(description="query.limit, header.if-match, body.decision …")
    why: str


class Problem(BaseModel):
    """What every error of the API looks like (RFC 9457)."""

    type: str = Field(description=f"{NAMESPACE} and the code")
    title: str
    status: int
    detail: str
    code: str = Field(description="stable name of the error")
    errors: list[Wrong] = Field(description="what is wrong with the request, thing by thing")


class Fault(Exception):
    """A request that the API refuses: status, code and one line that says what would be right."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


def to_problem(
    status: int, detail: str, *, code: str | None = None, errors: tuple[Wrong, ...] = ()
) -> Response:
    """Return the response that tells a program what is wrong."""
    problem = problem_of(status, detail, code=code, errors=[one.model_dump() for one in errors])
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    headers |= {"retry-after": "1"} if status in (429, 503) else {}
    return Response(to_line(problem), status, headers, MEDIA_TYPE)


def answer_faults(api: FastAPI) -> None:
    """Let every error of the API, also those of the framework, come in this one shape."""

    @api.exception_handler(Fault)
    async def ours(_: Request, fault: Fault) -> Response:
        return to_problem(fault.status, fault.detail, code=fault.code)

    @api.exception_handler(Refused)
    async def refused(_: Request, fault: Refused) -> Response:
        return to_problem(fault.status, fault.said)

    @api.exception_handler(TooLarge)
    async def large(_: Request, __: TooLarge) -> Response:
        return to_problem(413, "the request is larger than what is taken here")

    @api.exception_handler(TooSlow)
    async def slow(_: Request, __: TooSlow) -> Response:
        return to_problem(408, "the rest of the request did not come in time")

    @api.exception_handler(FoedusError)
    async def named(_: Request, fault: FoedusError) -> Response:
        status = next((s for kind, s in _STATUSES.items() if isinstance(fault, kind)), 422)
        return to_problem(status, str(fault), code=fault.code)

    @api.exception_handler(RequestValidationError)
    async def invalid(_: Request, fault: RequestValidationError) -> Response:
        errors = tuple(
            Wrong(where=".".join(str(part) for part in one["loc"]), why=str(one["msg"]))
            for one in fault.errors()
        )
        detail = "; ".join(f"{one.where}: {one.why}" for one in errors)
        return to_problem(422, detail, errors=errors)

    @api.exception_handler(HTTPException)
    async def http(request: Request, fault: HTTPException) -> Response:
        answered = to_problem(fault.status_code, str(fault.detail))
        answered.headers.update(fault.headers or {})
        if fault.status_code == 405:
            answered.headers["allow"] = ", ".join(_methods_of(request))
        return answered


def _methods_of(request: Request) -> list[str]:
    """Return what may be asked of a path; the framework names the first of its routes only."""
    found: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return sorted(found)
