"""Disputes: opened on both sides, mediated by the office, closed once; what each outcome does for money."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from catalog.orders.accept import accept as accept_voucher
from catalog.orders.models import Order
from catalog.quotes import disputes, mediating, refusals
from catalog.quotes.disputes import Complaint, Decision
from catalog.quotes.models import AskedProvider
from catalog.settlement import correcting
from members.ledger.models import AccountKind, Leg
from members.office import Officer, OwnFamily
from providers.enquiries import reading
from providers.enquiries.models import Photo
from providers.quoting import queries
from providers.quoting.models import Dispute
from providers.statements.corrections import propose_correction
from providers.statements.models import Correction, Side, Why
from tenants.audit.models import Record
from tenants.isolation import SYSTEM, Actor
from tenants.messages.models import Message
from tests import make
from tests.accept.desk import code_of
from tests.conftest import inside
from tests.orders.stage import in_days
from tests.quotes.scene import Scene, photo

Outcome = Dispute.Outcome
PART = Decision(Outcome.RETURNED_PART, "Vi venite incontro", Decimal("30.00"))


def complain(scene: Scene, asked: AskedProvider) -> Dispute:
    """Anna is not content."""
    with inside(scene.issuer):
        complaint = Complaint("Perde ancora", Dispute.Wanted.REDO, [photo()])
        return disputes.open_dispute(asked, complaint, actor=scene.stage.actor)


def officer(scene: Scene, *marks: str) -> Officer:
    """Ugo of the network's office."""
    return Officer(Actor(scene.other_organization.key, 7, "office"), frozenset(marks))


def use(scene: Scene, asked: AskedProvider) -> None:
    """Beta accepts the voucher."""
    assert asked.order is not None
    code = code_of(scene.stage, asked.order)
    with inside(scene.supplier):
        accept_voucher(code, actor=scene.staff)


def decide(dispute: Dispute, decision: Decision, by: Officer) -> None:
    """The office writes an outcome."""
    mediating.decide(queries.get_dispute(dispute.pk), decision, by)


def order_of(scene: Scene, asked: AskedProvider) -> Order:
    """The order as it stands."""
    with inside(scene.issuer):
        return Order.objects.get(asked_provider=asked.pk)


def test_it_stands_on_both_sides_and_in_the_offices_queue(scene: Scene) -> None:
    with inside(scene.other_organization):
        make.user("Ugo", "office")
    asked = scene.accepted()
    dispute = complain(scene, asked)
    assert complain(scene, asked) == dispute
    assert dispute.due_on == in_days(15)
    with inside(scene.supplier):
        said = reading.open_enquiry(asked.pk, actor=scene.staff).disputed
        assert [each.text for each in said] == ["Perde ancora"]
        assert Photo.objects.filter(of_dispute=True).count() == 1
    with inside(scene.other_organization):
        assert Message.objects.filter(kind="dispute_waiting").count() == 1


def test_the_office_reads_it_and_the_member_sees_that_it_did(scene: Scene) -> None:
    dispute = complain(scene, scene.accepted())
    shown = mediating.look_at(queries.get_dispute(dispute.pk), officer(scene))
    assert (shown.name, [each.text for each in shown.said]) == ("Anna Bianchi", ["Perde ancora"])
    with inside(scene.issuer):
        assert Record.objects.filter(action="dispute_read", person_id=scene.stage.anna.user_id).count() == 1


def test_nobody_mediates_for_the_own_family(scene: Scene) -> None:
    dispute = complain(scene, scene.accepted())
    by = officer(scene, (scene.stage.anna.user.email or "").casefold())
    with pytest.raises(OwnFamily):
        decide(dispute, PART, by)


