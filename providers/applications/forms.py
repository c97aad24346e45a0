"""What an applicant types; every error says which part is wrong and what to do next."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from providers import company_data, taxonomy
from providers.accreditation.models import Call, Criterion
from providers.applications.models import Answer, Application
from providers.models import Form
from providers.taxonomy import KINDS

# Who may have no VAT number: mutual societies, public bodies and associations with a tax code alone.
WITHOUT_VAT = (Form.MUTUAL_FUND, Form.PUBLIC_BODY, Form.OTHER)
COMPANY = (
    "name", "legal_name", "form", "vat_number", "tax_code", "iban", "sdi_code", "certified_email", "address",
    "postcode", "town", "phone", "about", "kinds",
)  # fmt: skip
CONTACT = ("contact_given_name", "contact_family_name", "contact_email", "contact_phone")
ONE_LINE = ("name", "legal_name", "address", "town", "phone", "contact_given_name", "contact_family_name")
# Identifying fields may be typed with spaces and points: longer than they are kept.
TYPED = 60
PHONE = r"[+0-9 ()/.\-]{5,30}"
ADDRESS_OF_THE_WEB = re.compile(r"://|www\.", re.IGNORECASE)


def keep_plain(form: forms.BaseForm, data: dict[str, Any], names: Iterable[str], refusal: Any) -> None:
    """One line each, and no address of the web: some of it stands in a mail to an address nobody has checked."""
    for name in names:
        if name in data:
            data[name] = " ".join(data[name].split())
            if ADDRESS_OF_THE_WEB.search(data[name]):
                form.add_error(name, refusal)


class ApplicationForm(forms.ModelForm[Application]):
    """The company, where it is paid, what it does, and who may be asked."""

    vat_number = forms.CharField(
        label=_("VAT number"), required=False, max_length=TYPED,
        help_text=_("Eleven digits. Associations and mutual societies without one leave it empty."),
    )  # fmt: skip
    tax_code = forms.CharField(
        label=_("Tax code"), required=False, max_length=TYPED, help_text=_("Empty if it is the VAT number.")
    )
    iban = forms.CharField(
        label=_("IBAN"), max_length=TYPED, help_text=_("The account on which you are paid. Spaces do no harm.")
    )
    sdi_code = forms.CharField(
        label=_("Recipient code"), required=False, max_length=TYPED,
        help_text=_("Seven characters, for electronic invoices. Or write your certified e-mail below."),
    )  # fmt: skip
    postcode = forms.CharField(label=_("Postcode"), max_length=TYPED)
    phone = forms.RegexField(PHONE, label=_("Phone"), max_length=30, error_messages={"invalid": _("Digits alone.")})
    contact_phone = forms.RegexField(
        PHONE, label=_("Their phone"), required=False, max_length=30, error_messages={"invalid": _("Digits alone.")}
    )
    kinds = forms.MultipleChoiceField(label=_("What you do"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Application
        fields = (*COMPANY, *CONTACT)
        labels = {
            "name": _("Name, as people know it"),
            "legal_name": _("Registered name"),
            "form": _("What it is"),
            "certified_email": _("Certified e-mail (PEC)"),
            "address": _("Address"),
            "town": _("Town"),
            "about": _("About you"),
            "contact_given_name": _("Given name"),
            "contact_family_name": _("Family name"),
            "contact_email": _("E-mail"),
        }
        help_texts = {
            "about": _("What you do, since when, for whom: a few lines that people will read."),
            "contact_email": _("The link to this application goes here: nobody else sees it."),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, call: Call | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kinds"]
        kinds.choices = choices_of(call)

    def validate_constraints(self) -> None:
        """Leave it to the service: it says in words that there is another one, and what to do."""

    @property
    def company_fields(self) -> list[forms.BoundField]:
        """Who the company is."""
        return [self[name] for name in ("name", "legal_name", "form", "vat_number", "tax_code")]

    @property
    def money_fields(self) -> list[forms.BoundField]:
        """Where it is paid, and how invoices reach it."""
        return [self[name] for name in ("iban", "sdi_code", "certified_email")]

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """Where it is."""
        return [self[name] for name in ("address", "postcode", "town", "phone")]

    @property
    def work_fields(self) -> list[forms.BoundField]:
        """What it does."""
        return [self[name] for name in ("about", "kinds")]

    @property
    def contact_fields(self) -> list[forms.BoundField]:
        """Who may be asked."""
        return [self[name] for name in CONTACT]

    def checked(self, name: str, check: Callable[[str], str]) -> str:
        """A field as it is kept; empty stays empty."""
        text = str(self.cleaned_data[name])
        return check(text) if text.strip() else ""

    def clean_vat_number(self) -> str:
        """The number with its check digit."""
        return self.checked("vat_number", company_data.checked_vat_number)

    def clean_tax_code(self) -> str:
        """The tax code with its check character."""
        return self.checked("tax_code", company_data.checked_tax_code)

    def clean_iban(self) -> str:
        """The account with its check digits."""
        return company_data.checked_iban(self.cleaned_data["iban"])

    def clean_sdi_code(self) -> str:
        """The recipient code."""
        return self.checked("sdi_code", company_data.checked_recipient_code)

    def clean_postcode(self) -> str:
        """Five digits."""
        return company_data.checked_postcode(self.cleaned_data["postcode"])

    def clean_contact_email(self) -> str:
        """In small letters, as mail is delivered."""
        return str(self.cleaned_data["contact_email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        """A number that names the company, and a way for invoices to reach it."""
        data: dict[str, Any] = super().clean() or {}
        keep_plain(self, data, ONE_LINE, _("Leave out the address of a website: it can stand under “About you”."))
        self.check_numbers(data)
        code, mail = data.get("sdi_code"), data.get("certified_email")
        if not {"sdi_code", "certified_email"} & set(self.errors):
            if not code and not mail:
                self.add_error("sdi_code", _("Write the recipient code, or the certified e-mail: one of the two."))
            elif code == company_data.BY_MAIL and not mail:
                self.add_error("certified_email", _("Seven zeros mean “by certified e-mail”: write its address."))
        return data

    def check_numbers(self, data: dict[str, Any]) -> None:
        """Who must have a VAT number has one; the tax code is the same number unless it is said."""
        if {"vat_number", "tax_code", "form"} & set(self.errors):
            return
        if not data.get("vat_number") and data.get("form") not in WITHOUT_VAT:
            self.add_error("vat_number", _("Write the VAT number: a cooperative or a company has one."))
        elif not data.get("vat_number") and not data.get("tax_code"):
            self.add_error("tax_code", _("Without a VAT number, write the tax code."))
        data["tax_code"] = data.get("tax_code") or data.get("vat_number", "")

    def written(self) -> dict[str, Any]:
        """What was typed, checked, by the fields of Application."""
        return {name: self.cleaned_data[name] for name in (*COMPANY, *CONTACT)}


def choices_of(call: Call | None) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The kinds of service by area; those alone that the call looks for."""
    if call is None or not call.service_types:
        return taxonomy.choices()
    asked = [KINDS[code] for code in call.service_types if code in KINDS]
    areas: dict[Any, list[tuple[str, str]]] = {}
    for kind in asked:
        areas.setdefault(kind.area_label, []).append((kind.code, kind.label))
    return list(areas.items())


