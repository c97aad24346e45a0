"""The pages of the privacy notice."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from members.notices import FLAG, VERSION, acknowledge
from tenants.identity.detours import destination
from welfare.access import PUBLIC, SIGNED_IN, access


@access(PUBLIC)
@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """The notice in force, for anybody to read."""
    return render(request, "privacy/notice.html", words())


@access(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """Read the notice and say so; then on to where the person was going."""
    if request.method == "POST" and request.user.is_authenticated:
        acknowledge(request.user)
        request.session[FLAG] = VERSION
        return HttpResponseRedirect(destination(request))
    return render(request, "privacy/read.html", words() | {"next": destination(request)})


def words() -> dict[str, object]:
    """The text in the reader's language, and what it names."""
    language = "en" if (get_language() or "it").startswith("en") else "it"
    return {"text": f"privacy/text_{language}.html", "version": VERSION, "is_demo": settings.SCAFFALE_DEMO}