def test_before_the_voucher_is_used_all_of_it_can_come_back(scene: Scene) -> None:
    asked = scene.accepted()
    before = sum(scene.stage.lots())
    dispute = complain(scene, asked)
    with pytest.raises(refusals.NothingPaidYet):
        decide(dispute, PART, officer(scene))
    decide(dispute, Decision(Outcome.RETURNED_ALL, "Si annulla"), officer(scene))
    assert order_of(scene, asked).state == "cancelled"
    assert sum(scene.stage.lots()) == before + Decimal("120.00")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.returned) == ("closed", None)
    assert not queries.returns().exists()


def test_a_part_of_a_used_voucher_is_a_correction_of_the_statements(scene: Scene) -> None:
    asked = scene.accepted()
    use(scene, asked)
    dispute = complain(scene, asked)
    decide(dispute, PART, officer(scene))
    [found] = queries.returns()
    assert (found.returned, found.fulfilment_id) == (Decimal("30.00"), scene.quote(asked).fulfilment_id)
    correction = Correction.objects.get(pk=dispute.pk)
    assert (correction.amount, correction.state, correction.side) == (Decimal("-30.00"), "proposed", "office")
    with inside(scene.issuer):
        owed = Leg.objects.filter(account__kind=AccountKind.OWED)
        assert [(leg.credit, leg.debit) for leg in owed] == [(Decimal("120.00"), Decimal("0.00"))]


def test_all_that_is_left_comes_back_of_what_was_corrected_before(scene: Scene) -> None:
    """The statements had taken a part off already: the rest is all there is, and nothing stands against it."""
    asked = scene.accepted()
    use(scene, asked)
    key = scene.quote(asked).fulfilment_id
    assert key is not None
    before = propose_correction(key, Decimal("-30.00"), Why.DISPUTE, side=Side.OFFICE)
    correcting.accept(before.pk, actor=SYSTEM)
    dispute = complain(scene, asked)
    decide(dispute, Decision(Outcome.RETURNED_ALL, "Tutto"), officer(scene))
    correcting.accept(dispute.pk, actor=SYSTEM)
    assert Correction.objects.get(pk=dispute.pk).amount == Decimal("-90.00")
    with inside(scene.issuer):
        assert order_of(scene, asked).state == "accepted"
        owed = Leg.objects.filter(account__kind=AccountKind.OWED)
        assert sum(leg.credit - leg.debit for leg in owed) == Decimal("0.00")


@pytest.mark.parametrize("returned", [None, Decimal("0.00"), Decimal("120.00"), Decimal("1000000000.00")])
def test_a_part_is_less_than_the_price(scene: Scene, returned: Any) -> None:
    asked = scene.accepted()
    use(scene, asked)
    dispute = complain(scene, asked)
    with pytest.raises(refusals.ReturnTooLarge):
        decide(dispute, Decision(Outcome.RETURNED_PART, "x", returned), officer(scene))
    dispute.refresh_from_db()
    assert dispute.state == "open"


def test_it_is_closed_once_and_both_are_told(scene: Scene) -> None:
    with inside(scene.supplier):
        make.user("Marta", "provider_manager")
    dispute = complain(scene, scene.accepted())
    decide(dispute, Decision(Outcome.SETTLED, "Chiarito"), officer(scene))
    with pytest.raises(refusals.DisputeOver):
        decide(dispute, Decision(Outcome.UNFOUNDED, "No"), officer(scene))
    for organization in (scene.supplier, scene.issuer):
        with inside(organization):
            told = [message.context.get("news") for message in Message.objects.all()]
            assert told.count("dispute_closed") == 1


def test_it_is_open_to_who_agreed_on_work_and_for_thirty_days_after_its_use(scene: Scene) -> None:
    asked = scene.asked(scene.ask())
    with pytest.raises(refusals.NothingToDispute):
        complain(scene, asked)
    asked = scene.accepted()
    use(scene, asked)
    assert asked.order is not None
    with inside(scene.issuer):
        order = Order.objects.get(pk=asked.order.pk)
        assert order.closed_at is not None
        Order.objects.filter(pk=order.pk).update(closed_at=order.closed_at - timedelta(days=31))
    with pytest.raises(refusals.NothingToDispute):
        complain(scene, scene.asked(asked.request))
