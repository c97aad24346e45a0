"""What a person asked for is seen by that person and, as far as needed, by who provides it; by nobody else.

Leo goes to Beta's camp. Every page that a colleague reaches by following links is read for traces of it.
"""

import html
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from catalog.orders.models import Voucher
from members.models import Member, Relative
from providers.models import Offer
from tenants.identity.models import Role, User
from tests import make
from tests.badinput.crawl import reached
from tests.badinput.test_foreign_ids import TOKEN, Absent, answer, filled
from tests.badinput.world import World
from tests.conftest import browse, inside

OF_ANNA = [
    "buoni/<uuid:voucher>/",
    "buoni/<uuid:voucher>/documento/",
    "buoni/<uuid:voucher>/di-nuovo/",
    "buoni/<uuid:voucher>/buono.pdf",
    "richieste/<uuid:order>/",
    "richieste/<uuid:order>/fatto/",
    "richieste/<uuid:order>/annulla/",
    "famiglia/<uuid:relative>/",
    "famiglia/<uuid:relative>/togli/",
]
TAX_CODES = ("BNCNNA85C54F257X", "BNCLEO20A01F257Y")
PRIVATE = (*TAX_CODES, "anna.bianchi@example.org", "Piano", "Contratto", "842,50", "702,50", "210,00", "70,00", "TUIR")


@pytest.fixture
def told(world: World) -> World:
    """The order as it was when the service had another name, so that its title stands in the order alone."""
    with inside(world.stage.issuer):
        Member.objects.filter(pk=world.stage.anna.pk).update(tax_code=TAX_CODES[0])
        User.objects.filter(pk=world.stage.anna.user_id).update(email="anna.bianchi@example.org")
        Relative.objects.filter(pk=world.leo.pk).update(tax_code=TAX_CODES[1])
    Offer.objects.filter(pk=world.stage.offer.pk).update(title="Un altro nome", sort_title="un altro nome")
    return world


def colleague(world: World, *roles: str) -> Client:
    """A colleague of Anna's with those roles."""
    with inside(world.stage.issuer):
        user = make.member("Carla", "member", *roles).user
    return browse(world.stage.issuer, user)


def test_no_colleague_opens_what_a_person_asked_for(told: World) -> None:
    with inside(told.stage.issuer):
        voucher = Voucher.objects.get(order=told.order)
    ids = {"voucher": str(voucher.pk), "order": str(told.order.pk), "relative": str(told.leo.pk)}
    opened = []
    clients = {role: colleague(told, role) for role in (Role.MEMBER, Role.HR, Role.PAYROLL, Role.DESK, Role.OFFICE)}
    for path in OF_ANNA:
        key = ids[re.findall(r":(\w+)>", path)[0]]
        for role, client in clients.items():
            for method in ("get", "post"):
                found, absent = (answer(client, method, filled(path, each)) for each in (key, Absent.uuid))
                if found != absent or found[0] not in (404, 405):
                    opened.append((role, method, path, found[0], absent[0]))
    assert opened == []


@pytest.mark.parametrize("role", ["hr", "welfare_manager", "payroll", "committee", "desk", "office", "operator"])
def test_nothing_that_a_colleague_reads_tells_what_a_person_asked_for(role: str, told: World) -> None:
    secrets = ["Estate al Mulino", "Leo", "noci", "059123456", told.code[-4:], "702,50"]
    begin = ["/"] + (["/hr/persone/", "/hr/piani/", "/hr/piani/utilizzo/"] if role in ("hr", "welfare_manager") else [])
    # Without the form's token, random letters that may spell a name.
    pages = {path: TOKEN.sub("", page) for path, page in reached(colleague(told, role), *begin)}
    assert [(path, secret) for path, page in pages.items() for secret in secrets if secret in page] == []
    if role == "hr":
        assert f"/hr/persone/{told.stage.anna.uuid}/" in pages
        assert f"/hr/piani/{told.stage.plan.pk}/" in pages


def test_a_provider_reads_name_age_answers_and_nothing_private(told: World) -> None:
    pages = dict(reached(told.clients["manager"], "/fornitore/", f"/fornitore/turni/{told.stage.slot.pk}/"))
    guests = pages[f"/fornitore/turni/{told.stage.slot.pk}/"]
    for words in ("Leo Bianchi", "noci", "059123456"):
        assert words in guests
    beside = {path: page for path, page in pages.items() if path.startswith("/fornitore/")}
    assert [(path, word) for path, page in beside.items() for word in (*PRIVATE, "Anna") if word in page] == []


def test_checking_a_voucher_shows_exactly_what_is_needed(told: World) -> None:
    response = told.clients["manager"].post("/fornitore/buoni/", {"code": told.code}, headers={"accept-language": "en"})
    page = response.content.decode()
    main = re.findall(r"<main.*</main>", page, re.DOTALL)[0]
    facts = [
        " ".join(html.unescape(re.sub(r"<[^>]+>", " ", fact)).split()) for fact in re.findall(FACT, main, re.DOTALL)
    ]
    slot = told.stage.slot
    assert [fact for fact in facts if str(slot.starts_on.year) not in fact] == [
        "Leo Bianchi, 6 years",
        "Service Un altro nome",
        "Value 140,00 €",
        "Allergies or intolerances noci",
        "Phone for the day 059123456",
        "Consent to photos No",
    ]
    assert [word for word in (*PRIVATE, "Anna", "child") if word in html.unescape(main)] == []


FACT = r"<h1>.*?</h1>|<div><dt>.*?</div>"


def test_the_mail_to_a_provider_names_nobody(told: World, django_capture_on_commit_callbacks: Any) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        told.stage.place(answers={"allergies": "latte", "phone": "059123456", "photos": "no"})
    sent = [str(each.body) + str(each.subject) for each in mail.outbox if "/fornitore/" in str(each.body)]
    assert [word for text in sent for word in (*PRIVATE, "Leo", "latte", "Anna", "140") if word in text] == []
