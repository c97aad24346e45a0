"""What a fund sees of the people it covers: lists by organization, their files, confirming and refusing.

Each reading is in the trail of the organization whose people they are, and in each person's own.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.enrolments import confirming, files, lists
from catalog.enrolments.confirming import state_words
from catalog.enrolments.forms_fund import ListForm, ReasonForm
from catalog.enrolments.models import FundLine, FundList, Kind
from catalog.orders import accept
from catalog.plans.models import Source
from providers.access import MANAGERS, provider_of
from providers.models import FundIssuer, Provider
from tenants import isolation
from tenants.identity.actors import actor_of
from tenants.isolation import Actor
from tenants.models import Organization
from welfare import workbooks
from welfare.access import access
from welfare.paging import page_by_key

READ_OR_WRITE = ("GET", "HEAD", "POST")
REASON = "a fund reads whom it covers"
MOST_SHOWN = 24
LINES_SHOWN = 50
REFUSED = 409


@dataclass(frozen=True)
class ShownLine:
    """A line as the fund reads it."""

    line: FundLine
    state: str
    sources: str
    is_open: bool


def issuers_of(provider: Provider) -> list[Organization]:
    """The organizations that have people in the fund, by name; one query."""
    rows = FundIssuer.objects.filter(provider=provider).select_related("organization")
    return [row.organization for row in rows.order_by("organization__name", "pk")]


def issuer_for(provider: Provider, key: uuid.UUID) -> Organization:
    """One of those; 404 for any other, or one whose data cannot be reached."""
    found = next((each for each in issuers_of(provider) if each.pk == key), None)
    if found is None or not isolation.schema_exists(found.schema_name):
        raise Http404
    return found


def list_for(provider: Provider, key: uuid.UUID) -> FundList:
    """One list of the fund's own, in the organization in force; 404 for any other."""
    found = FundList.objects.filter(provider_id=provider.pk, pk=key).first()
    if found is None:
        raise Http404
    return found


