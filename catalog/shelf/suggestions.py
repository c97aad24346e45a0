"""What may help a member: a few services for the family, with places, newest first."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Case, IntegerField, Q, Value, When

from catalog.fiscal import rule_book
from catalog.plans.models import Budget
from catalog.plans.paying import categories_of, has_limit, pays_any
from catalog.plans.wallets import MemberLot
from catalog.shelf import queries
from catalog.shelf.cards import Card, cards_of
from catalog.shelf.filters import Filters
from catalog.shelf.models import ShelfItem
from catalog.shelf.reader import household
from members.models import Member
from providers.models import Delivery
from welfare.clock import today


def suggested_cards(member: Member, size: int) -> list[Card]:
    """At most `size` cards of services that suit somebody of the household; two queries.

    What is information alone is found by who looks for it: a directory would push out all the rest.
    """
    suitable = queries.suits_any(household(member))
    to_be_had = Q(delivery=Delivery.VOUCHER) | Q(places_left__gt=0)
    offers = queries.cards(Filters()).filter(suitable, to_be_had).order_by("-published_at", "pk")
    return cards_of(offers[:size])


def fitting_cards(member: Member, lots: Sequence[MemberLot], size: int) -> list[Card]:
    """At most `size` cards of services that one of these lots pays in full and that suit the household, the near first.

    Its plan opens them, the law lets its source pay for their kind, and they can be had now. An estimate: the order's
    own page gives the verdict.
    """
    if not lots:
        return []
    suitable = queries.suits_any(household(member))
    to_be_had = Q(delivery=Delivery.VOUCHER) | Q(places_left__gt=0)
    paid = reduce(or_, (paid_by(lot) for lot in lots))
    offers = queries.cards(Filters(), nearness=nearness(member)).filter(suitable, to_be_had, paid)
    order = ("nearness", "-published_at", "pk")
    return cards_of(offers.order_by(*order)[:size], lots)


def paid_by(lot: MemberLot) -> Q:
    """The offers that a lot alone may pay in full."""
    opened = ShelfItem.objects.filter(plans=lot.plan.pk).values("offer_id")
    return Q(pk__in=opened, price_shown__lte=lot.balance, service_type__in=types_for(lot.budget))


def types_for(budget: Budget) -> list[str]:
    """Codes of the service types that a budget pays today, but for what the year's caps or a declaration decide."""
    day, found = today(), []
    for code, service in rule_book().services.items():
        free = [category for category in categories_of(code) if not has_limit(category, day.year)]
        if pays_any(budget, service.area, free, day):
            found.append(code)
    return found


def nearness(member: Member) -> Case:
    """0 for what is in the town where a member works, 1 for what is elsewhere."""
    site = member.site.casefold()
    towns = [town for town in queries.facets().towns if town and town.casefold() in site]
    return Case(When(town__in=towns, then=Value(0)), default=Value(1), output_field=IntegerField())
