"""A sealed photo as an answer: to who may see it alone, and never run by a browser."""

from django.http import Http404, HttpResponse

from members.views_certificates import SANDBOX
from providers.enquiries import sealing


def photo_page(stored_name: str) -> HttpResponse:
    """The picture; 404 once it is erased."""
    try:
        content = sealing.picture(stored_name)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = 'inline; filename="foto.jpg"'
    return response
