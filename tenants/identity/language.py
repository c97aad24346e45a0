"""Italian or English: chosen in the account's menu, kept in the browser and with the account."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tenants.identity.mails import remember_language
from tenants.identity.models import User
from welfare.access import PUBLIC, access


@access(PUBLIC)
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Answer in the chosen language from now on; the mails of who is signed in follow. Back to `next`, on this host."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise BadRequest("not a language of ours")
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
    response = HttpResponseRedirect(way_back(request))
    remember_language(response, language)
    return response


def way_back(request: HttpRequest) -> str:
    """Where the reader was: a page of this very host, else its home."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else "/"
