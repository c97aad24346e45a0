"""The next summer at the Mulino: eight weeks in series, discounts, places kept for an employer, a family of two."""

import uuid
from decimal import Decimal

from django.db.models import Count

from catalog.demo.cast import ACCOUNTS
from catalog.demo.catalogue import BY_TITLE
from catalog.demo.shelf import NAMESPACE, offer_id
from catalog.orders.grouping import GroupChoice, purchases_of, total_of
from catalog.orders.place_group import PlaceGroup, place_group
from catalog.orders.refusals import Refusal, Terms
from members.models import Kinship, Member, Relative
from providers import reserving
from providers.models import Offer, Question, Slot
from tenants import isolation
from tenants.isolation import SYSTEM, Actor
from tenants.models import Organization
from welfare.clock import today

TITLE, EMPLOYER, KEPT = "Estate al Mulino", "officine-riva", 4
# A week of four days, for the feast of the town.
SHORT_WEEK, SHORT_PRICE = 3, Decimal("112.00")
ANSWERS: dict[str, str] = {Question.PICK_UP: "Anche la nonna", Question.PHONE: "059 000111", Question.PHOTOS: "yes"}


def fill(opened: dict[str, Organization]) -> None:
    """Tie the weeks, write the discounts, keep places, let one family book two weeks for two children."""
    offer = Offer.objects.get(pk=offer_id(BY_TITLE[TITLE]))
    weeks = list(Slot.objects.filter(offer=offer, starts_on__gt=today()).order_by("starts_on"))
    Slot.objects.filter(pk__in=[week.pk for week in weeks]).update(series=uuid.uuid5(NAMESPACE, f"{TITLE}, settimane"))
    Slot.objects.filter(pk=weeks[SHORT_WEEK].pk).update(price=SHORT_PRICE)
    discounts = {"second_child": Decimal(10), "many_weeks": Decimal(15), "many_weeks_kind": "amount"}
    Offer.objects.filter(pk=offer.pk).update(**discounts, many_weeks_from=3)
    with isolation.enter(opened["primavera"], reason="demo"):
        # The first week is nearly full.
        until = weeks[0].starts_on
        reserving.reserve(weeks[1:], opened[EMPLOYER], seats=KEPT, until=until, actor=SYSTEM)
    with isolation.enter(opened[EMPLOYER], reason="demo"):
        book(offer, weeks[1:3])


def book(offer: Offer, weeks: list[Slot]) -> None:
    """The first family with two children who may come, and the credit, books these weeks for both; not the cast."""
    emails = [account.email for account in ACCOUNTS if account.slug == EMPLOYER]
    others = Member.objects.exclude(user__email__in=emails).filter(relatives__kinship=Kinship.CHILD)
    for member in others.annotate(children=Count("relatives")).filter(children__gte=2).order_by("pk")[:40]:
        children = list(Relative.objects.filter(member=member, kinship=Kinship.CHILD).order_by("birth_date")[:2])
        if len(children) == 2 and is_booked(offer, member, children, weeks):
            return


def is_booked(offer: Offer, member: Member, children: list[Relative], weeks: list[Slot]) -> bool:
    """Whether a family could have it."""
    lines = tuple((week.pk, child.pk) for child in children for week in weeks)
    choice = GroupChoice(offer.pk, lines, {child.pk: ANSWERS for child in children})
    actor = Actor(isolation.current().key, member.user_id, "member")
    terms = Terms(offer.revision, total_of(purchases_of(member, choice)))
    try:
        place_group(PlaceGroup(uuid.uuid5(NAMESPACE, "family").hex, member, actor, choice, terms))
    except Refusal:
        return False
    return True
