"""A person is added while a rule changes: they stand where the new rule says, whoever was first."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from members import categories, people
from members.category_rules import Rule
from members.models import Category, Member
from tenants.isolation import SYSTEM
from tests.committed import Committed
from tests.conftest import inside
from tests.races.together import Meeting, at_once

ROUNDS = 5


def nothing() -> None:
    """No waiting for the other."""


def both(
    committed: Committed, number: int, before: Callable[[], object] = nothing, then: Callable[[], None] = nothing
) -> list[Callable[[], None]]:
    """Ada comes at level 5 while the workers' rule, level 4, becomes level 5."""
    workers = Category(name=f"Operai {number}")
    data = people.PersonData(
        number=str(number), given_name="Ada", family_name="Neri", email="", tax_code="", birth_date=None,
        hired_on=None, site="", level=f"5-{number}", contract_hours=None, category=None,
    )  # fmt: skip
    with inside(committed.alfa):
        categories.keep(workers, rule=Rule(levels=(f"4-{number}",)), actor=SYSTEM)

    def adding() -> None:
        with inside(committed.alfa):
            people.add_person(data, actor=SYSTEM)

    def changing() -> None:
        before()
        with inside(committed.alfa):
            categories.keep(workers, rule=Rule(levels=(f"5-{number}",)), actor=SYSTEM)
        then()

    return [adding, changing]


def placed(committed: Committed) -> set[str | None]:
    """In which categories those who came are."""
    with inside(committed.alfa):
        return {name and name.split()[0] for name in Member.objects.values_list("category__name", flat=True)}


def test_who_comes_meanwhile_stands_where_the_new_rule_says(committed: Committed) -> None:
    for number in range(ROUNDS):
        assert at_once(both(committed, number)) == [None, None]
    assert placed(committed) == {"Operai"}


def test_control_without_the_lock_a_person_stands_nowhere(
    committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ada's rules are read before the change is written, and she is placed after.
    read, meeting, place = Event(), Meeting(2), people.place

    def once_the_rule_has_changed(member: Member, held: Any) -> None:
        read.set()
        meeting.wait()
        place(member, held)

    monkeypatch.setattr(people, "place", once_the_rule_has_changed)
    monkeypatch.setattr(categories, "hold", lambda: list(categories.in_order()))
    assert at_once(both(committed, 0, lambda: read.wait(10), meeting.wait)) == [None, None]
    assert placed(committed) == {None}
