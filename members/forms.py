"""Forms of people and families; every error says what to type instead."""

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members import tax_code
from members.dates import FIRST_HIRING, in_a_year, is_too_old
from members.models import Category, Member, Relative
from members.people import GIVEN_BY_HR, PersonData
from tenants.identity.models import User
from welfare import clock
from welfare.amounts import AmountField


def date_input() -> forms.DateInput:
    """The browser's own date field."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def check_birth_date(value: datetime.date | None) -> datetime.date | None:
    """Refuse a birth date in the future or of more than 120 years ago."""
    if value is not None and is_too_old(value):
        raise forms.ValidationError(_("Check the year of birth."), code="too_old")
    if value is not None and value > clock.today():
        raise forms.ValidationError(_("The birth date is in the future: check it."), code="future")
    return value


def check_tax_code(form: forms.BaseForm, data: dict[str, Any]) -> None:
    """Hold a tax code against the names and the birth date; the first problem becomes the error."""
    code = data.get("tax_code", "")
    given_name, family_name, birth_date = (data.get(name) for name in ("given_name", "family_name", "birth_date"))
    if not code or not (given_name and family_name and birth_date):
        return
    for message in tax_code_problems(code, family_name, given_name, birth_date):
        form.add_error("tax_code", message)
        return


def tax_code_problems(code: str, family_name: str, given_name: str, birth_date: datetime.date) -> list[str]:
    """The sentences for what is wrong with a tax code; empty when it fits (a provisional one does)."""
    found = tax_code.problems(code, family_name=family_name, given_name=given_name, birth_date=birth_date)
    return [gettext(tax_code.MESSAGES[problem]) for problem in found if not problem.is_warning]


class RelativeForm(forms.ModelForm[Relative]):
    """A relative, as the member knows them."""

    class Meta:
        model = Relative
        fields = [
            "given_name",
            "family_name",
            "kinship",
            "birth_date",
            "tax_code",
            "is_cohabiting",
            "is_dependent",
            "is_separated",
        ]
        widgets = {"birth_date": date_input()}
        help_texts = {
            "tax_code": _("16 characters, as on the health card. You can add it later."),
            "is_cohabiting": _("For parents, grandparents, siblings and in-laws the law asks for it."),
            "is_dependent": _("Income of the year within the limit of the law: some services ask for it."),
            "is_separated": _("For a spouse only."),
        }

    def clean_birth_date(self) -> datetime.date | None:
        """A date that a living person can have."""
        return check_birth_date(self.cleaned_data["birth_date"])

    def clean_tax_code(self) -> str:
        """Upper case, without spaces."""
        return tax_code.normalized(str(self.cleaned_data["tax_code"]))

    def clean(self) -> dict[str, Any]:
        """Hold the tax code against the person, and refuse it twice in one family."""
        data: dict[str, Any] = super().clean() or {}
        check_tax_code(self, data)
        twin = Relative.objects.filter(member_id=self.instance.member_id, closed_on__isnull=True)
        if data.get("tax_code") and twin.filter(tax_code=data["tax_code"]).exclude(pk=self.instance.pk).exists():
            self.add_error("tax_code", _("Somebody in your family already has this tax code."))
        return data


class PersonForm(forms.Form):
    """A person's record, as HR keeps it."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    number = forms.CharField(label=_("Member number"), max_length=30, help_text=_("As on the payslip."))
    email = forms.EmailField(
        label=_("E-mail"), required=False, max_length=254,
        help_text=_("Leave it empty for people without: they get a letter."),
    )  # fmt: skip
    tax_code = forms.CharField(label=_("Tax code"), max_length=20, required=False)
    birth_date = forms.DateField(label=_("Birth date"), required=False, widget=date_input())
    hired_on = forms.DateField(
        label=_("Hired on"), required=False, widget=date_input(),
        validators=[MinValueValidator(FIRST_HIRING), MaxValueValidator(in_a_year)],
    )  # fmt: skip
    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("By the rules of the categories"),
        help_text=_(
            "Credit is granted by category: the law does not allow it person by person. "
            "Choose one only for who must stay in it whatever the rules say."
        ),
    )
    site = forms.CharField(label=_("Site"), max_length=80, required=False)
    level = forms.CharField(label=_("Level"), max_length=40, required=False)
    contract_hours = AmountField(
        label=_("Contract hours a week"), max_digits=4, min_value=0, max_value=60, required=False
    )

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        self.member = member
        if member is not None:
            kwargs.setdefault("initial", initial_of(member))
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.order_by("name")  # type: ignore[attr-defined]
        if member is not None and member.user.email:
            # Who signs in with it could be locked out: mended with an identity check instead.
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("To change it, use “Wrong e-mail or lost phone”.")

    def clean_number(self) -> str:
        """One number, one person, whatever the case."""
        number = " ".join(str(self.cleaned_data["number"]).split())
        others = Member.objects.filter(number__iexact=number)
        if self.member is not None:
            others = others.exclude(pk=self.member.pk)
        if others.exists():
            raise forms.ValidationError(_("Somebody already has this number."), code="taken")
        return number

    def clean_email(self) -> str:
        """One e-mail, one account."""
        email = str(self.cleaned_data["email"] or "").strip().lower()
        others = User.objects.filter(email__iexact=email)
        if self.member is not None:
            others = others.exclude(pk=self.member.user_id)
        if email and others.exists():
            raise forms.ValidationError(_("Somebody already has this e-mail."), code="taken")
        return email

    def clean_tax_code(self) -> str:
        """Upper case, without spaces; one code, one person."""
        code = tax_code.normalized(str(self.cleaned_data["tax_code"]))
        others = Member.objects.filter(tax_code=code)
        if self.member is not None:
            others = others.exclude(pk=self.member.pk)
        if code and others.exists():
            raise forms.ValidationError(_("Somebody already has this tax code."), code="taken")
        return code

    def clean_birth_date(self) -> datetime.date | None:
        """A date that a living person can have."""
        return check_birth_date(self.cleaned_data["birth_date"])

    def clean(self) -> dict[str, Any]:
        """Dates in order, tax code of this person."""
        data: dict[str, Any] = super().clean() or {}
        born, hired = data.get("birth_date"), data.get("hired_on")
        if born and hired and hired <= born:
            self.add_error("hired_on", _("Nobody is hired before being born: check the two dates."))
        check_tax_code(self, data)
        return data

    def person(self) -> PersonData:
        """What was typed, checked."""
        data = self.cleaned_data
        return PersonData(**{name: data[name] for name in PersonData.__dataclass_fields__})


