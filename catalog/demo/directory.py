"""What the demo's territory lists for information alone: contacts and how to apply, nothing to order.

Every house, office and number here is invented.
"""

import datetime
import uuid
from dataclasses import dataclass

from catalog.demo.shelf import NAMESPACE
from catalog.shelf.models import ShelfItem
from providers.models import Delivery, Form, Offer, Origin, Provider, Unit
from providers.offers import taxonomy_of
from providers.search import sort_key
from tenants import isolation
from tenants.models import Organization
from welfare import clock


@dataclass(frozen=True)
class Entry:
    """One house or office of the territory."""

    type: str
    name: str
    origin: Origin
    town: str
    address: str
    # Of a house that runs itself; what is public answers at the territory's number.
    phone: str
    summary: str
    how_to_apply: str
    beds: int | None = None


AT_THE_DESK = (
    "Porta un documento e il codice fiscale allo sportello, il martedì e il giovedì mattina: compiliamo insieme."
)
BY_PHONE = "Telefona: fissiamo una visita, vedi la struttura e ricevi l'elenco dei documenti. La retta si paga a loro."
ENTRIES = (
    Entry("residential_care", "Casa Le Betulle", Origin.ACCREDITED, "Mirandola", "Via dei Tigli 3", "0535 000001",
          "Residenza per anziani con giardino e nucleo protetto.", BY_PHONE, 48),
    Entry("residential_care", "Residenza Il Noce", Origin.ACCREDITED, "Carpi", "Via Ponte Vecchio 21", "059 000021",
          "Residenza per anziani vicino al parco, visite tutti i giorni.", BY_PHONE, 62),
    Entry("day_centre", "Centro diurno L'Argine", Origin.PUBLIC, "Soliera", "Piazza del Mercato 2", "",
          "Giornate in compagnia per persone anziane, con pranzo e trasporto.", AT_THE_DESK),
    Entry("nursery", "Nido comunale L'Aquilone", Origin.PUBLIC, "Vignola", "Via dei Ciliegi 9", "",
          "Da 9 mesi a 3 anni. Le domande si fanno in marzo.", AT_THE_DESK),
    Entry("tele_assistance", "Teleassistenza della Valle Chiara", Origin.PUBLIC, "Vignola", "Via Roma 1", "",
          "Un pulsante per chiamare aiuto, per chi vive da solo.", AT_THE_DESK),
    Entry("caregiver", "Sportello assistenti familiari", Origin.PUBLIC, "Sassuolo", "Via Roma 12", "",
          "Cerchi una badante? Un elenco di persone formate, e il contratto in regola.", AT_THE_DESK),
)  # fmt: skip


def fill(territory: Organization) -> None:
    """List the entries and put them on the territory's shelf."""
    moment = clock.now() - datetime.timedelta(days=30)
    union = provider_of(territory.legal_name, Form.PUBLIC_BODY, "Vignola", "Via Roma 1", territory.help_phone)
    runners = {entry: union if entry.origin == Origin.PUBLIC else house_of(entry) for entry in ENTRIES}
    Provider.objects.bulk_create({runner.pk: runner for runner in runners.values()}.values())
    offers = Offer.objects.bulk_create(offer_of(entry, runners[entry], moment) for entry in ENTRIES)
    with isolation.enter(territory, reason="demo"):
        ShelfItem.objects.bulk_create(ShelfItem(offer_id=offer.pk) for offer in offers)


def house_of(entry: Entry) -> Provider:
    """A house that runs itself."""
    return provider_of(entry.name, Form.OTHER, entry.town, entry.address, entry.phone)


def provider_of(name: str, form: Form, town: str, address: str, phone: str) -> Provider:
    """Who runs something, without an organization: nobody there accepts vouchers."""
    return Provider(
        id=uuid.uuid5(NAMESPACE, f"provider {name}"),
        name=name,
        form=form,
        address=address,
        town=town,
        phone=phone,
        email="informazioni@valle-chiara.example",
    )


def offer_of(entry: Entry, provider: Provider, published_at: datetime.datetime) -> Offer:
    """The page of an entry."""
    return Offer(
        id=uuid.uuid5(NAMESPACE, entry.name),
        provider=provider,
        service_type=entry.type,
        **taxonomy_of(entry.type),
        delivery=Delivery.PUBLIC,
        title=entry.name,
        sort_title=sort_key(entry.name),
        summary=entry.summary,
        price=None,
        unit=Unit.ONCE,
        town=entry.town,
        address=entry.address,
        how_to_apply=entry.how_to_apply,
        beds=entry.beds,
        origin=entry.origin,
        state=Offer.State.PUBLISHED,
        published_at=published_at,
    )
