"""The file of a list: a row for each source that pays, Italian headings, the same bytes whenever it is asked for.

The columns are described in docs/users/fornitore.md.
"""

import csv
import datetime
import io
from collections.abc import Iterator
from decimal import Decimal

from catalog.enrolments.models import FundLine, FundList
from tenants.models import Organization
from welfare import workbooks
from welfare.exports import MARK, neutral

SHEET = "Contributi"
CSV, XLSX = "csv", "xlsx"
CSV_TYPE = "text/csv; charset=utf-8"
# The source of a converted performance bonus (L. 208/2015 art. 1 c. 184): apart, on top of the year's cap.
CONVERTED = "PDR_CONVERSION"
HEADER = (
    "Datore di lavoro", "Codice fiscale del datore", "Dal", "Al", "Cognome", "Nome", "Codice fiscale",
    "Data di nascita", "Fondo o livello", "Numero albo COVIP", "Numero di iscrizione", "Decorrenza",
    "Familiari coperti", "Familiari", "Fonte", "Premio convertito", "Importo", "Riferimento",
)  # fmt: skip
AMOUNT = HEADER.index("Importo")
Cell = str | Decimal


def rows(made: FundList) -> Iterator[list[Cell]]:
    """The rows by the order of the list; one query."""
    for line in made.lines.order_by("place"):
        for part in line.parts:
            yield row(made, line, part["source"], Decimal(part["amount"]))


def table(made: FundList) -> Iterator[list[Cell]]:
    """The heading, then the rows."""
    yield list(HEADER)
    yield from rows(made)


def row(made: FundList, line: FundLine, source: str, amount: Decimal) -> list[Cell]:
    """One row."""
    return [
        made.employer,
        made.employer_code,
        written(made.first_day),
        written(made.last_day),
        line.family_name,
        line.given_name,
        line.tax_code,
        written(line.birth_date),
        line.what,
        line.register_number,
        line.number,
        written(line.starts_on),
        str(len(line.relatives)),
        " / ".join(relative_words(one) for one in line.relatives),
        source,
        "sì" if source == CONVERTED else "no",
        amount,
        str(line.pk),
    ]


def relative_words(one: dict[str, str]) -> str:
    """A covered relative in one cell."""
    born = written(datetime.date.fromisoformat(one["birth_date"]))
    return " ".join(part for part in (one["name"], one["tax_code"], born) if part)


def written(day: datetime.date | None) -> str:
    """A day as Italian spreadsheets read it."""
    return f"{day:%d/%m/%Y}" if day else ""


def content(made: FundList, extension: str) -> bytes:
    """The file's bytes; cells that a spreadsheet would compute are neutralised."""
    if extension == XLSX:
        return workbooks.xlsx(SHEET, table(made), at=made.made_at)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([written_cell(cell) for cell in each] for each in table(made))
    return (MARK + text.getvalue()).encode()


def written_cell(cell: Cell) -> str:
    """An amount is digits, with its sign and a comma; of a text nothing is computed."""
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, Decimal) else neutral(cell)


def name_of(made: FundList, employer: Organization, extension: str) -> str:
    """How the file is called."""
    return f"contributi-{employer.slug}-{made.first_day:%Y%m%d}-{made.last_day:%Y%m%d}.{extension}"
