"""Pure rules of Italian tax law on company welfare: frozen facts in, a Verdict out. No Django."""

from catalog.fiscal.delivery import MODE_OF_DELIVERY, mode_of
from catalog.fiscal.engine import assess, eligible_sources, eligible_sources_for, entry_for
from catalog.fiscal.errors import (
    DataError,
    DeliveryWithoutVerdict,
    FiscalError,
    UnknownCode,
    WrongFact,
    YearWithoutRules,
)
from catalog.fiscal.facts import Employee, PurchaseFacts, RelativeFacts, VoucherTerms
from catalog.fiscal.kinship import Kinship, age_at_year_end
from catalog.fiscal.loading import rule_book
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.rules import Category, ServiceType
from catalog.fiscal.verdict import Decision, Reason, Verdict

__all__ = [
    "MODE_OF_DELIVERY",
    "Category",
    "DataError",
    "Decision",
    "DeliveryWithoutVerdict",
    "Employee",
    "FiscalError",
    "Kinship",
    "PurchaseFacts",
    "Reason",
    "ReasonCode",
    "RelativeFacts",
    "ServiceType",
    "UnknownCode",
    "Verdict",
    "VoucherTerms",
    "WrongFact",
    "YearWithoutRules",
    "age_at_year_end",
    "assess",
    "eligible_sources",
    "eligible_sources_for",
    "entry_for",
    "mode_of",
    "rule_book",
]
