"""Quotes of the demo: one request with three answers, one that waits, one that was accepted and is disputed."""

import datetime
import io
import uuid
from collections.abc import Sequence
from decimal import Decimal

from PIL import Image, ImageDraw

from catalog.demo.shelf import NAMESPACE, show
from catalog.fiscal import rule_book
from catalog.orders.refusals import Refusal
from catalog.quotes import accepting, answering, asking, conversing, disputes
from catalog.quotes.accepting import Seen
from catalog.quotes.asking import Asking
from catalog.quotes.disputes import Complaint
from catalog.quotes.models import AskedProvider, Request
from members.models import Member
from providers.enquiries.services import Contact, Need, Urgency
from providers.models import Delivery, Offer, Provider, Unit
from providers.quoting.models import Dispute, Quote, Side
from providers.quoting.moves import Terms
from providers.search import sort_key
from tenants import isolation
from tenants.isolation import SYSTEM, Actor
from tenants.models import Kind, Organization
from welfare import clock

ARTISANS, CARER = "artisan_work", "caregiver"
TOWNS = ["Carpi", "Modena", "Sassuolo", "Soliera", "Campogalliano"]
# Who gives quotes, for what, under which title, from where.
OFFERS = (
    ("il-ponte", ARTISANS, "Pronto Artigiani: acqua e luce", "Una squadra che ripara e mette in ordine.", "Modena"),
    ("linea-piana", ARTISANS, "Pronto Artigiani: montaggi", "Con il furgone e due paia di braccia.", "Modena"),
    ("quinte-aperte", ARTISANS, "Falegnami di scena, a casa tua", "Porte, finestre, mobili su misura.", "Carpi"),
    ("il-ponte", CARER, "Assistenza a casa, su misura", "Ore e giorni che servono, con la stessa persona.", "Modena"),
)  # fmt: skip
TAP = Need("Il rubinetto della cucina perde e il mobile sotto si è gonfiato.", "Carpi", "dopo le 17", Urgency.WEEK)
WINDOW = Need("Una persiana non si chiude più: la cerniera è rotta.", "Modena", "il sabato", Urgency.MONTH)
SHELF = Need("Fissare al muro una libreria alta due metri.", "Modena", "", Urgency.EASY)
CONTACT = Contact("", "via delle Rose 7", "059 000000", "dopo le 17")
# Price, days until it can begin, what is included; in the order in which providers are asked.
ANSWERS = (
    ("95.00", 3, "Rubinetto nuovo, guarnizioni e un'ora di lavoro. Il mobile si asciuga, non si cambia."),
    ("120.00", 1, "Rubinetto, silicone e un ripiano nuovo sotto il lavello. Veniamo domani."),
    ("88.00", 9, "Solo la riparazione: il rubinetto lo comprate voi."),
)


def fill(organizations: dict[str, Organization]) -> None:
    """List the offers on every shelf, then let people of the company ask."""
    offers = list_offers(organizations)
    artisans = [offer for offer in offers if offer.service_type == ARTISANS]
    company = organizations["officine-riva"]
    askers = people_of(company)
    compare(company, askers[0], artisans)
    with isolation.enter(company, reason="demo"):
        ask(company, askers[1], artisans[:1], WINDOW)
    for member in askers:
        if dispute(company, member, artisans[:1]):
            return


def list_offers(organizations: dict[str, Organization]) -> list[Offer]:
    """Publish them, and put them on the shelf of everybody who has one."""
    providers = {provider.organization_id: provider for provider in Provider.objects.all()}
    offers = Offer.objects.bulk_create(offer_of(providers[organizations[row[0]].pk], row) for row in OFFERS)
    for organization in organizations.values():
        if organization.kind in (Kind.COMPANY, Kind.COOPERATIVE):
            with isolation.enter(organization, reason="demo"):
                show(offers)
    return offers


