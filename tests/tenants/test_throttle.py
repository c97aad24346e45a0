"""Limits on guessing hold over hosts, spellings and forged headers."""

import datetime

import pytest
from django.db import transaction
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from tenants import throttle
from tenants.models import Organization, Throttle
from tests.conftest import inside
from welfare.errors import TooMany


def tries_until_refused(subjects: list[str], *, limit: int = 3) -> int:
    for count in range(100):
        try:
            throttle.hit("test", subjects[count % len(subjects)], limit=limit, seconds=60)
        except TooMany:
            return count
    return 100


@pytest.mark.django_db
def test_the_limit_is_the_number_of_tries_that_pass() -> None:
    assert tries_until_refused(["anna"], limit=3) == 3
    assert tries_until_refused(["bruno"], limit=0) == 0


@pytest.mark.django_db
def test_what_is_left_is_told() -> None:
    assert [throttle.hit("test", "anna", limit=3, seconds=60).left for _ in range(3)] == [2, 1, 0]


@pytest.mark.django_db
def test_case_accents_and_spaces_are_one_subject() -> None:
    assert tries_until_refused(["nicolò", "NICOLO", " Nicolò ", "nicolo\u0300"]) == 3


@pytest.mark.django_db
def test_purposes_and_subjects_count_apart() -> None:
    assert tries_until_refused(["anna"]) == 3
    throttle.hit("other", "anna", limit=1, seconds=60)
    throttle.hit("test", "bruno", limit=1, seconds=60)


def test_two_organizations_share_the_counter(alfa: Organization, beta: Organization) -> None:
    with inside(alfa):
        throttle.hit("test", "anna", limit=2, seconds=60)
    with inside(beta):
        throttle.hit("test", "anna", limit=2, seconds=60)
        with pytest.raises(TooMany):
            throttle.hit("test", "anna", limit=2, seconds=60)


@pytest.mark.django_db
def test_a_window_that_is_over_begins_anew_and_a_refusal_says_how_long() -> None:
    assert tries_until_refused(["anna"]) == 3
    with pytest.raises(TooMany) as refused:
        throttle.hit("test", "anna", limit=3, seconds=60)
    assert 55 <= refused.value.retry_after <= 60
    row = Throttle.objects.get(purpose="test")
    Throttle.objects.update(window_start=row.window_start - datetime.timedelta(seconds=61))
    assert throttle.hit("test", "anna", limit=3, seconds=60).left == 2


@pytest.mark.django_db
def test_the_row_names_nobody_and_old_rows_go() -> None:
    throttle.hit("test", "anna@example.org", limit=3, seconds=60)
    row = Throttle.objects.get()
    assert "anna" not in row.subject
    assert len(row.subject) == 64
    assert throttle.clean() == 0
    Throttle.objects.update(window_start=row.window_start - datetime.timedelta(days=3))
    assert throttle.clean() == 1


@pytest.mark.django_db
def test_a_count_that_a_rollback_could_undo_is_refused() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        throttle.hit("test", "anna", limit=3, seconds=60)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "6.6.6.6", "192.0.2.7"),
        (0, "", "192.0.2.7"),
        (1, "6.6.6.6, 198.51.100.4", "198.51.100.4"),
        (2, "6.6.6.6, 198.51.100.4, 10.0.0.1", "198.51.100.4"),
        (2, "198.51.100.4", "192.0.2.7"),
        (1, "", "192.0.2.7"),
        (1, "nonsense", "192.0.2.7"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.4", "198.51.100.4"),
    ],
)
def test_forwarded_addresses_count_only_as_far_as_our_proxies(
    settings: Settings, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=forwarded)
    assert throttle.client_address(request) == expected
