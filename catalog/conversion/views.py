"""A person's own pages of a premium: compare, choose, change one's mind, keep the receipt."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.conversion import choosing, queries, receipts
from catalog.conversion.forms_choice import ChoiceForm, IncomeForm, ShareForm
from catalog.conversion.shown import ShownPremium
from catalog.orders.queries import get_member_for
from members.declarations import CannotSign, sign
from members.models import Declaration, Member
from tenants import kept_pdfs
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access, roles
from welfare.money import ZERO, format_euro

MEMBER = roles("member")
REFUSED = 409


@access(MEMBER, kinds=EMPLOYERS)
@require_safe
def premiums(request: HttpRequest) -> HttpResponse:
    """The person's premiums; one alone is shown at once."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    found = list(queries.premiums_of(member)[:50])
    if len(found) == 1:
        return redirect("conversion:premium", found[0].window_id)
    return render(request, "conversion/premiums.html", {"premiums": [shown(member, each) for each in found]})


@access(MEMBER, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def premium(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One premium: the comparison as one asks for it, and the choice."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    found = queries.premium_for(member, key)
    if request.method == "POST":
        return choose(request, member, queries.premium_for(member, key))
    part = shown(member, found)
    context = page_of(part, share_form(request, part))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "conversion/choice.html", context)
    return render(request, "conversion/premium.html", context | {"income_form": IncomeForm()})


def shown(member: Member, found: Any) -> ShownPremium:
    """A premium with what is known of the person today."""
    return ShownPremium(found, choosing.known_facts(found, member), queries.choices_of(found))


def share_form(request: HttpRequest, part: ShownPremium) -> ShareForm:
    """The form as it was asked with, else as one has chosen."""
    if {"percent", "amount"} & set(request.GET):
        return ShareForm(request.GET, premium=part.facts.premium)
    return ShareForm(premium=part.facts.premium, initial=initial_of(part, part.converted))


def initial_of(part: ShownPremium, converted: Decimal) -> dict[str, Any]:
    """An amount as percent where that is whole, else as it is."""
    percent = 100 * converted / part.facts.premium
    return {"percent": int(percent)} if percent == int(percent) else {"amount": converted}


def page_of(part: ShownPremium, form: ShareForm, refusal: choosing.CannotChoose | None = None) -> dict[str, Any]:
    """What the page shows: the comparison of what is asked for, or why that cannot be."""
    asked = form.converted if form.is_bound else part.converted
    if asked is not None and asked > part.most and part.has_right and refusal is None:
        refusal = refused(part, asked)
    converted = asked if asked is not None and asked <= part.most else part.converted
    return {
        "shown": part,
        "form": form,
        "comparison": part.comparison(converted),
        "presets": part.presets(asked if asked is not None else converted),
        "confirm": ChoiceForm(initial={"converted": converted}),
        "can_confirm": refusal is None and not form.errors and (part.last is None or converted != part.last.converted),
        "refusal": refusal,
        "most": part.most,
        # As an address carries it, whatever the reader's language.
        "most_typed": str(part.most),
        "typed": asked,
    }


def refused(part: ShownPremium, asked: Decimal) -> choosing.CannotChoose | None:
    """Why so much may not be chosen."""
    try:
        choosing.check_amount(part.window, part.facts, asked)
    except choosing.CannotChoose as error:
        return error
    return None


def choose(request: HttpRequest, member: Member, found: Any) -> HttpResponse:
    """Write the choice; what cannot be comes back with what was typed, and why."""
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        typed = ShareForm({"amount": request.POST.get("converted", "")[:40] or "?"}, premium=found.amount)
        return again(request, member, typed, None, 400)
    converted = form.cleaned_data["converted"]
    try:
        choice = choosing.choose(found, converted, actor=actor_of(request))
    except choosing.CannotChoose as refusal:
        typed = ShareForm({"amount": str(converted)}, premium=found.amount)
        return again(request, member, typed, refusal, REFUSED, found.window_id)
    messages.success(
        request,
        _("Done: %(amount)s become welfare. You can change your mind until the last day.")
        % {"amount": format_euro(choice.converted)}
        if choice.converted
        else _("Done: the whole premium stays in money. You can change your mind until the last day."),
    )
    return redirect("conversion:premium", found.window_id)


def again(
    request: HttpRequest,
    member: Member,
    form: ShareForm,
    refusal: choosing.CannotChoose | None,
    status: int,
    key: Any = None,
) -> HttpResponse:
    """The page once more, as things stand now."""
    key = key or request.resolver_match.kwargs["key"]  # type: ignore[union-attr]
    part = shown(member, queries.premium_for(member, key))
    context = page_of(part, form, refusal) | {"income_form": IncomeForm(), "can_confirm": False}
    return render(request, "conversion/premium.html", context, status=status)


@access(MEMBER, kinds=EMPLOYERS)
@require_POST
def income(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Sign what one earned the year before, then choose."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    found = queries.premium_for(member, key)
    form = IncomeForm(request.POST)
    if form.is_valid():
        body = {"amount": form.cleaned_data["income"]}
        kind = Declaration.Kind.PRIOR_YEAR_INCOME
        name = form.cleaned_data["signed_name"]
        try:
            sign(member, kind, found.window.year, body, signed_name=name, actor=actor_of(request))
        except CannotSign as error:
            form.add_error("signed_name", str(error))
        else:
            messages.success(request, _("Signed. You find it among your declarations, where you can take it back."))
            return redirect("conversion:premium", key)
    part = shown(member, found)
    context = page_of(part, ShareForm(premium=found.amount, initial=initial_of(part, ZERO)))
    return render(request, "conversion/premium.html", context | {"income_form": form}, status=400)


@access(MEMBER, kinds=EMPLOYERS)
@require_safe
def receipt(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The PDF of one choice, to its person alone."""
    member = get_member_for(request.user)  # type: ignore[arg-type]
    choice = queries.choice_for(member, key)
    name = f"premio-{choice.receipt_number.replace('/', '-')}.pdf"
    return kept_pdfs.attachment(receipts.rendered(choice), name)
