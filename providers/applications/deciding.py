"""What the office of a network or municipality does with an application: each reading, each act is recorded."""

import datetime
import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from providers.accreditation import outcomes
from providers.accreditation.models import InvitationOutcome
from providers.applications import applying, awaited, joining, papers
from providers.applications.models import Application, Attachment
from providers.models import Provider
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.clock import now
from welfare.errors import PlainError

State = Application.State
# What the office sees: nothing that its applicant has not sent.
SENT = (State.SUBMITTED, State.ASKED, State.ACCEPTED, State.REFUSED, State.WITHDRAWN)


class NotReady(PlainError):
    """Something has not been looked at, or is missing; the sentence says what."""


def listed(state: str) -> QuerySet[Application]:
    """The applications in a state that the office may see; those to look at for anything else.

    With who waits for each (`awaited.with_people`): sort by `awaited.AWAITED_FIRST`.
    """
    asked = state if state in SENT else State.SUBMITTED
    return awaited.with_people(Application.objects.filter(state=asked, submitted_at__isnull=False))


def count_waiting() -> int:
    """How many applications wait for the office of the organization in force."""
    return Application.objects.filter(state=State.SUBMITTED).count()


def get(key: uuid.UUID) -> Application:
    """An application that was sent; 404 for any other."""
    found = Application.objects.filter(pk=key, state__in=SENT, submitted_at__isnull=False).first()
    if found is None:
        raise Http404
    return found


def look_at(key: uuid.UUID, *, actor: Actor) -> Application:
    """An application, for the office; that it was read is recorded. 404 for one that was not sent."""
    found = get(key)
    trail.record(actor, "application.read", subject=str(key))
    return found


def open_paper(attachment: Attachment, *, actor: Actor) -> bytes:
    """A paper's file, for the office; that it was opened is recorded."""
    subject, details = str(attachment.application_id), {"kind": attachment.kind}
    trail.record(actor, "application.paper_read", subject=subject, details=details)
    return papers.content_of(attachment)


@transaction.atomic
def check_paper(
    attachment: Attachment, *, is_accepted: bool, expires_on: datetime.date | None, reason: str, actor: Actor
) -> bool:
    """Write what the office found of a paper, while the application is open; it may change its mind."""
    application = Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=attachment.application_id)
    if application.state not in applying.OPEN:
        return False
    state = Attachment.State.ACCEPTED if is_accepted else Attachment.State.REFUSED
    values = {"state": state, "reason": "" if is_accepted else reason}
    if is_accepted:
        values["expires_on"] = expires_on  # type: ignore[assignment]
    Attachment.objects.filter(pk=attachment.pk).update(**values)
    details = {"kind": attachment.kind}
    trail.record(actor, f"application.paper_{state}", subject=str(application.pk), details=details)
    return True


@transaction.atomic
def ask(application: Application, what: str, *, actor: Actor) -> bool:
    """Ask the applicant for what is missing, by mail; False when the application does not wait for the office."""
    if not move(application, State.ASKED, told=what):
        return False
    if application.invitation_id:
        outcomes.is_the_applicants_turn(application.invitation_id)
    trail.record(actor, "application.asked", subject=str(application.pk))
    applying.mail(application, "application_asked", what=what)
    return True


@transaction.atomic
def refuse(application: Application, reason: str, *, actor: Actor) -> bool:
    """Refuse an application with reasons that its applicant reads; False when somebody was quicker."""
    if not move(application, State.REFUSED, told=reason, decided_at=now()):
        return False
    if application.invitation_id:
        outcomes.end(application.invitation_id, InvitationOutcome.State.REFUSED)
    trail.record(actor, "application.refused", subject=str(application.pk))
    applying.mail(application, "application_refused", reason=reason)
    return True


def move(application: Application, state: Application.State, **fields: object) -> bool:
    """Take an application that waits for the office to where it goes, once."""
    waiting = Application.objects.filter(pk=application.pk, state=State.SUBMITTED)
    return bool(waiting.update(state=state, **fields))


@transaction.atomic
def accept(application: Application, *, actor: Actor) -> Provider:
    """Make the applicant a provider, accredited by the organization in force. Raises NotReady."""
    found = Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=application.pk)
    refuse_unready(found)
    provider = joining.join(found, actor=actor)
    if not move(found, State.ACCEPTED, told="", decided_at=now(), provider_id=provider.pk):
        raise NotReady(_("A colleague has moved this application meanwhile: look at it again."))
    if found.invitation_id:
        outcomes.end(found.invitation_id, InvitationOutcome.State.ACTIVE, provider)
    trail.record(actor, "application.accepted", subject=str(found.pk))
    applying.mail(found, "application_accepted", is_opened=joining.opens_organizations())
    return provider


def refuse_unready(application: Application) -> None:
    """Raise NotReady for what does not wait, or has papers that are missing or unchecked."""
    if application.state != State.SUBMITTED:
        raise NotReady(_("A colleague has moved this application meanwhile: look at it again."))
    asked = papers.asked_for(application)
    if any(each.state == Attachment.State.WAITING for one in asked for each in one.sent):
        raise NotReady(_("Some documents have not been looked at: say of each whether it is in order."))
    missing = [str(one.kind.label) for one in asked if one.is_missing]
    if missing:
        words = _("Without these the applicant cannot be accepted: %(papers)s. Ask for them.")
        raise NotReady(words % {"papers": ", ".join(missing)})
