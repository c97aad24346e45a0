"""What the database keeps for search, whoever writes the offer."""

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import IntegrityError, connection

from providers.models import Offer
from providers.search import STEMMED
from tenants.models import Organization
from tests import make


@pytest.fixture
def offer(alfa: Organization) -> Offer:
    """A summer camp with an accent in its title."""
    return make.offer(make.provider(alfa), "Estàte nei Boschi")


@pytest.mark.usefixtures("offer")
@pytest.mark.parametrize("words", ["boschi", "BOSCO", "estate", "èstate", "centri estivi", "carpi", "bosco -piscina"])
def test_words_are_found_in_any_form(words: str) -> None:
    query = SearchQuery(words, config=STEMMED, search_type="websearch")
    assert Offer.objects.filter(search=query).exists()


@pytest.mark.usefixtures("offer")
def test_a_word_that_is_not_there_is_not_found() -> None:
    query = SearchQuery("piscina", config=STEMMED, search_type="websearch")
    assert not Offer.objects.filter(search=query).exists()


def test_the_folded_words_have_no_accents(offer: Offer) -> None:
    offer.refresh_from_db()
    assert offer.folded == "'boschi' 'carpi' 'centro' 'estate' 'estivo' 'nei'"


def test_the_columns_follow_a_change(offer: Offer) -> None:
    Offer.objects.filter(pk=offer.pk).update(title="Piscina")
    assert "'piscina'" in Offer.objects.get(pk=offer.pk).folded


@pytest.mark.usefixtures("offer")
def test_the_serving_role_cannot_write_them() -> None:
    with pytest.raises(Exception, match="generated column"), connection.cursor() as cursor:
        cursor.execute("UPDATE providers_offer SET folded = 'x'")


def test_a_published_offer_has_a_moment(offer: Offer) -> None:
    with pytest.raises(IntegrityError, match="offer_published_when"):
        Offer.objects.filter(pk=offer.pk).update(published_at=None)
