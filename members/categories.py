"""Homogeneous categories, and who is in which: by the first rule that fits, or by hand.

Nobody is in two categories (docs/decisions/0012). Whoever changes categories, or people that rules look at, holds
the categories first: then nobody is placed by a rule that is being changed.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Value, When

from members.category_rules import Rule, rule_from
from members.models import Category, Member
from members.queries import employed_on
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare import clock

# Whom rules may move. A category that nobody has is nobody's choice.
FREE = Q(category__isnull=True) | Q(category_by_hand=False)
BY_HAND = Q(category__isnull=False, category_by_hand=True)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A category and the rule that speaks for it, kept or about to be."""

    category_id: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Move:
    """How many people go from one category to another; None is no category."""

    source: int | None
    target: int | None
    people: int


def in_order() -> QuerySet[Category]:
    """All categories as their rules are tried."""
    return Category.objects.order_by("place", "pk")


def hold() -> list[Category]:
    """All categories as their rules are tried, kept from other changes until the end of the transaction."""
    held = list(Category.objects.select_for_update(no_key=True).order_by("pk"))
    return sorted(held, key=lambda category: (category.place, category.pk))


def ruled(categories: Sequence[Category]) -> list[Ruled]:
    """The categories that have a rule, in their order."""
    return [Ruled(category.pk, rule_from(category.rule)) for category in categories if category.rule]


def people_in(rule: Rule, on: datetime.date) -> QuerySet[Member]:
    """People in force on a day who meet a rule, whatever category they are in."""
    return Member.objects.filter(employed_on(on), rule.matches(on))


def first_fitting(rules: Sequence[Ruled], on: datetime.date) -> Case:
    """The key of the first category whose rule a person meets; NULL for none."""
    whens = [When(each.rule.matches(on), then=Value(each.category_id)) for each in rules if not each.rule.is_empty]
    return Case(*whens, default=Value(None), output_field=BigIntegerField())


def misplaced(rules: Sequence[Ruled], on: datetime.date, free: Q = FREE) -> QuerySet[Any]:
    """People in force whom the rules would move, with `target`: the category they would come to."""
    people: QuerySet[Any] = Member.objects.filter(employed_on(on), free).annotate(target=first_fitting(rules, on))
    # Spelled out: a comparison with NULL is neither true nor false, and its negation neither.
    enters = Q(target__isnull=False, category__isnull=True)
    leaves = Q(target__isnull=True, category__isnull=False)
    changes = Q(target__isnull=False, category__isnull=False) & ~Q(target=F("category"))
    return people.filter(enters | leaves | changes)


def moves(people: QuerySet[Any]) -> list[Move]:
    """How many of those who are misplaced go where, the most first; one query."""
    rows = people.order_by().values_list("category", "target").annotate(n=Count("pk"))
    return [Move(*row) for row in rows.order_by("-n", "category", "target")]


@transaction.atomic
def apply_rules(actor: Actor) -> int:
    """Put everybody in force whom a rule may move where the rules say; returns how many moved.

    One UPDATE a category, each on condition that the person still is to be moved.
    """
    return place_people(hold(), Member.objects.all(), actor=actor)


def place_people(categories: Sequence[Category], people: QuerySet[Member], *, actor: Actor | None) -> int:
    """Put some people where the rules say; inside the transaction that holds the categories.

    Each category that people came to has its record, with how many; none without an actor, where each person's own
    record tells of it.
    """
    going = misplaced(ruled(categories), clock.today()).filter(pk__in=people.values("pk"))
    moved = {target: put(going, target) for target in dict.fromkeys(move.target for move in moves(going))}
    for target, number in moved.items():
        if number and actor is not None:
            subject = f"category:{target}" if target else ""
            record(actor, "category_applied", subject=subject, details={"people": number})
    return sum(moved.values())


def put(going: QuerySet[Any], target: int | None) -> int:
    """Move to one category those who are to go there and still are free to; returns how many."""
    there = going.filter(target__isnull=True) if target is None else going.filter(target=target)
    return there.update(category=target, category_by_hand=False)


def place_these(keys: Sequence[int], *, categories: Sequence[Category]) -> int:
    """Put new or corrected people where the rules say, at once; the caller holds the categories."""
    return place_people(categories, Member.objects.filter(pk__in=keys), actor=None)


@transaction.atomic
def keep(category: Category, *, rule: Rule, releases: bool = False, before: int | None = None, actor: Actor) -> int:
    """Write a category and its rule, and apply the rules; returns how many people moved.

    Its rule is tried just before that of the category `before`, or after all others. With `releases`, people whom
    the rule takes, and those of this category, are the rules' from now on although somebody put them where they
    are by hand.
    """
    others = [other for other in hold() if other.pk != category.pk]
    category.rule = rule.as_kept()
    if category._state.adding:
        category.save()
    else:
        category.save(update_fields=["name", "description", "rule"])
    record(actor, "category_kept", subject=f"category:{category.pk}")
    if releases:
        freed = Member.objects.filter(employed_on(clock.today()), BY_HAND, released(category, rule))
        freed.update(category_by_hand=False)
    return place_people(number(inserted(others, category, before)), Member.objects.all(), actor=actor)


def inserted(others: Sequence[Category], category: Category, before: int | None) -> list[Category]:
    """All categories in order, one of them just before another; last where that one is not there."""
    place = next((place for place, other in enumerate(others) if other.pk == before), len(others))
    return [*others[:place], category, *others[place:]]


def number(in_order: list[Category]) -> list[Category]:
    """Write down the order of categories that are held."""
    for place, category in enumerate(in_order, 1):
        category.place = place
    Category.objects.bulk_update(in_order, ["place"])
    return in_order


def released(category: Category, rule: Rule) -> Q:
    """People put in by hand somewhere whom a category's rule may take when it is let."""
    meets = rule.matches(clock.today())
    return meets | Q(category=category.pk) if category.pk else meets


@transaction.atomic
def put_in_order(keys: Sequence[int], *, actor: Actor) -> int:
    """Try the rules in this order from now on, and apply them; returns how many people moved.

    Categories that are not named come last, in the order they had.
    """
    named = {key: place for place, key in enumerate(keys)}
    held = number(sorted(hold(), key=lambda category: named.get(category.pk, len(named))))
    record(actor, "categories_ordered")
    return place_people(held, Member.objects.all(), actor=actor)
