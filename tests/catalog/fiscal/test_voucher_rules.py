"""Art. 51 c. 3-bis and DM 25 March 2016 art. 6: what a voucher must be, and the cumulative one."""

from decimal import Decimal

import pytest

from catalog.fiscal import VoucherTerms
from tests.catalog.fiscal.benefits import benefit, codes, figures, goods, verdict

LAW = "TUIR art.51 c.3-bis; DM 25-3-2016 art.6"


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"nominative": False}, "voucher_not_nominative"),
        ({"single_service": False}, "voucher_with_several_services"),
        ({"full_price": False}, "voucher_not_full_price"),
    ],
)
def test_a_voucher_is_named_single_and_full(terms: dict[str, bool], code: str) -> None:
    voucher = benefit("F_SOCIAL_UTILITY", "50.00", mode="voucher", voucher=VoucherTerms(**terms))
    (reason,) = verdict(voucher).reasons
    assert (reason.code, reason.law_ref) == (code, LAW)
    assert figures(voucher) == ("refused", "0.00", "0.00")
    assert verdict(voucher).taxable_if_paid_anyway == Decimal("50.00")


def test_only_vouchers_are_asked() -> None:
    terms = VoucherTerms(nominative=False, single_service=False, full_price=False)
    assert figures(benefit("F_SOCIAL_UTILITY", "50.00", voucher=terms))[0] == "exempt"


def test_meal_vouchers_have_rules_of_their_own() -> None:
    terms = VoucherTerms(nominative=False, single_service=False, full_price=False)
    assert figures(benefit("C_MEAL_PAPER", "8.00", meals=2, voucher=terms))[0] == "exempt"


def test_a_voucher_that_names_several_services_is_refused_and_a_cumulative_one_is_not() -> None:
    services = ("shopping_voucher", "fuel_voucher")
    assert codes(goods("50.00", services=services)) == ["voucher_with_several_services"]
    assert figures(goods("50.00", services=services, mode="cumulative_voucher"))[0] == "exempt"


def test_a_cumulative_voucher_must_be_named_and_full_too() -> None:
    assert codes(goods("50.00", mode="cumulative_voucher", voucher=VoucherTerms(nominative=False))) == [
        "voucher_not_nominative"
    ]


def test_cumulative_vouchers_are_for_goods_and_services_of_comma_3_only() -> None:
    assert codes(benefit("F_SOCIAL_UTILITY", "50.00", mode="cumulative_voucher")) == ["mode_not_allowed"]


def test_cumulative_vouchers_over_the_cap_are_refused_all_of_them_and_enter_no_pool() -> None:
    cards = [goods("600.00", mode="cumulative_voucher"), goods("400.01", mode="cumulative_voucher")]
    assert figures(*cards) == ("refused", "0.00", "0.00")
    assert codes(*cards) == ["cumulative_over_limit"]
    assert figures(*cards, goods("1000.00")) == ("exempt", "1000.00", "0.00")
    assert verdict(*cards, goods("1000.00")).taxable_if_paid_anyway == Decimal("1000.01")


def test_within_their_cap_cumulative_vouchers_count_in_the_pool_and_its_cliff() -> None:
    card = goods("1000.00", mode="cumulative_voucher")
    assert figures(card) == ("exempt", "1000.00", "0.00")
    assert figures(card, goods("0.01")) == ("taxable", "0.00", "1000.01")


def test_declared_children_raise_the_cap_of_cumulative_vouchers_too() -> None:
    card = goods("2000.00", mode="cumulative_voucher")
    assert figures(card)[0] == "refused"
    assert figures(card, dependent_children=1, children_declaration=True) == ("exempt", "2000.00", "0.00")


def test_cumulative_vouchers_that_were_never_issued_are_not_counted() -> None:
    card = goods("600.00", mode="cumulative_voucher")
    given_up = goods("600.00", mode="cumulative_voucher", budget="SALARY_SACRIFICE")
    assert figures(card, given_up) == ("partially_taxable", "600.00", "600.00")
    assert figures(card, goods("600.00", mode="cumulative_voucher", budget="RISTORNO"))[1] == "600.00"
