"""Complaints: written by the member, answered by the office within its days, read by nobody else."""

import datetime
import uuid

import pytest
from django.test import Client

from catalog.feedback import complaints, office, tasks
from catalog.feedback.complaints import Found
from catalog.feedback.models import Complaint
from catalog.orders.models import Order
from members.models import Member
from tenants.audit.models import Record
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import Organization, Review
from tests import make
from tests.conftest import browse, inside
from tests.orders.stage import Stage
from welfare.clock import pretend, today

SAID = {"kind": "quality", "text": "Il pranzo mancava due giorni su cinque.", "may_name": "on"}
FOUND = {"outcome": "right", "text": "Ci hanno dato ragione: due pranzi in più."}


@pytest.fixture
def order(stage: Stage) -> Order:
    return stage.place()


@pytest.fixture
def anna(stage: Stage) -> Client:
    return browse(stage.issuer, stage.anna.user)


@pytest.fixture
def olga(rete: Organization) -> Client:
    """The network's welfare office."""
    with inside(rete):
        return browse(rete, make.user("Olga", "office"))


def complain(anna: Client, order: Order) -> Complaint:
    anna.post(f"/richieste/{order.pk}/reclamo/", SAID)
    with inside(Organization.objects.get(slug="alfa")):
        return Complaint.objects.latest("sent_at")


def test_it_goes_to_the_office_with_a_day_and_comes_back_answered(
    stage: Stage, order: Order, anna: Client, olga: Client
) -> None:
    complaint = complain(anna, order)
    assert complaint.due_on == today() + datetime.timedelta(days=15)
    assert b"pranzo" not in bytes(complaint.sealed_text)
    listed = olga.get("/rete/reclami/").content.decode()
    assert "Alfa" in listed and "Anna" not in listed
    assert "1" in olga.get("/rete/").content.decode()
    page = olga.get(f"/rete/reclami/{complaint.pk}/").content.decode()
    assert "Il pranzo mancava" in page and "Anna Bianchi" in page and "Puoi dire questo nome" in page
    assert olga.post(f"/rete/reclami/{complaint.pk}/", FOUND).status_code == 302
    assert olga.post(f"/rete/reclami/{complaint.pk}/", FOUND).status_code == 404
    mine = anna.get(f"/richieste/reclami/{complaint.pk}/").content.decode()
    assert "Ci hanno dato ragione" in mine and "È sistemato" in mine
    with inside(stage.issuer):
        mail = compose(Message.objects.get(kind="complaint_answered"))
        assert "ragione" not in str(mail.body)
        acts = set(Record.objects.filter(person_id=stage.anna.user_id).values_list("action", flat=True))
        assert {"complaint_sent", "complaint_read", "complaint_answered"} <= acts


def test_a_second_while_one_is_open_leads_to_the_first(order: Order, anna: Client, stage: Stage) -> None:
    first = complain(anna, order)
    again = anna.post(f"/richieste/{order.pk}/reclamo/", SAID | {"text": "Ancora"})
    assert again["Location"] == f"/richieste/reclami/{first.pk}/"
    with inside(stage.issuer):
        assert Complaint.objects.count() == Review.objects.count() == 1


def test_withdrawn_it_leaves_the_queue_and_is_not_answered(
    stage: Stage, order: Order, anna: Client, olga: Client
) -> None:
    complaint = complain(anna, order)
    anna.post(f"/richieste/reclami/{complaint.pk}/ritira/")
    anna.post(f"/richieste/reclami/{complaint.pk}/ritira/")
    assert olga.post(f"/rete/reclami/{complaint.pk}/", FOUND).status_code == 404
    with inside(stage.issuer):
        complaint.refresh_from_db()
        assert complaint.state == "withdrawn"
        assert not complaints.answer(complaint, Found(Complaint.Outcome.PARTLY, "No"), actor=stage.actor)
        assert not Message.objects.filter(kind="complaint_answered").exists()
    complain(anna, order)
    with inside(stage.issuer):
        assert Complaint.objects.filter(state="open").count() == 1


