"""HR's page of what a leaver's credit came to: only here is told what a person spent and has left (design 7)."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.plans.views import HR
from catalog.plans.wallets import EUR
from members.ledger import queries as ledger
from members.ledger.models import ON_SERVICES, AccountKind, Leg, Reason
from members.models import Member
from members.queries import get_person
from tenants.audit import trail
from tenants.identity.actors import actor_of
from tenants.models import EMPLOYERS
from welfare.access import access
from welfare.clock import today
from welfare.money import ZERO, MoneyField

GRANTED = (Reason.GRANT, Reason.CORRECTION)


@dataclass(frozen=True)
class Figures:
    """What a leaver was granted of one unit, spent in one sum, has left, and what ended unused."""

    unit: str
    granted: Decimal
    spent: Decimal
    left: Decimal
    ended: Decimal


def figures_of(member: Member) -> list[Figures]:
    """A leaver's credit in sum, over all plans, euro ahead of other units; what they may not use any more has ended.

    Two queries.
    """
    legs = Leg.objects.filter(account__kind=AccountKind.WALLET, account__owner=member.uuid).order_by()
    net = Sum(F("credit") - F("debit"), output_field=MoneyField())
    sums: defaultdict[str, dict[str, Decimal]] = defaultdict(dict)
    for unit, reason, total in legs.values_list("account__unit", "entry__reason").annotate(net=net):
        sums[unit][reason] = total
    lots = ledger.lots(member.uuid, on=today()) if member.may_use_credit(today()) else []
    units = sorted({EUR, *sums}, key=lambda unit: (unit != EUR, unit))
    return [in_unit(unit, sums[unit], [lot.balance for lot in lots if lot.unit == unit]) for unit in units]


def in_unit(unit: str, sums: Mapping[str, Decimal], held: Iterable[Decimal]) -> Figures:
    """The figures of one unit, from the sums of what moved by reason."""
    granted, spent = (sum((sums.get(reason, ZERO) for reason in some), ZERO) for some in (GRANTED, ON_SERVICES))
    left = sum(held, ZERO)
    return Figures(unit, granted, -spent, left, granted + spent - left)


@access(HR, kinds=EMPLOYERS)
@require_safe
def closing(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The closing figures of somebody whose last day has passed; the reading goes to the trail."""
    member = get_person(key)
    if member.left_on is None or member.left_on >= today():
        raise Http404
    trail.record(actor_of(request), "closing_read", person_id=member.user_id, subject=str(member.uuid))
    return render(request, "plans/closing.html", {"member": member, "all_figures": figures_of(member)})
