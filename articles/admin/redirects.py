"""The admin of redirects, and their entries in the log."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskAdmin
from articles.models import Act, Redirect


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    fields = ["path", "article", "address"]
    autocomplete_fields = ["article"]
    list_display = ["path", "leads_to", "created_at"]
    list_select_related = ["article"]
    search_fields = ["path", "address", "article__title"]
    date_hierarchy = "created_at"

    @admin.display(description=_("leads to"))
    def leads_to(self, redirect):
        if redirect.article is None:
            return redirect.address
        if redirect.target is None:
            return format_html("{} <em>({})</em>", redirect.article, _("not public: readers find no page"))
        return redirect.article

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self._note(request, obj, f"{obj.path} → {obj.address or obj.article}")

    def delete_model(self, request, obj):
        self._note(request, obj, _("%s leads nowhere now.") % obj.path)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for redirect in queryset:
            self.delete_model(request, redirect)

    def _note(self, request, redirect, detail):
        Act.record(Act.Verb.REDIRECTED, redirect.article, request.user, subject=redirect.path, detail=detail)
