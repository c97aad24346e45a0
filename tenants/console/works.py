"""The console's page of work that was given up: what it was, why it stopped, what to do, and trying again."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from tenants import failures
from tenants.audit import trail
from tenants.console import queries
from tenants.console.pages import NETWORK, OPERATORS
from tenants.console.queries import RESOLVED, AskedOfWorks
from tenants.identity.actors import actor_of
from tenants.models import FailedTask
from welfare.access import access
from welfare.clock import now
from welfare.paging import links_of, page_by_key

# What one press puts back: each is a transaction of its own, and a request must end.
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Words:
    """A kind of work on screen: its name, what is missing because it stopped, what to look at."""

    label: str | Promise
    missing: str | Promise = ""
    advice: str | Promise = ""


KINDS = {
    "message": Words(
        gettext_lazy("Mail"),
        gettext_lazy("A person has not got a mail; what it says is on their pages, too."),
        gettext_lazy("See whether the mail server answers, then try again."),
    ),
    "letter": Words(
        gettext_lazy("Mail to an applicant"),
        gettext_lazy("Somebody who wants to supply has not got a mail, perhaps the link to their application."),
        gettext_lazy("See whether the mail server answers and the address is right, then try again."),
    ),
    "nomination": Words(
        gettext_lazy("Credit that waits for a provider"),
        gettext_lazy("Somebody's credit has not come back, though the provider they named said no or did not answer."),
        gettext_lazy("Try again. If it stops once more, look at the worker's log: the credit is held, not lost."),
    ),
    "papers": Words(
        gettext_lazy("Look at a provider's papers"),
        gettext_lazy("An organization was not reminded, or its services were not held against its papers."),
        gettext_lazy("Try again: what was done stays. If it stops once more, look at the worker's log."),
    ),
    "voucher": Words(
        gettext_lazy("Voucher document"),
        gettext_lazy("A voucher has no PDF; its code is on the page and is good."),
        gettext_lazy("See on the health page whether anything for documents is missing, then try again."),
    ),
    "regulation": Words(
        gettext_lazy("Regulation document"),
        gettext_lazy("A version of a plan's rules has no PDF; people read it on its page."),
        gettext_lazy("See on the health page whether anything for documents is missing, then try again."),
    ),
    "reminders": Words(
        gettext_lazy("Reminding everybody"),
        gettext_lazy("Some people have not been told yet that their credit expires; nobody twice."),
        gettext_lazy("Try again: it goes on where it was."),
    ),
    "group_sheet": Words(
        gettext_lazy("Document of several places"),
        gettext_lazy("Somebody booked several weeks and waits for one PDF; the codes are on their page and good."),
        gettext_lazy("See on the health page whether anything for documents is missing, then try again."),
    ),
    "booklet": Words(
        gettext_lazy("Booklet of a shelf"),
        gettext_lazy("An organization's services are not on paper; each has its leaflet on its page."),
        gettext_lazy("See on the health page whether anything for documents is missing, then try again."),
    ),
    "statement": Words(
        gettext_lazy("Statement of a year"),
        gettext_lazy("A person waits for a PDF of their credit; the figures are on their page."),
        gettext_lazy("See on the health page whether anything for documents is missing, then try again."),
    ),
    "invitations": Words(
        gettext_lazy("Inviting everybody"),
        gettext_lazy("Some people of the organization have not been invited yet; nobody twice."),
        gettext_lazy("See whether the mail server answers, then try again: it goes on where it was."),
    ),
    "import": Words(
        gettext_lazy("Import of a file"),
        gettext_lazy("A list that somebody uploaded is not checked or not written; nothing of it is half written."),
        gettext_lazy("Try again: it goes on from the stored file. If it stops once more, ask for the file."),
    ),
    "payroll": Words(
        gettext_lazy("Month of payroll"),
        gettext_lazy("The figures of a month are not made; nothing of it is half written."),
        gettext_lazy("Try again: it begins anew. If it stops once more, look at the worker's log."),
    ),
    "grant": Words(
        gettext_lazy("Grant of credit"),
        gettext_lazy("Some people have not got the credit that their HR confirmed; nobody has it twice."),
        gettext_lazy("Try again: it goes on with those who are left."),
    ),
    "month_closing": Words(
        gettext_lazy("Closing of a month"),
        gettext_lazy(
            "Some providers have no statement of a month yet; none has a part of one, and no service is in two."
        ),
        gettext_lazy("Try again: it goes on with those who are left. If it stops once more, look at the worker's log."),
    ),
    "closing": Words(
        gettext_lazy("Closing of a source of credit"),
        gettext_lazy("What was left of a source has not gone where the plan sends it, for some people; nobody twice."),
        gettext_lazy("Try again: it goes on with those who are left. If it stops once more, ask for help."),
    ),
    "slot_cancellation": Words(
        gettext_lazy("Credit of cancelled dates"),
        gettext_lazy("A provider cancelled dates; some people have not been told and have not got their credit back."),
        gettext_lazy("Try again at once: it goes on with those who are left, nobody twice."),
    ),
    "slot_change": Words(
        gettext_lazy("New hours or a new place"),
        gettext_lazy("A provider changed hours or the place of dates; some people who booked do not know it yet."),
        gettext_lazy("Try again at once: it goes on with those who are left, nobody twice."),
    ),
    "subscription": Words(
        gettext_lazy("Month of a subscription"),
        gettext_lazy("A month that is due could not be set aside; nothing was taken, and nobody's service ends by it."),
        gettext_lazy("It is tried again every morning by itself. If it stays, look at the worker's log."),
    ),
    "enrolment": Words(
        gettext_lazy("Cover or contribution of a fund"),
        gettext_lazy("A cover was not renewed or ended on its day, or a month was not paid in; nothing was taken."),
        gettext_lazy("It is tried again every morning by itself. If it stays, look at the worker's log."),
    ),
    "silence": Words(
        gettext_lazy("Consent by silence"),
        gettext_lazy("A statement or a correction is past its last day and waits all the same; no credit has moved."),
        gettext_lazy("It is tried again every morning by itself. If it stays, look at the worker's log."),
    ),
    "voucher_expiry": Words(
        gettext_lazy("Voucher past its day"),
        gettext_lazy("A voucher that nobody used in time could not be closed: its credit has not come back yet."),
        gettext_lazy("It is tried again every morning by itself. If it stays, look at the worker's log."),
    ),
    "quote_end": Words(
        gettext_lazy("Quote past its day"),
        gettext_lazy("A quote or a request for quotes is over and could not be closed; nobody has been told yet."),
        gettext_lazy("It is tried again every morning by itself. If it stays, look at the worker's log."),
    ),
    "provisioning": Words(
        gettext_lazy("Opening of an organization"),
        gettext_lazy("The organization has no archive or no first person yet."),
        gettext_lazy("See whether the provisioning worker runs, then try again: what was done stays."),
    ),
}
# What an error's name means to somebody who does not write programs.
ERRORS = {
    "Undeliverable": gettext_lazy("The person has no address any more, or may not be written to: nothing to do."),
    "SMTPRecipientsRefused": gettext_lazy("The mail server does not know the address."),
    "SMTPServerDisconnected": gettext_lazy("The mail server hung up."),
    "SMTPAuthenticationError": gettext_lazy("The mail server refused our user or password."),
    "ConnectionRefusedError": gettext_lazy("The mail server does not answer."),
    "TimeoutError": gettext_lazy("It took too long."),
    "SoftTimeLimitExceeded": gettext_lazy("It took too long."),
    "stopped": gettext_lazy("The worker was stopped at each attempt."),
}


@dataclass(frozen=True)
class Row:
    """One piece of given-up work, in words."""

    work: FailedTask
    words: Words
    error: str | Promise


def words_of(kind: str) -> Words:
    """A kind in words; a kind that nobody named is called by its code."""
    return KINDS.get(kind, Words(kind))


def row_of(work: FailedTask) -> Row:
    """A piece of work with what it was and why it stopped."""
    return Row(work, words_of(work.kind), ERRORS.get(work.error.partition(" ")[0], ""))


def asked_in(values: Any) -> AskedOfWorks:
    """The question that an address or a form holds; a kind that nobody knows asks nothing."""
    kind = str(values.get("tipo", ""))
    return AskedOfWorks(
        search=" ".join(str(values.get("q", "")).replace("\0", " ").split())[:100],
        kind=kind if kind in KINDS or kind in failures.ways else "",
        is_resolved=values.get("stato") == RESOLVED,
    )


@access(OPERATORS, kinds=NETWORK)
@require_safe
def list_failures(request: HttpRequest) -> HttpResponse:
    """Work given up after its last attempt, newest first; or what was dealt with."""
    asked = asked_in(request.GET)
    page = page_by_key(queries.failures(asked), queries.NEWEST, request.GET.get("after", ""))
    counts = queries.open_kinds()
    context = links_of(page, asked.kept(), "after") | {
        "rows": [row_of(work) for work in page.rows],
        "asked": asked,
        "chips": chips(asked, counts),
        "kept": [pair for pair in asked.kept().items() if pair[0] != "q" and pair[1]],
        "waiting": counts.get(asked.kind, 0) if asked.kind else sum(counts.values()),
        "words": words_of(asked.kind) if asked.kind else None,
    }
    return render(request, "console/failures.html", context)


def chips(asked: AskedOfWorks, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The kinds that wait, with how many; last, what was dealt with."""
    named = [("", _("All")), *((kind, f"{words_of(kind).label} ({n})") for kind, n in counts.items())]
    shown = [
        {
            "label": label,
            "url": f"?tipo={kind}" if kind else "?",
            "active": not asked.is_resolved and asked.kind == kind,
        }
        for kind, label in named
    ]
    return [*shown, {"label": _("Dealt with"), "url": f"?stato={RESOLVED}", "active": asked.is_resolved}]


