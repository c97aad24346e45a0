"""A shop asks whether a card is good: by its number and the code that it shows. Nothing is written of it."""

from catalog.cards.cards import codes_in_force, is_holder, is_one_of
from catalog.cards.models import MemberCard
from providers.agreements.models import CardSeries
from tenants import isolation, throttle
from tenants.models import Organization, Status
from welfare.clock import now, today

ADDRESS, ADDRESS_TRIES, ADDRESS_SECONDS = "card-check-address", 60, 10 * 60
CARD, CARD_TRIES, CARD_SECONDS = "card-check", 10, 60 * 60
# As long as a code, and never one: what is compared when there is no card.
NO_CODES = ("--------", "--------")


def check(number: str, code: str, address: str) -> Organization | None:
    """The organization whose card it is when number and code are good now, else None.

    Raises TooMany after 60 checks from an address in ten minutes, or 10 wrong ones of a card in an hour.
    Who asks cannot tell a number that does not exist from a wrong code, or from the card of who has left.
    """
    throttle.hit(ADDRESS, address, limit=ADDRESS_TRIES, seconds=ADDRESS_SECONDS)
    throttle.hit(CARD, number, limit=CARD_TRIES, seconds=CARD_SECONDS)
    organization = organization_of(number)
    if organization is None or not is_good(organization, number, code):
        return None
    throttle.take_back(CARD, number)
    return organization


def organization_of(number: str) -> Organization | None:
    """Whose series a number is of, if that organization is in service."""
    series = CardSeries.objects.select_related("organization").filter(prefix=number[:4]).first()
    if series is None or series.organization.status != Status.ACTIVE:
        return None
    return series.organization


def is_good(organization: Organization, number: str, code: str) -> bool:
    """Whether a card of an organization is good now with this code."""
    with isolation.enter(organization, reason="check a card"):
        card = MemberCard.objects.select_related("member__user").filter(number=number).first()
        codes = NO_CODES if card is None else codes_in_force(card, now())
        fits = is_one_of(code, codes)
        return fits and card is not None and is_holder(card.member, today())
