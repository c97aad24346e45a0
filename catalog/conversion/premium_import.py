"""Premiums from payroll's file, in the terms of `members.imports`: read, compared with the window, written."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from catalog.conversion import premiums
from catalog.conversion.models import Premium, Window
from catalog.conversion.premiums import Amount, CannotWrite
from members.imports import works
from members.imports.works import CellError, Line, Progress
from members.models import Member
from members.people_import import columns, values
from members.people_import.values import Unreadable
from tenants.audit import trail
from tenants.isolation import Actor
from welfare import amounts
from welfare.clock import today
from welfare.money import MoneyError, amount, format_euro
from welfare.tables import heading, reading
from welfare.tables.heading import Record
from welfare.tables.rows import Cell, Formula, TableError

KIND = "premiums"
MOST = Decimal("20000.00")
LARGEST_INCOME = Decimal("9999999.99")
TOLD_EACH = 500
TITLES: Mapping[str, tuple[str, ...]] = {
    "number": columns.TITLES["number"],
    "tax_code": columns.TITLES["tax_code"],
    "premium": (
        "Premio", "Premio lordo", "Importo premio", "Premio di risultato", "PDR", "Premio di produzione", "Importo",
        "Importo lordo", "Lordo", "Premium", "Bonus", "Amount",
    ),
    "income": (
        "Reddito anno precedente", "Reddito da lavoro dipendente", "Reddito lavoro dipendente", "Reddito", "Reddito CU",
        "Prior year income", "Income of the year before",
    ),
}  # fmt: skip
SAMPLE = (
    ("Matricola", "Codice fiscale", "Premio", "Reddito anno precedente"),
    ("00123", "BNCNNA85C54F257W", "1.800,00", "27.450,00"),
)


@dataclass(slots=True)
class PremiumRow:
    """One row of the file: the values that could be read, and what is the matter with the others."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    member: Member | None = None


@dataclass(frozen=True)
class Content:
    """A whole file: its rows, the titles of its columns by field, those that nobody knows."""

    rows: tuple[PremiumRow, ...]
    titles: Mapping[str, str]
    ignored: tuple[str, ...]


@dataclass(frozen=True)
class PremiumPlan:
    """What a file would do to a window: premiums by member, and what of it cannot be used."""

    content: Content
    rows: Sequence[PremiumRow]
    before: Mapping[int, Amount]

    @cached_property
    def amounts(self) -> dict[int, Amount]:
        """The premiums to be written, by member."""
        return {
            row.member.pk: Amount(row.values["premium"], row.values.get("income"))
            for row in self.rows
            if not row.errors and row.member and self.kind_of(row) != "same"
        }

    def kind_of(self, row: PremiumRow) -> str:
        """What becomes of a row: error, new, changed or same."""
        if row.errors or row.member is None:
            return "error"
        before = self.before.get(row.member.pk)
        if before is None:
            return "new"
        income = row.values.get("income", before.prior_year_income)
        return "same" if before == Amount(row.values["premium"], income) else "changed"

    @cached_property
    def errors(self) -> Sequence[CellError]:
        """Every error, by row."""
        return [error for row in self.rows for error in row.errors]

    @cached_property
    def figures(self) -> dict[str, Any]:
        """Counts, and what all premiums of the file come to."""
        kinds = Counter(self.kind_of(row) for row in self.rows)
        good = [row.values["premium"] for row in self.rows if self.kind_of(row) != "error"]
        return {
            "rows": len(self.rows),
            "accepted": len(self.rows) - kinds["error"],
            "changed": kinds["new"] + kinds["changed"],
            "repaired": 0,
            "errors": len(self.errors),
            "refused": kinds["error"],
            "new": kinds["new"],
            "updated": kinds["changed"],
            "same": kinds["same"],
            "total": str(sum(good, Decimal("0.00"))),
            "ignored": list(self.content.ignored),
        }

    @cached_property
    def lines(self) -> Sequence[Line]:
        """Errors first, then what is written."""
        return [*self._error_lines(), *self._written_lines()]

    def _error_lines(self) -> Iterator[Line]:
        for row in self.rows:
            if row.errors:
                details = {"errors": [[error.column, error.message] for error in row.errors]}
                yield Line("error", row.row, label_of(row), details)

    def _written_lines(self) -> Iterator[Line]:
        for row in self.rows:
            kind = self.kind_of(row)
            if kind in ("new", "changed") and row.member is not None:
                before = self.before.get(row.member.pk)
                yield Line(kind, row.row, label_of(row), {
                    "old": str(before.premium) if before else "", "new": str(row.values["premium"]),
                })  # fmt: skip


class PremiumWork:
    """How a file of premiums is read, compared and written for the window `about`."""

    def __init__(self, about: uuid.UUID | None, options: Mapping[str, Any]) -> None:
        self.about = about

    def window(self) -> Window:
        """The window. Raises TableError when it is gone or has closed."""
        windows = Window.objects.exclude(state=Window.State.CLOSED)
        found = None if self.about is None else windows.filter(pk=self.about).first()
        if found is None:
            raise TableError(_("This window has closed: its premiums do not change any more."))
        return found

    def read(self, path: Path, progress: Progress) -> Content:
        """Read the file. Raises TableError."""
        self.window()
        return read(path, progress)

    def plan(self, content: Content, *, actor: Actor) -> PremiumPlan:
        """Compare with people and premiums as they are now: four queries."""
        return plan_of(content, self.window())

    def write(self, plan: PremiumPlan, *, actor: Actor) -> None:
        """Write the premiums. Raises IntegrityError when somebody has chosen since, or the window has closed."""
        try:
            done = premiums.write(self.window(), plan.amounts)
        except CannotWrite as error:
            raise IntegrityError(str(error)) from error
        if done != len(plan.amounts):
            raise IntegrityError("somebody has chosen meanwhile")
        trail.record(actor, "conversion.premiums", subject=str(self.about), details={"people": done})


