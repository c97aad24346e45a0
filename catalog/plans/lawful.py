"""What the plans say that tax law asks about a person: turned switches, agreements, grants to one alone."""

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, Value

from catalog.fiscal import CAUTIOUS, SwitchCode, Switches
from catalog.plans.due import CONFIRMED
from catalog.plans.models import Budget, Grant, GrantLine, LawSwitch, Plan, Source
from members.models import Member

# Beside the codes of switches, in one query.
AGREEMENT, ALONE, CONVERTED = "agreement", "alone", "converted"
# In the reckoning of a line that a window granted: its key.
WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Lawful:
    """For one person and tax year."""

    switches: Switches = CAUTIOUS
    # A plan of the year turns performance bonuses into credit: it rests on a deposited second-level agreement.
    has_agreement: bool = False
    # Credit that must be offered to all or to a category was granted to this person alone.
    is_alone: bool = False
    # A window gave this person converted credit: it closed on an income of the year before that was known, to payroll
    # if not by the person's word.
    has_converted: bool = False


def lawful_for(member: Member, year: int) -> Lawful:
    """Read it for one person; one query."""
    agreements = premium_budgets(year).values_list(Value(AGREEMENT))
    alone = grants_alone(year).filter(member=member).values_list(Value(ALONE))
    converted = converted_lines(year).filter(member=member).values_list(Value(CONVERTED))
    found = {code for (code,) in turned_rows().values_list("code").union(agreements, alone, converted)}
    return Lawful(switches_of(found), AGREEMENT in found, ALONE in found, CONVERTED in found)


def turned_switches() -> Switches:
    """The open points of law that the organization in force has turned; one query."""
    return switches_of(set(turned_rows().values_list("code", flat=True)))


def switches_of(codes: Set[str]) -> Switches:
    """Those of these codes that are switches still: one that the law has settled since is no longer asked."""
    return Switches(frozenset(code for code in SwitchCode if code.value in codes))


def turned_rows() -> QuerySet[LawSwitch, LawSwitch]:
    """The switches that stand turned."""
    return LawSwitch.objects.filter(turned_back_at__isnull=True)


def has_premium_agreement(year: int) -> bool:
    """Whether a plan of the year turns performance bonuses into credit; one query."""
    return premium_budgets(year).exists()


def granted_alone(year: int) -> set[UUID]:
    """The uuids of who was granted alone what must be offered to all or to a category; one query."""
    return set(grants_alone(year).values_list("member__uuid", flat=True))


def with_converted(year: int) -> set[UUID]:
    """The uuids of those to whom a window gave converted credit that can be spent in a year; one query."""
    return set(converted_lines(year).values_list("member__uuid", flat=True))


def premium_budgets(year: int) -> QuerySet[Budget, Budget]:
    """Budgets of converted performance bonuses that can be spent in a year."""
    begun = Budget.objects.exclude(plan__state=Plan.State.DRAFT)
    begun = begun.filter(plan__is_base=False, source=Source.PDR_CONVERSION)
    return begun.filter(plan__starts_on__year__lte=year, plan__ends_on__year__gte=year)


def grants_alone(year: int) -> QuerySet[Grant, Grant]:
    """Grants to one person of credit that asks generality: pages refuse them, the law's view is given all the same."""
    done = Grant.objects.filter(member__isnull=False, state=Grant.State.DONE).exclude(budget__source=Source.FRINGE)
    return done.filter(budget__plan__starts_on__year__lte=year, budget__plan__ends_on__year__gte=year)


def converted_lines(year: int) -> QuerySet[GrantLine, GrantLine]:
    """What windows of performance bonuses granted: each looked at the income of the year before as it closed."""
    of_windows = GrantLine.objects.filter(grant__state__in=CONFIRMED, reckoning__has_key=WINDOW)
    return of_windows.filter(grant__budget__in=premium_budgets(year))
