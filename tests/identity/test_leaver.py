"""A leaver is out at once: sessions, begun sign-ins, links and codes."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext

from tenants.audit.models import Record
from tenants.identity.models import Role, Session
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.identity.people import account, sign_in, signed_in_as

Outbox = list[EmailMessage]


def test_every_device_is_out_at_the_next_click(alfa: Organization) -> None:
    anna = account(alfa)
    with inside(alfa):
        hilda = make.user("Hilda", Role.HR)
    devices = [browse(alfa, anna), browse(alfa, anna)]
    assert [client.get("/profilo/").status_code for client in devices] == [200, 200]
    browse(alfa, hilda).post(f"/identita/{anna.pk}/chiudi/")
    assert [client.get("/profilo/")["Location"] for client in devices] == ["/accedi/?next=/profilo/"] * 2
    with inside(alfa):
        assert not Session.objects.filter(user_id=anna.pk).exists()
        assert Record.objects.get(action="account.closed").person_id == anna.pk


def test_no_way_in_is_left(alfa: Organization, mailoutbox: Outbox) -> None:
    anna = account(alfa)
    with inside(alfa):
        hilda = make.user("Hilda", Role.HR)
    keeper = browse(alfa, hilda)
    keeper.post(f"/identita/{anna.pk}/chiudi/")
    client = browse(alfa)
    sign_in(client)
    client.post("/accedi/codice/", {"email": anna.email})
    assert mailoutbox[-1].subject.endswith(gettext("no account with this address"))
    assert signed_in_as(client, alfa) is None


def test_an_account_opened_again_needs_a_new_sign_in(alfa: Organization) -> None:
    anna = account(alfa)
    with inside(alfa):
        hilda = make.user("Hilda", Role.HR)
    old, keeper = browse(alfa, anna), browse(alfa, hilda)
    keeper.post(f"/identita/{anna.pk}/chiudi/")
    keeper.post(f"/identita/{anna.pk}/riapri/")
    assert old.get("/profilo/").status_code == 302
    client = browse(alfa)
    sign_in(client)
    assert signed_in_as(client, alfa) == anna.pk


def test_a_session_without_its_row_s_help_is_refused_too(alfa: Organization) -> None:
    anna = account(alfa)
    client = browse(alfa, anna)
    with inside(alfa):
        type(anna).objects.filter(pk=anna.pk).update(is_active=False)
    assert client.get("/profilo/").status_code == 302
