"""One reminder to all: whoever has credit that expires gets one mail with their own amount; HR learns nothing of it."""

import datetime
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError
from django.test import Client

from catalog.home import reminding
from catalog.home.models import ReminderRound
from catalog.plans.models import Budget
from members.models import Member
from tenants.audit.models import Record
from tenants.identity.models import User
from tenants.isolation import SYSTEM, Actor
from tenants.messages import sending
from tenants.messages.models import Message
from tenants.models import FailedTask, Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people
from welfare import clock

PAGE = "/hr/ricorda/"
ENGLISH = {"accept-language": "en"}
# A Thursday.
TODAY = datetime.date(2026, 11, 5)


@pytest.fixture
def irene(alfa: Organization) -> User:
    with inside(alfa):
        return make.member("Irene", "hr").user


@pytest.fixture
def browser(alfa: Organization, irene: User) -> Client:
    return browse(alfa, irene)


@pytest.fixture
def budget(alfa: Organization) -> Iterator[Budget]:
    """A source that expires in eight weeks."""
    with inside(alfa), clock.pretend(TODAY):
        yield people.budget(people.plan(), days=56)


def press(browser: Client) -> Any:
    return browser.post(PAGE, {"key": str(uuid.uuid4())}, headers=ENGLISH, follow=True)


def work_off() -> None:
    """Carry on until nothing is due, as the sweep would."""
    for _ in range(20):
        ReminderRound.objects.update(since=clock.now())
        for key in reminding.pending_ids():
            reminding.carry_on(key)


def written() -> list[str]:
    """Who has a mail, by name."""
    return sorted(Message.objects.filter(kind=reminding.KIND).values_list("recipient__given_name", flat=True))


def test_each_reads_their_own_amount_and_date(
    alfa: Organization, browser: Client, budget: Budget, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:  # fmt: skip
    anna, bea, carla, gone = (make.member(name) for name in ("Anna", "Bea", "Carla", "Gone"))
    people.credit(anna, budget, "120.00")
    people.credit(bea, budget, "45.50")
    people.credit(carla, people.budget(budget.plan, days=61, source="VOLUNTARY"), "9.00")
    people.credit(gone, budget, "9.00")
    Member.objects.filter(pk=gone.pk).update(left_on=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        answer = press(browser)
    assert "leave by themselves" in answer.content.decode()
    with inside(alfa):
        work_off()
        rows = Message.objects.filter(kind=reminding.KIND).order_by("recipient__given_name")
        told = [(row.recipient.given_name, row.context["lots"][0]["amount"]) for row in rows]
        assert told == [("Anna", "120.00"), ("Bea", "45.50")]
        assert Record.objects.filter(action="credit.remind_all").count() == 1
        assert ReminderRound.objects.get().state == "done"


def test_the_mail_says_amount_and_day(
    alfa: Organization, irene: User, budget: Budget, mailoutbox: list[EmailMessage]
) -> None:
    from_anna = make.member("Anna")
    people.credit(from_anna, budget, "120.00")
    reminding.begin(uuid.uuid4(), irene, actor=SYSTEM)
    work_off()
    from_row = Message.objects.get(kind=reminding.KIND)
    Message.objects.update(since=clock.now())
    assert sending.send(from_row.pk)
    (mail,) = mailoutbox
    assert mail.to == [from_anna.user.email]
    assert "120,00" in mail.body and "31 dicembre" in mail.body


def test_at_most_once_a_week(alfa: Organization, irene: User, browser: Client, budget: Budget) -> None:
    press(browser)
    with clock.pretend(TODAY + datetime.timedelta(days=6)):
        assert "12 November 2026" in press(browser).content.decode()
        assert "Send the reminder" not in browser.get(PAGE, headers=ENGLISH).content.decode()
    with clock.pretend(TODAY + datetime.timedelta(days=7)):
        assert "leave by themselves" in press(browser).content.decode()
    with inside(alfa):
        assert ReminderRound.objects.count() == 2


def test_two_who_press_at_once_make_one_round(irene: User, budget: Budget) -> None:
    reminding.begin(uuid.uuid4(), irene, actor=SYSTEM)
    known = ReminderRound.objects.get()
    with pytest.raises(IntegrityError):
        # What the check alone would let through: the week is the key.
        ReminderRound.objects.create(asked_by=irene, asked_on=TODAY, week=known.week, since=clock.now())


def test_a_repeat_of_the_form_is_the_same_round(irene: User, budget: Budget) -> None:
    key = uuid.uuid4()
    first, second = (reminding.begin(key, irene, actor=SYSTEM) for _ in range(2))
    assert first.pk == second.pk == key


def test_a_worker_that_dies_leaves_nobody_out_and_writes_nobody_twice(
    irene: User, budget: Budget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "AT_ONCE", 2)
    for name in ("Anna", "Bea", "Carla", "Dora", "Elsa"):
        people.credit(make.member(name), budget, "10.00")
    row = reminding.begin(uuid.uuid4(), irene, actor=SYSTEM)
    assert reminding.carry_on(row.pk)
    real = reminding.queue_mails

    def dies(*arguments: Any) -> None:
        real(*arguments)
        raise OSError("killed")

    ReminderRound.objects.update(since=clock.now())
    monkeypatch.setattr(reminding, "queue_mails", dies)
    assert not reminding.carry_on(row.pk)
    assert written() == ["Anna", "Bea"]
    monkeypatch.setattr(reminding, "queue_mails", real)
    work_off()
    assert written() == ["Anna", "Bea", "Carla", "Dora", "Elsa"]


def test_after_the_fifth_failure_it_waits_for_an_operator(
    irene: User, budget: Budget, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = reminding.begin(uuid.uuid4(), irene, actor=SYSTEM)
    monkeypatch.setattr(reminding, "people_to_remind", lambda on: 1 / 0)
    for _ in range(5):
        ReminderRound.objects.update(since=clock.now())
        assert not reminding.carry_on(row.pk)
    assert FailedTask.objects.get().kind == "reminders"
    assert reminding.OUTBOX.requeue(row.pk)


def test_hr_reads_neither_who_nor_how_many(alfa: Organization, browser: Client, irene: User, budget: Budget) -> None:
    for name in ("Anna", "Bea", "Carla"):
        people.credit(make.member(name), budget, "10.00")
    reminding.begin(uuid.uuid4(), irene, actor=Actor("", irene.pk))
    before = main_of(browser)
    with inside(alfa):
        work_off()
    after = main_of(browser)
    for page in (before, after):
        assert "Anna" not in page.replace("Hello Anna", "") and ">3" not in page


def main_of(browser: Client) -> str:
    page = browser.get(PAGE, headers=ENGLISH).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_a_key_that_is_none_is_refused(alfa: Organization, browser: Client, budget: Budget) -> None:
    assert browser.post(PAGE, {"key": "x"}).status_code == 400
    with inside(alfa):
        assert ReminderRound.objects.count() == 0
