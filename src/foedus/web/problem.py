"""What an error looks like to a program: RFC 9457 problem details with a code to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

MEDIA_TYPE = "application/problem+json"
NAMESPACE = "urn:foedus:problem:"
_CODES = {
    400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found",
    405: "method_not_allowed", 408: "too_slow", 412: "precondition_failed", 413: "too_large",
    421: "unknown_host", 422: "invalid", 428: "precondition_required", 429: "too_many_requests",
    500: "fault", 503: "store",
}  # fmt: skip


def problem_of(
    status: int,
    detail: str,
    *,
    code: str | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> dict[str, object]:
    """Return a problem as JSON can carry it; without a code, the one of its status."""
    named = code or _CODES.get(status, "refused")
    return {
        "type": NAMESPACE + named,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": named,
        "errors": [dict(one) for one in errors],
    }
