"""Who is accredited, mounted under /rete/accreditati/."""

from django.urls import path

from providers.accreditation import views_accredited as views

app_name = "office_accredited"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:key>/revoca/", views.withdraw, name="withdraw"),
]
