"""The lines of a register: who did what, on whom or on what, with what a reader must know of it."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.plans.models import Grant, Plan
from members.models import Category, Member
from providers.models import Offer, Provider
from tenants.audit.models import Record
from tenants.audit.wording import words_of
from tenants.identity.models import IdentityCheck, Role, User
from tenants.identity.readings import names_of
from tenants.models import Organization
from welfare.money import format_euro

# Details that are names of fields: what a reader calls them.
FIELDS: dict[str, Callable[[], str]] = {
    "number": lambda: _("member number"),
    "tax_code": lambda: _("tax code"),
    "birth_date": lambda: _("birth date"),
    "hired_on": lambda: _("hired on"),
    "left_on": lambda: _("left on"),
    "site": lambda: _("site"),
    "level": lambda: _("level"),
    "contract_hours": lambda: _("contract hours a week"),
    "category": lambda: _("category"),
    "is_accredited": lambda: _("accreditation"),
    "name": lambda: _("name"),
    "organization": lambda: _("organization"),
}


@dataclass(frozen=True)
class Line:
    """One act, as a register shows it; `url` leads to the person it is about."""

    at: datetime.datetime
    who: str | Promise
    act: str | Promise
    about: str = ""
    url: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Subjects:
    """What the records of a page speak of: names and addresses of people by account, names of things by subject."""

    people: dict[int, str]
    urls: dict[int, str]
    things: dict[str, str]


def lines(records: Sequence[Record], names: "Names") -> list[Line]:
    """The records in words; as many queries for a thousand as for one."""
    who = names_of({record.actor for record in records})
    subjects = subjects_of(records, names)
    return [line(record, who.get(record.actor, _("Somebody")), subjects) for record in records]


def line(record: Record, who: str | Promise, subjects: Subjects) -> Line:
    """One record in words."""
    person = record.person_id or 0
    about = subjects.people.get(person) or subjects.things.get(record.subject, "")
    url = subjects.urls.get(person, "")
    return Line(record.at, who, words_of(record.action), about, url, detail_of(record.details))


def subjects_of(records: Sequence[Record], names: "Names") -> Subjects:
    """Look up everything that some records speak of."""
    accounts = {record.person_id for record in records if record.person_id}
    people = {user.pk: user.full_name for user in User.objects.filter(pk__in=accounts)}
    keys = dict(Member.objects.filter(user__in=accounts).values_list("user_id", "uuid"))
    urls = {account: reverse("people:person", args=[key]) for account, key in keys.items()}
    return Subjects(people, urls, names({record.subject for record in records if record.subject}))


Names = Callable[[set[str]], dict[str, str]]


def names_for_hr(subjects: set[str]) -> dict[str, str]:
    """The names of categories, plans, grants and services among some subjects."""
    found = {f"category:{each.pk}": each.name for each in Category.objects.filter(pk__in=numbers_of(subjects))}
    keys = keys_of(subjects)
    found |= {str(plan.pk): plan.name for plan in Plan.objects.filter(pk__in=keys).only("name")}
    for grant in Grant.objects.filter(pk__in=keys).select_related("budget", "category"):
        whom = grant.category.name if grant.category else _("Everybody")
        found[str(grant.pk)] = f"{grant.budget.name} · {whom}"
    return found | titles_of(subjects)


def names_for_the_network(subjects: set[str]) -> dict[str, str]:
    """The names of organizations, providers and services among some subjects."""
    keys = keys_of(subjects)
    found = {each.key: each.name for each in Organization.objects.filter(pk__in=keys)}
    found |= {str(each.pk): each.name for each in Provider.objects.filter(pk__in=keys).only("name")}
    return found | titles_of(subjects)


def titles_of(subjects: set[str]) -> dict[str, str]:
    """The titles of the services among some subjects (`offer:<id>`)."""
    keys = keys_of(each.removeprefix("offer:") for each in subjects if each.startswith("offer:"))
    return {f"offer:{offer.pk}": offer.title for offer in Offer.objects.filter(pk__in=keys).only("title")}


def keys_of(subjects: Iterable[str]) -> list[uuid.UUID]:
    """The subjects that are a UUID and nothing else."""
    keys = []
    for subject in subjects:
        try:
            keys.append(uuid.UUID(subject))
        except ValueError:
            continue
    return keys


def numbers_of(subjects: Iterable[str]) -> list[int]:
    """The keys of the categories among some subjects (`category:<number>`)."""
    numbers = (subject.removeprefix("category:") for subject in subjects if subject.startswith("category:"))
    return [int(number) for number in numbers if number.isascii() and number.isdigit()]


def detail_of(details: dict[str, Any]) -> str:
    """What a reader must know besides the act: which fields, which tasks, how much to how many."""
    parts = [*fields_in(details), *tasks_in(details), *credit_in(details), *mending_in(details)]
    return " · ".join(parts)


def fields_in(details: dict[str, Any]) -> list[str]:
    """The fields that were changed."""
    named = [FIELDS[name]() for name in details.get("fields", []) if name in FIELDS]
    return [", ".join(named)] if named else []


def tasks_in(details: dict[str, Any]) -> list[str]:
    """The tasks a person has from then on."""
    roles = [str(Role(role).label) for role in details.get("roles", []) if role in Role.values and role != Role.MEMBER]
    if "roles" not in details:
        return []
    return [", ".join(roles) or _("no task")]


def credit_in(details: dict[str, Any]) -> list[str]:
    """How much was granted, to how many; or how many were invited."""
    if "people" not in details:
        return []
    people = int(details["people"])
    if "amount" not in details:
        return [ngettext("%(n)d person", "%(n)d people", people) % {"n": people}]
    words = ngettext("%(amount)s to %(n)d person", "%(amount)s each to %(n)d people", people)
    return [words % {"amount": format_euro(details["amount"]), "n": people}]


def mending_in(details: dict[str, Any]) -> list[str]:
    """What was mended of an account, and how the person was recognised."""
    known = {choice.value: str(choice.label) for choice in [*IdentityCheck.Act, *IdentityCheck.Means]}
    return [known[value] for value in (details.get("act"), details.get("means")) if value in known]
