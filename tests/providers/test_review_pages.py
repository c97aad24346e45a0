"""The office's queue: what waits, what it changes, out or back; and the rules of it."""

from typing import Any

import pytest
from django.test import Client

from providers.models import Offer, OfferRevision, Provider, ReviewPolicy
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.providers.pages import LIST, browser, counted, page, sent, written
from tests.providers.versions import proposed

QUEUE = "/rete/servizi/revisioni/"
State = OfferRevision.State


@pytest.fixture
def office(rete: Organization) -> Client:
    """Ugo of the network's office."""
    with inside(rete):
        return browse(rete, make.user("Ugo", "office"))


@pytest.fixture
def provider(alfa: Organization, rete: Organization) -> Provider:
    """Alfa supplies, in the network."""
    Organization.objects.filter(pk=alfa.pk).update(parent=rete)
    return make.provider(alfa)


def test_from_the_form_to_the_shelf(office: Client, alfa: Organization, provider: Provider) -> None:
    """Written, sent, sent back, mended, sent again, published: each side reads what the other did."""
    manager = browser(alfa)
    manager.post(f"{LIST}nuovo/", written())
    offer = Offer.objects.get(provider=provider)
    assert "140,00" in page(manager, f"{LIST}{offer.pk}/anteprima/")
    sent(manager, offer)
    revision = OfferRevision.objects.get()
    assert [r.pk for r in office.get(QUEUE).context["revisions"]] == [revision.pk]
    assert "Estate al Mulino" in page(office, f"{QUEUE}{revision.pk}/anteprima/")
    back = {"edition": revision.edition, "reason": "Scrivi a che ora si comincia."}
    assert office.post(f"{QUEUE}{revision.pk}/rimanda/", back).headers["Location"] == QUEUE
    assert "a che ora si comincia" in page(manager, f"{LIST}{offer.pk}/")
    manager.post(f"{LIST}{offer.pk}/modifica/", written(text="Dalle 8.", edition=str(revision.edition)))
    sent(manager, offer)
    assert office.post(f"{QUEUE}{revision.pk}/pubblica/", {"edition": revision.edition + 1}).status_code == 302
    offer.refresh_from_db()
    assert (offer.state, offer.text) == (Offer.State.PUBLISHED, "Dalle 8.")
    assert list(office.get(QUEUE).context["revisions"]) == []
    with inside(alfa):
        acts = list(Record.objects.order_by("pk").values_list("action", flat=True))
    assert acts == ["offer_written", "offer_submitted", "offer.returned", "offer_submitted", "offer.published"]


def test_the_whole_of_a_new_service_leaves_out_what_was_left_empty(
    office: Client, alfa: Organization, provider: Provider
) -> None:
    manager = browser(alfa)
    manager.post(f"{LIST}nuovo/", written(age_max="", address=""))
    sent(manager, Offer.objects.get(provider=provider))
    whole = office.get(f"{QUEUE}{OfferRevision.objects.get().pk}/").context["whole"]
    assert {"title", "price"} <= {each.name for each in whole}
    assert not {"age_max", "address", "many_weeks_kind", "second_child_kind", "draw_day"} & {
        each.name for each in whole
    }
    assert "–" not in {each.new for each in whole}


def test_a_change_is_shown_beside_what_is_published(office: Client, alfa: Organization, provider: Provider) -> None:
    revision = proposed(alfa, make.offer(provider), price="150,00", text="Nuovo testo")
    shown = office.get(f"{QUEUE}{revision.pk}/").context["differences"]
    assert [(d.name, d.old, d.new) for d in shown] == [
        ("price", "140,00\N{NO-BREAK SPACE}€", "150,00\N{NO-BREAK SPACE}€"),
        ("text", "–", "Nuovo testo"),
    ]


def test_an_old_page_publishes_nothing(office: Client, alfa: Organization, provider: Provider) -> None:
    revision = proposed(alfa, make.offer(provider), price="150,00")
    OfferRevision.objects.update(edition=7)
    where = office.post(f"{QUEUE}{revision.pk}/pubblica/", {"edition": 1}).headers["Location"]
    assert where == f"{QUEUE}{revision.pk}/"
    assert OfferRevision.objects.get(pk=revision.pk).state == State.SUBMITTED
    assert office.post(f"{QUEUE}{revision.pk}/pubblica/", {}).status_code == 400


@pytest.mark.parametrize("reason", ["", "breve", "x" * 501])
def test_a_reason_is_words(office: Client, alfa: Organization, provider: Provider, reason: str) -> None:
    revision = proposed(alfa, make.offer(provider), price="150,00")
    answer = office.post(f"{QUEUE}{revision.pk}/rimanda/", {"edition": 1, "reason": reason})
    assert "reason" in answer.context["form"].errors
    assert OfferRevision.objects.get(pk=revision.pk).state == State.SUBMITTED


def test_drafts_are_their_providers_own(office: Client, alfa: Organization, provider: Provider) -> None:
    manager = browser(alfa)
    manager.post(f"{LIST}nuovo/", written())
    draft = OfferRevision.objects.get()
    for path in ("", "anteprima/"):
        assert office.get(f"{QUEUE}{draft.pk}/{path}").status_code == 404
    assert office.post(f"{QUEUE}{draft.pk}/pubblica/", {"edition": 1}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "kept"),
    [({"look_days": "30"}, (False, 30)), ({"reviews_terms": "on", "look_days": "0"}, (True, 0)),
     ({"look_days": "91"}, None), ({"look_days": ""}, None)],
)  # fmt: skip
def test_the_rules_of_reviews(office: Client, fields: dict[str, Any], kept: tuple[bool, int] | None) -> None:
    office.post(f"{QUEUE}regole/", fields)
    found = ReviewPolicy.objects.first()
    assert (kept is None and found is None) or (found and (found.reviews_terms, found.look_days) == kept)


def test_the_queue_costs_the_same_at_1_and_at_30(office: Client, alfa: Organization, provider: Provider) -> None:
    proposed(alfa, make.offer(provider), price="150,00")
    once = counted(office, QUEUE)
    for number in range(29):
        proposed(alfa, make.offer(provider, f"Servizio {number}"), price="150,00")
    assert counted(office, QUEUE) == once == 5
