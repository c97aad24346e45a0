"""The addresses in service and one more: an empty view for people signed in, the reference."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from welfare.access import SIGNED_IN, access
from welfare.urls import handler400, handler403, handler404, handler500
from welfare.urls import urlpatterns as in_service

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
EMPTY = "/bench/empty/"


@access(SIGNED_IN)
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing, after session, account and access."""
    return HttpResponse(f"{request.user.pk}")


urlpatterns = [path(EMPTY.lstrip("/"), empty), *in_service]
