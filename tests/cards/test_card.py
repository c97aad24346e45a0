"""The member card: its codes, who holds one, and what a shop learns of it."""

import datetime
import re
from collections.abc import Iterator

import pyotp
import pytest
from django.test import Client

from catalog.cards import cards, checking
from catalog.cards.models import MemberCard
from members.models import Member
from providers.agreements.models import CardSeries
from tenants import isolation
from tenants.audit.models import Record
from tenants.models import Organization, Status
from tests import make
from tests.conftest import browse, inside
from tests.tenants.console.test_console import signed_in
from welfare import clock, keys
from welfare.errors import TooMany

ENGLISH = {"accept-language": "en"}
DAY = datetime.date(2026, 11, 26)


@pytest.fixture
def anna(alfa: Organization) -> Member:
    with inside(alfa):
        return make.member("Anna")


@pytest.fixture
def card(alfa: Organization, anna: Member) -> MemberCard:
    browse(alfa, anna.user).post("/tessera/attiva/")
    with inside(alfa):
        return MemberCard.objects.select_related("member__user").get()


@pytest.fixture(autouse=True)
def at_ten() -> Iterator[None]:
    with clock.pretend(DAY):
        yield


def code_now(where: Organization, card: MemberCard, ahead: int = 0) -> str:
    with inside(where):
        return cards.codes_ahead(card, clock.now(), ahead + 1)[ahead].text


def checked(where: Organization, number: str, code: str) -> str:
    page = browse(where).post("/tessera/verifica/", {"number": number, "code": code}, headers=ENGLISH)
    return page.content.decode()


def is_good(where: Organization, number: str, code: str) -> bool:
    page = checked(where, number, code)
    assert ("The card is good" in page) != ("This card is not good" in page)
    return "The card is good" in page


def test_a_shop_learns_whether_it_is_good_and_of_whom_on_any_host(
    alfa: Organization, beta: Organization, rete: Organization, anna: Member, card: MemberCard
) -> None:
    code = code_now(alfa, card)
    for host in (alfa, beta, rete):
        page = checked(host, f" {card.number[:4]}-{card.number[4:]}", f"{code[:4]} {code[4:]}")
        assert "It is a card of Alfa" in page
        assert anna.user.given_name not in page
        assert anna.user.family_name not in page
    with inside(alfa):
        before = Record.objects.count()
    assert is_good(beta, card.number, code)
    with inside(alfa):
        # Where a card is shown is written nowhere.
        assert Record.objects.count() == before


def test_a_code_lives_a_minute_and_the_time_to_type_it(alfa: Organization, card: MemberCard) -> None:
    code = code_now(alfa, card)
    assert len(code) == 8
    for minute, good in ((0, True), (1, True), (2, False)):
        with clock.pretend(DAY, datetime.time(10, minute)):
            assert is_good(alfa, card.number, code) is good
    # Seen again within its minute it is as good as before; the next one is not good yet.
    assert is_good(alfa, card.number, code)
    assert not is_good(alfa, card.number, code_now(alfa, card, ahead=1))


def test_the_page_holds_the_codes_of_the_minutes_to_come(alfa: Organization, anna: Member, card: MemberCard) -> None:
    page = browse(alfa, anna.user).get("/tessera/", headers=ENGLISH)
    shown = re.findall(r'voucher-code">([\d ]+)<', page.content.decode())
    assert len(shown) == cards.AHEAD
    with clock.pretend(DAY, datetime.time(10, 7)):
        assert is_good(alfa, card.number, shown[7])
    assert "no-store" in page.headers["Cache-Control"]
    secret = keys.unseal(cards.PURPOSE, alfa.key, bytes(card.secret))
    assert secret not in page.content.decode()
    assert shown[0].replace(" ", "") == pyotp.TOTP(secret, digits=8, interval=60).at(clock.now())


def test_the_card_of_who_leaves_is_dead_at_once(alfa: Organization, anna: Member, card: MemberCard) -> None:
    code, client = code_now(alfa, card), browse(alfa, anna.user)
    with inside(alfa):
        Member.objects.filter(pk=anna.pk).update(left_on=DAY)
    assert is_good(alfa, card.number, code)
    with inside(alfa):
        Member.objects.filter(pk=anna.pk).update(left_on=DAY - datetime.timedelta(days=1))
    assert not is_good(alfa, card.number, code)
    assert "Your card has ended" in client.get("/tessera/", headers=ENGLISH).content.decode()
    assert client.get("/tessera/codici/", headers={"HX-Request": "true"}).status_code == 404
    assert client.post("/tessera/carta/").status_code == 404
    with inside(alfa):
        Member.objects.filter(pk=anna.pk).update(left_on=None)
        anna.user.is_active = False
        anna.user.save()
    assert not is_good(alfa, card.number, code)


def test_no_card_of_an_organization_that_is_suspended(rete: Organization, alfa: Organization, card: MemberCard) -> None:
    code = code_now(alfa, card)
    Organization.objects.filter(pk=alfa.pk).update(status=Status.SUSPENDED)
    assert not is_good(rete, card.number, code)


