"""Premiums of a window: typed for everybody or a category, or read from a file; never of who has chosen already."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.conversion.models import Premium, Window
from catalog.plans.queries import people_of
from members.models import Category
from tenants.audit import trail
from tenants.isolation import Actor
from welfare.errors import PlainError

AT_ONCE = 1000


class CannotWrite(PlainError):
    """Premiums that cannot be written."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What a person is due, and what payroll knows of the year before (None: leave what is there)."""

    premium: Decimal
    prior_year_income: Decimal | None = None


@transaction.atomic
def give_each(window: Window, category: Category | None, amount: Decimal, *, actor: Actor) -> int:
    """Give each person of a category (None: everybody) the same premium; who has chosen keeps theirs.

    Returns how many have it now anew. Raises CannotWrite for a window that has closed, or a category of nobody.
    """
    keys = list(people_of(category).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise CannotWrite(_("There is nobody here today. Choose another category."))
    done = write(window, dict.fromkeys(keys, Amount(amount)))
    details = {"people": done, "amount": str(amount), "category": category and category.pk}
    trail.record(actor, "conversion.premiums", subject=str(window.pk), details=details)
    return done


def write(window: Window, amounts: Mapping[int, Amount]) -> int:
    """Write premiums by member, in the caller's transaction; how many were written. Raises CannotWrite."""
    # Who is choosing waits for us, or was first: then the premium stays. The window comes last, as when one chooses.
    list(Premium.objects.select_for_update(no_key=True).filter(window=window, member__in=amounts).order_by("pk"))
    locked = Window.objects.select_for_update(no_key=True).exclude(state=Window.State.CLOSED).filter(pk=window.pk)
    if not locked.first():
        raise CannotWrite(_("This window has closed: its premiums do not change any more."))
    frozen = chosen(window, amounts)
    known = dict(window.premiums.filter(member__in=amounts).values_list("member_id", "prior_year_income"))
    rows = [
        Premium(window=window, member_id=key, amount=each.premium, prior_year_income=known_income(each, known.get(key)))
        for key, each in amounts.items()
        if key not in frozen
    ]
    Premium.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["window", "member"],
        update_fields=["amount", "prior_year_income"],
    )
    return len(rows)


def known_income(each: Amount, before: Decimal | None) -> Decimal | None:
    """What payroll knows: the new figure, else the one that was there."""
    return before if each.prior_year_income is None else each.prior_year_income


def chosen(window: Window, members: Collection[int]) -> set[int]:
    """Which of these members have chosen."""
    found = window.premiums.filter(member__in=members, choices__isnull=False)
    return set(found.values_list("member_id", flat=True))
