"""Declarations are signed by name, stand for a year, are revoked and never changed; nobody signs for another."""

import datetime
from decimal import Decimal

import pytest

from members import declarations, tax_code
from members.declarations import CannotSign, Kind, Standing
from members.models import Declaration, Member, Relative
from tenants.audit.models import Record
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.queries import counted
from welfare import clock

NAME = "Anna Bianchi"
DAY = datetime.date(2026, 6, 10)


def child(of: Member, given_name: str = "Leo", **fields: object) -> Relative:
    """A child with the tax code that is theirs."""
    born = datetime.date(2019, 5, 2)
    code = tax_code.compose(family_name="Bianchi", given_name=given_name, birth_date=born, sex="M", place="B819")
    return make.relative(of, given_name, **({"birth_date": born, "tax_code": code} | fields))


def fringe(of: Member, amount: str = "120.50", year: int = 2026, name: str = NAME) -> Declaration:
    body = {"amount": Decimal(amount)}
    return declarations.sign(of, Kind.OTHER_EMPLOYERS_FRINGE, year, body, signed_name=name, actor=SYSTEM)


def test_what_is_signed_stands_for_its_year_alone(alfa: Organization, anna: Member) -> None:
    with inside(alfa), clock.pretend(DAY):
        code = child(anna).tax_code
        declarations.sign(
            anna, Kind.DEPENDENT_CHILDREN, 2026, {"children": [code]}, signed_name=NAME, actor=SYSTEM
        )  # fmt: skip
        fringe(anna)
        declarations.sign(
            anna, Kind.PRIOR_YEAR_INCOME, 2026, {"amount": Decimal("28000")}, signed_name=NAME, actor=SYSTEM
        )  # fmt: skip
        assert declarations.standing_of(anna, 2026) == Standing((code,), Decimal("120.50"), Decimal("28000.00"))
        assert declarations.standing_of(anna, 2025) == Standing()


def test_a_revoked_declaration_counts_no_more_and_is_kept(alfa: Organization, anna: Member) -> None:
    with inside(alfa), clock.pretend(DAY):
        signed = fringe(anna)
        assert declarations.revoke(signed, actor=SYSTEM)
        assert not declarations.revoke(signed, actor=SYSTEM)
        assert declarations.standing_of(anna, 2026) == Standing()
        assert Declaration.objects.get().body == {"amount": "120.50"}
        acts = [(r.action, r.details) for r in Record.objects.filter(person_id=anna.user_id).order_by("pk")]
    told = {"kind": "other_employers_fringe", "year": 2026}
    assert acts == [("declaration_signed", told), ("declaration_revoked", told)]


def test_a_new_one_takes_the_place_of_the_old_and_the_same_is_signed_once(alfa: Organization, anna: Member) -> None:
    with inside(alfa), clock.pretend(DAY):
        assert fringe(anna).pk == fringe(anna).pk
        fringe(anna, "300")
        assert declarations.standing_of(anna, 2026).other_employers_fringe == Decimal("300.00")
        kept = [(row.body["amount"], row.revoked_at is None) for row in Declaration.objects.order_by("signed_at")]
    assert kept == [("120.50", False), ("300.00", True)]


@pytest.mark.parametrize("name", ["anna bianchi", "BIANCHI  ANNA", "Ànna Bianchi"])
def test_the_name_is_known_whatever_its_case_and_accents(alfa: Organization, anna: Member, name: str) -> None:
    with inside(alfa), clock.pretend(DAY):
        assert fringe(anna, name=name).year == 2026


@pytest.mark.parametrize(
    ("amount", "year", "name"),
    [
        ("1", 2026, "Bruno Bianchi"),
        ("1", 2026, ""),
        ("-1", 2026, NAME),
        ("0.001", 2026, NAME),
        ("10000000", 2026, NAME),
        ("1", 2025, NAME),
        ("1", 2027, NAME),
    ],
)
def test_what_cannot_be_signed_is_refused(alfa: Organization, anna: Member, amount: str, year: int, name: str) -> None:
    with inside(alfa), clock.pretend(DAY):
        with pytest.raises(CannotSign):
            fringe(anna, amount, year, name)
        assert not Declaration.objects.exists()


def test_the_year_before_may_be_declared_until_its_tax_is_settled(alfa: Organization, anna: Member) -> None:
    with inside(alfa):
        with clock.pretend(datetime.date(2027, 2, 28)):
            assert fringe(anna, year=2026).year == 2026
        with clock.pretend(datetime.date(2027, 3, 1)), pytest.raises(CannotSign):
            fringe(anna, "1", year=2026)


def test_only_dependent_children_of_the_family_with_their_own_code_are_declared(
    alfa: Organization, anna: Member
) -> None:
    with inside(alfa), clock.pretend(DAY):
        leo = child(anna)
        others = [
            child(anna, "Marco", is_dependent=False),
            child(anna, "Nino", kinship="sibling"),
            child(anna, "Olmo", closed_on=DAY),
            child(anna, "Pino", birth_date=datetime.date(2018, 1, 1)),
            child(make.member("Bruno"), "Ugo"),
        ]
        assert declarations.children_of(anna) == [leo]
        for codes in [[], *([leo.tax_code, other.tax_code] for other in others)]:
            body = {"children": codes}
            with pytest.raises(CannotSign):
                declarations.sign(anna, Kind.DEPENDENT_CHILDREN, 2026, body, signed_name=NAME, actor=SYSTEM)
        assert not Declaration.objects.exists()


def test_many_members_are_read_with_one_query(alfa: Organization, anna: Member) -> None:
    with inside(alfa), clock.pretend(DAY):
        others = [make.member("Bruno") for _ in range(29)]
        fringe(anna)
        declarations.revoke(fringe(others[0], name="Bruno Bianchi"), actor=SYSTEM)
        with counted() as of_a_list:
            found = declarations.standings([anna, *others], 2026)
        with counted() as of_a_queryset:
            assert declarations.standings(Member.objects.all(), 2026) == found
        with counted() as of_one:
            declarations.standing_of(anna, 2026)
    assert [len(of_a_list), len(of_a_queryset), len(of_one)] == [1, 1, 1]
    assert found == {m.uuid: Standing() for m in others} | {
        anna.uuid: Standing(other_employers_fringe=Decimal("120.50"))
    }
