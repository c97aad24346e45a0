"""The home of each role, the account and the menu."""

from django.urls import path

from catalog.home import account, account_pages, movement, network_home, register, reminder_page, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("hr/", views.hr, name="hr"),
    path("hr/registro/", register.hr_register, name="register"),
    path("hr/registro/file/", register.hr_file, name="register_file"),
    path("rete/", network_home.home, name="network"),
    path("rete/registro/", register.network_register, name="network_register"),
    path("rete/registro/file/", register.network_file, name="network_register_file"),
    path("hr/ricorda/", reminder_page.remind_all, name="remind_all"),
    path("conto/", account.account, name="account"),
    path("conto/che-cosa-e/", account_pages.what_it_is, name="what_it_is"),
    path("conto/movimenti/<int:entry_id>/", movement.movement, name="movement"),
    path("conto/<int:year>/", account_pages.year_page, name="account_year"),
    path("conto/<int:year>/riepilogo.pdf", account_pages.statement, name="statement"),
]
