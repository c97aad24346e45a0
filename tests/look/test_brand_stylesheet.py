"""`/marchio/<digest>.css`: each organization's colours, immutable under their digest."""

from tenants.brand import colours
from tenants.models import Organization
from tests.conftest import browse


def address(colour: str) -> str:
    return f"/marchio/{colours.digest(colour)}.css"


def test_served_to_anybody_and_kept_for_ever(alfa: Organization) -> None:
    answer = browse(alfa).get(address(alfa.colour))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content.decode() == colours.stylesheet(alfa.colour)


def test_another_digest_is_not_found(alfa: Organization) -> None:
    assert browse(alfa).get(address("#123456")).status_code == 404


def test_a_changed_colour_has_another_address(alfa: Organization) -> None:
    old = address(alfa.colour)
    Organization.objects.filter(pk=alfa.pk).update(colour="#7b2d8b")
    assert browse(alfa).get(old).status_code == 404
    page = browse(alfa).get("/accedi/").content.decode()
    assert f'href="{address("#7b2d8b")}"' in page


def test_the_bare_domain_has_none(alfa: Organization) -> None:
    answer = browse(alfa).get(address(alfa.colour), SERVER_NAME="localhost")
    assert answer.status_code == 404
