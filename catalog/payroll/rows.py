"""The rows of a payroll file: what each column of a layout holds for each person or figure."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from catalog.payroll import periods
from catalog.payroll.files import Cell
from catalog.payroll.models import Figure, PayrollLine, PayrollRun
from catalog.payroll.terms import CONSTANT, Column, Field, Shape, Terms
from welfare.money import ZERO

# Names of figures in files: Italian, whoever asks, so that the bytes are the same for everybody.
ITALIAN: Mapping[str, str] = {
    Figure.FRINGE: "Fringe benefit art. 51 c. 3",
    Figure.FRINGE_OUTSIDE: "di cui fuori scaffale",
    Figure.FRINGE_OTHERS: "Fringe benefit di altri datori",
    Figure.FRINGE_CAP: "Limite fringe benefit",
    Figure.FRINGE_TAXABLE: "Fringe benefit imponibili",
    Figure.OTHER_EXEMPT: "Altro welfare esente",
    Figure.OTHER_TAXABLE: "Altro welfare imponibile",
    Figure.PREMIUM_CONVERTED: "Premio di risultato convertito",
    Figure.PREMIUM_CASH: "Premio di risultato in denaro",
    Figure.PREMIUM_BASE: "Premio, imponibile imposta sostitutiva",
    Figure.PREMIUM_TAX: "Imposta sostitutiva sul premio",
    Figure.PREMIUM_PAY: "Premio, imponibile ordinario",
    Figure.PENSION: "Contributi fondo pensione",
    Figure.HEALTH: "Contributi fondo sanitario",
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One figure of a person."""

    figure: str
    source: str
    amount: Decimal
    to_date: Decimal


@dataclass(frozen=True, slots=True)
class FilePerson:
    """A person as a file names them, with their figures."""

    number: str
    tax_code: str
    family_name: str
    given_name: str
    lines: Sequence[FileLine] = ()

    def total(self, figure: str, part: str) -> Decimal:
        """A figure over all sources: of the month, or since January."""
        mine = [line for line in self.lines if line.figure == figure]
        return sum((line.to_date if part == Field.TO_DATE else line.amount for line in mine), ZERO)


@dataclass(frozen=True, slots=True)
class Context:
    """What is the same in the whole file."""

    year: int
    month: int
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def last_day(self) -> datetime.date:
        """The last day of the month."""
        return periods.last_day((self.year, self.month))


def rows_of(terms: Terms, year: int, month: int, people: Iterable[FilePerson]) -> Iterator[list[Cell]]:
    """The rows of a file, its heading first where it has one."""
    context = Context(year, month, terms.codes)
    if terms.has_header:
        yield [column.heading for column in terms.columns]
    for person in people:
        if terms.shape == Shape.PERSON:
            yield [cell_of(column, person, None, context) for column in terms.columns]
            continue
        for line in person.lines:
            if terms.codes.get(line.figure) and line.amount:
                yield [cell_of(column, person, line, context) for column in terms.columns]


def cell_of(column: Column, person: FilePerson, line: FileLine | None, context: Context) -> Cell:
    """One cell; a column of a single figure is empty where a row is a person."""
    name = column.field
    if name == CONSTANT:
        return column.text
    if name in (Field.NUMBER, Field.TAX_CODE, Field.FAMILY_NAME, Field.GIVEN_NAME):
        return str(getattr(person, name))
    if name in (Field.YEAR, Field.MONTH, Field.PERIOD, Field.LAST_DAY):
        return moment(name, context)
    if line is not None:
        return cell_of_line(name, line, context)
    figure, _dot, part = name.partition(".")
    return person.total(figure, part) if part else ""


def moment(name: str, context: Context) -> str:
    """When it is for."""
    written = {
        Field.YEAR: f"{context.year}",
        Field.MONTH: f"{context.month:02}",
        Field.PERIOD: f"{context.year}{context.month:02}",
        Field.LAST_DAY: f"{context.last_day:%d/%m/%Y}",
    }
    return written[Field(name)]


def cell_of_line(name: str, line: FileLine, context: Context) -> Cell:
    """A cell of a row that is one figure."""
    texts = {
        Field.CODE: context.codes.get(line.figure, ""),
        Field.FIGURE: ITALIAN.get(line.figure, line.figure),
        Field.SOURCE: line.source,
    }
    if name in texts:
        return texts[Field(name)]
    return line.to_date if name == Field.TO_DATE else line.amount


def people_of(run: PayrollRun) -> list[FilePerson]:
    """Everybody of a run by name, as they were named then, their figures in a fixed order; two queries."""
    places = {str(figure): place for place, figure in enumerate(Figure)}
    found: dict[int, list[FileLine]] = defaultdict(list)
    rows = PayrollLine.objects.filter(person__run=run).values_list("person", "figure", "source", "amount", "to_date")
    for person, figure, source, amount, to_date in rows.iterator(chunk_size=5000):
        found[person].append(FileLine(figure, source, amount, to_date))
    named = run.people.order_by("sort_name", "number")
    return [
        FilePerson(number, code, family, given, sorted(found[pk], key=lambda one: (places[one.figure], one.source)))
        for pk, number, code, family, given in named.values_list(
            "pk", "number", "tax_code", "family_name", "given_name"
        )
    ]


def invented() -> list[FilePerson]:
    """Two people who do not exist, for the preview of a layout."""

    def line(figure: str, amount: str, to_date: str, source: str = "") -> FileLine:
        return FileLine(figure, source, Decimal(amount), Decimal(to_date))

    anna = [
        line(Figure.FRINGE, "150.00", "420.00"),
        line(Figure.FRINGE_CAP, "1000.00", "1000.00"),
        line(Figure.OTHER_EXEMPT, "140.00", "980.00"),
        line(Figure.PENSION, "200.00", "200.00", "COMPANY_AGREEMENT"),
    ]
    bruno = [
        line(Figure.FRINGE, "80.01", "1000.01"),
        line(Figure.FRINGE_OUTSIDE, "30.00", "600.00"),
        line(Figure.FRINGE_CAP, "1000.00", "1000.00"),
        line(Figure.FRINGE_TAXABLE, "1000.01", "1000.01"),
    ]
    return [
        FilePerson("00123", "BNCNNA85C54F257W", "Bianchi", "Anna", anna),
        FilePerson("00124", "RSSBRN80A01F257X", "Rossi", "Bruno", bruno),
    ]
