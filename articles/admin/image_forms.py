"""The forms of a picture: a new one with its file, and one of the library whose file may be replaced."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import gallery
from articles.admin.in_use import link_to
from articles.pictures import MAX_BYTES, PictureError

DESCRIPTION = ["name", "default_alt", "caption", "credit"]


class UploadForm(forms.ModelForm):
    upload = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("JPEG, PNG, WebP or AVIF. Where it was taken, and with what, is removed from the file."),
    )

    def clean(self):
        """Ask the gallery here, so that what it refuses stands next to the field."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        file = cleaned["upload"]
        try:
            image = gallery.add(file.read(MAX_BYTES + 1), name=cleaned["name"] or file.name)
        except PictureError as error:
            raise ValidationError({"upload": str(error)}) from None
        self.instance = image
        return cleaned | {name: cleaned[name] or getattr(image, name) for name in DESCRIPTION}


class PictureForm(forms.ModelForm):
    replacement = forms.FileField(
        label=_("Replace the file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_(
            "Every article that shows this picture shows the new file at once; name, texts and uses stay. The former "
            "file is deleted a day later, when no open page needs it any more. This cannot be undone: keep a copy of "
            "the former file if you may want it back."
        ),
    )
    forget = forms.BooleanField(
        label=_("Delete the former file at once"),
        required=False,
        help_text=_("For a picture that nobody may see any longer, such as a patient’s photo."),
    )
    is_replaced = is_centred = False

    def full_clean(self):
        """Replace the file once everything else is right; what the gallery refuses stands next to the field."""
        super().full_clean()
        file = self.is_bound and not self.errors and self.cleaned_data.get("replacement")
        if not file:
            return
        try:
            forget = self.cleaned_data.get("forget", False)
            self.is_centred = gallery.replace(self.instance, file.read(MAX_BYTES + 1), forget=forget)
        except gallery.InLibrary as error:
            self.add_error("replacement", format_html("{} {}", str(error), link_to(error.twin)))
        except PictureError as error:
            self.add_error("replacement", str(error))
        else:
            self.is_replaced = True
