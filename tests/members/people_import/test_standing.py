"""A file changes no account that whoever imports it may not keep, and never closes the last who gives tasks."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from members.models import Member
from members.people_import.work import PeopleWork
from tenants.identity import staff
from tenants.identity.models import User
from tenants.isolation import Actor
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.members.people_import.files import imported, people_file
from welfare import clock

ROW = "{};{};{};;;{};;{};;;"
PAST, FUTURE = "31/12/2025", "31/12/2026"
REACH = "compiti che non assegni tu"


def imported_by(where: Organization, path: Path, user: User) -> list[tuple[str, str]]:
    """Carry a file out as somebody, rows with errors left out; column and sentence of each error."""
    work, actor = PeopleWork(), Actor(where.key, user.pk, "person")
    with inside(where), transaction.atomic():
        plan = work.plan(work.read(path, lambda done, total: None), actor=actor)
        work.write(plan, actor=actor)
    return [(error.column, error.message) for error in plan.errors]


def someone(where: Organization, name: str, *roles: str, number: str = "", **fields: Any) -> User:
    """An account, with a record if it has a number."""
    with inside(where):
        user = make.user(name, *roles, email=f"{name.lower()}@example.org", **fields)
        if number:
            make.member(user=user, number=number)
    return user


def kept(where: Organization, user: User) -> tuple[bool, str, str | None, list[str]]:
    """What a file could change of an account."""
    with inside(where):
        now = User.objects.get(pk=user.pk)
    return now.is_active, str(now), now.member_number, list(now.roles)


@pytest.fixture
def irene(rete: Organization) -> User:
    return someone(rete, "Irene", "hr")


@pytest.mark.parametrize("role", ["operator", "office"])
@pytest.mark.parametrize("left", [PAST, ""])
def test_an_account_above_hr_is_neither_closed_nor_joined(
    rete: Organization, irene: User, tmp_path: Path, role: str, left: str
) -> None:
    olga = someone(rete, "Olga", role)
    before = kept(rete, olga)
    path = people_file(tmp_path, ROW.format(7, "Neri", "Carla", "olga@example.org", left))
    [(column, sentence)] = imported_by(rete, path, irene)
    assert (column, REACH in sentence) == ("E-mail", True)
    assert kept(rete, olga) == before
    with inside(rete):
        assert not Member.objects.filter(user=olga).exists()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (ROW.format(5, "", "", "", PAST), "Cessazione"),
        (ROW.format(5, "", "", "", FUTURE), "Cessazione"),
        (ROW.format(5, "Bianchini", "Olga", "", ""), "Cognome"),
    ],
)
def test_a_person_above_hr_is_neither_closed_nor_renamed(
    rete: Organization, irene: User, tmp_path: Path, row: str, column: str
) -> None:
    someone(rete, "Ugo", "operator")
    olga = someone(rete, "Olga", "member", "operator", number="5")
    before = kept(rete, olga)
    assert [error[0] for error in imported_by(rete, people_file(tmp_path, row), irene)] == [column]
    assert kept(rete, olga) == before
    with inside(rete):
        assert Member.objects.get(user=olga).left_on is None
    assert imported_by(rete, people_file(tmp_path, "5;Carpi", heading="Matricola;Sede"), irene) == []


def test_people_with_other_tasks_are_hrs_own(rete: Organization, irene: User, tmp_path: Path) -> None:
    paolo = someone(rete, "Paolo", "member", "payroll", number="6")
    assert imported_by(rete, people_file(tmp_path, ROW.format(6, "Bianchini", "Paolo", "", PAST)), irene) == []
    assert not kept(rete, paolo)[0]


def test_the_own_account_is_joined_but_never_closed(alfa: Organization, tmp_path: Path) -> None:
    irene = someone(alfa, "Irene", "hr")
    row = ROW.format(7, "Bianchi", "Irene", "irene@example.org", "{}")
    assert [error[0] for error in imported_by(alfa, people_file(tmp_path, row.format(PAST)), irene)] == ["Cessazione"]
    assert kept(alfa, irene)[0]
    assert imported_by(alfa, people_file(tmp_path, row.format("")), irene) == []
    assert kept(alfa, irene)[2:] == ("7", ["member", "hr"])


@pytest.mark.parametrize(
    ("heading", "row", "column"),
    [
        ("Matricola;Cognome;Nome;E-mail", "7;Neri;Paolo;paolo@example.org", "Cognome"),
        ("Matricola;Cognome;Nome;E-mail", "7;Bianchi;Carlo;paolo@example.org", "Nome"),
        ("Matricola;Cognome e nome;E-mail", "7;NERI PAOLO;paolo@example.org", "Cognome e nome"),
    ],
)
def test_an_account_that_was_opened_keeps_its_names(
    alfa: Organization, tmp_path: Path, heading: str, row: str, column: str
) -> None:
    irene, paolo = someone(alfa, "Irene", "hr"), someone(alfa, "Paolo", "payroll", last_login=clock.now())
    [(found, sentence)] = imported_by(alfa, people_file(tmp_path, row, heading=heading), irene)
    assert (found, "Bianchi Paolo" in sentence) == (column, True)
    assert kept(alfa, paolo)[2:] == (None, ["payroll"])
    row = row.replace("Neri", "BIANCHI").replace("NERI", "BIANCHI").replace("Carlo", "PAOLO")
    assert imported_by(alfa, people_file(tmp_path, row, heading=heading), irene) == []
    with inside(alfa):
        assert (Member.objects.get(number="7").user.family_name, Member.objects.count()) == ("Bianchi", 1)


@pytest.mark.parametrize("role", ["operator", "provider_manager"])
def test_one_who_gives_tasks_stays_even_when_a_command_imports(rete: Organization, tmp_path: Path, role: str) -> None:
    both = [someone(rete, "Olga", role), someone(rete, "Ugo", "member", role, number="8")]
    rows = [ROW.format(7, "Bianchi", "Olga", "olga@example.org", PAST), ROW.format(8, "", "", "", PAST)]
    told = imported(rete, people_file(tmp_path, *rows), "--skip-errors")
    assert told.errors == [(3, "Cessazione")]
    assert "compito" in told.messages[0]
    assert [kept(rete, user)[0] for user in both] == [False, True]


def test_one_who_gives_tasks_stays_when_the_other_leaves_meanwhile(rete: Organization, tmp_path: Path) -> None:
    olga = someone(rete, "Olga", "member", "operator", number="7")
    ugo = someone(rete, "Ugo", "operator")
    work, actor = PeopleWork(), Actor()
    with inside(rete):
        plan = work.plan(
            work.read(people_file(tmp_path, ROW.format(7, "", "", "", PAST)), lambda done, total: None), actor=actor
        )
        assert plan.errors == []
        User.objects.filter(pk=ugo.pk).update(is_active=False)
        with pytest.raises(staff.LastOne), transaction.atomic():
            work.write(plan, actor=actor)
    assert kept(rete, olga)[0]
