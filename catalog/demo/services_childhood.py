"""Invented services for children and school, all of Coop. Primavera."""

from decimal import Decimal

from catalog.demo.services import CHILD_QUESTIONS, Run, Service, euro
from providers.models import Origin, Question, Unit

CHILDHOOD = (
    Service(
        "primavera", "summer_camp", "Estate al Mulino", "Settimane all'aria aperta tra giugno e luglio.",
        euro("140.00"), Unit.WEEK, "Carpi",
        "Giochi d'acqua, orto, laboratori e una gita ogni settimana. Pranzo della cucina interna, menu per allergie.",
        Run("summer", 8, 18, hours="8.00-16.30"), (3, 11), questions=CHILD_QUESTIONS, address="Via del Mulino 8",
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
        "primavera", "after_school", "Pre-scuola della mattina", "Dalle 7.15 al suono della campanella.",
        euro("45.00"), Unit.MONTH, "Carpi", "Colazione, giochi tranquilli, accompagnamento in classe.", ages=(6, 11),
        questions=(Question.ALLERGIES, Question.PHONE), address="Via Nova 21",
    ),
    Service(
        "primavera", "textbooks", "Libri di testo, buono per la cartolibreria", "Per la scuola media e superiore.",
        euro("120.00"), Unit.ONCE, "Modena", "Lo usi alla cartolibreria della cooperativa: libri nuovi e usati.",
        ages=(10, 19), vat=Decimal("4.00"),
    ),
    Service(
        "primavera", "school_transport", "Pulmino della scuola, abbonamento mensile", "Fermate vicino a casa.",
        euro("38.00"), Unit.MONTH, "Soliera", "Accompagnatrice a bordo, avviso sul telefono quando sale e scende.",
        ages=(5, 14), vat=Decimal("10.00"), questions=(Question.PICK_UP, Question.PHONE), origin=Origin.ACCREDITED,
    ),
)  # fmt: skip
