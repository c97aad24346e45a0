"""What a premium leaves in hand, against a table reckoned by hand; and what holds of every premium.

The table: contributions 9.19% (L. 296/2006 art. 1 c. 769) or 9.49%; substitute tax 5% in 2025 (L. 207/2024 art. 1
c. 385) and 1% in 2026 (L. 199/2025 art. 1 c. 8-9) up to the yearly cap net of contributions (circ. 28/E 2016); income
tax 23, 35 and 43% in 2025, 23, 33 and 43% in 2026 (TUIR art. 11).
"""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.conversion.pay_rules import pay_year
from catalog.conversion.reckoning import Facts, Outcome, Terms, most_convertible, outcome, pension_less
from catalog.fiscal import PREMIUM_IN_CASH, Benefit, YearFacts, YearWithoutRules, assess_year
from catalog.fiscal.switches import SwitchCode, switches

PRIVATE, CIGS = Decimal("0.0919"), Decimal("0.0949")


def reckoned(year: int, premium: str, income: str | None, converted: str, **terms: Any) -> Outcome:
    """The outcome of figures as the table writes them."""
    rate = terms.pop("rate", PRIVATE)
    facts = Facts(Decimal(premium), None if income is None else Decimal(income))
    return outcome(Terms(year, rate, **terms), facts, Decimal(converted))


@pytest.mark.parametrize(
    ("year", "premium", "income", "converted", "contributions", "substitute_tax", "ordinary_tax", "net"),
    [
        (2025, "2000.00", "30000.00", "0.00", "183.80", "90.81", "0.00", "1725.39"),
        (2026, "2000.00", "30000.00", "0.00", "183.80", "18.16", "0.00", "1798.04"),
        (2026, "2000.00", "30000.00", "1000.00", "91.90", "9.08", "0.00", "899.02"),
        (2026, "2000.00", "30000.00", "2000.00", "0.00", "0.00", "0.00", "0.00"),
        # Over the cap of 3,000: 632.40 are pay, at 35%.
        (2025, "4000.00", "30000.00", "0.00", "367.60", "150.00", "221.34", "3261.06"),
        # What is converted uses the whole cap: the rest in money is pay.
        (2025, "4000.00", "30000.00", "3000.00", "91.90", "0.00", "317.84", "590.26"),
        # In 2026 the cap is 5,000: 2,000 are left for the money.
        (2026, "4000.00", "30000.00", "3000.00", "91.90", "9.08", "0.00", "899.02"),
        # Over the limit of 80,000: all of it is pay, at 43%.
        (2026, "2000.00", "80000.01", "0.00", "183.80", "0.00", "780.97", "1035.23"),
        (2026, "2000.00", "80000.00", "0.00", "183.80", "18.16", "0.00", "1798.04"),
        (2026, "0.01", "30000.00", "0.00", "0.00", "0.00", "0.00", "0.01"),
    ],
)
def test_the_table_to_the_cent(
    year: int, premium: str, income: str, converted: str,
    contributions: str, substitute_tax: str, ordinary_tax: str, net: str,
) -> None:  # fmt: skip
    found = reckoned(year, premium, income, converted)
    figures = (found.contributions, found.substitute_tax, found.ordinary_tax, found.net)
    assert figures == tuple(map(Decimal, (contributions, substitute_tax, ordinary_tax, net)))
    assert found.worth == Decimal(net) + Decimal(converted)


def test_a_premium_that_crosses_a_band_is_taxed_at_both_rates() -> None:
    found = reckoned(2026, "6000.00", "27900.00", "0.00", rate=CIGS)
    assert (found.contributions, found.substitute_base) == (Decimal("569.40"), Decimal("5000.00"))
    # Of 430.60 over the cap 100.00 are taxed at 23%, 330.60 at 33%.
    assert (found.ordinary_base, found.ordinary_tax) == (Decimal("430.60"), Decimal("132.10"))
    assert found.net == Decimal("5248.50")


