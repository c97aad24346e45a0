"""A person's own account: what it shows, a new e-mail, who opened the record."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tenants.audit import trail
from tenants.identity import readings
from tenants.identity.models import Role, User
from tenants.isolation import SYSTEM, Actor
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.identity.people import ANNA, PASSWORD, account, code_in
from tests.queries import counted

Outbox = list[EmailMessage]
NEW = "anna.nuova@example.org"


def test_the_profile_shows_what_is_mine(alfa: Organization) -> None:
    anna = account(alfa, member_number="M-42")
    client = browse(alfa, anna)
    with counted() as queries:
        page = client.get("/profilo/").content.decode()
    for words in ("Anna Bianchi", ANNA, "M-42"):
        assert words in page
    assert len(queries) == 5


def confirmed(where: Organization, user: User) -> Client:
    """A browser whose person has just typed the password again."""
    client = browse(where, user)
    client.post("/profilo/conferma/", {"password": PASSWORD})
    return client


def test_a_new_e_mail_counts_once_its_code_comes_back(alfa: Organization, mailoutbox: Outbox) -> None:
    anna = account(alfa)
    other_device = browse(alfa, anna)
    client = confirmed(alfa, anna)
    assert client.post("/profilo/email/", {"email": NEW, "action_add": "1"})["Location"] == "/account/verifica/"
    with inside(alfa):
        assert User.objects.get(pk=anna.pk).email == ANNA
    client.post("/account/verifica/", {"code": code_in(mailoutbox[-1])})
    with inside(alfa):
        assert User.objects.get(pk=anna.pk).email == NEW
    assert client.get("/profilo/").status_code == 200
    assert other_device.get("/profilo/").status_code == 302
    assert mailoutbox[-1].to == [ANNA]


def test_another_s_e_mail_cannot_be_taken(alfa: Organization, mailoutbox: Outbox) -> None:
    anna = account(alfa)
    account(alfa, email=NEW)
    client = confirmed(alfa, anna)
    client.post("/profilo/email/", {"email": NEW})
    assert NEW not in [address for mail in mailoutbox for address in mail.to if "code" in mail.subject]
    with inside(alfa):
        assert User.objects.get(pk=anna.pk).email == ANNA


def test_the_password_is_asked_before_changing_the_e_mail(alfa: Organization, mailoutbox: Outbox) -> None:
    anna = account(alfa)
    answer = browse(alfa, anna).post("/profilo/email/", {"email": NEW})
    assert answer["Location"].startswith("/profilo/conferma/")
    assert not mailoutbox


@pytest.mark.parametrize("act", ["action_remove", "action_primary", "action_send"])
def test_the_address_cannot_be_removed(alfa: Organization, act: str) -> None:
    anna = account(alfa)
    confirmed(alfa, anna).post("/profilo/email/", {"email": ANNA, act: "1"})
    with inside(alfa):
        assert User.objects.get(pk=anna.pk).email == ANNA


def test_looking_at_the_address_writes_nothing(alfa: Organization) -> None:
    anna = account(alfa)
    client = browse(alfa, anna)
    with counted() as queries:
        assert client.get("/profilo/email/").status_code == 200
    assert not [sql for sql in queries if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]


def test_i_read_who_opened_my_record_and_not_others(alfa: Organization, beta: Organization) -> None:
    anna = account(alfa)
    with inside(alfa):
        hilda = make.user("Hilda", Role.HR)
        trail.record(Actor(alfa.key, hilda.pk), "person_read", person_id=anna.pk)
        trail.record(Actor(alfa.key, anna.pk), "person_corrected", person_id=anna.pk)
        trail.record(Actor(beta.key, 7), "person_read", person_id=anna.pk)
        trail.record(Actor(alfa.key, hilda.pk), "person_read", person_id=hilda.pk)
        trail.record(SYSTEM, "unknown.act", person_id=anna.pk)
    lines = browse(alfa, anna).get("/profilo/letture/").context["lines"]
    assert [str(line.who) for line in lines] == [str(readings.SYSTEM_NAME), "Beta", hilda.full_name]


@pytest.mark.parametrize("rows", [1, 24])
def test_the_list_costs_the_same_for_one_and_for_many(alfa: Organization, rows: int) -> None:
    anna = account(alfa)
    with inside(alfa):
        hilda = make.user("Hilda", Role.HR)
        for _ in range(rows):
            trail.record(Actor(alfa.key, hilda.pk), "person_read", person_id=anna.pk)
    client = browse(alfa, anna)
    with counted() as queries:
        client.get("/profilo/letture/")
    assert len(queries) == 5


def test_the_list_pages_by_key(alfa: Organization) -> None:
    anna = account(alfa)
    with inside(alfa):
        for _ in range(30):
            trail.record(SYSTEM, "person_read", person_id=anna.pk)
    client = browse(alfa, anna)
    first = client.get("/profilo/letture/")
    second = client.get("/profilo/letture/" + first.context["next_url"])
    assert [len(page.context["lines"]) for page in (first, second)] == [25, 5]
    assert client.get("/profilo/letture/", {"dopo": "nonsense"}).status_code == 200


def test_visitors_are_sent_to_sign_in(alfa: Organization) -> None:
    for path in ("/profilo/", "/profilo/letture/", "/profilo/email/", "/profilo/password/", "/identita/"):
        assert browse(alfa).get(path)["Location"].startswith("/accedi/?next=")


def test_an_update_in_place_of_a_visitor_leads_to_the_whole_sign_in_page(alfa: Organization) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://alfa.localhost/scaffale/"}
    answer = browse(alfa).get("/profilo/", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accedi/?next=%2Fscaffale%2F")
