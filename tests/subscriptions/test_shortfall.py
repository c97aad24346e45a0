"""A month before credit ends the person is told, with the figure; by whom it is not known."""

import datetime
from decimal import Decimal

from catalog.subscriptions.ahead import covers_of
from catalog.subscriptions.news import news_of
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tests.conftest import inside
from tests.orders.stage import Stage, grant
from tests.subscriptions.stage import SEP, begin, draws, mails, night, on

AUGUST_5 = datetime.date(2026, 8, 5)


def test_nobody_is_told_earlier_than_a_month_before(stage: Stage) -> None:
    begin(stage)
    draws(stage, datetime.date(2026, 7, 5))
    found = night(stage, datetime.date(2026, 8, 3))
    assert (found.warned_for, mails(stage.issuer).count("subscription_uncovered")) == (None, 0)


def test_whoever_is_told_reads_the_figure_and_what_can_be_done(stage: Stage) -> None:
    begin(stage)
    found = night(stage, AUGUST_5)
    assert found.warned_for == SEP
    with on(AUGUST_5, stage):
        mail = compose(Message.objects.get(kind="subscription_uncovered"))
        assert mail.subject == "Da settembre 2026 il tuo credito non copre Estate al Mulino"
        assert "100,00" in str(mail.body)
        assert "/abbonamenti/" in str(mail.body)


def test_it_is_told_once_for_a_month(stage: Stage) -> None:
    begin(stage)
    night(stage, AUGUST_5)
    night(stage, AUGUST_5)
    night(stage, AUGUST_5 + datetime.timedelta(days=1))
    assert mails(stage.issuer).count("subscription_uncovered") == 1


def test_credit_that_comes_makes_it_forgotten(stage: Stage) -> None:
    begin(stage)
    night(stage, AUGUST_5)
    with on(AUGUST_5, stage):
        assert [news.subscription.warned_for for news in news_of(stage.anna)] == [SEP]
        grant(stage.anna, stage.voluntary, "500.00", expires_on=datetime.date(2026, 12, 31))
        # At once on the home, which plays the months through anew; the note goes in the night.
        assert news_of(stage.anna) == []
    assert night(stage, AUGUST_5).warned_for is None


def test_the_home_says_so_when_it_is_paused(stage: Stage) -> None:
    begin(stage)
    draws(stage, AUGUST_5)
    night(stage, datetime.date(2026, 9, 5))
    with on(datetime.date(2026, 9, 5), stage):
        [news] = news_of(stage.anna)
        assert "05 ottobre" not in news.text
        assert "5 ottobre 2026" in news.text or "5 October 2026" in news.text


def test_nothing_is_written_by_playing_the_months_through(stage: Stage) -> None:
    subscription = begin(stage)
    before = stage.traces()
    with inside(stage.issuer):
        cover = covers_of(stage.anna)[subscription.pk]
    assert (len(cover.periods), cover.total) == (6, Decimal("600.00"))
    assert stage.traces() == before
