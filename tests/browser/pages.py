"""The main pages, each with the role that sees it: what bin/screens draws and what axe reads."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page by its path, who looks at it and where.

    `follow` is the start of a link on that page: the page meant is then the first one so linked; several,
    parted by spaces, are followed one after the other. `answers` are typed or ticked in the form that is then
    there, by the name of the field and what is written or the label chosen, and sent.
    """

    name: str
    path: str
    role: str = ""
    slug: str = ""
    follow: str = ""
    answers: tuple[tuple[str, str], ...] = ()


YEAR = datetime.datetime.now(tz=datetime.UTC).year
BARE = "(bare domain)"
COMPANY, COOPERATIVE, NETWORK, TERRITORY = "officine-riva", "primavera", "rete", "valle-chiara"
# Whose people choose about a bonus these days.
WITH_A_BONUS = "girasole"
# Whose services people enrol in.
WITH_A_FUND = "il-ponte"
# Who gives something month by month, and who has two branches.
WITH_SUBSCRIBERS, WITH_BRANCHES = "il-ponte", "sport-insieme"

IN_PUBLIC = (
    Page("landing", "/", slug=BARE),
    Page("demo-mails", "/posta/", slug=BARE),
    Page("sign-in", "/accedi/", slug=COMPANY),
    Page("sign-in-code", "/accedi/codice/", slug=COMPANY),
    Page("forgotten-password", "/password/dimenticata/", slug=COMPANY),
    Page("activate", "/attiva/", slug=COMPANY),
    Page("card-check", "/tessera/verifica/", slug=NETWORK),
    Page("citizen-sign-up", "/registrati/", slug=TERRITORY),
    Page("apply", "/candidatura/", slug=NETWORK),
    Page("apply-form", "/candidatura/nuova/", slug=NETWORK),
    Page("apply-to-a-call", "/candidatura/", slug=TERRITORY),
)
OF_A_MEMBER = (
    Page("member-home", "/", "member", COMPANY),
    Page("shelf", "/scaffale/", "member", COMPANY),
    Page("shelf-search", "/scaffale/?q=cemtro+estvo", "member", COMPANY),
    Page("shelf-nothing-found", "/scaffale/?q=zzzzzz", "member", COMPANY),
    Page("service", "/scaffale/", "member", COMPANY, follow="/scaffale/"),
    Page("quotes", "/preventivi/", "member", COMPANY),
    Page("quote-request", "/preventivi/", "member", COMPANY, follow="/preventivi/*/"),
    Page("quote-ask", "/preventivi/nuovo/tipo/artisan_work/", "member", COMPANY),
    Page("bring-a-provider", "/porta/", "member", COMPANY),
    Page("bring-a-provider-form", "/porta/nuovo/", "member", COMPANY),
    Page("provider-brought", "/porta/", "member", COMPANY, follow="/porta/*/"),
    Page("guarantee", "/garanzia/", "member", COMPANY),
    Page("weeks", "/scaffale/?q=estate+al+mulino", "member", COMPANY, follow="/scaffale/ /richieste/nuova/"),
    Page("booklet", "/scaffale/opuscolo/", "member", COMPANY),
    Page("orders", "/richieste/", "member", COMPANY),
    Page("order", "/richieste/", "member", COMPANY, follow="/richieste/"),
    Page("subscriptions", "/abbonamenti/", "member", COMPANY),
    Page("subscription", "/abbonamenti/", "member", COMPANY, follow="/abbonamenti/"),
    Page("subscription-stop", "/abbonamenti/", "member", COMPANY, follow="/abbonamenti/ /abbonamenti/*/ferma/"),
    Page("waiting-lists", "/richieste/attesa/", "member", COMPANY),
    Page("vouchers", "/buoni/", "member", COMPANY),
    Page("voucher", "/buoni/", "member", COMPANY, follow="/buoni/"),
    Page("account", "/conto/", "member", COMPANY),
    Page("what-it-is", "/conto/che-cosa-e/", "member", COMPANY),
    Page("movement", "/conto/", "member", COMPANY, follow="/conto/movimenti/"),
    Page("account-year", "/conto/", "member", COMPANY, follow="/conto/20"),
    Page("regulation", "/conto/regolamento/", "member", COMPANY),
    Page("regulation-version", "/conto/regolamento/", "member", COMPANY, follow="/conto/regolamento/"),
    Page("bonus", "/conto/premio/", "member", WITH_A_BONUS),
    Page("enrolments", "/iscrizioni/", "member", COMPANY),
    Page("enrol", "/scaffale/?q=mutua", "member", COMPANY, follow="/scaffale/ /iscrizioni/servizio/"),
    Page("pay-into-a-fund", "/scaffale/?q=pensione", "member", COMPANY, follow="/scaffale/ /iscrizioni/servizio/"),
    Page("family", "/famiglia/", "member", COMPANY),
    Page("family-new", "/famiglia/nuovo/", "member", COMPANY),
    Page("certificates", "/famiglia/", "member", COMPANY, follow="/famiglia/ /famiglia/*/certificati/"),
    Page("declarations", "/famiglia/dichiarazioni/", "member", COMPANY),
    Page(
        "declaration",
        f"/famiglia/dichiarazioni/altri-datori/{YEAR}/",
        "member",
        COMPANY,
    ),
    Page("agreements", "/convenzioni/", "member", COMPANY),
    Page("agreements-in-town", "/convenzioni/?comune=Crapi&q=otica", "member", COMPANY),
    Page("card", "/tessera/", "member", COMPANY),
    Page("privacy", "/privacy/", "member", COMPANY),
    Page("profile", "/profilo/", "member", COMPANY),
    Page("second-factor", "/profilo/secondo-fattore/", "member", COMPANY),
    Page("passkeys", "/profilo/passkey/", "member", COMPANY),
    Page("who-read-my-record", "/profilo/letture/", "member", COMPANY),
    Page("citizen-home", "/", "member", TERRITORY),
    Page("citizen-shelf", "/scaffale/", "member", TERRITORY),
)
OF_HR = (
    Page("hr-home", "/hr/", "hr", COMPANY),
    Page("hr-people", "/hr/persone/", "hr", COMPANY),
    Page("hr-people-to-invite", "/hr/persone/?stato=da-invitare", "hr", COMPANY),
    Page("hr-invite-everybody", "/identita/inviti/", "hr", COMPANY),
    Page("hr-register", "/hr/registro/", "hr", COMPANY),
    Page("hr-person", "/hr/persone/", "hr", COMPANY, follow="/hr/persone/"),
    Page("hr-person-new", "/hr/persone/nuova/", "hr", COMPANY),
    Page("hr-categories", "/hr/persone/categorie/", "hr", COMPANY),
    Page("hr-category", "/hr/persone/categorie/nuova/", "hr", COMPANY),
    Page(
        "hr-category-preview",
        "/hr/persone/categorie/nuova/",
        "hr",
        COMPANY,
        answers=(("name", "Operai di officina"), ("years_from", "0")),
    ),
    Page("hr-import", "/hr/persone/importa/", "hr", COMPANY),
    Page("hr-plans", "/hr/piani/", "hr", COMPANY),
    Page("hr-plan", "/hr/piani/", "hr", COMPANY, follow="/hr/piani/"),
    Page("hr-law", "/hr/piani/norme/", "hr", COMPANY),
    Page("hr-law-turn", "/hr/piani/norme/", "hr", COMPANY, follow="/hr/piani/norme/"),
    Page("hr-plan-end", "/hr/piani/", "hr", COMPANY, follow="/hr/piani/ /hr/piani/*/chiusura/"),
    Page("hr-budget-to-close", "/hr/", "hr", COMPANY, follow="/hr/piani/*/chiusura/*/"),
    Page("hr-pools", "/hr/piani/solidarieta/", "hr", COMPANY),
    Page("hr-plan-begun", "/hr/piani/nuovo/", "hr", COMPANY),
    Page("hr-plan-name", "/hr/piani/nuovo/nome/", "hr", COMPANY),
    Page("hr-regulation", "/hr/piani/", "hr", COMPANY, follow="/hr/piani/ /hr/regolamenti/"),
    Page("hr-bonuses", "/hr/premi/", "hr", WITH_A_BONUS),
    Page("hr-bonus", "/hr/premi/", "hr", WITH_A_BONUS, follow="/hr/premi/"),
    Page("hr-bonus-new", "/hr/premi/nuova/", "hr", WITH_A_BONUS),
    Page("hr-agreements", "/hr/convenzioni/", "hr", COMPANY),
    Page("hr-remind", "/hr/ricorda/", "hr", COMPANY),
    Page("charter", "/carta/", "hr", WITH_A_BONUS),
    Page("presentation", "/carta/presentazioni/", "hr", COOPERATIVE, follow="/carta/presentazioni/"),
    Page("hr-take-up", "/hr/piani/utilizzo/", "hr", COMPANY),
    Page("hr-shelf", "/hr/scaffale/", "hr", COMPANY),
    Page("hr-shelf-terms", "/hr/scaffale/?stato=si", "hr", COMPANY, follow="/hr/scaffale/"),
    Page("hr-looks", "/hr/scaffale/da-rivedere/", "hr", COMPANY),
    Page("hr-look", "/hr/scaffale/da-rivedere/", "hr", COMPANY, follow="/hr/scaffale/*/rivedi/"),
    Page("hr-bargain", "/hr/scaffale/?q=quaderno", "hr", COMPANY, follow="/hr/scaffale/ /hr/scaffale/*/prezzo/"),
)
OF_PAYROLL = (
    Page("payroll-home", "/paghe/", "payroll", COMPANY),
    Page("payroll-month", "/paghe/", "payroll", COMPANY, follow="/paghe/"),
    Page("payroll-benefits", "/paghe/benefit/", "payroll", COMPANY),
    Page("payroll-benefit-new", "/paghe/benefit/nuovo/", "payroll", COMPANY),
    Page("payroll-layouts", "/paghe/tracciati/", "payroll", COMPANY),
    Page("payroll-layout-new", "/paghe/tracciati/nuovo/", "payroll", COMPANY),
    Page("payroll-providers", "/paghe/fornitori/", "payroll", COMPANY),
    Page("payroll-file", "/paghe/fornitori/", "payroll", COMPANY, follow="/paghe/fornitori/file/"),
    Page("payroll-account", "/paghe/fornitori/conto/", "payroll", COMPANY),
    Page("payroll-clearing", "/paghe/compensazioni/", "payroll", COOPERATIVE, follow="/paghe/compensazioni/"),
    Page("payroll-year-end", "/paghe/cu/", "payroll", COMPANY),
)
SERVICES, REVIEWS = "/fornitore/servizi/", "/rete/servizi/revisioni/"
OF_A_PROVIDER = (
    Page("provider-home", "/fornitore/", "provider_manager", COOPERATIVE),
    Page("provider-slot", "/fornitore/", "provider_manager", COOPERATIVE, follow="/fornitore/turni/"),
    Page("provider-attendance", "/fornitore/", "provider_manager", COOPERATIVE, follow="/fornitore/turni/*/presenze/"),
    Page("provider-accept", "/fornitore/buoni/", "provider_staff", COOPERATIVE),
    Page("provider-services", "/fornitore/servizi/", "provider_manager", COOPERATIVE),
    Page("provider-service", "/fornitore/servizi/", "provider_manager", COOPERATIVE, follow="/fornitore/servizi/"),
    Page(
        "provider-weeks-new",
        "/fornitore/servizi/",
        "provider_manager",
        COOPERATIVE,
        follow="/fornitore/servizi/ /fornitore/servizi/*/settimane/",
    ),
    Page(
        "provider-reserve",
        "/fornitore/",
        "provider_manager",
        COOPERATIVE,
        follow="/fornitore/turni/ /fornitore/turni/*/riserva/",
    ),
    Page("provider-service-new", "/fornitore/servizi/nuovo/", "provider_manager", COOPERATIVE),
    Page("provider-quotes", "/fornitore/preventivi/", "provider_manager", "il-ponte"),
    Page("provider-quote", "/fornitore/preventivi/", "provider_manager", "il-ponte", follow="/fornitore/preventivi/"),
    Page("provider-waited-for", "/fornitore/chi-ti-aspetta/", "provider_manager", "sport-insieme"),
    Page(
        "provider-waited-for-one",
        "/fornitore/chi-ti-aspetta/",
        "provider_manager",
        "sport-insieme",
        follow="/fornitore/chi-ti-aspetta/*/",
    ),
    Page("fund-people", "/fornitore/iscrizioni/", "provider_manager", WITH_A_FUND),
    Page(
        "fund-list",
        "/fornitore/iscrizioni/",
        "provider_manager",
        WITH_A_FUND,
        follow="/fornitore/iscrizioni/ /fornitore/iscrizioni/*/elenchi/",
    ),
    Page("provider-photos", SERVICES, "provider_manager", COOPERATIVE, follow=f"{SERVICES} {SERVICES}*/foto/"),
    Page("provider-prices", SERVICES, "provider_manager", COOPERATIVE, follow=f"{SERVICES} {SERVICES}*/prezzi/"),
    Page("provider-missed", "/fornitore/cercato/", "provider_manager", COOPERATIVE),
    Page("provider-owed", "/fornitore/incassi/", "provider_manager", COOPERATIVE),
    Page("provider-statements", "/fornitore/rendiconti/", "provider_manager", COOPERATIVE),
    Page("provider-statement", "/fornitore/rendiconti/", "provider_manager", COOPERATIVE, "/fornitore/rendiconti/"),
    Page(
        "provider-contest",
        "/fornitore/rendiconti/",
        "provider_manager",
        COOPERATIVE,
        follow="/fornitore/rendiconti/ /fornitore/rendiconti/*/righe/",
    ),
    Page("provider-documents", "/fornitore/documenti/", "provider_manager", "sport-insieme"),
    Page("provider-subscribers", "/fornitore/abbonamenti/", "provider_manager", WITH_SUBSCRIBERS),
    Page(
        "provider-subscriber",
        "/fornitore/abbonamenti/",
        "provider_manager",
        WITH_SUBSCRIBERS,
        follow="/fornitore/abbonamenti/",
    ),
    Page("provider-branches", "/fornitore/sedi/", "provider_manager", WITH_BRANCHES),
    Page("provider-branch", "/fornitore/sedi/", "provider_manager", WITH_BRANCHES, follow="/fornitore/sedi/"),
    Page("provider-home-scanning", "/fornitore/", "provider_staff", WITH_BRANCHES),
    Page("provider-staff", "/identita/", "provider_manager", COOPERATIVE),
    Page("provider-staff-new", "/identita/nuovo/", "provider_manager", COOPERATIVE),
)
OF_THE_NETWORK = (
    Page("network", "/rete/", "operator", NETWORK),
    Page("network-organizations", "/rete/organizzazioni/", "operator", NETWORK),
    Page("network-organization", "/rete/organizzazioni/", "operator", NETWORK, follow="/rete/organizzazioni/"),
    Page("network-organization-new", "/rete/organizzazioni/nuova/", "operator", NETWORK),
    Page("network-providers", "/rete/fornitori/", "operator", NETWORK),
    Page("network-lists", "/rete/elenchi/", "operator", NETWORK),
    Page("network-agreements", "/rete/convenzioni/", "operator", NETWORK),
    Page("network-agreement", "/rete/convenzioni/", "operator", NETWORK, follow="/rete/convenzioni/"),
    Page("network-agreement-new", "/rete/convenzioni/nuova/", "operator", NETWORK),
    Page("network-map", "/rete/mappa/", "operator", NETWORK),
    Page("network-missed", "/rete/cercato/", "operator", NETWORK),
    Page("network-services", "/rete/servizi/", "operator", NETWORK),
    Page("network-service", "/rete/servizi/", "operator", NETWORK, follow="/rete/servizi/"),
    Page("network-reviews", "/rete/servizi/revisioni/", "operator", NETWORK),
    Page("network-review", "/rete/servizi/revisioni/", "operator", NETWORK, follow="/rete/servizi/revisioni/"),
    Page("network-review-preview", REVIEWS, "operator", NETWORK, follow=f"{REVIEWS} {REVIEWS}*/anteprima/"),
    Page("network-review-rules", "/rete/servizi/revisioni/regole/", "operator", NETWORK),
    Page("network-register", "/rete/registro/", "operator", NETWORK),
    Page("network-failures", "/rete/lavori/", "operator", NETWORK),
    Page("network-statements", "/rete/rendiconti/", "office", NETWORK),
    Page("network-contested", "/rete/rendiconti/", "office", NETWORK, follow="/rete/rendiconti/correzioni/"),
    Page("network-clearing", "/rete/compensazioni/", "office", NETWORK),
    Page("network-round", "/rete/compensazioni/", "office", NETWORK, follow="/rete/compensazioni/"),
    Page("network-certificates", "/rete/certificati/", "office", NETWORK),
    Page("network-certificate", "/rete/certificati/", "office", NETWORK, follow="/rete/certificati/"),
    Page("network-disputes", "/rete/problemi/", "office", NETWORK),
    Page("network-dispute", "/rete/problemi/", "office", NETWORK, follow="/rete/problemi/"),
    Page("network-guarantee", "/rete/garanzia/", "office", NETWORK),
    Page("network-applications", "/rete/candidature/", "office", NETWORK),
    Page("network-application", "/rete/candidature/", "office", NETWORK, follow="/rete/candidature/"),
    Page("network-papers-ending", "/rete/documenti/in-scadenza/", "office", NETWORK),
    Page("network-dossier", "/rete/documenti/in-scadenza/", "office", NETWORK, follow="/rete/documenti/fornitori/"),
    Page("network-charter", "/rete/carta/", "office", NETWORK),
    Page("network-charter-signers", "/rete/carta/firme/", "office", NETWORK),
    Page("territory-call", "/rete/bandi/", "office", TERRITORY, follow="/rete/bandi/"),
    Page("network-accounts", "/identita/", "operator", NETWORK),
    Page("network-account-new", "/identita/nuovo/", "operator", NETWORK),
)
REFUSALS = (
    Page("not-found", "/non-c-e/", "member", COMPANY),
    Page("forbidden", "/hr/", "member", COMPANY),
)
PAGES = (*IN_PUBLIC, *OF_A_MEMBER, *OF_HR, *OF_PAYROLL, *OF_A_PROVIDER, *OF_THE_NETWORK, *REFUSALS)
EXPECTED = {"not-found": 404, "forbidden": 403}
