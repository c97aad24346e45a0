"""The demo's people and their families, drawn from the same dice every time."""

import datetime
import random
from dataclasses import dataclass

from catalog.demo.cast import (
    ACCOUNTS,
    CHILDREN,
    ELDERS,
    FAMILY_NAMES,
    FIRMS,
    GIVEN_NAMES,
    LEVELS,
    PASSWORD,
    SITES,
    Account,
)
from members import notices, tax_code
from members.models import Category, Kinship, Member, Relative
from tenants import isolation
from tenants.identity.models import User
from tenants.models import Kind, Organization
from welfare import clock

SEED = 2026
PLACES = ("B819", "F257", "I462")  # Carpi, Modena, Sassuolo
CATEGORIES = (("Operai", "Livelli fino al C1"), ("Impiegati", "Livelli C2 e oltre"))
WORKERS = frozenset({"B1", "B2", "C1"})


@dataclass(frozen=True)
class Draw:
    """One person drawn: names, and the account when the person is of the cast."""

    given_name: str
    family_name: str
    account: Account | None = None


def fill(organizations: dict[str, Organization]) -> None:
    """Write the people of every employer and the citizens of the territory."""
    dice = random.Random(SEED)  # noqa: S311 - a demo that is the same every time
    for firm in FIRMS:
        organization = organizations[firm.slug]
        drawn = draw_people(firm.slug, firm.people, dice)
        if not drawn:
            continue
        with isolation.enter(organization, reason="demo"):
            categories = make_categories(organization)
            for number, person in enumerate(drawn, start=1):
                member = write_person(organization, person, number, categories, dice)
                write_family(member, dice)


def draw_people(slug: str, total: int, dice: random.Random) -> list[Draw]:
    """The cast's members of an organization, then others up to `total`, no name twice."""
    cast = [Draw(a.given_name, a.family_name, a) for a in ACCOUNTS if a.slug == slug and a.is_member]
    pairs = [(given, family) for given in GIVEN_NAMES for family in FAMILY_NAMES]
    others = dice.sample(pairs, max(0, total - len(cast)))
    return cast + [Draw(given, family) for given, family in others]


def make_categories(organization: Organization) -> list[Category]:
    """Two homogeneous categories for an employer; none for citizens."""
    if organization.kind == Kind.TERRITORY:
        return []
    return [Category.objects.create(name=name, description=text) for name, text in CATEGORIES]


def write_person(
    organization: Organization, person: Draw, number: int, categories: list[Category], dice: random.Random
) -> Member:
    """One person with an account; only the cast has a password."""
    account = person.account
    has_mail = account is not None or number % 6 != 0
    address = f"{person.given_name}.{person.family_name}".replace(" ", "").replace("'", "").lower()
    user = User.objects.create_user(
        email=(account.email if account else f"{address}@{organization.slug}.example") if has_mail else None,
        password=PASSWORD if account else None,
        member_number=f"{organization.slug[:2].upper()}{number:04}",
        given_name=person.given_name,
        family_name=person.family_name,
        roles=list(account.roles) if account else ["member"],
    )
    if account:
        notices.acknowledge(user)
    level = dice.choice(LEVELS)
    born = datetime.date(dice.randint(1966, 2001), dice.randint(1, 12), dice.randint(1, 28))
    is_employee = bool(categories)
    return Member.objects.create(
        user=user,
        number=user.member_number or "",
        birth_date=born,
        tax_code=code_of(person.given_name, person.family_name, born, dice),
        hired_on=datetime.date(dice.randint(2009, 2024), dice.randint(1, 12), 1) if is_employee else None,
        site=dice.choice(SITES) if is_employee else "",
        level=level if is_employee else "",
        contract_hours=dice.choice((40, 40, 38, 30, 24)) if is_employee else None,
        category=categories[0 if level in WORKERS else 1] if is_employee else None,
    )


def code_of(given_name: str, family_name: str, born: datetime.date, dice: random.Random) -> str:
    """The tax code the rules would give to an invented person."""
    sex = "F" if given_name.endswith("a") else "M"
    return tax_code.compose(
        family_name=family_name, given_name=given_name, birth_date=born, sex=sex, place=dice.choice(PLACES)
    )


def write_family(member: Member, dice: random.Random) -> None:
    """Children, at times an elderly parent and a spouse; Anna of the story has Leo, six, and Ada, 79."""
    today = clock.today()
    if member.user.given_name == "Anna" and member.user.family_name == "Bianchi":
        write_relative(member, "Leo", Kinship.CHILD, today.year - 6, dice)
        write_relative(member, "Sara", Kinship.CHILD, today.year - 9, dice)
        write_relative(member, "Ada", Kinship.PARENT, today.year - 79, dice, cohabiting=True)
        return
    for name in dice.sample(CHILDREN, dice.choice((0, 0, 1, 1, 2))):
        write_relative(member, name, Kinship.CHILD, today.year - dice.randint(2, 12), dice)
    if dice.random() < 0.35:
        elder = dice.choice(ELDERS)
        cohabiting = dice.random() < 0.5
        write_relative(member, elder, Kinship.PARENT, today.year - dice.randint(70, 88), dice, cohabiting=cohabiting)


def write_relative(
    member: Member, name: str, kinship: Kinship, year: int, dice: random.Random, *, cohabiting: bool = True
) -> None:
    """One relative; children live with the member and depend on them."""
    family = member.user.family_name if kinship == Kinship.CHILD else dice.choice(FAMILY_NAMES)
    born = datetime.date(year, dice.randint(1, 9), dice.randint(1, 28))
    Relative.objects.create(
        member=member,
        given_name=name,
        family_name=family,
        kinship=kinship,
        birth_date=born,
        tax_code=code_of(name, family, born, dice),
        is_cohabiting=cohabiting,
        is_dependent=kinship == Kinship.CHILD,
    )
