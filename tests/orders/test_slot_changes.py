"""A provider changes hours or the place of booked dates: everybody who booked is told once, of old and new."""

import datetime
import html
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from catalog.orders import accept, documents, slot_changes, sweeper
from catalog.orders.models import Order, Voucher
from catalog.orders.refusals import Terms
from catalog.orders.shown import ShownOrder
from catalog.orders.vouchers import ShownVoucher
from providers import series, slots
from providers.models import Offer, Slot, SlotChange
from tenants.audit.models import Record
from tenants.identity.models import User
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import FailedTask, Organization, Status
from tests.accept.desk import code_of
from tests.conftest import browse, inside
from tests.providers.pages import browser
from tests.waiting import line as lines
from tests.waiting.line import Line
from welfare.clock import now, today


@pytest.fixture
def line(alfa: Organization, beta: Organization) -> Line:
    """Leo and Mia of Alfa and Teo of Beta have places, at hours and a place that were written."""
    line = lines.set_up(alfa, beta)
    line.cancel()
    Slot.objects.filter(pk=line.slot.pk).update(capacity=12, hours="8-17", place="Via Secchia 4")
    line.stage.place(), line.book(line.bruno), line.book(line.carla)
    return line


def change(line: Line, batch: uuid.UUID | None = None, **fields: str) -> SlotChange | None:
    """Beta changes the slot."""
    with inside(line.stage.supplier):
        return slots.change_slot(line.slot, slots.facts_of(line.slot) | fields, actor=SYSTEM, batch=batch)


def carry_on(line: Line) -> None:
    """All that is due, as the sweeper's tasks do it."""
    SlotChange.objects.filter(work="queued").update(since=now())
    for key in list(SlotChange.objects.order_by("changed_at").values_list("pk", flat=True)):
        with inside(line.stage.supplier):
            slot_changes.carry_on(key)


def orders(organization: Organization) -> list[ShownOrder]:
    """The standing orders of an organization."""
    with inside(organization):
        return [ShownOrder(order) for order in Order.objects.filter(state="placed").order_by("placed_at")]


def mails(organization: Organization) -> list[EmailMultiAlternatives]:
    """What its people are mailed of the change, in English."""
    with inside(organization):
        User.objects.update(language="en")
        return [compose(message) for message in Message.objects.filter(kind="slot_changed").order_by("since")]


def test_everybody_who_booked_is_told_of_old_and_new_once(line: Line) -> None:
    change(line, hours="9-16", place="Via Po 1")
    for _ in range(2):
        carry_on(line)
    found = mails(line.stage.issuer)
    assert {mail.to[0] for mail in found} == {line.stage.anna.user.email, line.bruno.member.user.email}
    assert len(found) == 2
    for said in ("Estate al Mulino", "Hours: 9-16 (8-17 before)", "Via Po 1", "Via Secchia 4", "Primavera"):
        assert said in str(found[0].body), said
    assert len(mails(line.carla.where)) == 1
    with inside(line.stage.issuer):
        assert Record.objects.filter(action="order_moved", person_id=line.stage.anna.user_id).count() == 1
    assert SlotChange.objects.get().work == "done"


def test_the_order_says_what_holds_and_keeps_what_was_agreed(line: Line) -> None:
    change(line, hours="9-16")
    carry_on(line)
    shown = orders(line.stage.issuer)[0]
    assert (shown.hours, shown.snapshot["slot"]["hours"]) == ("9-16", "8-17")
    assert [(each.before, each.now) for each in shown.changed] == [("8-17", "9-16")]
    member = browse(line.stage.issuer, line.stage.anna.user)
    member.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = html.unescape(member.get(shown.url).content.decode())
    assert "Primavera has changed something since you booked" in page
    assert "8-17 before" in page


def test_the_voucher_is_made_anew_and_told_to_nobody_as_news(line: Line) -> None:
    with inside(line.stage.issuer):
        voucher = Voucher.objects.get(order=orders(line.stage.issuer)[0].order)
        assert documents.make_document(voucher.pk)
        told = Message.objects.count()
    change(line, place="Via Po 1")
    carry_on(line)
    with inside(line.stage.issuer):
        voucher.refresh_from_db()
        assert voucher.document == "queued"
        assert "Via Po 1" in ShownVoucher(voucher).where
        assert documents.make_document(voucher.pk)
        assert Message.objects.exclude(kind="slot_changed").count() == told


@pytest.mark.parametrize("fields", [{"capacity": 20}, {"price": Decimal(150)}, {}])
def test_what_concerns_nobody_who_booked_is_told_to_nobody(line: Line, fields: dict[str, Any]) -> None:
    assert change(line, **fields) is None
    assert not SlotChange.objects.exists()


def test_dates_that_are_over_are_told_to_nobody(line: Line) -> None:
    day = today() - datetime.timedelta(days=1)
    Slot.objects.update(starts_on=day, ends_on=day)
    assert change(line, hours="9-16") is None


def test_changed_back_before_anybody_was_told_is_no_news(line: Line) -> None:
    change(line, hours="9-16")
    change(line, hours="8-17")
    carry_on(line)
    assert mails(line.stage.issuer) == []
    assert not orders(line.stage.issuer)[0].changed


def test_two_changes_in_a_row_are_one_mail_from_what_was_known(line: Line) -> None:
    change(line, hours="9-16")
    change(line, hours="10-15")
    carry_on(line)
    found = mails(line.carla.where)
    assert len(found) == 1
    assert "Hours: 10-15 (8-17 before)" in str(found[0].body)


