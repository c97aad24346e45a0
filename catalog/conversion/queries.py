"""Reading windows, premiums and choices; each getter takes who asks."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from catalog.conversion.models import Choice, Premium, Result, Window
from catalog.conversion.reckoning import Facts
from catalog.plans.models import Budget, Plan, Source
from members.declarations import Standing
from members.models import Member
from welfare.clock import today
from welfare.money import ZERO

Used = tuple[Decimal, Decimal]
NOTHING: Used = (ZERO, ZERO)


def budgets() -> QuerySet[Budget, Budget]:
    """The budgets that converted premiums may go to: of plans in force, with days left."""
    found = Budget.objects.filter(
        source=Source.PDR_CONVERSION, plan__state=Plan.State.OPEN, unit="EUR", expires_on__gt=today()
    ).filter(plan__is_base=False)
    return found.select_related("plan").order_by("-plan__year", "name", "pk")


def windows() -> QuerySet[Window, Window]:
    """All windows, newest first."""
    return Window.objects.select_related("budget__plan").order_by("-opens_on", "-created_at")


def window_for(key: uuid.UUID) -> Window:
    """A window of the organization in force, or 404."""
    return get_object_or_404(Window.objects.select_related("budget__plan", "grant"), pk=key)


def premiums_of(member: Member) -> QuerySet[Premium, Premium]:
    """A member's premiums in windows that are not being prepared, newest first."""
    mine = Premium.objects.filter(member=member).exclude(window__state=Window.State.DRAFT)
    mine = mine.select_related("window__budget__plan", "member__user", "result")
    return mine.order_by("-window__opens_on", "-window__created_at")


def premium_for(member: Member, window_key: uuid.UUID) -> Premium:
    """A member's premium in a window, or 404: another's is not found."""
    return get_object_or_404(premiums_of(member), window_id=window_key)


def choices_of(premium: Premium) -> list[Choice]:
    """What a person chose, the last one first."""
    return list(premium.choices.select_related("window").order_by("-number"))


def choice_for(member: Member, key: uuid.UUID) -> Choice:
    """A member's choice by its key, or 404."""
    mine = Choice.objects.select_related("window__budget__plan", "premium__member__user")
    return get_object_or_404(mine, pk=key, premium__member=member)


def open_premium(member: Member) -> Premium | None:
    """The premium about which a member may choose today, the one whose window closes first; one query."""
    day = today()
    open_now = Q(window__state=Window.State.OPEN, window__opens_on__lte=day, window__closes_on__gte=day)
    return premiums_of(member).filter(open_now).order_by("window__closes_on", "pk").first()


def last_choices(window: Window) -> dict[int, Choice]:
    """The choice that counts, by premium; one query."""
    newest = Choice.objects.filter(window=window).order_by("premium_id", "-number").distinct("premium_id")
    return {choice.premium_id: choice for choice in newest}


def used_of_caps(window: Window, member: Member | None = None) -> Mapping[int, Used]:
    """What other premiums of the year have used of the caps, by member: converted, and in money; two queries.

    Of a window that has closed its results count, of an open one what was chosen last.
    """
    found: dict[int, Used] = defaultdict(lambda: NOTHING)
    others = Q(window__paid_in__year=window.year) & ~Q(window=window)
    whose = Q(premium__member=member) if member else Q()
    done = Result.objects.filter(others, whose)
    for key, converted, base in done.values_list("premium__member_id", "converted", "substitute_tax_base"):
        found[key] = (found[key][0] + converted, found[key][1] + base)
    chosen = Choice.objects.filter(others, whose, window__state=Window.State.OPEN)
    for choice in chosen.order_by("premium_id", "-number").distinct("premium_id").select_related("premium"):
        before = found[choice.premium.member_id]
        found[choice.premium.member_id] = (before[0] + choice.converted, before[1])
    return found


def income_of(premium: Premium, standing: Standing) -> Decimal | None:
    """What is known of the year before: the person's word or payroll's, the higher where both speak."""
    known = [each for each in (premium.prior_year_income, standing.prior_year_income) if each is not None]
    return max(known, default=None)


def facts_of(premium: Premium, standing: Standing, used: Used) -> Facts:
    """A premium as it is reckoned."""
    return Facts(premium.amount, income_of(premium, standing), *used)


@dataclass(frozen=True, slots=True)
class Progress:
    """How a window goes."""

    people: int
    premiums: Decimal
    chosen: int

    @property
    def waiting(self) -> int:
        """How many have not chosen."""
        return self.people - self.chosen


def progress_of(window: Window) -> Progress:
    """How many people have chosen; two queries.

    Not how much: of two looks, before and after one more has chosen, the difference would be that person's choice.
    """
    totals = window.premiums.aggregate(people=Count("pk"), total=Sum("amount"))
    chosen = window.premiums.filter(Exists(Choice.objects.filter(premium=OuterRef("pk")))).count()
    return Progress(totals["people"], totals["total"] or ZERO, chosen)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a closed window came to, in EUR; `people` had a premium, `converting` turned some of it into welfare."""

    people: int
    converting: int
    converted: Decimal
    cash: Decimal


def totals_of(window: Window) -> Totals:
    """What a closed window came to; one query. Payroll has it by person, so nothing is held back."""
    found = Result.objects.filter(window=window).aggregate(
        people=Count("pk"),
        converting=Count("pk", filter=Q(converted__gt=0)),
        converted=Sum("converted"),
        cash=Sum("cash"),
    )
    return Totals(found["people"], found["converting"], found["converted"] or ZERO, found["cash"] or ZERO)
