"""The pages of quotes: what each side sees and can do; nobody else's are found; nothing of it reaches the employer."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.orders.models import Order
from catalog.quotes.models import Request
from members.models import Member
from providers.enquiries.models import Enquiry
from providers.quoting.models import Dispute, Guarantee, Quote
from tenants.audit.models import Record
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.orders.stage import in_days
from tests.queries import counted
from tests.quotes.scene import Scene, photo
from tests.quotes.test_disputes import complain, use

ASK = {
    "who": "me", "what": "Il rubinetto perde", "town": "Carpi", "address": "Via Roma 12", "urgency": "week",
    "when": "", "phone": "", "hours": "", "whom": "nearby", "nonce": "a" * 32,
}  # fmt: skip


def staff_of(organization: Organization, *roles: str) -> Client:
    """Somebody who works there."""
    with inside(organization):
        return browse(
            organization, make.member("Marta", *roles, user=make.user("Marta", *roles, family_name="Neri")).user
        )


@pytest.fixture
def anna(scene: Scene) -> Client:
    """Anna's browser."""
    return browse(scene.issuer, scene.stage.anna.user)


@pytest.fixture
def marta(scene: Scene) -> Client:
    """Who runs Beta."""
    return staff_of(scene.supplier, "provider_manager")


def html(response: Any) -> str:
    """A page's text."""
    return str(response.content.decode())


def test_a_service_on_a_quote_leads_to_the_form_and_the_form_to_the_request(scene: Scene, anna: Client) -> None:
    page = html(anna.get(f"/scaffale/{scene.stage.offer.pk}/"))
    assert f"/preventivi/nuovo/{scene.stage.offer.pk}/" in page
    assert "842,50" in page
    form = html(anna.get(f"/preventivi/nuovo/{scene.stage.offer.pk}/"))
    assert "checked" in form
    given = ASK | {"photos": [SimpleUploadedFile("a.jpg", photo()), SimpleUploadedFile("b.png", photo())]}
    sent = anna.post("/preventivi/nuovo/tipo/artisan_work/", given)
    again = anna.post("/preventivi/nuovo/tipo/artisan_work/", ASK)
    assert sent.headers["Location"] == again.headers["Location"]
    with inside(scene.issuer):
        assert Request.objects.get().photos.count() == 2
    assert Quote.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"town": "Milano"}, "Milano"),
        ({"whom": "chosen"}, "Metti almeno una spunta"),
        ({"what": ""}, "obbligatorio"),
        ({"urgency": "never"}, "never"),
        ({"photos": SimpleUploadedFile("a.jpg", b"no photo at all")}, "non è una foto"),
        ({"photos": [SimpleUploadedFile(f"{n}.jpg", photo()) for n in range(30)]}, "Al massimo 5 foto"),
    ],
)
def test_a_form_that_cannot_be_sent_says_why_and_keeps_what_was_typed(
    scene: Scene, anna: Client, changes: dict[str, Any], words: str
) -> None:
    page = html(anna.post("/preventivi/nuovo/tipo/artisan_work/", ASK | changes))
    assert words in page
    assert "Via Roma 12" in page
    assert not Quote.objects.exists()


def test_answers_stand_side_by_side_with_what_credit_covers(scene: Scene, anna: Client) -> None:
    request = scene.ask()
    scene.answer(scene.asked(request), "120.00")
    scene.answer(scene.asked(request, scene.other), "900.00")
    page = html(anna.get(f"/preventivi/{request.pk}/"))
    assert "A confronto" in page
    assert "Accetta 120,00" in page
    assert "Accetta 900,00" not in page
    assert "57,50" in page


@pytest.mark.parametrize(("answers", "queries"), [(1, 14), (2, 20)])
def test_what_a_request_costs_grows_with_its_answers_alone(
    scene: Scene, anna: Client, answers: int, queries: int
) -> None:
    """At most five are asked: six queries for each price that can be accepted, over eight of the page."""
    offers = [scene.stage.offer, scene.other][:answers]
    request = scene.ask(offers=offers)
    for offer in offers:
        scene.answer(scene.asked(request, offer))
    with counted() as statements:
        anna.get(f"/preventivi/{request.pk}/")
    assert len(statements) == queries


