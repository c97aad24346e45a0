"""Which papers a provider must keep, read from `requirements.yaml`: data with its law, not code."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from providers.accreditation.models import DocumentKind
from providers.models import Form

SOURCE = Path(__file__).with_name("requirements.yaml")


class BrokenRequirements(ValueError):
    """The file names a paper or a form of law that nobody knows; the server does not start with it."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One paper: who needs it, whether it ends, how many days it holds from its issue, under which law."""

    kind: DocumentKind
    forms: frozenset[str]
    areas: frozenset[str]
    ends: bool
    max_days: int | None
    law: str

    def is_for(self, form: str, areas: Collection[str]) -> bool:
        """Whether a provider of this form, with services of these areas, needs it."""
        return (not self.forms or form in self.forms) and (not self.areas or bool(self.areas & set(areas)))

    def last_day(self, issued_on: datetime.date) -> datetime.date | None:
        """The last day on which a paper issued on a day can hold by law; None without such a rule."""
        return issued_on + datetime.timedelta(days=self.max_days) if self.max_days else None


def loaded(rows: Any) -> tuple[Requirement, ...]:
    """The lines of the file. Raises BrokenRequirements."""
    try:
        found = tuple(line_of(row) for row in rows)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenRequirements(str(error)) from error
    if len({requirement.kind for requirement in found}) != len(found):
        raise BrokenRequirements("a paper stands twice")
    return found


def line_of(row: dict[str, Any]) -> Requirement:
    """One line; a form of law that is none raises ValueError."""
    forms = frozenset(Form(form).value for form in row["forms"])
    areas, max_days = frozenset(map(str, row["areas"])), row["max_days"]
    return Requirement(DocumentKind(row["kind"]), forms, areas, bool(row["ends"]), max_days, str(row["law"]))


REQUIREMENTS = loaded(yaml.safe_load(SOURCE.read_text()))
BY_KIND = {requirement.kind.value: requirement for requirement in REQUIREMENTS}


def required_of(form: str, areas: Collection[str]) -> list[Requirement]:
    """What a provider of this form, with services of these areas, must keep; in the order of the file."""
    return [requirement for requirement in REQUIREMENTS if requirement.is_for(form, areas)]


def longest(kind: str, issued_on: datetime.date) -> datetime.date | None:
    """The last day that law leaves a paper of this kind; None without such a rule."""
    requirement = BY_KIND.get(kind)
    return requirement.last_day(issued_on) if requirement else None
