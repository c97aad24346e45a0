"""The page of the bare domain."""

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.http import require_safe

from welfare.access import PUBLIC, access


@access(PUBLIC)
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Say what this is and where to go; nothing here needs an account."""
    return HttpResponse(loader.get_template("landing.html").render())