def test_a_second_change_is_told_from_the_first(line: Line) -> None:
    for hours in ("9-16", "10-15"):
        change(line, hours=hours)
        carry_on(line)
    assert "Hours: 10-15 (9-16 before)" in str(mails(line.carla.where)[1].body)


def test_a_mail_that_goes_out_late_never_says_what_holds_no_longer(line: Line) -> None:
    for hours in ("9-16", "10-15", "8-17"):
        change(line, hours=hours)
        carry_on(line)
    first, second, third = (str(mail.body) for mail in mails(line.carla.where))
    assert "9-16" not in first and "Hours: 8-17" in first
    assert "Hours: 8-17 (9-16 before)" in second
    assert "Hours: 8-17 (10-15 before)" in third


def test_a_worker_that_comes_late_leaves_the_last_change_standing(line: Line) -> None:
    first = change(line, hours="9-16")
    change(line, hours="10-15")
    carry_on(line)
    order = orders(line.stage.issuer)[0].order
    assert first is not None
    with inside(line.stage.supplier):
        assert not slot_changes.follow(first, order.fulfilment_id)
    assert orders(line.stage.issuer)[0].hours == "10-15"


def test_weeks_changed_together_are_told_in_one_mail(line: Line) -> None:
    other = Slot.objects.create(
        offer=line.stage.offer,
        starts_on=line.slot.starts_on + datetime.timedelta(days=7),
        ends_on=line.slot.ends_on + datetime.timedelta(days=7),
        hours="8-17",
        place="Via Secchia 4",
        capacity=5,
    )
    line.book(line.carla, slot_id=other.pk)
    with inside(line.stage.supplier):
        series.change_all([line.slot, other], {"hours": "9-16"}, actor=SYSTEM)
    carry_on(line)
    found = mails(line.carla.where)
    assert len(found) == 1
    assert str(found[0].body).count("Hours: 9-16 (8-17 before)") == 2


def test_who_books_after_the_change_is_told_nothing(line: Line) -> None:
    line.cancel(orders(line.stage.issuer)[0].order)
    change(line, hours="9-16")
    offer = Offer.objects.get(pk=line.stage.offer.pk)
    line.stage.place(terms=Terms(offer.revision, offer.price))
    carry_on(line)
    with inside(line.stage.issuer):
        assert not Message.objects.filter(kind="slot_changed", recipient=line.stage.anna.user).exists()


def test_who_was_accepted_beforehand_is_told_too_and_a_suspended_issuer_s_people(line: Line) -> None:
    with inside(line.stage.supplier):
        accept.accept(code_of(line.stage, orders(line.stage.issuer)[0].order), actor=SYSTEM)
    Organization.objects.filter(pk=line.stage.issuer.pk).update(status=Status.SUSPENDED)
    change(line, hours="9-16")
    carry_on(line)
    with inside(line.stage.issuer):
        assert Message.objects.filter(kind="slot_changed", recipient=line.stage.anna.user).count() == 1


def test_the_sweeper_sends_it_once_orders_under_way_are_there(line: Line) -> None:
    change(line, hours="9-16")
    sweeper.sweep_all()
    assert mails(line.carla.where) == []
    SlotChange.objects.update(since=now())
    sweeper.sweep_all()
    assert len(mails(line.carla.where)) == 1


def test_one_that_fails_does_not_hold_up_the_others_and_is_shown_to_operators(line: Line) -> None:
    shown = orders(line.stage.issuer)[0]
    with inside(line.stage.issuer):
        # As after a restore of an older backup: the order of a fulfilment is gone.
        Order.objects.filter(pk=shown.order.pk).update(fulfilment_id=line.slot.pk)
    key = change(line, hours="9-16")
    for _ in range(5):
        carry_on(line)
    assert key is not None
    assert len(mails(line.stage.issuer)) == 1
    failed = FailedTask.objects.get()
    assert (failed.kind, failed.reference) == ("slot_change", key.pk)
    with inside(line.stage.issuer):
        Order.objects.filter(pk=shown.order.pk).update(fulfilment_id=shown.order.fulfilment_id)
    with inside(line.stage.supplier):
        slot_changes.try_again(key.pk)
    carry_on(line)
    assert len(mails(line.stage.issuer)) == 2


def test_the_provider_reads_beforehand_whom_it_tells(line: Line) -> None:
    staff = browser(line.stage.supplier, "provider_staff")
    staff.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    address = f"/fornitore/turni/{line.slot.pk}/modifica/"
    assert "3 bookings stand" in staff.get(address).content.decode()
    fields = {name: value or "" for name, value in slots.facts_of(line.slot).items()}
    answer = staff.post(address, fields | {"hours": "9-16"}, follow=True)
    assert "Who made the 3 bookings is being told" in html.unescape(answer.content.decode())
    assert "is being told" not in staff.post(address, fields | {"hours": "9-16"}, follow=True).content.decode()


def test_the_provider_of_a_series_reads_whether_anybody_is_told(line: Line) -> None:
    Slot.objects.update(series=line.slot.pk)
    staff = browser(line.stage.supplier, "provider_staff")
    staff.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    address = f"/fornitore/turni/{line.slot.pk}/settimane/"
    assert "Who has booked is being told" in staff.post(address, {"hours": "9-16"}, follow=True).content.decode()
    assert "is being told" not in staff.post(address, {"capacity": "20"}, follow=True).content.decode()