@pytest.mark.parametrize("wrong", [{"kind": ""}, {"kind": "sconosciuto"}, {"text": " "}, {"text": "x" * 2001}])
def test_half_a_complaint_is_not_sent_and_what_was_typed_stays(
    order: Order, anna: Client, stage: Stage, wrong: dict[str, str]
) -> None:
    page = anna.post(f"/richieste/{order.pk}/reclamo/", SAID | wrong)
    assert page.status_code == 200 and "error-summary" in page.content.decode()
    if "text" not in wrong:
        assert SAID["text"] in page.content.decode()
    with inside(stage.issuer):
        assert not Complaint.objects.exists()
    assert not Review.objects.exists()


def test_nobody_else_reads_it(stage: Stage, order: Order, anna: Client) -> None:
    complaint = complain(anna, order)
    with inside(stage.issuer):
        others = [make.member("Bruno").user, make.user("Rita", "hr", "member")]
        make.member("Rita", user=others[1])
    for user in others:
        client = browse(stage.issuer, user)
        assert client.get(f"/richieste/reclami/{complaint.pk}/").status_code == 404
        assert client.get(f"/richieste/{order.pk}/reclamo/").status_code == 404
    register = browse(stage.issuer, others[1]).get("/hr/registro/").content.decode()
    assert "reclamo" not in register


def test_the_office_does_not_decide_on_its_own_family(
    stage: Stage, order: Order, anna: Client, rete: Organization
) -> None:
    complaint = complain(anna, order)
    with inside(rete):
        user = make.user("Anna", "office", "member", email=stage.anna.user.email)
        client = browse(rete, user)
    assert client.get(f"/rete/reclami/{complaint.pk}/").status_code == 403
    assert client.post(f"/rete/reclami/{complaint.pk}/", FOUND).status_code == 403


def test_a_late_one_says_so(order: Order, anna: Client, olga: Client) -> None:
    complain(anna, order)
    assert "in ritardo" not in olga.get("/rete/reclami/").content.decode()
    with pretend(today() + datetime.timedelta(days=16)):
        assert "in ritardo" in olga.get("/rete/reclami/").content.decode()


def test_who_has_left_reads_the_answer_in_the_mail(
    stage: Stage, order: Order, anna: Client, rete: Organization
) -> None:
    complaint = complain(anna, order)
    with inside(stage.issuer):
        stage.anna.user.is_active = False
        stage.anna.user.save()
        complaints.answer(complaint, Found(Complaint.Outcome.PARTLY, "Un pranzo in più"), actor=stage.actor)
        mail = compose(Message.objects.get(kind="complaint_answered"))
        assert "Un pranzo in più" in str(mail.body) and "/richieste/" not in str(mail.body)


def test_two_years_after_its_texts_are_erased(stage: Stage, order: Order, anna: Client) -> None:
    complaint = complain(anna, order)
    with inside(stage.issuer):
        complaints.answer(complaint, Found(Complaint.Outcome.EXPLAINED, "Perché"), actor=stage.actor)
    # Whatever becomes of the organization.
    Organization.objects.filter(pk=stage.issuer.pk).update(status="suspended")
    for days, text in ((729, "pranzo"), (731, "")):
        with pretend(today() + datetime.timedelta(days=days)):
            tasks.ask_everywhere()
        with inside(stage.issuer):
            complaint.refresh_from_db()
            assert text in complaints.unsealed(complaint.sealed_text)
    Organization.objects.filter(pk=stage.issuer.pk).update(status="active")
    page = anna.get(f"/richieste/reclami/{complaint.pk}/").content.decode()
    assert "sono cancellati" in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_offices_list_asks_as_much_for_one_as_for_thirty(
    alfa: Organization, olga: Client, rows: int, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        Review.objects.create(pk=uuid.uuid4(), organization=alfa, kind="complaint", since="2026-01-02T10:00Z")
    olga.get("/rete/reclami/")
    with django_assert_num_queries(6):  # type: ignore[operator]
        olga.get("/rete/reclami/")


def test_one_that_waits_is_counted_for_the_office(stage: Stage, order: Order, anna: Client) -> None:
    assert office.count_waiting() == 0
    complain(anna, order)
    assert office.count_waiting() == 1
    assert isinstance(stage.anna, Member)
