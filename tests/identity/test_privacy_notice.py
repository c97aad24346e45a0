"""The privacy notice is read once per version before anything else, and public to all."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members import notices
from members.models import Notice
from tenants.identity.models import User
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside


def newcomer(where: Organization) -> tuple[User, Client]:
    """Somebody who has just signed in for the first time."""
    with inside(where):
        user = make.user("Anna")
        client = browse(where)
        client.force_login(user)
    return user, client


def test_whoever_has_not_read_it_is_sent_to_it_and_back(alfa: Organization) -> None:
    user, client = newcomer(alfa)
    sent = client.get("/profilo/secondo-fattore/?page=2")
    assert sent["Location"] == "/privacy/presa-visione/?next=%2Fprofilo%2Fsecondo-fattore%2F%3Fpage%3D2"
    page = client.get(sent["Location"])
    assert page.status_code == 200
    back = client.post("/privacy/presa-visione/", {"next": page.context["next"]})
    assert back["Location"] == "/profilo/secondo-fattore/?page=2"
    assert client.get(back["Location"]).status_code == 200
    with inside(alfa):
        assert list(Notice.objects.values_list("user", "version")) == [(user.pk, notices.VERSION)]


def test_reading_twice_writes_once(alfa: Organization) -> None:
    _, client = newcomer(alfa)
    for _ in range(2):
        client.post("/privacy/presa-visione/")
    with inside(alfa):
        assert Notice.objects.count() == 1


def test_looking_at_it_is_not_reading_it(alfa: Organization) -> None:
    _, client = newcomer(alfa)
    client.get("/privacy/presa-visione/")
    client.get("/privacy/")
    with inside(alfa):
        assert not Notice.objects.exists()


def test_a_new_version_is_asked_again(alfa: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    user, client = newcomer(alfa)
    with inside(alfa):
        Notice.objects.create(user=user, version="2020-01")
    assert client.get("/profilo/secondo-fattore/").status_code == 302
    client.post("/privacy/presa-visione/")
    assert client.get("/profilo/secondo-fattore/").status_code == 200
    monkeypatch.setattr(notices, "VERSION", "2099-01")
    assert client.get("/profilo/secondo-fattore/").status_code == 302


@pytest.mark.parametrize("page", ["/privacy/", "/esci/"])
def test_ways_out_stay_open(alfa: Organization, page: str) -> None:
    _, client = newcomer(alfa)
    assert client.get(page).status_code == 200


def test_an_update_in_place_leaves_the_whole_page(alfa: Organization) -> None:
    _, client = newcomer(alfa)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://alfa.localhost/scaffale/?q=a"}
    answer = client.get("/profilo/secondo-fattore/", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/privacy/presa-visione/?next=%2Fscaffale%2F")


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "http://beta.localhost/", "javascript:x"])
def test_it_leads_to_no_other_host(alfa: Organization, there: str) -> None:
    _, client = newcomer(alfa)
    assert client.post("/privacy/presa-visione/", {"next": there})["Location"] == "/"


def test_it_costs_no_query_once_read(alfa: Organization) -> None:
    _, client = newcomer(alfa)
    client.post("/privacy/presa-visione/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/profilo/secondo-fattore/")
    assert not [query for query in queries if "members_notice" in query["sql"]]


@pytest.mark.parametrize(("language", "words"), [("it", "Come usiamo i tuoi dati"), ("en", "How we use your data")])
def test_visitors_read_it_in_their_language(alfa: Organization, language: str, words: str) -> None:
    client = browse(alfa)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert words in client.get("/privacy/").content.decode()