@access(OPERATORS, kinds=NETWORK)
@require_POST
def retry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put one work back in its queue."""
    work = queries.get_failure(pk)
    try:
        again = is_again(request, work)
    except failures.CannotRetry:
        messages.error(request, _("This work cannot be tried again from here."))
    else:
        if again:
            messages.success(request, _("It is in the queue again: it will be tried within a minute."))
        else:
            messages.info(request, _("Somebody has already put it back in the queue."))
    return redirect("console:failures")


@access(OPERATORS, kinds=NETWORK)
@require_POST
def dismiss(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close work that there is no sense in trying again, like a mail to somebody who has left."""
    work = queries.get_failure(pk)
    with transaction.atomic():
        if queries.open_failures().filter(pk=work.pk).update(resolved_at=now()):
            details = {"kind": work.kind}
            trail.record(actor_of(request), "work.dismissed", subject=str(work.organization_id), details=details)
            messages.success(request, _("Closed: it will not be tried again."))
        else:
            messages.info(request, _("Somebody has already dealt with it."))
    return redirect("console:failures")


@access(OPERATORS, kinds=NETWORK)
@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    """Put all work that answers the question back in its queue, at most 200 at once."""
    asked = asked_in(request.POST)
    if asked.kind != request.POST.get("tipo", "") or asked.search != request.POST.get("q", ""):
        # What was meant cannot be told: nothing goes back, least of all everything.
        raise BadRequest
    waiting = queries.failures(AskedOfWorks(asked.search, asked.kind)).filter(kind__in=list(failures.ways))
    works = list(waiting.order_by("failed_at", "pk")[:MOST_AT_ONCE])
    again = sum(is_again(request, work) for work in works)
    left = waiting.count()
    done = ngettext("%(n)d piece of work is in the queue again.", "%(n)d pieces of work are in the queue again.", again)
    messages.success(request, done % {"n": again})
    if left:
        rest = ngettext("%(n)d is left: press again.", "%(n)d are left: press again.", left)
        messages.info(request, rest % {"n": left})
    return redirect("console:failures")


def is_again(request: HttpRequest, work: FailedTask) -> bool:
    """Put one work back and write it to the network's trail; False when somebody already did."""
    actor = actor_of(request)
    again = failures.retry(work.pk, actor=actor)
    if again:
        trail.record(actor, "work.retried", subject=str(work.organization_id), details={"kind": work.kind})
    return again
