"""The two ways to say a voucher's code: typed or scanned into a field, or photographed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.orders import codes, photos
from catalog.orders.photos import Problem

LONGEST = 60
# A handheld scanner types the code and presses Enter; nobody wants yesterday's codes suggested.
TYPED = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "autofocus": True,
    "maxlength": LONGEST,
}


class CodeForm(forms.Form):
    """One code, whatever spaces, hyphens or look-alikes it is written with."""

    code = forms.CharField(
        label=_("Code of the voucher"),
        help_text=_("Sixteen letters and digits, in fours on the voucher. Spaces do not matter."),
        max_length=LONGEST,
        widget=forms.TextInput(attrs=TYPED),
        error_messages={
            "required": _("Write the code of the voucher, or read it with the scanner."),
            "max_length": _("This is longer than a code: sixteen letters and digits."),
        },
    )

    def clean_code(self) -> str:
        """The sixteen characters that were meant."""
        code = codes.normalise(self.cleaned_data["code"])
        if not code:
            raise ValidationError(_("A code has sixteen letters and digits. Check it and try again."))
        return code


DAMAGED = _("This photo has arrived damaged or in part. Take it again.")
PROBLEMS: dict[Problem, str | Promise] = {
    Problem.NO_PICTURE: _("This file is no photo. Choose a photo of the voucher, in JPEG or PNG."),
    Problem.HEIC: _("We cannot read photos in Apple's HEIC format. Take it anew from here, or send it as JPEG."),
    Problem.TOO_LARGE: _("This photo is too large: 12 MB and 25 megapixels at most. Take it at a lower resolution."),
    Problem.BROKEN: DAMAGED,
    Problem.NO_CODE: _(
        "We see no voucher in the photo. Hold the phone still a hand away, in good light without reflections,"
        " with the whole square and its white edge in the picture. Or write the code that stands under it."
    ),
    Problem.SEVERAL: _("There is more than one voucher in the photo. Photograph one at a time."),
}


class PhotoForm(forms.Form):
    """A photo of a voucher; once valid, `cleaned_data["code"]` is the code in it."""

    photo = forms.FileField(
        label=_("Photo of the voucher"),
        help_text=_("The black and white square, whole and in focus. The photo is not kept."),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
        error_messages={
            "required": _("Take or choose a photo of the voucher first."),
            "empty": DAMAGED,
        },
    )

    def clean(self) -> dict[str, Any]:
        """Read the code; what hinders is told in words, with the way round it."""
        data: dict[str, Any] = super().clean() or {}
        photo = data.get("photo")
        if photo is not None:
            try:
                data["code"] = read(photo)
            except photos.Unreadable as refusal:
                self.add_error("photo", str(PROBLEMS[refusal.problem]))
        return data


def read(photo: UploadedFile[Any]) -> str:
    """The code in an uploaded photo; raises Unreadable."""
    if photo.size is None or photo.size > photos.MOST_BYTES:
        raise photos.Unreadable(Problem.TOO_LARGE)
    return photos.code_in(photo)
