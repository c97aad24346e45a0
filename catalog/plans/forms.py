"""What HR types about an open plan: the text of its regulation; and the nonce of forms."""

import uuid

from django import forms

from catalog.plans.models import Plan


def new_key() -> str:
    """A nonce: a form sent twice is written once."""
    return str(uuid.uuid4())


class RegulationForm(forms.ModelForm[Plan]):
    """The text that members read."""

    class Meta:
        model = Plan
        fields = ["regulation"]
        widgets = {"regulation": forms.Textarea(attrs={"rows": 20})}
