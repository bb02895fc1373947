"""The admin of the publication: one row, so one form."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.base import DeskAdmin
from articles.admin.editor import EditorWidget
from articles.models import Article, Publication
from articles.models.site import ABOUT_PAGES
from articles.related.refreshing import pending

WORDS_OF_ARTICLES = {"stop_words", "synonyms"}


@admin.register(Publication)
class PublicationAdmin(DeskAdmin):
    fieldsets = [
        (None, {"fields": ["name", "tagline", "about", "disclaimer"]}),
        (_("Pictures"), {"fields": ["logo", "default_share_image"]}),
        (_("Home page and lists"), {"fields": ["lead_article", "list_count"]}),
        (
            _("Related articles"),
            {"fields": ["related_count", "related_threshold", "related_by_author", "stop_words", "synonyms"]},
        ),
        (_("Medical reviews"), {"fields": ["review_months", "suggests_overdue"]}),
        (_("Pages about the publication"), {"fields": [*ABOUT_PAGES, "contact_email"], "classes": ["collapse"]}),
        (_("The editors' desk"), {"fields": ["reading_grade", "trash_days"]}),
    ]
    autocomplete_fields = ["lead_article"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ABOUT_PAGES:
            kwargs["widget"] = EditorWidget()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        if not Publication.objects.exists():
            Publication.load().save()
        return redirect("admin:articles_publication_change", 1)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        request.words_changed = not WORDS_OF_ARTICLES.isdisjoint(form.changed_data)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save; once that is done, tell how many articles have yet to follow the words."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if getattr(request, "words_changed", False) and (left := pending()):
            words = ngettext(
                "%d article has yet to be weighed with the new words, and is, little by little, as you save articles. "
                "“manage.py refresh” does it at once.",
                "%d articles have yet to be weighed with the new words, and are, little by little, as you save "
                "articles. “manage.py refresh” does it at once.",
                left,
            )
            self.message_user(request, words % left, messages.INFO)
        return response

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "lead_article":
            kwargs["queryset"] = Article.objects.originals()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
