"""What a new plan is begun from, as an address names it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from catalog.plans.models import Plan
from catalog.plans.setup import bases, checks, drafts, queries
from catalog.plans.setup.refusals import Refused
from catalog.plans.setup.steps import Place, Step
from catalog.plans.setup.terms import PlanTerms, a_year_on, terms_of, written
from tenants.identity.actors import actor_of
from tenants.isolation import Actor, current
from tenants.models import Kind
from welfare.clock import today

# A plan for the year to come is written from September on.
NEXT_YEAR_FROM = 9


@dataclass(frozen=True)
class Origin:
    """What is copied, from which plan of one's own, or within which base plan; `is_base`: it is to be one."""

    terms: PlanTerms
    previous: Plan | None = None
    base: PlanTerms | None = None
    is_base: bool = False

    @property
    def initial(self) -> dict[str, Any]:
        """What the first page begins with."""
        return {name: getattr(self.terms, name) for name in ("name", "starts_on", "ends_on", "takes_nominations")}

    def begin(self, key: UUID, named: Mapping[str, Any], *, actor: Actor) -> Plan:
        """Write the draft with its name and dates. Raises Refused when the rules do not allow these."""
        first, last = named["starts_on"], named["ends_on"]
        named_terms = {name: named[name] for name in ("name", "takes_nominations")}
        terms = replace(drafts.within(self.terms, first, last), **named_terms)
        self.examine(terms)
        return drafts.begin(key, terms, actor=actor, previous=self.previous, base=self.base, is_base=self.is_base)

    def examine(self, terms: PlanTerms) -> None:
        """Hold name and dates against the rules, before anything is written."""
        plan = Plan(name=terms.name, year=terms.starts_on.year, starts_on=terms.starts_on, ends_on=terms.ends_on)
        plan.takes_nominations = terms.takes_nominations
        plan.base = written(self.base) if self.base else {}
        found = tuple(checks.at(checks.Examination(plan), Place(Step.NAME, plan)))
        if found:
            raise Refused(found)


def origin_for(request: HttpRequest) -> Origin:
    """What the address asks to begin from; 404 for what there is not, or is not theirs."""
    asked = {name: request.GET.get(name, "") for name in ("copia", "base", "rete")}
    is_hr = queries.is_hr(request.user)
    # The network's office writes base plans alone.
    if asked["rete"] or not (is_hr or any(asked.values())):
        return a_base_plan(request)
    if not is_hr:
        raise Http404
    if asked["copia"]:
        previous = queries.plan_to_copy(key_of(asked["copia"]))
        return Origin(a_year_on(terms_of(previous)), previous=previous)
    if asked["base"]:
        return from_base(request, key_of(asked["base"]))
    return Origin(usual_terms())


def a_base_plan(request: HttpRequest) -> Origin:
    """A base plan is written on the network's host alone."""
    if current().kind != Kind.NETWORK:
        raise Http404
    terms = usual_terms()
    return Origin(replace(terms, name=_("Base plan %(year)s") % {"year": terms.starts_on.year}), is_base=True)


def from_base(request: HttpRequest, key: UUID) -> Origin:
    """A published base plan of the organization's network."""
    found = bases.base_plan(current(), key, actor=actor_of(request))
    if found is None:
        raise Http404
    return Origin(found.terms, base=found.terms)


def key_of(text: str) -> UUID:
    """An id out of an address; what is none is not found."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def usual_terms() -> PlanTerms:
    """A plan of one calendar year: this one, from September on the next."""
    day = today()
    year = day.year + (day.month >= NEXT_YEAR_FROM)
    name = _("Welfare plan %(year)s") % {"year": year}
    return PlanTerms(name, datetime.date(year, 1, 1), datetime.date(year, 12, 31))
