"""Suggestions suit somebody of the household and can still be had."""

import datetime

from catalog.shelf.suggestions import suggested_cards
from providers.models import Delivery
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.shelf.shelves import listed
from welfare.clock import today


def test_they_suit_the_household_and_have_places(alfa: Organization, beta: Organization) -> None:
    make.slot(listed(alfa, beta, "Campo", age_min=3, age_max=11))
    make.slot(listed(alfa, beta, "Pieno", age_min=3, age_max=11), capacity=0)
    make.slot(listed(alfa, beta, "Ragazzi", age_min=12, age_max=17))
    listed(alfa, beta, "Palestra", service_type="gym", delivery=Delivery.VOUCHER)
    listed(alfa, beta, "Aiuto", service_type="elder_home_care", age_min=65, delivery=Delivery.VOUCHER)
    with inside(alfa):
        anna = make.member("Anna")
        make.relative(anna, "Leo", birth_date=today() - datetime.timedelta(days=6 * 366))
        assert {card.title for card in suggested_cards(anna, 10)} == {"Campo", "Palestra"}
        assert len(suggested_cards(anna, 1)) == 1


def test_a_person_alone_gets_what_is_for_employees(alfa: Organization, beta: Organization) -> None:
    make.slot(listed(alfa, beta, "Campo", age_min=3, age_max=11))
    listed(alfa, beta, "Palestra", service_type="gym", delivery=Delivery.VOUCHER)
    with inside(alfa):
        assert [card.title for card in suggested_cards(make.member("Anna"), 3)] == ["Palestra"]
