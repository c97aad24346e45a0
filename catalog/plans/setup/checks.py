"""What the rules ask of a plan: the same answer at the step that breaks one, and once more when it is opened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from catalog.fiscal import YearWithoutRules, rule_book
from catalog.plans.amounts import Due, Person, due_to, granted_year, rule_of
from catalog.plans.models import Budget, Plan, Residual, Source
from catalog.plans.persons import persons_of
from catalog.plans.setup import narrowing, overlap
from catalog.plans.setup.refusals import Refusal
from catalog.plans.setup.steps import WITH_AN_ACT, WITHOUT_AMOUNTS, Place, Step, path_of
from catalog.plans.setup.terms import EUR
from welfare.clock import today
from welfare.money import ZERO, format_euro
from welfare.templatetags.kit import day


@dataclass
class Examination:
    """A plan with its budgets, and what it is held against, read once each."""

    plan: Plan

    @cached_property
    def people(self) -> list[Person]:
        """Who the plan speaks of; nobody for a base plan, whose members have people of their own."""
        return [] if self.plan.is_base else [one.person for one in persons_of(self.plan)]

    @cached_property
    def others(self) -> list[Budget]:
        """The budgets of other open plans; a base plan gives nothing, so it meets none."""
        return [] if self.plan.is_base else overlap.open_budgets(self.plan)

    def dues(self, budget: Budget) -> list[Due]:
        """What each person is due of a budget, in the order of `people`."""
        if budget.pk not in self._dues:
            rule = rule_of(budget)
            self._dues[budget.pk] = [due_to(person, rule) for person in self.people]
        return self._dues[budget.pk]

    @cached_property
    def _dues(self) -> dict[object, list[Due]]:
        return {}


Check = Callable[[Examination, Budget], Iterator[str]]


def refusals(exam: Examination) -> list[Refusal]:
    """Everything that keeps a plan from being opened, in the order of its steps."""
    return [each for place in path_of(exam.plan)[:-1] for each in at(exam, place)]


def at(exam: Examination, place: Place) -> Iterator[Refusal]:
    """What is wrong at one step: what was never answered, what the rules refuse, what the base plan does not allow."""
    key = place.budget.pk if place.budget else None
    if not place.is_answered:
        yield Refusal(place.step, missing(place), key)
        return
    if place.budget is None:
        texts = ON_PLANS.get(place.step, nothing)(exam)
        yield from (Refusal(place.step, text) for text in texts)
    else:
        for check in ON_BUDGETS.get(place.step, ()):
            yield from (Refusal(place.step, text, key) for text in check(exam, place.budget))
    yield from narrowing.widenings(exam.plan, place)


def missing(place: Place) -> str:
    """What was never answered."""
    if place.step == Step.SOURCES:
        return _("A plan needs credit from at least one source.")
    return _("This step has not been answered yet.")


def nothing(_exam: Examination) -> Iterator[str]:
    """Of a step that the rules leave free."""
    yield from ()


def years_with_rules(exam: Examination) -> Iterator[str]:
    """The law of each year that the plan grants for is on record: another year's is never used in its place."""
    first, last = granted_year(exam.plan)
    for year in range(first.year, last.year + 1):
        try:
            rule_book().require_year(year)
        except YearWithoutRules:
            yield _(
                "The tax rules of %(year)s are not on record yet, so this plan cannot be opened. "
                "Choose a year that is, or update Scaffale when they are published."
            ) % {"year": year}


def dates_in_order(exam: Examination) -> Iterator[str]:
    """A plan whose last day is over gives nobody anything."""
    if exam.plan.ends_on < today():
        yield _("This plan ended on %(day)s. Choose later dates.") % {"day": day(exam.plan.ends_on)}


def of_the_name(exam: Examination) -> Iterator[str]:
    """What holds for name and dates."""
    yield from years_with_rules(exam)
    yield from dates_in_order(exam)


def act_is_named(_exam: Examination, budget: Budget) -> Iterator[str]:
    """A source that the law does not name says by which act it is given (TUIR art. 95 and 100)."""
    if budget.source in WITH_AN_ACT and not budget.basis:
        yield _("Say by which act this credit is given: the law asks for it.")


def currency_is_one(_exam: Examination, budget: Budget) -> Iterator[str]:
    """A complementary currency has a unit of its own, everything else is in euro."""
    if (budget.source == Source.CURRENCY) is (budget.unit == EUR):
        yield _("Write the code of the currency, such as LBX: it is not the euro.")


def has_amounts(_exam: Examination, budget: Budget) -> Iterator[str]:
    """A budget without amounts gives nobody anything."""
    if budget.source not in WITHOUT_AMOUNTS and not budget.amounts.all():
        yield _("Write an amount, for everybody or for one category at least.")


