"""Staff of a supplier and of the network: added, invited, given tasks and closed by who manages them."""

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from tenants.audit.models import Record
from tenants.identity import invitations, staff
from tenants.identity.models import Invitation, Role, Session, User
from tenants.isolation import SYSTEM
from tenants.models import Kind, Organization, Throttle
from tests import make
from tests.conftest import browse, inside
from tests.identity.people import PASSWORD, sign_in, signed_in_as
from tests.queries import counted

Outbox = list[EmailMessage]
STAFF, MANAGER, OFFICE, OPERATOR = Role.PROVIDER_STAFF, Role.PROVIDER_MANAGER, Role.OFFICE, Role.OPERATOR
UGO = {"given_name": "Ugo", "family_name": "Neri", "email": "Ugo.Neri@example.org"}
EACH = pytest.mark.parametrize(("slug", "giver", "given"), [("beta", MANAGER, STAFF), ("rete", OPERATOR, OFFICE)])


@pytest.fixture
def hosts(beta: Organization, rete: Organization) -> dict[str, Organization]:
    """Beta as a supplier, and the network."""
    Organization.objects.filter(pk=beta.pk).update(kind=Kind.SUPPLIER)
    beta.refresh_from_db()
    return {"beta": beta, "rete": rete}


def someone(where: Organization, name: str, *roles: str, **fields: Any) -> User:
    with inside(where):
        return make.user(name, *roles, **fields)


def now(where: Organization, user: User) -> User:
    """The account as it stands."""
    with inside(where):
        return User.objects.get(pk=user.pk)


def acts(where: Organization) -> list[tuple[str, str, int | None]]:
    """What is in the trail."""
    with inside(where):
        return list(Record.objects.order_by("pk").values_list("action", "actor", "person_id"))


@EACH
def test_somebody_is_added_and_invited(
    hosts: dict[str, Organization],
    slug: str,
    giver: str,
    given: str,
    mailoutbox: Outbox,
    django_capture_on_commit_callbacks: Any,
) -> None:
    where, marta = hosts[slug], someone(hosts[slug], "Marta", giver)
    with django_capture_on_commit_callbacks(execute=True):
        answer = browse(where, marta).post("/identita/nuovo/", UGO | {"roles": [given]})
    with inside(where):
        ugo = User.objects.get(email="ugo.neri@example.org")
    assert answer["Location"] == f"/identita/{ugo.pk}/"
    assert (ugo.roles, ugo.full_name, ugo.has_usable_password()) == ([given], "Ugo Neri", False)
    assert [mail.to for mail in mailoutbox] == [["ugo.neri@example.org"]]
    assert str(Role(given).label) in str(mailoutbox[0].body)
    who = f"{where.key}:{marta.pk}"
    assert acts(where)[:2] == [("account.added", who, ugo.pk), ("invitation.mailed", who, ugo.pk)]


@EACH
def test_the_list_shows_colleagues_with_their_tasks(
    hosts: dict[str, Organization], slug: str, giver: str, given: str
) -> None:
    where = hosts[slug]
    marta, ugo = someone(where, "Marta", giver), someone(where, "Ugo", given)
    page = browse(where, marta).get("/identita/")
    assert [user.pk for user, _ in page.context["lines"]] == [ugo.pk]
    assert str(Role(given).label) in page.content.decode() and not page.context["hr_keeps_others"]


@pytest.mark.parametrize("people", [1, 24])
def test_the_list_costs_the_same_for_one_and_for_many(hosts: dict[str, Organization], people: int) -> None:
    marta = someone(hosts["beta"], "Marta", MANAGER)
    for _ in range(people):
        someone(hosts["beta"], "Ugo", STAFF)
    client = browse(hosts["beta"], marta)
    with counted() as queries:
        assert client.get("/identita/").status_code == 200
    assert len(queries) == 5


@EACH
def test_tasks_are_given_and_taken_from_the_next_page_on(
    hosts: dict[str, Organization], slug: str, giver: str, given: str
) -> None:
    where = hosts[slug]
    marta, ugo = someone(where, "Marta", giver), someone(where, "Ugo", given)
    theirs, path = browse(where, ugo), f"/identita/{ugo.pk}/compiti/"
    assert theirs.get("/identita/nuovo/").status_code == 403
    browse(where, marta).post(path, {"roles": [given, giver]})
    assert theirs.get("/identita/nuovo/").status_code == 200
    browse(where, marta).post(path, {"roles": [given]})
    assert theirs.get("/identita/nuovo/").status_code == 403
    assert [act for act, _, person in acts(where) if person == ugo.pk] == ["roles_given"] * 2