@pytest.mark.parametrize("number", [1, 30])
def test_a_members_list_costs_the_same_with_one_and_thirty(scene: Scene, anna: Client, number: int) -> None:
    with inside(scene.issuer):
        for index in range(number):
            key = f"{scene.stage.anna.pk}:{index}"
            Request.objects.create(key=key, member=scene.stage.anna, service_type="artisan_work", type_label="Lavori")
    with counted() as statements:
        page = html(anna.get("/preventivi/"))
    assert len(statements) == 6
    assert page.count("Lavori") == min(number, 20)


@pytest.mark.parametrize("number", [1, 30])
def test_a_providers_list_costs_the_same_with_one_and_thirty(scene: Scene, marta: Client, number: int) -> None:
    provider = scene.stage.offer.provider
    for _ in range(number):
        Quote.objects.create(
            request=uuid.uuid4(), issuer=scene.issuer, provider=provider, offer=scene.stage.offer, reply_by=in_days(14)
        )
    with counted() as statements:
        page = html(marta.get("/fornitore/preventivi/"))
    assert len(statements) == 5
    assert page.count("Lavori in casa") == min(number, 25)


def test_accepting_shows_what_will_happen_then_gives_the_voucher(scene: Scene, anna: Client) -> None:
    asked = scene.asked(scene.ask())
    quote = scene.answer(asked)
    url = f"/preventivi/{asked.request_id}/{asked.pk}/accetta/"
    assert "722,50" in html(anna.get(url))
    answers = [anna.post(url, {"revision": quote.revision, "price": "120.00"}) for _ in range(2)]
    with inside(scene.issuer):
        order = Order.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [f"/richieste/{order.pk}/fatto/"] * 2


@pytest.mark.parametrize(
    "sent", [{}, {"revision": "x", "price": "1"}, {"revision": 1, "price": "1.00"}, {"revision": 9, "price": "1e9"}]
)
def test_a_hidden_field_that_somebody_changed_accepts_nothing(
    scene: Scene, anna: Client, sent: dict[str, object]
) -> None:
    asked = scene.asked(scene.ask())
    scene.answer(asked)
    anna.post(f"/preventivi/{asked.request_id}/{asked.pk}/accetta/", sent)
    with inside(scene.issuer):
        assert not Order.objects.exists()


def test_too_little_credit_says_how_much_is_missing_and_what_to_do(scene: Scene, anna: Client) -> None:
    asked = scene.asked(scene.ask())
    quote = scene.answer(asked, "900.00")
    answer = anna.post(
        f"/preventivi/{asked.request_id}/{asked.pk}/accetta/", {"revision": quote.revision, "price": "900.00"}
    )
    assert answer.status_code == 409
    for words in ("57,50", "non puoi aggiungere", "Guarda gli altri preventivi"):
        assert words in html(answer)


def test_nobody_elses_request_is_found(scene: Scene, marta: Client) -> None:
    asked = scene.accepted()
    with inside(scene.issuer):
        bruno = browse(scene.issuer, make.member("Bruno").user)
    base = f"/preventivi/{asked.request_id}/"
    for url in (
        base,
        f"{base}chiudi/",
        f"{base}{asked.pk}/",
        f"{base}{asked.pk}/accetta/",
        f"{base}{asked.pk}/problema/",
    ):
        assert bruno.get(url).status_code == 404
    other = scene.asked(asked.request, scene.other)
    assert marta.get(f"/fornitore/preventivi/{asked.pk}/").status_code == 200
    assert marta.get(f"/fornitore/preventivi/{other.pk}/").status_code == 404
    assert marta.post(f"/fornitore/preventivi/{other.pk}/rispondi/", {}).status_code == 404


