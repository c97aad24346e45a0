"""Seconds to close a month of 20,000 accepted services of one issuer: `python -m bench statements`.

Ten providers, one of which has half of them. Reference: as many bare lines written with `bulk_create` and nothing else,
in the same minute. Aim: a month under 60 s.
"""

import datetime
import json
import uuid
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Sum

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.closing import seconds
from bench.database import own_database, serve
from catalog.orders.models import Order
from catalog.settlement import closing
from members.models import Member
from providers.models import Fulfilment, Offer
from providers.statements.models import MonthClosing, Statement, StatementLine
from providers.statements.queries import last_month
from tenants import isolation, provisioning
from tenants.models import Organization
from tests import make
from welfare import clock

SERVICES, PROVIDERS, AT_ONCE = 20_000, 10, 2000
PRICE = Decimal("35.00")


def measure() -> None:
    """Seed a month, write bare lines and take them away, close it."""
    with own_database() as database:
        issuer = provisioning.open_organization(slug="emette", kind="company", name="Emette")
        offers = [offer(number) for number in range(PROVIDERS)]
        rows = accepted(issuer, offers)
        ordered(issuer, rows)
        serve(database)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(json.dumps(figures(issuer, rows)), flush=True)


def offer(number: int) -> Offer:
    """A service of a provider of its own."""
    supplier = provisioning.open_organization(slug=f"fornisce-{number}", kind="supplier", name=f"Fornisce {number}")
    return make.offer(make.provider(supplier, f"Fornisce {number}"))


def accepted(issuer: Organization, offers: list[Offer]) -> list[Fulfilment]:
    """The month's fulfilments: the first provider has every second one."""
    moment = datetime.datetime.combine(last_month().replace(day=12), datetime.time(10), clock.ROME)
    rows = [fulfilment(issuer, offers[0 if n % 2 else n // 2 % PROVIDERS], moment) for n in range(SERVICES)]
    return Fulfilment.objects.bulk_create(rows, batch_size=AT_ONCE)


def fulfilment(issuer: Organization, offer: Offer, moment: datetime.datetime) -> Fulfilment:
    """One accepted voucher."""
    return Fulfilment(
        offer=offer, issuer=issuer, provider=offer.provider, code_hash=uuid.uuid4().bytes * 2, last_four="ABCD",
        amount=PRICE, state=Fulfilment.State.ACCEPTED, valid_until=clock.today(), accepted_at=moment,
    )  # fmt: skip


def ordered(issuer: Organization, rows: list[Fulfilment]) -> None:
    """The issuer's half of each."""
    with isolation.enter(issuer, reason="bench"):
        anna = make.member("Anna")
        for first in range(0, SERVICES, AT_ONCE):
            Order.objects.bulk_create(order(anna, row) for row in rows[first : first + AT_ONCE])


def order(member: Member, row: Fulfilment) -> Order:
    """An order with the snapshot that lines are read from."""
    offer = row.offer
    snapshot = {
        "title": offer.title, "service_type": offer.service_type, "delivery": offer.delivery, "vat_rate": "5.00",
        "is_single_purpose": True, "slot": None, "credit": [], "provider": {"name": offer.provider.name},
    }  # fmt: skip
    return Order(
        key=uuid.uuid4().hex, body_hash="0" * 64, member=member, beneficiary_name="Anna Bianchi", offer_id=offer.pk,
        provider_id=row.provider_id, fulfilment_id=row.pk, snapshot=snapshot, price=PRICE, state=Order.State.ACCEPTED,
        cancel_until=clock.today(),
    )  # fmt: skip


def figures(issuer: Organization, rows: list[Fulfilment]) -> dict[str, Any]:
    """Close the month; every service is in one statement, and the totals are what was accepted."""
    bare = seconds(lambda: bare_lines(issuer, rows))
    StatementLine.objects.all().delete()
    Statement.objects.all().delete()
    with isolation.enter(issuer, reason="bench"):
        key = closing.ask(last_month()).pk
        spent = seconds(lambda: closing.carry_on(key))
    assert MonthClosing.objects.get().work == MonthClosing.Work.DONE
    assert (Statement.objects.count(), StatementLine.objects.count()) == (PROVIDERS, SERVICES)
    assert Statement.objects.aggregate(total=Sum("total"))["total"] == PRICE * SERVICES
    ratio = round(spent / bare, 1)
    return {"bench": "statements", "services": SERVICES, "seconds": spent, "ratio": ratio, "bare_seconds": bare}


def bare_lines(issuer: Organization, rows: list[Fulfilment]) -> None:
    """The same lines, of one statement, without reading anything."""
    statement = Statement.objects.create(
        number="bare", provider=rows[0].provider, issuer=issuer, month=last_month(), lines_count=SERVICES,
        accepted=PRICE * SERVICES, total=PRICE * SERVICES, closed_at=clock.now(), confirm_by=clock.today(),
    )  # fmt: skip
    StatementLine.objects.bulk_create(
        (
            StatementLine(
                statement=statement, fulfilment=row, accepted_on=clock.today(), title="x", service_type="nursery",
                delivery="voucher", last_four="ABCD", amount=PRICE, vat_rate=5, is_single_purpose=True,
            )
            for row in rows
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


if __name__ == "__main__":
    measure()
