"""Whose record a row speaks of: the number says, else the tax code; in doubt it is an error, never a guess."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from members import tax_code
from members.people_import.known import USER_FIELDS, Known, Person, bare
from members.people_import.reading import Content, PersonRow
from members.people_import.values import capitalized
from tenants.identity.models import User
from welfare.sorting import sort_key

# Exports write an apostrophe for an accent at the end of a word: NICOLO'.
ACCENT = re.compile(r"(?<=[aeiou])['’](?=\s|$)", re.IGNORECASE)


@dataclass(slots=True)
class Decision:
    """What one row would do: to whom, which fields from what to what, and what is to be known about it."""

    row: PersonRow
    person: Person | None = None
    # The account that is there already, when the person has a record not yet.
    loose_user: User | None = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def user_id(self) -> int | None:
        """The account that is there, with a record or without."""
        if self.person is not None:
            return self.person.user_id
        return self.loose_user.pk if self.loose_user is not None else None

    @property
    def is_good(self) -> bool:
        """Whether the row has no error."""
        return not self.row.errors

    @property
    def kind(self) -> str:
        """What happens, in one word."""
        if self.row.errors:
            return "error"
        if self.person is None:
            return "added"
        if "left_on" in self.changes:
            return "left"
        if self.changes:
            return "changed"
        return "noted" if self.warnings or self.row.repairs else "unchanged"

    def current(self, name: str) -> Any:
        """What is kept of a field; None or "" where nothing is. An account that was opened keeps names and e-mail."""
        if self.person is not None:
            return self.person.values[name]
        user = self.loose_user
        if user is not None and name in USER_FIELDS and (user.last_login is not None or user.has_usable_password()):
            return getattr(user, name)
        return None

    def wanted(self, name: str) -> Any:
        """What a field will hold."""
        return self.changes[name][1] if name in self.changes else self.current(name)


def match(row: PersonRow, known: Known, content: Content) -> Decision:
    """Find the person of a row; errors and repairs go on the row."""
    number, code = row.values.get("number"), row.values.get("tax_code")
    by_number = find_by_number(row, number, known, content) if number else None
    by_code = known.by_tax_code.get(code) if code else None
    if by_number is not None and by_code is not None and by_code is not by_number:
        content.error(row, "tax_code", _("This tax code is of %(name)s.") % {"name": by_code.name})
    elif by_number is not None and by_code is None and is_somebody_else(row, by_number):
        content.error(
            row,
            "number",
            _("This number is of %(name)s: check it. If it is the same person, correct the names on the record first.")
            % {"name": by_number.name},
        )
    decision = Decision(row, by_number or by_code)
    if decision.person is None:
        decision.loose_user = loose_user(row, known)
    return decision


def find_by_number(row: PersonRow, number: str, known: Known, content: Content) -> Person | None:
    """The person with this number, or with this number but for the zeros before it."""
    exact = known.by_number.get(number.casefold())
    if exact is not None:
        return exact
    alike = known.by_bare_number.get(bare(number) or "", [])
    if len(alike) > 1:
        names = ", ".join(f"{person.values['number']}" for person in alike[:3])
        content.error(
            row, "number", _("Several people have this number but for its zeros: %(names)s.") % {"names": names}
        )
        return None
    if not alike or is_somebody_else(row, alike[0]):
        return None
    kept = str(alike[0].values["number"])
    if len(kept) > len(number):
        row.repairs.append((content.titles["number"], number, kept))
        row.values["number"] = kept
    return alike[0]


def is_somebody_else(row: PersonRow, person: Person) -> bool:
    """Whether family and given name both differ from the record's, and no tax code says it is the same person."""
    if row.values.get("tax_code") and row.values["tax_code"] == person.values["tax_code"]:
        return False
    names = [row.values.get("family_name"), row.values.get("given_name")]
    kept = [str(person.values["family_name"]), str(person.values["given_name"])]
    if "full_name" in row.values:
        words = set(plain(row.values["full_name"]).split())
        return not words & set(plain(" ".join(kept)).split())
    if None in names or sorted(plain(str(name)) for name in names) == sorted(plain(name) for name in kept):
        return False
    return all(plain(str(name)) != plain(old) for name, old in zip(names, kept, strict=True))


def plain(name: str) -> str:
    """A name without case and accents, whichever way they are written."""
    return sort_key(ACCENT.sub("", name))


def is_same_name(new: str, kept: str) -> bool:
    """Whether a name is the one we keep; one without accents does not take ours away."""
    return new.casefold() == kept.casefold() or (new.isascii() and plain(new) == plain(kept))


def loose_user(row: PersonRow, known: Known) -> User | None:
    """The account with the row's e-mail that is nobody's record: whoever opened the organization has one."""
    pk = known.users_by_email.get(row.values.get("email", "").casefold())
    return known.loose_users.get(pk) if pk is not None else None


def split_names(decision: Decision, content: Content) -> None:
    """Part "Cognome e nome" in two; where it cannot be told which is which, that is an error."""
    row = decision.row
    full = row.values.pop("full_name", None)
    if full is None:
        return
    if decision.person is not None:
        kept = (str(decision.current("family_name")), str(decision.current("given_name")))
        if plain(full.replace(",", " ")) in {plain(" ".join(kept)), plain(" ".join(reversed(kept)))}:
            return
    found = parted(full, row.values.get("tax_code", "") or str(decision.current("tax_code") or ""))
    if found is None:
        content.error(
            row, "full_name", _("It cannot be told where the family name ends: write the two names in two columns.")
        )
        return
    row.values["family_name"], row.values["given_name"] = (spelled(name) for name in found)


def parted(full: str, code: str) -> tuple[str, str] | None:
    """Family and given name of a full one: by the comma, by the tax code, or because there are two words."""
    if full.count(",") == 1:
        family, given = (part.strip() for part in full.split(","))
        return (family, given) if family and given else None
    words = full.split()
    ways = [(" ".join(words[:end]), " ".join(words[end:])) for end in range(1, len(words))]
    if len(ways) == 1:
        return ways[0]
    fitting = [way for way in ways if code and tax_code.fits_names(code, family_name=way[0], given_name=way[1])]
    return fitting[0] if len(fitting) == 1 else None


def spelled(name: str) -> str:
    """A name written as names are when it is all capitals."""
    return capitalized(name) if name.isupper() else name
