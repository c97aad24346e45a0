"""Versions of a service: what is published goes on being sold until the next one is in force."""

import datetime
from decimal import Decimal

import pytest

from providers import revisions, terms
from providers.models import AgreedPrice, Offer, OfferRevision, Provider, ReviewPolicy
from tenants.audit.models import Record
from tenants.identity.models import Role
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.providers.versions import checked, proposed, published
from welfare import clock
from welfare.clock import today

State = OfferRevision.State


@pytest.fixture
def offer(alfa: Organization, rete: Organization) -> Offer:
    """A camp that alfa publishes; alfa belongs to the network."""
    Organization.objects.filter(pk=alfa.pk).update(parent=rete)
    alfa.refresh_from_db()
    return make.offer(make.provider(alfa), age_min=3, age_max=11)


def fresh(offer: Offer) -> Offer:
    """As it is in the database."""
    return Offer.objects.select_related("provider__organization").get(pk=offer.pk)


def test_a_new_price_waits_for_the_office_and_leaves_what_is_sold(alfa: Organization, offer: Offer) -> None:
    revision = proposed(alfa, offer, price="150,00")
    assert (revision.state, revision.changes) == (State.SUBMITTED, ["price"])
    assert fresh(offer).price == Decimal("140.00")
    assert fresh(offer).state == Offer.State.PUBLISHED


def test_published_versions_are_kept_with_the_one_before_them(
    alfa: Organization, rete: Organization, offer: Offer
) -> None:
    published(alfa, offer, rete, price="150,00")
    published(alfa, offer, rete, text="Anche in bici")
    kept = OfferRevision.objects.order_by("number")
    assert [(r.number, r.state, r.fields["price"], r.fields["text"], r.decided_by) for r in kept] == [
        (1, "published", "140.00", "", "system"),
        (2, "published", "150.00", "", "network"),
        (3, "published", "150.00", "Anche in bici", "network"),
    ]
    now = fresh(offer)
    assert (now.price, now.text, now.revision) == (Decimal("150.00"), "Anche in bici", 2)
    assert (now.terms_number, now.raised_number) == (2, 2)


def test_a_version_sent_twice_is_one(alfa: Organization, offer: Offer) -> None:
    first = proposed(alfa, offer, price="150,00")
    with inside(alfa):
        again = revisions.propose(fresh(offer), checked(offer, price="160,00"), edition=first.edition, actor=SYSTEM)
        assert again.pk == first.pk
        assert again.fields["price"] == "150.00"
        assert Record.objects.filter(action="offer_submitted").count() == 1


def test_it_is_published_once(alfa: Organization, rete: Organization, offer: Offer) -> None:
    revision = proposed(alfa, offer, price="150,00")
    with inside(rete):
        revisions.publish(revision, actor=SYSTEM)
        with pytest.raises(revisions.WrongMove):
            revisions.publish(revision, actor=SYSTEM)
        with pytest.raises(revisions.WrongMove):
            revisions.send_back(revision, "Troppo tardi.", actor=SYSTEM)
    assert OfferRevision.objects.filter(state=State.PUBLISHED).count() == 2


def test_what_was_looked_at_is_what_goes_out(alfa: Organization, rete: Organization, offer: Offer) -> None:
    """Taken back, changed and sent again while the office reads: its button publishes nothing."""
    seen = proposed(alfa, offer, price="150,00")
    with inside(alfa):
        assert revisions.take_back(fresh(offer), actor=SYSTEM)
        later = revisions.save(fresh(offer), {}, None, edition=seen.edition, actor=SYSTEM)
        revisions.propose(fresh(offer), checked(offer, price="999,00"), edition=later.edition, actor=SYSTEM)
    with inside(rete), pytest.raises(revisions.WrongMove):
        revisions.publish(seen, actor=SYSTEM)
    assert fresh(offer).price == Decimal("140.00")


def test_two_people_change_the_same_service(alfa: Organization, offer: Offer) -> None:
    with inside(alfa):
        begun = revisions.save(offer, {"title": ["Mio"]}, None, edition=0, actor=SYSTEM)
        with pytest.raises(revisions.StaleOffer):
            revisions.save(offer, {"title": ["Tuo"]}, None, edition=0, actor=SYSTEM)
        revisions.save(offer, {"title": ["Mio due"]}, None, edition=begun.edition, actor=SYSTEM)
        with pytest.raises(revisions.StaleOffer):
            revisions.propose(offer, checked(offer, title="Tuo"), edition=begun.edition, actor=SYSTEM)
    assert OfferRevision.objects.get().typed == {"title": ["Mio due"]}


def test_sent_back_with_words_and_sent_again(alfa: Organization, rete: Organization, offer: Offer) -> None:
    with inside(alfa):
        make.user("Marta", Role.PROVIDER_MANAGER)
    revision = proposed(alfa, offer, price="150,00")
    with inside(rete):
        revisions.send_back(revision, "Dicci da quando.", actor=SYSTEM)
        assert Record.objects.get().action == "offer.returned"
    back = OfferRevision.objects.get(state=State.RETURNED)
    assert back.reason == "Dicci da quando."
    with inside(alfa):
        assert Message.objects.get().kind == "offer_returned"
        revisions.propose(fresh(offer), checked(offer, price="150,00"), edition=back.edition, actor=SYSTEM)
    assert OfferRevision.objects.get().state == State.SUBMITTED


