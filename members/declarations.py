"""What members declare and sign: dependent children, benefits of other employers, income of the year before.

A declaration is signed with one's own name, dated, revoked at will and never changed: another one takes its place.
What stands is all that payroll and tax law ask for; nobody but the member reads the rest.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from members import tax_code
from members.models import Declaration, Kinship, Member, Relative
from members.queries import relatives_of
from tenants.audit.trail import record
from tenants.isolation import Actor
from welfare import clock
from welfare.errors import PlainError
from welfare.money import ZERO, MoneyError, amount
from welfare.sorting import sort_key

Kind = Declaration.Kind
# Raised with the words in templates/declarations/statements/: what was signed before keeps its own.
STATEMENT_VERSION = "2026-11"
# The year's tax is settled by the end of February of the next (DPR 600/1973 art. 23 c. 3).
SETTLED_BY = (2, 28)
MOST = Decimal("9999999.99")


class CannotSign(PlainError):
    """A declaration that cannot be signed as it is; the sentence says what to do."""


@dataclass(frozen=True)
class Standing:
    """What a member has declared for a tax year and not revoked.

    `children` are tax codes of fiscally dependent children; `other_employers_fringe` is EUR, 0.00 where nothing
    is declared; `prior_year_income` is EUR of employment income of the year before, None where it is not declared.
    """

    children: tuple[str, ...] = ()
    other_employers_fringe: Decimal = ZERO
    prior_year_income: Decimal | None = None


def standing_of(member: Member, year: int) -> Standing:
    """What one member has declared for a year; one query."""
    rows = standing(member.declarations, year).values_list("kind", "body")
    return standing_from(dict(rows))


def standings(members: Iterable[Member] | QuerySet[Member], year: int) -> dict[uuid.UUID, Standing]:
    """What each of these members has declared for a year, by the member's uuid; one query, nobody left out."""
    if not isinstance(members, QuerySet):
        members = Member.objects.filter(pk__in=[member.pk for member in members])
    in_force = Q(declarations__year=year, declarations__revoked_at__isnull=True)
    joined = members.order_by().annotate(signed=FilteredRelation("declarations", condition=in_force))
    bodies: dict[uuid.UUID, dict[str, Any]] = defaultdict(dict)
    for key, kind, body in joined.values_list("uuid", "signed__kind", "signed__body"):
        bodies[key][kind] = body
    return {key: standing_from(found) for key, found in bodies.items()}


def standing(declarations: Any, year: int) -> QuerySet[Declaration]:
    """Those of a year that have not been revoked."""
    found: QuerySet[Declaration] = declarations.filter(year=year, revoked_at__isnull=True)
    return found


def standing_from(bodies: Mapping[str, Any]) -> Standing:
    """The bodies of standing declarations, by kind, as others read them."""
    fringe, income = bodies.get(Kind.OTHER_EMPLOYERS_FRINGE), bodies.get(Kind.PRIOR_YEAR_INCOME)
    return Standing(
        children=tuple(bodies.get(Kind.DEPENDENT_CHILDREN, {}).get("children", ())),
        other_employers_fringe=amount(fringe["amount"]) if fringe else ZERO,
        prior_year_income=amount(income["amount"]) if income else None,
    )


@transaction.atomic
def sign(
    member: Member, kind: str, year: int, body: Mapping[str, Any], *, signed_name: str, actor: Actor
) -> Declaration:
    """Sign a declaration; one of the same kind and year that stands is revoked, the same one again is that one.

    `body` is `{"children": [tax codes]}` or `{"amount": Decimal}`. Raises CannotSign.
    """
    # Of two forms at once the second waits, then finds what the first wrote.
    Member.objects.select_for_update(no_key=True, of=("self",)).get(pk=member.pk)
    check_year(year)
    check_name(member, signed_name)
    exact = checked(member, kind, body)
    before = standing(member.declarations, year).filter(kind=kind).first()
    if before is not None and before.body == exact and before.statement_version == STATEMENT_VERSION:
        return before
    if before is not None:
        revoke(before, actor=actor)
    declaration = Declaration.objects.create(
        member=member, kind=kind, year=year, body=exact, statement_version=STATEMENT_VERSION,
        signed_name=" ".join(signed_name.split()), signed_at=clock.now(),
    )  # fmt: skip
    note(actor, "declaration_signed", declaration)
    return declaration


@transaction.atomic
def revoke(declaration: Declaration, *, actor: Actor) -> bool:
    """Take a declaration back from now on; False when it had been taken back already."""
    still = Declaration.objects.filter(pk=declaration.pk, revoked_at__isnull=True)
    if not still.update(revoked_at=clock.now()):
        return False
    note(actor, "declaration_revoked", declaration)
    return True


def note(actor: Actor, action: str, declaration: Declaration) -> None:
    """Write the act to the member's trail: which declaration, never what it says."""
    details = {"kind": str(declaration.kind), "year": declaration.year}
    person = declaration.member.user_id
    record(actor, action, person_id=person, subject=str(declaration.pk), details=details)


def open_years(today: datetime.date) -> tuple[int, ...]:
    """The tax years that may still be declared for, newest first."""
    is_settled = (today.month, today.day) > SETTLED_BY
    return (today.year,) if is_settled else (today.year, today.year - 1)


def check_year(year: int) -> None:
    """Raise CannotSign for a year that is settled, or has not begun."""
    if year not in open_years(clock.today()):
        raise CannotSign(_("Payroll has closed this year, or it has not begun: choose another one."))


def check_name(member: Member, signed_name: str) -> None:
    """Raise CannotSign unless the name is the member's own, in either order, whatever the case and accents."""
    user = member.user
    own = {sort_key(user.given_name, user.family_name), sort_key(user.family_name, user.given_name)}
    if sort_key(signed_name) not in own:
        raise CannotSign(_("To sign, type your name as it stands here: %(name)s.") % {"name": user.full_name})


def checked(member: Member, kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body as it is kept. Raises CannotSign for what is not of its kind."""
    if kind == Kind.DEPENDENT_CHILDREN:
        return {"children": checked_children(member, body.get("children", ()))}
    try:
        exact = amount(body["amount"])
    except (KeyError, MoneyError) as error:
        raise CannotSign(_("Enter an amount with at most two decimals.")) from error
    if not ZERO <= exact <= MOST:
        raise CannotSign(_("Enter an amount from 0 to 9,999,999.99."))
    return {"amount": str(exact)}


def checked_children(member: Member, codes: Iterable[str]) -> list[str]:
    """The tax codes, each of a child that may be declared, in order of age. Raises CannotSign."""
    chosen = set(codes)
    known = [child.tax_code for child in children_of(member)]
    if not chosen:
        raise CannotSign(_("Choose at least one child."))
    if not chosen <= set(known):
        raise CannotSign(_("Choose among the dependent children of your family whose tax code is right."))
    return [code for code in known if code in chosen]


def children_of(member: Member) -> list[Relative]:
    """The member's children who may be declared: dependent, with a tax code that is theirs. One query."""
    children = relatives_of(member).filter(kinship=Kinship.CHILD, is_dependent=True).exclude(tax_code="")
    return [child for child in children if has_own_code(child)]


def has_own_code(relative: Relative) -> bool:
    """Whether a relative's tax code is final or provisional, right in itself and agrees with the person."""
    found = tax_code.problems(
        relative.tax_code,
        family_name=relative.family_name,
        given_name=relative.given_name,
        birth_date=relative.birth_date,
    )
    return not [problem for problem in found if not problem.is_warning]
