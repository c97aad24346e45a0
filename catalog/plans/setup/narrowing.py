"""Where a plan goes beyond the network's base plan that it was begun from: members may only narrow it."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.plans.areas import names_of
from catalog.plans.models import Budget, Plan, ProRata
from catalog.plans.setup.refusals import Refusal
from catalog.plans.setup.steps import WITHOUT_AMOUNTS, Place, Step
from catalog.plans.setup.terms import BudgetTerms, PlanTerms, read
from welfare.money import ZERO
from welfare.sorting import sort_key
from welfare.templatetags.kit import day, in_unit


@dataclass(frozen=True)
class Limits:
    """A base plan as it was when the plan was begun."""

    name: str
    terms: PlanTerms
    budgets: Mapping[str, BudgetTerms]


def limits_of(plan: Plan) -> Limits | None:
    """What a plan may not go beyond; None where it was not begun from a base plan."""
    if not plan.base:
        return None
    terms = read(plan.base)
    return Limits(terms.name, terms, {budget.source: budget for budget in terms.budgets})


def widenings(plan: Plan, place: Place) -> Iterator[Refusal]:
    """Every way in which one step goes beyond the base plan, each naming the base plan's own limit."""
    limits = limits_of(plan)
    if limits is None:
        return
    if place.budget is None:
        texts = ON_PLANS.get(place.step, nothing)(plan, limits)
        key = None
    else:
        base, key = limits.budgets.get(place.budget.source), place.budget.pk
        texts = iter(()) if base is None else ON_BUDGETS.get(place.step, free)(place.budget, base)
    for text in texts:
        yield Refusal(place.step, _("“%(base)s”: %(limit)s") % {"base": limits.name, "limit": text}, key)


def nothing(_plan: Plan, _limits: Limits) -> Iterator[str]:
    """Of a step on which the base plan has no say."""
    yield from ()


def free(_budget: Budget, _base: BudgetTerms) -> Iterator[str]:
    """Of a step on which the base plan has no say."""
    yield from ()


def dates(plan: Plan, limits: Limits) -> Iterator[str]:
    """The plan lies within the base plan."""
    first, last = limits.terms.starts_on, limits.terms.ends_on
    if plan.starts_on < first or plan.ends_on > last:
        words = {"first": day(first), "last": day(last)}
        yield _("the network's plan goes from %(first)s to %(last)s. Stay within these days.") % words


def name_and_dates(plan: Plan, limits: Limits) -> Iterator[str]:
    """The plan lies within the base plan, and credit waits for nobody for whom the base plan lets none wait."""
    yield from dates(plan, limits)
    if plan.takes_nominations and not limits.terms.takes_nominations:
        yield _("the network's plan keeps no credit for a provider that people bring. Take that tick off.")


def sources(plan: Plan, limits: Limits) -> Iterator[str]:
    """No source that the base plan does not have."""
    for budget in plan.budgets.all():
        if budget.source not in limits.budgets:
            source = budget.get_source_display()
            yield _("the network's plan has no credit of the source “%(source)s”. Take it out.") % {"source": source}


def unit(budget: Budget, base: BudgetTerms) -> Iterator[str]:
    """The base plan's own currency."""
    if budget.unit != base.unit:
        yield _("the currency is %(unit)s.") % {"unit": base.unit}


def amounts(budget: Budget, base: BudgetTerms) -> Iterator[str]:
    """For each category at most what the base plan gives it, or gives everybody."""
    for row in [] if budget.source in WITHOUT_AMOUNTS else budget.amounts.all():
        name = row.category.name if row.category else None
        most = most_for(name, base)
        who = name or _("everybody")
        if most is None:
            yield _("it gives %(who)s nothing. Leave this amount empty.") % {"who": who}
        elif row.amount > most:
            yield _("it gives %(who)s at most %(most)s. Write that or less.") % {"who": who, "most": sum_of(most, base)}


def most_for(category: str | None, base: BudgetTerms) -> Decimal | None:
    """What the base plan gives the category of that name; None: nothing."""
    named = {category_key(name): value for name, value in base.amounts.items()}
    return named.get(category_key(category), named.get(None))


