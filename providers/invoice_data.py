"""What invoices to an organization must carry; its payroll or the network writes it, checked as a provider's is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from providers import company_data
from tenants import isolation
from tenants.audit import trail
from tenants.isolation import Actor
from tenants.models import Organization

# Who it is in law is written by the network alone: by its number an applicant is found to be a member.
WHO_IT_IS = ("legal_name", "vat_number", "tax_code")
WHERE = ("address", "postcode", "town", "sdi_code", "certified_email")
# Numbers and codes may be typed with spaces and points: longer than they are kept.
TYPED = 60
CHECKS = {
    "vat_number": company_data.checked_vat_number,
    "tax_code": company_data.checked_tax_code,
    "postcode": company_data.checked_postcode,
    "sdi_code": company_data.checked_recipient_code,
}


def typed(label: Any, help_text: Any = "") -> forms.CharField:
    """A number or a code as people type it."""
    return forms.CharField(label=label, required=False, max_length=TYPED, help_text=help_text)


class InvoiceDataForm(forms.ModelForm[Organization]):
    """What stands on an invoice to the organization; with `whole`, who it is in law, too."""

    legal_name = forms.CharField(label=_("Registered name"), required=False, max_length=200)
    vat_number = typed(_("VAT number"), _("Eleven digits."))
    tax_code = typed(_("Tax code"), _("Empty if it is the VAT number."))
    address = forms.CharField(label=_("Street and number"), required=False, max_length=120)
    postcode = typed(_("Postcode"))
    town = forms.CharField(label=_("Town"), required=False, max_length=60)
    sdi_code = typed(
        _("Recipient code"), _("Seven characters, for electronic invoices; seven zeros with a certified e-mail.")
    )
    certified_email = forms.EmailField(label=_("Certified e-mail (PEC)"), required=False, max_length=254)

    class Meta:
        model = Organization
        fields = (*WHO_IT_IS, *WHERE)

    def __init__(self, *args: Any, whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in () if whole else WHO_IT_IS:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Each number as it is kept; by certified mail needs an address."""
        data: dict[str, Any] = super().clean() or {}
        for name, check in CHECKS.items():
            if str(data.get(name, "")).strip():
                try:
                    data[name] = check(data[name])
                except forms.ValidationError as error:
                    self.add_error(name, error)
        if data.get("sdi_code") == company_data.BY_MAIL and not data.get("certified_email"):
            self.add_error("certified_email", _("Seven zeros mean “by certified e-mail”: write its address."))
        return data


@transaction.atomic
def write(organization: Organization, fields: Mapping[str, Any], *, actor: Actor) -> bool:
    """Keep what was checked; False when nothing of it is new. Written to both trails when the network does it."""
    before = Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=organization.pk)
    changed = sorted(name for name, value in fields.items() if getattr(before, name) != value)
    if not changed:
        return False
    Organization.objects.filter(pk=organization.pk).update(**fields)
    details = {"fields": changed}
    trail.record(actor, "organization.invoice_data", subject=organization.key, details=details)
    if isolation.current().pk != organization.pk:
        with isolation.enter(organization, reason="organization.invoice_data"):
            trail.record(actor, "organization.invoice_data", details=details)
    return True


def reached_at(organization: Organization) -> str:
    """How an electronic invoice reaches an organization: recipient code or certified mail, both where both are needed.

    Empty where neither is written.
    """
    code, mail = organization.sdi_code, organization.certified_email
    return f"{code} · {mail}" if code == company_data.BY_MAIL and mail else code or mail
