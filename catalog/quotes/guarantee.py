"""What a network promises with every quote: its own words, version by version, or the project's example."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import get_language

from providers.quoting.models import Guarantee
from providers.quoting.queries import guarantee_of, guarantor_of
from tenants import isolation
from tenants.audit.trail import record
from tenants.isolation import Actor
from tenants.models import Organization

DATA = Path(__file__).parent / "data"
LANGUAGES = ("it", "en")


class StaleText(Exception):
    """Somebody else has published a version since the form was opened."""


@dataclass(frozen=True)
class Promise:
    """Who stands behind a quote, and with which words; `number` 0 is the project's example."""

    guarantor: Organization
    text: str
    number: int = 0


def promise_here() -> Promise:
    """What holds in the organization in force."""
    return promise_of(guarantor_of(isolation.current()))


def promise_of(guarantor: Organization) -> Promise:
    """What an organization promises today."""
    version = guarantee_of(guarantor)
    if version is None:
        return Promise(guarantor, example(guarantor))
    return Promise(guarantor, version.text, version.number)


def as_agreed(guarantor: Organization, version: Guarantee | None) -> Promise:
    """What was promised with a quote on the day it was accepted."""
    return Promise(guarantor, version.text, version.number) if version else Promise(guarantor, example(guarantor))


def example(guarantor: Organization) -> str:
    """The project's own text, in the reader's language."""
    language = get_language() or "it"
    return written(language if language in LANGUAGES else "it").format(guarantor=guarantor.name)


def written(language: str) -> str:
    """The example as the project keeps it."""
    return (DATA / f"guarantee_{language}.txt").read_text(encoding="utf-8")


def publish(text: str, *, after: int, actor: Actor) -> Guarantee:
    """Put a new version in force for the network in force; quotes accepted before keep theirs.

    `after` is the number that the form was opened with. Raises StaleText. The same text again is the same version.
    """
    network = isolation.current()
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=network.pk)
        newest = guarantee_of(network)
        if newest is not None and newest.text == text:
            return newest
        number = newest.number if newest else 0
        if number != after:
            raise StaleText
        version = Guarantee.objects.create(organization=network, number=number + 1, text=text)
        record(actor, "guarantee.published", subject=str(version.number))
    return version
