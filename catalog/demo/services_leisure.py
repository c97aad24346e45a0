"""Invented services for free time and for getting around, of three suppliers."""

from decimal import Decimal

from catalog.demo.services import Run, Service, euro
from providers.models import Question, Unit

LEISURE = (
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
    Service(
        "quinte-aperte", "theatre", "Teatro, carnet di quattro spettacoli", "Prosa, musica e teatro per ragazzi.",
        euro("72.00"), Unit.ONCE, "Carpi", "Scegli le date quando vuoi: il posto è tuo fino al giorno prima.",
        vat=Decimal("10.00"),
    ),
    Service(
        "quinte-aperte", "cinema", "Cinema all'Arena, dieci ingressi", "Tutti i giorni, festivi compresi.",
        euro("60.00"), Unit.ONCE, "Modena", "Sala accessibile, audiodescrizione su richiesta.", vat=Decimal("10.00"),
    ),
    Service(
        "quinte-aperte", "museum", "Musei della pianura, tessera di un anno", "Nove musei e le loro mostre.",
        euro("48.00"), Unit.ONCE, "Mirandola", "Con due visite guidate e i laboratori della domenica.",
        vat=Decimal("10.00"),
    ),
    Service(
        "quinte-aperte", "training_course", "Fotografia per chi comincia", "Sei sere, con uscita nel delta.",
        euro("110.00"), Unit.COURSE, "Vignola", "Basta il telefono. Gruppo di dodici persone.",
        Run("weeks", 2, 12, 35, "20.30-22.30", 4), (16, None), vat=Decimal("22.00"), cancellation_days=7,
    ),
    Service(
        "quinte-aperte", "travel", "Due giorni a piedi in Appennino", "Con guida, rifugio e mezza pensione.",
        euro("165.00"), Unit.ONCE, "Pavullo nel Frignano", "Tappe da quattro ore, bagaglio trasportato.",
        Run("weeks", 3, 14, 1, "ritrovo alle 8", 4), (12, None), vat=Decimal("10.00"), cancellation_days=10,
        questions=(Question.ALLERGIES, Question.PHONE, Question.NOTES),
    ),
    Service(
        "linea-piana", "transport_pass", "Autobus, abbonamento mensile", "Tutta la rete urbana ed extraurbana.",
        euro("36.00"), Unit.MONTH, "Modena", "Sul telefono o su tessera. Vale dal giorno in cui lo ritiri.",
        vat=Decimal("10.00"), cancellation_days=5,
    ),
    Service(
        "linea-piana", "transport_pass", "Autobus e treno, abbonamento annuale", "Un anno di viaggi in pianura.",
        euro("320.00"), Unit.ONCE, "Modena", "Tra Carpi, Modena, Sassuolo e Mirandola. Bicicletta compresa.",
        vat=Decimal("10.00"), cancellation_days=10,
    ),
    Service(
        "linea-piana", "transport_pass", "Abbonamento studenti, anno scolastico", "Da settembre a giugno.",
        euro("190.00"), Unit.ONCE, "Carpi", "Per figli a carico che vanno a scuola o all'università.",
        ages=(11, 26), vat=Decimal("10.00"), cancellation_days=10,
    ),
)  # fmt: skip
