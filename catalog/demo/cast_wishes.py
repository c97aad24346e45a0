"""The orders of those who can sign in: told by hand, so that their pages always have something to show."""

from dataclasses import dataclass

from catalog.demo.wishes import CANCELLED, USED


@dataclass(frozen=True)
class Past:
    """One order gone by: of whom, what, how many days ago, what became of it, and for whom of the family."""

    slug: str
    given_name: str
    title: str
    days_ago: int
    outcome: str = ""
    kin: str = ""


PASTS = (
    Past("officine-riva", "Anna", "Laboratori del pomeriggio", 7, "", "Leo"),
    Past("officine-riva", "Anna", "Palestra, ingresso trimestrale", 70, USED),
    Past("officine-riva", "Anna", "Piscina, dieci ingressi", 20),
    Past("officine-riva", "Anna", "Doposcuola Il Quaderno", 12, USED, "Sara"),
    Past("officine-riva", "Marco", "Fisioterapia, cinque sedute", 45, USED),
    Past("officine-riva", "Marco", "Teatro, carnet di quattro spettacoli", 25),
    Past("officine-riva", "Fatima", "Inglese per viaggiare", 120, USED),
    Past("officine-riva", "Fatima", "Autobus, abbonamento mensile", 30, USED),
    Past("officine-riva", "Irene", "Controllo del cuore", 33, USED),
    Past("officine-riva", "Walter", "Palestra, ingresso trimestrale", 15, CANCELLED),
    Past("officine-riva", "Paolo", "Visita oculistica", 52, USED),
    Past("officine-riva", "Carla", "Musei della pianura, tessera di un anno", 210),
    Past("primavera", "Bruno", "Piscina, dieci ingressi", 12),
    Past("primavera", "Elisa", "Sportello psicologico, quattro colloqui", 60, USED),
    Past("il-ponte", "Giulia", "Palestra, ingresso trimestrale", 40, USED),
    Past("il-ponte", "Laura", "Doposcuola Il Quaderno", 45, USED, "Tobia"),
    Past("girasole", "Tommaso", "Ginnastica dolce per la schiena", 10),
)
