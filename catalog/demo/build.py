"""Building the demo network, whole: a build that was cut short is thrown away and made anew."""

import datetime

from django.db import connection, transaction

from catalog.demo import (
    agreements,
    bonus,
    branches,
    bringing,
    camp,
    declared,
    directory,
    funds,
    history,
    joining,
    monthly,
    offering,
    organizations,
    payroll,
    people,
    plans,
    queueing,
    quotes,
    register,
    settlement,
    shelf,
    story,
)
from catalog.demo.people import Person
from providers.accreditation.models import Call, Charter
from providers.models import Branch, Offer, Provider, Slot
from tenants import isolation, provisioning
from tenants.messages.models import Message
from tenants.models import Organization, Status
from welfare import clock

# What holds slots back; no schema is left whose rows these would be the other half of.
FORGET_PLACES = (
    "DELETE FROM nominating_nomination",
    "DELETE FROM accreditation_chartersignature",
    "DELETE FROM accreditation_dossierdocument",
    "DELETE FROM accreditation_pausedoffer",
    "DELETE FROM accreditation_presentation",
    "DELETE FROM accreditation_charterreminder",
    "DELETE FROM accreditation_criterion",
    "DELETE FROM accreditation_accreditation",
    "DELETE FROM accreditation_dossierreminder",
    "DELETE FROM accreditation_invitationoutcome",
    "DELETE FROM providers_fundlevel",
    "DELETE FROM providers_pensionfund",
    "DELETE FROM providers_fundissuer",
    "DELETE FROM statements_clearingitem",
    "DELETE FROM statements_clearingparty",
    "DELETE FROM statements_clearingtransfer",
    "DELETE FROM statements_clearinground",
    "DELETE FROM statements_correction",
    "DELETE FROM statements_statementfile",
    "DELETE FROM statements_statementline",
    "DELETE FROM statements_statement",
    "DELETE FROM statements_monthclosing",
    "DELETE FROM agreements_shop",
    "DELETE FROM agreements_agreement",
    "DELETE FROM agreements_cardseries",
    "DELETE FROM demand_gap",
    "DELETE FROM providers_fulfilment",
    "DELETE FROM providers_sharedsubscription",
    "DELETE FROM providers_waiting",
    "DELETE FROM providers_slotcancellation",
    "DELETE FROM quoting_dispute",
    "DELETE FROM quoting_variation",
    "DELETE FROM quoting_quote",
    "DELETE FROM quoting_guarantee",
    "DELETE FROM providers_slotreserve",
)


def is_built() -> bool:
    """Whether the last step was reached: the network's doors are open."""
    return bool(Organization.objects.filter(slug="rete", status=Status.ACTIVE).exists())


def build() -> None:
    """Build everything; the network becomes active last.

    Commits do not wait for the disk: were the last of them lost with the power, so would be the
    network's being active, and all is built anew.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    throw_away()
    today, opened = clock.today(), organizations.open_firms()
    drawn = people.draw(today)
    # The last hired come when the year has been told: nobody has granted them anything yet.
    newest = [person for person in drawn if has_just_come(person, today)]
    organizations.open_accounts(opened)
    register.fill(opened, [person for person in drawn if person not in newest])
    make_plans(opened, today)
    shelf.fill(opened)
    directory.fill(opened["valle-chiara"])
    history.play(opened, story.tell(drawn, today))
    declared.fill(opened["officine-riva"])
    queueing.fill(opened["officine-riva"])
    quotes.fill(opened)
    bringing.fill(opened)
    camp.fill(opened)
    monthly.fill(opened, "officine-riva")
    branches.fill(opened["sport-insieme"])
    register.fill(opened, newest)
    bonus.fill(opened["girasole"])
    funds.fill(opened)
    payroll.fill(opened["officine-riva"])
    settlement.fill(opened)
    joining.fill(opened)
    offering.fill(opened)
    agreements.fill(opened)
    tell_nobody(opened)
    provisioning.activate(opened["rete"])


def tell_nobody(opened: dict[str, Organization]) -> None:
    """Count as sent what the steps would have mailed: it is news of days that never were."""
    for organization in opened.values():
        with isolation.enter(organization, reason="demo"):
            waiting = Message.objects.exclude(state=Message.State.SENT)
            waiting.update(state=Message.State.SENT, sent_at=clock.now())


def has_just_come(person: Person, today: datetime.date) -> bool:
    """Whether somebody was hired in the last days and still has no credit."""
    return person.hired_on is not None and person.hired_on >= today - datetime.timedelta(days=people.JUST_COME)


def make_plans(opened: dict[str, Organization], today: datetime.date) -> None:
    """Write last year's and this year's plan of each employer, on the first of its year; the network's base plan."""
    for organization in opened.values():
        for year in (today.year - 1, today.year) if organization.kind in plans.EMPLOYERS else ():
            with clock.pretend(datetime.date(year, 1, 1)), isolation.enter(organization, reason="demo"):
                plans.make_plan(organization, year)
    with isolation.enter(opened["rete"], reason="demo"):
        plans.make_base_plan(opened["rete"])


def throw_away() -> None:
    """Remove what a build that was cut short left behind."""
    with isolation.leave(reason="throw away a half-built demo"), transaction.atomic():
        left = list(Organization.objects.order_by("-parent_id"))
        with connection.cursor() as cursor:
            for organization in left:
                cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(organization.schema_name)} CASCADE")
            for statement in FORGET_PLACES:
                cursor.execute(statement)
        Slot.objects.all().delete()
        Offer.objects.all().delete()
        Branch.objects.all().delete()
        Provider.objects.all().delete()
        Call.objects.all().delete()
        Organization.objects.filter(parent__isnull=False).delete()
        Organization.objects.all().delete()
        Charter.objects.all().delete()
