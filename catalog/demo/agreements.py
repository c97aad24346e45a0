"""What the demo's members find with their card: agreements with shops, and what they have searched in vain.

Every shop, street and number here is invented.
"""

import datetime
import uuid
from collections.abc import Iterator, Mapping
from itertools import product

from catalog.cards import cards, shops_sheet
from catalog.demo.shelf import NAMESPACE
from catalog.shelf.models import ShelfItem
from members.models import Member
from providers.agreements.categories import label_of
from providers.agreements.models import Agreement, Category, Shop
from providers.demand import gaps
from providers.demand.models import Gap
from providers.demand.terms import Term
from providers.models import Delivery, Offer, Provider, Unit
from providers.offers import taxonomy_of
from providers.search import sort_key
from tenants import isolation
from tenants.models import Organization
from welfare import clock

TOWNS: Mapping[str, tuple[str, str]] = {
    "Modena": ("41121", "Via Emilia"),
    "Carpi": ("41012", "Corso Roma"),
    "Sassuolo": ("41049", "Via Farosi"),
    "Vignola": ("41058", "Via dei Ciliegi"),
    "Mirandola": ("41037", "Via Pico"),
    "Soliera": ("41019", "Via Grandi"),
}
KINDS: tuple[tuple[str, Category, str, str], ...] = (
    ("Ottica Chiara", Category.SIGHT_HEARING, "20% su occhiali da vista e da sole", ""),
    ("Farmacia San Luca", Category.HEALTH, "10% sui prodotti senza ricetta", "Non sui farmaci."),
    ("Libreria La Pagina", Category.CULTURE, "10% sui libri", "Non sui testi scolastici."),
    ("Forno Spiga", Category.FOOD, "5% su pane e dolci", ""),
    ("Palestra Il Gelso", Category.SPORT, "Iscrizione gratis, 15% sull'abbonamento", ""),
    ("Trattoria Il Portico", Category.RESTAURANTS, "10% a pranzo", "Da lunedì a venerdì."),
    ("Calzature Passo Lieve", Category.CLOTHING, "15%, anche sui saldi", ""),
    ("Cartoleria Astuccio", Category.CHILDREN, "10% su zaini e quaderni", ""),
    ("Ciclofficina Due Ruote", Category.VEHICLES, "15% sulle riparazioni", ""),
    ("Idraulica Goccia", Category.REPAIRS, "Uscita gratis", "Su appuntamento."),
)
# What was searched in vain: words, town, how many times in the last weeks.
MISSED = (
    ("ippoterapia", "modena", 9),
    ("logopedista", "carpi", 8),
    ("pet sitter", "", 7),
    ("trasporto visite", "vignola", 6),
    ("lezioni pianoforte", "sassuolo", 5),
)
WHO_HAVE_CARDS = ("anna.bianchi@officine-riva.example",)


def fill(opened: Mapping[str, Organization]) -> None:
    """Write the network's agreements with their shops, a discount of a cooperative, cards, and searches in vain."""
    network = opened["rete"]
    start = clock.today() - datetime.timedelta(days=200)
    town = Agreement.objects.create(
        owner=network, name="Botteghe del territorio", category=Category.OTHER, discount="5% su tutto",
        conditions="Mostra la tessera prima di pagare.", starts_on=start,
    )  # fmt: skip
    Shop.objects.bulk_create(shops(town))
    Agreement.objects.create(
        owner=network, name="Terme di Pianura", category=Category.TRAVEL,
        discount="12% sugli ingressi, prenotando in rete",
        percent=12, website="https://terme.example", is_everywhere=True, starts_on=start,
        ends_on=clock.today() + datetime.timedelta(days=20),
    )  # fmt: skip
    discount(opened)
    give_cards(opened)
    miss([opened[slug] for slug in ("officine-riva", "girasole", "valle-chiara")])


def shops(agreement: Agreement) -> Iterator[Shop]:
    """One shop of each kind in each town."""
    for number, ((town, (postcode, street)), kind) in enumerate(product(TOWNS.items(), KINDS), start=3):
        name, category, granted, conditions = kind
        address = f"{street} {number}"
        yield Shop(
            agreement=agreement, name=name, category=category, category_label=label_of(category), address=address,
            postcode=postcode, town=town, province="MO", phone=f"059 0001{number:02}", discount=granted,
            conditions=conditions, sort_name=sort_key(name), town_key=sort_key(town),
            key=shops_sheet.key_of({"name": name, "town": town, "address": address}),
        )  # fmt: skip


def discount(opened: Mapping[str, Organization]) -> None:
    """A discount with the card that a cooperative gives, on the company's shelf."""
    title = "Piscina, ingresso singolo con la tessera"
    provider = Provider.objects.get(organization=opened["sport-insieme"])
    offer = Offer(
        id=uuid.uuid5(NAMESPACE, title), provider=provider, service_type="swimming_pool",
        delivery=Delivery.CARD, title=title, summary="Paghi meno ogni volta che entri.", discount="20% sull'ingresso",
        text="Tutti i giorni, anche la domenica. Mostra la tessera alla cassa.", unit=Unit.ONCE, town="Modena",
        address="Via dello Sport 4", state=Offer.State.PUBLISHED, published_at=clock.now(),
        **taxonomy_of("swimming_pool"),
    )  # fmt: skip
    offer.save(force_insert=True)
    with isolation.enter(opened["officine-riva"], reason="demo"):
        ShelfItem.objects.create(offer_id=offer.pk)


def give_cards(opened: Mapping[str, Organization]) -> None:
    """The card of who has asked for it already."""
    with isolation.enter(opened["officine-riva"], reason="demo"):
        for member in Member.objects.filter(user__email__in=WHO_HAVE_CARDS):
            cards.make(member, actor=isolation.SYSTEM)


def miss(organizations: list[Organization]) -> None:
    """Searches in vain, as many as the table says, one organization after the other."""
    month = clock.today().replace(day=1)
    for words, town, times in MISSED:
        term = Term(words, town)
        for n in range(times):
            gaps.add(term, Gap.Where.SHELF, month, gaps.bucket_of(term, organizations[n % len(organizations)]))
