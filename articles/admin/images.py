"""The admin of the library of pictures."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.views.main import ChangeList
from django.urls import path
from django.utils import formats, timezone
from django.utils.html import format_html, json_script
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import gallery
from articles.admin import endpoints, image_endpoints
from articles.admin.fields import admin_address, picture_address, script_media
from articles.admin.image_forms import DESCRIPTION, PictureForm, UploadForm
from articles.admin.in_use import InUseAdmin, use_list
from articles.admin.words import WORDS
from articles.history.roles import may_publish
from articles.models import Article, Image
from articles.pictures import CROPS, MAX_BYTES

NO_COLUMN = {"upload", "replacement", "forget"}


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("yes", _("In use")), ("no", _("Unused"))]

    def queryset(self, request, queryset):
        return {"yes": gallery.used, "no": gallery.unused}.get(self.value(), lambda rows: rows)(queryset)


class AltFilter(admin.SimpleListFilter):
    title = _("alternative text")
    parameter_name = "alt"

    def lookups(self, request, model_admin):
        return [("no", _("Missing")), ("yes", _("Written"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return (queryset.filter if self.value() == "no" else queryset.exclude)(default_alt="")
        return queryset


class ImageChangeList(ChangeList):
    def get_results(self, request):
        """Count the uses of the whole page at once."""
        super().get_results(request)
        counts = gallery.use_counts(self.result_list)
        for image in self.result_list:
            image.use_counts = counts[image.pk]


@admin.register(Image)
class ImageAdmin(InUseAdmin):
    list_display = ["card", "uses_in_words", "alt", "size", "uploaded"]
    list_filter = [UseFilter, AltFilter]
    list_per_page = 48  # whole rows of two, three, four and six
    search_fields = DESCRIPTION
    date_hierarchy = "created_at"
    readonly_fields = ["picture", "size", "used_in", "created_at"]

    @property
    def media(self):
        return super().media + script_media("admin.focal", "admin.uploads")

    def get_changelist(self, request, **kwargs):
        return ImageChangeList

    def uses(self, images):
        return gallery.uses_of(images)

    def has_change_permission(self, request, obj=None):
        """Leave what readers see to who may publish: a new file, caption or credit shows there at once."""
        if not super().has_change_permission(request, obj) or obj is None or may_publish(request.user):
            return super().has_change_permission(request, obj)
        is_elsewhere = gallery.use_counts([obj])[obj.pk][1] > 0
        return not (is_elsewhere or Article.objects.published().filter(image_uses__image=obj).exists())

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["upload", *DESCRIPTION]})]
        may_change = self.has_change_permission(request, obj)
        return [
            (_("Focal point"), {"fields": ["picture", ("focal_x", "focal_y")], "classes": ["articles-focal-desk"]}),
            (_("Description"), {"fields": DESCRIPTION}),
            *([(_("File"), {"fields": ["replacement", "forget"]})] if may_change else []),
            (_("About this picture"), {"fields": ["used_in", "size", "created_at"]}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change=change, form=PictureForm if change else UploadForm, **kwargs)

    def save_model(self, request, obj, form, change):
        """Write only what the form holds: renditions may be recorded meanwhile."""
        obj.save(update_fields=[name for name in form.cleaned_data if name not in NO_COLUMN])
        if {"focal_x", "focal_y"} & set(form.changed_data):
            gallery.refocus(obj)
        if change and form.is_replaced:
            self._tell_replaced(request, obj, form.is_centred)

    def _tell_replaced(self, request, image, is_centred):
        articles = gallery.use_counts([image])[image.pk][0]
        words = ngettext(
            "The file is replaced; %d article shows the new one.",
            "The file is replaced; %d articles show the new one.",
            articles,
        )
        self.message_user(request, words % articles, messages.SUCCESS)
        if is_centred:
            words = _("The new file has another shape, so the focal point is in the middle again. Set it anew on “%s”.")
            self.message_user(request, words % image, messages.WARNING)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, self._with_uploads(request, extra_context, is_list=True))

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, self._with_uploads(request, extra_context))

    def _with_uploads(self, request, context, is_list=False):
        """Add what the page's uploads need, unless the user may add none or the page is a pop-up's."""
        if not self.has_add_permission(request) or IS_POPUP_VAR in request.GET:
            return context
        uploads = {
            "upload": admin_address("articles_image_upload"),
            "list": admin_address("articles_image_changelist"),
            "mostBytes": MAX_BYTES,
            "isList": is_list,
            "words": WORDS,
        }
        return {**(context or {}), "uploads": uploads}

    def delete_model(self, request, obj):
        gallery.remove([obj])

    def delete_queryset(self, request, queryset):
        gallery.remove(queryset)

    # What the list shows

    @admin.display(description=_("name"), ordering="name")
    def card(self, image):
        shown = gallery.picture_html(image, sizes="(max-width: 767px) 45vw, 13rem")
        return format_html(
            '<span class="articles-card">{}</span><span class="articles-card-name">{}</span>', shown, image
        )

    @admin.display(description=_("use"))
    def uses_in_words(self, image):
        articles, others = image.use_counts
        words = [ngettext("in %d article", "in %d articles", articles) % articles] if articles else []
        words += [ngettext("in %d other place", "in %d other places", others) % others] if others else []
        return ", ".join(words) or format_html('<span class="quiet">{}</span>', _("unused"))

    @admin.display(description=_("alternative text"), ordering="default_alt")
    def alt(self, image):
        return image.default_alt or format_html('<b class="articles-lacking">{}</b>', _("No alternative text"))

    @admin.display(description=_("uploaded"), ordering="created_at")
    def uploaded(self, image):
        return formats.date_format(timezone.localtime(image.created_at))

    @admin.display(description=_("size"), ordering="width")
    def size(self, image):
        return f"{image.width} × {image.height}"

    # What its own page shows

    @admin.display(description=_("picture"))
    def picture(self, image):
        source = picture_address(image)
        config = {
            "width": image.width,
            "height": image.height,
            "crops": {crop: shape for crop, shape in CROPS.items() if shape},
            "words": WORDS,
        }
        return format_html(
            '<span class="articles-focal"><img src="{}" alt="{}"></span>{}',
            source, image.default_alt, json_script(config, "articles-focal-config"),
        )  # fmt: skip

    @admin.display(description=_("shown in"))
    def used_in(self, image):
        uses = gallery.uses_of([image])[image.pk]
        return use_list(uses, len(uses))

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("library/", wrap(endpoints.library), name="articles_image_library"),
            path("upload/", wrap(image_endpoints.upload), name="articles_image_upload"),
            path("<int:pk>/describe/", wrap(image_endpoints.describe), name="articles_image_describe"),
            path("<int:pk>/take-back/", wrap(image_endpoints.take_back), name="articles_image_take_back"),
            *super().get_urls(),
        ]
