"""The admin of the library of pictures."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles import gallery
from articles.admin import endpoints
from articles.admin.base import DeskAdmin
from articles.admin.fields import picture_address, script_media
from articles.models import Article, Author, Image, Publication, Tag
from articles.pictures import MAX_BYTES, PictureError

DESCRIPTION = ["name", "default_alt", "caption", "credit"]


def uses_of(image):
    """Yield what shows the picture, as objects with an admin form: articles, authors, tags, the publication."""
    in_body = Article.objects.filter(body__contains=f'data-file="{image.pk}"')
    yield from (in_body | image.leads.all() | image.shares.all()).only("title").distinct().order_by("title")
    yield from Author.objects.filter(portrait=image)
    yield from Tag.objects.filter(image=image)
    yield from Publication.objects.filter(logo=image) | Publication.objects.filter(default_share_image=image)


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


@admin.register(Image)
class ImageAdmin(DeskAdmin):
    list_display = ["thumbnail", "name", "default_alt", "credit", "size", "created_at"]
    list_display_links = ["thumbnail", "name"]
    search_fields = DESCRIPTION
    date_hierarchy = "created_at"
    readonly_fields = ["picture", "size", "used_in", "created_at"]

    @property
    def media(self):
        return super().media + script_media("admin.focal")

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["upload", *DESCRIPTION]})]
        return [
            (None, {"fields": ["picture", *DESCRIPTION]}),
            (
                _("Focal point"),
                {
                    "fields": [("focal_x", "focal_y")],
                    "description": _("Click the picture where its subject is: crops keep that point in view."),
                },
            ),
            (_("About this picture"), {"fields": ["used_in", "size", "created_at"]}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, **({} if change else {"form": UploadForm}), **kwargs)

    def save_model(self, request, obj, form, change):
        """Write only what the form holds: renditions may be recorded meanwhile."""
        obj.save(update_fields=[name for name in form.cleaned_data if name != "upload"])
        if {"focal_x", "focal_y"} & set(form.changed_data):
            gallery.refocus(obj)

    def delete_model(self, request, obj):
        gallery.remove([obj])

    def delete_queryset(self, request, queryset):
        gallery.remove(queryset)

    def get_deleted_objects(self, objs, request):
        """Protect a picture that something shows: it is taken out there first."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        words = _("“%(image)s” is shown in: %(use)s")
        shown = [words % {"image": image, "use": use} for image in objs for use in uses_of(image)]
        return deleted, counts, missing, [*protected, *shown]

    @admin.display(description=_("picture"))
    def thumbnail(self, image):
        return format_html('<img src="{}" alt="" width="64" height="64" loading="lazy">', picture_address(image, "1x1"))

    @admin.display(description=_("picture"))
    def picture(self, image):
        source = picture_address(image)
        return format_html('<span class="articles-focal"><img src="{}" alt="{}"></span>', source, image.default_alt)

    @admin.display(description=_("size"))
    def size(self, image):
        return f"{image.width} × {image.height}"

    @admin.display(description=_("shown in"))
    def used_in(self, image):
        links = [
            (reverse(f"admin:{use._meta.app_label}_{use._meta.model_name}_change", args=[use.pk]), use)
            for use in uses_of(image)
        ]
        return format_html_join(", ", '<a href="{}">{}</a>', links) or _("nothing yet")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("library/", wrap(endpoints.library), name="articles_image_library"),
            path("upload/", wrap(endpoints.upload), name="articles_image_upload"),
            *super().get_urls(),
        ]