def offer_of(provider: Provider, row: tuple[str, str, str, str, str]) -> Offer:
    """One published offer without a price."""
    _slug, service_type, title, summary, town = row
    kind = rule_book().services[service_type]
    return Offer(
        id=uuid.uuid5(NAMESPACE, title), provider=provider, service_type=service_type, area=kind.area,
        type_label=kind.label_it, delivery=Delivery.QUOTE, title=title, summary=summary, unit=Unit.ONCE,
        vat_rate=Decimal(22 if service_type == ARTISANS else 5), town=town, towns_served=TOWNS,
        state=Offer.State.PUBLISHED, sort_title=sort_key(title),
        published_at=clock.now() - datetime.timedelta(days=40),
    )  # fmt: skip


def people_of(company: Organization) -> list[Member]:
    """The people of the demo's sign-ins, Anna ahead."""
    with isolation.enter(company, reason="demo"):
        named = Member.objects.select_related("user").filter(user__email__endswith=".example", left_on=None)
        found = list(named.order_by("pk")[:40])
    return sorted(found, key=lambda member: member.user.given_name != "Anna")


def ask(company: Organization, member: Member, offers: Sequence[Offer], need: Need) -> Request:
    """Ask, with a photo."""
    asked = Asking(uuid.uuid4().hex, member, None, offers, need, CONTACT, [drawn()])
    return asking.ask(asked, actor=actor_of(company, member))


def actor_of(organization: Organization, member: Member) -> Actor:
    """The member, as they act."""
    return Actor(organization.key, member.user_id, "member")


def compare(company: Organization, member: Member, offers: Sequence[Offer]) -> None:
    """A request whose three answers stand side by side."""
    with isolation.enter(company, reason="demo"):
        request = ask(company, member, offers, TAP)
    for quote, (price, days, included) in zip(quotes_of(request), ANSWERS, strict=True):
        answer(quote, Decimal(price), days, included)
    first = quotes_of(request)[0]
    with isolation.enter(company, reason="demo"):
        conversing.write(first, Side.MEMBER, "Il rubinetto è a muro o da appoggio?", actor=actor_of(company, member))


def quotes_of(request: Request) -> list[Quote]:
    """The quotes of a request, always in the same order."""
    quotes = Quote.objects.filter(request=request.pk).select_related("offer", "provider__organization", "issuer")
    return list(quotes.order_by("offer__sort_title"))


def answer(quote: Quote, price: Decimal, days: int, included: str) -> None:
    """Its provider answers."""
    begins = clock.today() + datetime.timedelta(days=days)
    terms = Terms(price, Decimal(22), begins, clock.today() + datetime.timedelta(days=20))
    organization = quote.provider.organization
    if organization is not None:
        with isolation.enter(organization, reason="demo"):
            answering.answer(quote, terms, included, actor=SYSTEM)


def dispute(company: Organization, member: Member, offers: Sequence[Offer]) -> bool:
    """Work that was agreed and is not as it should be; False where this person's credit does not reach."""
    actor = actor_of(company, member)
    try:
        with isolation.enter(company, reason="demo"):
            request = ask(company, member, offers, SHELF)
        [quote] = quotes_of(request)
        answer(quote, Decimal("45.00"), 2, "Staffe, tasselli e montaggio.")
        with isolation.enter(company, reason="demo"):
            asked = AskedProvider.objects.select_related("request__member__user", "order").get(pk=quote.pk)
            accepting.accept(asked, Seen(1, Decimal("45.00")), actor=actor)
            asked.refresh_from_db()
            complaint = Complaint("La libreria si muove: due tasselli sono già usciti.", Dispute.Wanted.REDO, [drawn()])
            disputes.open_dispute(asked, complaint, actor=actor)
    except Refusal:
        return False
    return True


def drawn() -> bytes:
    """A picture that is plainly a drawing."""
    picture = Image.new("RGB", (800, 600), "#e3f1ec")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((260, 120, 540, 480), outline="#17324d", width=12)
    pen.line((260, 300, 540, 300), fill="#17324d", width=12)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()