@EACH
def test_closing_ends_every_session_at_once(hosts: dict[str, Organization], slug: str, giver: str, given: str) -> None:
    where = hosts[slug]
    marta, ugo = someone(where, "Marta", giver), someone(where, "Ugo", given, password=PASSWORD)
    devices = [browse(where, ugo), browse(where, ugo)]
    browse(where, marta).post(f"/identita/{ugo.pk}/chiudi/")
    assert [device.get("/profilo/").status_code for device in devices] == [302, 302]
    client = browse(where)
    sign_in(client, str(ugo.email))
    assert signed_in_as(client, where) is None
    with inside(where):
        assert not Session.objects.filter(user_id=ugo.pk).exists()
    browse(where, marta).post(f"/identita/{ugo.pk}/riapri/")
    assert now(where, ugo).is_active


@EACH
def test_nobody_has_a_say_over_their_own_account(
    hosts: dict[str, Organization], slug: str, giver: str, given: str
) -> None:
    where, marta = hosts[slug], someone(hosts[slug], "Marta", giver)
    client = browse(where, marta)
    for act in ("", "compiti/", "chiudi/", "ripara/"):
        assert client.get(f"/identita/{marta.pk}/{act}").status_code == 404
        assert client.post(f"/identita/{marta.pk}/{act}", {"roles": [given]}).status_code in (404, 405)
    assert (now(where, marta).roles, now(where, marta).is_active) == ([giver], True)


@EACH
def test_a_task_that_is_not_theirs_to_give_is_refused(
    hosts: dict[str, Organization], slug: str, giver: str, given: str
) -> None:
    where = hosts[slug]
    marta, ugo = someone(where, "Marta", giver), someone(where, "Ugo", given)
    client = browse(where, marta)
    for role in set(Role.values) - {giver, given}:
        for path, fields in (("/identita/nuovo/", UGO), (f"/identita/{ugo.pk}/compiti/", {})):
            answer = client.post(path, fields | {"roles": [role, given]})
            assert set(answer.context["form"].errors) == {"roles"}
        with inside(where), pytest.raises(ValueError, match="not theirs"):
            staff.give_roles(ugo, [role], keeper=marta, actor=SYSTEM)
    assert now(where, ugo).roles == [given]
    with inside(where):
        assert User.objects.count() == 2


def test_who_has_no_task_left_is_closed_instead_but_other_tasks_stay(hosts: dict[str, Organization]) -> None:
    rete = hosts["rete"]
    marta, ugo = someone(rete, "Marta", OPERATOR), someone(rete, "Ugo", OFFICE)
    sara = someone(rete, "Sara", Role.MEMBER, Role.HR, OFFICE)
    client = browse(rete, marta)
    assert set(client.post(f"/identita/{ugo.pk}/compiti/").context["form"].errors) == {"roles"}
    assert client.post(f"/identita/{sara.pk}/compiti/").status_code == 302
    assert (now(rete, ugo).roles, now(rete, sara).roles) == ([OFFICE], [Role.MEMBER, Role.HR])


def test_a_manager_sees_the_staff_and_nobody_who_is_here_for_more(alfa: Organization) -> None:
    """On a cooperative's host HR keeps its people, whatever tasks they have."""
    marta = someone(alfa, "Marta", Role.MEMBER, MANAGER)
    others = [someone(alfa, "Altri", *roles) for roles in ([Role.MEMBER], [Role.MEMBER, STAFF], [Role.HR, STAFF])]
    door = someone(alfa, "Porta", STAFF)
    client = browse(alfa, marta)
    listed = client.get("/identita/").context
    assert [user.pk for user, _ in listed["lines"]] == [door.pk] and listed["hr_keeps_others"]
    absent = client.get("/identita/999999/").content
    for other in others:
        for act in ("", "compiti/", "chiudi/", "ripara/"):
            answer = client.get(f"/identita/{other.pk}/{act}")
            assert (answer.status_code, answer.content) == (404, absent)
        assert client.post(f"/identita/{other.pk}/chiudi/").status_code == 404
    assert all(now(alfa, other).is_active for other in others)


@pytest.mark.parametrize("role", sorted(set(Role.values) - {MANAGER, OPERATOR}))
def test_other_roles_add_nobody_and_give_nothing(alfa: Organization, role: str) -> None:
    stranger, door = someone(alfa, "Ada", role), someone(alfa, "Porta", STAFF)
    client = browse(alfa, stranger)
    for path in ("/identita/nuovo/", f"/identita/{door.pk}/compiti/"):
        assert [client.get(path).status_code, client.post(path, UGO).status_code] == [403, 403]


