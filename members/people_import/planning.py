"""What a file would do to the people as they are now: every row against the record it speaks of."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import tax_code
from members.imports.works import CellError, Line
from members.people_import import matching, standing
from members.people_import.known import FIELDS, Known, Person
from members.people_import.matching import Decision
from members.people_import.reading import Content
from tenants.isolation import Actor
from welfare.clock import today

IDENTITY = frozenset({"family_name", "given_name", "tax_code", "birth_date"})
# Where an error of the tax code stands when the file has no column of it.
PROBLEM_FIELDS = {
    tax_code.Problem.FAMILY_NAME_DIFFERS: "family_name",
    tax_code.Problem.GIVEN_NAME_DIFFERS: "given_name",
    tax_code.Problem.BIRTH_DATE_DIFFERS: "birth_date",
    tax_code.Problem.SEX_DIFFERS: "sex",
}
NEEDED = {
    "number": gettext_lazy("Nobody here has this tax code, and to add a person the number is needed."),
    "family_name": gettext_lazy("To add a person the family name is needed."),
    "given_name": gettext_lazy("To add a person the given name is needed."),
}
TAKEN = {
    "number": gettext_lazy("Somebody already has this number."),
    "email": gettext_lazy("Somebody already has this e-mail."),
}
ORDER = ("error", "added", "left", "changed", "noted", "absent")


@dataclass(frozen=True)
class PeoplePlan:
    """Every row's decision, and who is in force without standing in the file."""

    content: Content
    decisions: Sequence[Decision]
    absent: Sequence[Person] = field(default=())

    @cached_property
    def figures(self) -> dict[str, Any]:
        """Counts, and which part of the file is not read."""
        kinds = [decision.kind for decision in self.decisions]
        counts = {kind: kinds.count(kind) for kind in ("added", "left", "changed", "noted", "unchanged")}
        return {
            "rows": len(kinds),
            "accepted": len(kinds) - kinds.count("error"),
            "changed": counts["added"] + counts["left"] + counts["changed"],
            "repaired": sum(bool(decision.row.repairs) for decision in self.decisions),
            "errors": len(self.errors),
            "added": counts["added"],
            "left": counts["left"],
            "corrected": counts["changed"],
            "unchanged": counts["unchanged"] + counts["noted"],
            "noted": counts["noted"],
            "absent": len(self.absent),
            "ignored": list(self.content.ignored),
            "sheet": self.content.sheet,
            "other_sheets": list(self.content.other_sheets),
        }

    @cached_property
    def errors(self) -> list[CellError]:
        """Every error, by row."""
        return [error for decision in self.decisions for error in decision.row.errors]

    @cached_property
    def lines(self) -> list[Line]:
        """What is shown: errors, then what changes, then what is only to be known."""
        shown = [line_of(decision) for decision in self.decisions if decision.kind != "unchanged"]
        shown += [Line("absent", None, f"{person.name} · {person.values['number']}") for person in self.absent]
        return sorted(shown, key=lambda line: ORDER.index(line.kind))

    @property
    def good(self) -> list[Decision]:
        """The rows that are written."""
        return [decision for decision in self.decisions if decision.is_good]


def line_of(decision: Decision) -> Line:
    """One row as it is shown."""
    row = decision.row
    number = row.values.get("number") or decision.current("number") or ""
    details = {
        "errors": [[error.column, error.message] for error in row.errors],
        "changes": [[name, told(old), told(new)] for name, (old, new) in decision.changes.items()],
        "repairs": [list(repair) for repair in row.repairs],
        "warnings": decision.warnings,
    }
    label = decision.person.name if decision.person is not None else row.label
    return Line(decision.kind, row.row, f"{label} · {number}" if number and number != label else label, details)


