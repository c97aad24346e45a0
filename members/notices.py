"""The privacy notice is read once per version before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PrivacyNoticeMiddleware:
    """Send an account that has not read the notice in force to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)
