"""What the demo's providers list: about twenty services of both deliveries, none with a yearly cap."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from providers.models import Delivery, Origin, Question, Unit

CHILD_QUESTIONS = (Question.ALLERGIES, Question.MEDICINES, Question.PICK_UP, Question.PHONE, Question.PHOTOS)


@dataclass(frozen=True)
class Run:
    """Slots of an offer: `first` names the kind of dates, then how many and with how many places."""

    first: str
    count: int
    capacity: int
    days: int = 4
    hours: str = ""

    @property
    def length(self) -> datetime.timedelta:
        """From the first day to the last."""
        return datetime.timedelta(days=self.days)


@dataclass(frozen=True)
class Service:
    """One offer of the demo."""

    provider: str
    type: str
    title: str
    summary: str
    price: Decimal
    unit: Unit
    town: str
    text: str
    run: Run | None = None
    ages: tuple[int | None, int | None] = (None, None)
    vat: Decimal = Decimal("5.00")
    questions: tuple[Question, ...] = ()
    cancellation_days: int = 14
    origin: Origin = Origin.PRIVATE
    address: str = ""

    @property
    def delivery(self) -> Delivery:
        """Places when there are slots, else a voucher."""
        return Delivery.PLACES if self.run else Delivery.VOUCHER


def euro(text: str) -> Decimal:
    """A price of the table."""
    return Decimal(text)


SERVICES = (
    Service(
        "primavera", "summer_camp", "Estate al Mulino", "Settimane all'aria aperta tra giugno e luglio.",
        euro("140.00"), Unit.WEEK, "Carpi",
        "Giochi d'acqua, orto, laboratori e una gita ogni settimana. Pranzo della cucina interna, menu per allergie.",
        Run("summer", 8, 24, hours="8.00-16.30"), (3, 11), questions=CHILD_QUESTIONS, address="Via del Mulino 8",
    ),
    Service(
        "primavera", "winter_camp", "Inverno al Mulino", "Nelle vacanze di Natale, con merenda e laboratori.",
        euro("120.00"), Unit.WEEK, "Carpi", "Teatro d'ombre, cucina e uscite sulla neve se c'è.",
        Run("christmas", 2, 16, hours="8.00-16.30"), (3, 11), questions=CHILD_QUESTIONS, cancellation_days=7,
        address="Via del Mulino 8",
    ),
    Service(
        "primavera", "summer_camp", "Campo avventura in Appennino", "Sei giorni in tenda, dai 10 ai 14 anni.",
        euro("260.00"), Unit.WEEK, "Sestola", "Sentieri, notte sotto le stelle, educatori di montagna.",
        Run("summer", 3, 12, 5), (10, 14), questions=CHILD_QUESTIONS, cancellation_days=21,
    ),
    Service(
        "primavera", "after_school", "Doposcuola Il Quaderno", "Compiti e merenda, tre pomeriggi a settimana.",
        euro("95.00"), Unit.MONTH, "Carpi", "Gruppi di otto bambini con un educatore, fino alle 18.",
        ages=(6, 13), questions=(Question.ALLERGIES, Question.PICK_UP, Question.PHONE), address="Via Nova 21",
    ),
    Service(
        "primavera", "after_school", "Laboratori del pomeriggio", "Cinque pomeriggi tra teatro, orto e cucina.",
        euro("60.00"), Unit.WEEK, "Carpi", "Una settimana per provare, con merenda. Chi vuole continua.",
        Run("today", 4, 20, hours="16.30-18.30"), (3, 11), questions=CHILD_QUESTIONS, cancellation_days=3,
        address="Via del Mulino 8",
    ),
    Service(
        "primavera", "nursery", "Nido Girandola, retta mensile", "Da 6 mesi a 3 anni, dalle 7.30 alle 17.",
        euro("480.00"), Unit.MONTH, "Carpi", "Cucina interna, giardino, inserimento con calma.",
        ages=(0, 3), questions=(Question.ALLERGIES, Question.PICK_UP, Question.PHOTOS), origin=Origin.ACCREDITED,
    ),
    Service(
        "primavera", "playcentre", "Ludoteca del sabato", "Giochi e laboratori per tutta la famiglia.",
        euro("12.00"), Unit.ENTRY, "Modena", "Ogni sabato mattina, anche senza prenotazione.", ages=(0, 10),
    ),
    Service(
        "primavera", "babysitting", "Baby-sitter formata, dieci ore", "Una persona della cooperativa a casa tua.",
        euro("150.00"), Unit.ONCE, "Modena", "Scegli i giorni al telefono: stessa persona ogni volta.", ages=(0, 12),
        questions=(Question.ALLERGIES, Question.PHONE, Question.NOTES),
    ),
    Service(
        "primavera", "preschool", "Scuola dell'infanzia Il Prato, retta mensile", "Dai 3 ai 6 anni, con mensa.",
        euro("210.00"), Unit.MONTH, "Soliera", "Sezioni miste, inglese nel gioco.", ages=(3, 6),
        origin=Origin.ACCREDITED,
    ),
    Service(
        "il-ponte", "elder_home_care", "Un aiuto in casa per i genitori anziani", "Dieci ore con la stessa operatrice.",
        euro("240.00"), Unit.ONCE, "Modena", "Igiene, pasti, compagnia. Prima visita della coordinatrice compresa.",
        ages=(75, None), questions=(Question.MEDICINES, Question.PHONE, Question.NOTES),
    ),
    Service(
        "il-ponte", "day_centre", "Centro diurno Le Querce, settimana", "Cinque giorni con pranzo e trasporto.",
        euro("185.00"), Unit.WEEK, "Modena", "Ginnastica dolce, memoria, giardino. Infermiera ogni mattina.",
        Run("weeks", 6, 10, hours="8.30-17.00"), (75, None), origin=Origin.ACCREDITED, cancellation_days=5,
        questions=(Question.ALLERGIES, Question.MEDICINES, Question.PHONE),
    ),
    Service(
        "il-ponte", "respite_stay", "Una settimana di respiro per chi assiste", "Sette notti assistite.",
        euro("560.00"), Unit.WEEK, "Mirandola", "Camera doppia con bagno, fisioterapia, medico reperibile.",
        Run("weeks", 5, 3, 6), (75, None), questions=(Question.ALLERGIES, Question.MEDICINES, Question.PHONE),
        origin=Origin.ACCREDITED,
    ),
    Service(
        "il-ponte", "physiotherapy", "Fisioterapia, cinque sedute", "In ambulatorio, con valutazione iniziale.",
        euro("175.00"), Unit.ONCE, "Modena", "Per il mal di schiena, dopo un intervento, per gli anziani.",
        vat=Decimal("0.00"),
    ),
    Service(
        "il-ponte", "psychologist", "Sportello psicologico, quattro colloqui", "In presenza o in video.",
        euro("200.00"), Unit.ONCE, "Modena", "Per te o per chi ti è caro. Nessuno in azienda lo saprà.",
        vat=Decimal("0.00"),
    ),
    Service(
        "il-ponte", "prevention", "Controllo del cuore", "Visita, elettrocardiogramma e colloquio.",
        euro("110.00"), Unit.ONCE, "Modena", "In una mattina, referto subito.", vat=Decimal("0.00"), ages=(18, None),
    ),
    Service(
        "il-ponte", "assisted_stay", "Soggiorno assistito al mare", "Una settimana a Cervia con accompagnatori.",
        euro("640.00"), Unit.WEEK, "Cervia", "Viaggio in pullman attrezzato, albergo senza barriere.",
        Run("summer", 2, 14, 6), (75, None), questions=(Question.ALLERGIES, Question.MEDICINES, Question.PHONE),
        cancellation_days=30,
    ),
    Service(
        "sport-insieme", "gym", "Palestra, ingresso trimestrale", "Due sedi, tutti gli orari, scheda personale.",
        euro("150.00"), Unit.ONCE, "Modena", "Visita medica non compresa. Spogliatoi accessibili.",
        vat=Decimal("22.00"), ages=(16, None),
    ),
    Service(
        "sport-insieme", "swimming_pool", "Piscina, dieci ingressi", "Nuoto libero tutti i giorni.",
        euro("65.00"), Unit.ONCE, "Modena", "Validi sei mesi, anche la domenica.", vat=Decimal("22.00"),
    ),
    Service(
        "sport-insieme", "sport_outside_school", "Minivolley e minibasket", "Corso di prova di otto lezioni.",
        euro("90.00"), Unit.COURSE, "Carpi", "Due pomeriggi a settimana, palestra delle scuole.",
        Run("weeks", 2, 18, 4, "17.00-18.00"), (6, 11), vat=Decimal("22.00"), cancellation_days=7,
        questions=(Question.ALLERGIES, Question.PICK_UP, Question.PHONE),
    ),
    Service(
        "sport-insieme", "sport_outside_school", "Ginnastica dolce per la schiena", "Dieci lezioni in piccoli gruppi.",
        euro("80.00"), Unit.COURSE, "Modena", "Con fisioterapista, materassino compreso.",
        Run("weeks", 3, 10, 4, "18.30-19.30"), (16, None), vat=Decimal("22.00"), cancellation_days=5,
    ),
    Service(
        "sport-insieme", "language_course", "Inglese per viaggiare", "Venti ore la sera, gruppo di sei.",
        euro("190.00"), Unit.COURSE, "Sassuolo", "Insegnante madrelingua, livello base o intermedio.",
        vat=Decimal("22.00"), ages=(14, None),
    ),
)  # fmt: skip

REGULATION = """Regolamento del piano welfare

1. Chi ne ha diritto. Tutte le persone in forza, per categorie omogenee. Nessun credito è dato alla singola persona.
2. Da dove viene il credito. Dal contratto nazionale e da una somma che l'azienda aggiunge di sua volontà.
3. Quanto dura. Il credito del contratto si usa entro il 31 maggio dell'anno dopo; quello volontario
   entro il 31 dicembre.
4. Che cosa si può scegliere. I servizi dello scaffale: istruzione, cura, salute, tempo libero, per sé e per la
   famiglia.
5. Che cosa non si può fare. Il credito non si trasforma in denaro e non si integra con denaro proprio.
6. Riservatezza. L'azienda non vede che cosa scegli, né per chi.

Riferimenti: art. 51, commi 2 e 3-bis, e art. 12 del TUIR; DM 25 marzo 2016, art. 6.
"""
