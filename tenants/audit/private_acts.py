"""What people do with their own credit and family, and what others read of it, in words: no register shows it."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act, Kind

PRIVATE_ACTS: dict[str, Act] = {
    "attendance_marked": Act(Kind.PRIVATE, _("Noted who came"), _("Noted whether you came")),
    "bookings_read": Act(Kind.PRIVATE, _("Read the answers for a booking"), _("Read your answers for a booking")),
    "card.made": Act(Kind.PRIVATE, _("Made the member card"), _("Made your member card")),
    "card.printed": Act(Kind.PRIVATE, _("Printed the member card"), _("Printed your member card")),
    "card.replaced": Act(Kind.PRIVATE, _("Gave the member card a new number"), _("Gave your card a new number")),
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
    "correction.accepted": Act(
        Kind.PRIVATE, _("Corrected the amount of a service"), _("Corrected the amount of a service of yours")
    ),
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
    "nomination_read": Act(Kind.PRIVATE, _("Read what somebody asks of them"), _("Read what you ask of them")),
    "pension.decided": Act(
        Kind.PRIVATE, _("Decided a contribution to a pension fund"), _("Decided a contribution to your pension fund")
    ),
    "pension.stated": Act(Kind.PRIVATE, _("Stated a pension fund"), _("Stated your pension fund")),
    "pension.stopped": Act(
        Kind.PRIVATE, _("Stopped a contribution to a pension fund"), _("Stopped your contribution to a pension fund")
    ),
    "order_called_off": Act(
        Kind.PRIVATE, _("Cancelled dates that were booked"), _("Cancelled dates that you had booked")
    ),
    "order_cancelled": Act(Kind.PRIVATE, _("Cancelled a request"), _("Cancelled a request of yours")),
    "order_moved": Act(
        Kind.PRIVATE,
        _("Told of new hours or a new place of a booking"),
        _("Told you of new hours or a new place of a booking"),
    ),
    "order_expired": Act(
        Kind.PRIVATE, _("Closed a request that had expired"), _("Closed a request of yours that had expired")
    ),
    "month_not_given": Act(
        Kind.PRIVATE,
        _("Said that a month was not given"),
        _("Said that a month of a subscription was not given to you"),
    ),
    "provider_named": Act(
        Kind.PRIVATE,
        _("Named a provider, with credit held for it"),
        _("Named a provider, with your credit held for it"),
    ),
    "nomination_ended": Act(
        Kind.PRIVATE,
        _("Gave back credit that waited for a provider"),
        _("Gave back your credit that waited for a provider"),
    ),
    "nomination_confirmed": Act(
        Kind.PRIVATE, _("Confirmed to somebody who had named them"), _("Confirmed as the provider that you had named")
    ),
    "order_placed": Act(Kind.PRIVATE, _("Made a request"), _("Made a request for you")),
    "premium_chosen": Act(Kind.PRIVATE, _("Chose about a bonus")),
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
    "regulation.read": Act(Kind.PRIVATE, _("Took note of a plan's rules"), _("Took note of your plan's rules")),
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
}
