"""Statements of the demo's year: months closed and paid, the last one with a contested line and a round of clearing."""

import datetime
import uuid
from decimal import Decimal

from catalog.demo.calendar import DAY, month_starts
from catalog.settlement import clearing, closing, payments, silence
from catalog.settlement.models import PayerSettings
from providers.models import Provider
from providers.statements import confirming
from providers.statements.models import Statement
from tenants import isolation
from tenants.identity.models import User
from tenants.isolation import SYSTEM, Actor
from tenants.models import EMPLOYERS, Organization
from welfare import clock
from welfare.money import rounded

NIGHT = datetime.time(2, 10)
# Invented accounts with right check digits; one supplier has written none yet.
IBANS = {
    "primavera": "IT60X0542811101000000123456",
    "il-ponte": "IT84S0542811101000000654321",
    "sport-insieme": "IT93X0542811101000000111222",
    "quinte-aperte": "IT34X0542811101000000333444",
}
PAYERS = {
    "officine-riva": "IT72X0542811101000000555666",
    "primavera": IBANS["primavera"],
    "il-ponte": IBANS["il-ponte"],
}
# Who pays the last closed month but one with a file; whose line is contested, and what it is said to be worth.
WITH_FILES, CONTESTED_OF, SHARE = "officine-riva", "primavera", Decimal("0.6")
IN_THE_ROUND = ("primavera", "il-ponte")
# The months before the last one in which these two have not paid each other.
LEFT_OPEN = 3


def fill(opened: dict[str, Organization]) -> None:
    """Close each month on its night, let its days pass, pay it; leave the last one to be dealt with."""
    today = clock.today()
    issuers = [one for one in opened.values() if one.kind in EMPLOYERS]
    write_accounts(opened)
    *past, last, _this = month_starts(today)
    for month in past:
        for issuer in issuers:
            kept = month in past[-LEFT_OPEN:] and issuer.slug in IN_THE_ROUND
            settle_month(issuer, month, with_file=month == past[-1] and issuer.slug == WITH_FILES, kept=kept)
    day = max((last + 40 * DAY).replace(day=1), today - 3 * DAY)
    with clock.pretend(day, NIGHT):
        for issuer in issuers:
            close(issuer, last)
    contest(opened[CONTESTED_OF], opened[WITH_FILES], last)
    start_round(opened, last)


def write_accounts(opened: dict[str, Organization]) -> None:
    """Where providers are paid, and where payers pay from."""
    for slug, iban in IBANS.items():
        Provider.objects.filter(organization=opened[slug]).update(
            iban=iban, legal_name=opened[slug].legal_name, sdi_code="0000000"
        )
    for slug, iban in PAYERS.items():
        with isolation.enter(opened[slug], reason="demo"):
            PayerSettings.objects.create(iban=iban, changed_by=with_role("payroll"))


def with_role(role: str) -> User:
    """The first account of the organization in force with a role."""
    return User.objects.filter(roles__contains=[role]).earliest("pk")


def close(issuer: Organization, month: datetime.date) -> None:
    """Close one month of an issuer."""
    with isolation.enter(issuer, reason="demo"):
        closing.carry_on(closing.ask(month).pk)


def settle_month(issuer: Organization, month: datetime.date, *, with_file: bool, kept: bool) -> None:
    """A month that is long over: closed, confirmed by silence, paid; or `kept` for the round of clearing."""
    following = (month + 40 * DAY).replace(day=1)
    with clock.pretend(following, NIGHT):
        close(issuer, month)
    with clock.pretend(following + 17 * DAY, NIGHT), isolation.enter(issuer, reason="demo"):
        silence.pass_days()
        in_the_round = {IBANS[slug] for slug in IN_THE_ROUND} if kept else set()
        rows = [row for row in payments.payables() if row.iban not in in_the_round]
        keys = [row.key for row in rows if row.has_iban or not with_file]
        if keys and with_file:
            pay_with_file(issuer, keys)
        elif keys:
            payments.pay_otherwise(keys, clock.today(), actor=SYSTEM)


def pay_with_file(issuer: Organization, keys: list[uuid.UUID]) -> None:
    """Make the bank's file and say that it is paid."""
    user = with_role("payroll")
    actor = Actor(issuer.key, user.pk, "person")
    row = payments.make_file(uuid.uuid4().hex, keys, clock.today(), user=user, actor=actor)
    payments.mark_paid(row, clock.today(), actor=actor)


def contest(supplier: Organization, issuer: Organization, month: datetime.date) -> None:
    """One line of a supplier's statement is worth less, it says."""
    statement = Statement.objects.filter(provider__organization=supplier, issuer=issuer, month=month).first()
    line = statement.lines.order_by("accepted_on", "pk").first() if statement else None
    if statement is None or line is None:
        return
    with isolation.enter(supplier, reason="demo"):
        actor = Actor(supplier.key, with_role("provider_manager").pk, "provider_manager")
        confirming.contest(statement, line, amount=rounded(line.amount * SHARE), reason="in_part", actor=actor)


def start_round(opened: dict[str, Organization], month: datetime.date) -> None:
    """The cooperatives confirm what they owe one another, and the network proposes to clear it."""
    firms = [opened[slug] for slug in IN_THE_ROUND]
    mutual = Statement.objects.filter(month=month, issuer__in=firms, provider__organization__in=firms)
    for statement in mutual:
        confirming.confirmed(statement)
    network = opened["rete"]
    with isolation.enter(network, reason="demo"):
        actor = Actor(network.key, with_role("office").pk, "office")
        try:
            clearing.propose(actor=actor)
        except clearing.CannotClear:
            # On some days the cooperatives have not bought from each other.
            return
