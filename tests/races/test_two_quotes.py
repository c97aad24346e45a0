"""Two quotes of one request accepted at once, in two tabs: one order, and who comes second is told."""

from collections.abc import Callable

import pytest

from catalog.orders.models import Order
from catalog.quotes import accepting, answering, refusals
from catalog.quotes.models import AskedProvider, Request
from providers.quoting.models import Quote
from tests.committed import Committed
from tests.conftest import inside
from tests.quotes import scene as scenes
from tests.quotes.scene import Scene
from tests.races.together import Meeting, at_once


@pytest.fixture
def scene(committed: Committed) -> Scene:
    """The scene, committed."""
    return scenes.set_up(committed.alfa, committed.beta, committed.rete)


@pytest.fixture
def tabs(scene: Scene) -> list[AskedProvider]:
    """One request with two answers, each open in a tab."""
    request = scene.ask()
    asked = [scene.asked(request), scene.asked(request, scene.other)]
    for each in asked:
        scene.answer(each)
    return asked


def accepting_in(scene: Scene, asked: AskedProvider) -> Callable[[], Order]:
    return lambda: scene.accept(asked)


def assert_one_was_chosen(scene: Scene) -> None:
    assert sorted(Quote.objects.values_list("state", flat=True)) == ["accepted", "not_chosen"]
    with inside(scene.issuer):
        assert Order.objects.count() == 1


def test_one_wins_and_the_other_is_told(scene: Scene, tabs: list[AskedProvider]) -> None:
    outcomes = at_once([accepting_in(scene, asked) for asked in tabs])
    assert sum(isinstance(outcome, Order) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, refusals.AnotherChosen) for outcome in outcomes) == 1, outcomes
    assert_one_was_chosen(scene)


def test_control_without_the_lock_both_pass_the_check_and_the_database_refuses_one(
    scene: Scene, tabs: list[AskedProvider], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, check = Meeting(2), accepting.check

    def check_together(*given: object) -> None:
        check(*given)  # type: ignore[arg-type]
        meeting.wait()

    unlocked = Request.objects.select_related("member__user")
    monkeypatch.setattr(accepting, "locked", lambda key: unlocked.get(pk=key))
    monkeypatch.setattr(accepting, "check", check_together)
    outcomes = at_once([accepting_in(scene, asked) for asked in tabs])
    assert sum(isinstance(outcome, Order) for outcome in outcomes) == 1, outcomes
    assert not any(isinstance(outcome, refusals.AnotherChosen) for outcome in outcomes), outcomes
    with inside(scene.issuer):
        assert Order.objects.count() == 1


def test_withdrawn_or_accepted_never_both(scene: Scene, tabs: list[AskedProvider]) -> None:
    [asked, _other] = tabs

    def withdraw() -> None:
        with inside(scene.supplier):
            answering.withdraw(scene.quote(asked), actor=scene.staff)

    accepted, withdrawn = at_once([accepting_in(scene, asked), withdraw])
    state = scene.quote(asked).state
    if isinstance(accepted, Order):
        assert isinstance(withdrawn, refusals.NoLongerNeeded)
        assert state == "accepted"
    else:
        assert isinstance(accepted, refusals.QuoteWithdrawn)
        assert (withdrawn, state) == (None, "withdrawn")
