"""What people said of a provider's services, as its staff reads it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from providers.access import STAFF, provider_of
from providers.models import Offer
from providers.opinions.counting import AT_A_TIME, summaries
from welfare.access import access
from welfare.paging import links_of, page_by_key


@access(STAFF)
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    """The provider's services with what is shown of each; two queries and the count of the page."""
    offers = Offer.objects.filter(provider=provider_of(request)).exclude(state=Offer.State.DRAFT)
    page = page_by_key(offers.only("title", "sort_title"), ("sort_title", "pk"), request.GET.get("dopo", ""))
    shown = summaries([offer.pk for offer in page.rows])
    rows = [{"offer": offer, "summary": shown.get(offer.pk)} for offer in page.rows]
    return render(request, "provider/opinions.html", links_of(page, {}) | {"rows": rows, "at_a_time": AT_A_TIME})
