"""Invented services of care and health, all of Coop. Il Ponte."""

from decimal import Decimal

from catalog.demo.services import CARE_QUESTIONS, Run, Service, euro
from providers.models import Origin, Question, Unit

CARE = (
    Service(
        "il-ponte", "elder_home_care", "Un aiuto in casa per i genitori anziani", "Dieci ore con la stessa operatrice.",
        euro("240.00"), Unit.ONCE, "Modena", "Igiene, pasti, compagnia. Prima visita della coordinatrice compresa.",
        ages=(75, None), questions=(Question.MEDICINES, Question.PHONE, Question.NOTES),
    ),
    Service(
        "il-ponte", "day_centre", "Centro diurno Le Querce, settimana", "Cinque giorni con pranzo e trasporto.",
        euro("185.00"), Unit.WEEK, "Modena", "Ginnastica dolce, memoria, giardino. Infermiera ogni mattina.",
        Run("weeks", 6, 10, hours="8.30-17.00"), (75, None), origin=Origin.ACCREDITED, cancellation_days=5,
        questions=CARE_QUESTIONS,
    ),
    Service(
        "il-ponte", "respite_stay", "Una settimana di respiro per chi assiste", "Sette notti assistite.",
        euro("560.00"), Unit.WEEK, "Mirandola", "Camera doppia con bagno, fisioterapia, medico reperibile.",
        Run("weeks", 5, 3, 6), (75, None), questions=CARE_QUESTIONS,
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
        Run("summer", 2, 14, 6), (75, None), questions=CARE_QUESTIONS,
        cancellation_days=30,
    ),
    Service(
        "il-ponte", "disability_care", "Pomeriggi insieme", "Laboratori per giovani con disabilità.",
        euro("130.00"), Unit.MONTH, "Carpi", "Due pomeriggi a settimana, in piccolo gruppo, con trasporto.",
        questions=CARE_QUESTIONS, origin=Origin.ACCREDITED,
    ),
    Service(
        "il-ponte", "caregiver", "Badante di sostituzione, un fine settimana", "Quando chi vi aiuta è in ferie.",
        euro("210.00"), Unit.ONCE, "Modena", "Una persona scelta con voi, contratto e contributi compresi.",
        ages=(75, None), questions=(Question.MEDICINES, Question.PHONE, Question.NOTES),
    ),
    Service(
        "il-ponte", "specialist_visit", "Visita oculistica", "Con misura della vista e del fondo.",
        euro("85.00"), Unit.ONCE, "Sassuolo", "Per adulti e bambini dai 5 anni, entro due settimane.",
        vat=Decimal("0.00"), ages=(5, None),
    ),
    Service(
        "il-ponte", "dental_care", "Igiene dei denti e controllo", "Nell'ambulatorio della cooperativa.",
        euro("70.00"), Unit.ONCE, "Mirandola", "Pulizia, controllo e preventivo senza impegno.",
        vat=Decimal("0.00"), ages=(6, None),
    ),
)  # fmt: skip
