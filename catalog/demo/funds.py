"""The demo's funds: a mutual society with three levels, families enrolled, pension funds with contributions.

Every fund here is invented, but for the numbers of the register that the law gives to real ones: none is used.
"""

import datetime
import uuid
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from catalog.conversion import choosing, closing, premiums, windows
from catalog.conversion.models import Premium, Window
from catalog.conversion.pay_rules import pay_years
from catalog.conversion.premiums import Amount
from catalog.conversion.windows import WindowTerms
from catalog.demo.bonus import budget_of
from catalog.demo.plans import hr_of
from catalog.demo.shelf import NAMESPACE
from catalog.enrolments import lists
from catalog.enrolments.enrolling import Enrol, Seen, enrol
from catalog.enrolments.models import Kind
from catalog.enrolments.pension import Pay, Statement, pay
from catalog.enrolments.proposal import Wish, proposal_of
from catalog.fiscal import rule_book
from catalog.orders.refusals import Refusal
from catalog.plans import grant_run
from catalog.plans.models import Plan
from catalog.shelf.models import ShelfItem
from members.models import Member
from providers.models import Delivery, FundLevel, Offer, PensionFund, Provider, StartRule, Unit
from providers.search import sort_key
from tenants import isolation
from tenants.envelope import without_hints
from tenants.isolation import Actor
from tenants.models import Organization
from welfare import clock

DAY = datetime.timedelta(days=1)
SUPPLIER, EMPLOYER = "il-ponte", "officine-riva"
ENROLLED, CONVERTING = 5, 3
BONUS, SINCE = Decimal("1200.00"), 75
LEVELS = (
    ("Essenziale", "96.00", None, "Rimborso dei ticket, senza minimo\nUna visita dal dentista all'anno", 0),
    ("Famiglia", "144.00", "36.00", "Ticket rimborsati\nVisite specialistiche fino a 60 euro l'una\nDiaria", 3),
    ("Completo", "300.00", "72.00", "Come Famiglia, e poi:\nOcchiali, 120 euro ogni due anni\nImplantologia", 6),
)  # fmt: skip
FUNDS = (("Fondo pensione della Pianura", "90001"), ("Fondo aperto Quattro Stagioni", "90002"))


def fill(organizations: dict[str, Organization]) -> None:
    """List the funds, enrol some people of one employer in the last weeks, and make the list of last month."""
    provider = Provider.objects.get(organization=organizations[SUPPLIER])
    health, pension = list_funds(provider)
    employer, today = organizations[EMPLOYER], clock.today()
    for organization in organizations.values():
        show(organization, [health, pension])
    with without_hints():
        convert(employer, today)
        for days in (40, 8):
            with clock.pretend(today - days * DAY), isolation.enter(employer, reason="demo"):
                enrol_some(employer, health)
                pay_some(employer, pension)
        tell_fund(employer, provider, today)


def list_funds(provider: Provider) -> tuple[Offer, Offer]:
    """The two offers, with levels and pension funds."""
    health = offer(provider, "health_fund", "Mutua della Pianura", "Ticket, visite e ricoveri, anche per la famiglia.")
    pension = offer(provider, "pension_fund", "Versa nel tuo fondo pensione", "Una volta o ogni mese, senza tasse.")
    for name, fee, each, covers, months in LEVELS:
        FundLevel.objects.create(
            offer=health, name=name, fee=Decimal(fee), relative_fee=each and Decimal(each), covers=covers,
            waiting_months=months, start_rule=StartRule.NEXT_MONTH, age_max=75,
        )  # fmt: skip
    for name, number in FUNDS:
        PensionFund.objects.create(provider=provider, name=name, register_number=number)
    return health, pension


def offer(provider: Provider, kind: str, title: str, summary: str) -> Offer:
    """One published fund."""
    service = rule_book().services[kind]
    return Offer.objects.create(
        id=uuid.uuid5(NAMESPACE, title), provider=provider, service_type=kind, area=service.area,
        type_label=service.label_it, delivery=Delivery.ENROLMENT, title=title, summary=summary, price=None,
        unit=Unit.ONCE, vat_rate=Decimal("0.00"), town="Modena", cancellation_days=0, sort_title=sort_key(title),
        state=Offer.State.PUBLISHED, published_at=clock.now() - 90 * DAY,
    )  # fmt: skip


