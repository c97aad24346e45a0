"""Papers that end: reminders once each, services off the shelves and back by themselves, one failure stops no other."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from providers import offers
from providers.accreditation import checking, dossier, nightly, reminding
from providers.accreditation.dossier import Paper
from providers.accreditation.models import DossierDocument, DossierReminder, PausedOffer
from providers.models import Offer, Provider, Suspension
from tenants.audit.models import Record
from tenants.identity.models import User
from tenants.isolation import SYSTEM
from tenants.messages.models import Message
from tenants.models import FailedTask, Organization
from tests import make
from tests.conftest import browse, inside
from tests.members.papers import PDF, picture, upload
from welfare import clock
from welfare.clock import today

State = Offer.State


def day(days: int) -> datetime.date:
    """The date in some days."""
    return today() + datetime.timedelta(days=days)


@pytest.fixture
def provider(alfa: Organization) -> Provider:
    """Alfa supplies; Marta manages."""
    with inside(alfa):
        make.user("Marta", "provider_manager")
    return make.provider(alfa)


def accepted(provider: Provider, kind: str, last: datetime.date | None) -> DossierDocument:
    """A paper that the office found in order."""
    with inside(provider.organization):  # type: ignore[arg-type]
        document = dossier.send(provider, Paper(kind, today(), last, PDF, "pdf"), actor=SYSTEM)
    DossierDocument.objects.filter(pk=document.pk).update(state="accepted")
    return document


def state_of(offer: Offer) -> tuple[str, str]:
    """Where an offer is, and why."""
    return Offer.objects.values_list("state", "suspension").get(pk=offer.pk)


def told(where: Organization) -> list[str]:
    """The mails that were queued in an organization."""
    with inside(where):
        return list(Message.objects.order_by("since", "pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("days", "step"), [(61, None), (60, 60), (16, 60), (15, 15), (1, 15), (0, 15), (-1, 0), (-400, 0)]
)
def test_the_step_that_is_due(days: int, step: int | None) -> None:
    assert reminding.step_of(days, reminding.OF_PAPERS) == step


def test_each_step_is_told_once_and_only_the_latest_after_a_stop(provider: Provider, alfa: Organization) -> None:
    accepted(provider, "insurance", day(60))
    for _night in range(2):
        nightly.go_through()
    assert told(alfa) == ["dossier_expiring"]
    with clock.pretend(day(50)):
        nightly.go_through()
    assert told(alfa) == ["dossier_expiring"] * 2
    # A month without a worker: a paper that passed both steps meanwhile is told once.
    accepted(provider, "durc", day(10))
    nightly.go_through()
    assert DossierReminder.objects.values_list("document__kind", "days").order_by("document__kind", "days").count() == 3
    with inside(alfa):
        assert Message.objects.count() == 3


def test_an_expired_paper_takes_services_off_and_the_new_one_puts_back_exactly_those(
    provider: Provider, alfa: Organization, rete: Organization
) -> None:
    shown, own, held = (make.offer(provider, title) for title in ("Estate", "Sospeso da sé", "Reclamo"))
    draft = make.offer(provider, "Bozza", state=State.DRAFT, published_at=None)
    with inside(alfa):
        offers.suspend(own, actor=SYSTEM)
        offers.hold(held, Suspension.COMPLAINT, actor=SYSTEM)
    accepted(provider, "insurance", day(5))
    nightly.go_through()
    assert state_of(shown) == (State.PUBLISHED, "")
    with clock.pretend(day(6)):
        for _night in range(2):
            nightly.go_through()
        assert state_of(shown) == (State.SUSPENDED, Suspension.PAPERS)
        assert [row.offer_id for row in PausedOffer.objects.all()] == [shown.pk]
        assert told(alfa)[-1] == "dossier_expired"
        provider.refresh_from_db()
        draft.provider = Provider.objects.get(pk=provider.pk)
        with inside(alfa), pytest.raises(offers.PapersMissing):
            offers.publish(draft, actor=SYSTEM)
        with inside(rete), pytest.raises(offers.PapersMissing):
            offers.let_go_on(Offer.objects.get(pk=shown.pk), actor=SYSTEM)
        with inside(alfa):
            renewed = dossier.send(provider, Paper("insurance", day(6), day(300), PDF + b"2", "pdf"), actor=SYSTEM)
        with inside(rete):
            assert checking.decide(renewed, is_accepted=True, expires_on=day(300), reason="", actor=SYSTEM)
            assert not checking.decide(renewed, is_accepted=False, expires_on=None, reason="x", actor=SYSTEM)
    assert state_of(shown) == (State.PUBLISHED, "")
    assert (state_of(own), state_of(held)) == ((State.SUSPENDED, ""), (State.SUSPENDED, Suspension.COMPLAINT))
    assert not PausedOffer.objects.exists()
    with inside(alfa):
        acts = list(Record.objects.filter(subject=f"offer:{shown.pk}").order_by("pk").values_list("action", flat=True))
    assert acts == ["offer.suspended.papers", "offer.resumed"]


def test_a_replaced_paper_is_erased_half_a_year_after_its_end(provider: Provider, private: Any) -> None:
    old, new = accepted(provider, "minors", day(10)), accepted(provider, "minors", day(300))
    for days, is_kept in ((189, True), (191, False)):
        with clock.pretend(day(days)):
            nightly.go_through()
        old.refresh_from_db()
        assert bool(old.stored_name) is is_kept
    with clock.pretend(day(600)):
        nightly.go_through()
    # The last one stays: nothing has taken its place.
    new.refresh_from_db()
    assert dossier.content_of(new) == PDF


def test_what_was_never_sent_takes_nothing_off(provider: Provider) -> None:
    offer = make.offer(provider)
    nightly.go_through()
    assert state_of(offer) == (State.PUBLISHED, "")
    assert any(line.is_missing for line in dossier.lines_of(provider))


def test_one_provider_that_fails_stops_no_other(
    provider: Provider, alfa: Organization, beta: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make.provider(beta, "Ponte")
    offer = make.offer(other)
    for each in (provider, other):
        accepted(each, "insurance", day(-1))
    look_at: Callable[[Organization], None] = nightly.look_at

    def failing(organization: Organization) -> None:
        if organization.pk == alfa.pk:
            raise OSError(5, "disk")
        look_at(organization)

    monkeypatch.setattr(nightly, "look_at", failing)
    nightly.go_through()
    assert state_of(offer) == (State.SUSPENDED, Suspension.PAPERS)
    assert FailedTask.objects.get().organization == alfa
    monkeypatch.undo()
    nightly.go_through()
    assert FailedTask.objects.filter(resolved_at__isnull=True).count() == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"file": upload(b"GIF89a", "x.png")}, "file"),
        ({"file": upload(picture()[:40], "foto.jpg")}, "file"),
        ({"file": upload(b"")}, "file"),
        ({"kind": "forged"}, "kind"),
        ({"issued_on": day(1).isoformat()}, "issued_on"),
        ({"issued_on": day(-121).isoformat()}, "issued_on"),
        ({"issued_on": "", "expires_on": day(20).isoformat()}, "issued_on"),
        ({"expires_on": day(-1).isoformat()}, "expires_on"),
        ({"expires_on": day(121).isoformat()}, "expires_on"),
        ({"kind": "insurance"}, "expires_on"),
    ],
)
def test_a_wrong_paper_is_refused_beside_its_field(
    provider: Provider, alfa: Organization, fields: dict[str, Any], field: str
) -> None:
    client = manager(alfa)
    good = {"kind": "durc", "file": upload(), "issued_on": today().isoformat(), "expires_on": ""}
    answer = client.post("/fornitore/documenti/", good | fields)
    assert list(answer.context["form"].errors) == [field]
    assert not DossierDocument.objects.exists()


def manager(where: Organization) -> Client:
    """Marta's browser."""
    with inside(where):
        return browse(where, User.objects.get(given_name="Marta"))


