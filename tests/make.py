"""Named people and things for tests; each function writes one and returns it.

Call them inside an organization (`with inside(alfa):`), but for the public ones (offers, slots).
"""

import datetime
import itertools
from decimal import Decimal
from typing import Any

from members.models import Category, Member, Relative
from providers.models import Delivery, Form, Offer, Provider, Slot, Unit
from tenants.identity.models import Role, User
from tenants.models import Organization
from welfare.clock import now, today

numbers = itertools.count(1000)


def user(given_name: str = "Anna", *roles: str, **fields: Any) -> User:
    """An account with a password nobody knows; signs in through `browse`."""
    number = next(numbers)
    fields.setdefault("email", f"{given_name.lower()}.{number}@example.org")
    fields.setdefault("family_name", "Bianchi")
    return User.objects.create_user(given_name=given_name, roles=list(roles) or [Role.MEMBER], **fields)


def member(given_name: str = "Anna", *roles: str, **fields: Any) -> Member:
    """A person of the organization in force, with an account."""
    account = fields.pop("user", None) or user(given_name, *roles)
    fields.setdefault("number", str(next(numbers)))
    fields.setdefault("birth_date", datetime.date(1985, 3, 14))
    fields.setdefault("hired_on", datetime.date(2020, 1, 7))
    return Member.objects.create(user=account, **fields)


def relative(of: Member, given_name: str = "Leo", **fields: Any) -> Relative:
    """A child of six, living with the member, unless said otherwise."""
    fields.setdefault("family_name", "Bianchi")
    fields.setdefault("kinship", "child")
    fields.setdefault("birth_date", today() - datetime.timedelta(days=6 * 366))
    fields.setdefault("is_cohabiting", True)
    fields.setdefault("is_dependent", True)
    return Relative.objects.create(member=of, given_name=given_name, **fields)


def category(name: str = "Impiegati") -> Category:
    """A homogeneous category."""
    return Category.objects.create(name=name)


def provider(organization: Organization | None, name: str = "Primavera") -> Provider:
    """A provider, of an organization or of none."""
    return Provider.objects.create(organization=organization, name=name, form=Form.SOCIAL_COOPERATIVE_A, town="Carpi")


def offer(of: Provider, title: str = "Estate al Mulino", **fields: Any) -> Offer:
    """A published summer camp at 140,00 a week, unless said otherwise."""
    defaults: dict[str, Any] = {
        "service_type": "summer_camp",
        "area": "infanzia_istruzione",
        "type_label": "Centro estivo",
        "delivery": Delivery.PLACES,
        "summary": "Settimane al Mulino",
        "price": Decimal("140.00"),
        "unit": Unit.WEEK,
        "town": "Carpi",
        "state": Offer.State.PUBLISHED,
        "published_at": now(),
        "sort_title": title.casefold(),
    }
    return Offer.objects.create(provider=of, title=title, **(defaults | fields))


def slot(of: Offer, *, days: int = 60, capacity: int = 12, **fields: Any) -> Slot:
    """Five days that begin in `days` days."""
    starts_on = today() + datetime.timedelta(days=days)
    fields.setdefault("ends_on", starts_on + datetime.timedelta(days=4))
    return Slot.objects.create(offer=of, starts_on=starts_on, capacity=capacity, **fields)
