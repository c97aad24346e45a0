"""What may help a member: a few services for the family, with places, newest first."""

from django.db.models import Q

from catalog.shelf import queries
from catalog.shelf.cards import Card, cards_of
from catalog.shelf.filters import Filters
from catalog.shelf.reader import household
from members.models import Member
from providers.models import Delivery


def suggested_cards(member: Member, size: int) -> list[Card]:
    """At most `size` cards of services that suit somebody of the household; two queries.

    What is information alone is found by who looks for it: a directory would push out all the rest.
    """
    suitable = queries.suits_any(household(member))
    to_be_had = Q(delivery=Delivery.VOUCHER) | Q(places_left__gt=0)
    offers = queries.cards(Filters()).filter(suitable, to_be_had).order_by("-published_at", "pk")
    return cards_of(offers[:size])
