"""Every act of the trail in words: as a keeper of the trail reads it, and as the person it speaks of does.

A test holds this to the sources: an act that is recorded anywhere has its words here, or in `private_acts`.
"""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act, Kind, Text
from tenants.audit.private_acts import PRIVATE_ACTS

ACTS: dict[str, Act] = {
    **PRIVATE_ACTS,
    "account.added": Act(Kind.ACCESS, _("Opened an account"), _("Opened your account")),
    "account.closed": Act(Kind.ACCESS, _("Closed the account"), _("Closed your account")),
    "account.mended": Act(
        Kind.ACCESS,
        _("Mended the account after recognising the person"),
        _("Mended your account after recognising you"),
    ),
    "account.narrowed": Act(
        Kind.ACCESS,
        _("Ended access and tasks; the account opens for the credit that is kept"),
        _("Ended your sessions and tasks; your account opens for the credit that you keep"),
    ),
    "account.opened": Act(Kind.ACCESS, _("Opened the account again"), _("Opened your account again")),
    "account.read": Act(Kind.ACCESS, _("Opened the page of the account"), _("Opened the page of your account")),
    "accreditation.given": Act(Kind.NETWORK, _("Accredited a provider")),
    "accreditation.withdrawn.closed": Act(Kind.NETWORK, _("Ended an accreditation: the provider no longer works")),
    "accreditation.withdrawn.conditions": Act(
        Kind.NETWORK, _("Ended an accreditation: the provider no longer meets the conditions")
    ),
    "accreditation.withdrawn.requested": Act(Kind.NETWORK, _("Ended an accreditation: the provider asked for it")),
    "application.accepted": Act(Kind.NETWORK, _("Accepted an application")),
    "application.asked": Act(Kind.NETWORK, _("Asked an applicant for what was missing")),
    "application.invitation_declined": Act(Kind.NETWORK, _("Declined an invitation to apply")),
    "application.invited": Act(Kind.NETWORK, _("Invited somebody to apply")),
    "application.paper_accepted": Act(Kind.NETWORK, _("Found a document of an application in order")),
    "application.paper_read": Act(Kind.NETWORK, _("Opened a document of an application")),
    "application.paper_refused": Act(Kind.NETWORK, _("Did not accept a document of an application")),
    "application.read": Act(Kind.NETWORK, _("Opened an application")),
    "application.refused": Act(Kind.NETWORK, _("Refused an application")),
    "application.started": Act(Kind.NETWORK, _("Began an application")),
    "application.submitted": Act(Kind.NETWORK, _("Sent an application")),
    "application.withdrawn": Act(Kind.NETWORK, _("Withdrew an application")),
    "agreement.written": Act(Kind.SHELF, _("Wrote an agreement with shops")),
    "agreement.changed": Act(Kind.SHELF, _("Corrected an agreement with shops")),
    "agreement.ended": Act(Kind.SHELF, _("Ended an agreement with shops")),
    "agreement.resumed": Act(Kind.SHELF, _("Let an agreement with shops begin again")),
    "agreement.shop_off": Act(Kind.SHELF, _("Took a shop off an agreement")),
    "agreement.shop_back": Act(Kind.SHELF, _("Put a shop back into an agreement")),
    "agreement.hidden": Act(Kind.SHELF, _("Hid an agreement of the network")),
    "agreement.shown": Act(Kind.SHELF, _("Showed an agreement of the network again")),
    "benefit.read": Act(
        Kind.PAYROLL, _("Looked at benefits given outside the shelf"), _("Looked at a benefit that you were given")
    ),
    "benefit.recorded": Act(
        Kind.PAYROLL, _("Wrote down a benefit given outside the shelf"), _("Wrote down a benefit that you were given")
    ),
    "benefit.withdrawn": Act(
        Kind.PAYROLL, _("Withdrew a benefit written by mistake"), _("Withdrew a benefit of yours written by mistake")
    ),
    "call.published": Act(Kind.NETWORK, _("Published a call for providers")),
    "call.withdrawn": Act(Kind.NETWORK, _("Closed a call before its last day")),
    "call.written": Act(Kind.NETWORK, _("Wrote or changed a call for providers")),
    "branch_closed": Act(Kind.SHELF, _("Closed a branch")),
    "branch_written": Act(Kind.SHELF, _("Opened or changed a branch")),
    "branches_given": Act(Kind.ACCESS, _("Said where somebody works"), _("Said at which branches you work")),
    "categories_ordered": Act(Kind.PEOPLE, _("Changed the order of the categories' rules")),
    "category_applied": Act(Kind.PEOPLE, _("Moved people where the categories' rules say")),
    "category_kept": Act(Kind.PEOPLE, _("Wrote or corrected a category")),
    "clearing.accepted": Act(Kind.PAYROLL, _("Agreed to a round of clearing")),
    "clearing.proposed": Act(Kind.NETWORK, _("Proposed a round of clearing")),
    "clearing.refused": Act(Kind.PAYROLL, _("Said no to a round of clearing")),
    "correction.agreed": Act(Kind.NETWORK, _("Agreed to the correction of an amount")),
    "correction.refused": Act(Kind.NETWORK, _("Did not agree to the correction of an amount")),
    "charter.published": Act(Kind.NETWORK, _("Published a version of the charter")),
    "charter.signed": Act(Kind.NETWORK, _("Signed the charter for the organization")),
    "charter.written": Act(Kind.NETWORK, _("Wrote the next version of the charter")),
    "conversion.closed": Act(Kind.CREDIT, _("Fixed what came of a bonus window")),
    "conversion.erased": Act(Kind.CREDIT, _("Deleted a bonus window that was being prepared")),
    "conversion.exported": Act(Kind.CREDIT, _("Made the file of what came of a bonus window")),
    "conversion.extended": Act(Kind.CREDIT, _("Gave more days to choose about a bonus")),
    "conversion.opened": Act(Kind.CREDIT, _("Let people choose about a bonus")),
    "conversion.premiums": Act(Kind.CREDIT, _("Wrote the premiums of a bonus window")),
    "conversion.reminded": Act(Kind.CREDIT, _("Reminded who had not chosen about a bonus")),
    "conversion.told": Act(
        Kind.CREDIT, _("Gave payroll what came of people's bonuses"), _("Gave payroll what came of your bonus")
    ),
    "conversion.written": Act(Kind.CREDIT, _("Prepared a bonus window")),
    "directory_imported": Act(Kind.NETWORK, _("Wrote an open list")),
    "dossier.accepted": Act(Kind.NETWORK, _("Accepted a provider's document")),
    "dossier.read": Act(Kind.NETWORK, _("Opened a provider's document")),
    "dossier.refused": Act(Kind.NETWORK, _("Did not accept a provider's document")),
    "dossier.sent": Act(Kind.NETWORK, _("Sent a document for the dossier")),
    "dossier.withdrawn": Act(Kind.NETWORK, _("Withdrew a document of the dossier")),
    "budget.close": Act(Kind.CREDIT, _("Closed a source of credit")),
    "file_imported": Act(Kind.PEOPLE, _("Imported a file")),
    "closing_read": Act(
        Kind.CREDIT, _("Read the closing figures of a leaver"), _("Read what your credit came to at the end of work")
    ),
    "credit.remind_all": Act(Kind.CREDIT, _("Reminded everybody of credit that expires")),
    "grant": Act(Kind.CREDIT, _("Granted credit")),
    "grant.corrected": Act(Kind.CREDIT, _("Corrected what a person was granted"), _("Corrected what you were granted")),
    "grant.correction_refused": Act(
        Kind.CREDIT,
        _("Tried to take back more credit than was left"),
        _("Tried to take back more of your credit than was left"),
    ),
    "grant.exported": Act(Kind.CREDIT, _("Downloaded the lines of a grant")),
    "guarantee.published": Act(Kind.NETWORK, _("Published a version of the guarantee of quotes")),
    "import_confirmed": Act(Kind.PEOPLE, _("Confirmed the import of a file")),
    "imports_erased": Act(Kind.PEOPLE, _("Erased imported files whose time was over")),
    "invitation.all": Act(Kind.ACCESS, _("Began to invite everybody who had not been invited")),
    "invitation.mailed": Act(Kind.ACCESS, _("Sent an invitation"), _("Sent you an invitation")),
    "invitation.printed": Act(
        Kind.ACCESS, _("Printed an activation letter"), _("Printed an activation letter for you")
    ),
    "invitation.used": Act(Kind.ACCESS, _("Opened their account with the invitation"), _("Opened your account")),
    "offer.resumed": Act(Kind.SHELF, _("Let a service go on")),
    "offer.suspended.charter": Act(Kind.SHELF, _("Suspended a service: the charter is not signed")),
    "offer.suspended.check": Act(Kind.SHELF, _("Suspended a service: a check is under way")),
    "offer.suspended.complaint": Act(Kind.SHELF, _("Suspended a service: somebody complained")),
    "offer.suspended.content": Act(Kind.SHELF, _("Suspended a service: its text or price is not right")),
    "offer.suspended.papers": Act(Kind.SHELF, _("Suspended a service: the provider's papers are missing or expired")),
    "offer.published": Act(Kind.SHELF, _("Published a service that was looked at")),
    "offer.returned": Act(Kind.SHELF, _("Sent a service back to its provider")),
    "offer_bargained": Act(Kind.SHELF, _("Looked at new terms of a service, and asked for another price")),
    "offer_changed": Act(Kind.SHELF, _("Changed a service")),
    "offer_draft_discarded": Act(Kind.SHELF, _("Threw the draft of a service away")),
    "offer_kept": Act(Kind.SHELF, _("Looked at new terms of a service, and kept it")),
    "offer_listed": Act(Kind.SHELF, _("Put a service on the shelf")),
    "offer_published": Act(Kind.SHELF, _("Published a service")),
    "offer_submitted": Act(Kind.SHELF, _("Sent a service to the network")),
    "offer_suspended": Act(Kind.SHELF, _("Suspended a service of their own")),
    "offer_taken_back": Act(Kind.SHELF, _("Took a service back before the network had looked")),
    "offer_taken_off": Act(Kind.SHELF, _("Took a service off the shelf")),
    "offer_terms_changed": Act(Kind.SHELF, _("Changed who pays for a service, or its price")),
    "level.added": Act(Kind.SHELF, _("Wrote a level of cover")),
    "level.changed": Act(Kind.SHELF, _("Changed a level of cover")),
    "level.withdrawn": Act(Kind.SHELF, _("Withdrew a level of cover")),
    "pension_fund.added": Act(Kind.SHELF, _("Added a pension fund to the list")),
    "pension_fund.withdrawn": Act(Kind.SHELF, _("Took a pension fund off the list")),
    "offer_written": Act(Kind.SHELF, _("Wrote a service")),
    "offers_listed": Act(Kind.SHELF, _("Put services on the shelf from an open list")),
    "offers_taken_off": Act(Kind.SHELF, _("Took services off the shelf with an open list")),
    "organization.invoice_data": Act(Kind.NETWORK, _("Wrote the data for invoices to the organization")),
    "organization.opened": Act(Kind.NETWORK, _("Opened the organization")),
    "organization.requested": Act(Kind.NETWORK, _("Asked for an organization to be opened")),
    "organization.invited_again": Act(
        Kind.NETWORK, _("Invited the first person again"), _("Invited you again as the first person")
    ),
    "organization.resumed": Act(Kind.NETWORK, _("Let the organization go on")),
    "organization.suspended.check": Act(Kind.NETWORK, _("Suspended the organization: a check is under way")),
    "organization.suspended.contract": Act(
        Kind.NETWORK, _("Suspended the organization: the contract ended or is unpaid")
    ),
    "organization.suspended.requested": Act(Kind.NETWORK, _("Suspended the organization: it asked for it")),
    "organization.suspended.security": Act(
        Kind.NETWORK, _("Suspended the organization: an account or a device may be in wrong hands")
    ),
    "payment.account": Act(Kind.PAYROLL, _("Wrote the account that providers are paid from")),
    "payment.file_downloaded": Act(Kind.PAYROLL, _("Downloaded a file of payments")),
    "payment.file_made": Act(Kind.PAYROLL, _("Made a file of payments")),
    "payment.file_withdrawn": Act(Kind.PAYROLL, _("Withdrew a file of payments")),
    "payment.paid": Act(Kind.PAYROLL, _("Wrote down that providers were paid")),
    "payroll.certificate": Act(Kind.PAYROLL, _("Made the file of a year for the Certificazione Unica")),
    "payroll.exported": Act(Kind.PAYROLL, _("Made the file of a month for payroll")),
    "payroll.layout": Act(Kind.PAYROLL, _("Changed a layout of payroll files")),
    "payroll.locked": Act(Kind.PAYROLL, _("Locked a month of payroll")),
    "payroll.prepared": Act(Kind.PAYROLL, _("Prepared a month of payroll")),
    "payroll.read": Act(Kind.PAYROLL, _("Looked at the figures for payroll"), _("Looked at your figures for payroll")),
    "payroll.told": Act(
        Kind.PAYROLL, _("Gave the figures of people to payroll"), _("Gave your figures to the payroll program")
    ),
    "person_added": Act(Kind.PEOPLE, _("Added a person"), _("Added your record")),
    "person_corrected": Act(Kind.PEOPLE, _("Corrected the record"), _("Corrected your record")),
    "person_left": Act(Kind.PEOPLE, _("Noted the last day"), _("Recorded that you left")),
    "person_read": Act(Kind.PEOPLE, _("Opened the record"), _("Opened your record")),
    "person_taken_back": Act(Kind.PEOPLE, _("Undid the leaving"), _("Recorded that you are back")),
    "law_switch.turn": Act(Kind.CREDIT, _("Turned an open point of law")),
    "law_switch.turn_back": Act(Kind.CREDIT, _("Turned an open point of law back")),
    "plan.create": Act(Kind.CREDIT, _("Wrote a plan")),
    "plan.terms": Act(Kind.CREDIT, _("Changed the terms of a draft plan")),
    "plan.open": Act(Kind.CREDIT, _("Opened a plan")),
    "plan.publish": Act(Kind.CREDIT, _("Published a base plan")),
    "plan.close": Act(Kind.CREDIT, _("Closed a plan")),
    "plan.drop": Act(Kind.CREDIT, _("Threw a draft plan away")),
    "plan.nominations": Act(Kind.CREDIT, _("Changed whether people can bring a provider with a plan's credit")),
    "plan.regulation": Act(Kind.CREDIT, _("Changed the regulation of a plan")),
    "presentation.confirmed": Act(Kind.NETWORK, _("Said that the organization presents an applicant")),
    "presentation.declined": Act(Kind.NETWORK, _("Said that the organization does not present an applicant")),
    "price_agreed": Act(Kind.SHELF, _("Agreed to a price for one organization")),
    "price_declined": Act(Kind.SHELF, _("Declined a price for one organization")),
    "price_ended": Act(Kind.SHELF, _("Ended a price agreed for one organization")),
    "price_proposed": Act(Kind.SHELF, _("Proposed a price for one organization")),
    "price_withdrawn": Act(Kind.SHELF, _("Took back a proposed price")),
    "provider.changed": Act(Kind.NETWORK, _("Corrected a provider")),
    "provider.iban": Act(Kind.NETWORK, _("Changed the IBAN that the provider is paid to")),
    "provider.listed": Act(Kind.NETWORK, _("Listed a provider")),
    "regulation.approved": Act(Kind.CREDIT, _("Recorded who approved a plan's rules")),
    "regulation.dropped": Act(Kind.CREDIT, _("Gave up a version of a plan's rules")),
    "regulation.in_force": Act(Kind.CREDIT, _("Put a version of a plan's rules in force")),
    "regulation.proposed": Act(Kind.CREDIT, _("Proposed a version of a plan's rules")),
    "review_policy": Act(Kind.SHELF, _("Changed what is looked at before it is published")),
    "roles_given": Act(Kind.PEOPLE, _("Changed what the person may do here"), _("Changed what you may do here")),
    "places_reserved": Act(Kind.SHELF, _("Reserved places of a service for an organization")),
    "reserve_given_back": Act(Kind.SHELF, _("Gave reserved places back to all")),
    "series_changed": Act(Kind.SHELF, _("Changed all weeks of a series")),
    "shops_imported": Act(Kind.SHELF, _("Imported the shops of an agreement")),
    "slot_cancelled": Act(Kind.SHELF, _("Cancelled dates of a service")),
    "slot_changed": Act(Kind.SHELF, _("Changed dates of a service")),
    "slot_closed": Act(Kind.SHELF, _("Closed dates of a service")),
    "slot_opened": Act(Kind.SHELF, _("Opened dates of a service")),
    "slot_reopened": Act(Kind.SHELF, _("Opened closed dates of a service again")),
    "statement.closing_asked": Act(Kind.NETWORK, _("Closed a month of statements")),
    "statement.confirmed": Act(Kind.NETWORK, _("Confirmed a statement")),
    "statement.contested": Act(Kind.NETWORK, _("Contested a line of a statement")),
    "statement.invoiced": Act(Kind.NETWORK, _("Wrote down the invoice of a statement")),
    "statement.received": Act(Kind.NETWORK, _("Wrote down that a statement was paid")),
    "trail.exported": Act(
        Kind.REGISTER, _("Took this register away as a file"), _("Took the register about you away as a file")
    ),
    "trail.read": Act(Kind.REGISTER, _("Read this register"), _("Read the register about you")),
    "work.dismissed": Act(Kind.NETWORK, _("Closed stopped work without trying it again")),
    "work.retried": Act(Kind.NETWORK, _("Put stopped work back in the queue")),
}


def words_of(action: str) -> Text:
    """An act as a register says it; its code when a newer version of the code wrote it."""
    act = ACTS.get(action)
    return act.words if act else action


def told_of(action: str) -> Text:
    """An act as the person whose record it is reads it."""
    act = ACTS.get(action)
    return (act.told or act.words) if act else action
