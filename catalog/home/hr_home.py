"""HR's home: figures that lead to an act, never what a person chose."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.template.defaultfilters import date as written_date
from django.urls import reverse
from django.utils.translation import ngettext

from catalog.plans.models import Plan
from catalog.plans.suppression import Span
from catalog.plans.takeup import take_up
from members import queries
from members.ledger.models import Account, AccountKind
from members.models import Member
from members.notices import readers_count
from welfare import clock
from welfare.money import format_euro


@dataclass(frozen=True)
class ToDo:
    """Something that waits for HR: how many, of what, and where it is done."""

    count: int
    label: str
    url: str


def plan_in_force() -> Plan | None:
    """The open plan whose dates hold today, the latest if there are several."""
    today = clock.today()
    plans = Plan.objects.filter(state=Plan.State.OPEN, starts_on__lte=today, ends_on__gte=today)
    return plans.order_by("-starts_on", "pk").first()


def context_of() -> dict[str, Any]:
    """What the template of HR's home shows."""
    plan = plan_in_force()
    used = take_up(clock.today().year)
    return {
        "plan": plan,
        "headcount": queries.headcount(),
        "readers": readers_count(),
        "take_up": used,
        "months": [month_point(span, used.months[-1]) for span in used.months],
        "first_expiry": plan.budgets.order_by("expires_on").first() if plan else None,
        "to_do": [item for item in (newcomers(plan), unreached(), uncategorised()) if item.count],
    }


def month_point(span: Span[int], last: Span[int]) -> dict[str, Any]:
    """One column of the chart: a month, or several that only together hide who spent."""
    names = [month_name(number) for number in dict.fromkeys((span.first, span.last))]
    return {
        "label": " – ".join(names),
        "short": "–".join(name[:1].upper() for name in names),
        "value": span.amount,
        "shown": format_euro(span.amount),
        "now": span == last,
    }


def month_name(number: int) -> str:
    """The name of a month in the reader's language."""
    return written_date(datetime.date(2000, number, 1), "F")


def newcomers(plan: Plan | None) -> ToDo:
    """People in force to whom the plan has granted nothing."""
    count = newcomers_count(plan) if plan else 0
    url = reverse("plans:plan", args=[plan.pk]) if plan else reverse("plans:list")
    return ToDo(count, ngettext("person without credit", "people without credit", count), url)


def newcomers_count(plan: Plan) -> int:
    """How many people in force hold no account of any budget of the plan."""
    budgets = list(plan.budgets.values_list("pk", flat=True))
    holders = Account.objects.filter(kind=AccountKind.WALLET, source__in=budgets, owner=OuterRef("uuid"))
    return Member.objects.filter(queries.employed_on(clock.today())).exclude(Exists(holders)).count()


def unreached() -> ToDo:
    """People who never came in."""
    count = queries.unreached().count()
    return ToDo(count, ngettext("person has never come in", "people have never come in", count), reverse("people:list"))


def uncategorised() -> ToDo:
    """People in no category: credit granted by category does not reach them."""
    people = Member.objects.filter(queries.employed_on(clock.today()), category__isnull=True)
    count = people.count()
    return ToDo(count, ngettext("person in no category", "people in no category", count), reverse("people:categories"))
