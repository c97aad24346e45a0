"""Pure rules of Italian tax law on company welfare: frozen facts in, a Verdict out."""

from catalog.fiscal.case import entry_for
from catalog.fiscal.certificate import CertificatePoints, certificate_points
from catalog.fiscal.delivery import MODE_OF_DELIVERY, mode_of
from catalog.fiscal.engine import assess, benefit_of, eligible_sources, eligible_sources_for
from catalog.fiscal.errors import (
    DataError,
    DeliveryWithoutVerdict,
    FiscalError,
    UnknownCode,
    WrongFact,
    YearWithoutRules,
)
from catalog.fiscal.facts import Employee, PurchaseFacts, RelativeFacts, VoucherTerms
from catalog.fiscal.gates import has_premium_right
from catalog.fiscal.kinship import Kinship, age_at_year_end
from catalog.fiscal.limits import Limit, LimitKind
from catalog.fiscal.loading import rule_book
from catalog.fiscal.next_purchase import Answer, assess_next
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.rules import Category, ServiceType
from catalog.fiscal.switches import CAUTIOUS, SWITCHES, Switch, SwitchCode, Switches, switches
from catalog.fiscal.verdict import Decision, Reason, Verdict
from catalog.fiscal.year import Line, YearVerdict, assess_year
from catalog.fiscal.year_facts import CASH_OUT, PREMIUM_IN_CASH, Benefit, OfferedTo, YearFacts
from catalog.fiscal.year_totals import YearTotals, totals_of

__all__ = [
    "CASH_OUT",
    "CAUTIOUS",
    "MODE_OF_DELIVERY",
    "PREMIUM_IN_CASH",
    "SWITCHES",
    "Answer",
    "Benefit",
    "Category",
    "CertificatePoints",
    "DataError",
    "Decision",
    "DeliveryWithoutVerdict",
    "Employee",
    "FiscalError",
    "Kinship",
    "Limit",
    "LimitKind",
    "Line",
    "OfferedTo",
    "PurchaseFacts",
    "Reason",
    "ReasonCode",
    "RelativeFacts",
    "ServiceType",
    "Switch",
    "SwitchCode",
    "Switches",
    "UnknownCode",
    "Verdict",
    "VoucherTerms",
    "WrongFact",
    "YearFacts",
    "YearTotals",
    "YearVerdict",
    "YearWithoutRules",
    "age_at_year_end",
    "assess",
    "assess_next",
    "assess_year",
    "benefit_of",
    "certificate_points",
    "eligible_sources",
    "eligible_sources_for",
    "entry_for",
    "has_premium_right",
    "mode_of",
    "rule_book",
    "switches",
    "totals_of",
]
