"""Applications of providers that people named: who waits for the office's answer, and by which day it is due.

In the organization in force; how many wait and the day are nameless rows of the public schema.
"""

import datetime

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from providers.accreditation.models import InvitationOutcome
from providers.applications.models import Application
from providers.nominating.models import Nomination
from welfare.clock import today

# Those that somebody waits for first, then as they came.
AWAITED_FIRST = ("rank", "submitted_at", "pk")


def with_people(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The applications with `people` who wait for each, `answer_by` (None: no day runs) and `rank`."""
    going = InvitationOutcome.objects.filter(pk=OuterRef("invitation_id"), state=InvitationOutcome.State.OPEN)
    waiting = Nomination.objects.filter(
        outcome=OuterRef("invitation_id"), outcome__state=InvitationOutcome.State.OPEN, state=Nomination.State.OPEN
    )
    count = waiting.order_by().values("outcome").annotate(n=Count("pk")).values("n")
    counted = applications.annotate(
        people=Coalesce(Subquery(count, output_field=IntegerField()), 0), answer_by=Subquery(going.values("answer_by"))
    )
    rank = Case(When(people__gt=0, then=Value(0)), default=Value(1), output_field=IntegerField())
    return counted.annotate(rank=rank)


def due(applications: QuerySet[Application], on: datetime.date) -> QuerySet[Application]:
    """Those that somebody waits for and that are to be answered by a day, or should have been."""
    waiting = applications.filter(state=Application.State.SUBMITTED)
    return with_people(waiting).filter(Q(people__gt=0, answer_by__lte=on))


def count_due() -> int:
    """How many applications with people waiting are to be answered today or are late; one query."""
    return due(Application.objects.all(), today()).count()


def answer_by(application: Application) -> datetime.date | None:
    """By which day the office answers an application that waits for it; None where none was promised."""
    if application.state != Application.State.SUBMITTED or application.invitation_id is None:
        return None
    going = InvitationOutcome.objects.filter(pk=application.invitation_id, state=InvitationOutcome.State.OPEN)
    return going.values_list("answer_by", flat=True).first()