def initial_of(member: Member) -> dict[str, Any]:
    """A person's record as the form shows it."""
    user = member.user
    names = ("number", "tax_code", "birth_date", "hired_on", "site", "level", "contract_hours")
    own = {name: getattr(member, name) for name in names}
    own["category"] = member.category if member.category_by_hand else None
    return own | {"given_name": user.given_name, "family_name": user.family_name, "email": user.email}


class LeavingForm(forms.Form):
    """The last day of a person."""

    left_on = forms.DateField(
        label=_("Last day"), widget=date_input(), validators=[MinValueValidator(FIRST_HIRING)]
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        self.member = member
        super().__init__(*args, **kwargs)

    def clean_left_on(self) -> datetime.date:
        """Not before the hiring, not more than a year ahead."""
        day: datetime.date = self.cleaned_data["left_on"]
        if self.member.hired_on and day < self.member.hired_on:
            raise forms.ValidationError(_("The last day is before the hiring: check it."), code="order")
        if day > in_a_year():
            raise forms.ValidationError(_("The last day is more than a year away: check it."), code="far")
        return day


class RolesForm(forms.Form):
    """What a person may do here; the network's own tasks are not HR's to give."""

    roles = forms.MultipleChoiceField(
        label=_("Tasks"),
        choices=[(role.value, role.label) for role in GIVEN_BY_HR],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Who has a task must use a second step to sign in."),
    )
