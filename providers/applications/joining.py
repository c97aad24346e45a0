"""An applicant becomes a provider: its entry, its accreditation, its papers, its signature, its organization.

The entry of the same VAT number is taken where the directory has one. What a provider that has an organization wrote
of itself is never overwritten: whoever applies in its name, the bank account stays.
"""

import datetime
from typing import Any

from django.db.models import F
from django.utils.text import slugify

from providers.accreditation import charter, dossier, standing
from providers.accreditation.dossier import Paper
from providers.accreditation.models import Call, Charter, DossierDocument
from providers.applications import papers
from providers.applications.applying import call_of
from providers.applications.first_services import begin_services
from providers.applications.inviting import network_of
from providers.applications.models import Application, Attachment
from providers.models import Provider
from tenants import isolation, opening, tasks
from tenants.console.forms import RESERVED
from tenants.envelope import hint_after_commit
from tenants.isolation import Actor
from tenants.models import Kind, Organization
from tenants.opening import FirstPerson
from welfare.clock import now, today

# What an application says of a company, as a provider keeps it.
KEPT = (
    "name", "legal_name", "form", "vat_number", "tax_code", "iban", "sdi_code", "certified_email", "address",
    "postcode", "town", "phone", "about",
)  # fmt: skip
SUPPLYING = (Kind.SUPPLIER, Kind.COOPERATIVE, Kind.COMPANY)
LONGEST_SLUG = 40


def opens_organizations() -> bool:
    """Whether who is accepted here gets an organization: a network's doing, not a municipality's."""
    return isolation.current().kind == Kind.NETWORK


def join(application: Application, *, actor: Actor) -> Provider:
    """Make an applicant a provider of the organization in force; part of the transaction of the decision."""
    one_at_a_time()
    provider = entry_of(application)
    # Who has people here already signs by itself: that somebody applied in its name binds it to nothing.
    is_new = provider.organization_id is None and member_of_same_number(application) is None
    if opens_organizations() and provider.organization_id is None:
        provider.organization = organization_of(application, actor=actor)
    provider.save()
    call = call_of(application)
    standing.accredit(provider, call=call, until=end_of(call), actor=actor)
    if opens_organizations():
        hand_over_papers(application, provider)
        if is_new:
            hand_over_signature(application, provider, actor=actor)
        if application.invitation_id:
            begin_services(application, provider, actor=actor)
    return provider


def one_at_a_time() -> None:
    """Wait for others of the network who accept somebody: two houses at once would write one company twice."""
    network = network_of(isolation.current())
    Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=network.pk)


def entry_of(application: Application) -> Provider:
    """The provider that the company is already, or a new one; one without an organization takes the new data."""
    known = known_as(application)
    found = standing.lock(known) if known else Provider(is_accredited=False)
    if found.organization_id is None:
        for name in KEPT:
            setattr(found, name, getattr(application, name))
        found.email = application.certified_email
    return found


def known_as(application: Application) -> Provider | None:
    """The provider of the same VAT number, or tax code where there is none; one with an organization first."""
    if application.vat_number:
        same = Provider.objects.filter(vat_number=application.vat_number)
    else:
        same = Provider.objects.filter(vat_number="", tax_code=application.tax_code)
    return same.order_by(F("organization").asc(nulls_last=True), "pk").first()


def member_of_same_number(application: Application) -> Organization | None:
    """An organization of the network with the same VAT number that supplies nothing yet."""
    if not application.vat_number:
        return None
    same = Organization.objects.filter(vat_number=application.vat_number, kind__in=SUPPLYING, provider=None)
    found: Organization | None = same.order_by("opened_at", "pk").first()
    return found


def organization_of(application: Application, *, actor: Actor) -> Organization:
    """The organization that supplies: a member of the same VAT number, whose own people decide who does it; or a new
    one, whose contact is invited.
    """
    member = member_of_same_number(application)
    if member is not None:
        return member
    network = isolation.current()
    person = FirstPerson(application.contact_email, application.contact_given_name, application.contact_family_name)
    made = opening.request_opening(
        person, actor=actor, parent=network, kind=Kind.SUPPLIER, slug=free_slug(application.name),
        name=application.name, legal_name=application.legal_name, vat_number=application.vat_number,
        tax_code=application.tax_code, help_phone=network.help_phone, help_hours=network.help_hours,
    )  # fmt: skip
    hint_after_commit(tasks.open_organization, made.key)
    return made


def free_slug(name: str) -> str:
    """The first word of an address for an organization of this name: not taken, not reserved."""
    base = slugify(name)[: LONGEST_SLUG - 4].strip("-") or "fornitore"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    numbers = (f"{base}-{n}" for n in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbers if slug not in taken)


def end_of(call: Call | None) -> datetime.date | None:
    """The last day of an accreditation from a call; None without end."""
    if call is None or call.lasts_months is None:
        return None
    first = today()
    months = first.year * 12 + first.month - 1 + call.lasts_months
    following = datetime.date(months // 12, months % 12 + 1, 1)
    last_of_month = (following + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    return min(following + datetime.timedelta(days=first.day - 1), last_of_month) - datetime.timedelta(days=1)


def hand_over_papers(application: Application, provider: Provider) -> None:
    """Put what the office accepted into the provider's dossier; the network keeps these files."""
    for attachment in application.attachments.filter(state=Attachment.State.ACCEPTED):
        content = papers.content_of(attachment)
        paper = Paper(attachment.kind, attachment.issued_on, attachment.expires_on, content, attachment.extension)
        decided: dict[str, Any] = {"state": DossierDocument.State.ACCEPTED, "decided_at": now()}
        dossier.kept(provider, paper, attachment.sha256, isolation.current(), **decided)


def hand_over_signature(application: Application, provider: Provider, *, actor: Actor) -> None:
    """Write that the applicant signed the charter it accepted; a later version waits for its signature."""
    signed = Charter.objects.filter(pk=application.charter_id).first() if application.charter_id else None
    if signed is not None and provider.organization is not None:
        charter.written(signed, provider.organization, person_id=None, actor=actor)
