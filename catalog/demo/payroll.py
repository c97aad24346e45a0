"""Payroll of the demo's company: benefits given outside the shelf, last month locked, this one to be looked at."""

import datetime
from decimal import Decimal

from catalog.benefits import recording
from catalog.benefits.kinds import Kind
from catalog.benefits.recording import Terms
from catalog.payroll import exporting, layouts, periods, runs
from catalog.payroll.models import Figure
from catalog.payroll.periods import Period
from catalog.payroll.terms import SAMPLE, Column, Field, Shape
from catalog.payroll.terms import Terms as LayoutTerms
from members.models import Member
from tenants import isolation
from tenants.identity.models import User
from tenants.isolation import Actor
from tenants.models import Organization
from welfare import clock

LATE = datetime.time(17, 30)
# Of the company's people by name: these drive a car of the firm, those got a gift card for a birth or a wedding.
DRIVERS, CELEBRATED = 4, 6
CAR, CARD, LARGE_CARD = Decimal("86.40"), Decimal("150.00"), Decimal("940.00")
LAYOUT = LayoutTerms(
    (
        Column(Field.CONSTANT, "Azienda", "0042"),
        Column(Field.NUMBER, "Matricola"),
        Column(Field.CODE, "Voce"),
        Column(Field.AMOUNT, "Importo"),
        Column(Field.LAST_DAY, "Data"),
    ),
    shape=Shape.CODE,
    codes={Figure.FRINGE_TAXABLE: "WFI01", Figure.OTHER_TAXABLE: "WFI02", Figure.PENSION: "WFC01"},
)


def fill(organization: Organization) -> None:
    """Write benefits down for each month of the year, lock the last one, leave this one to be looked at."""
    with isolation.enter(organization, reason="demo"):
        user = User.objects.filter(roles__contains=["payroll"]).order_by("pk").first()
        if user is None:
            return
        actor = Actor(organization.key, user.pk, "person")
        this = (clock.today().year, clock.today().month)
        last = periods.before(this)
        give(last, actor)
        with clock.pretend(periods.last_day(last), LATE):
            lock(last, user, actor)
            layouts.save(None, "Paghe Officine Riva", LAYOUT, user=user, actor=actor)
        run = runs.prepare(*this, user=user, actor=actor)
        runs.carry_on(run.pk)


def give(last: Period, actor: Actor) -> None:
    """Cars by month, gift cards once; the largest takes its person over the limit with what they ordered."""
    people = list(Member.objects.select_related("user").filter(left_on__isnull=True).order_by("sort_name", "pk"))
    drivers, celebrated = people[:DRIVERS], people[DRIVERS : DRIVERS + CELEBRATED]
    months = [(last[0], month) for month in range(1, last[1] + 1)]
    for period in months:
        day = periods.last_day(period)
        write(drivers, Terms(Kind.CAR, CAR, day), actor)
    write(celebrated, Terms(Kind.GIFT_CARD, CARD, periods.last_day(last)), actor)
    write(drivers[:1], Terms(Kind.GIFT_CARD, LARGE_CARD, periods.last_day(last)), actor)


def write(people: list[Member], terms: Terms, actor: Actor) -> None:
    """Write the same down for some people."""
    with clock.pretend(terms.received_on, LATE):
        rows = [
            recording.row_of(
                member, terms, f"demo:{terms.kind}:{terms.amount}:{terms.received_on}:{member.pk}",
                recording.writer_of(actor),
            )
            for member in people
        ]  # fmt: skip
        recording.write_down(rows, actor=actor)


def lock(period: Period, user: User, actor: Actor) -> None:
    """Lock a month and make its file."""
    run = runs.prepare(*period, user=user, actor=actor)
    runs.carry_on(run.pk)
    shown = runs.get_run(run.pk)
    runs.lock(shown, digest=shown.digest, user=user, actor=actor)
    exporting.export(runs.get_run(run.pk), SAMPLE, layout_name="Tracciato di esempio", actor=actor)
