"""The register of acts: HR reads its own work in words, and nothing of what people choose."""

import datetime
import uuid

import pytest
from django.test import Client

from members.models import Member
from tenants.audit import register, trail
from tenants.audit.models import Record
from tenants.audit.wording import ACTS
from tenants.identity import rounds
from tenants.isolation import SYSTEM, Actor
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.orders import stage as stages
from tests.queries import counted
from welfare import clock

REGISTER = "/hr/registro/"
# session, account, acts, who, people, keys, categories, plans, grants, services, and the reading's own record
QUERIES = 10


def acts(browser: Client, **asked: str) -> list[tuple[str, str, str]]:
    """What the register shows: who, what, about whom."""
    with_words = browser.get(REGISTER, asked, headers={"accept-language": "en"}).context["lines"]
    return [(str(line.who), str(line.act), line.about) for line in with_words]


def test_an_act_is_told_with_who_and_on_whom(alfa: Organization, irene: Member, browser: Client) -> None:
    with inside(alfa):
        bruno = make.member("Bruno")
    browser.get(f"/hr/persone/{bruno.uuid}/")
    page = browser.get(REGISTER, headers={"accept-language": "en"})
    assert acts(browser) == [("Irene Bianchi", "Opened the record", "Bruno Bianchi")]
    assert f"/hr/persone/{bruno.uuid}/" in page.content.decode()


def test_of_all_acts_that_exist_hr_reads_its_own_alone(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        anna = make.user("Anna")
        for action in ACTS:
            trail.record(SYSTEM, action, person_id=anna.pk, subject="x")
        trail.record(SYSTEM, "from.tomorrow", person_id=anna.pk)
    # One kind at a time: all of them are more than a page.
    shown = {act for kind in register.kinds_in(register.OF_HR) for _who, act, _about in acts(browser, tipo=str(kind))}
    assert shown == {str(ACTS[action].words) for action in register.OF_HR}


def test_what_anna_orders_is_in_no_answer(alfa: Organization, beta: Organization) -> None:
    stage = stages.set_up(alfa, beta)
    order = stage.place()
    with inside(alfa):
        hr = make.member("Irene", "hr")
        placed = Record.objects.get(action="order_placed")
        for action in ("relative_added", "voucher_accepted", "entered"):
            trail.record(Actor(beta.key, 5), action, person_id=stage.anna.user_id, details={"reason": "accept"})
    assert placed.person_id == stage.anna.user_id
    client = browse(alfa, hr.user)
    for asked in ({}, {"persona": "Anna"}, {"tipo": "private"}, {"tipo": "persone"}):
        page = client.get(REGISTER, asked).content.decode()
        assert "Estate al Mulino" not in page
        assert str(order.pk) not in page
        assert "Beta" not in page
    written = client.post(f"{REGISTER}file/").content.decode()
    assert "Anna" not in written and "Beta" not in written


def test_what_a_grant_gave_and_which_tasks_are_said(alfa: Organization, irene: Member, browser: Client) -> None:
    with inside(alfa):
        actor = Actor(alfa.key, irene.user_id)
        trail.record(actor, "grant", subject="x", details={"budget": "y", "amount": "300.00", "people": 12})
        trail.record(actor, "roles_given", person_id=irene.user_id, details={"roles": ["member", "payroll"]})
        trail.record(actor, "roles_given", person_id=irene.user_id, details={"roles": ["member"]})
        trail.record(actor, "person_corrected", person_id=irene.user_id, details={"fields": ["site", "uuid"]})
    lines = browser.get(REGISTER, headers={"accept-language": "en"}).context["lines"]
    assert [line.detail for line in lines] == ["site", "no task", "Payroll", "300,00\xa0€ each to 12 people"]


def test_a_round_of_invitations_is_one_act_and_each_is_found_by_name(
    alfa: Organization, irene: Member, browser: Client
) -> None:
    with inside(alfa):
        for name in ("Bruno", "Carla"):
            make.user(name)
        row = rounds.begin(uuid.uuid4(), irene.user, actor=Actor(alfa.key, irene.user_id))
        rounds.carry_on(row.pk)
    page = browser.get(REGISTER, headers={"accept-language": "en"})
    assert [(str(line.act), line.detail) for line in page.context["lines"]] == [
        ("Began to invite everybody who had not been invited", "2 people")
    ]
    assert acts(browser, persona="Bruno") == [("Irene Bianchi", "Sent an invitation", "Bruno Bianchi")]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"persona": "bìanchi BRUNO"}, 1),
        ({"persona": "irene"}, 2),
        ({"persona": "nobody"}, 0),
        ({"tipo": "persone"}, 2),
        ({"tipo": "credito"}, 0),
        ({"dal": "2020-01-01"}, 2),
        ({"al": "2020-01-01"}, 0),
    ],
)
def test_it_is_searched_by_person_kind_and_period(
    alfa: Organization, irene: Member, browser: Client, asked: dict[str, str], count: int
) -> None:
    with inside(alfa):
        for name in ("Bruno", "Carla"):
            person = make.member(name)
            trail.record(Actor(alfa.key, irene.user_id), "person_read", person_id=person.user_id)
    assert len(acts(browser, **asked)) == count


