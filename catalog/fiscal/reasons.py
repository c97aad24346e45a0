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
    ONLY_WITH_CHILDREN = "only_with_children"
    CUMULATIVE_OVER_LIMIT = "cumulative_over_limit"
    SERVICE_OF_OTHER_CATEGORY = "service_of_other_category"
    NO_RIGHT_TO_CONVERT = "no_right_to_convert"
    CONDITIONS_NOT_ASKED = "conditions_not_asked"
    CONVERSION_OVER_BASE = "conversion_over_base"
    REPLACES_PAY = "replaces_pay"
    OFFERED_TO_ONE = "offered_to_one"
    OFFERED_TO_ONE_IN_POOL = "offered_to_one_in_pool"
    POOL_OVER_LIMIT = "pool_over_limit"
    OVER_LIMIT = "over_limit"
    MEALS_OVER_LIMIT = "meals_over_limit"
    TAXED_WHEN_CONVERTED = "taxed_when_converted"
    PREMIUM_OVER_LIMIT = "premium_over_limit"
    PREMIUM_WITHOUT_RIGHT = "premium_without_right"
    SUBSTITUTE_TAX = "substitute_tax"
    CREDIT_NEVER_CASH = "credit_never_cash"
    NOTHING_IN_YEAR = "nothing_in_year"


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
        ReasonCode.ONLY_WITH_CHILDREN: ReasonText(
            _("In %(year)s “%(service)s” is exempt only for employees with dependent children."),
            _("If you have dependent children, declare them with their tax codes; else choose another service."),
        ),
        ReasonCode.CUMULATIVE_OVER_LIMIT: ReasonText(
            _("Vouchers for several goods come to %(total)s in %(year)s: the law allows %(cap)s."),
            _("Choose a smaller amount, or a voucher for one service only."),
        ),
        ReasonCode.SERVICE_OF_OTHER_CATEGORY: ReasonText(
            _("Tax law does not count “%(service)s” among the services asked for."),
            _("Look for the service on the shelf: there it stands under the right law."),
        ),
        ReasonCode.NO_RIGHT_TO_CONVERT: ReasonText(
            _("Your performance bonus of %(year)s cannot be converted into services."),
            _("Ask your staff office: it takes an agreement, and an income within the limit the year before."),
        ),
        ReasonCode.CONDITIONS_NOT_ASKED: ReasonText(
            _("“%(service)s” has conditions of its own that we cannot check yet."),
            _("Call the help phone: nothing was booked."),
        ),
        ReasonCode.CONVERSION_OVER_BASE: ReasonText(
            _("Converted bonuses of %(year)s come to %(total)s: over %(cap)s the law is not settled."),
            _("Convert a smaller amount, or ask your staff office."),
        ),
        ReasonCode.REPLACES_PAY: ReasonText(
            _("This credit stands in place of pay: it is taxed like pay."),
            _("If your credit comes from somewhere else, tell your staff office."),
        ),
        ReasonCode.OFFERED_TO_ONE: ReasonText(
            _("“%(service)s” is offered to one person alone, so it is taxed like pay."),
            _("It is exempt when offered to everybody, or to a group such as a site or a level."),
        ),
        ReasonCode.OFFERED_TO_ONE_IN_POOL: ReasonText(
            _("“%(service)s” is offered to one person alone, so it counts among fringe benefits."),
            _("It has its own exemption when offered to everybody, or to a group such as a site or a level."),
        ),
        ReasonCode.POOL_OVER_LIMIT: ReasonText(
            _("Fringe benefits of %(year)s come to %(total)s, over the limit of %(cap)s: all of them are taxed."),
            _("Stay within the limit: one cent over it taxes the whole, not the excess alone."),
        ),
        ReasonCode.OVER_LIMIT: ReasonText(
            _("Only a part of “%(service)s” is within the limit of %(cap)s for %(year)s: the rest is taxed."),
            _("Stay within the limit, or go on and pay tax on the rest."),
        ),
        ReasonCode.MEALS_OVER_LIMIT: ReasonText(
            _("Meals are exempt up to %(cap)s for each day worked: the rest is taxed."),
            _("Check the days worked; the rest is taxed with your pay."),
        ),
        ReasonCode.TAXED_WHEN_CONVERTED: ReasonText(
            _("“%(service)s” stays taxable when a performance bonus pays for it."),
            _("Choose another service for your bonus."),
        ),
        ReasonCode.PREMIUM_OVER_LIMIT: ReasonText(
            _("Performance bonuses of %(year)s go over the limit of %(cap)s: the rest is taxed like pay."),
            _("Stay within the limit, or go on and pay tax on the rest."),
        ),
        ReasonCode.PREMIUM_WITHOUT_RIGHT: ReasonText(
            _("This performance bonus is taxed like pay."),
            _("Ask your staff office: it takes an agreement, and an income within the limit the year before."),
        ),
        ReasonCode.SUBSTITUTE_TAX: ReasonText(
            _("On this performance bonus a tax of %(rate)s%% is due in place of the ordinary one."),
            _("Nothing to do: it is withheld from your pay."),
        ),
        ReasonCode.CREDIT_NEVER_CASH: ReasonText(
            _("Welfare credit cannot be turned into money."),
            _("Look on the shelf for what your credit can pay, or see what your plan does with the rest."),
        ),
        ReasonCode.NOTHING_IN_YEAR: ReasonText(_("Nothing was received in %(year)s."), ""),
    }
)
