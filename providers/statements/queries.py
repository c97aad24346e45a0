"""Reading statements. The getters are the guard: a provider finds its own alone."""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.http import Http404

from providers.models import Fulfilment, Provider
from providers.queries import month_bounds
from providers.statements.models import Correction, Side, Statement, StatementLine
from tenants.models import Organization
from welfare.clock import today
from welfare.money import ZERO

BY_MONTH = ("-month", "pk")
BY_DAY = ("accepted_on", "pk")


def last_month() -> datetime.date:
    """The first day of the month that ended last."""
    return (today().replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


def is_over(month: datetime.date) -> bool:
    """Whether a month, by its first day, has ended."""
    return month < today().replace(day=1)


def unlisted(month: datetime.date) -> QuerySet[Fulfilment, Fulfilment]:
    """Accepted fulfilments that stand in no statement, up to the end of a month in Italy."""
    _begin, end = month_bounds(month)
    listed = StatementLine.objects.filter(fulfilment=OuterRef("pk"))
    accepted = Fulfilment.objects.filter(state=Fulfilment.State.ACCEPTED, accepted_at__lt=end)
    return accepted.filter(~Exists(listed))


def uncounted(issuer: Organization) -> QuerySet[Correction, Correction]:
    """Accepted corrections of an issuer's fulfilments that stand in no statement yet, in the order of their answers."""
    waiting = Correction.objects.filter(state=Correction.State.ACCEPTED, statement__isnull=True)
    return waiting.filter(fulfilment__issuer=issuer).order_by("answered_at", "pk")


def more_to_pay() -> QuerySet[Correction, Correction]:
    """Accepted corrections that stand in no statement yet and make one by themselves: there is more to pay."""
    return Correction.objects.filter(state=Correction.State.ACCEPTED, statement__isnull=True, amount__gt=0)


def waiting_of(statement: Statement) -> QuerySet[Correction, Correction]:
    """Corrections of a statement's lines that wait for an answer."""
    return Correction.objects.filter(
        state=Correction.State.PROPOSED, fulfilment__statement_line__statement=statement
    ).order_by("answer_by", "pk")


def waiting_for_office() -> QuerySet[Correction, Correction]:
    """What providers contest and the network's office has to answer."""
    return Correction.objects.filter(state=Correction.State.PROPOSED, side=Side.PROVIDER)


def payable(issuer: Organization) -> QuerySet[Statement, Statement]:
    """An issuer's confirmed statements that nobody has begun to pay."""
    return Statement.objects.filter(issuer=issuer, state=Statement.State.CONFIRMED)


def statements_of(provider: Provider) -> QuerySet[Statement, Statement]:
    """A provider's statements, with how many of their lines wait for an answer."""
    pending = Q(lines__fulfilment__corrections__state=Correction.State.PROPOSED)
    counted = Statement.objects.filter(provider=provider).annotate(waiting=Count("pk", filter=pending))
    return counted.select_related("issuer")


def get_statement_for(provider: Provider, pk: uuid.UUID) -> Statement:
    """One of the provider's own statements; 404 for another's."""
    found = Statement.objects.select_related("issuer", "provider__organization").filter(provider=provider, pk=pk)
    statement = found.first()
    if statement is None:
        raise Http404
    return statement


def lines_of(statement: Statement) -> QuerySet[StatementLine, StatementLine]:
    """A statement's lines with the corrections of their fulfilments; page them by BY_DAY."""
    return statement.lines.select_related("fulfilment").prefetch_related("fulfilment__corrections")


def get_line_for(statement: Statement, pk: int) -> StatementLine:
    """One line of a statement; 404 for another's."""
    line = statement.lines.select_related("fulfilment").filter(pk=pk).first()
    if line is None:
        raise Http404
    return line


@dataclass(frozen=True, slots=True)
class Duties:
    """What waits for a provider: statements to confirm, corrections that the office proposes, what is unpaid."""

    to_confirm: int
    to_answer: int
    unpaid: Decimal


def duties_of(provider: Provider) -> Duties:
    """Count what waits; two queries."""
    unpaid = Q(state__in=[Statement.State.CONFIRMED, Statement.State.ORDERED, Statement.State.CLEARING])
    counts = Statement.objects.filter(provider=provider).aggregate(
        to_confirm=Count("pk", filter=Q(state=Statement.State.TO_CONFIRM)), unpaid=Sum("total", filter=unpaid)
    )
    answers = Correction.objects.filter(fulfilment__provider=provider, state=Correction.State.PROPOSED, side="office")
    return Duties(counts["to_confirm"], answers.count(), counts["unpaid"] or ZERO)


def proposed_to(provider: Provider) -> list[Correction]:
    """Corrections that the office proposes and the provider has to answer, the first due ahead, at most 20."""
    rows = Correction.objects.filter(fulfilment__provider=provider, state=Correction.State.PROPOSED, side=Side.OFFICE)
    return list(rows.select_related("fulfilment__offer", "fulfilment__issuer").order_by("answer_by", "pk")[:20])


def get_correction_for(provider: Provider, pk: uuid.UUID) -> Correction:
    """A correction of the provider's own services that the office has proposed; 404 for another's."""
    rows = Correction.objects.select_related("fulfilment__offer", "fulfilment__issuer")
    found = rows.filter(fulfilment__provider=provider, side=Side.OFFICE, pk=pk).first()
    if found is None:
        raise Http404
    return found
