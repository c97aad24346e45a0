"""The language that a person chose."""

import pytest
from django.test import Client

from tenants.identity.models import User
from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside


def choose(client: Client, language: str, back: str = "/accedi/") -> tuple[int, str]:
    answer = client.post("/lingua/", {"language": language, "next": back})
    return answer.status_code, answer.headers.get("Location", "")


def test_a_visitor_reads_on_in_the_language_chosen(alfa: Organization) -> None:
    client = browse(alfa)
    assert choose(client, "en") == (302, "/accedi/")
    assert '<html lang="en">' in client.get("/accedi/").content.decode()
    choose(client, "it")
    assert '<html lang="it">' in client.get("/accedi/").content.decode()


def test_it_is_kept_with_the_account_of_who_is_signed_in_alone(alfa: Organization) -> None:
    with inside(alfa):
        anna, bruno = make.user("Anna"), make.user("Bruno")
    choose(browse(alfa, anna), "en")
    with inside(alfa):
        languages = {user.pk: user.language for user in User.objects.filter(pk__in=[anna.pk, bruno.pk])}
    assert languages == {anna.pk: "en", bruno.pk: "it"}


def test_an_unknown_language_changes_nothing(alfa: Organization) -> None:
    assert choose(browse(alfa), "xx")[0] == 400
    assert choose(browse(alfa), "")[0] == 400


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_way_back_is_on_this_host(alfa: Organization, back: str) -> None:
    assert choose(browse(alfa), "en", back) == (302, "/")


def test_a_link_changes_nothing(alfa: Organization) -> None:
    assert browse(alfa).get("/lingua/?language=en").status_code == 405
