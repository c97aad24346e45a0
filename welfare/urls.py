"""Addresses of an organization's host; each room keeps its own."""

from django.urls import include, path

from welfare import health

handler400 = "welfare.errors.bad_request"
handler403 = "welfare.errors.forbidden"
handler404 = "welfare.errors.not_found"
handler500 = "welfare.errors.server_error"
# Allauth looks for this name when one of its limits is reached.
handler429 = "welfare.errors.signing_in_limited"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("catalog.home.urls")),
    path("conto/regolamento/", include("catalog.regulations.urls")),
    path("", include("tenants.identity.urls")),
    path("", include("tenants.brand.urls")),
    path("scaffale/", include("catalog.shelf.urls")),
    path("richieste/", include("catalog.feedback.urls")),
    path("richieste/", include("catalog.orders.urls")),
    path("abbonamenti/", include("catalog.subscriptions.urls")),
    path("buoni/", include("catalog.orders.urls_vouchers")),
    path("preventivi/", include("catalog.quotes.urls")),
    path("garanzia/", include("catalog.quotes.urls_guarantee")),
    path("porta/", include("catalog.nominations.urls")),
    path("iscrizioni/", include("catalog.enrolments.urls")),
    path("", include("catalog.cards.urls")),
    path("famiglia/", include("members.urls_family")),
    path("privacy/", include("members.urls_privacy")),
    path("fornitore/buoni/", include("catalog.orders.urls_accept")),
    path("fornitore/turni/", include("catalog.orders.urls_slots")),
    path("fornitore/opinioni/", include("providers.opinions.urls")),
    path("fornitore/rendiconti/", include("catalog.settlement.urls_provider")),
    path("fornitore/preventivi/", include("catalog.quotes.urls_provider")),
    path("fornitore/iscrizioni/", include("catalog.enrolments.urls_fund")),
    path("fornitore/documenti/", include("providers.accreditation.urls_provider")),
    path("fornitore/abbonamenti/", include("catalog.subscriptions.urls_provider")),
    path("fornitore/cercato/", include("providers.demand.urls_provider")),
    path("carta/", include("providers.accreditation.urls_members")),
    path("candidatura/", include("providers.applications.urls")),
    path("fornitore/servizi/", include("catalog.shelf.urls_preview")),
    path("fornitore/", include("providers.urls")),
    path("immagini/", include("providers.urls_images")),
    path("conto/premio/", include("catalog.conversion.urls")),
    path("hr/premi/", include("catalog.conversion.urls_windows")),
    path("hr/regolamenti/", include("catalog.regulations.urls_hr")),
    path("hr/piani/", include("catalog.closing.urls")),
    path("hr/piani/", include("catalog.plans.urls")),
    path("hr/scaffale/", include("catalog.shelf.urls_choice")),
    path("hr/convenzioni/", include("catalog.cards.urls_hr")),
    path("hr/persone/importa/", include("members.people_import.urls")),
    path("hr/persone/", include("members.urls_people")),
    path("paghe/benefit/", include("catalog.benefits.urls")),
    path("paghe/fornitori/", include("catalog.settlement.urls_payables")),
    path("paghe/compensazioni/", include("catalog.settlement.urls_clearing")),
    path("paghe/", include("catalog.payroll.urls")),
    path("rete/servizi/", include("catalog.shelf.urls_review")),
    path("rete/servizi/revisioni/", include("providers.console_review_urls")),
    path("rete/servizi/", include("providers.console_offer_urls")),
    path("rete/fornitori/", include("providers.console_urls")),
    path("rete/candidature/", include("providers.applications.urls_office")),
    path("rete/bandi/", include("providers.accreditation.urls_calls")),
    path("rete/accreditati/", include("providers.accreditation.urls_accredited")),
    path("rete/documenti/", include("providers.accreditation.urls_papers")),
    path("rete/carta/", include("providers.accreditation.urls_charter")),
    path("rete/elenchi/", include("catalog.directory.urls")),
    path("rete/reclami/", include("catalog.feedback.urls_office")),
    path("rete/convenzioni/", include("catalog.cards.urls_network")),
    path("rete/", include("providers.demand.urls")),
    path("rete/certificati/", include("members.urls_office")),
    path("rete/rendiconti/", include("catalog.settlement.urls_office")),
    path("rete/compensazioni/", include("catalog.settlement.urls_network_clearing")),
    path("rete/problemi/", include("catalog.quotes.urls_office")),
    path("rete/garanzia/", include("catalog.quotes.urls_promise")),
    path("rete/", include("tenants.console.urls")),
]