def told(value: Any) -> str:
    """A value as it is kept in a line: dates as ISO, hours without zeros at the end."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value or "")


def make(content: Content, known: Known, *, actor: Actor) -> PeoplePlan:
    """Decide on every row. The rows of `content` are left as they are, so that it can be planned again."""
    fresh = content.copied()
    decisions = [decide(row_decision, known, fresh, actor) for row_decision in matched(fresh, known)]
    standing.check(decisions, fresh, actor)
    named = {decision.person.pk for decision in decisions if decision.person is not None}
    absent = [person for person in known.people if person.is_in_force and person.pk not in named]
    return PeoplePlan(fresh, decisions, absent)


def matched(content: Content, known: Known) -> list[Decision]:
    """Every row with its person; the second row about one person has an error."""
    seen: dict[int, int] = {}
    decisions = []
    for row in content.rows:
        decision = matching.match(row, known, content)
        if decision.person is not None:
            first = seen.setdefault(decision.person.pk, row.row)
            if first != row.row and not row.errors:
                name = "number" if "number" in row.values else "tax_code"
                content.error(row, name, _("Row %(row)s speaks of the same person.") % {"row": first})
        decisions.append(decision)
    return decisions


def decide(decision: Decision, known: Known, content: Content, actor: Actor) -> Decision:
    """Compare a row with the record, and check what would come out of it."""
    matching.split_names(decision, content)
    note_changes(decision)
    check_taken(decision, known, content)
    if decision.person is None:
        check_newcomer(decision, content)
    else:
        settle_email(decision)
    check_tax_code(decision, content)
    check_dates(decision, content)
    check_leaving(decision, content, actor)
    return decision


def note_changes(decision: Decision) -> None:
    """Which fields get another value. An empty cell, and a column that is absent, change nothing."""
    for name in FIELDS:
        new, kept = decision.row.values.get(name), decision.current(name)
        if new is None or new == kept or is_same_text(name, new, kept):
            continue
        if name == "tax_code" and kept and len(new) == tax_code.PROVISIONAL_LENGTH != len(kept):
            decision.warnings.append(_("The provisional tax code does not take the place of the final one."))
            continue
        decision.changes[name] = (kept, new)
    derive_birth_date(decision)


def is_same_text(name: str, new: Any, kept: Any) -> bool:
    """Whether two texts of a field differ only in how they are written."""
    if name in ("family_name", "given_name"):
        return kept is not None and matching.is_same_name(new, kept)
    if name in ("email", "number"):
        return kept is not None and new.casefold() == kept.casefold()
    return False


def derive_birth_date(decision: Decision) -> None:
    """Where nobody says when a person was born, the tax code does."""
    if decision.wanted("birth_date") is None and decision.wanted("tax_code"):
        born = tax_code.born(decision.wanted("tax_code"), today=today())
        if born is not None:
            decision.changes["birth_date"] = (None, born)


def check_taken(decision: Decision, known: Known, content: Content) -> None:
    """Number and e-mail name one account; those of somebody else are an error."""
    for name, users in (("number", known.users_by_number), ("email", known.users_by_email)):
        if name in decision.changes:
            holder = users.get(decision.changes[name][1].casefold())
            if holder is not None and holder != decision.user_id and not has_error(decision, content, name):
                content.error(decision.row, name, str(TAKEN[name]))


def check_newcomer(decision: Decision, content: Content) -> None:
    """Who is added needs a number and two names; of a row whose number is wrong nobody knows who it is."""
    if has_error(decision, content, "number"):
        return
    for name, sentence in NEEDED.items():
        if name not in decision.row.values and not has_error(decision, content, name, "full_name"):
            content.error(decision.row, name, str(sentence))
    if decision.loose_user is not None:
        decision.warnings.append(_("There is an account with this e-mail already: the record is joined to it."))


def has_error(decision: Decision, content: Content, *names: str) -> bool:
    """Whether the row has an error in one of these columns already."""
    titles = {content.titles.get(name, name) for name in names}
    return any(error.column in titles for error in decision.row.errors)


def settle_email(decision: Decision) -> None:
    """An e-mail that somebody may sign in with is mended elsewhere, with an identity check."""
    person = decision.person
    if person is not None and "email" in decision.changes and person.values["email"] and person.has_come_in:
        del decision.changes["email"]
        decision.warnings.append(
            _("The file has another e-mail. This one is used to sign in: change it from the record, knowing who asks.")
        )


def check_tax_code(decision: Decision, content: Content) -> None:
    """Hold the tax code against names, birth date and sex, when the row changes one of them or tells the sex."""
    code, row = decision.wanted("tax_code"), decision.row
    if not code or not (IDENTITY & set(decision.changes) or "sex" in row.values):
        return
    found = tax_code.problems(
        code,
        family_name=decision.wanted("family_name") or "",
        given_name=decision.wanted("given_name") or "",
        birth_date=decision.wanted("birth_date"),
        sex=row.values.get("sex"),
    )
    for problem in found:
        if problem.is_warning:
            decision.warnings.append(_(tax_code.MESSAGES[problem]))
        else:
            name = "tax_code" if "tax_code" in content.titles else PROBLEM_FIELDS.get(problem, "tax_code")
            content.error(row, name, _(tax_code.MESSAGES[problem]))


def check_dates(decision: Decision, content: Content) -> None:
    """Born, then hired, then left."""
    born, hired, left = (decision.wanted(name) for name in ("birth_date", "hired_on", "left_on"))
    changed = set(decision.changes)
    if born and hired and hired <= born and changed & {"birth_date", "hired_on"}:
        name = "hired_on" if "hired_on" in content.titles else "birth_date"
        content.error(decision.row, name, _("Nobody is hired before being born: check the two dates."))
    if hired and left and left < hired and changed & {"hired_on", "left_on"}:
        name = "left_on" if "left_on" in content.titles else "hired_on"
        content.error(decision.row, name, _("The last day is before the hiring: check it."))


def check_leaving(decision: Decision, content: Content, actor: Actor) -> None:
    """Nobody notes the own leaving; who had left and stands in the file without a last day is pointed out."""
    if "left_on" in decision.changes and decision.user_id is not None and decision.user_id == actor.user_id:
        content.error(decision.row, "left_on", _("You cannot note your own leaving: ask a colleague of HR."))
    person = decision.person
    if person is None or person.values["left_on"] is None:
        return
    if "left_on" in content.titles and "left_on" not in decision.row.values:
        decision.warnings.append(
            _("Had left, and the file gives no last day. If the person is back, say so on the record.")
        )
    elif "left_on" in decision.changes and not person.is_open and decision.changes["left_on"][1] > today():
        decision.warnings.append(_("The account is closed and stays so: open it on the record."))
