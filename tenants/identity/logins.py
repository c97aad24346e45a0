"""What a person may type to say who they are: e-mail or member number, spelled somehow."""

import unicodedata

from django.db.models import Q
from django.db.models.functions import Lower

from tenants.identity.models import User


def folded(login: str) -> str:
    """One spelling of a login: no case, no accents, no spaces (` ÀNNA@x.it` is `anna@x.it`).

    Limits on guessing count by it, so that another spelling is no fresh allowance.
    """
    decomposed = unicodedata.normalize("NFKD", login.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c) and not c.isspace())


def person_of(login: str) -> User | None:
    """The account that a typed login names, active or not; exact spelling wins over a forgiven one.

    One query whether the account exists or not, so that the time says nothing.
    """
    exact, forgiven = login.strip().lower(), folded(login)
    if not forgiven or "\0" in login:
        return None
    spellings = {exact, forgiven}
    accounts = User.objects.alias(mail=Lower("email"), number=Lower("member_number"))
    found = list(accounts.filter(Q(mail__in=spellings) | Q(number__in=spellings))[:3])
    named = [user for user in found if exact in names_of(user)] or found
    return named[0] if len(named) == 1 else None


def names_of(user: User) -> set[str]:
    """The logins of an account, in lower case."""
    return {name.lower() for name in (user.email, user.member_number) if name}
