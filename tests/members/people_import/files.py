"""Files of people for tests: named persons with right tax codes, and what one import says of them."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command

from members.models import Member
from tenants.identity.models import User
from tenants.models import Organization
from tests.conftest import inside
from tests.spreadsheets import csv_file

HEADING = (
    "Matricola;Cognome;Nome;Codice fiscale;Data di nascita;E-mail;Assunzione;Cessazione;Sede;Livello;Ore settimanali"
)
ANNA = "00123;Bianchi;Anna;BNCNNA85C54F257W;14/03/1985;anna@example.org;07/01/2020;;Modena;C1;38,5"
BRUNO = "00124;Verdi;Bruno;VRDBRN90A01B819Q;01/01/1990;bruno@example.org;01/02/2021;;Carpi;C2;20"


@dataclass(frozen=True)
class Told:
    """What the command prints with --json, and its exit status."""

    status: int
    counts: tuple[int, int, int, int]
    errors: list[tuple[int | None, str]]
    messages: list[str]


def people_file(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    """A CSV with these rows under the usual heading."""
    return csv_file(folder, "\n".join([heading, *rows]) + "\n")


def imported(where: Organization, path: Path, *options: str) -> Told:
    """Run the command."""
    out, status = io.StringIO(), 0
    try:
        call_command("import_people", str(path), "--organization", where.slug, "--json", *options, stdout=out)
    except SystemExit as stop:
        status = int(stop.code or 0)
    told = json.loads(out.getvalue())
    assert set(told) == {"rows", "accepted", "changed", "repaired", "errors"}
    assert all(set(error) == {"row", "column", "message"} for error in told["errors"])
    return Told(
        status,
        (told["rows"], told["accepted"], told["changed"], told["repaired"]),
        [(error["row"], error["column"]) for error in told["errors"]],
        [error["message"] for error in told["errors"]],
    )


def record_of(where: Organization, number: str) -> Mapping[str, Any]:
    """What is kept of a person, as text."""
    with inside(where):
        member = Member.objects.select_related("user").get(number=number)
    user = member.user
    return {
        "names": (user.family_name, user.given_name),
        "email": user.email,
        "sign_in_number": user.member_number,
        "tax_code": member.tax_code,
        "days": [str(day) for day in (member.birth_date, member.hired_on, member.left_on)],
        "work": (member.site, member.level, str(member.contract_hours)),
        "is_open": user.is_active,
    }


def numbers_in(where: Organization) -> Sequence[str]:
    """Everybody's number, sorted."""
    with inside(where):
        return sorted(Member.objects.values_list("number", flat=True))


def account(where: Organization, number: str) -> User:
    """A person's account."""
    with inside(where):
        found: User = Member.objects.select_related("user").get(number=number).user
        return found
