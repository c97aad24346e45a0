"""What time does to applications: never sent, they lapse; never completed, they count as withdrawn; then erased.

Personal data is kept as long as it serves: a started application 30 days, one that was asked for more 180 days, the
papers and the contact of one that came to nothing 180 days after it ended, for whoever asks why (GDPR art. 5 c. 1 e).
"""

import datetime
import uuid
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from providers.accreditation import outcomes, presenting
from providers.accreditation.models import InvitationOutcome
from providers.applications import giving_up
from providers.applications.models import Application, Asked, Attachment, Invitation, Letter
from providers.nominating.models import Nomination
from tenants import isolation
from welfare import files
from welfare.clock import now

STARTED_FOR = datetime.timedelta(days=30)
ENDED_FOR = datetime.timedelta(days=30)
KEPT_FOR = datetime.timedelta(days=180)
State = Application.State
FRUITLESS = (State.REFUSED, State.WITHDRAWN, State.LAPSED)


def lapse() -> int:
    """Do all that is due in the organization in force; returns how many applications were touched."""
    old = Application.objects.filter(state=State.STARTED, started_at__lt=now() - STARTED_FOR)
    count = old.update(state=State.LAPSED, decided_at=now()) + sum(give_up(each) for each in never_completed())
    for key in over().values_list("pk", flat=True):
        forget(Application.objects.get(pk=key))
        count += 1
    for key in unanswered():
        outcomes.end(key, InvitationOutcome.State.EXPIRED)
    forget_asked()
    Invitation.objects.filter(expires_at__lt=now() - KEPT_FOR).delete()
    return count


def forget_asked() -> int:
    """Erase what people asked of who was invited, thirty days after it ended; returns how many."""
    asked = Asked.objects.filter(at__lt=now() - ENDED_FOR).values_list("nomination", flat=True)
    over = Nomination.objects.filter(pk__in=list(asked), ended_at__lt=now() - ENDED_FOR)
    return Asked.objects.filter(nomination__in=list(over.values_list("pk", flat=True))).delete()[0]


def unanswered() -> list[uuid.UUID]:
    """Invitations whose time is over, and from which no application came that is being looked at."""
    waiting = InvitationOutcome.objects.filter(receiver=isolation.current(), state=InvitationOutcome.State.OPEN)
    old = Invitation.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)), expires_at__lt=now())
    answered = Application.objects.filter(invitation__isnull=False, state__in=[State.SUBMITTED, State.ASKED])
    return list(old.exclude(pk__in=answered.values("invitation")).values_list("pk", flat=True))


def never_completed() -> list[Application]:
    """Applications that were asked for more long ago, and never sent again."""
    asked_lately = Letter.objects.filter(
        application=OuterRef("pk"), kind="application_asked", since__gte=now() - KEPT_FOR
    )
    waiting = Application.objects.filter(state=State.ASKED, submitted_at__lt=now() - KEPT_FOR)
    return list(waiting.filter(~Exists(asked_lately)))


@transaction.atomic
def give_up(application: Application) -> bool:
    """Count an application as withdrawn whose applicant does not answer; False when it was sent meanwhile."""
    still_asked = Application.objects.filter(pk=application.pk, state=State.ASKED)
    if not still_asked.update(state=State.WITHDRAWN, decided_at=now()):
        return False
    presenting.withdraw(application.pk)
    giving_up.give_up_invitation(application)
    return True


def over() -> QuerySet[Application]:
    """Applications that came to nothing, whose time is over."""
    return Application.objects.filter(state__in=FRUITLESS, decided_at__lt=now() - KEPT_FOR)


@transaction.atomic
def forget(application: Application) -> None:
    """Delete an application, its answers, its papers, and what was asked of whom should present it."""
    for attachment in application.attachments.all():
        erase(attachment)
    presenting.forget(application.pk)
    application.delete()


def erase(attachment: Attachment) -> None:
    """Delete a paper's row, and its file once the transaction is through."""
    if attachment.stored_name:
        transaction.on_commit(partial(files.remove, isolation.current().key, attachment.stored_name))
    attachment.delete()
