"""HR's page of what a leaver's credit came to: only here is told what a person spent and has left (design 7)."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.plans.setup.views import EMPLOYERS
from catalog.plans.views import HR
from members.ledger import queries as ledger
from members.ledger.models import AccountKind, Leg, Reason
from members.models import Member
from members.queries import get_person
from tenants.audit import trail
from tenants.identity.actors import actor_of
from welfare.access import access
from welfare.clock import today
from welfare.money import ZERO, MoneyField

GRANTED = (Reason.GRANT, Reason.CORRECTION)
SPENT = (Reason.ORDER, Reason.REFUND)


@dataclass(frozen=True)
class Figures:
    """What a leaver was granted, spent in one sum, has left, and what ended unused."""

    granted: Decimal
    spent: Decimal
    left: Decimal
    ended: Decimal


def figures_of(member: Member) -> Figures:
    """A leaver's credit in sum, over all plans; what they may not use any more has ended. Two queries."""
    legs = Leg.objects.filter(account__kind=AccountKind.WALLET, account__owner=member.uuid).order_by()
    net = Sum(F("credit") - F("debit"), output_field=MoneyField())
    sums: dict[str, Decimal] = dict(legs.values_list("entry__reason").annotate(net=net))
    granted, spent = (sum((sums.get(reason, ZERO) for reason in some), ZERO) for some in (GRANTED, SPENT))
    lots = ledger.lots(member.uuid, on=today()) if member.may_use_credit(today()) else []
    left = sum((lot.balance for lot in lots), ZERO)
    return Figures(granted, -spent, left, granted + spent - left)


@access(HR, kinds=EMPLOYERS)
@require_safe
def closing(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The closing figures of somebody whose last day has passed; the reading goes to the trail."""
    member = get_person(key)
    if member.left_on is None or member.left_on >= today():
        raise Http404
    trail.record(actor_of(request), "closing_read", person_id=member.user_id, subject=str(member.uuid))
    return render(request, "plans/closing.html", {"member": member, "figures": figures_of(member)})
