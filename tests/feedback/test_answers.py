"""What people say of services: who is asked, what is kept, and that no look at the figures tells one answer."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from catalog.feedback import answering, asking, tasks
from catalog.feedback.models import Answer
from catalog.orders.accept import accept
from catalog.orders.models import Order
from providers.opinions import counting
from providers.opinions.counting import Summary, count_due, summaries
from providers.opinions.models import Figures, Given, Opinion
from tenants.isolation import Actor
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tenants.models import Organization
from tests import make
from tests.accept.desk import code_of
from tests.conftest import browse, inside
from tests.orders.stage import Stage
from welfare.clock import pretend, today


def day(number: int) -> datetime.date:
    return today() + datetime.timedelta(days=number)


def use(stage: Stage) -> Order:
    """Anna's week of camp, accepted at its door."""
    order = stage.place()
    with inside(stage.supplier):
        accept(code_of(stage, order), actor=Actor(stage.supplier.key, 1, "person"))
    return order


@pytest.fixture
def used(stage: Stage) -> Order:
    return use(stage)


def ended(stage: Stage) -> int:
    """In how many days the camp's last day is over."""
    return (stage.slot.ends_on - today()).days + 1


def test_one_is_asked_by_mail_once_when_the_last_day_is_over(stage: Stage, used: Order) -> None:
    with inside(stage.issuer):
        for days, mails in ((0, 0), (ended(stage) - 1, 0), (ended(stage), 1), (ended(stage) + 1, 1)):
            with pretend(day(days)):
                asking.ask_everybody(today())
                assert Message.objects.filter(kind="how_it_went").count() == mails
        mail = compose(Message.objects.get(kind="how_it_went"))
        assert "Estate al Mulino" in mail.subject and f"/richieste/{used.pk}/com-e-andata/" in str(mail.body)


def test_of_weeks_of_one_camp_only_the_first_is_asked(stage: Stage, used: Order) -> None:
    use(stage)
    with inside(stage.issuer), pretend(day(ended(stage))):
        assert [order.pk for order in asking.waiting_of(stage.anna, 5)] == [used.pk]


def test_what_is_long_past_or_not_used_is_not_asked(stage: Stage, used: Order) -> None:
    stage.place(slot_id=make.slot(stage.offer, days=30).pk)
    with inside(stage.issuer):
        for days, waiting in ((-1, []), (0, [used]), (59, [used]), (60, [])):
            with pretend(day(ended(stage) + days)):
                assert asking.waiting_of(stage.anna, 5) == waiting


@pytest.fixture
def anna(stage: Stage, used: Order) -> Client:
    return browse(stage.issuer, stage.anna.user)


def test_two_questions_are_answered_and_changed_for_a_week(stage: Stage, used: Order, anna: Client) -> None:
    address = f"/richieste/{used.pk}/com-e-andata/"
    assert anna.get(address).status_code == 404
    with pretend(day(ended(stage))):
        assert "Com'è andata?" in anna.get("/").content.decode()
        assert anna.get(address).status_code == 200
        assert anna.post(address, {"given": "yes", "rating": "5"}).status_code == 302
        assert (
            anna.post(address, {"given": "partly", "rating": "2"})["Location"]
            == f"/richieste/{used.pk}/com-e-andata/male/"
        )
        assert anna.get(f"/richieste/{used.pk}/com-e-andata/male/").status_code == 200
        found = Opinion.objects.get()
        assert (found.given, found.rating, found.offer_id) == ("partly", 2, stage.offer.pk)
        assert "Com'è andata?" not in anna.get("/").content.decode()
    with pretend(day(ended(stage) + 7)):
        anna.post(address, {"given": "yes", "rating": "5"})
        assert Opinion.objects.get().rating == 2
        assert "distinguerla" in anna.get(address).content.decode()


@pytest.mark.parametrize(
    "said", [{}, {"given": "yes"}, {"given": "maybe", "rating": "3"}, {"given": "yes", "rating": "6"}, {"rating": "5"}]
)
def test_half_an_answer_is_none(stage: Stage, used: Order, anna: Client, said: dict[str, str]) -> None:
    with pretend(day(ended(stage))):
        page = anna.post(f"/richieste/{used.pk}/com-e-andata/", said)
    assert page.status_code == 200 and "error-summary" in page.content.decode()
    assert not Opinion.objects.exists()


def test_what_was_not_given_is_not_rated(stage: Stage, used: Order, anna: Client) -> None:
    with pretend(day(ended(stage))):
        anna.post(f"/richieste/{used.pk}/com-e-andata/", {"given": "no", "rating": "1"})
    assert Opinion.objects.get().rating is None


