"""A provider's statements."""

from django.urls import path

from catalog.settlement import views_provider as views

app_name = "provider_statements"
urlpatterns = [
    path("", views.listed, name="list"),
    path("iban/", views.iban, name="iban"),
    path("correzioni/<uuid:pk>/", views.answer, name="answer"),
    path("<uuid:pk>/", views.statement, name="statement"),
    path("<uuid:pk>/conferma/", views.confirm, name="confirm"),
    path("<uuid:pk>/righe/<int:line_id>/", views.contest, name="contest"),
    path("<uuid:pk>/documenti/<slug:kind>/", views.document, name="document"),
    path("<uuid:pk>/fattura/", views.invoice, name="invoice"),
    path("<uuid:pk>/ricevuto/", views.received, name="received"),
]
