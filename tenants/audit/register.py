"""Reading the trail: which acts a register shows, by allow-list, and the question that is asked of it."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tenants.audit.acts import Kind
from tenants.audit.models import Record
from tenants.audit.wording import ACTS
from tenants.isolation import Actor, current
from welfare.clock import ROME

NEWEST = ("-at", "-pk")
# What HR reads: its own work on people, access, credit and shelf. What people do with their credit, their
# family's names, who used a voucher where (`entered`, too) is never in it: a new act is hidden until named here.
OF_HR = frozenset(
    {
        "account.added", "account.closed", "account.mended", "account.narrowed", "account.opened", "account.read",
        "charter.signed", "presentation.confirmed", "presentation.declined",
        "agreement.changed", "agreement.ended", "agreement.hidden", "agreement.resumed", "agreement.shop_back",
        "agreement.shop_off", "agreement.shown", "agreement.written",
        "budget.close", "closing_read", "categories_ordered", "category_applied", "category_kept",
        "clearing.accepted", "clearing.refused",
        "conversion.closed", "conversion.erased", "conversion.exported", "conversion.extended", "conversion.opened",
        "conversion.premiums", "conversion.reminded", "conversion.written",
        "credit.remind_all", "file_imported", "grant", "grant.corrected", "grant.correction_refused", "grant.exported",
        "import_confirmed", "imports_erased",
        "invitation.all", "invitation.mailed", "invitation.printed", "invitation.used",
        "law_switch.turn", "law_switch.turn_back",
        "offer_bargained", "offer_kept", "offer_listed", "offer_taken_off", "offer_terms_changed",
        "organization.invoice_data", "organization.opened", "organization.resumed",
        "organization.suspended.check", "organization.suspended.contract",
        "organization.suspended.requested", "organization.suspended.security",
        "payment.account", "payment.file_downloaded", "payment.file_made", "payment.file_withdrawn", "payment.paid",
        "benefit.recorded", "benefit.withdrawn", "payroll.certificate", "payroll.exported", "payroll.layout",
        "payroll.locked", "payroll.prepared",
        "person_added", "person_corrected", "person_left", "person_read", "person_taken_back",
        "plan.close", "plan.create", "plan.drop", "plan.nominations", "plan.open", "plan.publish", "plan.regulation",
        "plan.terms",
        "price_agreed", "price_declined", "price_ended", "price_proposed", "price_withdrawn",
        "regulation.approved", "regulation.dropped", "regulation.in_force", "regulation.proposed",
        "roles_given", "shops_imported", "trail.exported", "trail.read",
    }
)  # fmt: skip
# What the network reads of its operators and office.
OF_THE_NETWORK = frozenset(
    {
        "accreditation.given", "accreditation.withdrawn.closed", "accreditation.withdrawn.conditions",
        "accreditation.withdrawn.requested", "application.accepted", "application.asked",
        "application.invitation_declined", "application.invited", "application.paper_accepted",
        "application.paper_read", "application.paper_refused", "application.read", "application.refused",
        "application.started", "application.submitted", "application.withdrawn",
        "call.published", "call.withdrawn", "call.written",
        "charter.published", "charter.signed", "charter.written", "dossier.accepted", "dossier.read",
        "dossier.refused",
        "account.added", "account.closed", "account.mended", "account.opened", "account.read",
        "agreement.changed", "agreement.ended", "agreement.resumed", "agreement.shop_back", "agreement.shop_off",
        "agreement.written",
        "clearing.proposed", "correction.agreed", "correction.refused",
        "directory_imported", "file_imported", "import_confirmed", "imports_erased",
        "guarantee.published", "invitation.all", "invitation.mailed", "invitation.printed", "invitation.used",
        "offer.published", "offer.resumed", "offer.returned", "offer.suspended.charter",
        "offer.suspended.check", "offer.suspended.complaint", "offer.suspended.content", "offer.suspended.papers",
        "organization.invited_again", "organization.invoice_data",
        "organization.opened", "organization.requested", "organization.resumed",
        "organization.suspended.check", "organization.suspended.contract",
        "organization.suspended.requested", "organization.suspended.security",
        "plan.close", "plan.create", "plan.drop", "plan.nominations", "plan.publish", "plan.terms",
        "provider.changed", "provider.listed", "review_policy", "roles_given",
        "shops_imported", "statement.closing_asked", "trail.exported", "trail.read", "work.dismissed", "work.retried",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question to a register: about whom (None: anybody; their account ids), of which kind, between two days."""

    people: frozenset[int] | None = None
    kind: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None


def kinds_in(allowed: Collection[str]) -> list[Kind]:
    """The kinds of act that a register holds, in their order."""
    held = {ACTS[action].kind for action in allowed}
    return [kind for kind in Kind if kind in held]


def records(allowed: Collection[str], asked: Asked) -> QuerySet[Record]:
    """The acts of a register that answer a question; sort them by NEWEST.

    The invitations of a round stand under it as one act, unless somebody is asked for by name.
    """
    actions = [each for each in sorted(allowed) if asked.kind in ("", ACTS[each].kind)]
    narrowed = ~Q(details__has_key="round") if asked.people is None else about(asked.people)
    found = Record.objects.filter(narrowed, action__in=actions)
    if asked.first:
        found = found.filter(at__gte=begin_of(asked.first))
    if asked.last:
        found = found.filter(at__lt=begin_of(asked.last + datetime.timedelta(days=1)))
    return found


def about(people: Collection[int]) -> Q:
    """Acts on these people's records, or by them."""
    here = current().key
    actors = [Actor(here, person).code for person in people]
    return Q(person_id__in=list(people)) | Q(actor__in=actors)


def begin_of(day: datetime.date) -> datetime.datetime:
    """The instant at which a day begins in Italy."""
    return datetime.datetime.combine(day, datetime.time(), ROME)
