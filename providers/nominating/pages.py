"""The pro-forma as a download: by the link of an invitation, and on a provider's own pages."""

from collections.abc import Collection
from decimal import Decimal

from django.http import HttpResponse

from providers.models import Provider
from providers.nominating import proforma
from providers.nominating.models import Nomination
from tenants import throttle

MADE, MADE_AN_HOUR, HOUR = "nomination-proforma", 30, 3600


def proforma_page(nomination: Nomination, provider: Provider, rates: Collection[Decimal] = ()) -> HttpResponse:
    """The paper of one nomination; raises TooMany for who asks for it without end."""
    throttle.hit(MADE, str(nomination.pk), limit=MADE_AN_HOUR, seconds=HOUR)
    headers = {
        "Content-Disposition": f'attachment; filename="{proforma.file_name(nomination)}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    content = proforma.document(nomination, provider, rates)
    return HttpResponse(content, content_type="application/pdf", headers=headers)
