"""HR's home: each line leads to the page where its act is done, and goes away when it is done."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.plans import grants
from catalog.plans.models import Grant, Plan
from catalog.regulations import versions
from catalog.regulations.models import Body
from catalog.regulations.versions import Approved
from members.imports import carrying, runs
from members.models import Category, ImportRun, Member
from members.people_import.work import KIND
from tenants.identity import invitations
from tenants.identity.models import Invitation
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.members.people_import.files import people_file
from tests.plans import people as plans
from tests.queries import counted
from welfare import clock
from welfare.clock import now, today

MARCH = datetime.date(2026, 3, 10)
LATE_NOVEMBER = datetime.date(2026, 11, 20)
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def irene(alfa: Organization) -> Member:
    """HR, in a category, who came in long ago."""
    with inside(alfa):
        irene = make.member("Irene", "member", "hr", category=make.category("Direzione"))
        irene.user.set_password("a long password of hers")
        irene.user.save()
    return irene


@pytest.fixture
def browser(alfa: Organization, irene: Member) -> Client:
    return browse(alfa, irene.user)


def lines(browser: Client, day: datetime.date = MARCH) -> dict[str, int | None]:
    """The lines of the home: their words and counts."""
    with clock.pretend(day):
        return {item.label: item.count for item in browser.get("/hr/", headers=ENGLISH).context["to_do"]}


def address(browser: Client, label: str, day: datetime.date = MARCH) -> str:
    """Where a line leads; the page must open."""
    with clock.pretend(day):
        found: dict[str, str] = {item.label: item.url for item in browser.get("/hr/", headers=ENGLISH).context["to_do"]}
        assert browser.get(found[label]).status_code == 200
    return found[label]


def in_service(name: str, **fields: object) -> Member:
    """Somebody who signs in already, so that no line speaks of their access."""
    member = make.member(name, **fields)
    member.user.last_login = now()
    member.user.set_password("a long password of theirs")
    member.user.save()
    return member


def test_when_all_is_done_it_says_so(browser: Client) -> None:
    assert lines(browser) == {}
    with clock.pretend(MARCH):
        assert "Nothing waits for you" in browser.get("/hr/", headers=ENGLISH).content.decode()


def test_rows_with_errors_of_the_last_import_wait_until_another_is_clean(alfa: Organization, browser: Client) -> None:
    def upload(rows: str) -> None:
        file = SimpleUploadedFile("elenco.csv", f"Matricola;Cognome;Nome;Data di nascita\n{rows}".encode())
        browser.post("/hr/persone/importa/", {"file": file})
        with inside(alfa):
            carrying.carry_on(ImportRun.objects.latest("created_at").pk)

    upload("91;Rossi;Piero;31/02/1990\n92;Rossi;Lia;32/01/1990")
    label = "rows to check in the last import"
    assert lines(browser, today())[label] == 2
    assert address(browser, label, today()).startswith("/hr/persone/importa/")
    upload("91;Rossi;Piero;28/02/1990\n92;Rossi;Lia;31/01/1990")
    assert label not in lines(browser, today())


def test_a_new_hire_without_credit_leads_to_the_grant_and_goes_away(
    alfa: Organization, irene: Member, browser: Client
) -> None:
    with inside(alfa), clock.pretend(MARCH):
        clerks = Category.objects.get()
        budget = plans.budget(plans.plan())
        given = grants.grant(budget, clerks, Decimal("300.00"), key="k", actor=plans.actor(irene.user))
        in_service("Bruno", category=clerks, hired_on=MARCH + datetime.timedelta(days=1))
        in_service("Carla", category=make.category("Operai"))
        elsewhere = plans.budget(plans.plan(state=Plan.State.DRAFT))
    with clock.pretend(MARCH + datetime.timedelta(days=2)):
        assert lines(browser, clock.today()) == {"new hire without credit": 1}
        there = address(browser, "new hire without credit", clock.today())
        assert there == f"/hr/piani/assegnazioni/{given.pk}/altri/"
        run = browser.post(there)["Location"]
        with inside(alfa):
            rest = Grant.objects.get(follows=given)
        browser.post(f"{run}conferma/", {"digest": rest.digest})
        assert lines(browser, clock.today()) == {}
    assert elsewhere.plan.state == Plan.State.DRAFT


def test_who_moved_to_the_category_is_no_new_hire(alfa: Organization, irene: Member, browser: Client) -> None:
    with inside(alfa), clock.pretend(MARCH):
        budget = plans.budget(plans.plan())
        clerks = Category.objects.get()
        grants.grant(budget, clerks, Decimal("300.00"), key="k", actor=plans.actor(irene.user))
        in_service("Bruno", category=clerks)
    assert lines(browser) == {"person without credit": 1}


def test_many_grants_are_not_many_lines(alfa: Organization, irene: Member, browser: Client) -> None:
    with inside(alfa), clock.pretend(MARCH):
        budget = plans.budget(plans.plan())
        for number in range(5):
            grants.grant(budget, None, Decimal("10.00"), key=str(number), actor=plans.actor(irene.user))
        in_service("Bruno", category=Category.objects.get())
        shown = [item.url for item in browser.get("/hr/", headers=ENGLISH).context["to_do"]]
    assert [url.startswith("/hr/piani/assegnazioni/") for url in shown] == [True, True, True, False]
    assert shown[-1] == f"/hr/piani/{budget.plan_id}/"


def test_leavers_until_the_end_of_the_month(alfa: Organization, irene: Member, browser: Client) -> None:
    with inside(alfa):
        for name, day in (("Bea", 31), ("Carla", 10), ("Dora", 9)):
            in_service(name, category=irene.category, left_on=datetime.date(2026, 3, day))
        in_service("Elsa", category=irene.category, left_on=datetime.date(2026, 4, 1))
    assert lines(browser) == {"leave by the end of the month": 2}
    assert address(browser, "leave by the end of the month") == "/hr/persone/?stato=in-uscita"


def test_those_who_were_not_reached(alfa: Organization, irene: Member, browser: Client) -> None:
    with inside(alfa):
        waiting = make.member("Bea", category=irene.category)
        by_hand = make.member("Carla", category=irene.category, user=make.user("Carla", email=None, member_number="7"))
        unopened = make.member("Dora")
        invitations.invite_by_mail(unopened.user, actor=SYSTEM)
        Invitation.objects.update(state=Invitation.State.SENT)
    assert lines(browser) == {
        "person to invite": 1,
        "person without e-mail and without letter": 1,
        "invitation not opened": 1,
        "person in no category": 1,
    }
    assert address(browser, "person to invite") == "/hr/persone/?stato=da-invitare"
    assert address(browser, "person without e-mail and without letter") == "/hr/persone/?stato=senza-lettera"
    assert address(browser, "invitation not opened") == "/hr/persone/?stato=invito-non-aperto"
    assert address(browser, "person in no category") == "/hr/persone/?categoria=nessuna"
    with inside(alfa):
        invitations.invite_by_mail(waiting.user, actor=SYSTEM)
        invitations.invite_by_code(by_hand.user, actor=SYSTEM)
        Invitation.objects.filter(user=unopened.user).update(state=Invitation.State.OPENED)
        Member.objects.update(category=irene.category)
    assert lines(browser) == {"invitation not opened": 1}, "Carla's letter lies with her"


def test_a_budget_in_its_last_weeks_says_what_was_granted(alfa: Organization, irene: Member, browser: Client) -> None:
    with inside(alfa), clock.pretend(MARCH):
        budget = plans.budget(plans.plan(), days=15)
        plans.credit(irene, budget, "12000.00")
        page = browser.get("/hr/", headers=ENGLISH)
    (line,) = page.context["to_do"]
    assert line.label == "“Contratto” expires on 25 March"
    assert line.detail == "12.000\xa0€ granted. What is left is not shown: few people have used it."
    assert line.url == f"/hr/piani/{budget.plan_id}/"


def test_rules_that_nobody_has_approved(alfa: Organization, irene: Member, browser: Client) -> None:
    with inside(alfa), clock.pretend(MARCH):
        plan = plans.plan(regulation="Il credito si usa entro l'anno.")
    line = f"The rules of “{plan.name}” are not approved yet"
    assert lines(browser) == {line: None}
    assert address(browser, line) == f"/hr/regolamenti/piano/{plan.pk}/"
    with inside(alfa), clock.pretend(MARCH):
        actor = plans.actor(irene.user)
        version = versions.propose(plan, actor=actor)
    assert lines(browser) == {line: None}, "a proposal binds nobody"
    with inside(alfa), clock.pretend(MARCH):
        versions.approve(version, Approved(Body.ASSEMBLY, "Teresa Monti", MARCH), actor=actor)
        versions.put_in_force(version, actor=actor)
    assert lines(browser) == {}


def test_the_plan_of_next_year_from_november_on(alfa: Organization, browser: Client) -> None:
    assert lines(browser, datetime.date(2026, 10, 31)) == {}
    assert lines(browser, LATE_NOVEMBER) == {"The plan of 2027 is missing": None}
    assert address(browser, "The plan of 2027 is missing", LATE_NOVEMBER) == "/hr/piani/nuovo/"
    with inside(alfa), clock.pretend(LATE_NOVEMBER):
        plan = plans.plan("Piano 2027", state=Plan.State.DRAFT, year=2027)
    assert lines(browser, LATE_NOVEMBER) == {"The plan of 2027 is still a draft": None}
    with inside(alfa):
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.OPEN)
    assert lines(browser, LATE_NOVEMBER) == {}


def test_the_home_costs_the_same_at_1_and_at_30_people(alfa: Organization, irene: Member, browser: Client) -> None:
    def cost() -> int:
        with clock.pretend(LATE_NOVEMBER), counted() as statements:
            assert browser.get("/hr/").status_code == 200
        return len(statements)

    with inside(alfa), clock.pretend(LATE_NOVEMBER):
        budget = plans.budget(plans.plan(), days=15)
        grants.grant(budget, None, Decimal("300.00"), key="k", actor=plans.actor(irene.user))
    cost()
    at_one = cost()
    with inside(alfa):
        for number in range(29):
            make.member(f"Bea{number}", left_on=datetime.date(2026, 11, 30) if number % 2 else None)
    assert cost() == at_one == HOME_QUERIES


HOME_QUERIES = 28


@pytest.mark.parametrize("role", ["hr", "welfare_manager"])
def test_each_line_leads_where_its_reader_may_go(alfa: Organization, irene: Member, role: str, tmp_path: Path) -> None:
    """Every line there is, at once: what only HR may open is not shown to the welfare manager."""
    with inside(alfa), clock.pretend(LATE_NOVEMBER):
        make.member("Bea", left_on=datetime.date(2026, 11, 30))
        in_service("Dino", number="D1", category=irene.category)
        make.member("Carla", category=irene.category, user=make.user("Carla", email=None, member_number="7"))
        invitations.invite_by_mail(make.member("Dora").user, actor=SYSTEM)
        Invitation.objects.update(state=Invitation.State.SENT)
        budget = plans.budget(plans.plan(), days=15)
        for number in range(4):
            grants.grant(budget, None, Decimal("10.00"), key=str(number), actor=plans.actor(irene.user))
        in_service("Elsa", category=irene.category)
        run = runs.keep(people_file(tmp_path, "91;Rossi;Piero;x"), "elenco.csv", kind=KIND, user=irene.user)
        assert carrying.carry_on(run.pk)
        reader = browse(alfa, make.user("Rina", role))
    with clock.pretend(LATE_NOVEMBER):
        shown = reader.get("/hr/", headers=ENGLISH).context["to_do"]
        assert {item.url: reader.get(item.url).status_code for item in shown} == {item.url: 200 for item in shown}
    for_both = [
        *["person without credit"] * 3, "other grant that somebody has not had",
        "leaves by the end of the month", "person to invite", "person without e-mail and without letter",
        "invitation not opened", "people in no category", "The plan of 2027 is missing",
        "“Contratto” expires on 5 December",
    ]  # fmt: skip
    of_hr = ["row to check in the last import"] if role == "hr" else []
    assert sorted(item.label for item in shown) == sorted([*for_both, *of_hr])
