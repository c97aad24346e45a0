"""Naming a provider: the credit is held at once, the provider is invited once, nothing taxed happens."""

import datetime
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import Http404

from catalog.nominations import holding, refusals
from catalog.nominations.models import Nominee
from catalog.nominations.sealing import ERASED, opened
from catalog.orders.refusals import MemberLeft, NoPlan, NoRules, NotEnoughCredit, TaxRefusal
from catalog.plans.expiring import put_in_of
from catalog.plans.models import Plan
from catalog.plans.telling import orders_standing
from members.models import Member
from providers.accreditation.models import InvitationOutcome
from providers.applications import inviting
from providers.applications.models import Application, Asked, Invitation, Letter
from providers.models import Provider
from providers.nominating.models import Nomination
from tenants.audit.models import Record
from tenants.messages.models import Message
from tenants.models import Organization
from tests import make
from tests.conftest import inside
from tests.nominations.stage import WRITTEN, Scene, nomination
from tests.providers.applications import company
from welfare import clock
from welfare.clock import today


def test_the_credit_waits_and_the_provider_is_invited(scene: Scene, rete: Organization) -> None:
    nominee = scene.name()
    assert scene.stage.lots() == [Decimal("542.50")]
    assert scene.held() == Decimal("300.00")
    found = nomination(nominee)
    assert (found.state, found.amount, found.issuer) == ("open", Decimal("300.00"), scene.stage.issuer)
    assert found.held_until == today() + datetime.timedelta(days=60)
    with inside(rete):
        invitation = Invitation.objects.get()
        [asked] = inviting.asked_of(invitation)
        assert (asked.nomination, asked.what, asked.amount) == (nominee.pk, WRITTEN.what, Decimal("300.00"))
        assert asked.issuer == scene.stage.issuer
        assert inviting.prefilled_of(invitation).kinds == ["swimming_pool"]
        assert list(Letter.objects.values_list("kind", flat=True)) == ["application_nominated"]
        assert "nuoto" not in json.dumps(Letter.objects.get().context).lower().replace("nuoto secchia", "")
    assert found.outcome_id == invitation.pk
    with inside(scene.stage.issuer):
        assert Record.objects.filter(action="provider_named", subject=str(nominee.pk)).count() == 1
        assert opened(Nominee.objects.get().sealed) == WRITTEN


def test_the_registry_holds_no_word_of_it(scene: Scene) -> None:
    scene.name()
    rows = str([*Nomination.objects.values_list(), *InvitationOutcome.objects.values_list()])
    for word in ("Secchia", "nuoto.example", "dieci", "Anna", "Leo"):
        assert word not in rows


def test_the_same_form_again_is_the_first(scene: Scene) -> None:
    naming = scene.naming()
    with inside(scene.stage.issuer):
        first, second = (holding.name(naming, actor=scene.stage.actor) for _each in range(2))
    assert first == second
    assert scene.held() == Decimal("300.00")
    assert (Nomination.objects.count(), InvitationOutcome.objects.count()) == (1, 1)


def test_two_who_name_the_same_wait_for_one_answer(scene: Scene, rete: Organization) -> None:
    one = scene.name()
    other = scene.name(relative_id=scene.stage.leo.pk, amount=Decimal("100.00"))
    assert nomination(one).outcome == nomination(other).outcome
    with inside(rete):
        assert (Invitation.objects.count(), Asked.objects.count(), Letter.objects.count()) == (1, 2, 1)


def test_who_said_no_is_not_asked_again(scene: Scene, rete: Organization) -> None:
    nominee = scene.name()
    scene.end_invitation("declined")
    scene.tend()
    with pytest.raises(refusals.SaidNo):
        scene.name(written=replace(WRITTEN, email=WRITTEN.email.upper()))
    assert (scene.held(), Nomination.objects.count()) == (Decimal("0.00"), 1)
    assert nomination(nominee).state == "declined"
    with inside(rete):
        assert Letter.objects.count() == 1


