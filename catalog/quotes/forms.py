"""What a member writes: the request, a message, an acceptance, a complaint."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.orders.forms import NONCE, PHONE, PersonField
from catalog.orders.people import Person
from catalog.quotes import pictures
from catalog.quotes.conversing import LONGEST
from catalog.quotes.suppliers import MOST_ASKED, nearby
from providers.enquiries.services import Contact, Need, Urgency
from providers.models import Offer
from providers.quoting.models import Dispute
from welfare.amounts import AmountField

NEARBY, CHOSEN = "nearby", "chosen"


class SeveralFiles(forms.ClearableFileInput):
    """A choice of more than one file."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to five photos, each decoded and written anew."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("label", _("Photos"))
        options.setdefault("help_text", _("Up to 5. We keep the picture alone: no place, no time, no camera."))
        widget = SeveralFiles(attrs={"accept": pictures.ACCEPT, "multiple": True})
        super().__init__(widget=widget, allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The pictures as JPEG; an error that names the file that is none."""
        uploads = data if isinstance(data, list | tuple) else [data]
        files = [super(PhotosField, self).clean(each, initial) for each in uploads if each]
        try:
            return pictures.cleaned(files)
        except pictures.NotPhotos as error:
            raise forms.ValidationError(str(error), code="photos") from error


def text_area(rows: int = 4) -> forms.Textarea:
    """A field for a few sentences."""
    return forms.Textarea(attrs={"rows": rows})


class AskForm(forms.Form):
    """What is needed, where and when, for whom; and who is asked."""

    who = PersonField(max_length=36, label=_("Who is it for?"), error_messages={"required": _("Choose who it is for.")})
    what = forms.CharField(
        label=_("What do you need?"), max_length=1500, widget=text_area(),
        help_text=_("As you would tell a friend: what is to be done, how large, what is there already."),
    )  # fmt: skip
    photos = PhotosField()
    town = forms.CharField(label=_("In which town?"), max_length=60)
    address = forms.CharField(
        label=_("Street and number"), max_length=120,
        help_text=_("Only the provider that you choose will read it, after you have chosen."),
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("How soon?"), choices=Urgency.choices, widget=forms.RadioSelect)
    when = forms.CharField(
        label=_("Days and hours that suit you"), max_length=160, required=False,
        help_text=_("For example: weekdays after 17, or on Saturdays."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=20, validators=[PHONE],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("If you want to be called by whom you choose; nobody else reads it."),
    )  # fmt: skip
    hours = forms.CharField(label=_("Best hours to call you"), required=False, max_length=80)
    whom = forms.ChoiceField(label=_("Who do we ask?"), widget=forms.RadioSelect)
    chosen = forms.MultipleChoiceField(
        label=_("Providers"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("At most five. Nobody learns your name, address or phone before you accept."),
    )  # fmt: skip
    nonce = forms.CharField(validators=[NONCE], widget=forms.HiddenInput)

    def __init__(self, *args: Any, offers: Sequence[Offer], people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        able = [(person.value, person.label) for person in people if person.obstacle is None]
        who: Any = self.fields["who"]
        who.widget = forms.HiddenInput() if len(able) == 1 else forms.RadioSelect(choices=able)
        whom, chosen = self.fields["whom"], self.fields["chosen"]
        whom.choices = [  # type: ignore[attr-defined]
            (NEARBY, _("Those who work in my town, at most five")),
            (CHOSEN, _("The ones I choose here")),
        ]
        chosen.choices = [(str(offer.pk), f"{offer.provider.name} · {offer.town}") for offer in offers]  # type: ignore[attr-defined]

    def clean_chosen(self) -> list[Offer]:
        """The offers themselves, at most five."""
        chosen = set(self.cleaned_data["chosen"])
        if len(chosen) > MOST_ASKED:
            raise forms.ValidationError(_("At most five: take the tick off some."))
        return [offer for offer in self.offers if str(offer.pk) in chosen]

    def clean(self) -> dict[str, Any]:
        """Somebody has to be asked."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("whom") == CHOSEN and "chosen" not in self.errors and not data.get("chosen"):
            self.add_error("chosen", _("Tick at least one provider."))
        return data

    def asked(self) -> list[Offer]:
        """Whom it asks; after `is_valid()`. Empty when nobody works in the town."""
        if self.cleaned_data["whom"] == NEARBY:
            return nearby(self.offers, self.cleaned_data["town"])
        chosen: list[Offer] = self.cleaned_data["chosen"]
        return chosen

    def need(self) -> Need:
        """What providers read."""
        data = self.cleaned_data
        return Need(data["what"], " ".join(data["town"].split()), data["when"], data["urgency"])

    def contact(self) -> Contact:
        """What the chosen one reads."""
        data = self.cleaned_data
        return Contact("", data["address"], data["phone"], data["hours"])


class MessageForm(forms.Form):
    """One message of a conversation."""

    text = forms.CharField(label=_("Message"), max_length=LONGEST, widget=text_area(3))


class AcceptForm(forms.Form):
    """What the person saw when accepting."""

    revision = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)
    price = forms.DecimalField(max_digits=12, decimal_places=2, widget=forms.HiddenInput)


class ComplaintForm(forms.Form):
    """What is not right, and what would make it right."""

    text = forms.CharField(
        label=_("What happened?"), max_length=LONGEST, widget=text_area(5),
        help_text=_("What was agreed, what was done, when. The provider and the welfare office read it."),
    )  # fmt: skip
    wanted = forms.ChoiceField(
        label=_("What would make it right?"), choices=Dispute.Wanted.choices, widget=forms.RadioSelect
    )
    photos = PhotosField()


class DecisionForm(forms.Form):
    """The outcome that the welfare office writes."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Dispute.Outcome.choices, widget=forms.RadioSelect)
    returned = AmountField(
        label=_("How much comes back"),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=12,
        help_text=_("For a part alone, in euro."),
    )
    text = forms.CharField(
        label=_("In your words"), max_length=LONGEST, widget=text_area(4), help_text=_("Both sides read it.")
    )

    def clean(self) -> dict[str, Any]:
        """A part has its amount."""
        data: dict[str, Any] = super().clean() or {}
        is_part = data.get("outcome") == Dispute.Outcome.RETURNED_PART
        if is_part and data.get("returned") is None and "returned" not in self.errors:
            self.add_error("returned", _("Write how much comes back."))
        return data


class GuaranteeForm(forms.Form):
    """The network's own words."""

    text = forms.CharField(
        label=_("What you guarantee"), max_length=8000, widget=text_area(24),
        help_text=_("Plain words: who answers, what for, how long. Lines that begin with - become a list."),
    )  # fmt: skip
    after = forms.IntegerField(min_value=0, max_value=32767, widget=forms.HiddenInput)
