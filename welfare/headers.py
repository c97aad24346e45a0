"""Headers of every answer that Django's own settings do not cover."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
# For the one page that reads codes with the camera.
PERMISSIONS_WITH_CAMERA = PERMISSIONS.replace("camera=()", "camera=(self)")


class HeadersMiddleware:
    """Forbid storing of pages, and narrow what a page may ask of the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers; what a view has set itself stays (caching of static files, the camera's page)."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Django's own middleware stands further in: error pages of unknown hosts never reach it.
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return response
