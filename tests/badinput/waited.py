"""The providers that Anna names, that bad input is tried on: Beta, which has joined, and one that is invited."""

from dataclasses import dataclass, replace
from decimal import Decimal

from catalog.nominations.models import Nominee
from providers.applications import tokens
from providers.applications.models import Invitation
from providers.models import Offer
from tenants.models import Organization
from tests.conftest import inside
from tests.nominations import stage as scenes
from tests.nominations.stage import WRITTEN, Scene
from tests.orders.stage import Stage


@dataclass(frozen=True)
class Waited:
    """What Anna asked of Beta, the service it can confirm with, and the page of the other's invitation."""

    nominee: Nominee
    offer: Offer
    invitation: str


def build(stage: Stage, network: Organization) -> Waited:
    """Anna names Beta, which joins, then another."""
    scene = Scene(stage)
    with inside(stage.issuer):
        scenes.allow(stage.plan)
    nominee = scene.name()
    _provider, offer = scene.joined()
    scene.name(written=replace(WRITTEN, email="altra@example.org"), amount=Decimal("50.00"))
    with inside(network):
        invitation = Invitation.objects.get(email="altra@example.org")
        token = tokens.token_of(invitation.token_sealed)
    return Waited(nominee, offer, f"/candidatura/invito/{token}/")
