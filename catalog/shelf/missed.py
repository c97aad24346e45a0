"""A search in vain is counted for the network: the words alone, and never a name of somebody who is known here."""

import re
from collections.abc import Collection

from django.db.models import Q

from members.models import Relative
from providers.demand import gaps, terms
from providers.demand.models import Gap
from tenants import isolation
from tenants.identity.models import User

# With more answers than this nothing is missing.
FEW = 2


def note(text: str, town: str, towns: Collection[str], where: Gap.Where) -> bool:
    """Count a search that found little; False when it may not be kept, or was counted today. `towns` are keys."""
    term = terms.read(text, town, towns)
    if term is None or names_somebody(term.words.split()):
        return False
    return gaps.note(term, where, isolation.current())


def names_somebody(words: list[str]) -> bool:
    """Whether a word is in the name of a person of the organization in force, or of somebody's family."""
    whole = rf"\m({'|'.join(map(re.escape, words))})\M"
    named = Q(given_name__unaccent__iregex=whole) | Q(family_name__unaccent__iregex=whole)
    return User.objects.filter(named).exists() or Relative.objects.filter(named).exists()
