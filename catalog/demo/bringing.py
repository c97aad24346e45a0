"""Providers that people of the demo bring: one is invited and has not answered, one is in the network already."""

from decimal import Decimal

from catalog.demo.quotes import actor_of, people_of
from catalog.nominations import holding
from catalog.nominations.holding import Naming
from catalog.nominations.sealing import Written
from catalog.orders.refusals import Refusal
from members.models import Member
from providers.models import Provider
from tenants import isolation
from tenants.envelope import without_hints
from tenants.models import Organization

# Invented, and says so.
INVITED = Written(
    "Scuola di nuoto Delfino (nome inventato)", "Carpi", "ciao@delfino.example", "Corso di nuoto, 10 lezioni",
    phone="059 000000",
)  # fmt: skip
KNOWN, KIND, AMOUNT = "sport-insieme", "gym", Decimal("35.00")


def fill(opened: dict[str, Organization]) -> None:
    """Two people of the company name a provider each, with credit held."""
    company = opened["officine-riva"]
    # Anna, who comes first, keeps her credit for what visitors try with her.
    askers = people_of(company)[1:]
    there = Provider.objects.get(organization=opened[KNOWN])
    known = Written(there.name, there.town, there.email, "Palestra, un mese", vat_number=there.vat_number)
    with without_hints():
        first = named(company, askers, INVITED, "swimming_pool", "nominee-1")
        named(company, [each for each in askers if each != first], known, KIND, "nominee-2")


def named(company: Organization, askers: list[Member], written: Written, kind: str, key: str) -> Member | None:
    """The first of them whose credit reaches names it."""
    for member in askers:
        try:
            with isolation.enter(company, reason="demo"):
                holding.name(Naming(key, member, written, kind, AMOUNT), actor=actor_of(company, member))
        except Refusal:
            continue
        return member
    return None
