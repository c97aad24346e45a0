"""What a person is due, whatever the rule and the person: never too much, the same in any order, adding up."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.plans.amounts import Due, Person, Rule, counted_children, due_to
from catalog.plans.models import ProRata
from welfare.money import ZERO

FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
CENT = Decimal("0.01")
MONEY = st.decimals(min_value="0.01", max_value="20000", places=2)
AROUND = st.dates(datetime.date(2025, 6, 1), datetime.date(2027, 6, 30))
HOURS = st.decimals(min_value="1", max_value="48", places=2)
RULES = st.builds(
    Rule,
    first_day=st.just(FIRST),
    last_day=st.just(LAST),
    by_category=st.dictionaries(st.sampled_from([None, 1, 2]), MONEY),
    full_time_hours=st.none() | HOURS,
    per_child=st.just(ZERO) | MONEY,
    most_children=st.none() | st.integers(0, 5),
    pro_rata=st.sampled_from(ProRata.values),
)
PEOPLE = st.builds(
    Person,
    category=st.sampled_from([None, 1, 2, 3]),
    hired_on=st.none() | AROUND,
    left_on=st.none() | AROUND,
    contract_hours=st.none() | HOURS,
    children=st.integers(0, 12),
)


def rule_of(amount: str = "365.00", **terms: Any) -> Rule:
    """A rule of the year for everybody."""
    return Rule(FIRST, LAST, {None: Decimal(amount)}, **terms)


@given(PEOPLE, RULES)
def test_nobody_is_due_more_than_base_and_children(person: Person, rule: Rule) -> None:
    base = rule.by_category.get(person.category, rule.by_category.get(None, ZERO))
    due = due_to(person, rule)
    assert ZERO <= due.amount <= base + rule.per_child * counted_children(person, rule)
    assert due.amount == due.amount.quantize(CENT)


@given(PEOPLE, RULES)
def test_the_order_of_the_amounts_changes_nothing(person: Person, rule: Rule) -> None:
    turned = dict(reversed(list(rule.by_category.items())))
    assert due_to(person, Rule(**{name: getattr(rule, name) for name in Rule.__slots__} | {"by_category": turned})) == (
        due_to(person, rule)
    )


@given(RULES, st.dates(FIRST, datetime.date(2026, 12, 30)), st.sampled_from(["days", "months"]))
def test_who_leaves_and_who_comes_after_are_due_one_year_between_them(rule: Rule, last: datetime.date, by: str) -> None:
    if by == ProRata.MONTHS:
        # A month begun counts for both; at its end they meet.
        last = (last.replace(day=1) + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    terms = {name: getattr(rule, name) for name in Rule.__slots__} | {"pro_rata": by}
    ruled = Rule(**terms)
    first = due_to(Person(left_on=last), ruled).amount
    second = due_to(Person(hired_on=last + datetime.timedelta(days=1)), ruled).amount
    assert abs(first + second - due_to(Person(), ruled).amount) <= CENT


@given(PEOPLE, RULES)
def test_who_works_less_or_shorter_is_never_due_more(person: Person, rule: Rule) -> None:
    fuller = Person(person.category, None, None, None, person.children)
    assert due_to(person, rule).amount <= due_to(fuller, rule).amount


@pytest.mark.parametrize(
    ("person", "terms", "amount"),
    [
        (Person(), {}, "365.00"),
        (Person(contract_hours=Decimal(20)), {"full_time_hours": Decimal(40)}, "182.50"),
        (Person(contract_hours=Decimal(45)), {"full_time_hours": Decimal(40)}, "365.00"),
        (Person(children=3), {"per_child": Decimal(100), "most_children": 2}, "565.00"),
        (Person(hired_on=datetime.date(2026, 12, 31)), {"pro_rata": "days"}, "1.00"),
        (Person(hired_on=datetime.date(2026, 12, 31)), {"pro_rata": "months"}, "30.42"),
        (Person(hired_on=datetime.date(2026, 12, 31)), {}, "365.00"),
        (Person(left_on=datetime.date(2025, 12, 31)), {}, "0.00"),
        (Person(hired_on=datetime.date(2027, 1, 1)), {}, "0.00"),
    ],
)
def test_known_amounts(person: Person, terms: dict[str, Any], amount: str) -> None:
    assert due_to(person, rule_of(**terms)).amount == Decimal(amount)


def test_a_category_that_no_row_names_is_due_nothing() -> None:
    assert due_to(Person(category=1), Rule(FIRST, LAST, {2: Decimal(5)})) == Due(ZERO)
