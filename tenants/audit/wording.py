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
    "call.published": Act(Kind.NETWORK, _("Published a call for providers")),
    "call.withdrawn": Act(Kind.NETWORK, _("Closed a call before its last day")),
    "call.written": Act(Kind.NETWORK, _("Wrote or changed a call for providers")),
    "branch_closed": Act(Kind.SHELF, _("Closed a branch")),
    "branch_written": Act(Kind.SHELF, _("Opened or changed a branch")),
    "branches_given": Act(Kind.ACCESS, _("Said where somebody works"), _("Said at which branches you work")),
    "card.made": Act(Kind.PRIVATE, _("Made the member card"), _("Made your member card")),
    "card.printed": Act(Kind.PRIVATE, _("Printed the member card"), _("Printed your member card")),
    "card.replaced": Act(Kind.PRIVATE, _("Gave the member card a new number"), _("Gave your card a new number")),
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
    "charter.published": Act(Kind.NETWORK, _("Published a version of the charter")),
    "charter.signed": Act(Kind.NETWORK, _("Signed the charter for the organization")),
    "charter.written": Act(Kind.NETWORK, _("Wrote the next version of the charter")),
    "declaration_revoked": Act(Kind.PRIVATE, _("Revoked a declaration"), _("Revoked a declaration of yours")),
    "declaration_signed": Act(Kind.PRIVATE, _("Signed a declaration"), _("Signed a declaration of yours")),
    "complaint_answered": Act(
        Kind.PRIVATE, _("Answered a complaint"), _("Answered a complaint of yours about a service")
    ),
    "complaint_read": Act(Kind.PRIVATE, _("Opened a complaint"), _("Opened a complaint of yours about a service")),
    "complaint_sent": Act(Kind.PRIVATE, _("Sent a complaint"), _("Sent a complaint of yours about a service")),
    "complaint_withdrawn": Act(
        Kind.PRIVATE, _("Withdrew a complaint"), _("Withdrew a complaint of yours about a service")
    ),
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
    "dossier.accepted": Act(Kind.NETWORK, _("Accepted a provider's document")),
    "dossier.read": Act(Kind.NETWORK, _("Opened a provider's document")),
    "dossier.refused": Act(Kind.NETWORK, _("Did not accept a provider's document")),
    "dossier.sent": Act(Kind.NETWORK, _("Sent a document for the dossier")),
    "dossier.withdrawn": Act(Kind.NETWORK, _("Withdrew a document of the dossier")),
    "entered": Act(
        Kind.PRIVATE, _("Worked in this organization from outside"), _("Worked in your organization from outside")
    ),
    "budget.close": Act(Kind.CREDIT, _("Closed a source of credit")),
    "enrolment.ended": Act(Kind.PRIVATE, _("Ended an enrolment in a fund"), _("Ended your enrolment in a fund")),
    "enrolment.made": Act(Kind.PRIVATE, _("Enrolled in a fund"), _("Enrolled you in a fund")),
    "enrolment.relative_added": Act(
        Kind.PRIVATE, _("Added a relative to an enrolment"), _("Added a relative to your enrolment")
    ),
    "enrolment.relative_taken_out": Act(
        Kind.PRIVATE, _("Took a relative out of an enrolment"), _("Took a relative out of your enrolment")
    ),
    "enrolment.renewal_agreed": Act(
        Kind.PRIVATE, _("Agreed to renew an enrolment"), _("Agreed to renew your enrolment")
    ),
    "enrolment.renewal_declined": Act(
        Kind.PRIVATE, _("Declined to renew an enrolment"), _("Declined to renew your enrolment")
    ),
    "enrolment.renewed": Act(Kind.PRIVATE, _("Renewed an enrolment"), _("Renewed your enrolment")),
    "fund.confirmed": Act(Kind.PRIVATE, _("Confirmed a contribution"), _("Confirmed your contribution to a fund")),
    "fund.exported": Act(
        Kind.PRIVATE, _("Downloaded a list of contributions"), _("Downloaded a list of contributions")
    ),
    "fund.list_read": Act(Kind.PRIVATE, _("Read a list of contributions"), _("Read a list of contributions")),
    "fund.listed": Act(Kind.PRIVATE, _("Made a list of contributions"), _("Made a list of contributions")),
    "fund.rejected": Act(Kind.PRIVATE, _("Refused a contribution"), _("Refused your contribution to a fund")),
    "fund.told": Act(
        Kind.PRIVATE,
        _("Read whom a fund covers"),
        _("Read, for the fund, your name, tax code, birth date and contribution"),
    ),
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
    "pension.decided": Act(
        Kind.PRIVATE, _("Decided a contribution to a pension fund"), _("Decided a contribution to your pension fund")
    ),
    "pension.stated": Act(Kind.PRIVATE, _("Stated a pension fund"), _("Stated your pension fund")),
    "pension.stopped": Act(
        Kind.PRIVATE, _("Stopped a contribution to a pension fund"), _("Stopped your contribution to a pension fund")
    ),
    "offer_written": Act(Kind.SHELF, _("Wrote a service")),
    "offers_listed": Act(Kind.SHELF, _("Put services on the shelf from an open list")),
    "offers_taken_off": Act(Kind.SHELF, _("Took services off the shelf with an open list")),
    "order_called_off": Act(
        Kind.PRIVATE, _("Cancelled dates that were booked"), _("Cancelled dates that you had booked")
    ),
    "order_cancelled": Act(Kind.PRIVATE, _("Cancelled a request"), _("Cancelled a request of yours")),
    "order_moved": Act(Kind.PRIVATE, _("Told of a change to a booking"), _("Told you of a change to a booking")),
    "order_expired": Act(
        Kind.PRIVATE, _("Closed a request that had expired"), _("Closed a request of yours that had expired")
    ),
    "month_not_given": Act(
        Kind.PRIVATE,
        _("Said that a month was not given"),
        _("Said that a month of a subscription was not given to you"),
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
    "subscriber_ended": Act(Kind.PRIVATE, _("Ended a subscription with notice")),
    "subscription_ended": Act(
        Kind.PRIVATE, _("Closed a subscription that had ended"), _("Closed a subscription of yours that had ended")
    ),
    "subscription_ended_by_provider": Act(
        Kind.PRIVATE,
        _("Ended a subscription, as its provider asked"),
        _("Ended a subscription of yours, as the provider asked"),
    ),
    "subscription_paused": Act(Kind.PRIVATE, _("Paused a subscription"), _("Paused a subscription of yours")),
    "subscription_price_agreed": Act(
        Kind.PRIVATE, _("Agreed to a new price"), _("Agreed to a new price for a subscription of yours")
    ),
    "subscription_started": Act(Kind.PRIVATE, _("Started a subscription"), _("Started a subscription for you")),
    "subscription_stopped": Act(Kind.PRIVATE, _("Stopped a subscription"), _("Stopped a subscription of yours")),
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
