"""Two territories for lists: Alfa and Beta, whose primary keys collide."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tenants.models import Kind, Organization

Import = Callable[..., dict[str, Any]]


@pytest.fixture
def valle(alfa: Organization) -> Organization:
    """Alfa as a territory."""
    alfa.kind = Kind.TERRITORY
    alfa.save()
    return alfa


@pytest.fixture
def riva(beta: Organization) -> Organization:
    """Beta as another."""
    beta.kind = Kind.TERRITORY
    beta.save()
    return beta


@pytest.fixture
def imported() -> Import:
    """Run the command for a territory and return what it prints as JSON."""

    def run(path: Path, where: Organization, *options: str) -> dict[str, Any]:
        out = StringIO()
        call_command("import_directory", str(path), "--organization", where.slug, "--json", *options, stdout=out)
        told: dict[str, Any] = json.loads(out.getvalue())
        return told

    return run
