"""The steps of the set-up: one question each, in order, and which of them are still to be answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.plans.models import Budget, Plan, Source


class Step(models.TextChoices):
    """One question; the code stands in addresses and in `Budget.answered`."""

    NAME = "nome", _("Name and dates")
    SOURCES = "fonti", _("Sources")
    ABOUT = "atto", _("What it is called")
    AMOUNTS = "quanto", _("How much")
    SHARES = "parti", _("Who has less or more")
    AREAS = "aree", _("What it opens")
    DATES = "quando", _("From when to when")
    REST = "resto", _("What happens to the rest")
    CHECK = "verifica", _("Check and open")


OF_A_BUDGET = (Step.ABOUT, Step.AMOUNTS, Step.SHARES, Step.AREAS, Step.DATES, Step.REST)
# The conversion of the bonus fills it, person by person.
WITHOUT_AMOUNTS = frozenset({Source.PDR_CONVERSION.value})
# The law does not know these: an act says why they are given.
WITH_AN_ACT = frozenset({Source.FRINGE.value, Source.RISTORNO.value, Source.CURRENCY.value})
ORDER = {source.value: number for number, source in enumerate(Source)}


@dataclass(frozen=True)
class Place:
    """One step of one plan, and of one of its budgets where it speaks of one."""

    step: Step
    plan: Plan
    budget: Budget | None = None

    @property
    def key(self) -> tuple[str, UUID | None]:
        """What tells it from the other places of its plan."""
        return self.step.value, self.budget.pk if self.budget else None

    @property
    def url(self) -> str:
        """Its page."""
        if self.budget is None:
            return reverse("plans:setup_plan", args=[self.plan.pk, self.step.value])
        return reverse("plans:setup_budget", args=[self.plan.pk, self.budget.pk, self.step.value])

    @property
    def is_answered(self) -> bool:
        """Whether HR has answered it; the check is never answered."""
        if self.budget is not None:
            return self.step.value in self.budget.answered
        return self.step == Step.NAME or (self.step == Step.SOURCES and bool(self.plan.budgets.all()))

    @property
    def label(self) -> Any:
        """What it asks."""
        return self.step.label


def in_order(plan: Plan) -> list[Budget]:
    """The budgets of a plan, in the order in which the sources are shown."""
    return sorted(plan.budgets.all(), key=lambda budget: ORDER[budget.source])


def steps_of(budget: Budget) -> Iterator[Step]:
    """What is asked of one budget."""
    for step in OF_A_BUDGET:
        if budget.source not in WITHOUT_AMOUNTS or step not in (Step.AMOUNTS, Step.SHARES):
            yield step


def path_of(plan: Plan) -> list[Place]:
    """All places of a plan's set-up; the plan comes with its budgets."""
    places = [Place(Step.NAME, plan), Place(Step.SOURCES, plan)]
    places += [Place(step, plan, budget) for budget in in_order(plan) for step in steps_of(budget)]
    return [*places, Place(Step.CHECK, plan)]


def first_missing(places: Sequence[Place]) -> Place:
    """Where to go on: the first that is not answered, the check at last."""
    return next(place for place in places if not place.is_answered)


def after(places: Sequence[Place], place: Place) -> Place:
    """Where an answer leads: to the next that is missing, then to one passed over, then to the check."""
    number = index_of(places, place)
    ahead = [each for each in places[number + 1 : -1] if not each.is_answered]
    return ahead[0] if ahead else first_missing(places)


def before(places: Sequence[Place], place: Place) -> Place | None:
    """The place before, if there is one."""
    number = index_of(places, place)
    return places[number - 1] if number else None


def index_of(places: Sequence[Place], place: Place) -> int:
    """Where a place stands in its plan's path, from 0."""
    return next(number for number, each in enumerate(places) if each.key == place.key)
