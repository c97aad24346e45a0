"""Benefits and years in few words, for the tests of the law."""

from decimal import Decimal
from typing import Any

from catalog.fiscal import Benefit, RelativeFacts, Verdict, YearFacts, assess_year

MODES = {
    "C3_GOODS_SERVICES": "voucher",
    "C3_UTILITIES": "reimbursement",
    "C3_RENT": "reimbursement",
    "C3_MORTGAGE_INTEREST": "reimbursement",
    "C3_CONVENTIONAL_C4": "payroll_input",
    "A_HEALTH_FUND": "fund_contribution",
    "H_PENSION_FUND": "fund_contribution",
    "FQUATER_LTC_DD": "fund_contribution",
    "C_MEAL_PAPER": "voucher",
    "C_MEAL_ELECTRONIC": "voucher",
    "C_SITE_ALLOWANCE": "payroll_cash",
    "FBIS_EDUCATION": "reimbursement",
    "FTER_CARE": "reimbursement",
    "DBIS_TPL_PASS": "reimbursement",
    "NEWHIRE_RENT_2025": "reimbursement",
}
"""The mode of a benefit that names none; a service for the rest."""

CHILD = RelativeFacts("child", 8, cohabiting=True, dependent=True)
PARENT = RelativeFacts("parent", 80, cohabiting=True, dependent=False)


def benefit(category: str, amount: str, **more: Any) -> Benefit:
    """One benefit, in the mode that suits its category; children benefit from education."""
    more.setdefault("mode", MODES.get(category, "direct_service"))
    if category == "FBIS_EDUCATION":
        more.setdefault("beneficiary", CHILD)
    return Benefit(category, Decimal(amount), **more)


def goods(amount: str, **more: Any) -> Benefit:
    """A shopping voucher: art. 51 c. 3."""
    return benefit("C3_GOODS_SERVICES", amount, **more)


def verdict(*benefits: Benefit, year: int = 2026, **facts: Any) -> Verdict:
    """The verdict of a year."""
    return assess_year(YearFacts(year, **facts), benefits).whole


def figures(*benefits: Benefit, year: int = 2026, **facts: Any) -> tuple[str, str, str]:
    """Decision, exempt and taxable of a year."""
    found = verdict(*benefits, year=year, **facts)
    return str(found.decision), str(found.exempt), str(found.taxable_ordinary)


def codes(*benefits: Benefit, year: int = 2026, **facts: Any) -> list[str]:
    """The codes of the reasons of a year."""
    return [str(reason.code) for reason in verdict(*benefits, year=year, **facts).reasons]
