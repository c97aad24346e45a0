"""A provider's statements: read, confirm, contest, invoice, received; and answering the office's corrections."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.settlement import correcting, settling
from catalog.settlement.forms import AnswerForm, ContestForm, IbanForm, InvoiceForm, PaidForm, RevisionForm
from catalog.settlement.words import words_of
from providers.access import MANAGERS, STAFF, is_manager, provider_of
from providers.models import Provider
from providers.statements import confirming, corrections, documents, queries
from providers.statements.models import Correction, Side, Statement, StatementFile, StatementLine
from tenants.audit.trail import record
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.clock import today
from welfare.money import format_euro
from welfare.paging import links_of, page_by_key
from welfare.templatetags.kit import day as written

FORMS = require_http_methods(["GET", "HEAD", "POST"])
State = Statement.State
PILLS = {State.TO_CONFIRM: "warn", State.PAID: "neutral", State.CLEARED: "neutral"}
RECEIVABLE = (State.CONFIRMED, State.ORDERED)


@access(STAFF)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The provider's statements, the latest month first, and what waits for it."""
    return list_page(request, provider_of(request))


def list_page(request: HttpRequest, provider: Provider, **forms: Any) -> HttpResponse:
    """The page, with the form as it was sent where something in it was wrong."""
    page = page_by_key(queries.statements_of(provider), queries.BY_MONTH, request.GET.get("dopo", ""))
    context = links_of(page, {}) | {
        "rows": [(row, PILLS.get(State(row.state), "")) for row in page.rows],
        "duties": queries.duties_of(provider),
        "proposed": queries.proposed_to(provider),
        "provider": provider,
        "can_act": is_manager(request),
        "iban_form": forms.get("iban") or IbanForm(instance=provider),
    }
    return render(request, "settlement/statements.html", context)


@access(MANAGERS)
@require_POST
def iban(request: HttpRequest) -> HttpResponse:
    """Write where the provider is paid."""
    provider = provider_of(request)
    form = IbanForm(request.POST, instance=provider)
    if not form.is_valid():
        return list_page(request, provider_of(request), iban=form)
    with transaction.atomic():
        changed = Provider.objects.filter(pk=provider.pk).exclude(iban=form.cleaned_data["iban"])
        if changed.update(iban=form.cleaned_data["iban"]):
            # Digits of an account are not written to the trail: that it was changed is.
            record(actor_of(request), "provider.iban", subject=str(provider.pk))
    messages.success(request, _("Written: from the next payment on the money goes there."))
    return redirect("provider_statements:list")


