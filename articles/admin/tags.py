"""The admin of tags."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count, Q
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import endpoints
from articles.admin.base import DeskAdmin
from articles.admin.fields import admin_address
from articles.models import Tag
from articles.tagging import merge


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    readonly_fields = ["on"]
    list_display = ["name", "slug", "articles"]
    search_fields = ["name", "description"]
    ordering = ["name"]
    actions = ["merge_tags"]

    def get_queryset(self, request):
        originals = Q(tagged__content_object__original=None)
        return super().get_queryset(request).annotate(articles=Count("tagged", filter=originals))

    def get_fields(self, request, obj=None):
        return ["name", "slug", "description", "image", "review_months", *(["on"] if obj else [])]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def get_urls(self):
        names = path("names/", self.admin_site.admin_view(endpoints.tags_by_name), name="articles_tag_names")
        return [names, *super().get_urls()]

    def view_on_site(self, tag):
        return tag.get_absolute_url() if tag.is_known_to_readers() else None

    @admin.display(description=_("articles"), ordering="articles")
    def articles(self, tag):
        return tag.articles

    @admin.display(description=_("stands on"))
    def on(self, tag):
        words = ngettext("%d article", "%d articles", tag.articles) % tag.articles
        address = admin_address("articles_article_changelist")
        return format_html('<a href="{}?tags__id__exact={}">{}</a>', address, tag.pk, words)

    @admin.action(permissions=["delete"], description=_("Merge the selected tags into one"))
    def merge_tags(self, request, queryset):
        """Ask which of the tags stays, then put it in the place of the others."""
        tags = list(queryset.order_by("-articles", "name"))
        if len(tags) < 2:
            self.message_user(request, _("Select the tags that mean the same: two or more."), messages.WARNING)
            return None
        into = next((tag for tag in tags if str(tag.pk) == request.POST.get("into")), None)
        if into is None:
            context = self.admin_site.each_context(request) | {
                "title": _("Which tag stays?"),
                "tags": tags,
                "opts": self.opts,
                "media": self.media,
                "action_checkbox_name": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "articles/admin/merge_tags.html", context)
        count = merge(tags, into, request.user)
        others = get_text_list([f"“{tag}”" for tag in tags if tag != into], _("and"))
        changed = ngettext("%d article changed.", "%d articles changed.", count) % count
        words = _("%(others)s became “%(into)s”. %(changed)s Their addresses lead there.")
        self.message_user(request, words % {"others": others, "into": into, "changed": changed}, messages.SUCCESS)
        return None