def selects_somebody(exam: Examination, budget: Budget) -> Iterator[str]:
    """A rule that selects nobody is a mistake: a category without people, or a year before anybody is hired."""
    if budget.source in WITHOUT_AMOUNTS or not budget.amounts.all() or exam.plan.is_base:
        return
    if not any(due.amount for due in exam.dues(budget)):
        yield _("Nobody would get this credit: there are no people in these categories in the plan's year.")


def fits_the_pool(exam: Examination, budget: Budget) -> Iterator[str]:
    """Fringe benefits over the higher limit of the year are taxed whole, whoever has them (TUIR art. 51 c. 3)."""
    yield from over_the_pool(exam, budget, largest_amount(budget))


def fits_with_children(exam: Examination, budget: Budget) -> Iterator[str]:
    """The same with what is added for children, where the amounts alone fit."""
    limit = fringe_limits(exam.plan.year)
    if limit is not None and largest_amount(budget) <= limit[1]:
        yield from over_the_pool(exam, budget, max((due.amount for due in exam.dues(budget)), default=ZERO))


def over_the_pool(exam: Examination, budget: Budget, most: Decimal) -> Iterator[str]:
    """Why a fringe budget may not give that much."""
    limit = fringe_limits(exam.plan.year)
    if budget.source == Source.FRINGE and limit is not None and most > limit[1]:
        yield _(
            "%(amount)s of fringe benefits is over %(limit)s, the limit of %(year)s for people with children: "
            "over it the whole amount would be taxed. Write less."
        ) % {"amount": format_euro(most), "limit": format_euro(limit[1]), "year": exam.plan.year}


def largest_amount(budget: Budget) -> Decimal:
    """The largest amount that a budget's rows name."""
    return max((row.amount for row in budget.amounts.all()), default=ZERO)


def fringe_limits(year: int) -> tuple[Decimal, Decimal] | None:
    """The limits of fringe benefits, without and with dependent children; None for a year without rules or limits."""
    found = rule_book().pool.years.get(year)
    if found is None or found.cap is None:
        return None
    return found.cap, found.cap_with_children or found.cap


def meets_no_other(exam: Examination, budget: Budget) -> Iterator[str]:
    """No category is given credit of one source by two open plans for the same days."""
    for found in overlap.overlaps(budget, exam.others):
        yield _(
            "“%(plan)s” is open and already gives this credit to %(who)s from %(first)s to %(last)s. "
            "Choose other categories, or other dates for the plan."
        ) % {
            "plan": found.other.plan.name,
            "who": _("the category “%(name)s”") % {"name": found.category} if found.category else _("everybody"),
            "first": day(found.first),
            "last": day(found.last),
        }


def window_in_plan(exam: Examination, budget: Budget) -> Iterator[str]:
    """Credit is used within the plan, and there is still time to."""
    plan = exam.plan
    opens_on = budget.opens_on or plan.starts_on
    if opens_on < plan.starts_on:
        yield _("The plan begins on %(day)s: this credit cannot be used before.") % {"day": day(plan.starts_on)}
    if budget.expires_on > plan.ends_on:
        yield _(
            "The plan ends on %(day)s: this credit cannot be used after it. "
            "Choose an earlier day, or move the plan's last day first."
        ) % {"day": day(plan.ends_on)}
    if budget.expires_on < opens_on:
        yield _("This credit would end before it begins: it begins on %(day)s.") % {"day": day(opens_on)}
    if budget.expires_on < today():
        yield _("%(day)s has passed: nobody could use this credit.") % {"day": day(budget.expires_on)}


def rest_in_plan(exam: Examination, budget: Budget) -> Iterator[str]:
    """What stays usable is used within the plan (TUIR art. 51; ris. 55/E 2020)."""
    if budget.residual != Residual.NEXT_YEAR or budget.carried_until is None:
        return
    if budget.carried_until > exam.plan.ends_on:
        yield _(
            "The law lets people keep what is left within the plan alone, which ends on %(day)s. "
            "Choose an earlier day, or move the plan's last day first."
        ) % {"day": day(exam.plan.ends_on)}
    if budget.carried_until <= budget.expires_on:
        yield _("What is left stays usable until a day after %(day)s, when this credit ends.") % {
            "day": day(budget.expires_on)
        }


ON_PLANS: dict[Step, Callable[[Examination], Iterator[str]]] = {Step.NAME: of_the_name}
ON_BUDGETS: dict[Step, tuple[Check, ...]] = {
    Step.ABOUT: (act_is_named, currency_is_one),
    Step.AMOUNTS: (has_amounts, selects_somebody, meets_no_other, fits_the_pool),
    Step.SHARES: (fits_with_children,),
    Step.DATES: (window_in_plan,),
    Step.REST: (rest_in_plan,),
}
