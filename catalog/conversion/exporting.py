"""What a closed window came to, as a file for payroll: amounts by person, never what was bought."""

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from catalog.conversion.models import Result, Window
from welfare.exports import csv_text, neutral

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.append(header())
    for row in rows(window):
        sheet.append([cell if place in AMOUNTS else neutral(cell) for place, cell in enumerate(row)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
