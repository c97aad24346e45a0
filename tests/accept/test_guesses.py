"""Guessing codes: ten wrong ones a minute for an account and for an address, over all hosts."""

import logging

import pytest
from django.test import Client

from tenants.identity.models import Role, User
from tenants.models import Organization, Throttle
from tests import make
from tests.accept.desk import CONFIRM, START
from tests.conftest import browse, inside
from tests.orders.stage import Stage


def wrong(number: int) -> str:
    """A code that no voucher has."""
    return f"{number:016d}"


def tries(client: Client, number: int, address: str = "192.0.2.1", step: str = START) -> list[int]:
    """The statuses of some wrong codes sent from an address."""
    return [client.post(step, {"code": wrong(n)}, REMOTE_ADDR=address).status_code for n in range(number)]


def test_the_eleventh_wrong_code_is_not_looked_at(desk: Client, code: str) -> None:
    assert tries(desk, 11) == [200] * 10 + [429]
    for step in (START, CONFIRM):
        answer = desk.post(step, {"code": code}, REMOTE_ADDR="192.0.2.1")
        assert answer.status_code == 429 and "Leo" not in answer.content.decode()


def test_both_steps_count_together(desk: Client) -> None:
    assert tries(desk, 5) + tries(desk, 6, step=CONFIRM) == [200] * 10 + [429]


def test_an_account_is_limited_from_every_address(desk: Client) -> None:
    statuses = [tries(desk, 1, address=f"192.0.2.{n}")[0] for n in range(1, 13)]
    assert statuses == [200] * 10 + [429] * 2


def test_an_address_is_limited_on_every_host_and_account(stage: Stage, desk: Client, rete: Organization) -> None:
    with inside(rete):
        other = browse(rete, make.user("Carlo", Role.PROVIDER_STAFF))
    assert tries(desk, 6) + tries(other, 6) == [200] * 10 + [429] * 2


def test_good_codes_are_not_counted(desk: Client, code: str) -> None:
    for _ in range(15):
        assert desk.post(START, {"code": code}, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert set(Throttle.objects.filter(purpose__startswith="voucher-code").values_list("count", flat=True)) == {0}


def test_a_good_code_does_not_wipe_out_wrong_ones(desk: Client, code: str) -> None:
    assert tries(desk, 9) == [200] * 9
    assert desk.post(START, {"code": code}, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert tries(desk, 2) == [200, 429]


def test_what_cannot_be_a_code_is_no_guess(desk: Client) -> None:
    for _ in range(12):
        assert desk.post(START, {"code": "ABC"}).status_code == 200
    assert not Throttle.objects.filter(purpose__startswith="voucher-code").exists()


def test_the_alarm_names_the_account_by_number_and_no_code(
    desk: Client, bruna: User, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="catalog.orders.guesses"):
        tries(desk, 11)
    alarms = [entry.getMessage() for entry in caplog.records if entry.name == "catalog.orders.guesses"]
    assert alarms == [f"voucher codes are being guessed by {stage.supplier.key}:{bruna.pk}"]
