"""Who leaves on a later day is let in until then, and no more from the day after."""

import datetime

import pytest

from members import people, tasks
from members.models import Member
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from welfare import clock


@pytest.mark.parametrize(("days", "is_open"), [(0, True), (1, False)])
def test_the_daily_task_closes_them_the_day_after(
    alfa: Organization, beta: Organization, monkeypatch: pytest.MonkeyPatch, days: int, is_open: bool
) -> None:
    last_day = clock.today() + datetime.timedelta(days=20)
    for organization in (alfa, beta):
        with inside(organization):
            people.see_leave(make.member("Anna", number="1"), last_day, actor=SYSTEM)
    monkeypatch.setattr(tasks, "today", lambda: last_day + datetime.timedelta(days=days))
    tasks.close_leavers_everywhere()
    for organization in (alfa, beta):
        with inside(organization):
            assert Member.objects.get(number="1").user.is_active is is_open
