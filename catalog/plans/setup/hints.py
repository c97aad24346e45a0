"""What a step tells before it is answered: what the law and the contracts on record say, what the base plan allows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.fiscal import rule_book
from catalog.fiscal.rules import ContractYear
from catalog.plans.models import Budget, Plan, Source
from catalog.plans.setup.checks import fringe_limits
from catalog.plans.setup.narrowing import limits_of
from catalog.plans.setup.steps import Place, Step
from catalog.plans.setup.terms import EUR
from welfare.money import format_euro
from welfare.templatetags.kit import day


@dataclass(frozen=True)
class Hint:
    """A notice above the question."""

    title: str
    text: str = ""
    law: str = ""
    url: str = ""
    link: str = ""


def hints_of(place: Place) -> Iterator[Hint]:
    """The notices of a step."""
    if place.budget is not None:
        for hint in ON_BUDGETS.get(place.step, ()):
            yield from hint(place.plan, place.budget)
    limits = limits_of(place.plan)
    if limits is not None:
        title = _("This plan was begun from “%(base)s”") % {"base": limits.name}
        yield Hint(title, _("You can give less than the network's plan, for fewer people or days: never more."))


def contract_amounts(plan: Plan, budget: Budget) -> Iterator[Hint]:
    """What the contracts on record grant in the plan's year."""
    if budget.source == Source.CONTRACT_CCNL:
        for contract in rule_book().contracts:
            found = contract.years.get(plan.year)
            if found is not None and not contract.item:
                words = {"contract": contract.name, "year": plan.year, "amount": format_euro(found.amount)}
                yield Hint(_("%(contract)s, %(year)s: %(amount)s for each person") % words, days_of(found))


def days_of(found: ContractYear) -> str:
    """By when a contract's credit is made available, and until when it can be used."""
    told = []
    if found.available_by:
        told.append(_("It must be available by %(day)s.") % {"day": day(found.available_by)})
    if found.use_by:
        told.append(_("People use it by %(day)s.") % {"day": day(found.use_by)})
    return " ".join(told)


def fringe_cliff(plan: Plan, budget: Budget) -> Iterator[Hint]:
    """The year's limits of fringe benefits, and that one cent over them taxes all."""
    limits = fringe_limits(plan.year)
    if budget.source == Source.FRINGE and limits:
        words = {"year": plan.year, "limit": format_euro(limits[0]), "children": format_euro(limits[1])}
        yield Hint(
            _("%(year)s: up to %(limit)s, or %(children)s for who has declared dependent children") % words,
            _("One cent over it and the whole amount is taxed. What you give in other ways counts, too, like a car."),
            _("TUIR art. 51 c. 3"),
        )


def in_a_currency(_plan: Plan, budget: Budget) -> Iterator[Hint]:
    """That the amounts are not euro."""
    if budget.unit and budget.unit != EUR:
        yield Hint(_("Write the amounts in %(unit)s, not in euro") % {"unit": budget.unit})


def contract_window(plan: Plan, budget: Budget) -> Iterator[Hint]:
    """The contract's days, and how to lengthen a plan that ends before them."""
    for hint in contract_amounts(plan, budget):
        is_short = any(ends_before(plan, contract.years.get(plan.year)) for contract in rule_book().contracts)
        more = lengthen(plan) if is_short else {}
        yield Hint(hint.title, hint.text, **more)


def ends_before(plan: Plan, found: ContractYear | None) -> bool:
    """Whether a plan ends before a contract's credit does."""
    return found is not None and found.use_by is not None and plan.ends_on < found.use_by


def lengthen(plan: Plan) -> dict[str, Any]:
    """The way to the plan's last day."""
    url = reverse("plans:setup_plan", args=[plan.pk, Step.NAME.value])
    return {"url": url, "link": _("The plan ends on %(day)s: change it") % {"day": day(plan.ends_on)}}


def stays_in_plan(plan: Plan, _budget: Budget) -> Iterator[Hint]:
    """That the law lets credit be carried within the plan alone."""
    yield Hint(
        _("Nobody can be paid in money what is left"),
        _("And what stays usable, stays so within the plan, which ends on %(day)s.") % {"day": day(plan.ends_on)},
        _("TUIR art. 51; ris. 55/E 2020"),
    )


ON_BUDGETS: dict[Step, tuple[Callable[[Plan, Budget], Iterator[Hint]], ...]] = {
    Step.AMOUNTS: (contract_amounts, fringe_cliff, in_a_currency),
    Step.SHARES: (fringe_cliff,),
    Step.DATES: (contract_window,),
    Step.REST: (stays_in_plan,),
}
