"""What waiting costs the others: nothing to who books, a little to who cancels, the same however many wait."""

import pytest

from catalog.orders.cancel import cancel_order
from catalog.orders.models import WaitingRequest
from providers import waiting
from providers.models import Waiting
from tests import make
from tests.conftest import inside
from tests.queries import counted
from tests.waiting.line import Line, state


def fill_line(line: Line, number: int) -> None:
    """More people in line, behind who is there."""
    with inside(line.carla.where):
        for _ in range(number):
            request = WaitingRequest.objects.create(member=line.carla.member, relative=None, slot_id=line.slot.pk)
            Waiting.objects.create(reference=request.pk, slot=line.slot, organization=line.carla.where)
            WaitingRequest.objects.filter(pk=request.pk).update(closed_at=request.joined_at)


@pytest.mark.parametrize("others", [0, 30])
def test_confirming_a_kept_place_costs_what_an_order_costs_and_the_end_of_the_request(line: Line, others: int) -> None:
    request = line.join(line.bruno)
    fill_line(line, others)
    line.cancel()
    # The first order of all that a budget pays costs two statements more.
    line.book(line.bruno, slot_id=make.slot(line.stage.offer, days=70).pk)
    other = make.slot(line.stage.offer, days=80)
    with counted() as ordered:
        line.book(line.bruno, slot_id=other.pk)
    with counted() as confirmed:
        line.book(line.bruno)
    assert state(request) == "taken"
    assert (len(ordered), len(confirmed)) == (18, 19)


@pytest.mark.parametrize(("others", "most"), [(0, 0), (1, 2), (30, 2)])
def test_a_cancellation_costs_the_same_with_one_in_line_and_with_thirty(line: Line, others: int, most: int) -> None:
    fill_line(line, others)
    with counted() as statements, inside(line.stage.issuer):
        cancel_order(line.order, actor=line.stage.actor)
    of_places = [sql for sql in statements if "providers_slot" in sql or "providers_waiting" in sql]
    # One of them asks whether anything of the slot is kept for an organization.
    assert len(of_places) == 4 + most, of_places
    assert waiting.counts(line.slot.pk) == (max(others - 1, 0), min(others, 1))
