"""What an employer gives outside the shelf, in the words of whoever runs payroll, and what tax law calls it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.fiscal.delivery import DIRECT_SERVICE, REIMBURSEMENT, VOUCHER
from welfare.sorting import sort_key

PAYROLL_INPUT = "payroll_input"


class Kind(models.TextChoices):
    """The kinds, as they are chosen."""

    CAR = "car", _("Company car, at its conventional value")
    LOAN = "loan", _("Loan at a favourable rate")
    HOUSE = "house", _("Housing, at its conventional value")
    GIFT_CARD = "gift_card", _("Gift cards, shopping or fuel vouchers")
    GOODS = "goods", _("Goods and services given")
    UTILITIES = "utilities", _("Household bills refunded")
    RENT = "rent", _("Rent of the main home refunded")
    MORTGAGE = "mortgage", _("Interest on the mortgage of the main home refunded")
    MEALS_ELECTRONIC = "meals_electronic", _("Electronic meal vouchers")
    MEALS_PAPER = "meals_paper", _("Paper meal vouchers")


@dataclass(frozen=True, slots=True)
class Lawful:
    """The category of the fiscal data, the mode in which it is given, and whether vouchers are counted."""

    category: str
    mode: str
    is_counted: bool = False


# A gift card joins the pool as a voucher does: what is over its limit then taxes the pool, the cautious reading.
LAW: Mapping[str, Lawful] = MappingProxyType(
    {
        Kind.CAR: Lawful("C3_CONVENTIONAL_C4", PAYROLL_INPUT),
        Kind.LOAN: Lawful("C3_CONVENTIONAL_C4", PAYROLL_INPUT),
        Kind.HOUSE: Lawful("C3_CONVENTIONAL_C4", PAYROLL_INPUT),
        Kind.GIFT_CARD: Lawful("C3_GOODS_SERVICES", VOUCHER),
        Kind.GOODS: Lawful("C3_GOODS_SERVICES", DIRECT_SERVICE),
        Kind.UTILITIES: Lawful("C3_UTILITIES", REIMBURSEMENT),
        Kind.RENT: Lawful("C3_RENT", REIMBURSEMENT),
        Kind.MORTGAGE: Lawful("C3_MORTGAGE_INTEREST", REIMBURSEMENT),
        Kind.MEALS_ELECTRONIC: Lawful("C_MEAL_ELECTRONIC", VOUCHER, is_counted=True),
        Kind.MEALS_PAPER: Lawful("C_MEAL_PAPER", VOUCHER, is_counted=True),
    }
)
# What stands in files: the words of the screen in both languages are added by `kind_called`.
WORDS: Mapping[str, tuple[str, ...]] = {
    Kind.CAR: ("auto", "auto aziendale", "autovettura", "veicolo", "car"),
    Kind.LOAN: ("prestito", "prestiti", "finanziamento", "loan"),
    Kind.HOUSE: ("alloggio", "fabbricato", "abitazione", "casa", "house"),
    Kind.GIFT_CARD: ("buono acquisto", "buoni acquisto", "buono spesa", "buoni spesa", "buono carburante",
                     "buoni carburante", "gift card", "carta regalo", "carte regalo"),
    Kind.GOODS: ("beni", "beni e servizi", "bene", "servizi", "pacco dono", "goods"),
    Kind.UTILITIES: ("utenze", "bollette", "utilities"),
    Kind.RENT: ("affitto", "canone di locazione", "rent"),
    Kind.MORTGAGE: ("interessi mutuo", "mutuo", "mortgage"),
    Kind.MEALS_ELECTRONIC: ("buoni pasto", "buono pasto", "buoni pasto elettronici", "buono pasto elettronico"),
    Kind.MEALS_PAPER: ("buoni pasto cartacei", "buono pasto cartaceo"),
}  # fmt: skip
BY_WORD = {sort_key(word): kind for kind, words in WORDS.items() for word in words}


def kind_called(text: str) -> str | None:
    """The kind that a cell of a file means: by a word, by its code, or by its name on screen; None for no kind."""
    key = sort_key(" ".join(text.split()))
    if key in BY_WORD:
        return BY_WORD[key]
    return next((kind.value for kind in Kind if key in (sort_key(kind.value), sort_key(str(kind.label)))), None)


def label_of(category: str, kind: str) -> str:
    """How a benefit is called on screen; its category when it was written by something older."""
    return str(Kind(kind).label) if kind in Kind.values else category