def test_who_applied_and_gave_up_may_be_asked_again(scene: Scene, rete: Organization) -> None:
    scene.name()
    application = company.sent(rete)
    with inside(rete):
        Application.objects.filter(pk=application.pk).update(invitation=Invitation.objects.get())
    scene.end_invitation("declined")
    assert nomination(scene.name()).state == "open"


def test_one_that_is_in_the_network_is_told_instead(scene: Scene, rete: Organization) -> None:
    provider = Provider.objects.get(organization=scene.stage.supplier)
    Provider.objects.filter(pk=provider.pk).update(vat_number="01234567897")
    with inside(scene.stage.supplier):
        make.user("Marco", "provider_manager", email="marco@beta.example")
    nominee = scene.name(written=replace(WRITTEN, vat_number="01234567897"))
    assert (nomination(nominee).provider, nomination(nominee).outcome) == (provider, None)
    with inside(scene.stage.supplier):
        assert [each.context["news"] for each in Message.objects.filter(kind="nomination_news")] == ["named"]
    with inside(rete):
        assert not Invitation.objects.exists()


def test_more_than_the_credit_is_refused_and_leaves_nothing(scene: Scene) -> None:
    with pytest.raises(NotEnoughCredit):
        scene.name(amount=Decimal("842.51"))
    assert nothing_left(scene)


def test_what_would_be_taxed_is_refused(scene: Scene) -> None:
    # A relative who is not of the law's family is no beneficiary; rent is no service that credit pays.
    with pytest.raises(TaxRefusal):
        scene.name(service_type="transport_pass", relative_id=far_relative(scene))
    assert nothing_left(scene)


def far_relative(scene: Scene) -> object:
    """A brother who is not dependent: public transport is for dependent family alone (TUIR art. 51 c. 2 d-bis)."""
    with inside(scene.stage.issuer):
        return make.relative(scene.stage.anna, "Ugo", kinship="sibling", is_dependent=False).pk


def test_a_plan_that_does_not_wait_for_providers_pays_none(scene: Scene) -> None:
    with inside(scene.stage.issuer):
        Plan.objects.update(takes_nominations=False)
    with pytest.raises(NoPlan):
        scene.name()
    assert nothing_left(scene)


def test_who_has_left_names_nobody(scene: Scene) -> None:
    with inside(scene.stage.issuer):
        Member.objects.filter(pk=scene.stage.anna.pk).update(left_on=today() - datetime.timedelta(days=1))
        scene.stage.anna.refresh_from_db()
    with pytest.raises(MemberLeft):
        scene.name()
    assert nothing_left(scene)


def test_somebody_elses_relative_is_not_there(scene: Scene) -> None:
    with inside(scene.stage.issuer):
        other = make.relative(make.member("Bruno"), "Ada")
    with pytest.raises(Http404):
        scene.name(relative_id=other.pk)
    assert nothing_left(scene)


def test_three_may_wait_and_no_more(scene: Scene) -> None:
    for _each in range(3):
        scene.name(amount=Decimal("10.00"))
    with pytest.raises(refusals.TooManyOpen):
        scene.name(amount=Decimal("10.00"))
    assert scene.held() == Decimal("30.00")


def test_a_year_without_rules_holds_nothing(scene: Scene) -> None:
    with clock.pretend(datetime.date(2040, 5, 1)), pytest.raises(NoRules):
        scene.name()
    assert nothing_left(scene)


def test_no_figure_of_use_counts_what_waits(scene: Scene) -> None:
    scene.name()
    with inside(scene.stage.issuer):
        assert not orders_standing(today(), today()).exists()
        assert put_in_of([scene.stage.contract])[scene.stage.contract.pk] == Decimal("210.00")


def test_what_was_erased_reads_as_nothing() -> None:
    assert opened(b"") == ERASED


def nothing_left(scene: Scene) -> bool:
    """No hold, no row, no mail."""
    with inside(scene.stage.issuer):
        rows = Nominee.objects.count()
    return (rows, Nomination.objects.count(), scene.held()) == (0, 0, Decimal("0.00"))
