"""The demo's people and their families, drawn from the same dice every time. Nothing is written here."""

import calendar
import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.demo.calendar import month_starts
from catalog.demo.cast import (
    ACCOUNTS,
    CHILDREN,
    ELDERS,
    FAMILY_NAMES,
    FIRMS,
    GIVEN_NAMES,
    LEVELS,
    SITES,
    WOMEN,
    Account,
    Firm,
)
from members import tax_code
from members.models import Kinship
from tenants.models import Kind

SEED = 2026
PLACES = ("B819", "F257", "I462")  # Carpi, Modena, Sassuolo
# The largest firm is the one whose year is told whole: hired, leaving, never seen.
LARGEST = "officine-riva"
NEWEST = 3
# Days in which the newest were hired.
JUST_COME = 10
HOURS = (40, 40, 38, 30, 24)
Dice = random.Random


@dataclass(frozen=True)
class Kin:
    """Somebody of a person's family."""

    given_name: str
    family_name: str
    kinship: Kinship
    birth_date: datetime.date
    tax_code: str
    is_cohabiting: bool = True

    @property
    def is_dependent(self) -> bool:
        """Children depend on the member for tax."""
        return self.kinship == Kinship.CHILD


@dataclass(frozen=True)
class Person:
    """One person drawn; `account` when the person is of the cast."""

    slug: str
    number: str
    given_name: str
    family_name: str
    birth_date: datetime.date
    tax_code: str
    has_mail: bool
    # Whether the person has signed in at least once.
    came_in: bool
    family: tuple[Kin, ...] = ()
    account: Account | None = None
    # Employment; none for citizens.
    hired_on: datetime.date | None = None
    left_on: datetime.date | None = None
    site: str = ""
    level: str = ""
    contract_hours: int | None = None

    @property
    def email(self) -> str | None:
        """An address at the domain reserved for examples, or none at all."""
        if self.account is not None:
            return self.account.email
        name = f"{self.given_name}.{self.family_name}".replace(" ", "").replace("'", "").lower()
        return f"{name}@{self.slug}.example" if self.has_mail else None

    def is_there(self, day: datetime.date) -> bool:
        """Whether the person is hired and has not left on a day."""
        return (self.hired_on is None or self.hired_on <= day) and (self.left_on is None or day < self.left_on)


def draw(today: datetime.date) -> list[Person]:
    """Everybody, firm by firm in the order of their numbers."""
    dice = random.Random(SEED)  # noqa: S311 - a demo that is the same every time
    return [person for firm in FIRMS for person in draw_firm(firm, today, dice)]


def draw_firm(firm: Firm, today: datetime.date, dice: Dice) -> list[Person]:
    """The cast's members of a firm, then others up to its size, no name twice."""
    cast = [account for account in ACCOUNTS if account.slug == firm.slug and account.is_member]
    pairs = [(given, family) for given in GIVEN_NAMES for family in FAMILY_NAMES]
    names = dice.sample(pairs, max(0, firm.people - len(cast)))
    people = [draw_person(firm, number, account, "", "", today, dice) for number, account in enumerate(cast, start=1)]
    first = len(people) + 1
    others = [draw_person(firm, first + place, None, *pair, today, dice) for place, pair in enumerate(names)]
    return people + others


def draw_person(
    firm: Firm, number: int, account: Account | None, given: str, family: str, today: datetime.date, dice: Dice
) -> Person:
    """One person with a family."""
    given, family = (account.given_name, account.family_name) if account else (given, family)
    born = datetime.date(today.year - dice.randint(25, 61), dice.randint(1, 12), dice.randint(1, 28))
    hired, left = employment(firm, number, account, today, dice)
    is_employee = firm.kind != Kind.TERRITORY
    return Person(
        slug=firm.slug,
        number=f"{firm.slug[:2].upper()}{number:04}",
        given_name=given,
        family_name=family,
        birth_date=born,
        tax_code=code_of(given, family, born, dice),
        has_mail=account is not None or number % 6 != 0,
        came_in=account is not None or (dice.random() < 0.88 and not is_new(firm, number)),
        family=draw_family(account, family, today, dice),
        account=account,
        hired_on=hired if is_employee else None,
        left_on=left if is_employee else None,
        site=dice.choice(SITES) if is_employee else "",
        level=dice.choice(LEVELS) if is_employee else "",
        contract_hours=dice.choice(HOURS) if is_employee else None,
    )


def is_new(firm: Firm, number: int) -> bool:
    """Whether the person is one of the last hired, to whom nobody has granted credit yet."""
    return firm.slug == LARGEST and number > firm.people - NEWEST


def employment(
    firm: Firm, number: int, account: Account | None, today: datetime.date, dice: Dice
) -> tuple[datetime.date, datetime.date | None]:
    """First and last day at work: most are there for years, a few came or left while the demo remembers."""
    hired = datetime.date(today.year - dice.randint(2, 16), dice.randint(1, 12), 1)
    months = month_starts(today)
    chance, month = dice.random(), dice.choice(months[1:-1])
    if account is not None or firm.slug != LARGEST:
        return hired, None
    if is_new(firm, number):
        return today - datetime.timedelta(days=1 + 3 * (firm.people - number)), None
    if number == firm.people - NEWEST:
        return hired, month_end(today)
    if chance < 0.06:
        return month, None
    return hired, month if chance > 0.97 else None


def month_end(today: datetime.date) -> datetime.date:
    """The last day of this month; of the next one where this month ends today."""
    day = today if today.day < calendar.monthrange(today.year, today.month)[1] else today + datetime.timedelta(days=1)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def code_of(given: str, family: str, born: datetime.date, dice: Dice) -> str:
    """The tax code the rules would give to an invented person."""
    sex = "F" if given in WOMEN else "M"
    return tax_code.compose(family_name=family, given_name=given, birth_date=born, sex=sex, place=dice.choice(PLACES))


def draw_family(account: Account | None, family: str, today: datetime.date, dice: Dice) -> tuple[Kin, ...]:
    """Children, at times an elderly parent; Anna of the story has Leo, six, Sara, nine, and Ada, 79."""
    if account is not None and account.email.startswith("anna.bianchi@"):
        return (
            child("Leo", family, 6, today, dice),
            child("Sara", family, 9, today, dice),
            elder("Ada", 79, today, dice, is_cohabiting=True),
        )
    names: Sequence[str] = dice.sample(CHILDREN, dice.choice((0, 0, 1, 1, 2, 2)))
    kin = [child(name, family, dice.randint(1, 16), today, dice) for name in names]
    if dice.random() < 0.35:
        kin.append(elder(dice.choice(ELDERS), dice.randint(70, 88), today, dice, is_cohabiting=dice.random() < 0.6))
    return tuple(kin)


def child(name: str, family: str, age: int, today: datetime.date, dice: Dice) -> Kin:
    """A child who lives with the member."""
    born = birthday(age, today, dice)
    return Kin(name, family, Kinship.CHILD, born, code_of(name, family, born, dice))


def elder(name: str, age: int, today: datetime.date, dice: Dice, *, is_cohabiting: bool) -> Kin:
    """A parent."""
    born, family = birthday(age, today, dice), dice.choice(FAMILY_NAMES)
    return Kin(name, family, Kinship.PARENT, born, code_of(name, family, born, dice), is_cohabiting)


def birthday(age: int, today: datetime.date, dice: Dice) -> datetime.date:
    """The birth date of somebody who has this age today."""
    latest = today - datetime.timedelta(days=round(365.25 * age) + 1)
    return latest - datetime.timedelta(days=dice.randint(0, 360))
