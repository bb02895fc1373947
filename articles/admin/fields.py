"""Form fields and widgets for tags and pictures."""

import csv

from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from js_asset import ImportMap, Media, Script
from taggit.forms import TagField

from articles.admin.words import WORDS
from articles.models import Image, Tag
from articles.models.tags import tag_key
from articles.text.keys import as_key

# Our own modules by name, so that each is loaded from the address that the host's static storage gives it.
MODULES = ImportMap(
    {
        f"articles/{name}": f"articles/{name}.js"
        for name in (
            "admin.ask", "admin.combobox", "admin.copies", "admin.crops", "admin.dialog", "admin.library",
            "admin.unsaved",
            "editor.count", "editor.find", "editor.kind", "editor.link", "editor.mend", "editor.mend.links",
            "editor.mend.lists", "editor.mend.marks", "editor.mend.tables", "editor.paste", "editor.picture",
            "editor.strip", "editor.surface", "editor.table",
        )
    }
)  # fmt: skip
LONGEST_TAG = Tag._meta.get_field("name").max_length


def script_media(*names):
    """Return the media of these module scripts of ours, with the import map they need."""
    return Media(importmap=MODULES, js=[Script(f"articles/{name}.js", type="module") for name in names])


def admin_address(name, *args):
    """Return the address of an admin page of ours, "" where the host registers no such admin."""
    try:
        return reverse(f"admin:{name}", args=args)
    except NoReverseMatch:
        return ""


def join_names(names):
    """Return the names as one line: commas between them, quotes around a name that holds one."""
    return ", ".join('"{}"'.format(name.replace('"', '""')) if {",", '"'} & set(name) else name for name in names)


def split_names(line):
    """Return the names of a line as `join_names` writes it: spaces belong to a name, a repeated name counts once."""
    rows = csv.reader([" ".join(line[:100_000].split())], skipinitialspace=True)
    names = (" ".join(name.split()) for row in rows for name in row)
    return list({tag_key(name): name for name in names if name}.values())


class TagsWidget(forms.TextInput):
    """A line of names, which a script turns into tokens with suggestions."""

    template_name = "articles/admin/tags_widget.html"

    def __init__(self, attrs=None):
        super().__init__({"class": "vLargeTextField articles-tags-line"} | (attrs or {}))

    def format_value(self, value):
        if value is None or isinstance(value, str):
            return value or ""
        return join_names([tag.name for tag in value])

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        line = context["widget"]["value"] or ""
        context["widget"]["data_id"] = f"{context['widget']['attrs'].get('id', name)}_tags"
        context["widget"]["tags"] = {
            "names": split_names(line),
            "suggestions": admin_address("articles_tag_names"),
            "longest": LONGEST_TAG,
            "words": WORDS,
        }
        return context

    @property
    def media(self):
        return script_media("admin.tags")


class TagsField(TagField):
    """Names separated by commas; a name may hold spaces, and in quotes commas too."""

    widget = TagsWidget
    default_error_messages = {
        "too_long": _("“%(name)s…” is too long for a tag: at most %(limit)d characters."),
    }

    def clean(self, value):
        names = split_names(forms.CharField.clean(self, value))
        if long := next((name for name in names if len(name) > LONGEST_TAG), None):
            raise forms.ValidationError(
                self.error_messages["too_long"], "too_long", {"name": long[:40], "limit": LONGEST_TAG}
            )
        return names

    def has_changed(self, initial, data):
        return {tag_key(tag.name) for tag in initial or []} != {tag_key(name) for name in split_names(data or "")}


class PictureWidget(forms.TextInput):
    """The key of a library picture, which a script turns into a thumbnail and a way into the library."""

    template_name = "articles/admin/picture_widget.html"

    def __init__(self, attrs=None):
        super().__init__({"class": "articles-picture-key"} | (attrs or {}))

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        key = as_key(str(value or ""))
        picture = Image.objects.filter(pk=key).first() if key else None
        context["widget"]["data_id"] = f"{context['widget']['attrs'].get('id', name)}_picture"
        context["widget"]["picture"] = {
            "chosen": described(picture) if picture else None,
            **library_addresses(),
            "words": WORDS,
        }
        return context

    @property
    def media(self):
        return script_media("admin.pictures")


def library_addresses():
    """Return where the library's dialog looks for pictures and sends new ones."""
    return {
        "library": admin_address("articles_image_library"),
        "upload": admin_address("articles_image_upload"),
    }


def described(image):
    """Return what the library's dialog shows of a picture."""
    return {
        "id": image.pk,
        "name": str(image),
        "alt": image.default_alt,
        "caption": image.caption,
        "credit": image.credit,
        "width": image.width,
        "height": image.height,
        "src": picture_address(image),
        "thumbnail": picture_address(image, "1x1"),
    }


def picture_address(image, crop="full"):
    """Return the address of the picture in a crop, "" for a row without a file."""
    shown = image.shown(crop)
    return shown.src if shown else ""
