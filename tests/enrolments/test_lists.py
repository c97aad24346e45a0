"""What a fund is told: each contribution in one list, once; files with the same bytes; confirmed or refused."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from catalog.enrolments import confirming, files, lists
from catalog.enrolments.models import Contribution, Ending, Enrolment, FundLine, FundList, Kind
from catalog.orders.models import Order
from members.ledger import accounts, posting
from members.ledger.models import AccountKind, Leg, Reason
from tenants.isolation import SYSTEM, Actor
from tenants.messages.models import Message
from tests.conftest import inside
from tests.enrolments.stage import FundStage
from welfare.clock import pretend, today

BEGIN = today().replace(month=1, day=1)
YEAR_END = today().replace(month=12, day=31)
AFTERWARDS = datetime.date(today().year + 1, 1, 10)


def made(stage: FundStage, kind: Kind, last: datetime.date | None = None) -> FundList:
    """The list of the year, made when it is over."""
    stage.close_cancelling()
    with inside(stage.issuer), pretend(AFTERWARDS):
        return lists.make(stage.offer.provider_id, kind, BEGIN, last or YEAR_END, actor=SYSTEM)


def lines(stage: FundStage, found: FundList) -> list[FundLine]:
    with inside(stage.issuer):
        return list(found.lines.select_related("order", "member__user").order_by("place"))


def to_pension(stage: FundStage, amount: str) -> None:
    """What a closed budget sends to Anna's pension fund."""
    lot = accounts.wallet(stage.anna.uuid, stage.voluntary.pk, stage.voluntary.expires_on)
    fund = accounts.pension(stage.anna.uuid, stage.voluntary.pk)
    posting.post(
        key=f"fund:{amount}",
        reason=Reason.FUND,
        lines=[posting.Line(lot, debit=Decimal(amount)), posting.Line(fund, credit=Decimal(amount))],
        actor=SYSTEM,
    )


def manager(stage: FundStage) -> Actor:
    return Actor(stage.supplier.key, 1, "provider_manager")


def test_a_list_says_who_at_which_level_with_whom(stage: FundStage) -> None:
    stage.enrol(stage.leo)
    [line] = lines(stage, made(stage, Kind.HEALTH))
    assert (line.family_name, line.tax_code, line.what, line.amount) == (
        "Bianchi", "BNCNNA85C54F257W", "Famiglia", Decimal("260.00"),
    )  # fmt: skip
    assert [one["name"] for one in line.relatives] == ["Leo Bianchi"]
    assert line.parts == [{"source": "CONTRACT_CCNL", "amount": "260.00"}]


def test_each_contribution_stands_in_one_list(stage: FundStage) -> None:
    stage.pay("100.00")
    first = made(stage, Kind.PENSION)
    assert made(stage, Kind.PENSION).pk == first.pk
    with pytest.raises(lists.NothingToList):
        made(stage, Kind.PENSION, YEAR_END - datetime.timedelta(days=1))
    with inside(stage.issuer):
        assert FundList.objects.count() == 1


def test_a_period_that_is_not_over_has_no_list(stage: FundStage) -> None:
    with inside(stage.issuer), pytest.raises(lists.NotOver):
        lists.make(stage.offer.provider_id, Kind.HEALTH, BEGIN, today(), actor=SYSTEM)


def test_what_can_still_be_called_off_is_not_listed(stage: FundStage) -> None:
    stage.enrol()
    with inside(stage.issuer), pretend(AFTERWARDS):
        Order.objects.update(cancel_until=AFTERWARDS)
        with pytest.raises(lists.NothingToList):
            lists.make(stage.offer.provider_id, Kind.HEALTH, BEGIN, YEAR_END, actor=SYSTEM)


def test_a_converted_bonus_stands_apart_and_what_closing_sends_comes_once(stage: FundStage) -> None:
    stage.pay("4100.00")
    with inside(stage.issuer):
        to_pension(stage, "30.00")
    found = made(stage, Kind.PENSION)
    parts = [(part["source"], part["amount"]) for line in lines(stage, found) for part in line.parts]
    assert parts == [("VOLUNTARY", "30.00"), ("CONTRACT_CCNL", "4000.00"), ("VOLUNTARY", "100.00")]
    with inside(stage.issuer):
        text = files.content(found, "csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(r["Fonte"], r["Importo"], r["Premio convertito"]) for r in rows] == [
        ("VOLUNTARY", "30,00", "no"), ("CONTRACT_CCNL", "4000,00", "no"), ("VOLUNTARY", "100,00", "no"),
    ]  # fmt: skip