def test_a_provider_reads_names_after_acceptance_and_each_reading_is_written(scene: Scene, marta: Client) -> None:
    asked = scene.asked(scene.ask())
    page = html(marta.get(f"/fornitore/preventivi/{asked.pk}/"))
    assert "Il rubinetto della cucina perde" in page
    assert "Bianchi" not in page
    assert "Via Roma" not in page
    scene.answer(asked)
    scene.accept(asked)
    page = html(marta.get(f"/fornitore/preventivi/{asked.pk}/"))
    assert "Anna Bianchi" in page
    assert "Via Roma 12" in page
    with inside(scene.supplier):
        assert Record.objects.filter(action="enquiry_read").count() == 2


PRICE = {
    "price": "120,00",
    "vat_rate": "22.00",
    "included": "Tutto",
    "starts_on": in_days(2),
    "valid_until": in_days(9),
}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"price": "0"}, "1"),
        ({"price": "1000000000"}, "100000"),
        ({"price": "-5"}, "1"),
        ({"valid_until": in_days(-1)}, "passato"),
        ({"starts_on": "2999-01-01"}, "Al massimo un anno"),
        ({"included": ""}, "obbligatorio"),
    ],
)
def test_a_quote_that_cannot_be_is_refused_in_words(
    scene: Scene, marta: Client, changes: dict[str, Any], words: str
) -> None:
    asked = scene.asked(scene.ask())
    page = html(marta.post(f"/fornitore/preventivi/{asked.pk}/rispondi/", PRICE | changes))
    assert words in page
    assert scene.quote(asked).state == "asked"


def test_a_provider_answers_writes_declines_and_withdraws_on_its_page(scene: Scene, marta: Client) -> None:
    asked = scene.asked(scene.ask())
    base = f"/fornitore/preventivi/{asked.pk}/"
    assert marta.post(f"{base}scrivi/", {"text": "È a muro?"}).status_code == 302
    assert marta.post(f"{base}rispondi/", PRICE).status_code == 302
    assert scene.quote(asked).price == Decimal("120.00")
    assert marta.post(f"{base}declina/", {"no-reason": "Troppo tardi"}).status_code == 409
    assert marta.post(f"{base}ritira/").status_code == 302
    assert marta.post(f"{base}rispondi/", PRICE).status_code == 409
    second = scene.asked(scene.ask())
    marta.post(f"/fornitore/preventivi/{second.pk}/declina/", {"no-reason": "Siamo pieni fino a marzo"})
    anna = browse(scene.issuer, scene.stage.anna.user)
    assert "Siamo pieni fino a marzo" in html(anna.get(f"/preventivi/{second.request_id}/"))
    assert "È a muro?" in html(anna.get(f"/preventivi/{asked.request_id}/{asked.pk}/"))


def test_another_price_is_proposed_and_decided_on_the_pages(scene: Scene, marta: Client, anna: Client) -> None:
    asked = scene.accepted()
    url = f"/fornitore/preventivi/{asked.pk}/variante/"
    new = {"new-price": "150,00", "new-vat_rate": "22.00", "new-reason": "Il tubo è marcio"}
    offered = marta.get(f"/fornitore/preventivi/{asked.pk}/").context["variation_form"]
    assert offered["vat_rate"].value() == scene.quote(asked).vat_rate
    assert "già concordato" in html(marta.post(url, new | {"new-price": "120,00"}))
    assert marta.post(url, new).status_code == 302
    variation = scene.quote(asked).variations.get()
    page = f"/preventivi/{asked.request_id}/{asked.pk}/variante/{variation.pk}/"
    assert "Il tubo è marcio" in html(anna.get(page))
    first = anna.post(page, {"answer": "yes"})
    assert first.headers["Location"] == anna.post(page, {"answer": "yes"}).headers["Location"]
    assert anna.get(page).status_code == 302
    assert scene.quote(asked).price == Decimal("150.00")


