"""The demo's regulations: approved in assembly, in force, and read by whoever has had credit."""

import datetime

from catalog.plans.models import Plan
from catalog.plans.queries import people_of
from catalog.regulations import versions
from catalog.regulations.models import Acknowledgement, Body, Version
from catalog.regulations.versions import Approved
from tenants.isolation import Actor
from welfare.clock import today

# Invented names.
NAMES = {Body.ASSEMBLY: "Presidente dell'assemblea: Teresa Monti", Body.UNIONS: "RSU: Dario Sala, Irene Costa"}


def put_in_force(plan: Plan, *, actor: Actor) -> None:
    """Propose a plan's text, record who approved it some weeks before, and put it in force."""
    version = versions.propose(plan, actor=actor)
    for days, (body, names) in zip((30, 21), NAMES.items(), strict=True):
        approved = Approved(body, names, today() - datetime.timedelta(days=days))
        versions.approve(version, approved, actor=actor)
    versions.put_in_force(version, actor=actor)


def take_note() -> None:
    """Everybody in service of the organization in force has read the rules in force."""
    people, standing = list(people_of(None)), list(Version.objects.filter(state=Version.State.IN_FORCE))
    rows = [Acknowledgement(version=version, member=member) for version in standing for member in people]
    Acknowledgement.objects.bulk_create(rows, ignore_conflicts=True)
