"""Reading orders; the getters are the guard."""

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from catalog.orders.kept import kept_of_slot
from catalog.orders.models import Order, WaitingRequest
from members.certificates import reading
from members.models import Member, Relative
from providers.models import Delivery, Slot
from providers.reserves import with_own
from tenants import isolation
from tenants.identity.models import User
from welfare.clock import today
from welfare.paging import Page, page_by_key

PAGE_SIZE = 20


def get_member_for(user: User) -> Member:
    """The person behind an account; raises Http404 for an account without one."""
    member = Member.objects.filter(user=user).first()
    if member is None:
        raise Http404
    # The same person: no need to read the account again.
    member.user = user
    return member


def get_order_for(user: User, order_id: uuid.UUID) -> Order:
    """An order of the account's own, with its voucher; raises Http404 for any other."""
    orders = Order.objects.select_related("member", "voucher")
    return get_object_or_404(orders, pk=order_id, member__user=user)


def orders_page(user: User, cursor: str = "", size: int = PAGE_SIZE) -> Page[Order]:
    """The account's orders, newest first, of each group one alone; one query.

    Months of a subscription stand under it, not among them.
    """
    mine = Order.objects.filter(member__user=user).exclude(snapshot__delivery=Delivery.SUBSCRIPTION)
    orders = one_of_each_group(mine)
    return page_by_key(orders, ("-placed_at", "pk"), cursor, size)


def one_of_each_group(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Of what was confirmed together the order with the smallest key."""
    before = Order.objects.filter(group=OuterRef("group"), pk__lt=OuterRef("pk"))
    return orders.filter(~Exists(before))


def waiting_count(user: User) -> int:
    """In how many lines the account's own people stand."""
    return WaitingRequest.objects.filter(member__user=user, closed_at__isnull=True).count()


def open_slots(member: Member, offer_id: uuid.UUID) -> list[Slot]:
    """The slots of an offer that have not begun and take bookings, full ones too; by date.

    Those that keep a place for the member say so (`kept.is_kept`), and are there even when closed meanwhile.
    """
    slots = with_own(Slot.objects.filter(offer_id=offer_id, starts_on__gte=today()), isolation.current())
    slots = slots.annotate(is_kept=Exists(kept_of_slot(member)))
    bookable = Q(state=Slot.State.OPEN) | Q(state=Slot.State.CLOSED, is_kept=True)
    return list(slots.filter(bookable).order_by("starts_on", "pk")[:60])


def relatives_of(member: Member) -> QuerySet[Relative]:
    """The member's open relatives, the eldest first; whether they are certified this year is read with them."""
    mine = Relative.objects.filter(member=member, closed_on__isnull=True)
    return reading(mine, today().year).order_by("birth_date", "pk")