def show(organization: Organization, offers: Iterable[Offer]) -> None:
    """Put the funds on the shelf of an organization with plans."""
    with isolation.enter(organization, reason="demo"):
        plans = list(Plan.objects.filter(is_base=False))
        for each in offers if plans else ():
            ShelfItem.objects.create(offer_id=each.pk).plans.set(plans)


def convert(employer: Organization, today: datetime.date) -> None:
    """A window that has closed: some people turned a bonus into credit, which may go to a pension fund on top."""
    begin = today - SINCE * DAY
    if begin.year != today.year or today.year not in pay_years():
        return
    with isolation.enter(employer, reason="demo"):
        with clock.pretend(begin), transaction.atomic():
            window = windows.write_window(None, terms_of(begin), actor=hr_of(employer))
            people = list(Member.objects.filter(left_on=None).order_by("number")[:CONVERTING])
            premiums.write(window, {one.pk: Amount(BONUS, Decimal("24000.00")) for one in people})
            windows.open_window(window, actor=hr_of(employer))
            for premium in Premium.objects.filter(window=window).select_related("member__user", "window"):
                actor = Actor(employer.key, premium.member.user_id, "person")
                choosing.choose(premium, BONUS, actor=actor)
        with clock.pretend(begin + 8 * DAY):
            closing.close_due()
            for key in Window.objects.filter(pk=window.pk, grant__isnull=False).values_list("grant", flat=True):
                grant_run.carry_on(key)


def terms_of(begin: datetime.date) -> WindowTerms:
    """A few days, an agreement deposited before."""
    return WindowTerms(
        budget=budget_of(begin.year),
        agreement=f"Premio di risultato {begin.year - 1}",
        deposited_on=max(begin - 30 * DAY, begin.replace(month=1, day=1)),
        deposit_number="00417001",
        has_clause=True,
        has_increase=True,
        is_joint=False,
        opens_on=begin,
        closes_on=begin + 5 * DAY,
        paid_in=(begin + 5 * DAY).replace(day=1),
        contribution="private",
        contribution_rate=pay_years()[begin.year].contribution("private").rate,
    )


def enrol_some(employer: Organization, health: Offer) -> None:
    """Who has credit enough: each at the level that fits, with the children at home."""
    levels = list(FundLevel.objects.filter(offer=health).order_by("fee"))
    done = 0
    people = Member.objects.filter(left_on=None, enrolments=None).exclude(tax_code="").select_related("user")
    for place, member in enumerate(people.order_by("number")[:40]):
        done += is_enrolled(employer, member, health, levels[1 - place % 2])
        if done == ENROLLED:
            return


def is_enrolled(employer: Organization, member: Member, health: Offer, level: FundLevel) -> bool:
    """Enrol one person; False where it cannot be."""
    family = member.relatives.filter(is_cohabiting=True, closed_on=None) if level.admits_relatives else ()
    wish = Wish(health.pk, level.pk, tuple(one.pk for one in family), renews=level.admits_relatives)
    try:
        found = proposal_of(member, wish)
        seen = Seen(level.revision, found.cost.total)
        enrol(Enrol(f"demo-{member.pk}", member, Actor(employer.key, member.user_id, "person"), wish, seen))
    except Refusal:
        return False
    return True


def pay_some(employer: Organization, pension: Offer) -> None:
    """A few people pay what they converted, or a little every month."""
    fund = PensionFund.objects.filter(provider=pension.provider_id).order_by("name").first()
    if fund is None:
        return
    people = Member.objects.filter(left_on=None, fund_memberships=None).exclude(tax_code="").select_related("user")
    for place, member in enumerate(people.order_by("number")[:4]):
        actor = Actor(employer.key, member.user_id, "person")
        amount, rhythm = ("300.00", "once") if place < CONVERTING - 1 else ("15.00", "monthly")
        statement = Statement(pension.pk, fund.pk, f"{7000 + place}")
        try:
            pay(Pay(f"demo-{member.pk}", member, actor, statement, Decimal(amount), rhythm))
        except Refusal:
            continue


def tell_fund(employer: Organization, provider: Provider, today: datetime.date) -> None:
    """The lists of last month, for the fund to confirm."""
    last = today.replace(day=1) - DAY
    with isolation.enter(employer, reason="demo"):
        for kind in (Kind.HEALTH, Kind.PENSION):
            try:
                lists.make(provider.pk, kind, last.replace(day=1), last, actor=isolation.SYSTEM)
            except lists.NothingToList:
                continue
