"""The bars at the top and at the bottom hold a few places each; the others are under More, for every role."""

from dataclasses import replace
from itertools import combinations
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.template.loader import render_to_string

from catalog.home.navigation import SIDES, Side
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from welfare.navigation import TOP_PLACES, NavigationItem

PHONE_PLACES = 4
PLACES = [NavigationItem(f"Place {number}", f"/{number}/", "home", phone=number < PHONE_PLACES) for number in range(9)]


@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.prefix or "member")
def test_a_phone_shows_four_places_at_most_and_a_wide_page_shows_them_too(alfa: Organization, side: Side) -> None:
    with inside(alfa):
        for held in [*combinations(sorted(side.roles), 1), tuple(sorted(side.roles))]:
            places = side.places(make.user("Rita", *held))
            on_phone = [item.label for item in places if item.phone]
            assert 0 < len(on_phone) <= PHONE_PLACES
            assert set(on_phone) <= {item.label for item in places[:TOP_PLACES]}


def masthead(active: int | None = None) -> Element:
    places = [replace(item, active=number == active) for number, item in enumerate(PLACES)]
    drawn: Element = fromstring(render_to_string("components/masthead.html", {"navigation": places}))
    return drawn


def test_the_top_bar_shows_six_places_and_the_others_under_more() -> None:
    bar = masthead()
    assert [link.get("href") for link in bar.findall("./div/nav/ul/li/a")] == ["/0/", "/1/", "/2/", "/3/", "/4/", "/5/"]
    # A summary opens by keyboard and without a script.
    assert len(bar.findall(".//nav//details/summary")) == 1
    assert [link.get("href") for link in bar.findall(".//nav//details/div/a")] == ["/6/", "/7/", "/8/"]


def test_more_is_marked_on_a_place_that_is_under_it() -> None:
    assert masthead(active=1).findall(".//summary[@class='active']") == []
    assert len(masthead(active=8).findall(".//summary[@class='active']")) == 1
    assert [link.get("href") for link in masthead(active=8).findall(".//details//a[@aria-current='page']")] == ["/8/"]


def test_a_few_places_need_no_more() -> None:
    drawn = render_to_string("components/masthead.html", {"navigation": PLACES[:TOP_PLACES]})
    assert "<details" not in drawn
