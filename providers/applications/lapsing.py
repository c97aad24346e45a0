"""What time does to applications: never sent, they lapse; refused or withdrawn, their papers are erased.

Personal data is kept as long as it serves: a started application 30 days, the papers and the contact of one that
came to nothing 180 days after it ended, for whoever asks why (GDPR art. 5 c. 1 e).
"""

import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from providers.accreditation import outcomes
from providers.accreditation.models import InvitationOutcome
from providers.applications.models import Application, Attachment, Invitation
from tenants import isolation
from welfare import files
from welfare.clock import now

STARTED_FOR = datetime.timedelta(days=30)
KEPT_FOR = datetime.timedelta(days=180)
State = Application.State
FRUITLESS = (State.REFUSED, State.WITHDRAWN, State.LAPSED)


def lapse() -> int:
    """Do all that is due in the organization in force; returns how many applications were touched."""
    old = Application.objects.filter(state=State.STARTED, started_at__lt=now() - STARTED_FOR)
    count = old.update(state=State.LAPSED, decided_at=now())
    for key in over().values_list("pk", flat=True):
        forget(Application.objects.get(pk=key))
        count += 1
    for invitation in Invitation.objects.filter(expires_at__lt=now()):
        outcomes.end(invitation.pk, InvitationOutcome.State.EXPIRED)
    return count


def over() -> QuerySet[Application]:
    """Applications that came to nothing, whose time is over."""
    return Application.objects.filter(state__in=FRUITLESS, decided_at__lt=now() - KEPT_FOR)


@transaction.atomic
def forget(application: Application) -> None:
    """Delete an application, its answers and its papers."""
    for attachment in application.attachments.all():
        erase(attachment)
    application.delete()


def erase(attachment: Attachment) -> None:
    """Delete a paper's row, and its file once the transaction is through."""
    if attachment.stored_name:
        transaction.on_commit(partial(files.remove, isolation.current().key, attachment.stored_name))
    attachment.delete()
