"""Reading the resolver and the table of routes."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tenants.models import Kind
from tests.access.routes import PACKAGE_ROUTES, ROUTES
from welfare.access import Rule, is_third_party, rule_of

CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")


@dataclass(frozen=True)
class Route:
    """One address, with its view."""

    path: str
    view: Callable[..., Any]

    @property
    def is_own(self) -> bool:
        """Whether the view is ours; one of a package that carries our rule is ours, too."""
        return rule_of(self.view) is not None or not is_third_party(self.view)

    @property
    def has_key(self) -> bool:
        """Whether the address names a row by its id."""
        return "<uuid:" in self.path or "<int:" in self.path

    def address(self) -> str:
        """The address with keys that nothing has."""
        values = {"uuid": str(uuid.uuid4()), "int": "999999", "slug": "nothing", "str": "nothing", None: "nothing"}
        return "/" + CONVERTER.sub(lambda found: values[found["kind"]], self.path)

    def rule(self) -> Rule:
        """What the table says of it."""
        row = (ROUTES if self.is_own else PACKAGE_ROUTES).get(self.path)
        assert row is not None, f"'{self.path}' is new: write its row in tests/access/routes.py"
        return rule_from(row)

    def kind(self) -> Kind:
        """A kind of organization on whose host it exists; a cooperative where all are right."""
        kinds = self.rule().kinds
        return Kind.COOPERATIVE if not kinds or "cooperative" in kinds else Kind(sorted(kinds)[0])


def rule_from(text: str) -> Rule:
    """A row of the table as the rule that a view would declare."""
    who, _, kinds = text.partition("@")
    words = frozenset(who.split())
    if words == {"public"}:
        return Rule(public=True, kinds=frozenset(kinds.split()))
    return Rule(roles=words - {"signed"}, kinds=frozenset(kinds.split()))


def routes(urlconf: str = "welfare.urls") -> list[Route]:
    """Every route of a configuration."""
    return list(_walk(get_resolver(urlconf).url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield Route(path, pattern.callback)