def category_key(name: str | None) -> str | None:
    """What makes two categories' names the same, whatever the case and accents."""
    return None if name is None else sort_key(name)


def shares(budget: Budget, base: BudgetTerms) -> Iterator[str]:
    """Hours, children, joiners and leavers give nobody more than in the base plan."""
    yield from hours(budget, base)
    yield from children(budget, base)
    if base.pro_rata not in (ProRata.NONE, budget.pro_rata):
        how = ProRata(base.pro_rata).label
        yield _("who joins or leaves within the year has: %(how)s. Choose the same.") % {"how": how}


def hours(budget: Budget, base: BudgetTerms) -> Iterator[str]:
    """Where it counts hours, so does the plan, and full time is not shorter."""
    full = base.full_time_hours
    if full is not None and (budget.full_time_hours is None or budget.full_time_hours < full):
        yield _("part-timers get less, full time being %(hours)s hours. Write that or more.") % {"hours": plain(full)}


def children(budget: Budget, base: BudgetTerms) -> Iterator[str]:
    """At most as much for each child, and for as many."""
    most = base.per_child or ZERO
    if (budget.per_child or ZERO) > most:
        yield _("it adds at most %(most)s for each child. Write that or less.") % {"most": sum_of(most, base)}
    if budget.per_child and longer(budget.most_children, base.most_children):
        yield _("it counts at most %(n)s children. Write that or fewer.") % {"n": base.most_children}


def areas(budget: Budget, base: BudgetTerms) -> Iterator[str]:
    """No area that the base plan does not open."""
    if base.opens and not (budget.opens and set(budget.opens) <= set(base.opens)):
        names = ", ".join(str(name) for name in names_of(base.opens))
        yield _("it opens these areas alone: %(areas)s. Tick some of them, and no other.") % {"areas": names}


def window(budget: Budget, base: BudgetTerms) -> Iterator[str]:
    """Not usable before or after the base plan's credit."""
    opens_on = budget.opens_on or budget.plan.starts_on
    if base.opens_on and opens_on < base.opens_on:
        yield _("this credit can be used from %(day)s. Choose that day or a later one.") % {"day": day(base.opens_on)}
    if budget.expires_on > base.expires_on:
        yield until(base.expires_on)


def until(last: datetime.date) -> str:
    """That credit ends on a day."""
    return _("this credit can be used until %(day)s. Choose that day or an earlier one.") % {"day": day(last)}


def rest(budget: Budget, base: BudgetTerms) -> Iterator[str]:
    """What is left, what comes back late and who leaves have no more time than in the base plan."""
    last = base.carried_until or base.expires_on
    if budget.carried_until and budget.carried_until > last:
        yield until(last)
    if budget.refund_days > base.refund_days:
        yield _("refunds that come late stay usable for %(n)s days. Choose no more.") % {"n": base.refund_days}
    if longer(budget.leaver_days, base.leaver_days):
        yield _("who leaves can use it for %(n)s days. Choose no more.") % {"n": base.leaver_days}


def longer(number: int | None, most: int | None) -> bool:
    """Whether a number is more than allowed; None is as many as there are (children, or days until the expiry)."""
    return most is not None and (number is None or number > most)


def sum_of(value: Decimal, base: BudgetTerms) -> str:
    """An amount in the base plan's unit."""
    return in_unit(value, base.unit)


def plain(value: Decimal) -> str:
    """A number of hours without needless zeros."""
    return f"{value.normalize():f}"


ON_PLANS: dict[Step, Callable[[Plan, Limits], Iterator[str]]] = {Step.NAME: name_and_dates, Step.SOURCES: sources}
ON_BUDGETS: dict[Step, Callable[[Budget, BudgetTerms], Iterator[str]]] = {
    Step.ABOUT: unit,
    Step.AMOUNTS: amounts,
    Step.SHARES: shares,
    Step.AREAS: areas,
    Step.DATES: window,
    Step.REST: rest,
}
