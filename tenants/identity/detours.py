"""Sending a person somewhere else first, and back afterwards."""

from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "next"


def detour(request: HttpRequest, page: str) -> HttpResponse:
    """Go to `page` and remember where the person was going; htmx is told to leave the whole page."""
    if request.headers.get("HX-Request") == "true":
        there = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        return HttpResponse(status=204, headers={"HX-Redirect": f"{page}?{urlencode({FIELD: there})}"})
    there = request.get_full_path() if request.method in ("GET", "HEAD") else page_of(request)
    return HttpResponseRedirect(f"{page}?{urlencode({FIELD: there})}" if there != "/" else page)


def page_of(request: HttpRequest) -> str:
    """The page whose form was sent, if it is on this host; else the home: where a form goes may have no page."""
    there = request.headers.get("Referer", "")
    is_here = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(there)
    return urlunsplit(("", "", parts.path or "/", parts.query, "")) if is_here else "/"


def destination(request: HttpRequest, default: str = "/") -> str:
    """Where the person was going, if that is on this host; else `default`."""
    there = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    is_here = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if is_here else default
