"""Writing the drawn people: accounts, members, families, in a handful of statements an organization."""

import datetime
from collections.abc import Iterable, Sequence

from catalog.demo.passwords import no_password, password_hash
from catalog.demo.people import Kin, Person
from members.category_rules import Rule
from members.models import Category, Member, Notice, Relative
from members.notices import VERSION
from tenants import isolation
from tenants.identity.models import User, sort_name
from tenants.models import Kind, Organization
from welfare import clock

WORKERS, CLERKS = ("B1", "B2", "C1"), ("C2", "D1")
CATEGORIES = (("Operai", "Livelli fino al C1", WORKERS), ("Impiegati", "Livelli C2 e oltre", CLERKS))


def fill(organizations: dict[str, Organization], people: Iterable[Person]) -> None:
    """Write people into their organizations, categories first."""
    listed = list(people)
    for slug, organization in organizations.items():
        here = [person for person in listed if person.slug == slug]
        if here:
            with isolation.enter(organization, reason="demo"):
                write(here, categories_of(organization))


def categories_of(organization: Organization) -> list[Category]:
    """Two homogeneous categories for an employer, each with its rule; none for citizens."""
    if organization.kind == Kind.TERRITORY:
        return []
    return [category_of(place, *told) for place, told in enumerate(CATEGORIES, 1)]


def category_of(place: int, name: str, text: str, levels: tuple[str, ...]) -> Category:
    """One category, whose rule takes some levels."""
    fields = {"description": text, "rule": Rule(levels=levels).as_kept(), "place": place}
    return Category.objects.get_or_create(name=name, defaults=fields)[0]


def write(people: Sequence[Person], categories: Sequence[Category]) -> None:
    """Write people with their families into the organization in force."""
    users = User.objects.bulk_create(account_of(person) for person in people)
    Notice.objects.bulk_create(Notice(user=user, version=VERSION) for user in users if user.last_login)
    pairs = list(zip(people, users, strict=True))
    members = Member.objects.bulk_create(member_of(person, user, categories) for person, user in pairs)
    kin = [(member, one) for person, member in zip(people, members, strict=True) for one in person.family]
    Relative.objects.bulk_create(relative_of(member, one) for member, one in kin)


def account_of(person: Person) -> User:
    """An account; only the cast has a password."""
    account = person.account
    return User(
        email=person.email,
        password=password_hash() if account else no_password(),
        member_number=person.number,
        given_name=person.given_name,
        family_name=person.family_name,
        sort_name=sort_name(person.family_name, person.given_name),
        roles=list(account.roles) if account else ["member"],
        is_active=person.left_on is None or person.left_on > clock.today(),
        last_login=clock.now() - datetime.timedelta(days=1) if person.came_in else None,
    )


def member_of(person: Person, user: User, categories: Sequence[Category]) -> Member:
    """The member of an account."""
    category = categories[0 if person.level in WORKERS else 1] if categories else None
    return Member(
        user=user,
        number=person.number,
        birth_date=person.birth_date,
        tax_code=person.tax_code,
        hired_on=person.hired_on,
        left_on=person.left_on,
        site=person.site,
        level=person.level,
        contract_hours=person.contract_hours,
        category=category,
        category_by_hand=False,
        sort_name=user.sort_name,
    )


def relative_of(member: Member, kin: Kin) -> Relative:
    """Somebody of a member's family."""
    return Relative(
        member=member,
        given_name=kin.given_name,
        family_name=kin.family_name,
        kinship=kin.kinship,
        birth_date=kin.birth_date,
        tax_code=kin.tax_code,
        is_cohabiting=kin.is_cohabiting,
        is_dependent=kin.is_dependent,
    )
