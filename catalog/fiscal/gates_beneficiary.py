"""The gates of who benefits: for whom a category is, family by year, age or certificate, dependence."""

from catalog.fiscal.case import Case
from catalog.fiscal.facts import Employee, RelativeFacts
from catalog.fiscal.kinship import ART_433, Kinship
from catalog.fiscal.reasons import ReasonCode
from catalog.fiscal.switches import SwitchCode
from catalog.fiscal.verdict import Reason


def beneficiary_allowed(case: Case) -> Reason | None:
    """The category is for the employee, or for relatives, whichever benefits."""
    if isinstance(case.beneficiary, Employee):
        allowed = "employee" in case.category.beneficiaries
        return None if allowed else case.reason(ReasonCode.SERVICE_NOT_FOR_EMPLOYEE)
    return None if case.category.is_for_family else case.reason(ReasonCode.SERVICE_NOT_FOR_FAMILY)


def family_member(case: Case) -> Reason | None:
    """The relative is family under art. 12 of the TUIR as it stands in that year."""
    relative = case.beneficiary
    if not isinstance(relative, RelativeFacts):
        return None
    law = case.book.family[case.facts.year]
    cohabitation_asked = law.cohabitation_asked and not case.switches.on(SwitchCode.RELATIVES_APART)
    code = _outside_family(relative, law.separated_spouse, cohabitation_asked)
    return None if code is None else case.reason(code, law.law_ref)


def _outside_family(relative: RelativeFacts, separated_spouse: bool, cohabitation_asked: bool) -> ReasonCode | None:
    """Return why the relative is not family, or None; children are family at any age."""
    if relative.kinship == Kinship.UNMARRIED_PARTNER:
        return ReasonCode.NOT_FAMILY
    if relative.kinship == Kinship.SPOUSE and relative.separated and not separated_spouse:
        return ReasonCode.SPOUSE_SEPARATED
    apart = not (relative.cohabiting or relative.alimony)
    if relative.kinship in ART_433 and cohabitation_asked and apart:
        return ReasonCode.RELATIVE_NOT_COHABITING
    return None


def care_condition(case: Case) -> Reason | None:
    """Care of letter f-ter asks an age completed by 31 December, or a medical certificate."""
    relative, age = case.beneficiary, case.category.min_age
    if age is None or not isinstance(relative, RelativeFacts):
        return None
    old = relative.age_at_year_end is not None and relative.age_at_year_end >= age
    if old or relative.medical_certificate:
        return None
    return case.reason(ReasonCode.CARE_NEEDS_AGE_OR_CERTIFICATE, age=str(age))


def dependence(case: Case) -> Reason | None:
    """Letter d-bis asks that the relative depend on the employee for tax (art. 12 c. 2)."""
    relative = case.beneficiary
    if not isinstance(relative, RelativeFacts) or not case.category.asks_dependence:
        return None
    return None if relative.dependent else case.reason(ReasonCode.RELATIVE_NOT_DEPENDENT)
