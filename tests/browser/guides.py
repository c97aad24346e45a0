"""The pictures of the guides for people: a file of docs/images/, the page it shows, how wide.

`bin/screens --guides` draws them from the demo. To add one, add a line.
"""

from dataclasses import dataclass

from tests.browser.pages import COMPANY, PAGES, Page

PHONE, DESKTOP = 360, 1280
# No taller than this: a guide shows where one is, not all of a page.
HEIGHTS = {PHONE: 820, DESKTOP: 860}
NAMED = {page.name: page for page in PAGES}


@dataclass(frozen=True)
class Picture:
    """One picture; `tolerance` is the share of it that may differ before it is drawn anew."""

    name: str
    page: Page
    width: int = PHONE
    tolerance: float = 0.03


CAMP = Page("camp", "/scaffale/?q=inverno+al+mulino", "member", COMPANY, "/scaffale/")
CHOICE = Page("choice", CAMP.path, "member", COMPANY, "/scaffale/ /richieste/nuova/")
ANSWERS = (("who", "Leo"), ("slot", ""), ("pick_up", "La nonna Ada"), ("phone", "333 0000000"), ("photos", "No"))
CONFIRMATION = Page("confirmation", CAMP.path, "member", COMPANY, CHOICE.follow, ANSWERS)

GUIDES = (
    Picture("home", NAMED["member-home"]),
    Picture("shelf", NAMED["shelf"]),
    Picture("dipendente-accesso", NAMED["sign-in"]),
    Picture("dipendente-servizio", CAMP),
    Picture("dipendente-scelta", CHOICE),
    Picture("dipendente-conferma", CONFIRMATION),
    # Its code is another in every demo.
    Picture("dipendente-buono", NAMED["voucher"], tolerance=0.2),
    Picture("dipendente-famiglia", NAMED["family"]),
    Picture("dipendente-conto", NAMED["account"]),
    Picture("cittadino-registrati", NAMED["citizen-sign-up"]),
    Picture("cittadino-scaffale", NAMED["citizen-shelf"]),
    Picture("hr-home", NAMED["hr-home"], DESKTOP),
    Picture("hr-persone", NAMED["hr-people"], DESKTOP),
    Picture("hr-importa", NAMED["hr-import"], DESKTOP),
    Picture("hr-registro", NAMED["hr-register"], DESKTOP),
    Picture("hr-piano", NAMED["hr-plan"], DESKTOP),
    Picture("hr-uso", NAMED["hr-take-up"], DESKTOP),
    Picture("hr-imposta", NAMED["hr-plan-begun"], DESKTOP),
    Picture("paghe-mese", NAMED["payroll-month"], DESKTOP),
    Picture("fornitore-oggi", NAMED["provider-home"]),
    Picture("fornitore-accetta", NAMED["provider-accept"]),
    Picture("fornitore-presenze", NAMED["provider-attendance"]),
    Picture("fornitore-servizi", NAMED["provider-services"], DESKTOP),
    Picture("fornitore-incassi", NAMED["provider-owed"], DESKTOP),
    Picture("rete-home", NAMED["network"], DESKTOP),
    Picture("rete-apri", NAMED["network-organization-new"], DESKTOP),
    Picture("rete-elenchi", NAMED["network-lists"], DESKTOP),
    Picture("rete-servizi", NAMED["network-services"], DESKTOP),
)
