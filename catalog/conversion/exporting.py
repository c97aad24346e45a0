"""What a closed window came to, as a file for payroll: amounts by person, never what was bought."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from django.utils.translation import gettext as _

from catalog.conversion.models import Result, Window
from tenants.audit import trail
from tenants.audit.models import Record
from tenants.isolation import Actor
from welfare import workbooks
from welfare.clock import now
from welfare.exports import csv_text

XLSX = workbooks.MEDIA_TYPE
SHEET = "Premi"


def header() -> list[str]:
    """The titles of the columns."""
    return [
        _("Member number"),
        _("Family name"),
        _("Given name"),
        _("Tax code"),
        _("Premium"),
        _("In welfare"),
        _("In money, before deductions"),
        _("Contributions"),
        _("Base of the substitute tax"),
        _("Substitute tax"),
        _("Taxed as pay"),
        _("Income condition met"),
    ]


def rows(window: Window) -> Iterator[list[object]]:
    """A row a person, by name; one query."""
    found = Result.objects.filter(window=window).select_related("premium__member__user")
    for result in found.order_by("premium__member__sort_name", "pk"):
        member = result.premium.member
        yield [
            member.number,
            member.user.family_name,
            member.user.given_name,
            member.tax_code,
            result.amount,
            result.converted,
            result.cash,
            result.contributions,
            result.substitute_tax_base,
            result.substitute_tax,
            result.ordinary_base,
            _("yes") if result.income_condition_met else _("no"),
        ]


def as_csv(window: Window) -> str:
    """The table as Italian spreadsheets open it."""
    return csv_text(header(), (written(row) for row in rows(window)))


def written(row: list[object]) -> list[object]:
    """Amounts with a comma, as a reader in Italy writes them."""
    return [f"{cell:.2f}".replace(".", ",") if place in AMOUNTS else cell for place, cell in enumerate(row)]


AMOUNTS = range(4, 11)


def as_xlsx(window: Window) -> bytes:
    """The table as a workbook, amounts as numbers; no cell is a formula."""
    table = ([cell if isinstance(cell, Decimal) else str(cell) for cell in row] for row in rows(window))
    return workbooks.xlsx(SHEET, chain([header()], table), at=window.closed_at or now())


def note(window: Window, actor: Actor) -> None:
    """Write that the file was made, once for all and once for each person in it, who can read it."""
    trail.record(actor, "conversion.exported", subject=str(window.pk))
    accounts = Result.objects.filter(window=window).order_by("pk").values_list("premium__member__user", flat=True)
    subject = str(window.pk)
    trail.record_all(
        Record(actor=actor.code, action="conversion.told", person_id=account, subject=subject) for account in accounts
    )
