"""How a file for a payroll program looks: its format, its columns or rows, the codes that program knows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.payroll.models import LEVELS, Figure

CONSTANT = "constant"
OF_MONTH, TO_DATE = "month", "to_date"


class Format(models.TextChoices):
    """The kinds of file."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class Delimiter(models.TextChoices):
    """What parts the cells of a CSV."""

    SEMICOLON = ";", _("semicolon ;")
    COMMA = ",", _("comma ,")
    TAB = "tab", _("tab")
    BAR = "|", _("bar |")


class DecimalSign(models.TextChoices):
    """What parts cents from euro in a CSV."""

    COMMA = ",", _("comma: 12,50")
    POINT = ".", _("point: 12.50")


class Encoding(models.TextChoices):
    """How letters are written in a CSV."""

    UTF8_MARK = "utf-8-sig", _("UTF-8 with a mark, for spreadsheets")
    UTF8 = "utf-8", "UTF-8"
    CP1252 = "cp1252", _("Windows (cp1252)")


class Shape(models.TextChoices):
    """What a row is."""

    PERSON = "person", _("One row for each person, figures in columns")
    CODE = "code", _("One row for each figure of a person, with the code of your program")


class Field(StrEnum):
    """What a column holds besides figures."""

    NUMBER = "number"
    TAX_CODE = "tax_code"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    YEAR = "year"
    MONTH = "month"
    PERIOD = "period"
    LAST_DAY = "last_day"
    CONSTANT = CONSTANT
    CODE = "code"
    FIGURE = "figure"
    SOURCE = "source"
    AMOUNT = "amount"
    TO_DATE = TO_DATE


LABELS: Mapping[str, Any] = {
    Field.NUMBER: pgettext_lazy("column of a file", "Member number"),
    Field.TAX_CODE: _("Tax code"),
    Field.FAMILY_NAME: _("Family name"),
    Field.GIVEN_NAME: _("Given name"),
    Field.YEAR: pgettext_lazy("column of a file", "Year"),
    Field.MONTH: _("Month, 01 to 12 (13: adjustment)"),
    Field.PERIOD: _("Year and month, like 202611"),
    Field.LAST_DAY: _("Last day of the month, like 30/11/2026"),
    Field.CONSTANT: _("The same text in each row"),
    Field.CODE: _("Code of your program"),
    Field.FIGURE: _("Name of the figure"),
    Field.SOURCE: _("Source of a contribution"),
    Field.AMOUNT: _("Amount of the month"),
    Field.TO_DATE: _("Amount since January"),
}
# Columns of a row that is one figure, and have no sense in a row that is a person.
OF_A_ROW = (Field.CODE, Field.FIGURE, Field.SOURCE, Field.AMOUNT, Field.TO_DATE)
OF_A_PERSON = tuple(name for name in Field if name not in OF_A_ROW)


def figure_field(figure: str, part: str = OF_MONTH) -> str:
    """The column of a figure in a row that is a person: `fringe.month`, `fringe.to_date`."""
    return f"{figure}.{part}"


def figure_fields() -> dict[str, Any]:
    """All columns of figures, with their names; what is no sum stands once."""
    found: dict[str, Any] = {}
    for figure in Figure:
        if figure in LEVELS:
            found[figure_field(figure)] = figure.label
            continue
        found[figure_field(figure)] = _("%(figure)s, month") % {"figure": figure.label}
        found[figure_field(figure, TO_DATE)] = _("%(figure)s, since January") % {"figure": figure.label}
    return found


def fields_of(shape: str) -> dict[str, Any]:
    """The columns that a file of this shape may have, with their names on screen."""
    plain = {str(name): LABELS[name] for name in OF_A_PERSON}
    rest = {str(name): LABELS[name] for name in OF_A_ROW} if shape == Shape.CODE else figure_fields()
    return plain | rest


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, its heading, and the text of one that is the same in each row."""

    field: str
    heading: str
    text: str = ""


@dataclass(frozen=True)
class Terms:
    """All that makes a file's bytes, besides the figures. `codes`: figure to the program's own code."""

    columns: tuple[Column, ...]
    format: str = Format.CSV
    delimiter: str = Delimiter.SEMICOLON
    decimal: str = DecimalSign.COMMA
    encoding: str = Encoding.UTF8_MARK
    has_header: bool = True
    shape: str = Shape.PERSON
    codes: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What is stored."""
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(self).items()}


def terms_from(stored: Mapping[str, Any]) -> Terms:
    """What was stored."""
    columns = tuple(Column(**column) for column in stored["columns"])
    return Terms(**{**stored, "columns": columns})


def headed(field: str, heading: str) -> Column:
    """A column of the sample."""
    return Column(field, heading)


# The documented sample layout (docs/users/paghe.md): its headings are Italian, as payroll programs are.
SAMPLE = Terms(
    columns=(
        headed(Field.NUMBER, "Matricola"),
        headed(Field.TAX_CODE, "Codice fiscale"),
        headed(Field.FAMILY_NAME, "Cognome"),
        headed(Field.GIVEN_NAME, "Nome"),
        headed(Field.PERIOD, "Periodo"),
        headed(figure_field(Figure.FRINGE), "Fringe mese"),
        headed(figure_field(Figure.FRINGE, TO_DATE), "Fringe anno"),
        headed(figure_field(Figure.FRINGE_OUTSIDE), "Fringe fuori scaffale mese"),
        headed(figure_field(Figure.FRINGE_OTHERS), "Fringe altri datori"),
        headed(figure_field(Figure.FRINGE_CAP), "Limite fringe"),
        headed(figure_field(Figure.FRINGE_TAXABLE), "Fringe imponibile mese"),
        headed(figure_field(Figure.OTHER_EXEMPT), "Altro welfare esente mese"),
        headed(figure_field(Figure.OTHER_TAXABLE), "Altro welfare imponibile mese"),
        headed(figure_field(Figure.PREMIUM_CONVERTED), "PDR convertito mese"),
        headed(figure_field(Figure.PREMIUM_CASH), "PDR in denaro mese"),
        headed(figure_field(Figure.PREMIUM_BASE), "PDR imponibile sostitutiva mese"),
        headed(figure_field(Figure.PREMIUM_TAX), "Imposta sostitutiva mese"),
        headed(figure_field(Figure.PREMIUM_PAY), "PDR imponibile ordinario mese"),
        headed(figure_field(Figure.PENSION), "Fondo pensione mese"),
        headed(figure_field(Figure.HEALTH), "Fondo sanitario mese"),
    )
)
