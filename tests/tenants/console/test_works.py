"""Work that stopped: found by organization and kind, told in words, put back one by one or all at once."""

import uuid

import pytest
from django.test import Client

from tenants import failures
from tenants.audit.models import Record
from tenants.console.works import ERRORS, KINDS
from tenants.messages.models import Message
from tenants.models import FailedTask, Organization
from tests import make
from tests.conftest import inside
from tests.queries import counted
from tests.tenants.console.test_console import signed_in, text

LIST = "/rete/lavori/"
ENGLISH = {"accept-language": "en"}
LIST_QUERIES = 5


@pytest.fixture
def operator(rete: Organization) -> Client:
    return signed_in(rete, "operator")


def stopped_mail(where: Organization, error: str = "SMTPServerDisconnected") -> Message:
    with inside(where):
        made = Message.objects.create(recipient=make.user("Anna"), kind="x", state="failed", attempts=5)
    failures.give_up(where, "message", made.pk, error)
    return made


def shown(client: Client, **asked: str) -> list[str]:
    rows = client.get(LIST, asked).context["rows"]
    return sorted(f"{row.work.organization.name} {row.work.kind}" for row in rows)


def test_every_kind_that_can_be_tried_again_has_its_words() -> None:
    assert sorted(set(failures.ways) - set(KINDS)) == []
    assert [kind for kind, words in KINDS.items() if not (words.label and words.missing and words.advice)] == []


def test_found_by_organization_and_kind(operator: Client, alfa: Organization, beta: Organization) -> None:
    for where in (alfa, beta):
        stopped_mail(where)
    failures.give_up(alfa, "voucher", uuid.uuid4(), "OSError 28")
    assert shown(operator) == ["Alfa message", "Alfa voucher", "Beta message"]
    assert shown(operator, q="ÀLFA") == ["Alfa message", "Alfa voucher"]
    assert shown(operator, tipo="voucher") == ["Alfa voucher"]
    assert shown(operator, q="beta", tipo="voucher") == []
    assert shown(operator, tipo="unheard") == ["Alfa message", "Alfa voucher", "Beta message"]


def test_why_and_what_to_do_are_in_words(operator: Client, alfa: Organization) -> None:
    stopped_mail(alfa)
    page = text(operator.get(LIST, {"tipo": "message"}, headers=ENGLISH))
    assert "The mail server hung up." in page
    assert "See whether the mail server answers, then try again." in page
    assert "Mail (1)" in page
    assert "SMTPServerDisconnected" in ERRORS


def test_all_of_a_kind_go_back_at_once_and_stand_among_the_closed(
    operator: Client, alfa: Organization, beta: Organization, rete: Organization
) -> None:
    messages = [stopped_mail(where) for where in (alfa, alfa, beta)]
    failures.give_up(alfa, "voucher", uuid.uuid4(), "OSError 28")
    operator.post(f"{LIST}riprova/", {"tipo": "message"})
    assert shown(operator) == ["Alfa voucher"]
    assert shown(operator, stato="chiusi") == ["Alfa message", "Alfa message", "Beta message"]
    for where, message in zip((alfa, alfa, beta), messages, strict=True):
        with inside(where):
            message.refresh_from_db()
            assert (message.state, message.attempts) == ("queued", 0)
    with inside(rete):
        acts = Record.objects.filter(action="work.retried").values_list("subject", "details")
        assert sorted(subject for subject, _details in acts) == sorted([alfa.key, alfa.key, beta.key])


def test_what_makes_no_sense_to_try_again_is_closed(operator: Client, alfa: Organization, rete: Organization) -> None:
    message = stopped_mail(alfa, "Undeliverable")
    failed = FailedTask.objects.get()
    for _ in range(2):
        assert operator.post(f"{LIST}{failed.pk}/chiudi/").headers["Location"] == LIST
    assert (shown(operator), shown(operator, stato="chiusi")) == ([], ["Alfa message"])
    with inside(alfa):
        message.refresh_from_db()
        assert message.state == "failed"
    with inside(rete):
        assert Record.objects.filter(action="work.dismissed", subject=alfa.key).count() == 1
    assert operator.post(f"{LIST}{uuid.uuid4()}/chiudi/").status_code == 404


def test_only_what_was_searched_goes_back(operator: Client, alfa: Organization, beta: Organization) -> None:
    for where in (alfa, beta):
        stopped_mail(where)
    operator.post(f"{LIST}riprova/", {"tipo": "message", "q": "beta"})
    assert shown(operator) == ["Alfa message"]


def test_a_press_has_an_end_and_says_what_is_left(
    operator: Client, alfa: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.console.works.MOST_AT_ONCE", 2)
    for _ in range(3):
        stopped_mail(alfa)
    page = text(operator.post(f"{LIST}riprova/", {}, follow=True, headers=ENGLISH))
    assert "2 pieces of work are in the queue again." in page
    assert "1 is left: press again." in page


@pytest.mark.parametrize("sent", [{"tipo": "mesage"}, {"q": "x" * 101}, {"q": "a\0b"}])
def test_what_cannot_be_told_puts_nothing_back(operator: Client, alfa: Organization, sent: dict[str, str]) -> None:
    stopped_mail(alfa)
    assert operator.post(f"{LIST}riprova/", sent).status_code == 400
    assert shown(operator) == ["Alfa message"]


def test_what_nobody_can_try_again_stays(operator: Client, alfa: Organization) -> None:
    failures.give_up(alfa, "unheard-of", uuid.uuid4(), "x")
    operator.post(f"{LIST}riprova/", {})
    assert FailedTask.objects.get().resolved_at is None


def test_one_put_back_by_a_colleague_meanwhile_is_not_counted(
    operator: Client, alfa: Organization, rete: Organization
) -> None:
    message = stopped_mail(alfa)
    failed = FailedTask.objects.get(reference=message.pk)
    for _ in range(2):
        operator.post(f"{LIST}{failed.pk}/riprova/")
    with inside(rete):
        assert Record.objects.filter(action="work.retried").count() == 1


def test_the_list_costs_the_same_at_one_and_at_thirty(operator: Client, alfa: Organization) -> None:
    def cost() -> int:
        with counted() as statements:
            assert operator.get(LIST).status_code == 200
        return len(statements)

    failures.give_up(alfa, "message", uuid.uuid4(), "x")
    cost()
    assert cost() == LIST_QUERIES
    for _ in range(30):
        failures.give_up(alfa, "message", uuid.uuid4(), "x")
    assert cost() == LIST_QUERIES


def test_pages_go_on_to_the_last_and_back(operator: Client, alfa: Organization) -> None:
    for _ in range(60):
        failures.give_up(alfa, "message", uuid.uuid4(), "x")
    pages = [operator.get(LIST)]
    while pages[-1].context["next_url"]:
        pages.append(operator.get(LIST + pages[-1].context["next_url"]))
    assert len({row.work.pk for page in pages for row in page.context["rows"]}) == 60
    back = operator.get(LIST + pages[2].context["previous_url"])
    assert [row.work.pk for row in back.context["rows"]] == [row.work.pk for row in pages[1].context["rows"]]


@pytest.mark.parametrize("asked", [{}, {"stato": "chiusi"}, {"q": "x"}])
def test_an_empty_list_says_so(operator: Client, asked: dict[str, str]) -> None:
    page = operator.get(LIST, asked)
    assert 'class="empty"' in text(page)
