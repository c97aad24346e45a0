"""An organization's agreements, and which of the network's it shows; mounted under /hr/convenzioni/."""

from django.urls import path

from catalog.cards import keeping
from catalog.cards.urls_keeping import addresses
from tenants.models import Kind
from welfare.access import access, roles

app_name = "agreements"
KEEPERS = roles("hr", "welfare_manager")
KINDS = (Kind.COMPANY, Kind.COOPERATIVE, Kind.TERRITORY)
urlpatterns = [
    *addresses(KEEPERS, KINDS),
    path("<uuid:key>/mostra/", access(KEEPERS, kinds=KINDS)(keeping.show), name="show"),
]
