"""Applying to supply: begun by anybody, gone on with by the link that the contact gets by mail, sent when complete.

All of it in the schema of the organization in force: the network, or a territory whose municipality runs a call.
"""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from providers.accreditation import charter, outcomes, presenting
from providers.accreditation.calls import open_calls
from providers.accreditation.models import Call, Charter, Criterion
from providers.applications import giving_up, inviting, letters, tokens
from providers.applications.models import Answer, Application, Invitation, Letter
from providers.applications.tasks import send_letter
from tenants import isolation
from tenants.audit import trail
from tenants.envelope import send_after_commit
from tenants.isolation import SYSTEM
from tenants.models import Kind, Organization
from welfare.clock import now
from welfare.errors import PlainError

State = Application.State
# While the office, or the applicant, still has to do something with it.
OPEN = (State.SUBMITTED, State.ASKED)
# How long after the decision its link still opens it: in an old mail it is worth nothing.
LINK_FOR = datetime.timedelta(days=180)
JUST_NOW = datetime.timedelta(minutes=1)
# What its applicant may change.
WRITABLE = (State.STARTED, State.ASKED)
WHO_IT_IS = ("legal_name", "vat_number", "tax_code")


class CannotApply(PlainError):
    """An application that is not taken; the sentence says why, and what to do."""


class AlreadyOpen(CannotApply):
    """The same company has one that is being looked at."""


def takes(organization: Organization) -> bool:
    """Whether one can apply here today: to a network always, to a territory while it runs a call."""
    return organization.kind == Kind.NETWORK or open_calls(organization).exists()


def call_of(application: Application) -> Call | None:
    """The call that an application answers."""
    return Call.objects.filter(pk=application.call_id).first() if application.call_id else None


def open_ones_of(fields: Mapping[str, Any]) -> QuerySet[Application]:
    """Applications of the same company that are being looked at."""
    if fields.get("vat_number"):
        return Application.objects.filter(vat_number=fields["vat_number"], state__in=OPEN)
    return Application.objects.filter(vat_number="", tax_code=fields["tax_code"], state__in=OPEN)


@transaction.atomic
def start(fields: Mapping[str, Any], *, call: Call | None = None, invitation: Invitation | None = None) -> Application:
    """Begin an application and mail its contact the way back to it; `fields` are the company's and the contact's.

    One that the same contact has begun for the same company is gone on with. Raises AlreadyOpen, CannotApply.
    """
    refuse_closed(call)
    call_id = call.pk if call else None
    if open_ones_of(fields).exists():
        raise AlreadyOpen(already_open())
    begun = Application.objects.filter(
        state=State.STARTED, call_id=call_id, vat_number=fields["vat_number"], tax_code=fields["tax_code"],
        contact_email__iexact=fields["contact_email"],
    )  # fmt: skip
    found = begun.order_by("started_at").first()
    application = found or Application.objects.create(
        call_id=call_id, invitation=invitation, **fields, **tokens.new_token()
    )
    if found is not None and invitation is not None:
        begun.filter(pk=found.pk).update(invitation=invitation)
    if found is None:
        trail.record(SYSTEM, "application.started", subject=str(application.pk))
    if not was_just_mailed(application):
        mail(application, "application_link")
    return application


def was_just_mailed(application: Application) -> bool:
    """Whether the link is on its way already: a form sent twice mails once."""
    lately = Letter.objects.filter(application=application, kind="application_link", since__gt=now() - JUST_NOW)
    return lately.exists()


def already_open() -> Any:
    """What somebody reads whose company has applied."""
    return _(
        "There is an application of this company already, and it is being looked at. Ask for its link below, "
        "or call the help phone if you do not know who wrote it."
    )


def refuse_closed(call: Call | None) -> None:
    """Raise CannotApply when there is nothing to apply to (any more)."""
    here = isolation.current()
    if call is None and here.kind != Kind.NETWORK:
        raise CannotApply(_("There is no open call here: applications are taken when one opens."))
    if call is not None and not open_calls(here).filter(pk=call.pk).exists():
        raise CannotApply(_("This call is closed: no application is taken any more."))


def send_links(company: str, email: str) -> int:
    """Mail the links of a company's applications to their contact again, if that is the address; returns how many.

    `company` is a VAT number or a tax code. Whoever asks is told the same whatever is found.
    """
    named = Q(vat_number=company) | Q(tax_code=company)
    found = Application.objects.filter(named, contact_email__iexact=email).exclude(state=State.LAPSED)
    applications = list(found.order_by("-started_at")[:3])
    for application in applications:
        mail(application, "application_link")
    return len(applications)


