"""The admin of tags."""

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.admin import endpoints
from articles.admin.base import DeskAdmin
from articles.models import Tag


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    fields = ["name", "slug", "description", "image"]
    list_display = ["name", "slug", "articles"]
    search_fields = ["name", "description"]
    ordering = ["name"]

    def get_queryset(self, request):
        originals = Q(tagged__content_object__original=None)
        return super().get_queryset(request).annotate(articles=Count("tagged", filter=originals))

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
