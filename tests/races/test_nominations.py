"""Credit that waits for a provider: held as often as there is credit, and ended once, whoever is quicker."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error

from catalog.nominations import confirming, ending, holding, refusals
from catalog.nominations.models import Nominee
from catalog.orders.models import Order
from catalog.orders.refusals import NotEnoughCredit
from members.ledger import locks, posting, queries
from members.ledger.models import Entry
from providers.models import Fulfilment, Offer, Provider
from providers.nominating import moves
from providers.nominating.models import Nomination
from tests import make
from tests.conftest import inside
from tests.nominations.stage import SWIMMING, WRITTEN, Scene, allow, nomination
from tests.orders.stage import Stage
from tests.races.test_last_cent import unlocked_wallets
from tests.races.together import Meeting, at_once

VAT = "01234567897"
Job = Callable[[], Any]


@pytest.fixture
def scene(stage: Stage) -> Scene:
    """Beta is in the network: nobody has to be invited."""
    Provider.objects.filter(organization=stage.supplier).update(vat_number=VAT)
    with inside(stage.issuer):
        allow(stage.plan)
    return Scene(stage)


def naming(scene: Scene, amount: str = "400.00") -> Job:
    """Anna names Beta, on a form of its own."""
    form = scene.naming(written=replace(WRITTEN, vat_number=VAT), amount=Decimal(amount))

    def job() -> Nominee:
        with inside(scene.stage.issuer):
            return holding.name(form, actor=scene.stage.actor)

    return job


def test_the_same_credit_waits_once(scene: Scene) -> None:
    outcomes = at_once([naming(scene) for _ in range(6)])
    won = [outcome for outcome in outcomes if isinstance(outcome, Nominee)]
    assert len(won) == 2, outcomes
    lost = [outcome for outcome in outcomes if not isinstance(outcome, Nominee)]
    assert all(isinstance(outcome, NotEnoughCredit) for outcome in lost), lost
    assert (scene.held(), sum(scene.stage.lots())) == (Decimal("800.00"), Decimal("42.50"))


def test_control_without_the_lock_both_count_the_same_credit(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them reaches the database's own check, which is the last to say no."""
    # Both budgets have an account for what is held: nobody waits for who opens it.
    naming(scene, "220.00")()
    meeting, plain = Meeting(2), posting.post_many

    def post_together(*args: object, **kwargs: object) -> object:
        meeting.wait()
        return plain(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(locks, "lock_wallets", unlocked_wallets)
    monkeypatch.setattr(posting, "post_many", post_together)
    outcomes = at_once([naming(scene, "600.00"), naming(scene, "600.00")])
    assert [type(outcome) for outcome in outcomes if not isinstance(outcome, Nominee | Error)] == [], outcomes
    assert scene.held() == Decimal("820.00")


def ends(scene: Scene, nominee: Nominee, offer: Offer) -> list[Job]:
    """Everything that can end it, each as whoever does it."""
    stage = scene.stage
    provider = Provider.objects.get(organization=stage.supplier)

    def confirm() -> Any:
        with inside(stage.supplier):
            return confirming.confirm(nominee.pk, offer.pk, Decimal("400.00"), provider=provider, actor=scene.manager)

    def decline() -> Any:
        with inside(stage.supplier):
            return confirming.decline(nominee.pk, provider=provider, actor=scene.manager)

    def withdraw() -> Any:
        with inside(stage.issuer):
            return ending.withdraw(nominee, actor=stage.actor)

    return [confirm, withdraw, decline]


def test_one_end_wins_and_the_credit_moves_once(scene: Scene) -> None:
    offer = make.offer(Provider.objects.get(organization=scene.stage.supplier), "Nuoto", **SWIMMING)
    nominees = [naming(scene)() for _ in range(2)]
    for nominee in nominees:
        confirmed, withdrawn, declined = at_once(ends(scene, nominee, offer))
        state = nomination(nominee).state
        assert (withdrawn is True, declined is True) == (state == "withdrawn", state == "declined")
        assert isinstance(confirmed, refusals.NominationOver) == (state != "confirmed"), confirmed
    with inside(scene.stage.issuer):
        orders = Order.objects.filter(state="placed").count()
        assert Entry.objects.filter(key__startswith="nominee-ended:").count() == 2
    assert scene.held() == orders * Decimal("400.00")
    assert sum(scene.stage.lots()) == Decimal("842.50") - orders * Decimal("400.00")


def test_control_without_lock_and_condition_both_get_through_to_the_credit(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race is real: without them a provider serves what a person has taken back, or the database stops one."""
    offer = make.offer(Provider.objects.get(organization=scene.stage.supplier), "Nuoto", **SWIMMING)
    nominee = naming(scene)()
    meeting = Meeting(2)

    def read(key: Any) -> Nomination:
        found = Nomination.objects.select_related("issuer", "outcome__provider", "provider").get(pk=key)
        meeting.wait()
        return found

    def end_unasked(found: Nomination, state: str, fulfilment_id: Any = None) -> bool:
        Nomination.objects.filter(pk=found.pk).update(state=state, fulfilment_id=fulfilment_id)
        return True

    monkeypatch.setattr(moves, "lock", read)
    monkeypatch.setattr(moves, "end", end_unasked)
    confirmed, withdrawn = at_once(ends(scene, nominee, offer)[:2])
    # Nobody is told in words that the other was quicker; where both got through, what was withdrawn is ordered.
    assert withdrawn is True or isinstance(withdrawn, Error), withdrawn
    assert isinstance(confirmed, uuid.UUID | Error), confirmed
    if withdrawn is True and isinstance(confirmed, uuid.UUID):
        assert Fulfilment.objects.filter(pk=confirmed).exists()
    with inside(scene.stage.issuer):
        assert queries.is_balanced()
