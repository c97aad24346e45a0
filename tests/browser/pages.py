"""The main pages, each with the role that sees it: what bin/screens draws and what axe reads."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page by its path, who looks at it and where.

    `follow` is the start of a link on that page: the page meant is then the first one so linked.
    """

    name: str
    path: str
    role: str = ""
    slug: str = ""
    follow: str = ""


BARE = "(bare domain)"
COMPANY, NETWORK, TERRITORY = "officine-riva", "rete", "valle-chiara"

PAGES = (
    Page("landing", "/", slug=BARE),
    Page("sign-in", "/accedi/", slug=COMPANY),
    Page("member-home", "/", "member", COMPANY),
    Page("shelf", "/scaffale/", "member", COMPANY),
    Page("shelf-search", "/scaffale/?q=cemtro+estvo", "member", COMPANY),
    Page("shelf-nothing-found", "/scaffale/?q=zzzzzz", "member", COMPANY),
    Page("service", "/scaffale/", "member", COMPANY, follow="/scaffale/"),
    Page("orders", "/richieste/", "member", COMPANY),
    Page("vouchers", "/buoni/", "member", COMPANY),
    Page("voucher", "/buoni/", "member", COMPANY, follow="/buoni/"),
    Page("account", "/conto/", "member", COMPANY),
    Page("family", "/famiglia/", "member", COMPANY),
    Page("privacy", "/privacy/", "member", COMPANY),
    Page("hr-home", "/hr/", "hr", COMPANY),
    Page("hr-people", "/hr/persone/", "hr", COMPANY),
    Page("provider-home", "/fornitore/", "provider_staff"),
    Page("provider-accept", "/fornitore/buoni/", "provider_staff"),
    Page("network", "/rete/", "office", NETWORK),
    Page("territory-shelf", "/scaffale/", "member", TERRITORY),
    Page("not-found", "/non-c-e/", "member", COMPANY),
)
