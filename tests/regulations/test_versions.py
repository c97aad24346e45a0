"""A plan's rules: frozen when proposed, approved with names and dates, in force one at a time, read before spending."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from catalog.orders import refusals
from catalog.orders.models import Order
from catalog.plans import planning
from catalog.plans.models import Budget, BudgetAmount, Plan
from catalog.regulations import documents, queries, terms, versions
from catalog.regulations.models import Approval, Version
from catalog.regulations.versions import Approved, CannotPropose, NotApproved
from tenants import kept_pdfs
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.orders.conftest import stage
from tests.orders.stage import Stage
from tests.plans import people
from tests.queries import counted
from welfare import files
from welfare.clock import today
from welfare.money import format_euro

__all__ = ["stage"]
ASSEMBLY = Approved("assembly", "Teresa Monti", datetime.date(2026, 1, 10))


@pytest.fixture
def plan(alfa: Organization) -> Plan:
    """An open plan with a text and a contractual budget of 200,00 for everybody."""
    with inside(alfa):
        made = people.plan(regulation="Art. 1. Per tutti.")
        BudgetAmount.objects.create(budget=people.budget(made), amount=Decimal("200.00"))
    return made


def put_in_force(plan: Plan) -> Version:
    """Propose, approve and put in force."""
    version = versions.propose(plan, actor=people.actor())
    versions.approve(version, ASSEMBLY, actor=people.actor())
    versions.put_in_force(version, actor=people.actor())
    return version


def test_a_version_keeps_text_and_terms_as_they_were_proposed(alfa: Organization, plan: Plan) -> None:
    with inside(alfa):
        version = versions.propose(plan, actor=people.actor())
        planning.write_regulation(plan, "Tutto diverso", actor=people.actor())
        BudgetAmount.objects.update(amount=Decimal("1.00"))
        Budget.objects.update(residual="pool")
        version.refresh_from_db()
        assert version.text == "Art. 1. Per tutti."
        assert version.terms["budgets"][0]["amounts"] == [["", "200.00"]]
        assert format_euro(Decimal("200.00")) in " ".join(how for _what, how in terms.rules(version.terms)[0].lines)
        assert terms.digest_of(plan.regulation, terms.frozen(plan)) != version.digest


def test_one_proposal_at_a_time_and_none_without_a_change(alfa: Organization, plan: Plan) -> None:
    with inside(alfa):
        first = versions.propose(plan, actor=people.actor())
        with pytest.raises(CannotPropose):
            versions.propose(plan, actor=people.actor())
        versions.approve(first, ASSEMBLY, actor=people.actor())
        versions.put_in_force(first, actor=people.actor())
        with pytest.raises(CannotPropose):
            versions.propose(plan, actor=people.actor())
        Budget.objects.update(leaver_days=30)
        assert versions.propose(plan, actor=people.actor()).number == 2


def test_nothing_is_in_force_without_an_approval(alfa: Organization, plan: Plan) -> None:
    with inside(alfa):
        version = versions.propose(plan, actor=people.actor())
        with pytest.raises(NotApproved):
            versions.put_in_force(version, actor=people.actor())
        version.refresh_from_db()
        assert version.state == Version.State.PROPOSED
        assert versions.approve(version, ASSEMBLY, actor=people.actor())
        assert not versions.approve(version, ASSEMBLY, actor=people.actor())
        assert versions.put_in_force(version, actor=people.actor())
        assert not versions.put_in_force(version, actor=people.actor())
        assert not versions.drop(version, actor=people.actor())


def test_the_next_version_replaces_the_one_in_force_and_everybody_reads_anew(alfa: Organization, plan: Plan) -> None:
    with inside(alfa):
        anna = make.member("Anna")
        first = put_in_force(plan)
        assert queries.unread(anna) == [first]
        assert versions.take_note(first, anna, actor=people.actor(anna.user))
        assert not versions.take_note(first, anna, actor=people.actor(anna.user))
        assert queries.unread(anna) == []
        planning.write_regulation(plan, "Art. 1. Per tutti, e di più.", actor=people.actor())
        assert queries.unread(anna) == []
        second = put_in_force(plan)
        first.refresh_from_db()
        assert first.state == Version.State.REPLACED
        assert queries.unread(anna) == [second]
        assert not versions.take_note(first, anna, actor=people.actor(anna.user))
        assert list(queries.yet_to_read(second).values_list("pk", flat=True)) == [anna.pk]


def test_the_document_is_made_once_and_again_with_the_names(alfa: Organization, plan: Plan) -> None:
    with inside(alfa):
        version = versions.propose(plan, actor=people.actor())
        assert documents.pending_ids() == [version.pk]
        assert documents.make_document(version.pk)
        assert not documents.make_document(version.pk)
        version.refresh_from_db()
        proposal, name = kept_pdfs.read(version), version.file_name
        assert proposal is not None and proposal.startswith(b"%PDF")
        versions.approve(version, ASSEMBLY, actor=people.actor())
        versions.put_in_force(version, actor=people.actor())
        assert documents.make_document(version.pk)
        version.refresh_from_db()
        assert kept_pdfs.read(version) not in (None, proposal)
        with pytest.raises(FileNotFoundError):
            files.read(alfa.key, name)
        files.remove(alfa.key, version.file_name)
        assert kept_pdfs.read(version) is None
        assert documents.ask_again(version)
        assert not documents.ask_again(version)


def test_who_has_not_read_the_rules_reads_them_first_and_comes_back(stage: Stage) -> None:
    with inside(stage.issuer):
        stage.plan.regulation = "Art. 1"
        stage.plan.save()
        version = put_in_force(stage.plan)
        user = stage.anna.user
    with pytest.raises(refusals.RulesUnread):
        stage.place()
    browser = browse(stage.issuer, user)
    start = f"/richieste/nuova/{stage.offer.pk}/?turno={stage.slot.pk}"
    page = browser.get(start, follow=True)
    assert page.redirect_chain[-1][0].startswith(f"/conto/regolamento/{version.pk}/")
    assert "Art. 1" in page.content.decode()
    done = browser.post(f"/conto/regolamento/{version.pk}/", {"next": start})
    assert done["Location"] == start
    assert browser.get(start).status_code == 200
    assert stage.place().state == Order.State.PLACED


def test_rules_that_change_while_the_form_is_open_are_a_refusal_with_a_way_out(stage: Stage) -> None:
    with inside(stage.issuer):
        stage.plan.regulation = "Art. 1"
        stage.plan.save()
        put_in_force(stage.plan)
        user = stage.anna.user
    posted = {"who": str(stage.leo.pk), "slot": str(stage.slot.pk)}
    page = browse(stage.issuer, user).post(f"/richieste/nuova/{stage.offer.pk}/", posted)
    assert page.status_code == 409
    assert "/conto/regolamento/da-leggere/" in page.content.decode()


def test_another_host_is_no_place_to_go_on_to(alfa: Organization, plan: Plan) -> None:
    with inside(alfa):
        anna, version = make.member("Anna"), put_in_force(plan)
    done = browse(alfa, anna.user).post(f"/conto/regolamento/{version.pk}/", {"next": "https://evil.example/"})
    assert done["Location"] == "/conto/"


def test_a_proposal_is_as_absent_as_none_to_the_people_of_a_plan(alfa: Organization, plan: Plan) -> None:
    with inside(alfa):
        anna = make.member("Anna")
        version = versions.propose(plan, actor=people.actor())
    browser = browse(alfa, anna.user)
    address = f"/conto/regolamento/{version.pk}/"
    assert {browser.get(address).status_code, browser.post(address).status_code} == {404}
    assert browser.get(f"{address}regolamento.pdf").status_code == 404


@pytest.fixture
def hr(alfa: Organization) -> Client:
    """A browser of HR."""
    with inside(alfa):
        user = make.user("Rita", "hr")
    return browse(alfa, user)


def approval(**changes: Any) -> dict[str, str]:
    """What a browser sends for an approval."""
    return {"body": "unions", "names": "Dario Sala", "approved_on": str(today())} | changes


def test_hr_walks_from_the_text_to_rules_in_force(hr: Client, alfa: Organization, plan: Plan) -> None:
    page = f"/hr/regolamenti/piano/{plan.pk}/"
    assert "proponi" in hr.get(page).content.decode()
    assert format_euro(Decimal("200.00")) in hr.get(f"{page}proponi/").content.decode()
    hr.post(f"{page}proponi/")
    with inside(alfa):
        version = Version.objects.get()
    own = f"/hr/regolamenti/{version.pk}/"
    assert "in-vigore" not in hr.get(page).content.decode()
    hr.post(f"{own}in-vigore/")
    assert hr.post(f"{own}approva/", approval()).status_code == 302
    assert hr.post(f"{own}approva/", approval()).status_code == 200
    assert "Dario Sala" in hr.get(page).content.decode()
    hr.post(f"{own}in-vigore/")
    with inside(alfa):
        version.refresh_from_db()
        assert (version.state, Approval.objects.count()) == (Version.State.IN_FORCE, 1)
    assert hr.get(f"{own}regolamento.pdf").status_code == 404
    with inside(alfa):
        documents.make_document(version.pk)
    answer = hr.get(f"{own}regolamento.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


@pytest.mark.parametrize(
    "changes",
    [
        {"approved_on": str(today() + datetime.timedelta(days=1))},
        {"approved_on": "2001-01-01"},
        {"names": ""},
        {"body": "me"},
    ],
)
def test_an_approval_that_cannot_be_is_refused_and_kept_in_the_form(
    hr: Client, alfa: Organization, plan: Plan, changes: dict[str, str]
) -> None:
    with inside(alfa):
        version = versions.propose(plan, actor=people.actor())
    answer = hr.post(f"/hr/regolamenti/{version.pk}/approva/", approval(**changes))
    assert answer.status_code == 200
    assert ("Dario Sala" in answer.content.decode()) == ("names" not in changes)
    with inside(alfa):
        assert not Approval.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_what_the_list_of_who_has_not_read_costs_does_not_grow(
    hr: Client, alfa: Organization, plan: Plan, count: int
) -> None:
    with inside(alfa):
        version = put_in_force(plan)
        for number in range(count):
            make.member(f"Anna{number}")
    address = f"/hr/regolamenti/{version.pk}/da-leggere/"
    hr.get(address)
    with counted() as statements:
        assert hr.get(address).context["count"] == count
    assert len(statements) == 6