@pytest.mark.parametrize("act", ["close", "demote"])
def test_the_last_who_gives_tasks_stays(hosts: dict[str, Organization], act: str) -> None:
    """As when two managers act on each other and the second request comes after the first has been done."""
    where = hosts["beta"]
    marta, nora = someone(where, "Marta", MANAGER), someone(where, "Nora", MANAGER, STAFF)
    with inside(where):
        User.objects.filter(pk=marta.pk).update(**({"is_active": False} if act == "close" else {"roles": [STAFF]}))
        with pytest.raises(staff.LastOne):
            staff.close(nora, keeper=marta, actor=SYSTEM)
        with pytest.raises(staff.LastOne):
            staff.give_roles(nora, [STAFF], keeper=marta, actor=SYSTEM)
        staff.give_roles(nora, [STAFF, MANAGER], keeper=marta, actor=SYSTEM)
    assert (now(where, nora).is_active, now(where, nora).roles) == (True, [STAFF, MANAGER])


def test_a_refusal_to_close_the_last_is_told(hosts: dict[str, Organization], monkeypatch: pytest.MonkeyPatch) -> None:
    where = hosts["beta"]
    marta, nora = someone(where, "Marta", MANAGER), someone(where, "Nora", MANAGER)
    client, page = browse(where, marta), f"/identita/{nora.pk}/"

    def refuse(*_: Any, **__: Any) -> None:
        raise staff.LastOne("the last")

    monkeypatch.setattr(staff, "refuse_last", refuse)
    assert "the last" in client.post(f"{page}chiudi/", follow=True).content.decode()
    assert "the last" in client.post(f"{page}compiti/", {"roles": [STAFF]}).content.decode()
    assert now(where, nora).is_active


def test_hr_closes_the_last_manager_of_a_cooperative(alfa: Organization) -> None:
    """HR can give the task to somebody else; a leaver must be out."""
    hilda, marta = someone(alfa, "Hilda", Role.HR), someone(alfa, "Marta", MANAGER)
    browse(alfa, hilda).post(f"/identita/{marta.pk}/chiudi/")
    assert not now(alfa, marta).is_active


def test_an_address_in_use_is_told_and_nothing_is_written(
    hosts: dict[str, Organization], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = hosts["beta"]
    marta = someone(where, "Marta", MANAGER)
    someone(where, "Ugo", STAFF, email="ugo.neri@example.org", is_active=False)
    client = browse(where, marta)
    assert set(client.post("/identita/nuovo/", UGO | {"roles": [STAFF]}).context["form"].errors) == {"email"}
    monkeypatch.setattr("tenants.identity.forms_staff.NewStaffForm.clean_email", lambda form: UGO["email"].lower())
    assert set(client.post("/identita/nuovo/", UGO | {"roles": [STAFF]}).context["form"].errors) == {"email"}
    with inside(where):
        assert User.objects.count() == 2
        assert not Invitation.objects.exists()


def test_additions_are_limited(hosts: dict[str, Organization], monkeypatch: pytest.MonkeyPatch) -> None:
    where = hosts["beta"]
    client = browse(where, someone(where, "Marta", MANAGER))
    monkeypatch.setattr("tenants.identity.staffing.A_DAY", 2)
    answers = [add(client, number) for number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert answers[2].context["form"].non_field_errors()
    assert Throttle.objects.filter(purpose="staff-added").exists()


def add(client: Client, number: int) -> Any:
    return client.post("/identita/nuovo/", UGO | {"email": f"ugo{number}@example.org", "roles": [STAFF]})


def test_an_invitation_is_sent_again(hosts: dict[str, Organization]) -> None:
    where = hosts["beta"]
    marta, ugo = someone(where, "Marta", MANAGER), someone(where, "Ugo", STAFF)
    client = browse(where, marta)
    for _ in range(4):
        client.post(f"/identita/{ugo.pk}/invita/")
    with inside(where):
        assert Invitation.objects.filter(user=ugo).count() == 3
        assert invitations.latest_of([ugo])[ugo.pk].state == Invitation.State.QUEUED


def test_the_way_back_has_the_name_of_the_page_it_leads_to(hosts: dict[str, Organization]) -> None:
    where = hosts["beta"]
    marta, ugo = someone(where, "Marta", MANAGER), someone(where, "Ugo", STAFF)
    client = browse(where, marta)
    assert client.get("/identita/").context["prints_letters"] is False
    for page in ("/identita/nuovo/", f"/identita/{ugo.pk}/"):
        way_back = client.get(page).content.decode().split('class="back" href="/identita/"')[1].split("</a>")[0]
        assert "<span>Personale</span>" in way_back


def test_the_navigation_leads_there(hosts: dict[str, Organization]) -> None:
    where = hosts["beta"]
    marta, ugo = someone(where, "Marta", MANAGER), someone(where, "Ugo", STAFF)
    assert 'href="/identita/"' in browse(where, marta).get("/identita/").content.decode()
    assert 'href="/fornitore/"' in browse(where, marta).get("/identita/").content.decode()
    assert 'href="/identita/"' not in browse(where, ugo).get("/profilo/").content.decode()
