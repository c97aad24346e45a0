"""What invoices to the organization must carry, mounted under /paghe/dati-fattura/."""

from django.urls import path

from providers import invoice_data_pages as pages

app_name = "invoice_data"
urlpatterns = [path("", pages.own, name="own")]
