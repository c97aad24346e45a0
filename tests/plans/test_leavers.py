"""What who leaves keeps, until when, what goes back, and that a leaving noted by mistake leaves no trace."""

import datetime
import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client

from catalog.closing import daily
from catalog.orders import refusals
from catalog.orders.conditions import member_is_here
from catalog.orders.purchase import Purchase
from catalog.plans import grants, leavers
from catalog.plans.corrections import CannotCorrect, correct
from catalog.plans.models import Budget, BudgetAmount, GrantCorrection, GrantLine, ProRata, Residual, Source
from catalog.plans.wallets import member_lots
from members import people as service
from members.ledger import queries
from members.ledger.models import Account, Entry, Reason
from members.models import Member
from tenants.identity.models import Session
from tenants.isolation import SYSTEM, Actor
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.ledger.books import check_now
from tests.plans import people
from tests.plans.people import day
from welfare.clock import pretend, today
from welfare.templatetags.kit import day as date

HUNDRED = Decimal("100.00")


@pytest.fixture
def place(alfa: Organization) -> Iterator[Organization]:
    """Inside the first organization; in the end its books balance."""
    with inside(alfa):
        yield alfa
        check_now()


def kept(member: Member) -> list[tuple[Decimal, datetime.date | None]]:
    """What a member can spend today, and until when."""
    return [(lot.balance, lot.lot.expires_on) for lot in member_lots(member)]


def anna_with(leaver_days: int | None, amount: str = "100.00") -> tuple[Member, Budget]:
    """Anna with credit that can be used for 90 days."""
    anna = make.member("Anna")
    budget = people.budget(people.plan(), days=90, leaver_days=leaver_days)
    people.credit(anna, budget, amount)
    return anna, budget


@pytest.mark.parametrize(("days", "until"), [(0, 0), (30, 30), (365, 90), (None, 90)])
def test_credit_ends_when_the_plan_says_and_never_later_than_its_own_day(
    place: Organization, days: int | None, until: int
) -> None:
    anna, _ = anna_with(days)
    service.see_leave(anna, today(), actor=SYSTEM)
    assert kept(anna) == [(HUNDRED, day(until))]
    anna.refresh_from_db()
    assert anna.credit_until == (day(until) if until else None)
    assert anna.user.is_active == bool(until)
    with pretend(day(until + 1)):
        daily.settle_due(today())
        assert kept(anna) == []


def test_it_is_told_at_once_with_amount_and_day(place: Organization) -> None:
    anna, budget = anna_with(30)
    service.see_leave(anna, day(10), actor=SYSTEM)
    text = compose(Message.objects.get(recipient=anna.user, kind="credit_at_leaving")).body
    assert f"{budget.name}: 100,00" in text
    with pretend(day(11)):
        service.close_leavers(today(), actor=SYSTEM)
    assert Message.objects.filter(kind="credit_at_leaving").count() == 1


def test_settling_again_moves_nothing_and_what_comes_later_follows(place: Organization) -> None:
    anna, budget = anna_with(30)
    service.see_leave(anna, today(), actor=SYSTEM)
    for credit in (False, True, False):
        if credit:
            people.credit(anna, budget, "5.00")
        service.close_leavers(today(), actor=SYSTEM)
    assert kept(anna) == [(Decimal("105.00"), day(30))]
    assert Entry.objects.filter(reason=Reason.LEAVING).count() == 2


def test_who_keeps_credit_signs_in_again_as_a_plain_member_until_its_last_day(alfa: Organization) -> None:
    with inside(alfa):
        anna, _ = anna_with(30)
        anna.user.roles = ["member", "committee"]
        anna.user.save()
    old = browse(alfa, anna.user)
    assert old.get("/conto/").status_code == 200
    with inside(alfa):
        service.see_leave(anna, today(), actor=SYSTEM)
        assert not Session.objects.filter(user_id=anna.user_id).exists()
        anna.user.refresh_from_db()
        assert anna.user.roles == ["member"]
    assert old.get("/conto/").status_code == 302
    again = browse(alfa, anna.user)
    assert "100,00" in again.get("/conto/").content.decode()
    with inside(alfa):
        for days, is_open in ((1, True), (30, True), (31, False)):
            with pretend(day(days)):
                service.close_leavers(today(), actor=SYSTEM)
            anna.user.refresh_from_db()
            assert anna.user.is_active is is_open
            assert Session.objects.filter(user_id=anna.user_id).exists() is is_open