works.declare_about(KIND, PremiumWork)


def read(path: Path, progress: Progress) -> Content:
    """Read a file of premiums. Raises TableError when it is no table, or names no premium or no person."""
    headed = heading.find(reading.open_table(path), TITLES)
    if "premium" not in headed.columns or not {"number", "tax_code"} & set(headed.columns):
        raise TableError(
            _("A column “%(premium)s” must be there, and “%(number)s” or “%(code)s” to know who is who.")
            % {"premium": TITLES["premium"][0], "number": TITLES["number"][0], "code": TITLES["tax_code"][0]},
            row=headed.number,
        )
    titles = {name: column.title for name, column in headed.columns.items()}
    rows = []
    for record in headed.records:
        rows.append(read_row(record, titles))
        if len(rows) % TOLD_EACH == 0:
            progress(len(rows), 0)
    if not rows:
        raise TableError(_("There is no row under the heading: export the list again."), row=headed.number)
    return Content(tuple(rows), titles, headed.ignored)


def read_row(record: Record, titles: Mapping[str, str]) -> PremiumRow:
    """The values of one row; a cell that cannot be read leaves an error."""
    row = PremiumRow(record.number)
    for name, title in titles.items():
        try:
            found = value_of(name, record.cells[name])
        except Unreadable as error:
            row.errors.append(CellError(row.row, title, str(error)))
        else:
            if found is not None:
                row.values[name] = found
    if "premium" not in row.values and not row.errors:
        row.errors.append(CellError(row.row, titles["premium"], _("Write how much it is.")))
    return row


def value_of(name: str, cell: Cell) -> Any:
    """The value of a cell, None for an empty one. Raises Unreadable."""
    if name in ("number", "tax_code"):
        found = values.read(name, cell)
        return None if found is None else found.value
    return amount_of(name, cell)


def amount_of(name: str, cell: Cell) -> Decimal | None:
    """An amount of money in its range. Raises Unreadable."""
    if isinstance(cell, Formula):
        raise Unreadable(_("Here stands a formula: paste its value."))
    if not str(cell).strip():
        return None
    text = amounts.read(str(cell))
    try:
        number = amount(text if text is not None else "?")
    except MoneyError as error:
        raise Unreadable(_("Write an amount like 1.234,50, with two decimals at most.")) from error
    if name == "premium" and not 0 < number <= MOST:
        raise Unreadable(_("A premium is over zero and at most %(most)s.") % {"most": format_euro(MOST)})
    if not 0 <= number <= LARGEST_INCOME:
        raise Unreadable(_("An income is zero or more: check it."))
    return number


def label_of(row: PremiumRow) -> str:
    """Whom a row speaks of."""
    if row.member is not None:
        return str(row.member)
    return str(row.values.get("number") or row.values.get("tax_code") or "")


def plan_of(content: Content, window: Window) -> PremiumPlan:
    """Find each row's person and hold it against the window."""
    members = list(Member.objects.select_related("user"))
    by_number = {member.number.casefold(): member for member in members}
    by_code = {member.tax_code: member for member in members if member.tax_code}
    rows = [PremiumRow(row.row, dict(row.values), list(row.errors)) for row in content.rows]
    for row in rows:
        find_person(row, content.titles, by_number, by_code)
    note_repeated(rows, content.titles)
    before = {
        premium.member_id: Amount(premium.amount, premium.prior_year_income)
        for premium in Premium.objects.filter(window=window)
    }
    plan = PremiumPlan(content, rows, before)
    refuse_chosen(plan, window)
    return plan


def find_person(
    row: PremiumRow, titles: Mapping[str, str], by_number: Mapping[str, Member], by_code: Mapping[str, Member]
) -> None:
    """Put the person on a row, or the error: nobody, two different ones, or one who has left."""
    number, code = row.values.get("number"), row.values.get("tax_code")
    found = [by_number.get(str(number).casefold())] if number else []
    found += [by_code.get(code)] if code else []
    known = {member.pk: member for member in found if member is not None}
    title = titles.get("number" if number else "tax_code", titles["premium"])
    if len(known) != 1 or None in found:
        message = _("Number and tax code are of two people.") if len(known) > 1 else _("Nobody here has it: check it.")
        row.errors.append(CellError(row.row, title, message))
        return
    (row.member,) = known.values()
    if row.member.left_on is not None and row.member.left_on < today():
        row.errors.append(CellError(row.row, title, _("This person has left: the premium is paid in money.")))


def note_repeated(rows: Sequence[PremiumRow], titles: Mapping[str, str]) -> None:
    """A person stands once in a file: the later row is the one with the error."""
    seen: dict[int, int] = {}
    for row in rows:
        if row.member is None:
            continue
        first = seen.setdefault(row.member.pk, row.row)
        if first != row.row:
            message = _("The same person stands in row %(row)s already.") % {"row": first}
            row.errors.append(CellError(row.row, titles["premium"], message))


def refuse_chosen(plan: PremiumPlan, window: Window) -> None:
    """Who has chosen keeps the premium that they chose about."""
    frozen = premiums.chosen(window, [row.member.pk for row in plan.rows if row.member])
    for row in plan.rows:
        if row.member and row.member.pk in frozen and plan.kind_of(row) == "changed":
            message = _("This person has chosen already, so the premium does not change.")
            row.errors.append(CellError(row.row, plan.content.titles["premium"], message))
