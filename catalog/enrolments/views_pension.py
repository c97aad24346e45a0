"""Paying into a pension fund: which fund and how much, check, confirm, stop."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.enrolments import pension, proposal, queries, reckoning
from catalog.enrolments.forms_pension import ConfirmPensionForm, PensionForm
from catalog.enrolments.models import Contribution, Kind, Membership
from catalog.enrolments.pages import CHANGE, ORDERING, READ_OR_WRITE, REFUSED, Asked, confirm_page, is_of_form, refused
from catalog.orders.preview import preview
from catalog.orders.purchase import Agreed, Choice
from catalog.orders.queries import get_member_for
from catalog.orders.refusals import Refusal
from members.models import Member
from providers.models import Offer
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.clock import today
from welfare.money import format_euro


def start(request: HttpRequest, member: Member, offer: Offer) -> HttpResponse:
    """Choose fund and amount; a POST checks, or comes back with all that was typed."""
    if request.method != "POST":
        return choose_page(request, member, offer, {"initial": known(queries.membership_of(member))})
    if request.POST.get("step") == CHANGE:
        return choose_page(request, member, offer, {"initial": request.POST.dict()})
    form = PensionForm(request.POST, funds=queries.funds_of(offer))
    if not form.is_valid():
        return choose_page(request, member, offer, {"data": request.POST})
    return ask(request, member, offer, form)


def known(membership: Membership | None) -> dict[str, str]:
    """The fund that was stated before."""
    return {"fund": str(membership.fund_id), "number": membership.number} if membership else {}


def choose_page(
    request: HttpRequest,
    member: Member,
    offer: Offer,
    options: dict[str, Any],
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the choice; with what stands against the last one."""
    funds = queries.funds_of(offer)
    form = PensionForm(funds=funds, **options)
    if refusal is not None:
        form.full_clean()
        form.add_error(None, f"{refusal.heading}. {refusal.advice}")
    context = {"form": form, "offer": offer, "has_funds": bool(funds), "monthly": queries.monthly_of(member)}
    return render(request, "enrolments/pension.html", context, status=REFUSED if refusal else status)


def ask(request: HttpRequest, member: Member, offer: Offer, form: PensionForm) -> HttpResponse:
    """The page that asks to confirm, or what stands against it."""
    statement, data = form.statement(offer.pk), form.cleaned_data
    try:
        fund = pension.fund_for(statement)
        agreed = Agreed(data["amount"], period=reckoning.month_of(today()), is_renewal=True)
        seen = preview(member, Choice(offer.pk), agreed)
    except Refusal as refusal:
        return answer(request, member, offer, refusal)
    facts = [
        (_("Fund"), fund.name, _("number %(number)s in the COVIP register") % {"number": fund.register_number}),
        (_("Your number in the fund"), statement.number or _("not given")),
        (_("How often?"), str(Contribution.Rhythm(data["rhythm"]).label)),
        (_("Amount"), format_euro(data["amount"])),
    ]
    values = request.POST.dict() | {"nonce": uuid.uuid4().hex, "amount": data["amount"]}
    asked = Asked(
        offer=offer,
        form=ConfirmPensionForm(initial=values),
        action=reverse("enrolments:pay", args=(offer.pk,)),
        back=reverse("enrolments:start", args=(offer.pk,)),
        facts=facts,
    )
    return confirm_page(request, asked, seen)


def answer(request: HttpRequest, member: Member, offer: Offer, refusal: Refusal) -> HttpResponse:
    """What is answered to a refusal: on the form where it is about what was chosen, else a page of its own."""
    if is_of_form(refusal):
        return choose_page(request, member, offer, {"data": request.POST}, refusal)
    back = reverse("enrolments:start", args=(offer.pk,))
    return refused(request, refusal, offer, back, ConfirmPensionForm(initial=request.POST.dict()))


@access(roles("member"), kinds=ORDERING)
@require_http_methods(READ_OR_WRITE)
def pay(request: HttpRequest, offer_id: uuid.UUID) -> HttpResponse:
    """Pay as it was checked; the same form again leads to the same contribution."""
    offer = proposal.offer_of(offer_id)
    if queries.kind_of(offer) != Kind.PENSION or request.method != "POST":
        return redirect("enrolments:start", offer_id)
    member = get_member_for(request.user)  # type: ignore[arg-type]
    form = ConfirmPensionForm(request.POST)
    if not form.is_valid():
        return choose_page(request, member, offer, {"data": request.POST}, status=REFUSED)
    data = form.cleaned_data
    command = pension.Pay(
        data["nonce"], member, actor_of(request), form.statement(offer_id), data["amount"], data["rhythm"]
    )
    try:
        made = pension.pay(command)
    except Refusal as refusal:
        return answer(request, member, offer, refusal)
    text = _("Done: %(amount)s for %(fund)s. The fund confirms it once it has arrived.")
    messages.success(request, text % {"amount": format_euro(made.amount), "fund": made.membership.fund_name})
    return redirect("enrolments:mine")


@access(roles("member"), kinds=ORDERING)
@require_http_methods(READ_OR_WRITE)
def stop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask whether to stop the monthly contribution, then stop it; once."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    contribution = queries.get_contribution_for(member, key)
    back = reverse("enrolments:mine")
    if request.method == "POST":
        pension.stop(contribution, actor=actor_of(request))
        messages.success(request, _("Stopped: nothing more is paid from next month."))
        return redirect(back)
    context = {
        "title": _("Stop the monthly contribution?"),
        "text": _("What was paid stays in the fund. You can begin again whenever you like."),
        "submit": _("Stop it"),
        "facts": [(_("Fund"), contribution.membership.fund_name), (_("Amount"), format_euro(contribution.amount))],
        "back_url": back,
        "back_label": _("Your enrolments"),
    }
    return render(request, "confirm.html", context)
