"""What people of the demo have month by month, with its past: Ada's tele-assistance, a little one's nursery."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.demo.history import ANSWERS, MINDED
from catalog.demo.services import Service, euro
from catalog.demo.shelf import VISIBLE_IN, offer_of, show
from catalog.orders import accept
from catalog.orders.purchase import Choice
from catalog.orders.refusals import Refusal, Terms
from catalog.subscriptions import draw
from catalog.subscriptions.models import Month, Subscription
from catalog.subscriptions.rule import month_of, months_after
from catalog.subscriptions.start import Asked, StartSubscription, rule_of_offer, start
from members.models import Kinship, Relative
from providers.models import Delivery, Fulfilment, Offer, Provider, Question, Unit
from tenants import isolation
from tenants.envelope import without_hints
from tenants.identity.models import Role, User
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.models import Organization
from welfare import clock

# The month before the last is confirmed; this one waits for the provider.
CONFIRMED_AFTER = datetime.timedelta(days=12)


@dataclass(frozen=True)
class Monthly:
    """A service of the demo, the day of the month on which it is drawn, and how many months somebody has had it."""

    service: Service
    draw_day: int
    notice_days: int
    months: int
    who: str


TELE_ASSISTANCE = Monthly(
    Service(
        "il-ponte", "tele_assistance", "Teleassistenza, sempre qualcuno che risponde",
        "Un bottone al collo e una centrale che conosce chi chiama.", euro("12.00"), Unit.MONTH, "Modena",
        "Installazione compresa. La centrale risponde giorno e notte e avvisa i familiari.", ages=(65, None),
        questions=(Question.PHONE, Question.NOTES),
    ),
    draw_day=5, notice_days=15, months=1, who="Ada",
)  # fmt: skip
NURSERY = Monthly(
    Service(
        "primavera", "nursery", "Nido Il Germoglio, retta del mese", "Dai dodici mesi ai tre anni, fino alle quattro.",
        euro("110.00"), Unit.MONTH, "Carpi", "Quota del mese a carico della famiglia, pasti compresi.", ages=(0, 3),
        questions=(Question.ALLERGIES, Question.PICK_UP, Question.PHONE),
    ),
    draw_day=10, notice_days=20, months=2, who="",
)  # fmt: skip


def fill(organizations: dict[str, Organization], slug: str) -> None:
    """List both services and let people of one organization have them, month by month until today."""
    people = organizations[slug]
    for monthly in (TELE_ASSISTANCE, NURSERY):
        offer = listed(organizations, monthly)
        with without_hints():
            begun = begin(people, offer, monthly)
            if begun is not None:
                live(people, begun, offer)
        with isolation.enter(people, reason="demo"):
            Message.objects.update(state=Message.State.SENT, sent_at=clock.now())
    date_months(people)


def listed(organizations: dict[str, Organization], monthly: Monthly) -> Offer:
    """The service, published and on every shelf."""
    provider = Provider.objects.get(organization=organizations[monthly.service.provider])
    offer = offer_of(monthly.service, provider, clock.now() - datetime.timedelta(days=200))
    offer.delivery, offer.draw_day, offer.notice_days = Delivery.SUBSCRIPTION, monthly.draw_day, monthly.notice_days
    offer.save(force_insert=True)
    for organization in organizations.values():
        if organization.kind in VISIBLE_IN:
            with isolation.enter(organization, reason="demo"):
                show([offer])
    return offer


def begin(people: Organization, offer: Offer, monthly: Monthly) -> Subscription | None:
    """Let the first of the people whom it suits start it some months ago."""
    first = months_after(month_of(clock.today()), -monthly.months)
    if first.year < clock.today().year:
        # Last year's credit is not this one's: in the first months of a year it has just begun.
        first = month_of(clock.today())
    with isolation.enter(people, reason="demo"):
        for relative in candidates(monthly):
            begun = begun_by(people, offer, relative, first)
            if begun is not None:
                return begun
    return None


def candidates(monthly: Monthly) -> Iterator[Relative]:
    """Whom it could be for, always in the same order."""
    kin = Relative.objects.filter(closed_on__isnull=True).select_related("member__user")
    if monthly.who:
        yield from kin.filter(given_name=monthly.who, member__user__given_name="Anna")
    else:
        yield from kin.filter(kinship=Kinship.CHILD).order_by("-birth_date", "given_name")[:20]


def begun_by(people: Organization, offer: Offer, relative: Relative, first: datetime.date) -> Subscription | None:
    """The subscription, or nothing where the law, the ages or the credit say no."""
    said = ANSWERS | MINDED.get(relative.given_name, {})
    choice = Choice(offer.pk, relative_id=relative.pk, answers={each: said[each] for each in offer.questions})
    actor = Actor(people.key, relative.member.user_id, "member")
    terms = Terms(offer.revision, offer.price or euro("0.00"))
    asked = Asked(choice, first)
    command = StartSubscription(uuid.uuid4().hex, relative.member, actor, asked, terms, rule_of_offer(offer))
    try:
        with clock.pretend(first):
            return start(command)
    except Refusal:
        return None


def live(people: Organization, begun: Subscription, offer: Offer) -> None:
    """Draw each month on its day, and let the provider confirm it some days later."""
    rule = rule_of_offer(offer)
    period = begun.first_period
    while rule.draw_on(period) <= clock.today():
        day = rule.draw_on(period)
        with clock.pretend(day), isolation.enter(people, reason="demo"):
            draw.draw_all_of(begun.pk, day)
        if day + CONFIRMED_AFTER < month_of(clock.today()):
            confirm(offer, begun, period, day + CONFIRMED_AFTER)
        period = months_after(period)


def confirm(offer: Offer, begun: Subscription, period: datetime.date, day: datetime.date) -> None:
    """Let the provider's manager confirm a month."""
    supplier = offer.provider.organization
    month = Fulfilment.objects.filter(subscription=begun.pk, period=period).first()
    if supplier is None or month is None:
        return
    with clock.pretend(day), isolation.enter(supplier, reason="demo"):
        manager = User.objects.filter(roles__contains=[Role.PROVIDER_MANAGER]).order_by("pk").first()
        actor = Actor(supplier.key, manager.pk if manager else None, "provider")
        accept.confirm(month.pk, actor=actor)


def date_months(people: Organization) -> None:
    """Let the shared halves say when they were issued: the database's own clock knows today alone."""
    with isolation.enter(people, reason="demo"):
        moments = dict(
            Month.objects.filter(order__isnull=False).values_list("order__fulfilment_id", "order__placed_at")
        )
    fulfilments = list(Fulfilment.objects.filter(pk__in=moments))
    for fulfilment in fulfilments:
        fulfilment.issued_at = moments[fulfilment.pk]
    Fulfilment.objects.bulk_update(fulfilments, ["issued_at"])