def test_the_trusted_publish_small_changes_alone(alfa: Organization, rete: Organization, offer: Offer) -> None:
    Provider.objects.update(is_trusted=True)
    assert proposed(alfa, offer, text="Con il bosco").state == State.PUBLISHED
    assert OfferRevision.objects.get(number=2).decided_by == OfferRevision.By.PROVIDER
    sold = {"price": "10,00", "age_max": 14, "cancellation_days": 3, "title": "Altro", "vat_rate": "22.00"}
    for changes in ({name: value} for name, value in sold.items()):
        revision = proposed(alfa, offer, **changes)
        assert revision.state == State.SUBMITTED, changes
        revision.delete()
    ReviewPolicy.objects.create(network=rete, reviews_terms=False)
    assert proposed(alfa, offer, price="10,00").state == State.PUBLISHED
    Provider.objects.update(is_trusted=False)
    assert proposed(alfa, offer, text="Con il fiume").state == State.SUBMITTED


def test_a_new_service_is_always_looked_at(alfa: Organization, rete: Organization, offer: Offer) -> None:
    Provider.objects.update(is_trusted=True)
    ReviewPolicy.objects.create(network=rete, reviews_terms=False)
    provider = Provider.objects.get()
    with inside(alfa):
        draft = revisions.begin(provider, {"title": ["Nuovo"]}, checked(offer, title="Nuovo"), actor=SYSTEM)
        sent = revisions.propose(draft.offer, checked(offer, title="Nuovo"), edition=1, actor=SYSTEM)
    assert sent.state == State.SUBMITTED
    with inside(rete):
        revisions.publish(sent, actor=SYSTEM)
    new = Offer.objects.get(title="Nuovo")
    assert (new.state, new.revision, new.terms_number) == (Offer.State.PUBLISHED, 1, 0)
    assert OfferRevision.objects.get(offer=new).number == 1


@pytest.mark.parametrize(("price", "raised"), [("150,00", True), ("130,00", False)])
def test_a_raised_price_waits_a_lowered_one_does_not(
    alfa: Organization, rete: Organization, offer: Offer, price: str, raised: bool
) -> None:
    ReviewPolicy.objects.create(network=rete, look_days=20)
    published(alfa, offer, rete, price=price)
    now = fresh(offer)
    assert now.terms_number == 2
    assert (now.raised_number == 2) is raised
    until = today() + datetime.timedelta(days=20)
    assert (now.price_before, now.price_until) == ((Decimal("140.00"), until) if raised else (None, None))


def test_a_second_raise_begins_when_the_first_was_looked_at(
    alfa: Organization, rete: Organization, offer: Offer
) -> None:
    published(alfa, offer, rete, price="150,00")
    second = published(alfa, offer, rete, price="160,00")
    after = today() + datetime.timedelta(days=15)
    assert (second.state, second.starts_on) == (State.SCHEDULED, after)
    assert fresh(offer).price == Decimal("150.00")
    with clock.pretend(after):
        assert [r.pk for r in revisions.due()] == [second.pk]
        assert revisions.put_in_force(second)
        assert not revisions.put_in_force(second)
    assert (fresh(offer).price, fresh(offer).price_before) == (Decimal("160.00"), Decimal("150.00"))


def test_it_holds_from_its_day(alfa: Organization, rete: Organization, offer: Offer) -> None:
    day = today() + datetime.timedelta(days=30)
    revision = proposed(alfa, offer, starts_on=day, price="150,00")
    with inside(rete):
        revisions.publish(revision, actor=SYSTEM)
    assert not revisions.due().exists()
    with inside(alfa):
        assert not revisions.take_back(fresh(offer), actor=SYSTEM)
        assert revisions.discard(fresh(offer), actor=SYSTEM)
    with clock.pretend(day):
        assert not revisions.due().exists()


def test_what_is_suspended_takes_the_new_version_and_stays_so(
    alfa: Organization, rete: Organization, offer: Offer
) -> None:
    Offer.objects.update(state=Offer.State.SUSPENDED, suspension="content")
    published(alfa, offer, rete, price="150,00")
    assert (fresh(offer).state, fresh(offer).suspension) == (Offer.State.SUSPENDED, "content")
    assert fresh(offer).price == Decimal("150.00")


def test_who_lost_the_accreditation_publishes_nothing(alfa: Organization, rete: Organization, offer: Offer) -> None:
    revision = proposed(alfa, offer, price="150,00")
    Provider.objects.update(is_accredited=False)
    with inside(rete), pytest.raises(revisions.NotAccredited):
        revisions.publish(revision, actor=SYSTEM)
    assert OfferRevision.objects.get().state == State.SUBMITTED


def test_nothing_new_is_not_sent(alfa: Organization, offer: Offer) -> None:
    with pytest.raises(revisions.NothingNew):
        proposed(alfa, offer)


def test_every_field_of_a_version_comes_back_as_it_was(alfa: Organization, rete: Organization, offer: Offer) -> None:
    revision = published(alfa, offer, rete, vat_rate="22.00", age_min=4)
    again = OfferRevision.objects.get(pk=revision.pk)
    assert terms.changed(fresh(offer), again.fields) == []
    assert AgreedPrice.objects.count() == 0
