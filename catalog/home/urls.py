"""The home of each role, the account and the menu."""

from django.urls import path

from catalog.home import account

app_name = "home"
urlpatterns = [
    path("conto/", account.account, name="account"),
    path("conto/regolamento/", account.regulation, name="regulation"),
]
