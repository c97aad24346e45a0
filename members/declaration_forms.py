"""The forms of declarations: what is declared, and the signature under it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members import declarations
from members.declarations import MOST, CannotSign, Kind
from members.models import Member
from welfare.amounts import AmountField


class SignatureForm(forms.Form):
    """One's own name, typed, and a tick."""

    signed_name = forms.CharField(
        label=_("Sign with your full name"), max_length=161, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    agrees = forms.BooleanField(
        label=_("I declare this under my own responsibility, and I will tell at once when it changes."),
        error_messages={"required": _("Tick here to sign.")},
    )
    # The field that is declared: its name is also that of the declaration's body.
    declared = "amount"

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        self.member = member
        super().__init__(*args, **kwargs)
        self.order_fields([self.declared])
        self.fields["signed_name"].help_text = _("As it stands here: %(name)s.") % {"name": member.user.full_name}

    def clean_signed_name(self) -> str:
        """The member's own name, whatever its case, accents and order."""
        name = str(self.cleaned_data["signed_name"])
        try:
            declarations.check_name(self.member, name)
        except CannotSign as refusal:
            raise forms.ValidationError(str(refusal), code="name") from refusal
        return name

    def body(self) -> dict[str, Any]:
        """What is declared, checked: the children's tax codes, or an amount."""
        return {self.declared: self.cleaned_data[self.declared]}


class ChildrenForm(SignatureForm):
    """Which children are dependent."""

    children = forms.MultipleChoiceField(
        label=_("Children who are fiscally dependent on you"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one child.")},
    )
    declared = "children"

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        found = declarations.children_of(member)
        choices = [(child.tax_code, f"{child.full_name} · {child.tax_code}") for child in found]
        self.fields["children"].choices = choices  # type: ignore[attr-defined]


class FringeForm(SignatureForm):
    """What other employers gave."""

    amount = AmountField(
        label=_("Benefits that other employers gave you this year, in euro"),
        max_digits=9,
        min_value=0,
        max_value=MOST,
        help_text=_("It stands in the certification (CU) that each of them gives you. Write 0 if there was none."),
    )


class IncomeForm(SignatureForm):
    """What was earned the year before."""

    amount = AmountField(
        label=_("Your income from employment of the year before, in euro"),
        max_digits=9,
        min_value=0,
        max_value=MOST,
        help_text=_("From all employers, before tax: the sum of your certifications (CU), points 1 and 2."),
    )


FORMS: dict[str, type[SignatureForm]] = {
    Kind.DEPENDENT_CHILDREN: ChildrenForm,
    Kind.OTHER_EMPLOYERS_FRINGE: FringeForm,
    Kind.PRIOR_YEAR_INCOME: IncomeForm,
}
