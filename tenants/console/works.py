"""The console's page of work that was given up."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenants import failures
from tenants.console import queries, wording
from tenants.console.pages import NETWORK, OPERATORS
from tenants.identity.actors import actor_of
from welfare.access import access

# What each kind of work is called on screen.
LABELS = {
    "message": gettext_lazy("Mail"),
    "voucher": gettext_lazy("Voucher document"),
    "import": gettext_lazy("Import of a file"),
    "provisioning": gettext_lazy("Opening of an organization"),
}


@access(OPERATORS, kinds=NETWORK)
@require_safe
def list_failures(request: HttpRequest) -> HttpResponse:
    """Work given up after its last attempt, newest first."""
    page = queries.failures_page(request.GET.get("after", ""))
    rows = [{"work": work, "label": LABELS.get(work.kind, work.kind)} for work in page.rows]
    return render(request, "console/failures.html", wording.links_of(page) | {"rows": rows})


@access(OPERATORS, kinds=NETWORK)
@require_POST
def retry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put one work back in its queue."""
    queries.get_failure(pk)
    try:
        again = failures.retry(pk, actor=actor_of(request))
    except failures.CannotRetry:
        messages.error(request, _("This work cannot be tried again from here."))
    else:
        if again:
            messages.success(request, _("It is in the queue again: it will be tried within a minute."))
        else:
            messages.info(request, _("Somebody has already put it back in the queue."))
    return redirect("console:failures")
