"""A nomination that comes to nothing gives the credit back once, whoever ends it, and tells who waited."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from catalog.nominations import ending
from catalog.nominations.models import Nominee
from catalog.nominations.sealing import ERASED, opened
from catalog.nominations.tasks import tend_everywhere, tend_nomination
from catalog.plans.models import Budget
from catalog.plans.refunds import refund_order
from members.ledger.models import Entry
from providers.applications import lapsing
from providers.applications.models import Asked
from tenants import failures
from tenants.isolation import SYSTEM
from tenants.models import FailedTask, Organization
from tests import make
from tests.conftest import inside
from tests.nominations.stage import Scene, nomination
from welfare import clock
from welfare.clock import today

WHOLE = [Decimal("210.00"), Decimal("632.50")]


@pytest.mark.parametrize(
    ("invitation", "state"), [("declined", "declined"), ("refused", "refused"), ("expired", "lapsed")]
)
def test_the_end_of_the_invitation_frees_the_credit(scene: Scene, invitation: str, state: str) -> None:
    nominee = scene.name()
    assert scene.tend() == 0
    scene.end_invitation(invitation)
    assert (scene.tend(), scene.tend()) == (1, 0)
    assert scene.stage.lots() == WHOLE
    assert (nomination(nominee).state, scene.news(), scene.held()) == (state, [state], Decimal("0.00"))
    with inside(scene.stage.issuer):
        assert Nominee.objects.get().returned["amount"] == "300.00"


def test_one_refusal_frees_everybody_who_waited(scene: Scene) -> None:
    scene.name()
    scene.name(amount=Decimal("50.00"))
    scene.end_invitation("declined")
    assert scene.tend() == 2
    assert scene.stage.lots() == WHOLE


def test_taking_it_back_frees_the_credit_at_once_and_only_once(scene: Scene) -> None:
    nominee = scene.name()
    with inside(scene.stage.issuer):
        assert ending.withdraw(nominee, actor=scene.stage.actor)
        assert not ending.withdraw(nominee, actor=scene.stage.actor)
    assert scene.stage.lots() == WHOLE
    assert (nomination(nominee).state, scene.news()) == ("withdrawn", [])
    scene.end_invitation("declined")
    assert scene.tend() == 0


def test_sixty_days_without_confirmation_are_the_end(scene: Scene) -> None:
    nominee = scene.name()
    scene.joined()
    with clock.pretend(today() + datetime.timedelta(days=60)):
        scene.tend()
        assert nomination(nominee).state == "open"
    with clock.pretend(today() + datetime.timedelta(days=61)):
        tend_everywhere()
    assert (nomination(nominee).state, scene.news()) == ("lapsed", ["joined", "lapsed"])


def test_what_has_expired_meanwhile_follows_its_policy_and_is_told(scene: Scene) -> None:
    scene.name()
    scene.end_invitation("declined")
    # The contract's 210,00 expired after 20 days; 90,00 of the plan has not.
    with inside(scene.stage.issuer):
        Budget.objects.filter(pk=scene.stage.contract.pk).update(residual="lost", refund_days=0)
    with clock.pretend(today() + datetime.timedelta(days=25)):
        scene.tend()
        assert scene.stage.lots() == [Decimal("632.50")]
    with inside(scene.stage.issuer):
        returned = Nominee.objects.get().returned
    assert (returned["amount"], returned["lost"]) == ("90.00", "210.00")


def test_that_it_joined_is_told_once(scene: Scene) -> None:
    scene.name()
    scene.joined()
    assert (scene.tend(), scene.tend()) == (1, 0)
    assert scene.news() == ["joined"]


def test_what_was_written_is_erased_thirty_days_after_the_end(scene: Scene) -> None:
    nominee = scene.name()
    with inside(scene.stage.issuer):
        ending.withdraw(nominee, actor=scene.stage.actor)
        ending.tend_all(today() + datetime.timedelta(days=30))
        assert opened(Nominee.objects.get().sealed) != ERASED
        ending.tend_all(today() + datetime.timedelta(days=31))
        assert opened(Nominee.objects.get().sealed) == ERASED


def test_the_network_forgets_what_was_asked_thirty_days_after_the_end(scene: Scene, rete: Organization) -> None:
    nominee, other = scene.name(), scene.name(amount=Decimal("50.00"))
    with inside(scene.stage.issuer):
        ending.withdraw(nominee, actor=scene.stage.actor)
    with inside(rete):
        with clock.pretend(today() + datetime.timedelta(days=29)):
            lapsing.lapse()
            assert Asked.objects.count() == 2
        with clock.pretend(today() + datetime.timedelta(days=31)):
            lapsing.lapse()
            assert Asked.objects.get().nomination == other.pk


def test_another_organization_ends_nothing_of_it(scene: Scene) -> None:
    nominee = scene.name()
    scene.end_invitation("declined")
    with inside(scene.stage.supplier):
        make.member("Eva")
        assert not ending.tend(nominee.pk)
    assert nomination(nominee).state == "open"


def test_what_stops_is_shown_to_operators_and_tried_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    nominee, other = scene.name(), scene.name(amount=Decimal("50.00"))
    scene.end_invitation("declined")

    def refund(entry: Entry, **kwargs: Any) -> Any:
        if str(nominee.pk) in entry.key:
            raise ValueError("no policy")
        return refund_order(entry, **kwargs)

    monkeypatch.setattr("catalog.nominations.ending.refund_order", refund)
    with inside(scene.stage.issuer):
        for key in ending.pending_ids(50):
            tend_nomination.run(scene.stage.issuer.key, str(key))
        assert ending.pending_ids(50) == []
    assert (nomination(nominee).state, nomination(other).state) == ("open", "declined")
    failed = FailedTask.objects.get(kind="nomination", reference=nominee.pk)
    monkeypatch.setattr("catalog.nominations.ending.refund_order", refund_order)
    assert failures.retry(failed.pk, actor=SYSTEM)
    assert (nomination(nominee).state, scene.held()) == ("declined", Decimal("0.00"))
