"""Italian or English: chosen in the account's menu, kept in the browser and with the account."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from tenants.identity.detours import destination
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
    response = HttpResponseRedirect(destination(request))
    remember_language(response, language)
    return response
