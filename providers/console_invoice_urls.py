"""The same for an organization of the network, mounted under /rete/organizzazioni/."""

from django.urls import path

from providers import invoice_data_pages as pages

app_name = "network_invoice_data"
urlpatterns = [path("<uuid:pk>/fattura/", pages.of_member, name="change")]
