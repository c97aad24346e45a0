"""What a fund sees of the people it covers."""

from django.urls import path

from catalog.enrolments import views_fund

app_name = "fund"
urlpatterns = [
    path("", views_fund.home, name="home"),
    path("<uuid:organization>/", views_fund.issuer, name="issuer"),
    path("<uuid:organization>/elenchi/<uuid:key>/", views_fund.one_list, name="list"),
    path("<uuid:organization>/elenchi/<uuid:key>/conferma/", views_fund.confirm, name="confirm"),
    path("<uuid:organization>/righe/<uuid:line>/rifiuta/", views_fund.reject, name="reject"),
    path("<uuid:organization>/elenchi/<uuid:key>/file.csv", views_fund.file, {"extension": "csv"}, name="csv"),
    path("<uuid:organization>/elenchi/<uuid:key>/file.xlsx", views_fund.file, {"extension": "xlsx"}, name="xlsx"),
]
