"""Signing in and out, where there are accounts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from foedus.web.access import COOKIE, NOBODY
from foedus.web.site import caller_of, go, keep_session, show, site_of

router = APIRouter(include_in_schema=False)


@router.get("/login")
def login(request: Request) -> Response:
    """Ask for a token."""
    return show(request, "login.html", fault=None)


@router.post("/login")
def sign_in(request: Request, token: Annotated[str, Form()]) -> Response:
    """Open a session for whoever shows a right token."""
    site = site_of(request)
    caller = site.access.of_token(token.strip())
    if caller is NOBODY:
        return show(request, "login.html", status=401, fault="this token is not known here")
    response = go("/commitments")
    keep_session(response, site.access.open_session(caller))
    return response


@router.post("/logout")
def sign_out(request: Request) -> Response:
    """End the session."""
    caller = caller_of(request)
    if caller.session is not None:
        site_of(request).access.close_session(caller.session)
    response = go("/login")
    response.delete_cookie(COOKIE, path="/")
    return response
