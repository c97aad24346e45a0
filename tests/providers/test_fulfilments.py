"""A fulfilment is issued once and ends once."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from providers import fulfilments
from providers.models import Fulfilment
from tenants.models import Organization
from tests import make
from welfare.clock import today

State = Fulfilment.State


def issued(by: Organization, issuer: Organization, **fields: Any) -> Fulfilment:
    """A fulfilment of 140,00 that `by` owes for an order at `issuer`."""
    offer = make.offer(make.provider(by))
    fields.setdefault("valid_until", today() + datetime.timedelta(days=10))
    return fulfilments.issue(
        offer=offer, slot=None, issuer=issuer, code_hash=b"1" * 32, last_four="9QPX",
        amount=Decimal("140.00"), **fields,
    )  # fmt: skip


def test_issuing_is_one_insert(alfa: Organization, beta: Organization) -> None:
    with CaptureQueriesContext(connection) as queries:
        made = issued(alfa, beta)
    inserts = [q for q in queries if "providers_fulfilment" in q["sql"]]
    assert len(inserts) == 1
    assert Fulfilment.objects.get(pk=made.pk).state == State.ISSUED


def test_a_directory_entry_cannot_be_booked(beta: Organization) -> None:
    offer = make.offer(make.provider(None))
    with pytest.raises(fulfilments.NotBookable):
        fulfilments.issue(
            offer=offer, slot=None, issuer=beta, code_hash=b"1" * 32, last_four="9QPX",
            amount=Decimal("140.00"), valid_until=today(),
        )  # fmt: skip
    assert not Fulfilment.objects.exists()


@pytest.mark.parametrize("first", sorted(fulfilments.ENDS))
@pytest.mark.parametrize("second", sorted(fulfilments.ENDS))
def test_it_ends_once(alfa: Organization, beta: Organization, first: str, second: str) -> None:
    made = issued(alfa, beta)
    stale = Fulfilment.objects.get(pk=made.pk)
    fulfilments.move(made, first)
    with pytest.raises(fulfilments.AlreadyMoved) as refused:
        fulfilments.move(stale, second)
    assert refused.value.state == first
    assert Fulfilment.objects.get(pk=made.pk).state == first


def test_only_acceptance_has_a_moment(alfa: Organization, beta: Organization) -> None:
    made = issued(alfa, beta)
    fulfilments.move(made, State.CANCELLED)
    assert Fulfilment.objects.get(pk=made.pk).accepted_at is None
    other = issued_again(alfa, beta)
    fulfilments.move(other, State.ACCEPTED)
    assert Fulfilment.objects.get(pk=other.pk).accepted_at is not None


def issued_again(by: Organization, issuer: Organization) -> Fulfilment:
    """A second one of the same provider, with another code."""
    return fulfilments.issue(
        offer=make.offer(by.provider), slot=None, issuer=issuer, code_hash=b"2" * 32,
        last_four="0000", amount=Decimal("10.00"), valid_until=today(),
    )  # fmt: skip


def test_it_never_goes_back_to_issued(alfa: Organization, beta: Organization) -> None:
    with pytest.raises(ValueError, match="no end"):
        fulfilments.move(issued(alfa, beta), State.ISSUED)


def test_locking_finds_by_id_and_by_any_hash(alfa: Organization, beta: Organization) -> None:
    made = issued(alfa, beta)
    with transaction.atomic():
        assert fulfilments.lock(made.pk) == made
        assert fulfilments.lock_by_hash([b"0" * 32, b"1" * 32]) == made
        assert fulfilments.lock_by_hash([b"0" * 32]) is None


def test_overdue_are_those_whose_last_day_has_passed(alfa: Organization, beta: Organization) -> None:
    made = issued(alfa, beta, valid_until=today())
    assert list(fulfilments.overdue(today())) == []
    tomorrow = today() + datetime.timedelta(days=1)
    assert list(fulfilments.overdue(tomorrow)) == [made]
    fulfilments.move(made, State.EXPIRED)
    assert list(fulfilments.overdue(tomorrow)) == []
