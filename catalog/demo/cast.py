"""Who is in the demo. Every name of a person or firm here is invented.

Numbers of firms are made with a right check digit and belong to nobody we know of.
"""

from dataclasses import dataclass

from providers.models import Form
from tenants.models import Kind

PASSWORD = "scaffale-demo"  # noqa: S105 - printed at the start of the demo, and of nothing else  # pragma: allowlist secret


@dataclass(frozen=True)
class Firm:
    """One organization of the demo: what it is, its colour, whether it supplies services."""

    slug: str
    kind: Kind
    name: str
    legal_name: str
    subtitle: str
    colour: str
    vat_number: str
    people: int
    form: Form | None = None
    town: str = ""
    about: str = ""


@dataclass(frozen=True)
class Account:
    """An account of the demo that can sign in with the demo's password."""

    slug: str
    given_name: str
    family_name: str
    roles: tuple[str, ...]
    is_member: bool = True

    @property
    def email(self) -> str:
        """The address: invented names at the domain reserved for examples (RFC 2606)."""
        return f"{self.given_name}.{self.family_name}@{self.slug}.example".lower().replace(" ", "")


NETWORK = Firm(
    "rete", Kind.NETWORK, "Rete Pianura", "Rete Pianura, consorzio cooperativo", "Ufficio welfare", "#24557a", "", 0
)
FIRMS = (
    NETWORK,
    Firm(
        "officine-riva",
        Kind.COMPANY,
        "Officine Riva",
        "Officine Riva S.p.A.",
        "Welfare aziendale",
        "#0b5d4b",
        "",
        260,
    ),
    Firm(
        "primavera",
        Kind.COOPERATIVE,
        "Coop. Primavera",
        "Primavera società cooperativa sociale",
        "Servizi per l'infanzia",
        "#7a3f6d",
        "",
        48,
        Form.SOCIAL_COOPERATIVE_A,
        "Carpi",
        "Centri estivi, doposcuola e nidi dal 1994. Nel Mulino di Carpi lavorano trenta educatrici ed educatori.",
    ),
    Firm(
        "il-ponte",
        Kind.COOPERATIVE,
        "Coop. Il Ponte",
        "Il Ponte società cooperativa sociale",
        "Cura e assistenza",
        "#8a4b16",
        "",
        32,
        Form.SOCIAL_COOPERATIVE_A,
        "Modena",
        "Assistenza a casa, centri diurni e soggiorni di sollievo per persone anziane e per chi le accudisce.",
    ),
    Firm(
        "girasole",
        Kind.COOPERATIVE,
        "Coop. Girasole",
        "Girasole società cooperativa",
        "Il welfare dei soci",
        "#5a5f14",
        "",
        26,
    ),
    Firm(
        "sport-insieme",
        Kind.SUPPLIER,
        "Sport Insieme",
        "Sport Insieme società sportiva dilettantistica",
        "Fornitore della rete",
        "#5b3a8c",
        "",
        0,
        Form.COMPANY,
        "Modena",
        "Palestra, piscina e corsi in due sedi. Istruttori laureati, spogliatoi accessibili.",
    ),
    Firm(
        "quinte-aperte",
        Kind.SUPPLIER,
        "Quinte Aperte",
        "Quinte Aperte società cooperativa",
        "Fornitore della rete",
        "#8b2f4b",
        "",
        0,
        Form.COMPANY,
        "Carpi",
        "Teatro, cinema, musei e viaggi lenti. Riduciamo le barriere: sale, testi e percorsi per tutti.",
    ),
    Firm(
        "linea-piana",
        Kind.SUPPLIER,
        "Linea Piana",
        "Linea Piana società cooperativa",
        "Fornitore della rete",
        "#2b5f8a",
        "",
        0,
        Form.COMPANY,
        "Modena",
        "Autobus e pulmini tra i paesi della pianura, con autisti che si salutano per nome.",
    ),
    Firm(
        "valle-chiara",
        Kind.TERRITORY,
        "Valle Chiara",
        "Unione dei Comuni della Valle Chiara",
        "Servizi per le famiglie",
        "#1f6a7a",
        "",
        34,
    ),
)

