"""The admin of authors."""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Author


@admin.register(Author)
class AuthorAdmin(DeskAdmin):
    fieldsets = [
        (None, {"fields": ["name", "credentials", "role", "slug"]}),
        (_("For readers"), {"fields": ["portrait", "bio", "links"]}),
        (_("Account"), {"fields": ["user"]}),
    ]
    autocomplete_fields = ["user"]
    list_display = ["name", "credentials", "role", "articles", "user"]
    list_select_related = ["user"]
    search_fields = ["name", "credentials", "role"]
    ordering = ["name"]

    def get_queryset(self, request):
        originals = Q(bylines__article__original=None)
        return super().get_queryset(request).annotate(written=Count("bylines", filter=originals))

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def view_on_site(self, author):
        return author.get_absolute_url() if author.is_known_to_readers() else None

    @admin.display(description=_("articles"), ordering="written")
    def articles(self, author):
        return author.written
