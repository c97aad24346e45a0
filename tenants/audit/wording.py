"""Every act of the trail in words: as a keeper of the trail reads it, and as the person it speaks of does.

A test holds this to the sources: an act that is recorded anywhere has its words here.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise


class Kind(models.TextChoices):
    """What an act is about: the filter of a register."""

    PEOPLE = "persone", pgettext_lazy("kind of act", "People")
    ACCESS = "accesso", pgettext_lazy("kind of act", "Access and accounts")
    CREDIT = "credito", pgettext_lazy("kind of act", "Plans and credit")
    PAYROLL = "paghe", pgettext_lazy("kind of act", "Payroll")
    SHELF = "scaffale", pgettext_lazy("kind of act", "Shelf and services")
    NETWORK = "rete", pgettext_lazy("kind of act", "Organizations and providers")
    REGISTER = "registro", pgettext_lazy("kind of act", "Readings of this register")
    # What people do with their own credit and family: no register shows it.
    PRIVATE = "private", pgettext_lazy("kind of act", "Private")


@dataclass(frozen=True)
class Act:
    """What was done, in words; `told` is how the person whose record it is reads it."""

    kind: Kind
    words: Text
    told: Text = ""


ACTS: dict[str, Act] = {
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
    "attendance_marked": Act(Kind.PRIVATE, _("Noted who came"), _("Noted whether you came")),
    "benefit.read": Act(
        Kind.PAYROLL, _("Looked at benefits given outside the shelf"), _("Looked at a benefit that you were given")
    ),
    "benefit.recorded": Act(
        Kind.PAYROLL, _("Wrote down a benefit given outside the shelf"), _("Wrote down a benefit that you were given")
    ),
    "benefit.withdrawn": Act(
        Kind.PAYROLL, _("Withdrew a benefit written by mistake"), _("Withdrew a benefit of yours written by mistake")
    ),
    "bookings_read": Act(Kind.PRIVATE, _("Read the answers for a booking"), _("Read your answers for a booking")),
    "categories_ordered": Act(Kind.PEOPLE, _("Changed the order of the categories' rules")),
    "category_applied": Act(Kind.PEOPLE, _("Moved people where the categories' rules say")),
    "category_kept": Act(Kind.PEOPLE, _("Wrote or corrected a category")),
    "certificate_declined": Act(
        Kind.PRIVATE, _("Did not accept a certificate"), _("Did not accept a certificate of a relative of yours")
    ),
    "certificate_read": Act(
        Kind.PRIVATE, _("Opened a certificate"), _("Opened a certificate of a relative of yours, to look at it")
    ),
    "certificate_seen": Act(
        Kind.PRIVATE, _("Accepted a certificate"), _("Accepted a certificate of a relative of yours")
    ),
    "certificate_sent": Act(Kind.PRIVATE, _("Sent a certificate"), _("Sent a certificate of a relative of yours")),
    "certificate_withdrawn": Act(
        Kind.PRIVATE, _("Withdrew a certificate"), _("Withdrew a certificate of a relative of yours")
    ),
    "clearing.accepted": Act(Kind.PAYROLL, _("Agreed to a round of clearing")),
    "clearing.proposed": Act(Kind.NETWORK, _("Proposed a round of clearing")),
    "clearing.refused": Act(Kind.PAYROLL, _("Said no to a round of clearing")),
    "correction.accepted": Act(
        Kind.PRIVATE, _("Corrected the amount of a service"), _("Corrected the amount of a service of yours")
    ),
    "correction.agreed": Act(Kind.NETWORK, _("Agreed to the correction of an amount")),
    "correction.refused": Act(Kind.NETWORK, _("Did not agree to the correction of an amount")),
    "declaration_revoked": Act(Kind.PRIVATE, _("Revoked a declaration"), _("Revoked a declaration of yours")),
    "declaration_signed": Act(Kind.PRIVATE, _("Signed a declaration"), _("Signed a declaration of yours")),
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
    "dispute_closed": Act(
        Kind.PRIVATE, _("Wrote how a dispute about a quote ended"), _("Wrote how your dispute about a quote ended")
    ),
    "dispute_opened": Act(Kind.PRIVATE, _("Said that work was not right"), _("Said for you that work was not right")),
    "dispute_read": Act(
        Kind.PRIVATE, _("Opened a dispute about a quote"), _("Opened your dispute about a quote, to help with it")
    ),
    "enquiry_read": Act(Kind.PRIVATE, _("Read a request for a quote")),
    "entered": Act(
        Kind.PRIVATE, _("Worked in this organization from outside"), _("Worked in your organization from outside")
    ),
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
    "offer.suspended.check": Act(Kind.SHELF, _("Suspended a service: a check is under way")),
    "offer.suspended.complaint": Act(Kind.SHELF, _("Suspended a service: somebody complained")),
    "offer.suspended.content": Act(Kind.SHELF, _("Suspended a service: its text or price is not right")),
    "offer.suspended.papers": Act(Kind.SHELF, _("Suspended a service: the provider's papers are missing or expired")),
    "offer_changed": Act(Kind.SHELF, _("Changed a service")),
    "offer_listed": Act(Kind.SHELF, _("Put a service on the shelf")),
    "offer_published": Act(Kind.SHELF, _("Published a service")),
    "offer_suspended": Act(Kind.SHELF, _("Suspended a service of their own")),
    "offer_taken_off": Act(Kind.SHELF, _("Took a service off the shelf")),
    "offer_terms_changed": Act(Kind.SHELF, _("Changed who pays for a service, or its price")),
    "offer_written": Act(Kind.SHELF, _("Wrote a service")),
    "offers_listed": Act(Kind.SHELF, _("Put services on the shelf from an open list")),
    "offers_taken_off": Act(Kind.SHELF, _("Took services off the shelf with an open list")),
    "order_called_off": Act(
        Kind.PRIVATE, _("Cancelled dates that were booked"), _("Cancelled dates that you had booked")
    ),
    "order_cancelled": Act(Kind.PRIVATE, _("Cancelled a request"), _("Cancelled a request of yours")),
    "order_expired": Act(
        Kind.PRIVATE, _("Closed a request that had expired"), _("Closed a request of yours that had expired")
    ),
    "order_placed": Act(Kind.PRIVATE, _("Made a request"), _("Made a request for you")),
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
    "plan.regulation": Act(Kind.CREDIT, _("Changed the regulation of a plan")),
    "premium_chosen": Act(Kind.PRIVATE, _("Chose about a bonus")),
    "provider.changed": Act(Kind.NETWORK, _("Corrected a provider")),
    "provider.iban": Act(Kind.NETWORK, _("Changed the IBAN that the provider is paid to")),
    "provider.listed": Act(Kind.NETWORK, _("Listed a provider")),
    "quote_accepted": Act(Kind.PRIVATE, _("Accepted a quote"), _("Accepted a quote for you")),
    "quote_answered": Act(Kind.PRIVATE, _("Answered a request for a quote"), _("Answered your request for a quote")),
    "quote_asked": Act(Kind.PRIVATE, _("Asked for quotes"), _("Asked for quotes for you")),
    "quote_corrected": Act(Kind.PRIVATE, _("Corrected a quote"), _("Corrected a quote for you")),
    "quote_declined": Act(Kind.PRIVATE, _("Declined a request for a quote"), _("Declined your request for a quote")),
    "quote_line_written": Act(
        Kind.PRIVATE, _("Wrote a message about a quote"), _("Wrote a message about a quote of yours")
    ),
    "quote_withdrawn": Act(Kind.PRIVATE, _("Withdrew a quote"), _("Withdrew a quote made for you")),
    "quotes_closed": Act(Kind.PRIVATE, _("Closed a request for quotes"), _("Closed a request of yours for quotes")),
    "relative_added": Act(Kind.PRIVATE, _("Added a relative"), _("Added a relative of yours")),
    "relative_corrected": Act(Kind.PRIVATE, _("Corrected a relative"), _("Corrected a relative of yours")),
    "relative_removed": Act(Kind.PRIVATE, _("Took a relative away"), _("Took a relative of yours away")),
    "regulation.approved": Act(Kind.CREDIT, _("Recorded who approved a plan's rules")),
    "regulation.dropped": Act(Kind.CREDIT, _("Gave up a version of a plan's rules")),
    "regulation.in_force": Act(Kind.CREDIT, _("Put a version of a plan's rules in force")),
    "regulation.proposed": Act(Kind.CREDIT, _("Proposed a version of a plan's rules")),
    "regulation.read": Act(Kind.PRIVATE, _("Took note of a plan's rules"), _("Took note of your plan's rules")),
    "roles_given": Act(Kind.PEOPLE, _("Changed what the person may do here"), _("Changed what you may do here")),
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
    "variation_accepted": Act(
        Kind.PRIVATE, _("Accepted another price for a quote"), _("Accepted another price for a quote of yours")
    ),
    "variation_proposed": Act(
        Kind.PRIVATE, _("Proposed another price for a quote"), _("Proposed another price for a quote of yours")
    ),
    "variation_refused": Act(
        Kind.PRIVATE, _("Refused another price for a quote"), _("Refused another price for a quote of yours")
    ),
    "variation_withdrawn": Act(
        Kind.PRIVATE, _("Took another price for a quote back"), _("Took another price for a quote of yours back")
    ),
    "voucher_accepted": Act(Kind.PRIVATE, _("Accepted a voucher"), _("Accepted a voucher of yours")),
    "voucher_checked": Act(Kind.PRIVATE, _("Checked a voucher"), _("Checked a voucher of yours")),
    "waiting_joined": Act(Kind.PRIVATE, _("Joined a waiting list"), _("Put you on a waiting list")),
    "waiting_left": Act(Kind.PRIVATE, _("Left a waiting list"), _("Took you off a waiting list")),
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