@access(MANAGERS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The organizations that have people in the fund."""
    return render(request, "enrolments/fund_home.html", {"issuers": issuers_of(provider_of(request))})


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def issuer(request: HttpRequest, organization: uuid.UUID) -> HttpResponse:
    """The lists of one organization; a POST makes one of a period that is over."""
    provider = provider_of(request)
    whose = issuer_for(provider, organization)
    form = ListForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = make_list(whose, provider, form, actor_of(request))
        if made is not None:
            return redirect("fund:list", whose.pk, made.pk)
    with isolation.enter(whose, reason=REASON):
        known = list(lists.lists_of(provider.pk)[:MOST_SHOWN])
    return render(request, "enrolments/fund_issuer.html", {"whose": whose, "form": form, "lists": known})


def make_list(whose: Organization, provider: Provider, form: ListForm, actor: Actor) -> FundList | None:
    """Make the list that is asked for, or say on the form why not."""
    first, last = form.cleaned_data["days"]
    try:
        with isolation.enter(whose, actor=actor, reason=REASON):
            return lists.make(provider.pk, Kind(form.cleaned_data["kind"]), first, last, actor=actor)
    except lists.NothingToList:
        form.add_error(None, _("There is nothing to list up to the end of this period that is not in a list already."))
    except lists.NotOver:
        form.add_error(None, _("This period is not over yet: choose one that is, or come back after its end."))
    return None


@access(MANAGERS)
@require_safe
def one_list(request: HttpRequest, organization: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    """The lines of a list, to confirm or to refuse; the reading is in the trail."""
    provider = provider_of(request)
    return list_page(request, provider, issuer_for(provider, organization), key)


def list_page(
    request: HttpRequest, provider: Provider, whose: Organization, key: uuid.UUID, status: int = 200
) -> HttpResponse:
    """The page of a list; the reading is in the trail."""
    actor = actor_of(request)
    with isolation.enter(whose, actor=actor, reason=REASON), transaction.atomic():
        found = list_for(provider, key)
        lines = found.lines.select_related("order", "member")
        page = page_by_key(lines, ("place", "pk"), request.GET.get("dopo", ""), LINES_SHOWN)
        lists.note_lines(found, page.rows, actor)
        waiting = found.lines.filter(state=FundLine.State.LISTED).count()
    context = {
        "whose": whose, "found": found, "page": page, "lines": [shown(one) for one in page.rows], "waiting": waiting,
    }  # fmt: skip
    return render(request, "enrolments/fund_list.html", context, status=status)


def shown(line: FundLine) -> ShownLine:
    """A line with its state in words."""
    return ShownLine(line, state_words(line), sources_words(line), confirming.can_decide(line))


def sources_words(line: FundLine) -> str:
    """Where the money of a line comes from, as people read it; the file has the codes."""
    return ", ".join(str(Source(part["source"]).label) for part in line.parts)


@access(MANAGERS)
@require_safe
def file(request: HttpRequest, organization: uuid.UUID, key: uuid.UUID, extension: str) -> HttpResponse:
    """The file of a list: the same bytes each time."""
    provider, actor = provider_of(request), actor_of(request)
    whose = issuer_for(provider, organization)
    with isolation.enter(whose, actor=actor, reason=REASON), transaction.atomic():
        found = list_for(provider, key)
        content, name = files.content(found, extension), files.name_of(found, whose, extension)
        lists.note_exported(found, actor)
    kind = workbooks.MEDIA_TYPE if extension == files.XLSX else files.CSV_TYPE
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


@access(MANAGERS)
@require_POST
def confirm(request: HttpRequest, organization: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    """Confirm the lines that are ticked, or all of them; a second time changes nothing."""
    provider = provider_of(request)
    whose = issuer_for(provider, organization)
    lines = lines_asked(request, whose, provider, key)
    if not lines:
        messages.error(request, _("Tick the lines that have arrived, then confirm."))
        return list_page(request, provider, whose, key, status=REFUSED)
    try:
        found = confirming.confirm(whose, provider, lines, actor_of(request))
    except accept.OutOfReach:
        messages.error(
            request, _("The organization cannot be reached now. What was confirmed so far stays; try again.")
        )
        return redirect("fund:list", organization, key)
    tell_outcome(request, found)
    return redirect("fund:list", organization, key)


def lines_asked(request: HttpRequest, whose: Organization, provider: Provider, key: uuid.UUID) -> Sequence[FundLine]:
    """The lines of the list that were ticked; all of them for who asks for all."""
    with isolation.enter(whose, reason=REASON):
        lines = list_for(provider, key).lines.select_related("order", "member").order_by("place")
        if request.POST.get("all") != "1":
            lines = lines.filter(pk__in=confirming.line_ids(request.POST.getlist("line")))
        return list(lines)


def tell_outcome(request: HttpRequest, found: confirming.Outcome) -> None:
    """Say what was done."""
    if not found.confirmed and not found.over and not found.left:
        messages.info(request, _("These lines were decided before: they stay as they are."))
    if found.confirmed:
        text = ngettext("%(n)d contribution confirmed.", "%(n)d contributions confirmed.", found.confirmed)
        messages.success(request, text % {"n": found.confirmed})
    if found.left:
        messages.info(request, _("%(n)d are left: press again to go on.") % {"n": found.left})
    if found.over:
        text = ngettext(
            "%(n)d could no longer be confirmed: its credit has gone back.",
            "%(n)d could no longer be confirmed: their credit has gone back.",
            found.over,
        )
        messages.warning(request, text % {"n": found.over})


@access(MANAGERS)
@require_http_methods(READ_OR_WRITE)
def reject(request: HttpRequest, organization: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """Ask why, then refuse one line; once."""
    provider, actor = provider_of(request), actor_of(request)
    whose = issuer_for(provider, organization)
    with isolation.enter(whose, actor=actor, reason=REASON), transaction.atomic():
        rows = FundLine.objects.select_related("order", "member__user", "fund_list")
        found = rows.filter(fund_list__provider_id=provider.pk, pk=line).first()
        if found is None:
            raise Http404
        lists.note_lines(found.fund_list, [found], actor)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            confirming.reject(whose, provider, found, form.cleaned_data["reason"], actor)
            messages.success(request, _("Refused: the person is told why."))
        except confirming.AlreadyDecided:
            messages.error(request, _("This line was decided before: it stays as it is."))
        return redirect("fund:list", whose.pk, found.fund_list_id)
    context = {"line": found, "form": form, "whose": whose}
    return render(request, "enrolments/fund_reject.html", context)
