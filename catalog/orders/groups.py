"""What was confirmed together as one thing: read, and in the words of pages, mails and the document."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.orders.cancellable import can_cancel
from catalog.orders.models import GroupSheet, Order
from catalog.orders.shown import ShownOrder
from catalog.orders.vouchers import ShownVoucher
from tenants.identity.models import User
from welfare.money import ZERO, format_euro


@dataclass(frozen=True)
class Weeks:
    """One person's weeks of a group, by date."""

    name: str
    orders: Sequence[ShownOrder]

    @cached_property
    def vouchers(self) -> list[ShownVoucher]:
        """Those whose code can still be shown."""
        shown = [ShownVoucher(each.order.voucher) for each in self.orders if hasattr(each.order, "voucher")]
        return [voucher for voucher in shown if voucher.is_usable]


@dataclass(frozen=True)
class ShownGroup:
    """The orders of one group; there is one at least."""

    orders: Sequence[Order]

    @property
    def key(self) -> uuid.UUID:
        """What names the group in addresses."""
        return group_key(self.orders[0])

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("orders:group", args=[self.key])

    @property
    def first(self) -> ShownOrder:
        """What all of them share: title, provider, place."""
        return ShownOrder(self.orders[0])

    @property
    def title(self) -> str:
        """The service."""
        return self.first.title

    @cached_property
    def people(self) -> list[Weeks]:
        """Who comes, each with their weeks, in the order in which they were asked for."""
        by_person: dict[tuple[object, str], list[Order]] = {}
        for order in self.orders:
            by_person.setdefault((order.relative_id, order.beneficiary_name), []).append(order)
        return [Weeks(name, [ShownOrder(each) for each in mine]) for (_key, name), mine in by_person.items()]

    @property
    def usable(self) -> list[ShownVoucher]:
        """Every voucher whose code can still be shown."""
        return [voucher for person in self.people for voucher in person.vouchers]

    @property
    def cancellable(self) -> list[ShownOrder]:
        """What can still be cancelled today."""
        return [ShownOrder(order) for order in self.orders if can_cancel(order)]

    @property
    def cancelled(self) -> list[ShownOrder]:
        """What was cancelled."""
        return [ShownOrder(order) for order in self.orders if order.state == Order.State.CANCELLED]

    @property
    def returned(self) -> Decimal:
        """The credit that came back of it."""
        return sum((one.returned.amount for one in self.cancelled if one.returned), ZERO)

    @property
    def total(self) -> Decimal:
        """What all of it cost."""
        return sum((order.price for order in self.orders), ZERO)

    @property
    def full_total(self) -> Decimal:
        """What it would have cost without discounts."""
        return sum((ShownOrder(order).full_price for order in self.orders), ZERO)

    @property
    def line(self) -> str:
        """For whom, how much and what it cost, in one line."""
        names = ", ".join(person.name for person in self.people)
        return " · ".join((names, count_of(len(self.orders)), format_euro(self.total)))

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        states = {ShownOrder(order).state for order in self.orders}
        if len(states) == 1:
            return states.pop()
        open_ones = sum(order.state == Order.State.PLACED for order in self.orders)
        return _("%(open)d of %(all)d to be used") % {"open": open_ones, "all": len(self.orders)}

    @property
    def pill(self) -> str:
        """The colour of its state."""
        return "" if any(order.state == Order.State.PLACED for order in self.orders) else "neutral"


def group_key(order: Order) -> uuid.UUID:
    """The group of an order that is of one; raises ValueError for any other."""
    if order.group is None:
        raise ValueError("an order that was placed alone")
    return order.group


def count_of(number: int) -> str:
    """How many places were booked: a child's week is one."""
    return ngettext("%(n)d place", "%(n)d places", number) % {"n": number}


def get_group_for(user: User, group: uuid.UUID) -> ShownGroup:
    """A group of the account's own; raises Http404 for any other."""
    orders = in_turn().filter(group=group, member__user=user)
    return of(list(orders))


def shown_group(group: uuid.UUID) -> ShownGroup:
    """A group of the organization in force, whoever's it is: for mails and documents."""
    return of(list(in_turn().filter(group=group)))


def groups_among(orders: Sequence[Order]) -> dict[uuid.UUID, ShownGroup]:
    """The whole groups that some orders are of; no query for none."""
    keys = {order.group for order in orders if order.group}
    found: dict[uuid.UUID, list[Order]] = {}
    for order in in_turn().filter(group__in=keys) if keys else ():
        found.setdefault(group_key(order), []).append(order)
    return {key: ShownGroup(mine) for key, mine in found.items()}


def in_turn() -> QuerySet[Order]:
    """Orders with what their pages need: one person's after the other's, by date."""
    orders = Order.objects.select_related("member__user", "voucher", "relative")
    return orders.order_by("group", "relative__birth_date", "relative_id", "snapshot__slot__starts_on", "pk")


def of(orders: Sequence[Order]) -> ShownGroup:
    """A group of these orders; raises Http404 for none."""
    if not orders:
        raise Http404
    return ShownGroup(orders)


def sheet_of(shown: ShownGroup) -> GroupSheet:
    """The document of a group."""
    return GroupSheet.objects.get(pk=shown.key)
