"""The privacy notice is read once per version before anything else (GDPR art. 13)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from members.models import Member, Notice
from members.queries import employed_on
from tenants.identity.detours import detour
from tenants.identity.models import User
from welfare import clock

# Raised with the text in templates/privacy/: everybody is then asked again.
VERSION = "2027-01"
FLAG = "privacy_notice"
# What may be opened before the notice has been read.
FREE = ("/privacy/", "/esci/", "/lingua/", "/marchio/", "/static/", "/healthz")


def has_read(user: User) -> bool:
    """Whether the person has acknowledged the notice in force."""
    return Notice.objects.filter(user=user, version=VERSION).exists()


def acknowledge(user: User) -> None:
    """Write that the person has read the notice in force; once, however often it is pressed."""
    Notice.objects.get_or_create(user=user, version=VERSION)


class PrivacyNoticeMiddleware:
    """Send an account that has not read the notice in force to it.

    The session remembers the answer: after the first request it costs no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or send the person to the notice and back."""
        if must_read(request):
            return detour(request, reverse("privacy_read"))
        return self.get_response(request)


def must_read(request: HttpRequest) -> bool:
    """Whether this request has to wait for the notice."""
    if request.path_info.startswith(FREE) or not request.user.is_authenticated:
        return False
    if request.session.get(FLAG) == VERSION:
        return False
    if not has_read(request.user):
        return True
    request.session[FLAG] = VERSION
    return False


def readers_count() -> int:
    """How many people in force have read the notice in force."""
    readers = Notice.objects.filter(version=VERSION).values("user")
    return Member.objects.filter(employed_on(clock.today()), user__in=readers).count()