def test_a_new_number_kills_the_old_card(alfa: Organization, anna: Member, card: MemberCard) -> None:
    code, client = code_now(alfa, card), browse(alfa, anna.user)
    client.post("/tessera/sostituisci/")
    assert not is_good(alfa, card.number, code)
    with inside(alfa):
        fresh = MemberCard.objects.get()
    assert fresh.number != card.number
    assert is_good(alfa, fresh.number, code_now(alfa, fresh))
    assert not is_good(alfa, fresh.number, code)


def test_the_card_on_paper_is_good_for_months_and_no_longer(alfa: Organization, anna: Member, card: MemberCard) -> None:
    response = browse(alfa, anna.user).post("/tessera/carta/")
    assert response.content.startswith(b"%PDF")
    with inside(alfa):
        card = MemberCard.objects.select_related("member__user").get()
        assert card.paper_until == DAY + cards.PAPER_LASTS
        code = cards.paper_code(cards.secret_of(card), card.paper_until)
        # Printed again it is the same card; near its end a new one.
        assert cards.print_paper(card, actor=isolation.SYSTEM) == card.paper_until
    for days, good in ((0, True), (180, True), (181, False)):
        with clock.pretend(DAY + datetime.timedelta(days=days)):
            assert is_good(alfa, card.number, code) is good
    with clock.pretend(DAY + datetime.timedelta(days=160)), inside(alfa):
        assert cards.print_paper(card, actor=isolation.SYSTEM) == DAY + datetime.timedelta(days=340)
        assert not checking.is_good(alfa, card.number, code)


def test_hr_prints_the_card_of_who_has_no_phone_and_the_person_reads_it(alfa: Organization, anna: Member) -> None:
    hr = signed_in(alfa, "hr")
    assert hr.post(f"/hr/persone/{anna.uuid}/tessera/").content.startswith(b"%PDF")
    with inside(alfa):
        acts = set(Record.objects.filter(person_id=anna.user_id).values_list("action", flat=True))
        assert {"card.made", "card.printed"} <= acts
        Member.objects.filter(pk=anna.pk).update(left_on=DAY - datetime.timedelta(days=1))
    assert hr.post(f"/hr/persone/{anna.uuid}/tessera/").status_code == 404
    assert signed_in(alfa, "welfare_manager").post(f"/hr/persone/{anna.uuid}/tessera/").status_code == 403


def try_all(count: int) -> None:
    for number in range(count):
        checking.check(f"{number:012}", "00000000", "127.0.0.1")


def test_guessing_is_limited_by_card_and_by_address(alfa: Organization, card: MemberCard) -> None:
    for _try in range(checking.CARD_TRIES):
        assert not is_good(alfa, card.number, "00000000")
    page = browse(alfa).post("/tessera/verifica/", {"number": card.number, "code": code_now(alfa, card)})
    assert page.status_code == 429
    with clock.pretend(DAY, datetime.time(11, 1)):
        for _try in range(checking.CARD_TRIES + 2):
            # Good ones count for the address alone.
            assert is_good(alfa, card.number, code_now(alfa, card))
        with pytest.raises(TooMany):
            try_all(checking.ADDRESS_TRIES)


def test_what_cannot_be_a_card_is_told_and_kept(alfa: Organization, card: MemberCard) -> None:
    page = checked(alfa, card.number[:-1], "12")
    assert "has twelve figures" in page
    assert "The code has eight figures" in page
    assert f'value="{card.number[:-1]}"' in page
    wrong = card.number[:-1] + str((int(card.number[-1]) + 1) % 10)
    assert "A figure of this number is wrong" in checked(alfa, wrong, "12345678")
    assert not is_good(alfa, cards.numbered("0001", 7), "12345678")


def test_the_square_fills_in_number_and_code(alfa: Organization, card: MemberCard) -> None:
    address = "/tessera/verifica/"
    page = browse(alfa).get(address, {"t": card.number, "c": "12345678"}).content.decode()
    assert f'value="{card.number}"' in page
    assert 'hx-trigger="load, submit"' in page
    assert 'hx-trigger="submit"' in browse(alfa).get(address, {"t": "12", "c": "\0"}).content.decode()
    part = browse(alfa).post(
        address, {"number": card.number, "code": code_now(alfa, card)}, headers={"HX-Request": "true"}
    )
    assert "<html" not in part.content.decode()


def test_one_card_a_member_one_series_an_organization(alfa: Organization, anna: Member, card: MemberCard) -> None:
    client: Client = browse(alfa, anna.user)
    client.post("/tessera/attiva/")
    with inside(alfa):
        assert MemberCard.objects.count() == 1
        other = cards.make(make.member("Carla"), actor=isolation.SYSTEM)
        assert other.number[:4] == card.number[:4] == CardSeries.objects.get(organization=alfa).prefix
    assert other.number != card.number