def test_a_dispute_goes_from_the_member_to_the_office_and_back(scene: Scene, marta: Client, anna: Client) -> None:
    asked = scene.accepted()
    use(scene, asked)
    url = f"/preventivi/{asked.request_id}/{asked.pk}/problema/"
    told = {"text": "Perde ancora", "wanted": "redo", "photos": SimpleUploadedFile("a.jpg", photo())}
    assert anna.post(url, told).status_code == 302
    dispute = Dispute.objects.get()
    marta.post(f"/fornitore/preventivi/{asked.pk}/problema/", {"dispute-text": "Torniamo giovedì"})
    ugo = staff_of(scene.other_organization, "office")
    page = html(ugo.get(f"/rete/problemi/{dispute.pk}/"))
    for words in ("Perde ancora", "Torniamo giovedì", "Anna Bianchi"):
        assert words in page
    with inside(scene.issuer):
        shown = asked.photos.get()
    assert ugo.get(f"/rete/problemi/{dispute.pk}/foto/{shown.pk}/").headers["Content-Type"] == "image/jpeg"
    outcome = f"/rete/problemi/{dispute.pk}/esito/"
    refused = ugo.post(outcome, {"outcome": "part", "returned": "120,00", "text": "x"})
    assert (refused.status_code, "120,00" in html(refused)) == (409, True)
    assert "Scrivi quanto torna" in html(ugo.post(outcome, {"outcome": "part", "text": "x"}))
    assert ugo.post(outcome, {"outcome": "part", "returned": "30,00", "text": "Una parte torna"}).status_code == 302
    assert "Una parte torna" in html(anna.get(url))


def test_the_offices_queue_names_nobody_and_costs_the_same(scene: Scene) -> None:
    complain(scene, scene.accepted())
    ugo = staff_of(scene.other_organization, "office")
    with counted() as statements:
        page = html(ugo.get("/rete/problemi/"))
    assert len(statements) == 4
    assert "Lavori in casa" in page
    assert "Bianchi" not in page


def test_the_network_writes_its_guarantee_in_versions(scene: Scene, anna: Client) -> None:
    assert "esempio" in html(anna.get("/garanzia/"))
    ugo = staff_of(scene.other_organization, "office")
    sent = {"text": "Chi risponde\nNoi <b>tutti</b>.\n- il prezzo", "after": "0"}
    assert ugo.post("/rete/garanzia/", sent).status_code == 302
    assert "Un collega" in html(ugo.post("/rete/garanzia/", {"text": "Altro", "after": "0"}))
    page = html(anna.get("/garanzia/"))
    assert "<h2>Chi risponde</h2><p>Noi &lt;b&gt;tutti&lt;/b&gt;.</p><ul><li>il prezzo</li></ul>" in page
    asked = scene.accepted()
    guarantee = scene.quote(asked).guarantee
    assert guarantee == Guarantee.objects.get()


def test_nothing_of_it_reaches_the_employer(scene: Scene) -> None:
    complain(scene, scene.accepted())
    with inside(scene.issuer):
        rita = browse(scene.issuer, make.member("Rita", "member", "hr").user)
        anna = Member.objects.get(pk=scene.stage.anna.pk)
    for url in ("/hr/", f"/hr/persone/{anna.uuid}/", "/hr/registro/", "/hr/utilizzo/"):
        page = html(rita.get(url, follow=True))
        for words in ("rubinetto", "Perde ancora", "reventiv", "Primavera"):
            assert words not in page.replace('href="/preventivi/"', ""), (url, words)


def test_what_is_erased_says_so_and_stays_readable_without_it(scene: Scene, marta: Client, anna: Client) -> None:
    asked = scene.asked(scene.ask())
    with inside(scene.supplier):
        Enquiry.objects.update(sealed=b"", erased_at="2026-01-01T00:00:00Z")
    with inside(scene.issuer):
        Request.objects.update(sealed=b"", erased_at="2026-01-01T00:00:00Z")
    for client, url in (
        (marta, f"/fornitore/preventivi/{asked.pk}/"),
        (anna, f"/preventivi/{asked.request_id}/"),
        (anna, f"/preventivi/{asked.request_id}/{asked.pk}/"),
    ):
        assert client.get(url).status_code == 200
