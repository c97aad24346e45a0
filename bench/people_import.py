"""Seconds to check and to write a file of 10,000 people: `python -m bench people_import`.

Reference: writing as many bare rows (an account and a person each) with `bulk_create` and nothing else, in
the same minute. The file is an XLSX, the slowest kind; the second figure is the same file again with another
site for everybody. Aim: check and write under 10 s each.
"""

import datetime
import json
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from openpyxl import Workbook

from bench import ready  # noqa: F401 - sets Django up before the models below
from bench.database import own_database, serve
from members import tax_code
from members.imports import works
from members.models import Member
from members.people_import.columns import SAMPLE
from members.people_import.work import PeopleWork
from tenants import isolation, provisioning
from tenants.identity.models import User
from tenants.models import Organization

PEOPLE = 10_000
FAMILIES = ("Bianchi", "De Luca", "D'Alò", "Ferrari", "Galli", "Moretti", "Rossi", "Zanòn")
GIVEN = ("Anna", "Bruno", "Carla Maria", "Davide", "Elena", "Niccolò", "Sara", "Ugo")
PLACES = ("F257", "B819", "H223", "A944", "F205", "L219")


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and those that this process computed."""

    seconds: float
    processor: float


def measure() -> None:
    """Import everybody, then import them again with one field changed."""
    with own_database() as name, tempfile.TemporaryDirectory() as folder:
        organization = provisioning.open_organization(slug="azienda", kind="company", name="Azienda")
        reference = provisioning.open_organization(slug="confronto", kind="company", name="Confronto")
        serve(name)
        bare = cost(lambda: bare_rows(reference))
        for figure, site in (("added", "Modena"), ("changed", "Carpi")):
            path = written_file(Path(folder), site)
            print(json.dumps(imported(organization, path, figure, bare)), flush=True)


def imported(organization: Organization, path: Path, figure: str, bare: Cost) -> dict[str, object]:
    """Check the file and write it, as the worker does, beside the cost of bare rows."""
    work = PeopleWork()

    def check() -> None:
        plan = work.plan(work.read(path, works.no_progress), actor=isolation.SYSTEM)
        assert (plan.figures["rows"], plan.figures["changed"], plan.figures["errors"]) == (PEOPLE, PEOPLE, 0)
        works.digest(plan)

    def write() -> None:
        content = work.read(path, works.no_progress)
        with transaction.atomic():
            work.write(work.plan(content, actor=isolation.SYSTEM), actor=isolation.SYSTEM)

    with isolation.enter(organization, reason="bench"):
        costs = {"check": cost(check), "write": cost(write)}
    found: dict[str, object] = {"bench": f"people_import:{figure}"}
    for name, each in costs.items():
        found |= {f"{name}_seconds": each.seconds, f"{name}_processor_seconds": each.processor}
        found[f"{name}_ratio"] = round(each.seconds / bare.seconds, 1)
    return found | {"bare_rows_seconds": bare.seconds}


def bare_rows(organization: Organization) -> None:
    """The reference: an account and a person, as many times."""
    with isolation.enter(organization, reason="bench"), transaction.atomic():
        numbers = [str(number) for number in range(PEOPLE)]
        users = User.objects.bulk_create(
            [User(given_name="x", family_name="x", sort_name="x", member_number=n) for n in numbers]
        )
        Member.objects.bulk_create(
            [Member(user=user, number=n, sort_name="x") for user, n in zip(users, numbers, strict=True)]
        )


def written_file(folder: Path, site: str) -> Path:
    """An XLSX of invented people with right tax codes."""
    dice = random.Random(7)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Dipendenti")
    sheet.append(SAMPLE[0])
    seen: set[str] = set()
    while len(seen) < PEOPLE:
        family, given, sex = dice.choice(FAMILIES), dice.choice(GIVEN), dice.choice("MF")
        born = datetime.date(1960, 1, 1) + datetime.timedelta(days=dice.randrange(15_000))
        code = tax_code.compose(
            family_name=family, given_name=given, birth_date=born, sex=sex, place=dice.choice(PLACES)
        )
        if code not in seen:
            seen.add(code)
            number = f"{len(seen):05}"
            hired = datetime.date(2019, 3, 4)
            email = f"p{number}@example.org"
            sheet.append([number, family.upper(), given.upper(), code, born, email, hired, None, site, "C1", 38.5])
    path = folder / f"{site}.xlsx"
    book.save(path)
    return path


def cost(action: Callable[[], None]) -> Cost:
    """What one run takes."""
    begin, computed = time.perf_counter(), time.process_time()
    action()
    return Cost(round(time.perf_counter() - begin, 2), round(time.process_time() - computed, 2))


if __name__ == "__main__":
    measure()