ACCOUNTS = (
    Account("rete", "Olga", "Fabbri", ("operator",), is_member=False),
    Account("rete", "Ugo", "Ferrari", ("office",), is_member=False),
    Account("officine-riva", "Anna", "Bianchi", ("member",)),
    Account("officine-riva", "Marco", "Rinaldi", ("member",)),
    Account("officine-riva", "Fatima", "Amrani", ("member",)),
    Account("officine-riva", "Irene", "Galli", ("member", "hr")),
    Account("officine-riva", "Walter", "Monti", ("member", "welfare_manager")),
    Account("officine-riva", "Paolo", "Neri", ("member", "payroll")),
    Account("officine-riva", "Carla", "Serra", ("member", "committee")),
    Account("primavera", "Elisa", "Costa", ("member", "hr", "payroll")),
    Account("primavera", "Davide", "Longhi", ("member", "provider_manager")),
    Account("primavera", "Sonia", "Testa", ("member", "provider_staff")),
    Account("primavera", "Ivo", "Ferri", ("provider_staff",), is_member=False),
    Account("primavera", "Bruno", "Vitali", ("member", "committee")),
    Account("il-ponte", "Laura", "Marchi", ("member", "hr", "provider_manager")),
    Account("il-ponte", "Pietro", "Sala", ("member", "provider_staff")),
    Account("il-ponte", "Sergio", "Landi", ("member", "welfare_manager", "payroll")),
    Account("il-ponte", "Giulia", "Bassi", ("member", "committee")),
    Account("girasole", "Nadia", "Conti", ("member", "hr")),
    Account("girasole", "Tommaso", "Riva", ("member", "committee")),
    Account("girasole", "Lea", "Bonetti", ("member", "welfare_manager", "payroll")),
    Account("sport-insieme", "Ivan", "Morelli", ("provider_manager",), is_member=False),
    Account("sport-insieme", "Chiara", "Pini", ("provider_staff",), is_member=False),
    Account("quinte-aperte", "Viola", "Sassi", ("provider_manager",), is_member=False),
    Account("quinte-aperte", "Nico", "Rocchi", ("provider_staff",), is_member=False),
    Account("linea-piana", "Renata", "Gallo", ("provider_manager",), is_member=False),
    Account("linea-piana", "Aldo", "Ferrero", ("provider_staff",), is_member=False),
    Account("valle-chiara", "Dario", "Leoni", ("desk", "welfare_manager", "office"), is_member=False),
    Account("valle-chiara", "Rosa", "Valli", ("member",)),
    Account("valle-chiara", "Said", "Haddad", ("member",)),
)

GIVEN_NAMES = (
    "Alessia", "Andrea", "Antonio", "Barbara", "Beatrice", "Claudio", "Cristina", "Daniela", "Diego", "Elena",
    "Enrico", "Fabio", "Federica", "Filippo", "Francesca", "Gabriele", "Giorgia", "Giovanni", "Ilaria", "Jacopo",
    "Katia", "Lorenzo", "Luca", "Manuela", "Marta", "Matteo", "Miriam", "Nicola", "Omar", "Patrizia",
    "Riccardo", "Roberta", "Samuele", "Silvia", "Stefano", "Teresa", "Valentina", "Vittorio", "Yasmine", "Zeno",
)  # fmt: skip
FAMILY_NAMES = (
    "Abate", "Barbieri", "Benetti", "Caruso", "Colombo", "D'Amico", "De Luca", "Esposito", "Ferri", "Fontana",
    "Gatti", "Grassi", "Iori", "Lombardi", "Mancini", "Marino", "Melli", "Negri", "Orlandi", "Pagani",
    "Pellegrini", "Poli", "Quaglia", "Ricci", "Rossetti", "Sartori", "Silvestri", "Tassi", "Ungaro", "Zanetti",
)  # fmt: skip
# Their tax codes say F. The last letter would be wrong for Andrea, Luca, Nicola and Beatrice.
WOMEN = frozenset((
    "Ada", "Adele", "Alessia", "Amina", "Anna", "Barbara", "Beatrice", "Bianca", "Bruna", "Carla", "Cristina",
    "Daniela", "Dina", "Elena", "Elisa", "Fatima", "Federica", "Francesca", "Franca", "Giorgia", "Giulia", "Greta",
    "Ilaria", "Irene", "Irma", "Katia", "Laura", "Lea", "Lidia", "Manuela", "Marta", "Mia", "Miriam", "Nadia",
    "Nella", "Nina", "Olivia", "Patrizia", "Roberta", "Rosa", "Sara", "Silvia", "Sonia", "Teresa", "Valentina",
    "Viola", "Yasmine",
))  # fmt: skip
CHILDREN = (
    "Leo", "Sara", "Noah", "Mia", "Adele", "Elia", "Amina", "Tobia", "Greta", "Nina", "Ettore", "Viola",
    "Bianca", "Olivia", "Pietro", "Dante", "Martino", "Youssef",
)  # fmt: skip
ELDERS = ("Ada", "Bruna", "Cesare", "Dina", "Elio", "Franca", "Gino", "Irma", "Lidia", "Mario", "Nella", "Otello")
SITES = ("Carpi", "Modena", "Sassuolo")
LEVELS = ("B1", "B2", "C1", "C2", "D1")
