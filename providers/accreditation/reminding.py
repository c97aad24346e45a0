"""Who is told what of papers that end and of a charter to be signed: each step once, the latest alone after a stop."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from providers.accreditation import charter, dossier
from providers.accreditation.models import Charter, CharterReminder, DocumentKind, DossierDocument, DossierReminder
from providers.models import Provider
from tenants import isolation
from tenants.identity.models import Role, User
from tenants.messages import outbox
from tenants.messages.models import Message
from tenants.messages.sending import prepares
from tenants.models import Organization
from welfare.clock import today
from welfare.templatetags.kit import day

# Days before the end at which a provider is told; 0 is once it is over.
OF_PAPERS = (0, 15, 60)
# The first step is that a version is out, however far its day.
OUT = 999
OF_CHARTER = (0, 3, 15, OUT)
MANAGERS = [Role.PROVIDER_MANAGER.value]
SIGNERS = [Role.PROVIDER_MANAGER.value, Role.HR.value]
EXPIRING, EXPIRED = "dossier_expiring", "dossier_expired"
TO_SIGN, UNSIGNED = "charter_to_sign", "charter_unsigned"


def step_of(days_left: int, steps: Sequence[int]) -> int | None:
    """The step of a ladder that one stands on: the smallest that is not under the days left; None above all."""
    left = 0 if days_left < 0 else max(days_left, 1)
    return next((step for step in sorted(steps) if left <= step), None)


def remind_of_papers(provider: Provider) -> int:
    """Tell a provider's managers of each paper that ends, in its organization; returns how many steps were told."""
    told = 0
    for line in dossier.lines_of(provider):
        held = line.holds
        if held is None or held.expires_on is None:
            continue
        step = step_of((held.expires_on - today()).days, OF_PAPERS)
        # Who has sent the new one needs no reminder; that services are off the shelves is told all the same.
        if step is not None and (step == 0 or line.waits is None):
            told += remind_of_paper(held, step)
    return told


@transaction.atomic
def remind_of_paper(document: DossierDocument, step: int) -> bool:
    """Tell one step of one paper; False when it, or a later one, was told before."""
    if DossierReminder.objects.filter(document=document, days__lte=step).exists():
        return False
    reminder, is_new = DossierReminder.objects.get_or_create(document=document, days=step)
    if is_new:
        tell(MANAGERS, EXPIRED if step == 0 else EXPIRING, reminder.pk)
    return is_new


def remind_of_charter(organization: Organization) -> bool:
    """Tell those who sign for an organization that a version waits, in it; False when there is nothing new to tell."""
    present = charter.to_sign(organization)
    if present is None:
        return False
    step = step_of((charter.day_for(present, organization) - today()).days, OF_CHARTER)
    return step is not None and remind_of_version(present, organization, step)


@transaction.atomic
def remind_of_version(present: Charter, organization: Organization, step: int) -> bool:
    """Tell one step of one version; False when it, or a later one, was told before."""
    rows = CharterReminder.objects.filter(charter=present, organization=organization)
    if rows.filter(days__lte=step).exists():
        return False
    reminder, is_new = CharterReminder.objects.get_or_create(charter=present, organization=organization, days=step)
    if is_new:
        tell(SIGNERS, UNSIGNED if step == 0 else TO_SIGN, reminder.pk)
    return is_new


def tell(roles: list[str], kind: str, reference: uuid.UUID) -> None:
    """Queue a mail to everybody with one of the roles, in the organization in force; once per reference."""
    for user in User.objects.filter(is_active=True, roles__overlap=roles).order_by("pk"):
        outbox.queue(user, kind, reference=reference)


@prepares(EXPIRING)
@prepares(EXPIRED)
def of_paper(message: Message) -> dict[str, Any]:
    """Which paper, and its last day."""
    reminder = DossierReminder.objects.select_related("document").get(pk=str(message.reference))
    document = reminder.document
    return {"paper": DocumentKind(document.kind).label, "day": day(document.expires_on)}


@prepares(TO_SIGN)
@prepares(UNSIGNED)
def of_version(message: Message) -> dict[str, Any]:
    """Which version, until when, and where it is signed."""
    reminder = CharterReminder.objects.select_related("charter").get(pk=str(message.reference))
    last = charter.day_for(reminder.charter, isolation.current())
    return {"title": reminder.charter.title, "version": reminder.charter.version, "day": day(last)}
