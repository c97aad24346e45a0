"""The network's agreements, mounted under /rete/convenzioni/."""

from catalog.cards import duties  # noqa: F401 - declares itself
from catalog.cards.urls_keeping import addresses
from tenants.models import Kind
from welfare.access import roles

app_name = "network_agreements"
urlpatterns = addresses(roles("operator", "office"), (Kind.NETWORK,))
