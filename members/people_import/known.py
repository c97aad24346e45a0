"""Who is there already: everybody's record, read at once, and found by number, tax code or e-mail."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from members.models import Member
from tenants.identity.models import User
from welfare import clock

USER_FIELDS = {"family_name": "user__family_name", "given_name": "user__given_name", "email": "user__email"}
MEMBER_FIELDS = ("number", "tax_code", "birth_date", "hired_on", "left_on", "site", "level", "contract_hours")
FIELDS = (*USER_FIELDS, *MEMBER_FIELDS)


@dataclass(frozen=True, slots=True)
class Person:
    """One person as the record stands."""

    pk: int
    user_id: int
    values: dict[str, str | datetime.date | Decimal | None]
    is_open: bool
    # Whether they could have come in: then the e-mail is theirs to sign in with.
    has_come_in: bool
    is_in_force: bool

    @property
    def name(self) -> str:
        """Family name, then given name."""
        return f"{self.values['family_name']} {self.values['given_name']}"


@dataclass(frozen=True)
class Known:
    """Everybody of the organization in force, by what names one person alone."""

    people: list[Person]
    by_number: dict[str, Person]
    by_bare_number: dict[str, list[Person]]
    by_tax_code: dict[str, Person]
    # Accounts by what they sign in with; those of staff may be nobody's record.
    users_by_email: dict[str, int]
    users_by_number: dict[str, int]
    # Accounts that are nobody's record.
    loose_users: dict[int, User]


def bare(number: str) -> str | None:
    """A number without the zeros before it; None for one that is not of digits alone."""
    return number.lstrip("0") or "0" if number.isdecimal() and number.isascii() else None


def load() -> Known:
    """Read everybody: three queries, however many there are."""
    people = [person_of(row) for row in Member.objects.order_by("sort_name", "pk").values(*COLUMNS)]
    accounts = list(User.objects.values_list("pk", "email", "member_number"))
    owned = {person.user_id for person in people}
    bare_numbers: dict[str, list[Person]] = {}
    for person in people:
        number = bare(str(person.values["number"]))
        if number is not None:
            bare_numbers.setdefault(number, []).append(person)
    return Known(
        people=people,
        by_number={str(person.values["number"]).casefold(): person for person in people},
        by_bare_number=bare_numbers,
        by_tax_code={str(person.values["tax_code"]): person for person in people if person.values["tax_code"]},
        users_by_email={email.casefold(): pk for pk, email, _number in accounts if email},
        users_by_number={number.casefold(): pk for pk, _email, number in accounts if number},
        loose_users=User.objects.in_bulk([pk for pk, _email, _number in accounts if pk not in owned]),
    )


COLUMNS = (
    "pk",
    "user_id",
    "user__is_active",
    "user__last_login",
    "user__password",
    *USER_FIELDS.values(),
    *MEMBER_FIELDS,
)


def person_of(row: dict[str, Any]) -> Person:
    """One row of the query as a person."""
    values = {name: row[column] for name, column in USER_FIELDS.items()} | {name: row[name] for name in MEMBER_FIELDS}
    return Person(
        pk=row["pk"],
        user_id=row["user_id"],
        values=values,
        is_open=row["user__is_active"],
        has_come_in=row["user__last_login"] is not None
        or not row["user__password"].startswith(UNUSABLE_PASSWORD_PREFIX),
        is_in_force=row["left_on"] is None or row["left_on"] > clock.today(),
    )
