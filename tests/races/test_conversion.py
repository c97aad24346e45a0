"""A choice at the instant in which its window closes, and many choices at once."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from catalog.conversion import choosing, closing, telling
from catalog.conversion.choosing import TooLate
from catalog.conversion.models import Choice, Premium, Result, Window
from catalog.plans.models import Grant
from members.models import Member
from tests import make
from tests.committed import Committed
from tests.conftest import inside
from tests.conversion import people
from tests.races.together import Meeting, at_once

LAST_INSTANT = datetime.time(23, 59, 59)
TABS = 8


@pytest.fixture
def anna(committed: Committed) -> Premium:
    """Anna's 2,000.00 in an open window of Alfa."""
    with inside(committed.alfa), people.on(people.TODAY):
        people.opened(make.member("Anna"))
        return Premium.objects.select_related("window__budget", "member__user").get()


def choose(committed: Committed, premium: Premium, amount: str) -> Callable[[], Choice]:
    """Choose in the last second of the last day."""

    def work() -> Choice:
        with inside(committed.alfa), people.on(people.LAST, LAST_INSTANT):
            return people.chosen(premium, amount)

    return work


def close(committed: Committed, before: Callable[[], None] = lambda: None) -> Callable[[], int]:
    """Close what is over, on the day after."""

    def work() -> int:
        before()
        with inside(committed.alfa), people.on(people.AFTER):
            return closing.close_due()

    return work


def test_a_choice_at_the_closing_instant_counts_or_comes_too_late(committed: Committed, anna: Premium) -> None:
    chosen, *closed = at_once(
        [choose(committed, anna, "1000.00"), close(committed), close(committed), close(committed)]
    )
    assert sum(each for each in closed if isinstance(each, int)) == 1, closed
    with inside(committed.alfa):
        result, made = Result.objects.get(), Choice.objects.count()
        assert (result.has_chosen, Grant.objects.count()) == (bool(made), made)
        assert result.converted == (Decimal("1000.00") if made else Decimal("0.00"))
    assert isinstance(chosen, Choice if made else TooLate)


def test_a_choice_that_is_being_written_is_waited_for(
    committed: Committed, anna: Premium, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, tell = Meeting(2), telling.tell_chosen

    def tell_together(choice: Choice, member: Member) -> None:
        meeting.wait()
        tell(choice, member)

    monkeypatch.setattr(telling, "tell_chosen", tell_together)
    at_once([choose(committed, anna, "1000.00"), close(committed, meeting.wait)])
    with inside(committed.alfa):
        assert Result.objects.get().converted == Decimal("1000.00")


def test_control_without_the_windows_row_a_receipt_is_given_that_does_not_count(
    committed: Committed, anna: Premium, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window is looked at and not held: it closes between the look and the receipt."""
    seen, closed = Meeting(2), Meeting(2)

    def only_looked_at(window: Window) -> int:
        assert Window.objects.filter(pk=window.pk, state=Window.State.OPEN).exists()
        seen.wait()
        closed.wait()
        return window.last_number + 1

    def close_between() -> int:
        seen.wait()
        try:
            return close(committed)()
        finally:
            closed.wait()

    monkeypatch.setattr(choosing, "taken_number", only_looked_at)
    at_once([choose(committed, anna, "1000.00"), close_between])
    with inside(committed.alfa):
        assert Choice.objects.get().converted == Decimal("1000.00")
        assert Result.objects.get().converted == Decimal("0.00")


def test_one_form_sent_many_times_is_one_receipt_and_many_tabs_are_numbered(
    committed: Committed, anna: Premium
) -> None:
    same = at_once([choose(committed, anna, "500.00") for _ in range(TABS)])
    assert len({each.pk for each in same if isinstance(each, Choice)}) == 1, same
    others = at_once([choose(committed, anna, f"{600 + number}.00") for number in range(TABS)])
    assert all(isinstance(each, Choice) for each in others), others
    with inside(committed.alfa):
        numbers = list(Choice.objects.order_by("number").values_list("number", flat=True))
        last = Choice.objects.order_by("-number").first()
        assert numbers == list(range(1, TABS + 2))
        assert last is not None
        assert Window.objects.get().last_number == last.number
    close(committed)()
    with inside(committed.alfa):
        assert Result.objects.get().converted == last.converted
