"""Reading people: lists for HR, one person, and the guard on each."""

import datetime
import uuid

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from members.models import Category, Member, Relative
from tenants.identity.models import User
from welfare import clock
from welfare.sorting import sort_key

LONGEST_SEARCH = 80


def folded(text: str) -> str:
    """A search as `sort_name` is stored: casefold, without accents, spaces made single."""
    return "".join(letter for letter in sort_key(text) if letter.isprintable())[:LONGEST_SEARCH]


def employed_on(day: datetime.date) -> Q:
    """People who had not left by `day`."""
    return Q(left_on__isnull=True) | Q(left_on__gt=day)


def headcount() -> int:
    """How many people are in force today."""
    return Member.objects.filter(employed_on(clock.today())).count()


def headcount_by_category() -> dict[int | None, int]:
    """How many people in force each category has; None counts those in no category."""
    rows = Member.objects.filter(employed_on(clock.today())).values("category").annotate(n=Count("pk"))
    return {row["category"]: row["n"] for row in rows}


def headcount_of(category: Category) -> int:
    """How many people in force a category has."""
    return Member.objects.filter(employed_on(clock.today()), category=category).count()


def get_category(pk: int) -> Category:
    """One category of the organization in force; 404 when absent."""
    category = Category.objects.filter(pk=pk).first()
    if category is None:
        raise Http404
    return category


def get_person(key: uuid.UUID) -> Member:
    """One person of the organization in force, for staff; 404 when absent."""
    member = Member.objects.select_related("user", "category").filter(uuid=key).first()
    if member is None:
        raise Http404
    return member


def member_of(user: User) -> Member:
    """The person behind an account; 404 for accounts of staff that are nobody's."""
    member = Member.objects.select_related("user").filter(user=user).first()
    if member is None:
        raise Http404
    return member


def relatives_of(member: Member) -> QuerySet[Relative]:
    """The open relatives of a member, the eldest first."""
    return member.relatives.filter(closed_on__isnull=True).order_by("birth_date", "pk")


def get_relative_for(member: Member, key: uuid.UUID) -> Relative:
    """One open relative of this member; somebody else's is as absent as none: 404."""
    relative = relatives_of(member).filter(pk=key).first()
    if relative is None:
        raise Http404
    return relative