def test_credit_that_ends_with_a_last_day_that_is_today_is_told_as_ended(place: Organization) -> None:
    anna, _ = anna_with(0)
    service.see_leave(anna, today(), actor=SYSTEM)
    anna.user.refresh_from_db()
    text = compose(Message.objects.get(recipient=anna.user)).body
    assert "non ci sono più" in text
    assert "/conto/" not in text


@pytest.mark.parametrize(("until", "is_here"), [(None, False), (0, True), (5, True), (-1, False)])
def test_orders_are_taken_until_the_last_day_of_what_is_kept(
    place: Organization, until: int | None, is_here: bool
) -> None:
    anna = make.member("Anna", left_on=day(-10), credit_until=None if until is None else day(until))

    class Asked:
        member, on = anna, today()

    purchase: Purchase = Asked  # type: ignore[assignment]
    if is_here:
        member_is_here(purchase)
    else:
        with pytest.raises(refusals.MemberLeft):
            member_is_here(purchase)


def test_a_leaving_noted_by_mistake_is_undone_to_the_cent(place: Organization) -> None:
    anna, budget = anna_with(0)
    before = kept(anna)
    service.see_leave(anna, today(), actor=SYSTEM)
    with pretend(day(1)):
        daily.settle_due(today())
        assert kept(anna) == []
        service.take_back(anna, actor=SYSTEM)
        service.take_back(anna, actor=SYSTEM)
    assert kept(anna) == before == [(HUNDRED, budget.expires_on)]
    anna.refresh_from_db()
    assert (anna.credit_until, anna.shut_on, anna.user.is_active) == (None, None, True)


def test_what_was_spent_meanwhile_does_not_come_back(place: Organization) -> None:
    anna, budget = anna_with(30)
    service.see_leave(anna, today(), actor=SYSTEM)
    lot = Account.objects.get(owner=anna.uuid, expires_on=day(30))
    people.spend(anna, budget, "40.00", expires_on=lot.expires_on)
    service.take_back(anna, actor=SYSTEM)
    assert kept(anna) == [(Decimal("60.00"), budget.expires_on)]


def test_another_last_day_moves_it_again(place: Organization) -> None:
    anna, _ = anna_with(30)
    for last in (day(0), day(20), day(5)):
        service.see_leave(anna, last, actor=SYSTEM)
    assert kept(anna) == [(HUNDRED, day(35))]


def test_two_who_note_a_last_day_at_once_leave_the_second(place: Organization) -> None:
    anna, _ = anna_with(30)
    read_before = Member.objects.select_related("user").get(pk=anna.pk)
    service.see_leave(anna, day(0), actor=SYSTEM)
    service.see_leave(read_before, day(20), actor=SYSTEM)
    assert kept(anna) == [(HUNDRED, day(50))]


