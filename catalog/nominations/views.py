"""The providers that a member has named: the list, one of them, taking it back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from catalog.nominations import ending, holding, queries
from catalog.nominations.shown import ShownNominee, shown
from catalog.orders.views import ORDERING
from providers.nominating.queries import promise_kept
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.money import format_euro
from welfare.paging import links_of

MEMBERS = roles("member")
# Fewer say nothing.
ENOUGH = 3


@access(MEMBERS, kinds=ORDERING)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What it is, how it goes, and whom one has named, newest first."""
    page = queries.nominees_page(request.user, request.GET.get("dopo", ""))  # type: ignore[arg-type]
    kept, of = promise_kept()
    context = links_of(page, {}) | {
        "promise": (kept, of) if of >= ENOUGH else None,
        "rows": shown(page.rows),
        "is_first": page.is_first,
        "can_name": bool(holding.budgets_that_wait()),
        "held_days": holding.HELD_FOR.days,
    }
    return render(request, "nominations/list.html", context)


@access(MEMBERS, kinds=ORDERING)
@require_safe
def one(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Where it stands, what was written, what is held or came back."""
    [found] = shown([queries.get_nominee_for(request.user, key)])  # type: ignore[arg-type]
    return render(request, "nominations/one.html", {"one": found, "facts": facts_of(found)})


def facts_of(found: ShownNominee) -> list[tuple[str, str]]:
    """What was written."""
    written, nominee = found.written, found.nominee
    facts = [
        (_("Service"), written.what),
        (_("Kind"), nominee.type_label),
        (pgettext("beneficiary", "For"), found.beneficiary),
        (_("Town"), written.town),
        (_("E-mail"), written.email),
        (_("Phone"), written.phone),
        (_("VAT number"), written.vat_number),
    ]
    return [fact for fact in facts if fact[1]]


@access(MEMBERS, kinds=ORDERING)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, then take it back; a second time leads to the same page."""
    [found] = shown([queries.get_nominee_for(request.user, key)])  # type: ignore[arg-type]
    there = redirect("nominations:one", found.nominee.pk)
    if request.method == "POST":
        if ending.withdraw(found.nominee, actor=actor_of(request)):
            messages.success(request, _("Taken back: the credit is free again."))
        return there
    if not found.is_open:
        return there
    context = {
        "title": _("Take it back?"),
        "text": _("The credit is free again at once, and the provider reads that nobody waits for it any more."),
        "facts": [(_("Provider"), found.name), (_("Held"), format_euro(found.nominee.amount))],
        "submit": _("Take it back"),
        "danger": True,
        "back_url": reverse("nominations:one", args=[found.nominee.pk]),
        "back_label": found.name,
    }
    return render(request, "confirm.html", context)
