"""From the objects of a case file to frozen facts."""

from collections.abc import Sequence
from decimal import Decimal

from catalog.fiscal.case_fields import Fields
from catalog.fiscal.errors import UnknownCode, WrongFact
from catalog.fiscal.facts import Beneficiary, Employee, RelativeFacts, VoucherTerms
from catalog.fiscal.kinship import Kinship
from catalog.fiscal.loading import rule_book
from catalog.fiscal.year_facts import (
    CASH_OUT,
    COMPANY_REGULATION,
    PREMIUM_IN_CASH,
    Benefit,
    OfferedTo,
    YearFacts,
    count,
)
from welfare.money import ZERO

EMPLOYEE = "employee"
CASH_OUT_ACTION = "cash_out_residual_credit"
OLDEST = 150

# The two that say how parents share a child have no effect: each parent has the full cap.
FACT_KEYS = frozenset(
    {
        *("dependent_children", "children_declaration", "child_dependency_share", "other_parent_also_uses_cap"),
        *("family", "days", "prior_year_income", "pdr_agreement", "budget", "other_employers_fringe", "offered_to"),
    }
)
RELATIVE_KEYS = frozenset(
    {"rel", "age", "income", "cohabiting", "alimony", "medical_certificate", "separated"},
)
PURCHASE_KEYS = frozenset(
    {
        *("category", "amount", "mode", "beneficiary", "service", "services", "service_price"),
        *("top_up_by_employee", "named_to", "used_by", "face_value", "count", "budget"),
        *("received_on", "refers_to", "action"),
    }
)
ACTION_KEYS = frozenset({"action", "amount", "budget", "received_on", "refers_to"})


def facts_of(case: Fields) -> YearFacts:
    """Return what a case says of the employee and the year."""
    fields = _facts(case)
    fields.text("child_dependency_share")
    fields.flag("other_parent_also_uses_cap")
    year = case.required("year").whole("year")
    return YearFacts(
        year=0 if year is None else year,
        dependent_children=fields.whole("dependent_children") or 0,
        children_declaration=fields.flag("children_declaration"),
        meal_days=fields.whole("days"),
        prior_year_income=fields.euro("prior_year_income"),
        premium_agreement=fields.flag("pdr_agreement"),
        other_employers_fringe=fields.euro("other_employers_fringe") or ZERO,
        offered_to=fields.text("offered_to", OfferedTo.CATEGORY),
    )


def benefits_of(case: Fields) -> list[Benefit]:
    """Return the purchases of a case, also those of other tax years."""
    fields = _facts(case)
    family = [_relative(row, f"family[{number}]") for number, row in enumerate(fields.rows("family"))]
    budget = _budget(fields, COMPANY_REGULATION)
    rows = case.required("purchases").rows("purchases")
    return [_benefit(row, f"purchases[{number}]", family, budget) for number, row in enumerate(rows)]


def _facts(case: Fields) -> Fields:
    return Fields(case.row.get("facts", {}), "facts", FACT_KEYS)


def _relative(row: object, place: str) -> RelativeFacts:
    fields = Fields(row, place, RELATIVE_KEYS)
    kinship, age = fields.required("rel").text("rel"), fields.whole("age")
    if age is not None and not 0 <= age <= OLDEST:
        raise WrongFact(f"{place}.age is not between 0 and {OLDEST}")
    return RelativeFacts(
        kinship=kinship,
        age_at_year_end=age,
        cohabiting=fields.flag("cohabiting"),
        dependent=rule_book().dependence.dependent(kinship, age, fields.euro("income")),
        separated=fields.flag("separated"),
        medical_certificate=fields.flag("medical_certificate"),
        alimony=fields.flag("alimony"),
    )


def _benefit(row: object, place: str, family: Sequence[RelativeFacts], budget: str) -> Benefit:
    fields = Fields(row, place, PURCHASE_KEYS)
    if fields.has("action"):
        return _request(row, place)
    category, beneficiary = _category(fields), fields.text("beneficiary", EMPLOYEE)
    amount, services = fields.required("amount").euro("amount") or ZERO, _services(fields)
    return Benefit(
        category=category,
        amount=amount,
        mode="" if category == PREMIUM_IN_CASH else fields.required("mode").text("mode"),
        budget=_budget(fields, budget),
        beneficiary=_beneficiary(beneficiary, family),
        services=services,
        voucher=_voucher(fields, amount, beneficiary, services),
        meals=_meals(fields, amount),
        received_on=fields.day("received_on"),
        refers_to=fields.whole("refers_to"),
    )


def _request(row: object, place: str) -> Benefit:
    """What is asked of the plan's residual: no purchase, so nothing else may be said of it."""
    fields = Fields(row, place, ACTION_KEYS)
    action = fields.text("action")
    if action != CASH_OUT_ACTION:
        raise UnknownCode("action", action)
    _budget(fields, COMPANY_REGULATION)
    return Benefit(
        category=CASH_OUT,
        amount=fields.euro("amount") or ZERO,
        received_on=fields.day("received_on"),
        refers_to=fields.whole("refers_to"),
    )


def _category(fields: Fields) -> str:
    code = fields.required("category").text("category")
    return code if code == PREMIUM_IN_CASH else rule_book().category(code).code


def _budget(fields: Fields, default: str) -> str:
    code = fields.text("budget", default)
    if code not in rule_book().sources:
        raise UnknownCode("budget", code)
    return code


def _beneficiary(code: str, family: Sequence[RelativeFacts]) -> Beneficiary:
    """Return the first relative of that kinship; one of whom nothing is told where there is none."""
    if code == EMPLOYEE:
        return Employee()
    if code not in list(Kinship):
        raise UnknownCode("beneficiary", code)
    unknown = RelativeFacts(code, None, cohabiting=False, dependent=False)
    return next((each for each in family if each.kinship == code), unknown)


def _services(fields: Fields) -> tuple[str, ...]:
    """Return the services named, each once: a package of one service repeated is one service."""
    named = [fields.text("service")] if fields.has("service") else []
    for each in fields.rows("services"):
        if not isinstance(each, str):
            raise WrongFact(f"{fields.place}.services holds something that is not a text")
        named.append(each)
    return tuple(dict.fromkeys(rule_book().service(code).code for code in named))


def _voucher(fields: Fields, amount: Decimal, beneficiary: str, services: Sequence[str]) -> VoucherTerms:
    """Return how the voucher is made out: who it names and who used it, and whether it covers the price."""
    price, top_up = fields.euro("service_price"), fields.euro("top_up_by_employee")
    return VoucherTerms(
        nominative=fields.text("named_to", beneficiary) == fields.text("used_by", beneficiary),
        single_service=len(services) <= 1,
        full_price=(price or ZERO) <= amount and not top_up,
    )


def _meals(fields: Fields, amount: Decimal) -> int | None:
    """Return how many meal vouchers there are; their face value times their count is the amount."""
    meals, face_value = fields.whole("count"), fields.euro("face_value")
    if meals is None:
        return None
    count(meals, f"{fields.place}.count")
    if face_value is not None and face_value * meals != amount:
        raise WrongFact(f"{fields.place}: face_value x count is not the amount")
    return meals