class LinkForm(forms.Form):
    """Who has lost the link asks for it again."""

    company = forms.CharField(label=_("VAT number or tax code"), max_length=TYPED)
    email = forms.EmailField(label=_("E-mail of who applied"), max_length=254)

    def clean_company(self) -> str:
        """Either number."""
        typed = company_data.compact(self.cleaned_data["company"]).removeprefix("IT")
        return company_data.checked_tax_code(typed)


class CriteriaForm(forms.Form):
    """The questions of a call, with what was answered so far."""

    def __init__(self, *args: Any, criteria: list[Criterion], answers: dict[Any, Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[name_of(criterion)] = field_of(criterion, answers.get(criterion.pk))

    def answered(self) -> list[tuple[Criterion, bool | None, str]]:
        """Each criterion with a yes, a no, or words."""
        return [self.answer_to(criterion) for criterion in self.criteria]

    def answer_to(self, criterion: Criterion) -> tuple[Criterion, bool | None, str]:
        """What was answered to one."""
        value = str(self.cleaned_data[name_of(criterion)] or "")
        if criterion.kind == Criterion.Kind.YES_NO:
            return criterion, value == "yes" if value else None, ""
        return criterion, None, value.strip()


def name_of(criterion: Criterion) -> str:
    """The name of a criterion's field."""
    return f"c{criterion.position}"


def field_of(criterion: Criterion, answer: Answer | None) -> forms.Field:
    """The field that answers a criterion."""
    if criterion.kind == Criterion.Kind.YES_NO:
        given = None if answer is None or answer.is_yes is None else ("yes" if answer.is_yes else "no")
        return forms.ChoiceField(
            label=criterion.text, required=criterion.is_required, initial=given, widget=forms.RadioSelect,
            choices=[("yes", _("Yes")), ("no", _("No"))],
        )  # fmt: skip
    return forms.CharField(
        label=criterion.text, required=criterion.is_required, initial=answer.text if answer else "", max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class WordsForm(forms.Form):
    """What the office tells an applicant."""

    words = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = label, help_text

    def clean_words(self) -> str:
        """Something must be said."""
        words = str(self.cleaned_data["words"]).strip()
        if not words:
            raise ValidationError(_("Say what: the applicant reads it."), code="required")
        return words