def test_the_last_day_is_in(alfa: Organization, irene: Member, browser: Client) -> None:
    with inside(alfa):
        trail.record(Actor(alfa.key, irene.user_id), "category_kept")
    today = clock.today()
    yesterday = (today - datetime.timedelta(days=1)).isoformat()
    assert len(acts(browser, dal=today.isoformat(), al=today.isoformat())) == 1
    assert acts(browser, dal=yesterday, al=yesterday) == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"dal": "tomorrow"}, "dal"),
        ({"al": "0001-01-01"}, "al"),
        ({"dal": "2026-02-01", "al": "2026-01-01"}, "al"),
        ({"tipo": "private"}, "tipo"),
        ({"persona": "x" * 81}, "persona"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_so(browser: Client, asked: dict[str, str], field: str) -> None:
    page = browser.get(REGISTER, asked)
    assert (page.status_code, list(page.context["form"].errors)) == (200, [field])
    refused = browser.post(f"{REGISTER}file/", asked)
    assert (refused.status_code, list(refused.context["form"].errors)) == (200, [field])


def test_reading_it_is_recorded_and_the_person_asked_about_can_tell(
    alfa: Organization, irene: Member, browser: Client
) -> None:
    with inside(alfa):
        bruno = make.member("Bruno")
    browser.get(REGISTER)
    browser.get(REGISTER, {"persona": "Bruno", "tipo": "persone"})
    browser.post(f"{REGISTER}file/", {"persona": "Bruno"})
    with inside(alfa):
        kept = list(Record.objects.order_by("pk").values_list("action", "person_id", "actor", "details"))
    own = f"{alfa.key}:{irene.user_id}"
    assert kept == [
        ("trail.read", None, own, {}),
        ("trail.read", bruno.user_id, own, {"kind": "persone"}),
        ("trail.exported", bruno.user_id, own, {}),
    ]
    told = browse(alfa, bruno.user).get("/profilo/letture/", headers={"accept-language": "en"}).context["lines"]
    assert [str(line.act) for line in told] == [
        "Took the register about you away as a file",
        "Read the register about you",
    ]
    assert len(acts(browser, tipo="registro")) == 3
    assert acts(browser) == []


def test_each_of_several_people_who_match_can_tell(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        named = {make.member("Bruno").user_id, make.member("Bruno").user_id, make.user("Bruno", "payroll").pk}
        make.member("Carla")
    browser.get(REGISTER, {"persona": "bruno"})
    browser.post(f"{REGISTER}file/", {"persona": "bruno"})
    with inside(alfa):
        for action in ("trail.read", "trail.exported"):
            kept = Record.objects.filter(action=action).values_list("person_id", flat=True)
            assert sorted(each or 0 for each in kept) == sorted(named)


@pytest.mark.parametrize(("people", "is_answered"), [(20, True), (21, False)])
def test_a_search_about_too_many_asks_for_the_whole_name(
    alfa: Organization, browser: Client, people: int, is_answered: bool
) -> None:
    with inside(alfa):
        for _ in range(people):
            make.user("Bruno")
    page = browser.get(REGISTER, {"persona": "bruno"}, headers={"accept-language": "en"})
    assert ("More than 20 people match" in page.content.decode()) is not is_answered
    refused = browser.post(f"{REGISTER}file/", {"persona": "bruno"})
    assert refused.headers["Content-Type"].startswith("text/csv") is is_answered
    with inside(alfa):
        about = set(Record.objects.filter(action="trail.read").values_list("person_id", flat=True))
        assert (None in about, len(about)) == ((False, 20) if is_answered else (True, 1))


def test_the_file_holds_what_was_asked_and_no_formula(alfa: Organization, irene: Member, browser: Client) -> None:
    with inside(alfa):
        spy = make.member("=cmd|' /C calc'!A0", user=make.user("=cmd()", family_name="+1;=2"))
        actor = Actor(alfa.key, irene.user_id)
        trail.record(actor, "person_read", person_id=spy.user_id)
        trail.record(actor, "category_kept")
    answer = browser.post(f"{REGISTER}file/", {"tipo": "persone", "persona": "cmd"}, headers={"accept-language": "en"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="registro.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == '"Day";"Hour";"Who";"What";"About";"Detail"'
    assert [line.split('";"', 3)[2:] for line in lines[1:]] == [
        ["Irene Bianchi", 'Opened the record";"\'=cmd() +1;\'=2";""']
    ]


def test_a_file_too_long_is_refused_with_what_to_do(
    alfa: Organization, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.home.register.MOST_ROWS", 2)
    with inside(alfa):
        for _ in range(3):
            trail.record(SYSTEM, "category_kept")
    answer = browser.post(f"{REGISTER}file/", follow=True, headers={"accept-language": "en"})
    assert "choose a shorter period" in answer.content.decode()


def test_it_costs_the_same_for_one_act_and_for_many(alfa: Organization, irene: Member, browser: Client) -> None:
    def cost() -> int:
        with counted() as statements:
            assert browser.get(REGISTER).status_code == 200
        return len(statements)

    def act(name: str) -> None:
        person = make.member(name)
        trail.record(Actor(alfa.key, irene.user_id), "person_read", person_id=person.user_id, subject=str(person.uuid))

    with inside(alfa):
        act("Bruno")
    cost()
    at_one = cost()
    with inside(alfa):
        for number in range(29):
            act(f"Bea{number}")
    assert cost() == at_one == QUERIES


def test_it_pages_by_key_both_ways(alfa: Organization, browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.home.register.PAGE_SIZE", 2)
    with inside(alfa):
        for number in range(5):
            trail.record(SYSTEM, "category_kept", details={"fields": ["site"] * number})
    pages = [browser.get(REGISTER)]
    while pages[-1].context["next_url"]:
        pages.append(browser.get(REGISTER + pages[-1].context["next_url"]))
    assert [len(page.context["lines"]) for page in pages] == [2, 2, 1]
    back = browser.get(REGISTER + pages[-1].context["previous_url"])
    assert back.context["lines"] == pages[1].context["lines"]


def test_the_network_reads_its_operators(rete: Organization, alfa: Organization) -> None:
    with inside(rete):
        olga = make.user("Olga", "operator")
        trail.record(Actor(rete.key, olga.pk), "organization.suspended.check", subject=alfa.key)
        trail.record(Actor(rete.key, olga.pk), "person_added", subject="x")
        trail.record(Actor(rete.key, olga.pk), "order_placed", subject="x")
    page = browse(rete, olga).get("/rete/registro/", headers={"accept-language": "en"})
    assert [(str(line.who), str(line.act), line.about) for line in page.context["lines"]] == [
        ("Olga Bianchi", "Suspended the organization: a check is under way", "Alfa")
    ]
    assert browse(rete, olga).post("/rete/registro/file/").status_code == 200


def test_the_other_organizations_acts_are_not_there(alfa: Organization, beta: Organization, browser: Client) -> None:
    with inside(beta):
        trail.record(SYSTEM, "category_kept")
    assert acts(browser) == []
