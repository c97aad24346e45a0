"""What an organization owes its providers, for whoever runs payroll: sums alone, never what anybody chose."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.settlement import payments, settling
from catalog.settlement.forms import AccountForm, PaidForm, PayForm
from catalog.settlement.models import PayerSettings, PaymentFile
from catalog.settlement.words import words_of
from providers.statements.models import ClearingParty
from tenants.audit.trail import record
from tenants.identity.actors import actor_of
from tenants.isolation import current
from tenants.models import EMPLOYERS
from welfare.access import access, roles
from welfare.clock import today
from welfare.money import ZERO, format_euro
from welfare.paging import links_of, page_by_key

PAYROLL = roles("payroll")
FORMS = require_http_methods(["GET", "HEAD", "POST"])
NEWEST = ("-made_at", "pk")
PAID_ALREADY = "paid"
State = PaymentFile.State
PILLS = {State.MADE: "warn", State.PAID: "", State.WITHDRAWN: "neutral"}


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def payables(request: HttpRequest) -> HttpResponse:
    """What can be paid, chosen for the bank's file or marked as paid; and the files made before."""
    rows = payments.payables()
    if request.method != "POST":
        return payables_page(request, rows, PayForm(payables=rows, initial={"key": uuid.uuid4().hex, "day": today()}))
    form = PayForm(request.POST, payables=with_taken(request, rows))
    if not form.is_valid():
        return payables_page(request, rows, form)
    try:
        if request.POST.get("act") == PAID_ALREADY:
            return paid_otherwise(request, form)
        return file_made(request, form)
    except (payments.CannotPay, settling.NotPayable) as error:
        code = getattr(error, "code", "")
        form.add_error("day" if code in ("day", "future", "early") else None, words_of(error))
        return payables_page(request, rows, form)


def with_taken(request: HttpRequest, rows: list[payments.Payable]) -> list[payments.Payable]:
    """The rows of a form; those of a form sent before, too, whose file is found again by its key."""
    before = PaymentFile.objects.filter(key=request.POST.get("key", "")[:64].replace("\0", "")).first()
    return rows + [payments.as_payable(each) for each in before.payments.all()] if before else rows


def file_made(request: HttpRequest, form: PayForm) -> HttpResponse:
    """Make the file and show it."""
    said, user = form.cleaned_data, request.user
    row = payments.make_file(said["key"], said["chosen"], said["day"], user=user, actor=actor_of(request))  # type: ignore[arg-type]
    return redirect("payables:file", row.pk)


def paid_otherwise(request: HttpRequest, form: PayForm) -> HttpResponse:
    """Write down what was paid without a file."""
    said = form.cleaned_data
    count = payments.pay_otherwise(said["chosen"], said["day"], actor=actor_of(request))
    words = ngettext("%(n)d payment is written down.", "%(n)d payments are written down.", count)
    messages.success(request, words % {"n": count})
    return redirect("payables:list")


def payables_page(request: HttpRequest, rows: list[payments.Payable], form: PayForm) -> HttpResponse:
    """The page of what can be paid."""
    page = page_by_key(PaymentFile.objects.all(), NEWEST, request.GET.get("dopo", ""), 12)
    chosen = set(map(str, form["chosen"].value() or []))
    context = links_of(page, {}) | {
        "rows": [(row, str(row.key) in chosen) for row in rows],
        "total": sum((row.amount for row in rows), ZERO),
        "form": form,
        "account": payments.payer_settings(),
        "has_rounds": ClearingParty.objects.filter(organization=current()).exists(),
        "files": [(row, PILLS[State(row.state)]) for row in page.rows],
    }
    return render(request, "settlement/payables.html", context)


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def account(request: HttpRequest) -> HttpResponse:
    """The account that payments leave from."""
    before = payments.payer_settings()
    form = AccountForm(request.POST or None, instance=before)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            row: PayerSettings = form.save(commit=False)
            row.changed_by = request.user  # type: ignore[assignment]
            row.save()
            record(actor_of(request), "payment.account", details={"fields": form.changed_data})
        messages.success(request, _("The account is written: payments leave from it."))
        return redirect("payables:list")
    return render(request, "settlement/account.html", {"form": form})


@access(PAYROLL, kinds=EMPLOYERS)
@require_safe
def payment_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One file: what it pays, and what became of it."""
    return file_page(request, payments.get_file(pk), PaidForm())


def file_page(request: HttpRequest, row: PaymentFile, form: PaidForm) -> HttpResponse:
    """The page of a file."""
    context = {
        "file": row,
        "pill": PILLS[State(row.state)],
        "payments": row.payments.order_by("payee", "number"),
        "form": form if row.state == State.MADE else None,
        "can_withdraw": row.state == State.MADE and today() < row.execution_on,
    }
    return render(request, "settlement/file.html", context)


@access(PAYROLL, kinds=EMPLOYERS)
@require_POST
def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The file for the bank: the same bytes each time."""
    row = payments.get_file(pk)
    content = payments.content_of(row)
    with transaction.atomic():
        record(actor_of(request), "payment.file_downloaded", subject=str(row.pk), details={"file": row.message_id})
    headers = {
        "Content-Disposition": f'attachment; filename="sepa-{row.message_id}.xml"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type="application/xml", headers=headers)


@access(PAYROLL, kinds=EMPLOYERS)
@FORMS
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back a file that was not sent, after asking."""
    row = payments.get_file(pk)
    if request.method == "POST":
        try:
            payments.withdraw(row, actor=actor_of(request))
            messages.success(request, _("Withdrawn: what it would have paid can be paid anew."))
        except payments.CannotPay as error:
            messages.info(request, words_of(error))
        return redirect("payables:file", row.pk)
    if row.state != State.MADE:
        return redirect("payables:file", row.pk)
    return render(request, "confirm.html", asked(row))


def asked(row: PaymentFile) -> dict[str, Any]:
    """The page that asks before withdrawing."""
    return {
        "title": _("Withdraw the file of %(total)s?") % {"total": format_euro(row.total)},
        "text": _("What it would have paid can be paid anew with another file."),
        "warning": _("Only if it was not sent to the bank: else the providers would be paid twice."),
        "facts": [(_("File"), row.message_id), (_("Payments"), row.count)],
        "submit": _("Withdraw the file"),
        "danger": True,
        "back_url": reverse("payables:file", args=[row.pk]),
        "back_label": row.message_id,
    }


@access(PAYROLL, kinds=EMPLOYERS)
@require_POST
def paid(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The bank has paid it."""
    row, form = payments.get_file(pk), PaidForm(request.POST)
    if not form.is_valid():
        return file_page(request, row, form)
    try:
        payments.mark_paid(row, form.cleaned_data["paid_on"], actor=actor_of(request))
    except settling.NotPayable as error:
        form.add_error("paid_on", words_of(error))
        return file_page(request, row, form)
    except payments.CannotPay as error:
        messages.info(request, words_of(error))
    else:
        messages.success(request, _("Paid: the providers see it."))
    return redirect("payables:file", row.pk)
