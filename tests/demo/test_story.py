"""The demo's year, before anything is written: the same every time, and good on any day of the calendar."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence

import pytest

from catalog.demo import calendar, people, story
from catalog.demo.calendar import first_days, month_starts
from catalog.demo.cast import ACCOUNTS, FIRMS
from catalog.demo.catalogue import BY_TITLE, NEWEST_FIRST, SERVICES
from catalog.demo.people import Person
from catalog.demo.wishes import CANCELLED, USED, Wish
from catalog.fiscal import rule_book
from providers.models import Delivery

DAYS = tuple(
    datetime.date.fromisoformat(day)
    for day in ("2026-11-26", "2026-01-01", "2026-12-31", "2024-02-29", "2025-03-01", "2026-06-15", "2026-08-31")
)
Told = tuple[datetime.date, Sequence[Person], Sequence[Wish]]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def told(request: pytest.FixtureRequest) -> Told:
    """The story as it is told on a day."""
    drawn = people.draw(request.param)
    return request.param, drawn, story.tell(drawn, request.param)


def test_four_hundred_people_with_families(told: Told) -> None:
    today, drawn, _ = told
    assert len(drawn) == 400 == sum(firm.people for firm in FIRMS)
    numbers = {person.number for person in drawn}
    addresses = [person.email for person in drawn if person.email]
    assert len(numbers) == 400 and len(set(addresses)) == len(addresses)
    assert 40 <= sum(person.email is None for person in drawn) <= 90
    assert 30 <= sum(not person.came_in for person in drawn) <= 80
    assert sum(len(person.family) for person in drawn) > 400
    assert all(person.birth_date < today and (person.hired_on or today) <= today for person in drawn)


def test_the_largest_firm_has_arrivals_and_a_leaver(told: Told) -> None:
    today, drawn, _ = told
    here = [person for person in drawn if person.slug == people.LARGEST]
    newest = [p for p in here if p.hired_on and (today - p.hired_on).days <= people.JUST_COME and p.hired_on.day != 1]
    assert [person.came_in for person in here[-3:]] == [False] * 3 and set(here[-3:]) >= set(newest)
    leaving = [person.left_on for person in here if person.left_on and person.left_on > today]
    assert len(leaving) == 1 and (leaving[0] + datetime.timedelta(days=1)).day == 1


def test_all_of_it_is_the_same_when_told_again(told: Told) -> None:
    today, drawn, wishes = told
    again = people.draw(today)
    assert again == list(drawn)
    assert story.tell(again, today) == wishes


def test_nothing_happens_before_its_time_or_after_today(told: Told) -> None:
    today, _, wishes = told
    for wish in wishes:
        assert calendar.history_start(today) <= wish.day < today
        assert wish.ended is None or wish.day <= wish.ended < today
        assert wish.slot is None or wish.slot > wish.day
        assert wish.person.is_there(wish.day)
        assert (wish.outcome == "") == (wish.ended is None)


def test_no_two_wishes_are_alike(told: Told) -> None:
    _, _, wishes = told
    assert len({wish.sorting for wish in wishes}) == len(wishes)


def test_no_slot_is_overbooked_and_some_are_full(told: Told) -> None:
    today, _, wishes = told
    taken = Counter((w.service.title, w.slot) for w in wishes if w.slot and w.outcome != CANCELLED)
    free = {key: run.capacity - n for key, n in taken.items() if (run := BY_TITLE[key[0]].run)}
    assert min(free.values()) == 0
    upcoming = {key: left for key, left in free.items() if key[1] > today}
    assert [key for key, left in upcoming.items() if left == 0], "a camp that is sold out"
    assert any(0 < left <= 2 for left in upcoming.values()), "a camp that nearly is"
    running = [n for (title, first), n in taken.items() if first <= today < first + datetime.timedelta(days=5)]
    assert max(running) >= 10, "children who come today"


def test_every_full_month_of_the_largest_firm_but_august_speaks_of_ten_people(told: Told) -> None:
    today, _, wishes = told
    spenders: defaultdict[datetime.date, set[str]] = defaultdict(set)
    for wish in wishes:
        if wish.person.slug == people.LARGEST and wish.outcome != CANCELLED:
            spenders[wish.day.replace(day=1)].add(wish.person.number)
    for month in month_starts(today)[:-1]:
        assert len(spenders[month]) >= (4 if month.month == 8 else 10), month


def test_used_cancelled_and_forgotten(told: Told) -> None:
    _, _, wishes = told
    outcomes = Counter(wish.outcome for wish in wishes)
    assert outcomes[USED] > len(wishes) / 2 and outcomes[CANCELLED] >= 10
    assert 250 <= len(wishes) <= 400, "each costs some hundredths of a second"


def test_the_seasons_are_seen(told: Told) -> None:
    _, _, wishes = told
    months = defaultdict(set)
    for wish in wishes:
        if not wish.person.account:
            months[wish.service.type].add(wish.day.month)
    school = months["after_school"] | months["textbooks"] | months["school_transport"]
    assert {5, 6, 7} & months["summer_camp"] and 9 in school and 1 in months["gym"]


def test_about_forty_offers_without_a_yearly_cap() -> None:
    assert 36 <= len(SERVICES) <= 44 and len(BY_TITLE) == len(SERVICES)
    assert sorted(service.title for service in NEWEST_FIRST) == sorted(BY_TITLE)
    assert {service.delivery for service in SERVICES} >= {Delivery.VOUCHER, Delivery.PLACES}
    book = rule_book()
    for service in SERVICES:
        kind = book.services[service.type]
        for entry in filter(None, (kind.employee, kind.family)):
            assert not any(year.capped for year in book.category(entry.category).years.values()), service.title
    areas = Counter(book.services[service.type].area for service in SERVICES)
    assert set(areas) == {"infanzia_istruzione", "cura", "salute", "tempo_libero", "mobilita"}
    assert min(areas.values()) >= 2


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_slots_reach_into_past_and_future(today: datetime.date) -> None:
    for service in SERVICES:
        if service.run:
            days = first_days(service.run, today)
            assert days == sorted(set(days)), service.title
            assert days[-1] > today, service.title
            assert days[0] < today or service.run.first in ("summer", "christmas"), service.title


def test_at_most_thirty_people_have_a_password() -> None:
    assert len(ACCOUNTS) <= 30 and len({account.email for account in ACCOUNTS}) == len(ACCOUNTS)