@access(STAFF)
@require_safe
def statement(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One statement: total, lines, corrections, documents, and what can be done."""
    found = queries.get_statement_for(provider_of(request), pk)
    return statement_page(request, found)


def statement_page(request: HttpRequest, found: Statement, **forms: Any) -> HttpResponse:
    """The page, with forms as they were sent where something in them was wrong."""
    page = page_by_key(queries.lines_of(found), queries.BY_DAY, request.GET.get("dopo", ""))
    can_act = is_manager(request)
    is_open = found.state == State.TO_CONFIRM
    can_invoice = can_act and not is_open and found.provider.organization_id != found.issuer_id
    context = links_of(page, {}) | {
        "statement": found,
        "pill": PILLS.get(State(found.state), ""),
        "lines": [(line, is_waiting(line)) for line in page.rows],
        "own": found.provider.organization_id == found.issuer_id,
        "corrections": documents.corrections_in(found),
        "waiting": queries.waiting_of(found).count() if is_open else 0,
        "papers": [
            (StatementFile.Kind.PDF, _("Statement (PDF)")),
            (StatementFile.Kind.CSV, _("Statement (CSV)")),
            (StatementFile.Kind.PROFORMA, _("Pro-forma of the invoice (PDF)")),
        ],
        "can_act": can_act,
        "can_contest": can_act and is_open and today() <= found.confirm_by,
        "invoice_form": (forms.get("invoice") or InvoiceForm(instance=found)) if can_invoice else None,
        "paid_form": forms.get("paid") or PaidForm() if can_act and found.state in RECEIVABLE else None,
    }
    return render(request, "settlement/statement.html", context)


def is_waiting(line: StatementLine) -> bool:
    """Whether a correction of a line waits for an answer; corrections come with the line."""
    return any(each.state == Correction.State.PROPOSED for each in line.fulfilment.corrections.all())


@access(MANAGERS)
@FORMS
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree to the total that was shown, after asking."""
    found = queries.get_statement_for(provider_of(request), pk)
    form = RevisionForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        return confirmed(request, found, form.cleaned_data["revision"])
    if found.state != State.TO_CONFIRM:
        return redirect("provider_statements:statement", found.pk)
    return render(request, "confirm.html", asked(found, form))


def confirmed(request: HttpRequest, found: Statement, revision: int) -> HttpResponse:
    """Do it, and go back to the statement."""
    try:
        with transaction.atomic():
            confirming.confirm(found, revision=revision, actor=actor_of(request))
        messages.success(request, _("Confirmed: the customer can pay it."))
    except confirming.CannotConfirm as error:
        messages.info(request, words_of(error))
    return redirect("provider_statements:statement", found.pk)


def asked(found: Statement, form: RevisionForm) -> dict[str, Any]:
    """The page that asks before confirming."""
    return {
        "title": _("Confirm %(total)s?") % {"total": format_euro(found.total)},
        "text": _("From then on its lines do not change. What is corrected later counts in the next statement."),
        "facts": [
            (_("Statement"), found.number),
            (_("Customer"), found.issuer.name),
            (_("Accepted services"), format_euro(found.accepted)),
            (_("Corrections"), format_euro(found.corrected)),
        ],
        "submit": _("Confirm %(total)s") % {"total": format_euro(found.total)},
        "form": form,
        "back_url": reverse("provider_statements:statement", args=[found.pk]),
        "back_label": found.number,
    }


@access(MANAGERS)
@FORMS
def contest(request: HttpRequest, pk: uuid.UUID, line_id: int) -> HttpResponse:
    """Say that a line is not right."""
    found = queries.get_statement_for(provider_of(request), pk)
    line = queries.get_line_for(found, line_id)
    left = line.amount + corrections.corrected(line.fulfilment_id)
    form = ContestForm(request.POST or None, most=left)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                row = confirming.contest(
                    found, line, amount=said["amount"], reason=said["reason"], actor=actor_of(request)
                )
        except (confirming.CannotConfirm, corrections.CannotCorrect) as error:
            form.add_error(None, words_of(error))
        else:
            words = _("Sent to the welfare office. Without an answer by %(day)s the correction is taken as agreed.")
            messages.success(request, words % {"day": written(row.answer_by)})
            return redirect("provider_statements:statement", found.pk)
    return render(request, "settlement/contest.html", {"statement": found, "line": line, "left": left, "form": form})


@access(STAFF)
@require_POST
def document(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """A document of the statement: made when first asked for, then always the same bytes."""
    if kind not in StatementFile.Kind.values:
        raise Http404
    found = queries.get_statement_for(provider_of(request), pk)
    headers = {
        "Content-Disposition": f'attachment; filename="{documents.file_name(found, kind)}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    media = documents.MEDIA[documents.EXTENSIONS[kind]]
    return HttpResponse(documents.document(found, kind), content_type=media, headers=headers)


@access(MANAGERS)
@require_POST
def invoice(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down number and date of the invoice that was sent."""
    found = queries.get_statement_for(provider_of(request), pk)
    form = InvoiceForm(request.POST, instance=queries.get_statement_for(provider_of(request), pk))
    if not form.is_valid():
        return statement_page(request, found, invoice=form)
    said = form.cleaned_data
    try:
        with transaction.atomic():
            confirming.write_invoice(
                found, number=said["invoice_number"], day=said["invoice_date"], actor=actor_of(request)
            )
        messages.success(request, _("The invoice is written down: who pays sees its number."))
    except confirming.CannotConfirm as error:
        messages.info(request, words_of(error))
    return redirect("provider_statements:statement", found.pk)


@access(MANAGERS)
@require_POST
def received(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The money has come: the statement is paid, whoever says it first."""
    found = queries.get_statement_for(provider_of(request), pk)
    form = PaidForm(request.POST)
    if not form.is_valid():
        return statement_page(request, found, paid=form)
    try:
        moved = settling.received(found, form.cleaned_data["paid_on"], actor=actor_of(request))
    except settling.NotPayable as error:
        form.add_error("paid_on", words_of(error))
        return statement_page(request, found, paid=form)
    if moved:
        messages.success(request, _("Written down: this statement is paid."))
    else:
        messages.info(request, _("This statement was not waiting for its money: nothing has changed."))
    return redirect("provider_statements:statement", found.pk)


@access(MANAGERS)
@FORMS
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree or not to a correction that the office proposes."""
    correction = queries.get_correction_for(provider_of(request), pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return answered(request, correction, form.cleaned_data["answer"], "provider_statements:list")
    context = {
        "correction": correction,
        "form": form,
        "is_open": correction.state == Correction.State.PROPOSED and correction.side == Side.OFFICE,
        "back_url": reverse("provider_statements:list"),
    }
    return render(request, "settlement/answer.html", context)


def answered(request: HttpRequest, correction: Correction, said: str, home: str) -> HttpResponse:
    """Move what was answered, and go back to the list."""
    actor = actor_of(request)
    try:
        if said == "yes":
            correcting.accept(correction.pk, actor=actor)
            messages.success(request, _("Agreed: the credit has moved, and the person is told."))
        else:
            correcting.refuse(correction.pk, said, actor=actor)
            messages.success(request, _("Not agreed: nothing has moved, and the other side is told."))
    except correcting.CannotAnswer as error:
        messages.info(request, words_of(error))
    return redirect(home)
