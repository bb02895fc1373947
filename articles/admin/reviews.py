"""The record of medical reviews: read by the desk, written from the versions that were read alone."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.base import RecordAdmin
from articles.admin.reviewing import version_address
from articles.models import Review


@admin.register(Review)
class ReviewAdmin(RecordAdmin):
    read_permission = "articles.view_article"
    fields = [
        "article", "version", "name", "credentials", "reviewed_on", "scope", "of_sections", "evidence", "next_due_on",
        "user", "created_at",
    ]  # fmt: skip
    list_display = ["article", "signature", "reviewed_on", "scope", "of_sections", "next_due_on", "user"]
    list_filter = ["scope", ("reviewer", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["article", "user"]
    search_fields = ["article__title", "name", "credentials", "evidence"]
    date_hierarchy = "reviewed_on"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__body", "article__contents", "article__sections")

    @admin.display(description=_("reviewer"), ordering="name")
    def signature(self, review):
        return review.signature

    @admin.display(description=_("sections"))
    def of_sections(self, review):
        return ", ".join(f"“{name}”" for name in review.sections)

    @admin.display(description=_("version"))
    def version(self, review):
        return format_html('<a href="{}#record">{}</a>', version_address(review.revision), review.revision)
