"""The welfare office looks at certificates: nameless in the list, opened with a record, never of the own family."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from members.certificates import Paper, send
from members.models import Certificate, Member, Relative
from tenants.audit.models import Record
from tenants.isolation import SYSTEM
from tenants.models import Organization, Review, Status
from tests import make
from tests.conftest import browse, inside
from tests.members import papers
from tests.queries import counted
from welfare import clock

LIST = "/rete/certificati/"
BORN = datetime.date(1958, 1, 1)


@pytest.fixture(autouse=True)
def private(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.PRIVATE_FILES = tmp_path
    with clock.pretend(datetime.date(2026, 6, 10)):
        yield tmp_path


@pytest.fixture
def anna(alfa: Organization) -> Member:
    with inside(alfa):
        return make.member("Anna", tax_code="BNCNNA85C54F257X")


@pytest.fixture
def certificate(alfa: Organization, anna: Member) -> Certificate:
    with inside(alfa):
        return sent(make.relative(anna, "Olga", family_name="Verdi", kinship="parent", birth_date=BORN))


def sent(of: Relative, content: bytes = papers.picture()) -> Certificate:
    paper = Paper("INPS", datetime.date(2026, 3, 1), None, content, "jpg")
    return send(of, paper, actor=SYSTEM)


@pytest.fixture
def ugo(rete: Organization) -> Client:
    with inside(rete):
        return browse(rete, make.user("Ugo", "office", family_name="Neri"))


def test_the_list_names_the_organization_and_nobody(certificate: Certificate, ugo: Client) -> None:
    page = ugo.get(LIST)
    assert [(row.pk, row.organization.name) for row in page.context["rows"]] == [(certificate.pk, "Alfa")]
    assert not {name for name in ("Olga", "Anna", "INPS") if name in page.content.decode()}
    assert ugo.get("/rete/").context["to_do"][0].count == 1


def test_one_is_opened_with_name_kinship_and_age_alone_and_the_member_reads_it(
    alfa: Organization, rete: Organization, anna: Member, certificate: Certificate, ugo: Client
) -> None:
    page = ugo.get(f"{LIST}{certificate.pk}/")
    shown = page.context["shown"]
    assert (shown.name, shown.kinship, shown.age) == ("Olga Verdi", "Genitore", 68)
    assert not {name for name in ("Anna", "Bianchi", "BNCNNA85C54F257X") if name in page.content.decode()}
    assert ugo.get(f"{LIST}{certificate.pk}/documento/").content == papers.picture()
    with inside(alfa):
        acts = Record.objects.filter(action="certificate_read", person_id=anna.user_id)
        assert {record.actor.partition(":")[0] for record in acts} == {rete.key}
        assert acts.count() == 2
    told = browse(alfa, anna.user).get("/profilo/letture/").content.decode()
    assert "Rete" in told


def test_what_was_found_counts_and_the_row_leaves_the_list(
    alfa: Organization, certificate: Certificate, ugo: Client
) -> None:
    assert ugo.post(f"{LIST}{certificate.pk}/", {"decision": "seen"}).status_code == 302
    with inside(alfa):
        assert Certificate.objects.get().state == "seen"
        assert Record.objects.filter(action="certificate_seen").exists()
    assert Review.objects.get().state == "closed"
    for path in ("", "documento/"):
        assert ugo.get(f"{LIST}{certificate.pk}/{path}").status_code == 404
    assert ugo.post(f"{LIST}{certificate.pk}/", {"decision": "seen"}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({}, "decision"), ({"decision": "maybe"}, "decision"), ({"decision": "declined", "reason": " "}, "reason")],
)
def test_a_refusal_needs_its_reason(
    alfa: Organization, certificate: Certificate, ugo: Client, fields: dict[str, str], wrong: str
) -> None:
    assert list(ugo.post(f"{LIST}{certificate.pk}/", fields).context["form"].errors) == [wrong]
    declined = {"decision": "declined", "reason": "Manca la firma"}
    assert ugo.post(f"{LIST}{certificate.pk}/", declined).status_code == 302
    with inside(alfa):
        assert Certificate.objects.values_list("state", "reason").get() == ("declined", "Manca la firma")


@pytest.mark.parametrize("kin", ["same e-mail", "same tax code", "relative of the officer", "officer in the family"])
def test_nobody_decides_on_the_own_family(
    alfa: Organization, rete: Organization, anna: Member, certificate: Certificate, kin: str
) -> None:
    """Anna's mother is Olga; the officer is Anna herself, Anna's sister, or Anna's husband."""
    with inside(rete):
        user = make.user("Ugo", "member", "office", family_name="Neri")
        me = make.member(user=user, birth_date=datetime.date(1980, 5, 1))
        if kin == "same e-mail":
            user.email = str(anna.user.email).upper()
            user.save()
        elif kin == "same tax code":
            Member.objects.filter(pk=me.pk).update(tax_code=anna.tax_code)
        elif kin == "relative of the officer":
            make.relative(me, "OLGA", family_name="Verdi", kinship="parent", birth_date=BORN)
    if kin == "officer in the family":
        with inside(alfa):
            make.relative(anna, "Ugo", family_name="Neri", kinship="spouse", birth_date=datetime.date(1980, 5, 1))
    officer = browse(rete, user)
    path = f"{LIST}{certificate.pk}/"
    answers = [officer.get(path), officer.get(f"{path}documento/"), officer.post(path, {"decision": "seen"})]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not any(b"Olga" in answer.content for answer in answers)
    with inside(alfa):
        assert Certificate.objects.get().state == "sent"
        assert not Record.objects.filter(action="certificate_read").exists()


def test_operators_and_others_do_not_open_it(rete: Organization, certificate: Certificate) -> None:
    with inside(rete):
        operator = browse(rete, make.user("Olga", "operator"))
    for path in (LIST, f"{LIST}{certificate.pk}/", f"{LIST}{certificate.pk}/documento/"):
        assert operator.get(path).status_code == 403
    assert b"certificati" not in operator.get("/rete/").content


def test_a_suspended_organization_s_wait(alfa: Organization, certificate: Certificate, ugo: Client) -> None:
    Organization.objects.filter(pk=alfa.pk).update(status=Status.SUSPENDED)
    assert ugo.get(LIST).context["rows"] == []
    assert ugo.get(f"{LIST}{certificate.pk}/").status_code == 404


def test_the_list_costs_the_same_at_1_and_at_30(
    alfa: Organization, anna: Member, certificate: Certificate, ugo: Client
) -> None:
    def cost() -> int:
        with counted() as statements:
            assert ugo.get(LIST).status_code == 200
        return len(statements)

    cost()
    at_one = cost()
    with inside(alfa):
        for number in range(29):
            sent(make.relative(anna, f"Leo{number}"), papers.PDF + str(number).encode())
    # host, session, account, reviews with their organizations
    assert cost() == at_one == 4
