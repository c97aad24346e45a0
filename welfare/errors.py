"""Errors that a person meets: plain pages with what to do next, for every status."""

from typing import Any

from django.db import Error as DatabaseError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

LOCK_NOT_AVAILABLE = "55P03"
DEADLOCK_DETECTED = "40P01"
SERIALIZATION_FAILURE = "40001"
RETRY_STATES = frozenset({LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED, SERIALIZATION_FAILURE})


class PlainError(Exception):
    """A refusal with a sentence for the person; `status` is the answer's."""

    status = 400


class TooMany(PlainError):
    """Tried too often; `retry_after` is how many seconds to wait."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many tries, wait {retry_after} seconds")
        self.retry_after = retry_after


def is_busy(error: BaseException) -> bool:
    """Whether a database error means only that somebody else holds the row just now."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    return getattr(cause, "sqlstate", None) in RETRY_STATES


def page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Render an error page without touching session or database."""
    shell: dict[str, Any] = getattr(request, "shell", {})
    content = loader.get_template(template).render({**shell, "status": status})
    return HttpResponse(content, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: the request made no sense."""
    return page(request, "errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: signed in, but not for this."""
    return page(request, "errors/403.html", 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: absent, or somebody else's: the two look the same."""
    return page(request, "errors/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return page(request, "errors/500.html", 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: this organization is suspended or its data cannot be reached."""
    return page(request, "errors/503.html", 503)


def busy(request: HttpRequest) -> HttpResponse:
    """503 that can be tried again at once: a lock was not free within three seconds."""
    response = page(request, "errors/busy.html", 503)
    response.headers["Retry-After"] = "2"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form that was open too long: says to reload, keeps nothing."""
    return page(request, "errors/expired.html", 403)


def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    """429: tried too often; says in how long one may go on."""
    response = page(request, "errors/429.html", 429)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def signing_in_limited(request: HttpRequest) -> HttpResponse:
    """429 of allauth's own limits, which count by the minute."""
    return too_many(request, TooMany(60))


class BusyMiddleware:
    """Turn a lock that was not free in time, or too many tries, into a plain page."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        response: HttpResponse = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer lock time-outs and limits; leave every other error alone."""
        if isinstance(error, TooMany):
            return too_many(request, error)
        return busy(request) if isinstance(error, OperationalError) and is_busy(error) else None
