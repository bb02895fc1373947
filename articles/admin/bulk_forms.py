"""What the pages for many articles ask, beside whether it shall happen."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.admin.fields import TagsField
from articles.models import Author, Tag

PLACES = 4


class Confirm(forms.Form):
    """Nothing more than the button; `articles` are those chosen."""

    def __init__(self, data=None, articles=()):
        super().__init__(data)
        self.articles = articles


class AddTags(Confirm):
    tags = TagsField(
        label=_("Tags"),
        error_messages={"required": _("Write the tags to add.")},
        help_text=_("Separate them with commas. A name that is not known yet becomes a new tag."),
    )

    def clean_tags(self):
        """Demand a name: commas alone are none."""
        if not self.cleaned_data["tags"]:
            raise ValidationError(self.fields["tags"].error_messages["required"])
        return self.cleaned_data["tags"]


class RemoveTags(Confirm):
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.none(),
        label=_("Tags"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the tags to remove.")},
    )

    def __init__(self, data=None, articles=()):
        super().__init__(data, articles)
        keys = {tag.pk for article in articles for tag in article.tags.all()}
        self.fields["tags"].queryset = Tag.objects.filter(pk__in=keys)
        if not keys:
            self.fields["tags"].help_text = _("None of these articles has a tag.")


class SetAuthors(Confirm):
    def __init__(self, data=None, articles=()):
        super().__init__(data, articles)
        choices = [("", "---------"), *((author.pk, str(author)) for author in Author.objects.all())]
        labels = (_("First author"), _("Second author"), _("Third author"), _("Fourth author"))
        for place in range(PLACES):
            self.fields[f"author_{place}"] = forms.TypedChoiceField(
                label=labels[place], choices=choices, coerce=int, empty_value=None, required=False
            )

    def clean(self):
        cleaned = super().clean()
        keys = [cleaned[name] for name in self.fields if cleaned.get(name)]
        if not keys and not self.errors:
            raise ValidationError(_("Choose at least one author."))
        if len(set(keys)) < len(keys):
            raise ValidationError(_("You chose the same author twice."))
        found = Author.objects.in_bulk(keys)
        cleaned["authors"] = [found[key] for key in keys if key in found]
        return cleaned
