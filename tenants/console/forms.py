"""Forms of the console."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.it import iva

from tenants.models import SLUG, Domain, Organization
from tenants.opening import FirstPerson
from tenants.registry import Reason

# Hosts that are, or may become, something else on the base domain.
RESERVED = frozenset({"www", "mail", "smtp", "imap", "api", "static", "admin", "ns1", "ns2", "autoconfig", "webmail"})


class OrganizationForm(forms.ModelForm[Organization]):
    """What is needed to open an organization, with the first person to invite."""

    email = forms.EmailField(label=_("E-mail of the first person"), max_length=254)
    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)

    class Meta:
        model = Organization
        fields = ["kind", "name", "slug", "legal_name", "vat_number", "help_phone", "help_hours"]
        labels = {
            "kind": _("Kind"),
            "name": _("Name"),
            "slug": _("Address"),
            "legal_name": _("Name in law"),
            "vat_number": _("VAT number"),
            "help_phone": _("Help phone"),
            "help_hours": _("Hours of the help phone"),
        }
        help_texts = {
            "slug": _("The first word of its address: lower-case letters, digits and hyphens. It stays for ever."),
            "help_phone": _("Shown on every page and in every mail to its people."),
        }

    def clean_slug(self) -> str:
        """Refuse a host that is taken, reserved or malformed."""
        slug = str(self.cleaned_data["slug"]).strip().lower()
        SLUG(slug)
        if slug in RESERVED:
            raise ValidationError(_("This address is reserved: choose another one."))
        if Domain.objects.filter(domain=f"{slug}.{settings.SCAFFALE_DOMAIN}").exists():
            raise ValidationError(_("This address is taken: choose another one."))
        return slug

    def clean_vat_number(self) -> str:
        """Check the control digit of an Italian VAT number."""
        number = str(self.cleaned_data["vat_number"]).strip()
        if number and not iva.is_valid(number):
            raise ValidationError(_("This is not a VAT number: check its eleven digits."))
        return iva.compact(number) if number else ""

    def organization_fields(self) -> dict[str, Any]:
        """The fields of the organization."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def first_person(self) -> FirstPerson:
        """Who is invited first."""
        names = ("email", "given_name", "family_name")
        return FirstPerson(**{name: self.cleaned_data[name] for name in names})


class SuspensionForm(forms.Form):
    """Why an organization is suspended."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Reason.choices, widget=forms.RadioSelect)
