"""The figures of a year by person for the Certificazione Unica: what the locked runs told, nothing else."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from catalog.fiscal import certificate_points, rule_book
from catalog.payroll import exporting, files
from catalog.payroll.files import Cell
from catalog.payroll.models import LEVELS, Figure, PayrollLine, PayrollPerson, PayrollRun
from catalog.payroll.terms import Terms
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare.money import ZERO

FRINGE_CHILDREN = "fringe_children"
LOCKED = PayrollRun.State.LOCKED


@dataclass(frozen=True, slots=True)
class Box:
    """One figure of the certificate: its key, its name, its heading in files, where the data would put it."""

    key: str
    label: Any
    heading: str
    points: str


def boxes() -> list[Box]:
    """The figures, in the order of the page and of the file. The points are advice (cu_mapping of the data)."""
    points = certificate_points()
    fringe, premium = points.of("fringe_benefits"), points.of("pdr")
    converted = points.of("pdr_converted_to_benefit")
    health, pension = points.of("health_fund"), points.of("pension")
    return [
        Box(Figure.FRINGE, _("Fringe benefits, without declared children"), "Fringe senza figli dichiarati", fringe),
        Box(FRINGE_CHILDREN, _("Fringe benefits, with declared children"), "Fringe con figli dichiarati", fringe),
        Box(Figure.FRINGE_TAXABLE, Figure.FRINGE_TAXABLE.label, "Fringe imponibile", ""),
        Box(Figure.OTHER_TAXABLE, Figure.OTHER_TAXABLE.label, "Altro welfare imponibile", ""),
        Box(Figure.PREMIUM_BASE, Figure.PREMIUM_BASE.label, "PDR imponibile sostitutiva", premium),
        Box(Figure.PREMIUM_TAX, Figure.PREMIUM_TAX.label, "Imposta sostitutiva", premium),
        Box(Figure.PREMIUM_CONVERTED, Figure.PREMIUM_CONVERTED.label, "PDR convertito in benefit", converted),
        Box(Figure.HEALTH, Figure.HEALTH.label, "Contributi fondo sanitario", health),
        Box(Figure.PENSION, Figure.PENSION.label, "Contributi fondo pensione", pension),
    ]


@dataclass(frozen=True)
class YearPerson:
    """One person's year."""

    number: str
    tax_code: str
    family_name: str
    given_name: str
    account: int
    sums: dict[str, Decimal] = field(default_factory=dict)

    def amount(self, key: str) -> Decimal:
        """The figure of a box."""
        return self.sums.get(key, ZERO)


@dataclass(frozen=True)
class Certificate:
    """A year: its people by name, and the run that was locked last."""

    year: int
    people: list[YearPerson]
    last: PayrollRun | None

    @property
    def totals(self) -> list[tuple[Box, Decimal, int]]:
        """Each box with its sum and how many people have something in it."""
        found = []
        for box in boxes():
            amounts = [person.amount(box.key) for person in self.people]
            found.append((box, sum(amounts, ZERO), sum(bool(amount) for amount in amounts)))
        return found


def years() -> list[int]:
    """The years of which something is locked, the latest first."""
    found = PayrollRun.objects.filter(state=LOCKED).order_by("-year").values_list("year", flat=True).distinct()
    return list(found)


def certificate(year: int) -> Certificate:
    """What the locked runs of a year told of each person; four queries, however many people."""
    last = PayrollRun.objects.filter(year=year, state=LOCKED).order_by("-month").first()
    sums, caps = sums_of(year), caps_of(year)
    base = rule_book().pool.years[year].cap if year in rule_book().pool.years else None
    named = PayrollPerson.objects.filter(run__year=year, run__state=LOCKED).order_by("member", "-run__month")
    latest = sorted(named.distinct("member").select_related("member"), key=lambda row: (row.sort_name, row.number))
    people = []
    for row in latest:
        mine = sums.get(row.member_id, {})
        if base is not None and caps.get(row.member_id, ZERO) > base:
            mine[FRINGE_CHILDREN] = mine.pop(Figure.FRINGE, ZERO)
        people.append(person_of(row, mine))
    return Certificate(year, [person for person in people if any(person.sums.values())], last)


def person_of(row: PayrollPerson, sums: dict[str, Decimal]) -> YearPerson:
    """One person as the last run that has them names them."""
    return YearPerson(row.number, row.tax_code, row.family_name, row.given_name, row.member.user_id, sums)


def sums_of(year: int) -> dict[int, dict[str, Decimal]]:
    """What was told in the year, by person and figure."""
    lines = PayrollLine.objects.filter(person__run__year=year, person__run__state=LOCKED)
    rows = lines.exclude(figure__in=list(LEVELS)).order_by().values_list("person__member", "figure")
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for member, figure, amount in rows.annotate(total=Sum("amount")):
        found[member][figure] = amount
    return found


def caps_of(year: int) -> dict[int, Decimal]:
    """The limit of fringe benefits that held for each person in the last run that has them."""
    lines = PayrollLine.objects.filter(
        person__run__year=year, person__run__state=LOCKED, figure=Figure.FRINGE_CAP
    ).order_by("person__run__month")
    return dict(lines.values_list("person__member", "amount"))


def rows_of(found: Certificate) -> Iterator[list[Cell]]:
    """The file: a heading, then a row a person."""
    shown = boxes()
    yield ["Matricola", "Codice fiscale", "Cognome", "Nome", "Anno", *(box.heading for box in shown)]
    for person in found.people:
        named: list[Cell] = [person.number, person.tax_code, person.family_name, person.given_name, f"{found.year}"]
        yield [*named, *(person.amount(box.key) for box in shown)]


@transaction.atomic
def certificate_file(year: int, kind: str, *, actor: Actor) -> bytes:
    """The file of a year; each person in it can read that it was made. The same bytes until another run is locked."""
    found = certificate(year)
    at = found.last.locked_at if found.last is not None else None
    content = files.written(Terms((), format=kind), rows_of(found), at=at or datetime.datetime.now(datetime.UTC))
    details = {"year": year, "rows": len(found.people)}
    record(actor, "payroll.certificate", subject=str(year), details=details)
    accounts = [person.account for person in found.people]
    exporting.note_people(accounts, "payroll.told", subject=str(year), actor=actor)
    return content
