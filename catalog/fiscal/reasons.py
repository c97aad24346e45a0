"""The words of each reason: what is the matter, and what the person can do next.

English msgids; whoever shows them translates, then fills the %(placeholders)s.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


def _(message: str) -> str:
    """Mark a message for translation; whoever shows it translates."""
    return message


class ReasonCode(StrEnum):
    """Stable codes: they are stored with orders and never renamed."""

    EXEMPT = "exempt"
    SERVICE_WITHOUT_CREDIT = "service_without_credit"
    SERVICE_NOT_FOR_EMPLOYEE = "service_not_for_employee"
    SERVICE_NOT_FOR_FAMILY = "service_not_for_family"
    CATEGORY_NOT_IN_YEAR = "category_not_in_year"
    CATEGORY_WITH_CAP_NOT_SOLD = "category_with_cap_not_sold"
    MODE_NOT_ALLOWED = "mode_not_allowed"
    MODE_NOT_FOR_SERVICE = "mode_not_for_service"
    BUDGET_NOT_ELIGIBLE = "budget_not_eligible"
    VOUCHER_NOT_NOMINATIVE = "voucher_not_nominative"
    VOUCHER_WITH_SEVERAL_SERVICES = "voucher_with_several_services"
    VOUCHER_NOT_FULL_PRICE = "voucher_not_full_price"
    NOT_FAMILY = "not_family"
    SPOUSE_SEPARATED = "spouse_separated"
    RELATIVE_NOT_COHABITING = "relative_not_cohabiting"
    CARE_NEEDS_AGE_OR_CERTIFICATE = "care_needs_age_or_certificate"
    RELATIVE_NOT_DEPENDENT = "relative_not_dependent"


@dataclass(frozen=True, slots=True)
class ReasonText:
    """The two sentences of a reason."""

    message: str
    next_step: str


TEXTS: Mapping[ReasonCode, ReasonText] = MappingProxyType(
    {
        ReasonCode.EXEMPT: ReasonText(_("Your credit pays for this and no tax is due."), ""),
        ReasonCode.SERVICE_WITHOUT_CREDIT: ReasonText(
            _("Welfare credit cannot pay for “%(service)s”."),
            _("Look at the contacts on its page, or choose another service on the shelf."),
        ),
        ReasonCode.SERVICE_NOT_FOR_EMPLOYEE: ReasonText(
            _("“%(service)s” can only be for someone in your family, not for yourself."),
            _("Choose a person of your family, or look for a service for yourself."),
        ),
        ReasonCode.SERVICE_NOT_FOR_FAMILY: ReasonText(
            _("“%(service)s” can only be for yourself."),
            _("Choose yourself, or look for a service for your family."),
        ),
        ReasonCode.CATEGORY_NOT_IN_YEAR: ReasonText(
            _("In %(year)s the law does not exempt “%(service)s”."),
            _("Choose another service on the shelf; your credit stays as it is."),
        ),
        ReasonCode.CATEGORY_WITH_CAP_NOT_SOLD: ReasonText(
            _("“%(service)s” has a yearly limit in tax law and is not on sale yet."),
            _("Choose another service on the shelf; your credit stays as it is."),
        ),
        ReasonCode.MODE_NOT_ALLOWED: ReasonText(
            _("The law does not exempt “%(service)s” when you receive it this way."),
            _("Look on the shelf for the same service as a voucher or with a place to book."),
        ),
        ReasonCode.MODE_NOT_FOR_SERVICE: ReasonText(
            _("“%(service)s” is not offered this way."),
            _("Look on the shelf for the same service offered another way."),
        ),
        ReasonCode.BUDGET_NOT_ELIGIBLE: ReasonText(
            _("None of your credits may pay for “%(service)s”."),
            _("See in your account what each credit is for, or choose another service."),
        ),
        ReasonCode.VOUCHER_NOT_NOMINATIVE: ReasonText(
            _("A voucher must carry the name of the person who uses it."),
            _("Choose the person who will use the service."),
        ),
        ReasonCode.VOUCHER_WITH_SEVERAL_SERVICES: ReasonText(
            _("A voucher can open one service only."),
            _("Ask for one voucher for each service."),
        ),
        ReasonCode.VOUCHER_NOT_FULL_PRICE: ReasonText(
            _("A voucher must cover the whole price: you cannot add money of your own."),
            _("Choose a service that your credit covers in full."),
        ),
        ReasonCode.NOT_FAMILY: ReasonText(
            _("In tax law an unmarried partner is not a family member."),
            _("Choose yourself or another person of your family."),
        ),
        ReasonCode.SPOUSE_SEPARATED: ReasonText(
            _("In %(year)s tax law does not count a separated spouse as a family member."),
            _("If you are not separated, correct it in your family; else choose someone else."),
        ),
        ReasonCode.RELATIVE_NOT_COHABITING: ReasonText(
            _("In %(year)s this relative counts as family in tax law only if you live together."),
            _("If you do live together, say so in your family; else call the help phone."),
        ),
        ReasonCode.CARE_NEEDS_AGE_OR_CERTIFICATE: ReasonText(
            _("Care is exempt for relatives who are at least %(age)s by the end of %(year)s."),
            _("Check the birth date in your family; if it is right, call the help phone."),
        ),
        ReasonCode.RELATIVE_NOT_DEPENDENT: ReasonText(
            _("“%(service)s” is exempt only for relatives who depend on you for tax."),
            _("If this person depends on you, say so in your family; else choose someone else."),
        ),
    }
)
