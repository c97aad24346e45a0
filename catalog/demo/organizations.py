"""Opening the demo's organizations, with their providers and the accounts that can sign in."""

from stdnum import luhn

from catalog.demo.cast import ACCOUNTS, FIRMS, Account, Firm
from catalog.demo.passwords import password_hash
from members import notices
from providers.models import Provider
from tenants import isolation, provisioning
from tenants.identity.models import User
from tenants.models import Organization

HELP_PHONE = "800 000 000"
HELP_HOURS = "dal lunedì al venerdì, 9-18"


def vat_number(index: int) -> str:
    """A VAT number with a right check digit, in a range that belongs to nobody."""
    stem = f"{9990001 + index:07}036"
    return stem + luhn.calc_check_digit(stem)


def open_firms() -> dict[str, Organization]:
    """Open every organization but for its last step: the network becomes active when all is built."""
    opened: dict[str, Organization] = {}
    for index, firm in enumerate(FIRMS):
        parent = opened.get("rete")
        organization = provisioning.register(
            slug=firm.slug,
            kind=firm.kind,
            name=firm.name,
            legal_name=firm.legal_name,
            vat_number=vat_number(index),
            subtitle=firm.subtitle,
            colour=firm.colour,
            help_phone=HELP_PHONE,
            help_hours=HELP_HOURS,
            parent=parent,
            **invoiced_at(firm, index),
        )
        provisioning.create_schema(organization)
        if parent is not None:
            provisioning.activate(organization)
        opened[firm.slug] = organization
        open_provider(firm, organization)
    return opened


def invoiced_at(firm: Firm, index: int) -> dict[str, str]:
    """Where invoices to a firm go: an invented street, and certified mail at the domain reserved for examples."""
    return {
        "address": f"Via dei Mestieri {2 * index + 1}", "postcode": "41012", "town": firm.town or "Carpi",
        "sdi_code": "0000000", "certified_email": f"fatture@{firm.slug}.pec.example",
    }  # fmt: skip


def open_provider(firm: Firm, organization: Organization) -> None:
    """Make the firm a provider when it is one."""
    if firm.form is None:
        return
    Provider.objects.create(
        organization=organization,
        name=firm.name,
        form=firm.form,
        vat_number=organization.vat_number,
        about=firm.about,
        town=firm.town,
        phone="059 000000",
        email=f"segreteria@{firm.slug}.example",
    )


def open_accounts(organizations: dict[str, Organization]) -> dict[Account, User]:
    """Make the accounts of the cast that are nobody's employee; members come with their record."""
    made: dict[Account, User] = {}
    for account in ACCOUNTS:
        if account.is_member:
            continue
        with isolation.enter(organizations[account.slug], reason="demo"):
            made[account] = user = User.objects.create(
                email=account.email,
                password=password_hash(),
                given_name=account.given_name,
                family_name=account.family_name,
                roles=list(account.roles),
            )
            notices.acknowledge(user)
    return made
