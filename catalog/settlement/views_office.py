"""The network's office: what every month is worth and where it stands, and contested lines, which it alone sees."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.settlement import closing, tasks
from catalog.settlement.forms import AnswerForm, MonthForm
from catalog.settlement.views_provider import answered
from providers.statements import queries
from providers.statements.models import Correction, Side, Statement
from tenants.audit.trail import record
from tenants.identity.actors import actor_of
from welfare.access import access, roles
from welfare.paging import links_of, page_by_key

OFFICE, NETWORK = roles("office"), ("network",)
OLDEST = ("answer_by", "pk")
MONTHS_SHOWN = 13
State = Statement.State


@access(OFFICE, kinds=NETWORK)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The months with what they are worth and where that stands, and the lines that wait for the office."""
    rows = queries.waiting_for_office().select_related(
        "fulfilment__provider", "fulfilment__issuer", "fulfilment__offer"
    )
    page = page_by_key(rows, OLDEST, request.GET.get("dopo", ""))
    last = queries.last_month()
    context = links_of(page, {}) | {
        "rows": page.rows,
        "months": months(),
        "last": last,
        "is_open": queries.unlisted(last).exists(),
    }
    return render(request, "settlement/overview.html", context)


def months() -> list[dict[str, Any]]:
    """The last thirteen months: statements, accepted, corrections, still unpaid; one query."""
    rows = Statement.objects.order_by().values("month", "state")
    found: dict[Any, dict[str, Any]] = {}
    for row in rows.annotate(n=Count("pk"), total=Sum("total"), accepted=Sum("accepted"), changed=Sum("corrected")):
        month = found.setdefault(row["month"], {"month": row["month"], "n": 0, "accepted": 0, "changed": 0, "open": 0})
        month["n"] += row["n"]
        month["accepted"] += row["accepted"]
        month["changed"] += row["changed"]
        month["open"] += 0 if row["state"] in (State.PAID, State.CLEARED) else row["total"]
    return sorted(found.values(), key=lambda each: each["month"], reverse=True)[:MONTHS_SHOWN]


@access(OFFICE, kinds=NETWORK)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close a month now, without waiting for the night."""
    form = MonthForm(request.POST)
    if not form.is_valid():
        # The page sends it out of sight: whoever sends another has not pressed its button.
        raise BadRequest
    if not queries.is_over(form.cleaned_data["month"]):
        messages.error(request, _("This month is not over: it can be closed from the first of the next one on."))
        return redirect("network_statements:overview")
    month = form.cleaned_data["month"]
    issuers = closing.issuers_due(month)
    for issuer_id in issuers:
        tasks.ask_closing.delay(str(issuer_id))
    record(actor_of(request), "statement.closing_asked", details={"month": month.isoformat(), "issuers": len(issuers)})
    if issuers:
        messages.success(request, _("The month is being closed: the statements appear within a few minutes."))
    else:
        messages.info(request, _("Nothing is left to close: every accepted service stands in a statement."))
    return redirect("network_statements:overview")


@access(OFFICE, kinds=NETWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree or not to what a provider contests. The line names nobody."""
    rows = Correction.objects.select_related("fulfilment__offer", "fulfilment__issuer", "fulfilment__provider")
    correction = rows.filter(pk=pk, side=Side.PROVIDER).first()
    if correction is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return answered(request, correction, form.cleaned_data["answer"], "network_statements:overview")
    context = {
        "correction": correction,
        "form": form,
        "is_open": correction.state == Correction.State.PROPOSED,
        "back_url": reverse("network_statements:overview"),
    }
    return render(request, "settlement/answer.html", context)
