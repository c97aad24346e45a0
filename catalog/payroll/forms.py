"""What payroll types: which month, which layout, and the mapping of a layout."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.payroll import layouts, periods
from catalog.payroll.models import Figure
from catalog.payroll.terms import (
    LABELS,
    OF_A_ROW,
    Column,
    DecimalSign,
    Delimiter,
    Encoding,
    Format,
    Shape,
    Terms,
    fields_of,
    figure_fields,
)

MOST_COLUMNS = 60
EMPTY_ROWS = 4
PERIOD = re.compile(r"(20\d\d)-(0[1-9]|1[0-3])", re.ASCII)


class PrepareForm(forms.Form):
    """Which month."""

    period = forms.CharField(label=gettext_lazy("Month"), max_length=7, widget=forms.Select)

    def __init__(self, *args: Any, offered: list[periods.Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(f"{year}-{month:02}", periods.name((year, month))) for year, month in offered]
        self.fields["period"].widget.choices = choices

    def clean_period(self) -> periods.Period:
        """Year and month."""
        found = PERIOD.fullmatch(self.cleaned_data["period"])
        if found is None:
            raise forms.ValidationError(_("Choose one of the months listed."), code="invalid")
        return int(found[1]), int(found[2])


class LockForm(forms.Form):
    """The figures that were shown."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ExportForm(forms.Form):
    """By which layout."""

    layout = forms.CharField(label=gettext_lazy("Layout"), max_length=36, widget=forms.Select)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(layout.pk), layout.name) for layout in layouts.layouts()]
        self.known = [*own, (layouts.SAMPLE_KEY, layouts.sample_name())]
        self.fields["layout"].widget.choices = self.known
        self.fields["layout"].initial = self.known[0][0]

    def clean_layout(self) -> tuple[str, Terms]:
        """Name and terms of the layout."""
        key = self.cleaned_data["layout"]
        found = layouts.chosen(key) if key in dict(self.known) else None
        if found is None:
            raise forms.ValidationError(_("This layout is not there any more: choose another."), code="gone")
        return found


class CertificateForm(forms.Form):
    """The year's file."""

    year = forms.IntegerField(min_value=2023, max_value=2099, widget=forms.HiddenInput)
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=Format.choices)


class LayoutForm(forms.Form):
    """The terms of a layout besides its columns and codes."""

    name = forms.CharField(label=gettext_lazy("Name of the layout"), max_length=60)
    shape = forms.ChoiceField(label=gettext_lazy("What a row is"), choices=Shape.choices)
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=Format.choices)
    has_header = forms.BooleanField(label=gettext_lazy("The first row names the columns"), required=False)
    delimiter = forms.ChoiceField(label=gettext_lazy("In a CSV, cells are parted by"), choices=Delimiter.choices)
    decimal = forms.ChoiceField(label=gettext_lazy("In a CSV, cents are parted by"), choices=DecimalSign.choices)
    encoding = forms.ChoiceField(label=gettext_lazy("In a CSV, letters are written in"), choices=Encoding.choices)


def all_fields() -> list[tuple[str, Any]]:
    """Every column of either shape, grouped: people first."""
    people = [(name, label) for name, label in fields_of(Shape.PERSON).items() if "." not in name]
    rows = [(str(name), LABELS[name]) for name in OF_A_ROW]
    figures = list(figure_fields().items())
    return [
        ("", _("no column")),
        (_("In each row"), people),
        (_("Where a row is a person"), figures),
        (_("Where a row is a figure"), rows),
    ]


class ColumnForm(forms.Form):
    """One column; without a field there is none. The number says where it stands."""

    place = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=999, required=False)
    field = forms.ChoiceField(label=gettext_lazy("What it holds"), required=False)
    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=60, required=False)
    text = forms.CharField(label=gettext_lazy("Text, where it is the same in each row"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = all_fields()  # type: ignore[attr-defined]


class CodesForm(forms.Form):
    """The codes of the payroll program, figure by figure; what has none stays out of the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for figure in Figure:
            self.fields[figure.value] = forms.CharField(label=figure.label, max_length=20, required=False)


class LayoutForms:
    """The page of a layout: its terms, its columns, its codes, as one."""

    def __init__(self, name: str, terms: Terms, data: Any = None) -> None:
        self.terms_form = LayoutForm(data, initial=initial_of(name, terms))
        self.codes_form = CodesForm(data, prefix="code", initial=dict(terms.codes))
        self.column_forms = [
            ColumnForm(data, prefix=f"column-{place}", initial=column_initial(place, terms))
            for place in range(1, count_of(terms, data) + 1)
        ]

    def is_valid(self) -> bool:
        """Whether all are, and together make a file."""
        valid = [form.is_valid() for form in (self.terms_form, self.codes_form, *self.column_forms)]
        return all(valid) and not self.add_errors()

    def add_errors(self) -> bool:
        """Say what does not go together."""
        shape = self.terms_form.cleaned_data["shape"]
        allowed = fields_of(shape)
        for form in self.column_forms:
            name = form.cleaned_data["field"]
            if name and name not in allowed:
                form.add_error("field", _("This column does not go with what a row is: choose another."))
        if not self.columns:
            self.terms_form.add_error(None, _("A file needs at least one column."))
        if shape == Shape.CODE and not self.codes:
            self.terms_form.add_error("shape", _("Write the code of your program for at least one figure, below."))
        return any(form.errors for form in (self.terms_form, *self.column_forms))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that were filled in, in the order of their places."""
        filled = [form.cleaned_data for form in self.column_forms if form.cleaned_data.get("field")]
        placed = sorted(enumerate(filled), key=lambda pair: (pair[1]["place"] or MOST_COLUMNS * 100, pair[0]))
        names = dict(pair for group in all_fields()[1:] for pair in group[1])
        return tuple(
            Column(each["field"], each["heading"] or str(names[each["field"]])[:60], each["text"])
            for _place, each in placed
        )

    @property
    def codes(self) -> dict[str, str]:
        """The codes that were filled in."""
        return {figure: code for figure, code in self.codes_form.cleaned_data.items() if code}

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.terms_form.cleaned_data["name"])

    def terms(self) -> Terms:
        """What was mapped."""
        rest = {name: value for name, value in self.terms_form.cleaned_data.items() if name != "name"}
        return Terms(self.columns, codes=self.codes, **rest)


def initial_of(name: str, terms: Terms) -> dict[str, Any]:
    """The terms as the form shows them."""
    return {"name": name} | {field: getattr(terms, field) for field in LayoutForm.base_fields if field != "name"}


def column_initial(place: int, terms: Terms) -> dict[str, Any]:
    """A column as the form shows it."""
    if place > len(terms.columns):
        return {"place": place}
    column = terms.columns[place - 1]
    return {"place": place, "field": column.field, "heading": column.heading, "text": column.text}


def count_of(terms: Terms, data: Any) -> int:
    """How many rows of columns the page has: those there are and some more."""
    if data is None:
        return min(len(terms.columns) + EMPTY_ROWS, MOST_COLUMNS)
    sent = [place for place in range(1, MOST_COLUMNS + 1) if f"column-{place}-field" in data]
    return max(sent, default=1)
