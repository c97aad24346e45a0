"""Mails about orders: to the right people, once, and not a word too many."""

from django.utils import translation

from catalog.orders import telling
from tenants.messages.models import Message
from tenants.messages.sending import compose
from tests import make
from tests.conftest import inside
from tests.orders.stage import Stage
from welfare import files


def test_the_member_gets_one_mail_with_the_voucher(stage: Stage) -> None:
    order = stage.place()
    with inside(stage.issuer):
        Message.objects.all().delete()
        name = files.write(stage.issuer.key, b"%PDF-1.7", "pdf")
        telling.tell_placed(order, name)
        telling.tell_placed(order, name)
        message = Message.objects.get(kind="order_placed")
        assert (message.recipient, message.reference) == (stage.anna.user, order.pk)
        mail = compose(message)
    assert mail.attachments[0][0] == "buono.pdf"
    for words in ("Estate al Mulino", "Leo Bianchi", "140,00", f"/richieste/{order.pk}/"):
        assert words in mail.body
    assert "alfa.localhost" in mail.body


def test_the_row_of_a_mail_copies_nobodys_choice(stage: Stage) -> None:
    order = stage.place()
    with inside(stage.issuer):
        telling.tell_placed(order)
        telling.tell_cancelled(order)
        kept = " ".join(str(context) for context in Message.objects.values_list("context", flat=True))
    for words in ("Estate", "Leo", "140"):
        assert words not in kept


def test_people_without_email_read_it_on_their_pages(stage: Stage) -> None:
    stage.anna.user.email = None
    order = stage.place()
    with inside(stage.issuer):
        Message.objects.all().delete()
        order.member.user.email = None
        telling.tell_placed(order)
        assert not Message.objects.exists()


def test_managers_are_told_and_staff_only_where_there_is_none(stage: Stage) -> None:
    with inside(stage.supplier):
        sara = make.user("Sara", "provider_staff")
    first = stage.place()
    with inside(stage.issuer):
        telling.tell_provider(first)
    with inside(stage.supplier):
        told = Message.objects.filter(kind="booking_placed", reference=first.fulfilment_id)
        assert [message.recipient for message in told] == [sara]
        mara = make.user("Mara", "provider_manager")
    second = stage.place()
    with inside(stage.issuer):
        telling.tell_provider(second)
        telling.tell_provider(second)
    with inside(stage.supplier):
        told = Message.objects.filter(kind="booking_placed", reference=second.fulfilment_id)
        assert [message.recipient for message in told] == [mara]


def test_the_provider_reads_what_and_when_and_never_who_or_how_paid(stage: Stage) -> None:
    with inside(stage.supplier):
        make.user("Mara", "provider_manager")
    order = stage.place()
    with inside(stage.issuer):
        telling.tell_provider(order)
    with inside(stage.supplier):
        message = Message.objects.get(kind="booking_placed", reference=order.fulfilment_id)
        body = compose(message).body
    assert "Estate al Mulino" in body
    assert "beta.localhost" in body
    for words in ("Leo", "Bianchi", "140", "Contratto", "Alfa"):
        assert words not in body


def test_names_with_apostrophes_stay_as_they_are(stage: Stage) -> None:
    stage.offer.title = "L'estate & l'acqua"
    stage.offer.save()
    order = stage.place()
    with inside(stage.issuer), translation.override("it"):
        telling.tell_cancelled(order)
        assert "L'estate & l'acqua" in compose(Message.objects.get(kind="order_cancelled")).subject
