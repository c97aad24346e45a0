"""What a member writes about a provider that is not in the network yet."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.fiscal import ServiceType
from catalog.nominations.sealing import Written
from catalog.orders.forms import NONCE, PHONE, PersonField
from catalog.shelf.areas import BY_CODE
from providers import company_data
from providers.applications.forms import keep_plain
from welfare.amounts import AmountField

# They stand in a mail that goes to an address nobody has checked.
ONE_LINE = ("name", "town", "phone", "what")
LONGEST_WHAT = 90
MOST = Decimal("100000")
# Too much for a purse, or for the field.
TOO_MUCH = dict.fromkeys(
    ("max_value", "max_digits", "max_whole_digits"),
    _("That is more than anybody has: write the price in euro, like 140,00."),
)


class NamingForm(forms.Form):
    """Who the provider is, what is asked of it, for whom, and how much is kept for it."""

    name = forms.CharField(
        label=_("What is it called?"), max_length=120, help_text=_("As people know it, for example Scuola Crescendo.")
    )
    town = forms.CharField(label=_("In which town?"), max_length=60)
    email = forms.EmailField(
        label=_("Its e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("The invitation goes here. You find it on its website, or ask them."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Its phone"), required=False, max_length=20, validators=[PHONE],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    vat_number = forms.CharField(
        label=_("Its VAT number"), required=False, max_length=60,
        help_text=_("It stands on every invoice and receipt. With it we see whether it is in the network already."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind of service"))
    what = forms.CharField(
        label=_("What do you need?"), max_length=LONGEST_WHAT,
        help_text=_(
            "For example: swimming course, 10 lessons. The provider reads it: no names, and nothing about health."
        ),
    )  # fmt: skip
    who = PersonField(max_length=36, label=_("Who is it for?"), error_messages={"required": _("Choose who it is for.")})
    amount = AmountField(
        label=_("How much does it cost?"), min_value=Decimal("0.01"), max_value=MOST, max_digits=12,
        help_text=_("In euro, everything included. The provider can ask less, never more; what is left stays yours."),
        error_messages={"min_value": _("Write an amount above zero."), **TOO_MUCH},
    )  # fmt: skip

    def __init__(
        self, *args: Any, kinds: Sequence[ServiceType], people: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kind, who = self.fields["kind"], self.fields["who"]
        kind.choices = [("", _("Choose one")), *by_area(kinds)]  # type: ignore[attr-defined]
        who.widget = forms.RadioSelect(choices=people)

    def clean_vat_number(self) -> str:
        """The number with its check digit; empty stays empty."""
        text = str(self.cleaned_data["vat_number"])
        return company_data.checked_vat_number(text) if text.strip() else ""

    def clean(self) -> dict[str, Any]:
        """One line each, and no address of the web."""
        data: dict[str, Any] = super().clean() or {}
        keep_plain(self, data, ONE_LINE, _("Leave out the address of a website."))
        return data

    def written(self) -> Written:
        """What is sealed; after `is_valid()`."""
        data = self.cleaned_data
        return Written(
            data["name"], data["town"], data["email"], data["what"], phone=data["phone"], vat_number=data["vat_number"]
        )


class NonceForm(forms.Form):
    """What makes a confirmation happen once."""

    nonce = forms.CharField(validators=[NONCE], widget=forms.HiddenInput)


def by_area(kinds: Sequence[ServiceType]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The kinds of service under the names of their areas, in the order of the shelf."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in kinds:
        groups.setdefault(each.area, []).append((each.code, each.label_it))
    return [
        (area.label, sorted(groups[code], key=lambda kind: kind[1])) for code, area in BY_CODE.items() if code in groups
    ]
