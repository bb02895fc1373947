"""The log of acts: who did what, when; read by those who may publish, written by the acts alone."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.base import RecordAdmin
from articles.admin.fields import admin_address
from articles.models import Act


@admin.register(Act)
class ActAdmin(RecordAdmin):
    read_permission = "articles.publish_article"
    list_display = ["happened_at", "who", "verb", "what", "detail"]
    list_display_links = None
    list_filter = ["verb", ("user", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "article"]
    search_fields = ["subject", "detail"]
    date_hierarchy = "happened_at"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("article__body", "article__contents")

    @admin.display(description=_("who"), ordering="user")
    def who(self, act):
        return act.user or _("The system")

    @admin.display(description=_("what"), ordering="subject")
    def what(self, act):
        if act.article is None:
            return act.subject
        address = admin_address("articles_article_change", act.article_id)
        return format_html('<a href="{}">{}</a>', address, act.subject)
