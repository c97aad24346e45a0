"""Between what somebody typed and a draft: kept word for word, checked when it is sent."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from providers.forms import OfferForm
from providers.models import Offer, OfferRevision

# More than any field takes: what is longer is no service's text.
LONGEST = 10_000
MOST_VALUES = 20


def typed_in(sent: QueryDict) -> dict[str, list[str]]:
    """What was typed into the fields of an offer, as it can be kept: the rest of a form is not ours."""
    return {
        name: [value.replace("\0", "")[:LONGEST] for value in sent.getlist(name)[:MOST_VALUES]]
        for name in OfferForm.Meta.fields
        if name in sent
    }


def form_of(offer: Offer, revision: OfferRevision | None) -> OfferForm:
    """The form with what is kept of a version, unchecked; with what is published when nothing is."""
    if revision is None or not revision.typed:
        return OfferForm(instance=offer, edition=revision.edition if revision else 0)
    return OfferForm(instance=offer, edition=revision.edition, initial=as_initial(revision.typed))


def as_initial(typed: Mapping[str, list[str]]) -> dict[str, Any]:
    """What was typed as a form shows it."""
    several = {"questions"}
    shown: dict[str, Any] = {name: list(typed.get(name, ())) for name in several}
    shown |= {name: (values or [""])[0] for name, values in typed.items() if name not in several}
    # A box that was not ticked is not sent.
    return {"is_single_purpose": "is_single_purpose" in typed, **shown}


def checked_form(offer: Offer, revision: OfferRevision) -> OfferForm:
    """The form that holds a version against every rule: what is typed in it, or what is published."""
    return OfferForm(as_sent(offer, revision), instance=offer, edition=revision.edition)


def as_sent(offer: Offer, revision: OfferRevision) -> QueryDict:
    """A version as a browser would send it."""
    sent = QueryDict(mutable=True)
    typed = revision.typed or typed_of(offer)
    for name, values in typed.items():
        sent.setlist(name, values)
    sent["edition"] = str(revision.edition)
    return sent


def typed_of(offer: Offer) -> dict[str, list[str]]:
    """What is published as somebody would type it."""
    form, typed = OfferForm(instance=offer), {}
    for name in OfferForm.Meta.fields:
        value = form[name].value()
        values = value if isinstance(value, list) else [value]
        typed[name] = [str(each) for each in values if each is not None and each is not False]
    return {name: values for name, values in typed.items() if values}