def test_who_rather_says_nothing_is_not_asked_again(stage: Stage, used: Order, anna: Client) -> None:
    with pretend(day(ended(stage))):
        anna.post(f"/richieste/{used.pk}/com-e-andata/non-rispondo/")
        assert "Com'è andata?" not in anna.get("/").content.decode()
        with inside(stage.issuer):
            assert asking.ask_everybody(today()) == 0
    assert not Opinion.objects.exists()


def test_after_a_week_nothing_ties_the_answer_to_the_person(stage: Stage, used: Order) -> None:
    with inside(stage.issuer):
        with pretend(day(ended(stage))):
            answering.say(used, Given.YES, 4)
            answering.say(used, Given.YES, 5)
        with pretend(day(ended(stage) + 6)):
            assert answering.forget_counted() == 0
        with pretend(day(ended(stage) + 9)):
            assert answering.forget_counted() == 1
            with pytest.raises(answering.TooLate):
                answering.say(used, Given.NO, None)
        assert Answer.objects.get().reference is None


def opinions(stage: Stage, *ratings: int | None, on: datetime.date) -> None:
    for rating in ratings:
        given = Given.NO if rating is None else Given.YES
        Opinion.objects.create(offer=stage.offer, given=given, rating=rating, answered_on=on)


def test_answers_are_counted_five_at_a_time_a_week_later_and_erased(stage: Stage) -> None:
    opinions(stage, 5, 4, None, 5, on=day(-8))
    opinions(stage, 1, on=day(-7))
    opinions(stage, 1, 1, 1, 1, on=day(-6))
    assert count_due() == 5
    assert count_due() == 0
    assert summaries([stage.offer.pk]) == {stage.offer.pk: Summary(5, 80, Decimal("3.8"))}
    assert Opinion.objects.count() == 4
    with pretend(day(1)):
        assert count_due() == 0
        opinions(stage, 3, 3, on=day(-7))
        assert count_due() == 5
    assert (Figures.objects.get().answers, Opinion.objects.count()) == (10, 1)


def test_under_five_nothing_is_shown(stage: Stage) -> None:
    opinions(stage, 5, 5, 5, 5, on=day(-30))
    assert count_due() == 0
    assert summaries([stage.offer.pk]) == {}


def test_one_service_that_cannot_be_counted_keeps_no_other(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make.offer(stage.offer.provider, "Palestra")
    opinions(stage, 5, 5, 5, 5, 5, on=day(-8))
    for _ in range(5):
        Opinion.objects.create(offer=other, given=Given.YES, rating=3, answered_on=day(-8))
    count = counting.count_offer
    first = min(stage.offer.pk, other.pk)

    def refuse_first(offer_id: object) -> int:
        if offer_id == first:
            raise LookupError
        return count(offer_id)  # type: ignore[arg-type]

    monkeypatch.setattr(counting, "count_offer", refuse_first)
    with pytest.raises(ExceptionGroup):
        count_due()
    assert set(Figures.objects.values_list("pk", flat=True)) == {stage.offer.pk, other.pk} - {first}


def test_figures_are_read_by_the_provider_by_members_and_by_who_chooses_the_shelf(stage: Stage, used: Order) -> None:
    opinions(stage, 5, 4, None, 5, 5, on=day(-8))
    count_due()
    with inside(stage.supplier):
        bruna = browse(stage.supplier, make.user("Bruna", "provider_staff"))
    page = bruna.get("/fornitore/opinioni/").content.decode()
    assert "4,8 su 5" in page and "dato come d'accordo all'80%" in page.replace("al 80%", "all'80%")
    with inside(stage.issuer):
        rita = browse(stage.issuer, make.user("Rita", "hr"))
    anna = browse(stage.issuer, stage.anna.user)
    for client, address in ((anna, f"/scaffale/{stage.offer.pk}/"), (rita, "/hr/scaffale/")):
        assert "4,8 su 5" in client.get(address).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_providers_page_asks_as_much_for_one_service_as_for_thirty(
    beta: Organization, rows: int, django_assert_num_queries: object
) -> None:
    provider = make.provider(beta)
    for number in range(rows):
        offer = make.offer(provider, f"Servizio {number}")
        Figures.objects.create(offer=offer, answers=5, given=5, rated=5, ratings=20, counted_on=today())
    with inside(beta):
        bruna = browse(beta, make.user("Bruna", "provider_staff"))
    bruna.get("/fornitore/opinioni/")
    with django_assert_num_queries(9):  # type: ignore[operator]
        bruna.get("/fornitore/opinioni/")


def test_the_nightly_task_visits_each_organization(stage: Stage, used: Order) -> None:
    with pretend(day(ended(stage))):
        tasks.ask_everywhere()
    with inside(stage.issuer):
        assert Message.objects.filter(kind="how_it_went").count() == 1
