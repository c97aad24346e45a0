"""The welfare office's pages of complaints: what waits, one of them, what was found."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.feedback import office
from catalog.feedback.complaints import KIND
from catalog.feedback.forms import FoundForm
from members.office import OwnFamily
from members.views_office import NETWORK, OFFICE, officer_of
from tenants import reviews
from welfare.access import access
from welfare.paging import links_of, page_by_key


@access(OFFICE, kinds=NETWORK)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What waits, the first due ahead: no more than the organization and by when."""
    page = page_by_key(reviews.waiting(KIND), reviews.OLDEST, request.GET.get("dopo", ""))
    rows = [{"review": row, "due_on": office.due_of(row), "is_late": office.is_late(row)} for row in page.rows]
    return render(request, "feedback/office_list.html", links_of(page, {}) | {"rows": rows})


@access(OFFICE, kinds=NETWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One complaint and the office's answer."""
    review, officer = office.get_waiting(key), officer_of(request)
    form = FoundForm(request.POST if request.method == "POST" else None)
    try:
        if request.method == "POST" and form.is_valid():
            if office.answer(review, officer, form.found()):
                messages.success(request, _("Sent. The member is told."))
            else:
                messages.error(request, _("A colleague was quicker, or the member has withdrawn it."))
            return redirect("office_complaints:list")
        shown = office.look_at(review, officer)
    except OwnFamily:
        return render(request, "feedback/own_family.html", status=OwnFamily.status)
    return render(request, "feedback/office_complaint.html", {"review": review, "shown": shown, "form": form})
