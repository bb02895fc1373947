"""The admin of the publication: one row, so one form."""

from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Article, Publication


@admin.register(Publication)
class PublicationAdmin(DeskAdmin):
    fieldsets = [
        (None, {"fields": ["name", "tagline", "about", "disclaimer"]}),
        (_("Pictures"), {"fields": ["logo", "default_share_image"]}),
        (_("Home page and lists"), {"fields": ["lead_article", "list_count", "related_count"]}),
    ]
    autocomplete_fields = ["lead_article"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not Publication.objects.exists():
            Publication.load().save()
        return redirect("admin:articles_publication_change", 1)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "lead_article":
            kwargs["queryset"] = Article.objects.originals()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
