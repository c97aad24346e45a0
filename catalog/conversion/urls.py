"""A person's own premiums."""

from django.urls import path

from catalog.conversion import views

app_name = "conversion"
urlpatterns = [
    path("", views.premiums, name="premiums"),
    path("<uuid:key>/", views.premium, name="premium"),
    path("<uuid:key>/reddito/", views.income, name="income"),
    path("ricevute/<uuid:key>.pdf", views.receipt, name="receipt"),
]
