"""What may help a member: a few services for the family, with places, newest first."""

from catalog.shelf import queries
from catalog.shelf.cards import Card, cards_of
from catalog.shelf.filters import Filters
from catalog.shelf.reader import household
from members.models import Member


def suggested_cards(member: Member, size: int) -> list[Card]:
    """At most `size` cards of services that suit somebody of the household; two queries."""
    suitable = queries.suits_any(household(member))
    offers = queries.cards(Filters()).filter(suitable).exclude(places_left=0).order_by("-published_at", "pk")
    return cards_of(offers[:size])
