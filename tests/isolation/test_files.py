"""A stored document opens for its organization alone, whatever name is asked for."""

from pathlib import Path

import pytest
from django.conf import settings

from tenants.models import Organization
from tests import make
from tests.conftest import browse, inside
from welfare import files


@pytest.fixture
def document(alfa: Organization) -> str:
    """A private document of alfa."""
    return files.write(alfa.key, b"%PDF-secret", "pdf")


def test_its_own_organization_reads_it(document: str, alfa: Organization) -> None:
    assert files.read(alfa.key, document) == b"%PDF-secret"


def test_another_organization_does_not(document: str, beta: Organization) -> None:
    for act in (files.read, files.path_of, files.remove):
        with pytest.raises(files.ForeignFile):
            act(beta.key, document)


@pytest.mark.parametrize(
    "name",
    [
        "{own}/../{other}/{file}",
        "{own}//{file}",
        "{own}/./{file}",
        "../{other}/{file}",
        "{own}/",
        "",
        "{own}/\0",
        "{other}/{file}",
    ],
)
def test_no_spelling_of_a_path_reaches_another_s(
    name: str, document: str, alfa: Organization, beta: Organization
) -> None:
    asked = name.format(own=beta.key, other=alfa.key, file=document.split("/")[1])
    with pytest.raises((files.ForeignFile, ValueError)):
        files.read(beta.key, asked)


@pytest.mark.parametrize("host", ["alfa", "beta", "rete"])
def test_no_address_serves_it(host: str, document: str, alfa: Organization) -> None:
    organization = Organization.objects.get(slug=host)
    with inside(organization):
        user = make.member("Anna", "member", "hr").user
    for path in (
        f"/{document}",
        f"/media/{document}",
        f"/static/{document}",
        f"/static/%2e%2e/files/{document}",
        f"//{document}",
    ):
        assert browse(organization, user).get(path).status_code in (404, 400), path
    assert alfa.key in document


def test_folder_and_file_are_for_this_process_s_user_alone(document: str, alfa: Organization) -> None:
    path = files.path_of(alfa.key, document)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert Path(settings.PRIVATE_FILES) in path.parents
    assert Path(settings.STATIC_ROOT) not in path.parents