def mail(application: Application, kind: str, **context: Any) -> None:
    """Queue a letter to the contact."""
    send_after_commit(send_letter, letters.write(application, kind, **context).pk)


def get_by_token(token: str) -> Application:
    """The application that a link opens; 404 for a wrong one, and half a year after the decision for any."""
    good = Application.objects.exclude(state=State.LAPSED).exclude(decided_at__lt=now() - LINK_FOR)
    return tokens.by_token(good, token)


@transaction.atomic
def change(application: Application, fields: Mapping[str, Any]) -> None:
    """Write the company's data anew. Raises CannotApply once it is being looked at, AlreadyOpen.

    Who was asked to present one company has said nothing of another: the word given does not go over.
    """
    found = writable(application)
    if open_ones_of(fields).exclude(pk=application.pk).exists():
        raise AlreadyOpen(already_open())
    try:
        with transaction.atomic():
            Application.objects.filter(pk=application.pk).update(**fields)
    except IntegrityError as error:
        raise AlreadyOpen(already_open()) from error
    if any(getattr(found, name) != fields[name] for name in WHO_IT_IS):
        presenting.withdraw(application.pk)


@transaction.atomic
def answer(application: Application, criterion: Criterion, *, is_yes: bool | None, text: str) -> None:
    """Write what is answered to a criterion. Raises CannotApply."""
    writable(application)
    Answer.objects.update_or_create(
        application=application, criterion_id=criterion.pk, defaults={"is_yes": is_yes, "text": text}
    )


def writable(application: Application) -> Application:
    """The application, locked, while its applicant may change it. Raises CannotApply."""
    mine = Application.objects.select_for_update(no_key=True, of=("self",))
    found = mine.filter(pk=application.pk, state__in=WRITABLE).first()
    if found is None:
        raise CannotApply(_("This application is being looked at, or has ended: it cannot be changed."))
    return found


@transaction.atomic
def submit(application: Application, accepted: Charter | None) -> None:
    """Send an application to the office, or what was missing; `accepted` is the charter that was on screen.

    Raises CannotApply when something is missing, the call has closed, or the charter is another one; AlreadyOpen.
    """
    found = writable(application)
    if found.state == State.STARTED:
        refuse_closed(call_of(found))
    present = charter.in_force()
    if (present and present.pk) != (accepted and accepted.pk):
        raise CannotApply(_("A new version of the charter is out: read it, then send."))
    signed = {"charter_id": present.pk, "charter_accepted_at": now()} if present else {}
    try:
        with transaction.atomic():
            Application.objects.filter(pk=found.pk).update(state=State.SUBMITTED, submitted_at=now(), told="", **signed)
    except IntegrityError as error:
        raise AlreadyOpen(already_open()) from error
    answer_invitation(found)
    trail.record(SYSTEM, "application.submitted", subject=str(found.pk))
    mail(found, "application_received")


def answer_invitation(application: Application) -> None:
    """Start the office's day for the invitation that an application answers: the one whose link led to it, else one
    that waits at the address of its contact (who has the link by mail, so the address is theirs).
    """
    followed = application.invitation_id
    if followed is not None and outcomes.is_the_offices_turn(followed):
        return
    waiting = inviting.waiting_at(application.contact_email)
    if waiting is not None and outcomes.is_the_offices_turn(waiting.pk):
        Application.objects.filter(pk=application.pk).update(invitation=waiting)


@transaction.atomic
def withdraw(application: Application) -> bool:
    """The applicant gives up; False when it had ended."""
    standing = Application.objects.filter(pk=application.pk, state__in=[*WRITABLE, State.SUBMITTED])
    if not standing.update(state=State.WITHDRAWN, decided_at=now()):
        return False
    presenting.withdraw(application.pk)
    giving_up.give_up_invitation(application)
    trail.record(SYSTEM, "application.withdrawn", subject=str(application.pk))
    return True


def present_by(application: Application, whom: uuid.UUID) -> None:
    """Ask a member organization whether it presents the applicant. Raises CannotApply for one that is none."""
    member = presenting.members().filter(pk=whom).first()
    if member is None:
        raise CannotApply(_("Choose one of the organizations that were found."))
    try:
        with transaction.atomic():
            writable(application)
            presenting.ask(
                application.pk, member, name=application.legal_name, town=application.town, about=application.about
            )
    except presenting.AskedEnough as error:
        raise CannotApply(str(error)) from error