def test_where_workers_take_part_the_first_800_are_free_of_contributions() -> None:
    found = reckoned(2026, "2000.00", "30000.00", "0.00", is_joint=True)
    assert (found.contributions, found.substitute_tax, found.net) == (
        Decimal("110.28"), Decimal("18.90"), Decimal("1870.82"),
    )  # fmt: skip


def test_who_has_not_said_what_they_earned_may_convert_nothing_and_has_no_estimate() -> None:
    found = reckoned(2026, "2000.00", None, "0.00")
    assert (found.substitute_base, found.ordinary_base, found.net) == (Decimal("0.00"), Decimal("1816.20"), None)
    with pytest.raises(ValueError, match="not to be converted"):
        reckoned(2026, "2000.00", None, "0.01")


@pytest.mark.parametrize(
    ("year", "is_over_base", "most"),
    [(2025, False, "3000.00"), (2025, True, "3000.00"), (2026, False, "3000.00"), (2026, True, "5000.00")],
)
def test_the_switch_decides_how_much_may_be_converted_in_2026(year: int, is_over_base: bool, most: str) -> None:
    terms = Terms(year, PRIVATE, is_over_base=is_over_base)
    assert most_convertible(terms, Facts(Decimal("7000.00"), Decimal("30000.00"))) == Decimal(most)
    used = Facts(Decimal("7000.00"), Decimal("30000.00"), converted_before=Decimal("1000.00"))
    assert most_convertible(terms, used) == Decimal(most) - 1000


def test_a_year_without_rates_is_an_error() -> None:
    for year in (2024, 2028):
        with pytest.raises(YearWithoutRules):
            pay_year(year)


def test_what_is_converted_builds_no_pension() -> None:
    assert pension_less(Terms(2026, PRIVATE), Decimal("1000.00")) == Decimal("330.00")


amounts = st.decimals(min_value="0.01", max_value="9000", places=2)
incomes = st.one_of(st.none(), st.decimals(min_value="0", max_value="120000", places=2))
terms_of = st.builds(
    Terms, st.sampled_from([2025, 2026, 2027]), st.sampled_from([PRIVATE, CIGS]), st.booleans(), st.booleans()
)


@given(terms_of, amounts, incomes, st.integers(0, 100), st.integers(0, 100))
def test_no_figure_is_over_the_premium_and_more_welfare_never_leaves_more_money(
    terms: Terms, premium: Decimal, income: Decimal | None, one: int, other: int
) -> None:
    facts = Facts(premium, income)
    most = most_convertible(terms, facts)
    less, more = (outcome(terms, facts, (most * part / 100).quantize(Decimal("0.01"))) for part in sorted((one, other)))
    for found in (less, more):
        assert found.cash + found.converted == premium
        assert found.substitute_base + found.ordinary_base == found.cash - found.contributions
        assert found.net is None or 0 <= found.net <= found.cash
    if less.net is not None and more.net is not None and less.worth is not None and more.worth is not None:
        # Two roundings, each of half a cent, on each side.
        assert more.net <= less.net + Decimal("0.02")


@given(terms_of, amounts, incomes, st.integers(0, 100))
def test_the_fiscal_engine_says_the_same_of_the_substitute_tax(
    terms: Terms, premium: Decimal, income: Decimal | None, part: int
) -> None:
    facts = Facts(premium, income)
    converted = (most_convertible(terms, facts) * part / 100).quantize(Decimal("0.01"))
    found = outcome(terms, facts, converted)
    benefits = [Benefit(PREMIUM_IN_CASH, found.cash - found.contributions)]
    if converted:
        benefits.append(Benefit("F_SOCIAL_UTILITY", converted, mode="direct_service", budget="PDR_CONVERSION"))
    known = YearFacts(terms.year, prior_year_income=income, premium_agreement=True)
    turned = switches([SwitchCode.CONVERSION_OVER_BASE] if terms.is_over_base else [])
    whole = assess_year(known, benefits, turned).whole
    assert (whole.substitute_tax_base, whole.substitute_tax) == (found.substitute_base, found.substitute_tax)
    assert whole.taxable_ordinary == found.ordinary_base
    assert whole.exempt == converted
