"""HR finds people among thousands: words, filters, and the situations that its home leads to."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client

from members import finding
from members.finding import Situation, asked_in
from members.ledger import accounts, posting
from members.ledger.models import Reason
from members.ledger.posting import Line
from members.models import Member
from tenants.identity import invitations
from tenants.identity.models import Invitation
from tenants.isolation import SYSTEM
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.plans import people as plans
from welfare.clock import now, today


@pytest.fixture
def browser(alfa: Organization) -> Client:
    with inside(alfa):
        irene = make.member("Irene", "member", "hr", number="9000", user=make.user("Irene", "hr", family_name="Zeta"))
        Member.objects.filter(pk=irene.pk).update(category=make.category("Direzione"))
    return browse(alfa, irene.user)


def names(browser: Client, **asked: str) -> list[str]:
    return [member.user.given_name for member, _situation in browser.get("/hr/persone/", asked).context["rows"]]


def found(**asked: str) -> list[str]:
    """Given names of the people that a question finds, but for who asks."""
    people = finding.found(asked_in(asked)).exclude(number="9000").order_by("sort_name", "pk")
    return [member.user.given_name for member in people]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("rossi", ["Mària", "Ugo"]),
        ("MARIA rossi", ["Mària"]),
        ("ròssi màr", ["Mària"]),
        ("17", ["Ugo"]),
        ("rssmra", ["Mària"]),
        ("RSSMRA80A41H501K", ["Mària"]),
        ("rossi verdi", []),
        ("%", []),
        ("_", []),
        ("", ["Mària", "Ugo", "Zoe"]),
    ],
)
def test_words_in_any_order_accents_and_case_forgiven(
    alfa: Organization, browser: Client, words: str, names: list[str]
) -> None:
    with inside(alfa):
        user = make.user("Mària", family_name="Rossi")
        make.member("Mària", number="0042", tax_code="RSSMRA80A41H501K", user=user)
        make.member("Ugo", number="1701", user=make.user("Ugo", family_name="De Rossi"))
        make.member("Zoe", number="0301", user=make.user("Zoe", family_name="Verdi"))
        assert sorted(found(q=words)) == names


def test_category_and_site_narrow_and_what_is_no_choice_asks_nothing(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        clerks = make.category("Impiegati")
        make.member("Anna", category=clerks, site="Carpi")
        make.member("Bea", category=clerks, site="Modena")
        make.member("Carla", site="Carpi")
        assert found(categoria=str(clerks.pk)) == ["Anna", "Bea"]
        assert found(categoria="nessuna") == ["Carla"]
        assert found(sede="Carpi") == ["Anna", "Carla"]
        assert found(sede="Carpi", categoria=str(clerks.pk)) == ["Anna"]
        for nonsense in ("x", "-1", "١", "9" * 30, "1 OR 1=1"):
            assert found(categoria=nonsense) == ["Anna", "Bea", "Carla"]
        assert finding.sites() == ["Carpi", "Modena"]


def test_leavers_and_those_about_to_leave(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        for name, days in (("Gone", -1), ("Today", 0), ("Soon", 5)):
            make.member(name, left_on=today() + datetime.timedelta(days=days))
        make.member("Stays")
        assert found() == ["Soon", "Stays"]
        assert found(stato="in-uscita") == ["Soon", "Today"]
        assert found(stato="usciti") == ["Gone", "Today"]
    page = browser.get("/hr/persone/", {"stato": "in-uscita"}, headers={"accept-language": "en"})
    assert "Credit can be used until the last day" in page.content.decode()


def test_who_was_invited_how_and_who_was_not(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        mailed, opened, printed, waiting = (make.member(name) for name in ("Mailed", "Opened", "Printed", "Waiting"))
        by_hand = make.user("Byhand", email=None, member_number="77")
        make.member("Byhand", user=by_hand)
        lettered = make.user("Lettered", email=None, member_number="78")
        make.member("Lettered", user=lettered)
        invitations.invite_by_mail(mailed.user, actor=SYSTEM)
        Invitation.objects.filter(user=mailed.user).update(state=Invitation.State.SENT, sent_at=now())
        invitations.invite_by_mail(opened.user, actor=SYSTEM)
        Invitation.objects.filter(user=opened.user).update(state=Invitation.State.OPENED)
        invitations.invite_by_code(printed.user, actor=SYSTEM)
        invitations.invite_by_code(lettered, actor=SYSTEM)
        assert found(stato="da-invitare") == ["Waiting"]
        assert found(stato="senza-lettera") == ["Byhand"]
        assert found(stato="invito-non-aperto") == ["Lettered", "Mailed", "Printed"]
        waiting.user.set_password("a long password of theirs")
        waiting.user.last_login = now()
        waiting.user.save()
        assert found(stato="da-invitare") == []
        assert "Waiting" not in found(stato="mai-entrati")


def test_without_credit_are_those_to_whom_nothing_that_holds_was_granted(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        plan = plans.plan()
        budget, past = plans.budget(plan), plans.budget(plan, days=-1, source="VOLUNTARY")
        granted, expired, refunded, _never = (make.member(name) for name in ("Granted", "Expired", "Refunded", "Never"))
        plans.credit(granted, budget, "100.00")
        plans.credit(expired, past, "100.00")
        plans.credit(refunded, past, "100.00")
        lot = accounts.wallet(refunded.uuid, past.pk, plans.day(20))
        held = accounts.held(past.pk)
        lines = [Line(held, debit=Decimal("10.00")), Line(lot, credit=Decimal("10.00"))]
        posting.post(key="refund", reason=Reason.REFUND, lines=lines, actor=SYSTEM)
        # A lot of refunds alone would tell that Refunded had ordered something.
        assert found(stato="senza-credito") == ["Expired", "Never", "Refunded"]


def test_the_list_counts_and_pages_both_ways_with_its_question(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        for number in range(60):
            make.member(f"Bea{number:02}", site="Carpi")
    pages = [browser.get("/hr/persone/", {"sede": "Carpi"})]
    while pages[-1].context["next_url"]:
        pages.append(browser.get("/hr/persone/" + pages[-1].context["next_url"]))
    shown = [member.user.given_name for page in pages for member, _situation in page.context["rows"]]
    assert shown == [f"Bea{number:02}" for number in range(60)]
    assert [page.context["count"] for page in pages] == [60, 60, 60]
    back = browser.get("/hr/persone/" + pages[2].context["previous_url"])
    assert back.context["rows"] == pages[1].context["rows"]


@pytest.mark.parametrize("situation", Situation.values)
def test_each_situation_has_a_page_for_nobody(browser: Client, situation: str) -> None:
    page = browser.get("/hr/persone/", {"stato": situation, "q": "zzz"})
    assert (page.status_code, page.context["count"]) == (200, 0)


def test_the_lists_of_acts_lead_to_them(alfa: Organization, browser: Client) -> None:
    with inside(alfa):
        make.member("Anna")
        make.member("Byhand", user=make.user("Byhand", email=None, member_number="77"))
    assert "/identita/inviti/" in browser.get("/hr/persone/", {"stato": "da-invitare"}).content.decode()
    assert "/identita/lettere/" in browser.get("/hr/persone/", {"stato": "senza-lettera"}).content.decode()
