"""Asking: what reaches whom. Providers read the need without a name; a form sent twice asks once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.orders import refusals
from catalog.quotes import pictures, suppliers
from catalog.quotes.models import AskedProvider, Request
from catalog.quotes.refusals import NobodyNearby
from members.models import Member
from providers.enquiries import reading, sealing
from providers.enquiries.models import Enquiry, Photo
from providers.enquiries.services import Contact
from providers.models import Offer
from providers.quoting.models import Quote
from tenants.messages.models import Message
from tests import make
from tests.conftest import inside
from tests.orders import stage as stages
from tests.orders.stage import in_days
from tests.quotes.scene import CONTACT, NEED, QUOTED, Scene, photo


def test_each_provider_reads_the_need_and_nothing_that_says_who_it_is(scene: Scene) -> None:
    asked = scene.asked(scene.ask())
    with inside(scene.supplier):
        opened = reading.open_enquiry(asked.pk, actor=scene.staff)
        assert opened.need == NEED
        assert opened.contact == Contact()
        everything = " ".join(str(vars(row)) for row in Enquiry.objects.all()) + str(opened)
    for secret in ("Anna", "Bianchi", CONTACT.address, CONTACT.phone):
        assert secret not in everything


def test_two_are_asked_and_each_is_told_in_its_own_schema(scene: Scene) -> None:
    request = scene.ask()
    assert {quote.provider.name for quote in Quote.objects.filter(request=request.pk)} == {
        "Primavera",
        "Rossi Impianti",
    }
    for organization in (scene.supplier, scene.other_organization):
        with inside(organization):
            make.user("Marta", "provider_manager")
    scene.ask()
    for organization in (scene.supplier, scene.other_organization):
        with inside(organization):
            assert [message.context["news"] for message in Message.objects.filter(kind="enquiry_news")] == ["asked"]


def test_the_same_form_again_is_the_first_request(scene: Scene) -> None:
    first, again = scene.ask(key="form"), scene.ask(key="form")
    assert first == again
    assert Quote.objects.count() == 2


def test_age_goes_along_only_where_the_service_is_for_a_person(scene: Scene) -> None:
    with inside(scene.issuer):
        ada = make.relative(scene.stage.anna, "Ada", kinship="parent", birth_date=in_days(-81 * 366))
    care = make.offer(scene.stage.offer.provider, **(QUOTED | {"service_type": "caregiver", "title": "Badante"}))
    with inside(scene.issuer):
        stages.list_on_shelf(care, scene.stage.plan)
    asked = scene.asked(scene.ask(offers=[care], relative_id=ada.pk), care)
    with inside(scene.supplier):
        assert reading.open_enquiry(asked.pk, actor=scene.staff).need.age == "81"


def test_photos_arrive_sealed_smaller_and_without_where_they_were_taken(scene: Scene) -> None:
    upload = SimpleUploadedFile("cucina.jpg", photo((3000, 2000)), "image/jpeg")
    asked = scene.asked(scene.ask(photos=pictures.cleaned([upload])))
    with inside(scene.supplier):
        picture = Image.open(io.BytesIO(sealing.picture(Photo.objects.get(enquiry=asked.pk).stored_name)))
    assert picture.size == (1600, 1067)
    assert not picture.getexif()
    assert b"Telefono" not in picture.tobytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4", "non è una foto"),
        (b"GIF89a" + b"\0" * 40, "non è una foto"),
        (photo()[:700], "rovinata|danneggiata"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "Apple"),
    ],
)
def test_what_is_no_photo_is_refused_by_name(content: bytes, words: str) -> None:
    with pytest.raises(pictures.NotPhotos, match=words):
        pictures.cleaned([SimpleUploadedFile("cucina.jpg", content, "image/jpeg")])


def test_thirty_photos_are_too_many() -> None:
    with pytest.raises(pictures.NotPhotos, match="Al massimo 5"):
        pictures.cleaned([SimpleUploadedFile(f"{n}.jpg", photo()) for n in range(30)])


@pytest.mark.parametrize(
    ("town", "names"), [("CARPI", ["Primavera"]), ("soliera ", ["Rossi Impianti"]), ("Milano", [])]
)
def test_nearby_is_who_is_there_or_goes_there(scene: Scene, town: str, names: list[str]) -> None:
    with inside(scene.issuer):
        offers = suppliers.suppliers("artisan_work")
    assert [offer.provider.name for offer in suppliers.nearby(offers, town)] == names


def test_a_service_that_no_plan_pays_for_is_nobody_to_ask(scene: Scene) -> None:
    with inside(scene.issuer):
        scene.stage.plan.state = "closed"
        scene.stage.plan.save()
        assert suppliers.suppliers("artisan_work") == []


def test_who_was_suspended_meanwhile_is_left_out(scene: Scene) -> None:
    Offer.objects.filter(pk=scene.other.pk).update(state=Offer.State.SUSPENDED)
    request = scene.ask()
    with inside(scene.issuer):
        assert [asked.offer_id for asked in AskedProvider.objects.filter(request=request)] == [scene.stage.offer.pk]


def test_where_nobody_is_left_nothing_is_asked_and_no_file_stays(scene: Scene) -> None:
    Offer.objects.update(state=Offer.State.SUSPENDED)
    with pytest.raises(refusals.OfferClosed):
        scene.ask(photos=[photo()])
    with pytest.raises(NobodyNearby):
        scene.ask(offers=[])
    with inside(scene.issuer):
        assert not Request.objects.exists()
    assert not Quote.objects.exists()


def test_who_has_left_asks_for_nothing(scene: Scene) -> None:
    with inside(scene.issuer):
        Member.objects.filter(pk=scene.stage.anna.pk).update(left_on=in_days(-1))
        scene.stage.anna.refresh_from_db()
    with pytest.raises(refusals.MemberLeft):
        scene.ask()
