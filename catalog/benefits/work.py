"""The import of benefits given outside the shelf, in the terms of `members.imports`."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from catalog.benefits import recording, sheet
from catalog.benefits.kinds import label_of
from catalog.benefits.models import OutsideBenefit
from catalog.benefits.recording import Terms
from catalog.benefits.sheet import Content, SheetRow
from members.imports import works
from members.imports.works import CellError, Line, Progress
from members.models import Member
from tenants.isolation import Actor
from welfare.money import format_euro
from welfare.templatetags.kit import day

KIND = "outside_benefits"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: whose it is, under which key, and whether it is written already."""

    row: SheetRow
    member: Member | None
    terms: Terms | None
    key: str = ""
    is_known: bool = False
    is_withdrawn: bool = False

    @property
    def kind(self) -> str:
        """What becomes of it, in one word."""
        if self.row.errors or self.member is None or self.terms is None:
            return "error"
        if self.is_known:
            return "noted" if self.is_withdrawn else "unchanged"
        return "added"


@dataclass(frozen=True)
class BenefitsPlan:
    """Every row's decision."""

    content: Content
    decisions: Sequence[Decision]

    @cached_property
    def figures(self) -> dict[str, Any]:
        """Counts."""
        kinds = Counter(decision.kind for decision in self.decisions)
        return {
            "rows": len(self.decisions),
            "accepted": len(self.decisions) - kinds["error"],
            "changed": kinds["added"],
            "repaired": 0,
            "errors": len(self.errors),
            "added": kinds["added"],
            "unchanged": kinds["unchanged"],
            "noted": kinds["noted"],
            "ignored": list(self.content.ignored),
        }

    @cached_property
    def errors(self) -> list[CellError]:
        """Every error, by row."""
        return [error for decision in self.decisions for error in decision.row.errors]

    @cached_property
    def lines(self) -> list[Line]:
        """What is shown: errors, then what is added, then what had been withdrawn."""
        return [line_of(each) for kind in ("error", "added", "noted") for each in self.decisions if each.kind == kind]


def line_of(decision: Decision) -> Line:
    """A row as it is shown."""
    label = str(decision.member) if decision.member is not None else decision.row.label
    details: dict[str, Any] = {"errors": [[error.column, error.message] for error in decision.row.errors]}
    if decision.terms is not None:
        told = decision.terms
        details["given"] = f"{label_of('', told.kind)} · {format_euro(told.amount)} · {day(told.received_on)}"
    if decision.kind == "noted":
        details["warnings"] = [
            _("It was written and then withdrawn: it is left out. Give it another reference to write it again.")
        ]
    return Line(decision.kind, decision.row.row, label, details)


@dataclass(frozen=True)
class People:
    """Who may be meant: by number and by tax code."""

    by_number: Mapping[str, Member]
    by_code: Mapping[str, Member]


def known_people() -> People:
    """Everybody; one query."""
    members = list(Member.objects.select_related("user"))
    return People(
        {member.number.casefold(): member for member in members},
        {member.tax_code: member for member in members if member.tax_code},
    )


def person_of(row: SheetRow, people: People, content: Content) -> Member | None:
    """Whom a row means: number and tax code, where both stand, must mean the same."""
    number, code = row.values.get("number"), row.values.get("tax_code")
    by_number = people.by_number.get(str(number).casefold()) if number else None
    by_code = people.by_code.get(str(code)) if code else None
    if number and by_number is None:
        content.error(row, "number", _("Nobody here has this number."))
    elif code and by_code is None and by_number is None:
        content.error(row, "tax_code", _("Nobody here has this tax code."))
    elif by_number is not None and by_code is not None and by_number.pk != by_code.pk:
        content.error(row, "tax_code", _("This tax code is of %(name)s.") % {"name": by_code})
    elif by_number is not None and code and by_number.tax_code not in ("", code):
        content.error(row, "tax_code", _("%(name)s has another tax code.") % {"name": by_number})
    elif by_number is None and by_code is None and not row.errors:
        content.error(row, "number", _("Say whose it is: write the number or the tax code."))
    return by_number or by_code


def keys_of(rows: Sequence[SheetRow], members: Sequence[Member | None]) -> Iterator[str]:
    """The key of each row, under which it is written once: its reference, else what it says.

    Two rows that say the same are the first and the second of their kind, also when the file comes again.
    """
    seen: Counter[str] = Counter()
    for row, member in zip(rows, members, strict=True):
        terms = row.terms
        if member is None or terms is None:
            yield ""
            continue
        said = row.values.get("reference") or f"{terms.kind}:{terms.amount}:{terms.received_on}:{terms.year}"
        is_named = "reference" in row.values
        text = f"{'ref' if is_named else member.uuid}:{said}"
        seen[text] += 1
        place = 1 if is_named else seen[text]
        yield "file:" + hashlib.sha256(f"{text}:{place}".encode()).hexdigest()


def note_repeated(rows: Sequence[SheetRow], content: Content) -> None:
    """A reference stands once in a file: the later row is the one with the error."""
    first: dict[str, int] = {}
    for row in rows:
        reference = row.values.get("reference")
        if reference and first.setdefault(reference, row.row) != row.row:
            seen = first[reference]
            content.error(row, "reference", _("The same value stands in row %(row)s already.") % {"row": seen})


def note_other_terms(decision: Decision, written: OutsideBenefit, content: Content) -> None:
    """A reference that is written with other terms is an error, never a silent change."""
    told = decision.terms
    same = told is not None and decision.member is not None and written.member_id == decision.member.pk
    if told is None or not same or (written.kind, written.amount, written.received_on) != (
        told.kind, told.amount, told.received_on,
    ):  # fmt: skip
        content.error(
            decision.row, "reference",
            _("This reference is written with other values: withdraw that one, then use another reference."),
        )  # fmt: skip


class BenefitsWork:
    """Reads a file of benefits, finds whose they are, writes those that are not written yet."""

    def read(self, path: Path, progress: Progress) -> Content:
        """Read the file. Raises TableError."""
        return sheet.read(path, progress)

    def plan(self, content: Content, *, actor: Actor) -> BenefitsPlan:
        """Compare with what is written: two queries, however many rows there are."""
        rows = [SheetRow(row.row, dict(row.values), list(row.errors)) for row in content.rows]
        people = known_people()
        members = [person_of(row, people, content) for row in rows]
        note_repeated(rows, content)
        keys = list(keys_of(rows, members))
        written = {row.key: row for row in OutsideBenefit.objects.filter(key__in=[key for key in keys if key])}
        decisions = []
        for row, member, key in zip(rows, members, keys, strict=True):
            known = written.get(key)
            decision = Decision(row, member, row.terms, key, known is not None, bool(known and known.withdrawn_at))
            if known is not None:
                note_other_terms(decision, known, content)
            decisions.append(decision)
        return BenefitsPlan(content, decisions)

    def write(self, plan: BenefitsPlan, *, actor: Actor) -> None:
        """Write what is added; rows with errors are left out."""
        user = recording.writer_of(actor)
        rows = [
            recording.row_of(each.member, each.terms, each.key, user)
            for each in plan.decisions
            if each.kind == "added" and each.member is not None and each.terms is not None
        ]
        recording.write_down(rows, actor=actor)


works.declare(KIND, BenefitsWork())
