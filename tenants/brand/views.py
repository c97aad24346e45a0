"""`/marchio/<digest>.css`: the organization's colours, to be kept by browsers for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tenants import isolation
from tenants.brand import colours
from welfare.access import PUBLIC, access

A_YEAR = "public, max-age=31536000, immutable"


@access(PUBLIC)
@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The stylesheet under its own digest; 404 under any other, so that nothing stale is kept for ever."""
    organization = isolation.current_or_none()
    if organization is None or digest != colours.digest(organization.colour):
        raise Http404
    return HttpResponse(
        colours.stylesheet(organization.colour),
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": A_YEAR},
    )
