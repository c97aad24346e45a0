"""HR's pages of a grant: amount and category, a preview, the act; and the people hired since."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from catalog.plans import grants, queries
from catalog.plans.forms import GrantForm
from catalog.plans.models import Budget
from catalog.plans.views import EMPLOYERS, HR
from members.ledger.errors import KeyReused
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.money import format_euro


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Grant credit of a budget: the form, then its figures to confirm, then the act."""
    budget = queries.budget_for(pk)
    form = GrantForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "plans/grant.html", {"budget": budget, "form": form})
    people = queries.people_of(form.cleaned_data["category"]).count()
    if people == 0:
        form.add_error("category", _("There is nobody here today. Choose another category."))
        return render(request, "plans/grant.html", {"budget": budget, "form": form})
    # What is confirmed is what was shown: if people came or left meanwhile, it is shown again.
    if form.cleaned_data["people"] != people:
        return preview(request, budget, form, people)
    return carry_out(request, budget, form)


def preview(request: HttpRequest, budget: Budget, form: GrantForm, people: int) -> HttpResponse:
    """The figures of a grant, to be confirmed."""
    cleaned = form.cleaned_data
    category, amount = cleaned["category"], cleaned["amount"]
    context = {
        "budget": budget,
        "people": people,
        "amount": amount,
        "total": amount * people,
        "key": cleaned["key"],
        "category": category,
        "is_changed": cleaned["people"] is not None,
    }
    return render(request, "plans/grant_preview.html", context)


def carry_out(request: HttpRequest, budget: Budget, form: GrantForm) -> HttpResponse:
    """Grant, and say what was done."""
    cleaned = form.cleaned_data
    try:
        given = grants.grant(
            budget, cleaned["category"], cleaned["amount"], key=str(cleaned["key"]), actor=actor_of(request)
        )
    except (grants.NotOpen, KeyReused):
        messages.error(request, refusal())
        return redirect("plans:plan", budget.plan_id)
    messages.success(request, told(given.people, format_euro(given.amount)))
    return redirect("plans:plan", budget.plan_id)


@access(HR, kinds=EMPLOYERS)
@require_http_methods(["GET", "HEAD", "POST"])
def grant_rest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a grant's amount to the people hired since, after asking."""
    given = queries.grant_for(pk)
    back = reverse("plans:plan", args=[given.budget.plan_id])
    if request.method == "POST":
        try:
            added = grants.grant_rest(given, actor=actor_of(request))
        except grants.NotOpen:
            messages.error(request, refusal())
        else:
            messages.success(request, told(added, format_euro(given.amount)))
        return redirect(back)
    people = queries.members_without(given).count()
    context = {
        "title": _("Grant %(amount)s to those who have not had it?") % {"amount": format_euro(given.amount)},
        "facts": [
            (_("To whom"), given.category.name if given.category else _("Everybody")),
            (_("People"), people),
            (_("In all"), format_euro(given.amount * people)),
        ],
        "submit": _("Grant %(total)s") % {"total": format_euro(given.amount * people)},
        "back_url": back,
        "back_label": given.budget.plan.name,
    }
    return render(request, "confirm.html", context)


def told(people: int, amount: str) -> str:
    """What was done."""
    words = ngettext("%(amount)s granted to one person.", "%(amount)s granted to each of %(people)s people.", people)
    return words % {"amount": amount, "people": people}


def refusal() -> str:
    """Why nothing was granted, and what to do."""
    return _("Nothing was granted: the plan is not open, its credit has expired, or this form was used before.")
