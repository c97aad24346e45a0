"""Reading vouchers, and showing them: the getter is the guard."""

import datetime
import uuid
from dataclasses import dataclass
from functools import cached_property

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Extract
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog.orders import codes, qr
from catalog.orders.models import Order, Voucher
from catalog.orders.shown import ShownOrder
from members.models import Member
from tenants import isolation
from tenants.identity.models import User
from welfare.clock import today
from welfare.paging import Page, page_by_key
from welfare.templatetags.kit import day as written

PAGE_SIZE = 20
SOON = datetime.timedelta(days=30)
# Seconds since 1970 of the last day; what is past counts down from the end of time.
LAST_DAY = Cast(Extract("valid_until", "epoch"), BigIntegerField())
END_OF_TIME = Value(10**12, BigIntegerField())
Document = Voucher.Document


@dataclass(frozen=True)
class ShownVoucher:
    """A voucher in the words of pages, mails and the document."""

    voucher: Voucher

    @property
    def order(self) -> Order:
        """The order that gave it."""
        return self.voucher.order

    @cached_property
    def shown(self) -> ShownOrder:
        """What was agreed."""
        return ShownOrder(self.order)

    @property
    def title(self) -> str:
        """The service."""
        return self.shown.title

    @property
    def provider(self) -> dict[str, str]:
        """Who supplies: name, vat_number, address, town, phone, email."""
        return dict(self.shown.snapshot["provider"])

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("vouchers:detail", args=[self.voucher.pk])

    @property
    def together(self) -> int:
        """For how many usable vouchers of a group it stands in a list; 0 for one that stands for itself."""
        return int(getattr(self.voucher, "together", None) or 0) if self.is_usable and self.order.group else 0

    @property
    def list_url(self) -> str:
        """Where a list leads: to all the codes of a group, where it stands for them."""
        return reverse("vouchers:group", args=[self.order.group]) if self.together > 1 else self.url

    @property
    def is_usable(self) -> bool:
        """Whether the provider would accept it today."""
        return self.order.state == Order.State.PLACED and self.voucher.valid_until >= today()

    @property
    def state(self) -> str:
        """The order's state; a voucher past its day is expired before the nightly task says so."""
        is_late = self.order.state == Order.State.PLACED and not self.is_usable
        return str(Order.State.EXPIRED) if is_late else self.order.state

    @cached_property
    def code(self) -> str:
        """The sixteen characters."""
        return codes.unseal_code(isolation.current().key, bytes(self.voucher.sealed_code))

    @cached_property
    def qr(self) -> SafeString:
        """The code as an SVG."""
        return qr.svg(self.code)

    @property
    def where(self) -> str:
        """Address and town of the slot or the service."""
        return self.shown.where

    @property
    def when(self) -> str:
        """Dates and hours of the slot; empty where there is none."""
        return ", ".join(part for part in (self.shown.dates, self.shown.hours) if part)

    @property
    def detail(self) -> str:
        """One line under the title in a list."""
        if self.together > 1:
            return _("%(n)d vouchers, the first for %(person)s: %(dates)s") % {
                "n": self.together, "person": self.order.beneficiary_name, "dates": self.shown.dates,
            }  # fmt: skip
        place = ", ".join(part for part in (self.provider["name"], self.provider["town"]) if part)
        provider = " · ".join(part for part in (self.shown.dates, place) if part)
        return _("For %(person)s · %(provider)s") % {"person": self.order.beneficiary_name, "provider": provider}

    @property
    def pill(self) -> str:
        """Until when, or what became of it."""
        if self.is_usable:
            return _("Valid until %(day)s") % {"day": written(self.voucher.valid_until)}
        return str(Order.State(self.state).label)

    @property
    def pill_kind(self) -> str:
        """Amber in the last month."""
        if not self.is_usable:
            return "neutral"
        return "warn" if self.voucher.valid_until - today() < SOON else ""

    @property
    def is_worth_paper(self) -> bool:
        """Whether there is a PDF of it to have: a used one is kept as proof, a cancelled one is not."""
        return self.order.state in (Order.State.PLACED, Order.State.ACCEPTED)

    @property
    def has_document(self) -> bool:
        """Whether its PDF can be downloaded."""
        return self.is_worth_paper and self.voucher.document == Document.READY and bool(self.voucher.file_name)

    @property
    def is_single_purpose(self) -> bool:
        """Single-purpose (art. 6-ter DPR 633/1972) unless the offer said otherwise when it was ordered."""
        return bool(self.shown.snapshot.get("is_single_purpose", True))

    @property
    def vat_rate(self) -> str:
        """The VAT rate of the service, as agreed."""
        return str(self.shown.snapshot.get("vat_rate", "")).removesuffix(".00")


def get_voucher_for(user: User, voucher_id: uuid.UUID) -> ShownVoucher:
    """A voucher of the account's own; raises Http404 for any other, HR's included."""
    return ShownVoucher(get_object_or_404(mine(user), pk=voucher_id))


def vouchers_page(user: User, cursor: str = "", size: int = PAGE_SIZE) -> Page[Voucher]:
    """The account's vouchers: usable ones first, what expires next ahead; then the past, newest ahead. One query.

    Of the usable ones of a group the first alone stands for all of them.
    """
    position = Case(When(usable(), then=LAST_DAY), default=END_OF_TIME - LAST_DAY, output_field=BigIntegerField())
    rows = first_of_groups(mine(user)).annotate(position=position)
    return page_by_key(rows, ("position", "pk"), cursor, size)


def usable() -> Q:
    """Vouchers that a provider would accept today."""
    return Q(order__state=Order.State.PLACED, valid_until__gte=today())


def first_of_groups(vouchers: QuerySet[Voucher]) -> QuerySet[Voucher]:
    """Without those for which another usable voucher of their group stands; `together` says for how many one stands."""
    group = Voucher.objects.filter(usable(), order__group=OuterRef("order__group"))
    before = Q(valid_until__lt=OuterRef("valid_until")) | Q(valid_until=OuterRef("valid_until"), pk__lt=OuterRef("pk"))
    count = group.order_by().values("order__group").annotate(n=Count("pk")).values("n")
    shown = vouchers.exclude(usable() & Q(Exists(group.filter(before))))
    return shown.annotate(together=Subquery(count, output_field=IntegerField()))


def ready_vouchers(member: Member, limit: int) -> list[ShownVoucher]:
    """The member's usable vouchers, what expires next ahead; one query. Each has title, detail, pill, url, qr."""
    ready = first_of_groups(Voucher.objects.select_related("order").filter(usable(), order__member=member))
    return [ShownVoucher(voucher) for voucher in ready.order_by("valid_until", "pk")[:limit]]


def mine(user: User) -> QuerySet[Voucher]:
    """The vouchers of an account's own orders."""
    return Voucher.objects.select_related("order").filter(order__member__user=user)
