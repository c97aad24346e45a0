"""Seconds to figure out, lock and export a month of 10,000 people: `python -m bench payroll`.

Reference: writing as many bare lines (a person and five figures each) with `bulk_create` and nothing else, in the
same minute. Each person has a car of three months, two orders and a gift card; the month before is locked, so that
differences are made. Aim: figures under 60 s, a file under 3 s (CSV) and 6 s (XLSX) with its line in each trail.
"""

import datetime
import json
import time
import uuid
from collections.abc import Callable
from decimal import Decimal

from django.db import transaction

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve
from catalog.benefits import recording
from catalog.benefits.models import OutsideBenefit
from catalog.orders.models import Order
from catalog.payroll import exporting, runs
from catalog.payroll.models import PayrollLine, PayrollPerson, PayrollRun
from catalog.payroll.terms import SAMPLE, Format, Terms
from members.models import Member
from tenants import isolation, provisioning
from tenants.identity.models import User
from tenants.isolation import Actor
from tenants.models import Organization
from welfare.clock import ROME, now, pretend

PEOPLE, YEAR = 10_000, 2026
AFTER = datetime.date(2027, 1, 20)
FIGURES = ("fringe", "fringe_outside", "fringe_cap", "fringe_taxable", "other_exempt")


def measure() -> None:
    """Two months of 10,000 people."""
    with own_database() as name:
        organization = provisioning.open_organization(slug="azienda", kind="company", name="Azienda")
        reference = provisioning.open_organization(slug="confronto", kind="company", name="Confronto")
        serve(name)
        with isolation.enter(reference, reason="bench"):
            members = people()
            bare = seconds(lambda: bare_rows(members))
        print(json.dumps(measured(organization) | {"bare_rows_seconds": bare}), flush=True)


def measured(organization: Organization) -> dict[str, object]:
    """What each step takes."""
    found: dict[str, object] = {"bench": "payroll", "people": PEOPLE}
    with isolation.enter(organization, reason="bench"), pretend(AFTER):
        members = people()
        give(members)
        user = members[0].user
        actor = Actor(organization.key, user.pk, "person")
        for month in (3, 4):
            run = runs.prepare(YEAR, month, user=user, actor=actor)
            found[f"figures_{month}_seconds"] = seconds(lambda run=run: runs.carry_on(run.pk))  # type: ignore[misc]
            shown = runs.get_run(run.pk)
            assert (shown.state, shown.people_count) == (PayrollRun.State.DRAFT, PEOPLE)
            runs.lock(shown, digest=shown.digest, user=user, actor=actor)
        locked = runs.get_run(run.pk)
        for terms in (SAMPLE, Terms(SAMPLE.columns, format=Format.XLSX)):

            def made(terms: Terms = terms) -> None:
                exporting.export(locked, terms, layout_name="x", actor=actor)

            found[f"{terms.format}_seconds"] = seconds(made)
    return found


def people() -> list[Member]:
    """Everybody."""
    numbers = [f"{number:05}" for number in range(PEOPLE)]
    users = User.objects.bulk_create(
        [User(given_name="Anna", family_name="Bianchi", sort_name=n, member_number=n) for n in numbers]
    )
    return Member.objects.bulk_create(
        [Member(user=user, number=n, sort_name=f"bianchi {n}") for user, n in zip(users, numbers, strict=True)]
    )


def give(members: list[Member]) -> None:
    """A car of three months, a gift card and two orders each."""
    days = [datetime.date(YEAR, month, 28) for month in (1, 2, 3)]
    terms = [recording.Terms("car", Decimal("200.00"), day) for day in days]
    terms.append(recording.Terms("gift_card", Decimal("400.01"), datetime.date(YEAR, 4, 2)))
    user = members[0].user_id
    OutsideBenefit.objects.bulk_create(
        [recording.row_of(member, each, str(uuid.uuid4()), user) for member in members for each in terms], 5000
    )
    Order.objects.bulk_create([ordered(member, day) for member in members for day in days[:2]], 5000)


def ordered(member: Member, day: datetime.date) -> Order:
    """A summer camp."""
    benefit = {
        "category": "FBIS_EDUCATION", "amount": "140.00", "mode": "direct_service", "source": "COMPANY_REGULATION",
        "services": ["summer_camp"],
        "relative": {"kinship": "child", "age": 6, "cohabiting": True, "dependent": True, "separated": False,
                     "certificate": False},
    }  # fmt: skip
    return Order(
        key=str(uuid.uuid4()), member=member, beneficiary_name="Leo", offer_id=uuid.uuid4(), provider_id=uuid.uuid4(),
        fulfilment_id=uuid.uuid4(), price=Decimal("140.00"), cancel_until=day, verdict={"benefits": [benefit]},
        placed_at=datetime.datetime.combine(day, datetime.time(10), ROME),
    )  # fmt: skip


def bare_rows(members: list[Member]) -> None:
    """The reference: a person and five lines each."""
    with transaction.atomic():
        run = PayrollRun.objects.create(year=YEAR, month=1, made_by=members[0].user, since=now())
        rows = PayrollPerson.objects.bulk_create(
            [PayrollPerson(run=run, member=member, number=member.number, sort_name="x") for member in members], 1000
        )
        PayrollLine.objects.bulk_create(
            [PayrollLine(person=row, figure=figure, amount=Decimal(1)) for row in rows for figure in FIGURES], 5000
        )


def seconds(action: Callable[[], object]) -> float:
    """Seconds on the clock."""
    begin = time.perf_counter()
    action()
    return round(time.perf_counter() - begin, 2)


if __name__ == "__main__":
    measure()
