"""The categories of shops as lists write them."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation

from providers.agreements.models import Category
from welfare.tables.heading import simplified

# What lists call a category besides its own name in the two languages.
CALLED: Mapping[Category, tuple[str, ...]] = {
    Category.FOOD: ("alimentari", "alimentazione", "spesa", "supermercati", "supermercato", "panificio"),
    Category.RESTAURANTS: (
        "ristoranti",
        "ristorante",
        "ristorazione",
        "bar",
        "pizzeria",
        "pizzerie",
        "bar e ristoranti",
    ),
    Category.HEALTH: ("salute", "sanità", "farmacia", "farmacie", "dentista", "dentisti", "poliambulatori", "medicina"),
    Category.SIGHT_HEARING: ("ottica", "ottici", "ottico", "udito", "apparecchi acustici", "ottica e udito"),
    Category.BEAUTY: ("bellezza", "benessere", "estetica", "estetista", "parrucchieri", "parrucchiere", "profumeria"),
    Category.SPORT: ("sport", "palestra", "palestre", "fitness", "piscina", "articoli sportivi"),
    Category.CHILDREN: ("bambini", "infanzia", "scuola", "giocattoli", "cartoleria", "famiglia"),
    Category.CULTURE: ("cultura", "libri", "libreria", "librerie", "cinema", "teatro", "musei", "tempo libero"),
    Category.TRAVEL: ("viaggi", "turismo", "vacanze", "hotel", "agenzia viaggi", "agenzie di viaggio", "terme"),
    Category.CLOTHING: ("abbigliamento", "calzature", "scarpe", "vestiti", "moda"),
    Category.HOME: ("casa", "arredamento", "mobili", "giardino", "ferramenta", "elettrodomestici", "fiori"),
    Category.REPAIRS: ("artigiani", "riparazioni", "idraulico", "elettricista", "manutenzione"),
    Category.VEHICLES: ("auto", "automobili", "moto", "bici", "biciclette", "officina", "gommista", "autofficina"),
    Category.TECHNOLOGY: ("tecnologia", "telefonia", "informatica", "elettronica", "computer"),
    Category.SERVICES: ("servizi", "assicurazioni", "caf", "banca", "consulenza", "energia"),
    Category.OTHER: ("altro", "varie", "altre"),
}


def label_of(category: str) -> str:
    """A category's name in the language of the lists, whoever asks: what searches find it by."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(Category(category).label)


def known() -> dict[str, Category]:
    """Every way to write a category, without case, accents and signs."""
    ways: dict[str, Category] = {}
    for category in Category:
        for text in (*CALLED[category], category.value, label_of(category), str(category.label)):
            ways.setdefault(simplified(text), category)
    return ways
