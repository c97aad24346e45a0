"""A provider's prices for single organizations: what was proposed, what was agreed, its own proposals."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from providers import agreed_prices, queries
from providers.access import MANAGERS, provider_of
from providers.agreed_prices import Side
from providers.models import AgreedPrice, Offer
from providers.offers import WrongMove
from providers.price_forms import PriceForm
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS, Organization, Status
from welfare.access import access


class ProposalForm(PriceForm):
    """A price that a provider proposes to one organization."""

    organization = forms.ModelChoiceField(
        label=gettext_lazy("For which organization"), queryset=Organization.objects.none()
    )
    field_order = ("organization", "price", "starts_on", "ends_on")

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organization"]
        own = offer.provider.organization_id
        field.queryset = (
            Organization.objects.filter(kind__in=EMPLOYERS, status=Status.ACTIVE).exclude(pk=own).order_by("sort_name")
        )


def priced(request: HttpRequest, key: uuid.UUID) -> Offer:
    """One of the provider's own offers that people have seen, and that has a price; 404 for every other."""
    offer = queries.get_offer_for(provider_of(request), key)
    if offer.published_at is None or offer.price is None:
        raise Http404
    return offer


@access(MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def prices(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What holds for whom, what waits, and the form to propose."""
    offer = priced(request, key)
    form = ProposalForm(request.POST if request.method == "POST" else None, offer=offer)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            agreed_prices.propose(
                offer,
                given["organization"],
                given["price"],
                by=Side.PROVIDER,
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                actor=actor_of(request),
            )
        except WrongMove:
            form.add_error("organization", _("This organization has proposed a price: answer it first."))
        else:
            messages.success(request, _("Proposed: it holds once the organization has agreed."))
            return redirect("provider:offer_prices", offer.pk)
    context = {"offer": offer, "rows": agreed_prices.of_offer(offer), "form": form}
    return render(request, "provider/prices.html", context)


@access(MANAGERS)
@require_POST
def answer(request: HttpRequest, key: uuid.UUID, pk: uuid.UUID) -> HttpResponse:
    """Agree to what an organization proposes, decline it, or take one's own proposal back."""
    offer = priced(request, key)
    price = AgreedPrice.objects.select_related("organization").filter(offer=offer, pk=pk).first()
    if price is None:
        raise Http404
    price.offer = offer
    actor = actor_of(request)
    try:
        if "ritira" in request.POST:
            agreed_prices.withdraw(price, by=Side.PROVIDER, actor=actor)
            messages.success(request, _("Taken back."))
        else:
            yes = "accetta" in request.POST
            agreed_prices.answer(price, yes=yes, by=Side.PROVIDER, actor=actor)
            messages.success(request, _("Agreed. Requests already made keep their price.") if yes else _("Declined."))
    except WrongMove:
        messages.info(request, _("This proposal was answered or taken back meanwhile."))
    return redirect("provider:offer_prices", offer.pk)
