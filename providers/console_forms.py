"""The form with which the network lists a provider."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.it import iva

from providers.models import Provider
from tenants.models import Kind, Organization

# A territory or a network buys and accredits; it does not supply.
SUPPLYING = (Kind.COOPERATIVE, Kind.COMPANY, Kind.SUPPLIER)


class ProviderForm(forms.ModelForm[Provider]):
    """A provider: with an organization it can be booked, without it is an entry of the directory."""

    class Meta:
        model = Provider
        fields = [
            "organization",
            "name",
            "form",
            "vat_number",
            "town",
            "address",
            "phone",
            "email",
            "about",
            "is_accredited",
            "is_trusted",
        ]
        labels = {
            "organization": _("Organization"),
            "is_accredited": _("Accredited by the network"),
            "is_trusted": _("Publishes small changes by itself"),
        }
        help_texts = {
            "organization": _("Without one it is listed, but nothing of it can be booked."),
            "is_trusted": _("Text and photos go out without waiting for you: for who has signed the papers."),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Organization.objects.filter(kind__in=SUPPLYING, provider=None)
        own = Organization.objects.filter(provider=self.instance.pk)
        choice = self.fields["organization"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101  (tells the type checker)
        choice.queryset = (free | own).order_by("sort_name")

    def clean(self) -> dict[str, Any]:
        """One entry for one provider: a form sent twice lists it once."""
        cleaned = super().clean() or {}
        if "name" in cleaned and "town" in cleaned:
            same = Provider.objects.filter(name__iexact=cleaned["name"], town__iexact=cleaned["town"])
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("name", _("A provider of this name is listed in this town already."))
        return cleaned

    def clean_vat_number(self) -> str:
        """Check the control digit of an Italian VAT number."""
        number = str(self.cleaned_data["vat_number"]).strip()
        if number and not iva.is_valid(number):
            raise ValidationError(_("This is not a VAT number: check its eleven digits."))
        return iva.compact(number) if number else ""
