"""Private documents on disk: one folder an organization, random names, never an address.

The name kept in the database is `<organization id>/<random>.<extension>`; reading asks for the
organization again, so that a name of another one opens nothing.
"""

import os
import secrets
import tempfile
from pathlib import Path

from django.conf import settings


class ForeignFile(PermissionError):
    """A document of another organization was asked for."""


def folder_of(organization_id: str) -> Path:
    """The private folder of an organization, made when first needed."""
    folder = Path(settings.PRIVATE_FILES) / organization_id
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def write(organization_id: str, content: bytes, extension: str) -> str:
    """Store `content` whole or not at all; returns the name to keep."""
    folder = folder_of(organization_id)
    name = f"{secrets.token_hex(16)}.{extension}"
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".writing-")
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, folder / name)
    return f"{organization_id}/{name}"


def path_of(organization_id: str, name: str) -> Path:
    """The path of a stored document; raises ForeignFile for a name that is not its own."""
    owner, _, file_name = name.partition("/")
    if owner != organization_id or not file_name or Path(file_name).name != file_name:
        raise ForeignFile(name)
    return folder_of(organization_id) / file_name


def read(organization_id: str, name: str) -> bytes:
    """The content of a stored document; FileNotFoundError when it is gone."""
    return path_of(organization_id, name).read_bytes()


def remove(organization_id: str, name: str) -> None:
    """Delete a document; one that is gone already is no error."""
    path_of(organization_id, name).unlink(missing_ok=True)
