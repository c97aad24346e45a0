"""The network's home says what needs an act first; each line leads to a list that holds exactly that."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from providers.models import Offer
from tenants import failures, opening
from tenants.audit.models import Record
from tenants.identity import invitations
from tenants.identity.models import Invitation, User
from tenants.models import Organization, Provisioning, Status
from tests import make
from tests.conftest import inside
from tests.queries import counted
from tests.tenants.console.test_console import signed_in
from welfare.clock import now

ENGLISH = {"accept-language": "en"}
HOME_QUERIES = 12


@pytest.fixture
def operator(rete: Organization) -> Client:
    return signed_in(rete, "operator")


def lines(client: Client) -> dict[str, tuple[int | None, str]]:
    return {item.label: (item.count, item.url) for item in client.get("/rete/", headers=ENGLISH).context["to_do"]}


def names(client: Client, address: str) -> list[str]:
    return [row.name for row in client.get(address).context["page"].rows]


def test_organizations_that_need_the_network(
    operator: Client, alfa: Organization, beta: Organization, rete: Organization
) -> None:
    assert lines(operator) == {}
    long_ago = now() - datetime.timedelta(days=8)
    Provisioning.objects.create(organization=alfa, step="done")
    Organization.objects.filter(pk=alfa.pk).update(opened_at=long_ago)
    Provisioning.objects.create(organization=beta, step="failed", error="x")
    Organization.objects.filter(pk=beta.pk).update(status=Status.DRAFT)
    Organization.objects.filter(pk=rete.pk).update(migrations_applied=0)
    # The network itself would not be served any more: only its row in the list is meant here.
    shown = queries_of_lines()
    Organization.objects.filter(pk=rete.pk).update(migrations_applied=rete.migrations_applied)
    assert shown == {"stopped": 1, "silent": 1, "behind": 1, "opening": 0, "suspended": 0}
    found = lines(operator)
    assert found["opening that stopped"] == (1, "/rete/organizzazioni/?status=ferma")
    assert found["organization that nobody has entered"] == (1, "/rete/organizzazioni/?status=nessuno")
    assert names(operator, "/rete/organizzazioni/?status=ferma") == ["Beta"]
    assert names(operator, "/rete/organizzazioni/?status=nessuno") == ["Alfa"]
    assert names(operator, "/rete/organizzazioni/?status=indietro") == []


def queries_of_lines() -> dict[str, int]:
    from tenants.console import queries  # noqa: PLC0415

    return queries.waiting()


def test_one_who_comes_in_ends_the_silence_and_the_network_learns_no_name(
    operator: Client, alfa: Organization, django_capture_on_commit_callbacks: Any, mailoutbox: list[Any]
) -> None:
    Provisioning.objects.create(organization=alfa, step="done")
    Organization.objects.filter(pk=alfa.pk).update(opened_at=now() - datetime.timedelta(days=8))
    with inside(alfa):
        first = make.user("Irene", "hr")
        make.user("Anna")
    page = operator.get(f"/rete/organizzazioni/{alfa.pk}/", headers=ENGLISH).content.decode()
    assert "Nobody has come in yet" in page and "Irene" not in page
    with django_capture_on_commit_callbacks(execute=True):
        operator.post(f"/rete/organizzazioni/{alfa.pk}/invita/")
    assert [mail.to for mail in mailoutbox] == [[first.email]]
    with inside(alfa):
        invitation = Invitation.objects.get()
        invitations.mark_opened(invitation)
        invitation.refresh_from_db()
        assert invitations.use(invitation, password="a long password of hers")
    assert lines(operator) == {}
    row = Provisioning.objects.get(organization=alfa)
    entered = row.entered_at
    assert entered is not None
    operator.post(f"/rete/organizzazioni/{alfa.pk}/invita/")
    assert len(mailoutbox) == 1
    with inside(alfa):
        assert User.objects.get(pk=first.pk).has_usable_password()


def test_inviting_again_is_in_the_networks_trail(operator: Client, alfa: Organization, rete: Organization) -> None:
    Provisioning.objects.create(organization=alfa, step="done")
    with inside(alfa):
        make.user("Irene", "hr")
    for _ in range(4):
        answer = operator.post(f"/rete/organizzazioni/{alfa.pk}/invita/", follow=True, headers=ENGLISH)
    assert "Three invitations have been mailed" in answer.content.decode()
    with inside(rete):
        acts = Record.objects.filter(action="organization.invited_again", subject=alfa.key)
        assert acts.count() == 3


def test_nobody_to_invite_is_said(alfa: Organization, rete: Organization, operator: Client) -> None:
    with inside(rete):
        assert not opening.invite_first_again(alfa, actor=failures_actor(rete))
    answer = operator.post(f"/rete/organizzazioni/{alfa.pk}/invita/", follow=True, headers=ENGLISH)
    assert "nobody to invite from here" in answer.content.decode()


def failures_actor(rete: Organization) -> Any:
    from tenants.isolation import Actor  # noqa: PLC0415

    return Actor(rete.key, 1)


def test_stopped_work_by_kind_is_the_operators(operator: Client, rete: Organization, alfa: Organization) -> None:
    for _ in range(2):
        failures.give_up(alfa, "message", uuid.uuid4(), "SMTPServerDisconnected")
    failures.give_up(alfa, "provisioning", uuid.uuid4(), "x")
    assert lines(operator) == {"Stopped: Mail": (2, "/rete/lavori/?tipo=message")}
    assert lines(signed_in(rete, "office")) == {}


def test_services_and_providers_that_wait(operator: Client, alfa: Organization, beta: Organization) -> None:
    primavera = make.provider(beta)
    make.provider(None, "Elenco")
    assert lines(operator) == {"provider without any published service": (1, "/rete/fornitori/?mostra=senza-servizi")}
    assert names(operator, "/rete/fornitori/?mostra=senza-servizi") == ["Primavera"]
    assert names(operator, "/rete/fornitori/?mostra=elenco") == ["Elenco"]
    make.offer(primavera)
    make.offer(primavera, "Inviata", state=Offer.State.SUBMITTED)
    old = make.offer(primavera, "Ferma", state=Offer.State.DRAFT, published_at=None)
    Offer.objects.filter(pk=old.pk).update(created_at=now() - datetime.timedelta(days=31))
    assert lines(operator) == {
        "draft older than a month": (1, "/rete/servizi/?stato=bozze-ferme"),
    }


def test_providers_are_found_without_accents_and_in_any_order(operator: Client) -> None:
    make.provider(None, "Società Àgape")
    assert names(operator, "/rete/fornitori/?q=agape+societa") == ["Società Àgape"]
    assert names(operator, "/rete/fornitori/?q=CÀRPI") == ["Società Àgape"]
    assert names(operator, "/rete/fornitori/?q=%25") == []


def test_providers_page_back_and_forth(operator: Client) -> None:
    for number in range(60):
        make.provider(None, f"Coop {number:02}")
    pages = [operator.get("/rete/fornitori/?q=coop")]
    while pages[-1].context["next_url"]:
        pages.append(operator.get("/rete/fornitori/" + pages[-1].context["next_url"]))
    assert [row.name for page in pages for row in page.context["page"].rows] == [f"Coop {n:02}" for n in range(60)]
    back = operator.get("/rete/fornitori/" + pages[2].context["previous_url"])
    assert back.context["page"].rows == pages[1].context["page"].rows


def test_the_home_costs_the_same_at_one_and_at_thirty(operator: Client, alfa: Organization) -> None:
    def cost() -> int:
        with counted() as statements:
            assert operator.get("/rete/").status_code == 200
        return len(statements)

    def fill(count: int) -> None:
        for number in range(count):
            make.provider(None, f"Coop {number}")
            failures.give_up(alfa, "message", uuid.uuid4(), "x")
            name = uuid.uuid4().hex[:8]
            Organization(slug=name, name=name, kind="company", status=Status.SUSPENDED).save()

    fill(1)
    cost()
    at_one = cost()
    fill(29)
    assert cost() == at_one == HOME_QUERIES
