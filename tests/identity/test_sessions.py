"""Sessions belong to one organization and to one person."""

from django.conf import settings

from tenants.identity.models import Session, User
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from tests.identity.people import PASSWORD, account, sign_in, signed_in_as


def test_the_cookie_of_one_organization_is_nobody_s_in_another(alfa: Organization, beta: Organization) -> None:
    anna = account(alfa)
    with inside(beta):
        clone = make.user("Anna", id=anna.pk, email=anna.email)
        User.objects.filter(pk=clone.pk).update(password=anna.password)
    ours = browse(alfa, anna)
    assert ours.get("/profilo/").status_code == 200
    theirs = browse(beta)
    theirs.cookies = ours.cookies
    assert theirs.get("/profilo/")["Location"] == "/accedi/?next=/profilo/"
    assert signed_in_as(theirs, beta) is None


def test_the_row_of_a_session_lies_in_one_schema(alfa: Organization, beta: Organization) -> None:
    anna = account(alfa)
    browse(alfa, anna)
    with inside(alfa):
        key = Session.objects.get(user_id=anna.pk).session_key
    with inside(beta):
        assert not Session.objects.filter(session_key=key).exists()


def test_the_cookie_is_for_this_host_and_closed_to_scripts(alfa: Organization) -> None:
    account(alfa)
    client = browse(alfa)
    sign_in(client)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["domain"], cookie["httponly"], cookie["samesite"], cookie["path"]) == ("", True, "Lax", "/")


def test_who_sends_a_form_after_the_session_comes_back_to_its_page(alfa: Organization) -> None:
    ended = browse(alfa)
    page = f"http://{ended.defaults['SERVER_NAME']}/hr/piani/?q=1"
    sent = ended.post("/profilo/esci-ovunque/", headers={"referer": page})
    assert sent["Location"] == "/accedi/?next=%2Fhr%2Fpiani%2F%3Fq%3D1"
    for elsewhere in ("", "https://elsewhere.example/hr/", "javascript:alert(1)"):
        assert ended.post("/profilo/esci-ovunque/", headers={"referer": elsewhere})["Location"] == "/accedi/"


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(alfa: Organization) -> None:
    anna = account(alfa)
    here, there = browse(alfa, anna), browse(alfa, anna)
    new = "nuova-parola-molto-lunga"
    answer = here.post("/profilo/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert here.get("/profilo/").status_code == 200
    assert there.get("/profilo/").status_code == 302
    with inside(alfa):
        assert Session.objects.filter(user_id=anna.pk).count() == 1


def test_signing_out_everywhere_ends_all(alfa: Organization) -> None:
    anna, bruna = account(alfa), account(alfa, email="bruna@example.org")
    here, there, other = browse(alfa, anna), browse(alfa, anna), browse(alfa, bruna)
    assert here.post("/profilo/esci-ovunque/")["Location"] == "/accedi/"
    assert [client.get("/profilo/").status_code for client in (here, there, other)] == [302, 302, 200]


def test_nonsense_in_the_cookie_is_a_visitor(alfa: Organization) -> None:
    for text in ("x", "a" * 5000, "\x7f", "' OR 1=1"):
        client = browse(alfa)
        client.cookies[settings.SESSION_COOKIE_NAME] = text
        assert client.get("/profilo/").status_code == 302
