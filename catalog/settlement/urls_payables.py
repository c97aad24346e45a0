"""What payroll owes providers."""

from django.urls import path

from catalog.settlement import views_payables as views

app_name = "payables"
urlpatterns = [
    path("", views.payables, name="list"),
    path("conto/", views.account, name="account"),
    path("file/<uuid:pk>/", views.payment_file, name="file"),
    path("file/<uuid:pk>/scarica/", views.download, name="download"),
    path("file/<uuid:pk>/ritira/", views.withdraw, name="withdraw"),
    path("file/<uuid:pk>/pagato/", views.paid, name="paid"),
]