@pytest.fixture
def ruled(place: Organization) -> Budget:
    """120.00 a year for everybody, by months; the year is twelve whole ones, of which this is the sixth."""
    months = today().year * 12 + today().month - 1 - 5
    first = datetime.date(months // 12, months % 12 + 1, 1)
    plan = people.plan(starts_on=first, ends_on=first.replace(year=first.year + 1) - datetime.timedelta(days=1))
    budget = people.budget(plan, days=90, pro_rata=ProRata.MONTHS, leaver_days=30)
    BudgetAmount.objects.create(budget=budget, amount=Decimal("120.00"))
    return budget


@pytest.mark.parametrize(("spent", "left"), [("0.00", "60.00"), ("20.00", "40.00"), ("80.00", "0.00")])
def test_unused_months_go_back_and_what_was_spent_never_does(ruled: Budget, spent: str, left: str) -> None:
    anna = make.member("Anna")
    given = grants.grant(ruled, None, None, key="k", actor=people.actor())
    if Decimal(spent):
        people.spend(anna, ruled, spent)
    for _ in range(2):
        service.see_leave(anna, today(), actor=SYSTEM)
    with pretend(day(1)):
        for _ in range(2):
            service.close_leavers(today(), actor=SYSTEM)
        assert sum(amount for amount, _ in kept(anna)) == Decimal(left)
        given.refresh_from_db()
        assert given.total == Decimal(spent) + Decimal(left)
        service.take_back(anna, actor=SYSTEM)
    assert kept(anna) == [(Decimal("120.00") - Decimal(spent), ruled.expires_on)]
    assert queries.is_balanced()


def test_what_went_back_is_told_before_and_after(ruled: Budget) -> None:
    anna = make.member("Anna")
    grants.grant(ruled, None, None, key="k", actor=people.actor())
    people.spend(anna, ruled, "30.00")
    service.see_leave(anna, today(), actor=SYSTEM)
    message = Message.objects.get(kind="credit_at_leaving")
    before = compose(message).body
    assert f"90,00\xa0€, da usare entro il {date(day(30))}" in before
    assert "60,00\xa0€ sono per i mesi dopo" in before
    assert [lot.expires_on for lot in member_lots(anna)] == [day(30)]
    with pretend(day(1)):
        service.close_leavers(today(), actor=SYSTEM)
        after = compose(Message.objects.exclude(pk=message.pk).get(kind="credit_at_leaving")).body
    assert "60,00\xa0€ sono tornati indietro" in after and "sono per i mesi dopo" not in after
    assert f"30,00\xa0€, da usare entro il {date(day(30))}" in after


def test_a_leaving_to_come_does_not_tell_hr_what_was_used(ruled: Budget) -> None:
    anna, bruno = make.member("Anna"), make.member("Bruno")
    given = grants.grant(ruled, None, None, key="k", actor=people.actor())
    people.spend(anna, ruled, "100.00")
    for member in (anna, bruno):
        service.see_leave(member, day(10), actor=SYSTEM)
        service.close_leavers(today(), actor=SYSTEM)
    assert {line.holds for line in given.lines.all()} == {Decimal("120.00")}
    assert not GrantCorrection.objects.exists()
    people.spend(bruno, ruled, "120.00")
    with pretend(day(11)):
        service.close_leavers(today(), actor=SYSTEM)
    assert sorted(line.holds for line in given.lines.all()) == [Decimal("100.00"), Decimal("120.00")]


def test_another_unit_is_never_written_as_euro(hr: Client, alfa: Organization, ruled: Budget) -> None:
    Budget.objects.update(unit="LBX", source=Source.CURRENCY)
    ruled.refresh_from_db()
    anna = make.member("Anna")
    given = grants.grant(ruled, None, None, key="k", actor=people.actor())
    service.see_leave(anna, day(0), actor=SYSTEM)
    first = Message.objects.get(kind="credit_at_leaving")
    with pretend(day(1)):
        service.close_leavers(today(), actor=SYSTEM)
        texts = [compose(message).body for message in (first, Message.objects.exclude(pk=first.pk).get())]
    assert all("60,00\xa0LBX" in text and "€" not in text for text in texts)
    line = given.lines.get()
    pages = [f"/hr/piani/assegnazioni/{given.pk}/", f"/hr/piani/assegnazioni/righe/{line.pk}/"]
    for address in pages:
        page = hr.get(address).content.decode()
        assert "60,00\xa0LBX" in page and "€" not in page and "in euro" not in page
    with pretend(day(1)):
        page = hr.get(f"/hr/piani/uscite/{anna.uuid}/").content.decode()
    assert "60,00\xa0LBX" in page


@pytest.fixture
def hr(alfa: Organization) -> Client:
    """A browser of HR of the first organization."""
    with inside(alfa):
        return browse(alfa, make.user("Rita", "hr"))


def test_hr_reads_a_leavers_closing_figures_the_day_after_and_not_before(hr: Client, alfa: Organization) -> None:
    with inside(alfa):
        anna, budget = anna_with(30)
        fringe = people.budget(budget.plan, source=Source.FRINGE, leaver_days=30)
        people.credit(anna, fringe, "50.00")
        people.spend(anna, budget, "40.00")
        service.see_leave(anna, day(0), actor=SYSTEM)
    address = f"/hr/piani/uscite/{anna.uuid}/"
    assert hr.get(address).status_code == 404
    assert hr.get(f"/hr/piani/uscite/{uuid.uuid4()}/").status_code == 404
    with pretend(day(1)):
        page = hr.get(address).content.decode()
        assert address in hr.get(f"/hr/persone/{anna.uuid}/").content.decode()
    assert all(figure in page for figure in ("150,00", "40,00", "110,00"))


def put_right(budget: Budget, member: Member, amount: str) -> None:
    """HR corrects what a member has of a budget."""
    line = GrantLine.objects.get(member=member, grant__budget=budget)
    correct(line, Decimal(amount), before=line.holds, reason="Accordo", key=uuid.uuid4(), actor=people.actor())


def test_what_hr_gives_a_leaver_by_hand_stands(ruled: Budget) -> None:
    anna = make.member("Anna")
    grants.grant(ruled, None, None, key="k", actor=people.actor())
    service.see_leave(anna, today(), actor=SYSTEM)
    put_right(ruled, anna, "110.00")
    service.close_leavers(today(), actor=SYSTEM)
    assert sum(amount for amount, _ in kept(anna)) == Decimal("110.00")
    service.take_back(anna, actor=SYSTEM)
    assert kept(anna) == [(Decimal("110.00"), ruled.expires_on)]


def test_a_leavers_moved_credit_is_corrected_where_it_is(ruled: Budget) -> None:
    anna = make.member("Anna")
    grants.grant(ruled, None, None, key="k", actor=people.actor())
    people.spend(anna, ruled, "20.00")
    service.see_leave(anna, today(), actor=SYSTEM)
    put_right(ruled, anna, "50.00")
    assert kept(anna) == [(Decimal("30.00"), day(30))]
    with pretend(day(31)), pytest.raises(CannotCorrect):
        put_right(ruled, anna, "40.00")


def test_one_whose_credit_cannot_be_settled_keeps_nobody_else_from_it(
    place: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, budget = anna_with(30)
    bruno = make.member("Bruno")
    for member in (anna, bruno):
        service.see_leave(member, today(), actor=SYSTEM)
        people.credit(member, budget, "5.00")
    settle = leavers.settle

    def refuse_bruno(people: list[Member], *, actor: Actor) -> None:
        settle(people, actor=actor)
        if bruno in people:
            raise LookupError("no account")

    monkeypatch.setattr(leavers, "settle", refuse_bruno)
    with pretend(day(31)):
        Member.objects.filter(pk=anna.pk).update(shut_on=None)
        with pytest.raises(ExceptionGroup):
            service.close_leavers(today(), actor=SYSTEM)
    assert not Member.objects.filter(user__is_active=True, left_on__isnull=False).exists()
    assert Account.objects.filter(owner=bruno.uuid).count() == 1
    assert Entry.objects.filter(reason=Reason.LEAVING, reference=str(anna.uuid)).count() == 2


def test_what_is_not_carried_on_is_not_promised(place: Organization) -> None:
    plan = people.plan()
    budget = people.budget(plan, days=90, leaver_days=30, residual=Residual.NEXT_YEAR, carried_until=day(95))
    anna, bruno = make.member("Anna"), make.member("Bruno")
    for member in (anna, bruno):
        people.credit(member, budget, "100.00")
    service.see_leave(anna, today(), actor=SYSTEM)
    assert "si perde" in member_lots(anna)[0].rest
    assert "si perde" not in member_lots(bruno)[0].rest
    with pretend(day(91)):
        daily.settle_due(today())
        assert "si perde" in member_lots(bruno)[0].rest


def test_who_was_taken_back_meanwhile_is_not_settled_by_the_night(ruled: Budget) -> None:
    anna = make.member("Anna")
    grants.grant(ruled, None, None, key="k", actor=people.actor())
    service.see_leave(anna, today(), actor=SYSTEM)
    read_before = Member.objects.select_related("user").get(pk=anna.pk)
    service.take_back(anna, actor=SYSTEM)
    leavers.settle([read_before], actor=SYSTEM)
    assert kept(anna) == [(Decimal("120.00"), ruled.expires_on)]