def test_what_was_taken_back_counts_below_zero(stage: FundStage) -> None:
    stage.pay("10.00")
    with inside(stage.issuer):
        to_pension(stage, "30.00")
        lot = accounts.wallet(stage.anna.uuid, stage.voluntary.pk, stage.voluntary.expires_on)
        fund = accounts.pension(stage.anna.uuid, stage.voluntary.pk)
        posting.post(
            key="back",
            reason=Reason.CORRECTION,
            lines=[posting.Line(fund, debit=Decimal("5.00")), posting.Line(lot, credit=Decimal("5.00"))],
            actor=SYSTEM,
        )
    amounts = sorted(line.amount for line in lines(stage, made(stage, Kind.PENSION)))
    assert amounts == [Decimal("-5.00"), Decimal("10.00"), Decimal("30.00")]


def test_the_file_has_the_same_bytes_and_computes_nothing(stage: FundStage) -> None:
    stage.anna.user.family_name = "=1+1"
    with inside(stage.issuer):
        stage.anna.user.save()
    stage.enrol(stage.leo)
    found = made(stage, Kind.HEALTH)
    with inside(stage.issuer):
        for extension in ("csv", "xlsx"):
            first = files.content(found, extension)
            stage.issuer.legal_name = "Altro nome"
            assert files.content(FundList.objects.get(pk=found.pk), extension) == first
        sheet = load_workbook(io.BytesIO(files.content(found, "xlsx"))).active
        text = files.content(found, "csv").decode()
    assert sheet is not None
    header, row = sheet.iter_rows(values_only=True)
    assert header == files.HEADER
    assert row[files.AMOUNT] == 260
    assert row[4] == "'=1+1"
    assert ';"\'=1+1";' in text


def test_confirmed_it_is_owed_once(stage: FundStage) -> None:
    stage.enrol()
    found = made(stage, Kind.HEALTH)
    provider = stage.offer.provider
    with inside(stage.supplier):
        first = confirming.confirm(stage.issuer, provider, lines(stage, found), manager(stage))
        again = confirming.confirm(stage.issuer, provider, lines(stage, found), manager(stage))
    assert (first.confirmed, again.confirmed) == (1, 0)
    with inside(stage.issuer):
        assert [leg.credit for leg in Leg.objects.filter(account__kind=AccountKind.OWED)] == [Decimal("200.00")]
        assert FundLine.objects.get().state == FundLine.State.CONFIRMED


def test_a_confirmation_cut_in_half_is_made_whole_by_repeating_it(
    stage: FundStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.enrol()
    found = made(stage, Kind.HEALTH)

    def broken(*_: object) -> bool:
        raise RuntimeError("killed")

    with inside(stage.supplier):
        with monkeypatch.context() as patch:
            patch.setattr(confirming, "decide", broken)
            with pytest.raises(RuntimeError):
                confirming.confirm(stage.issuer, stage.offer.provider, lines(stage, found), manager(stage))
        again = confirming.confirm(stage.issuer, stage.offer.provider, lines(stage, found), manager(stage))
    assert again.confirmed == 1
    with inside(stage.issuer):
        assert Leg.objects.filter(account__kind=AccountKind.OWED).count() == 1


def test_refused_the_credit_is_back_and_the_person_told_why(stage: FundStage) -> None:
    enrolment = stage.enrol()
    before = sum(stage.lots())
    [line] = lines(stage, made(stage, Kind.HEALTH))
    with inside(stage.supplier):
        confirming.reject(stage.issuer, stage.offer.provider, line, "Età fuori limite", manager(stage))
        with pytest.raises(confirming.AlreadyDecided):
            confirming.reject(stage.issuer, stage.offer.provider, line, "Ancora", manager(stage))
    assert sum(stage.lots()) == before + Decimal("200.00")
    with inside(stage.issuer):
        enrolment.refresh_from_db()
        assert (enrolment.state, enrolment.ending) == (Enrolment.State.ENDED, Ending.REFUSED)
        told = Message.objects.get(context__what="rejected")
        assert (told.recipient_id, told.context["reason"]) == (stage.anna.user_id, "Età fuori limite")


def test_refusing_a_monthly_contribution_stops_it(stage: FundStage) -> None:
    contribution = stage.pay("10.00", "monthly")
    [line] = lines(stage, made(stage, Kind.PENSION))
    with inside(stage.supplier):
        confirming.reject(stage.issuer, stage.offer.provider, line, "Numero sbagliato", manager(stage))
    with inside(stage.issuer):
        assert Contribution.objects.get(pk=contribution.pk).ending == Ending.REFUSED


def test_refused_credit_of_a_closed_budget_comes_in_a_later_list(stage: FundStage) -> None:
    stage.pay("10.00")
    with inside(stage.issuer):
        to_pension(stage, "30.00")
    first = made(stage, Kind.PENSION)
    [line] = [one for one in lines(stage, first) if one.leg]
    with inside(stage.supplier):
        confirming.reject(stage.issuer, stage.offer.provider, line, "Manca il numero", manager(stage))
    later = made(stage, Kind.PENSION, datetime.date(today().year + 1, 1, 5))
    assert [one.leg for one in lines(stage, later)] == [line.leg]