def test_the_office_checks_what_a_provider_sends(
    provider: Provider, alfa: Organization, beta: Organization, rete: Organization
) -> None:
    client = manager(alfa)
    good = {"kind": "durc", "issued_on": day(-3).isoformat(), "expires_on": ""}
    for _press in range(2):
        assert client.post("/fornitore/documenti/", good | {"file": upload()}).status_code == 302
    document = DossierDocument.objects.get()
    assert document.expires_on == day(117)
    with inside(rete):
        office = browse(rete, make.user("Ugo", "office"))
    make.provider(beta, "Ponte")
    with inside(beta):
        stranger = browse(beta, make.user("Vera", "provider_manager"))
    assert stranger.get(f"/fornitore/documenti/{document.pk}/").status_code == 404
    address = f"/rete/documenti/{document.pk}/"
    assert office.get(f"{address}file/").content == PDF
    with inside(alfa):
        assert Record.objects.filter(action="dossier.read", subject=str(document.pk)).exists()
    assert "reason" in office.post(address, {"decision": "refused"}).context["form"].errors
    assert office.post(address, {"decision": "refused", "reason": "È di un'altra impresa."}).status_code == 302
    shown = client.get("/fornitore/documenti/").content.decode()
    assert "altra impresa" in shown
    assert told(alfa) == ["dossier_refused"]
    assert office.get(address).status_code == 404


def test_the_queue_and_the_dossier_cost_the_same_at_one_and_at_thirty(
    provider: Provider, alfa: Organization, rete: Organization, django_assert_num_queries: Any
) -> None:
    for number in range(30):
        DossierDocument.objects.create(
            provider=provider, kind="other", state="accepted", expires_on=day(20), keeper=alfa, stored_name="x",
            extension="pdf", sha256=str(number),
        )  # fmt: skip
    with django_assert_num_queries(2):
        dossier.lines_of(provider)
    with django_assert_num_queries(1):
        assert len(dossier.ending()) == 30
