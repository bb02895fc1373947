"""The admin of articles."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from articles.admin import (
    acting,
    autosaving,
    bulk,
    buttons,
    calendar,
    checking,
    colliding,
    commenting,
    confirming,
    duplicating,
    endpoints,
    history,
    lists,
    previews,
    related,
    relinking,
    reviewing,
    start,
    trusting,
)
from articles.admin.article_form import ArticleForm
from articles.admin.base import DeskAdmin
from articles.admin.fields import script_media
from articles.admin.inlines import BylineInline, CitationInline, RelatedPickInline, SponsorshipInline, TreatmentInline
from articles.admin.states import sponsored_mark, state_of
from articles.admin.taking_up import take_up
from articles.history import publish
from articles.history.roles import may_publish, may_write
from articles.models import Article, Review
from articles.querysets import Status
from articles.text.keys import as_key


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    form = ArticleForm
    inlines = [BylineInline, TreatmentInline, SponsorshipInline, CitationInline, RelatedPickInline]
    list_display = ["title_or_untitled", "state", "by", "tagged_with", "published", "saved"]
    list_filter = [
        lists.WhereItStands,
        lists.WithFindings,
        lists.MedicalReview,
        ("authors", admin.RelatedOnlyFieldListFilter),
        ("tags", admin.RelatedOnlyFieldListFilter),
        lists.HasTreatment,
    ]
    search_fields = ["title", "standfirst"]
    date_hierarchy = "published_at"
    ordering = ["-saved_at"]
    actions = [*bulk.actions(), duplicating.duplicate_one]

    # What the list shows

    def get_changelist(self, request, **kwargs):
        return lists.ArticleChangeList

    @admin.display(description=_("title"), ordering="title")
    def title_or_untitled(self, article):
        return format_html("{}{}", article, mark) if (mark := sponsored_mark(article)) else str(article)

    @admin.display(description=_("status"), ordering="status")
    def state(self, article):
        mark = lists.copy_mark(article)
        return format_html('<span class="state state-{}">{}</span> {}', *state_of(article), mark)

    @admin.display(description=_("published"), ordering="published_at")
    def published(self, article):
        return article.published_at and formats.date_format(timezone.localtime(article.published_at))

    @admin.display(description=_("saved"), ordering="saved_at")
    def saved(self, article):
        return _("%s ago") % timesince(article.saved_at, depth=1)

    @admin.display(description=_("authors"))
    def by(self, article):
        return ", ".join(byline.author.name for byline in article.bylines.all())

    @admin.display(description=_("tags"))
    def tagged_with(self, article):
        return ", ".join(sorted(tagged.tag.name for tagged in article.tagged.all()))

    def get_search_results(self, request, queryset, search_term):
        """Offer an autocomplete originals only, not the article that asks, and home's lead only what is public."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.originals().exclude(status=Status.TRASHED)
            if own := as_key(request.GET.get("not", "")):
                queryset = queryset.exclude(pk=own)
            if request.GET.get("model_name") == "publication":
                queryset = queryset.published()
        return super().get_search_results(request, queryset, search_term)

    # Who may do what

    def has_publish_permission(self, request):
        return may_publish(request.user)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or may_write(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        """Allow to delete for good what lies in the trash; everything else goes there first."""
        is_in_trash = obj is None or Status.TRASHED in (obj.status, obj.original and obj.original.status)
        return super().has_delete_permission(request, obj) and self.has_publish_permission(request) and is_in_trash

    def get_deleted_objects(self, objs, request):
        """List what goes with the article: its reviews too, which nobody may delete by themselves."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, missing - {Review._meta.verbose_name}, protected

    def delete_model(self, request, obj):
        publish.delete(obj, request.user)

    def get_actions(self, request, action_location=None):  # Django 5 knows no such place
        where = {} if action_location is None else {"action_location": action_location}
        found = super().get_actions(request, **where)
        found.pop("delete_selected", None)
        return found

    # The form

    def get_queryset(self, request):
        """Load along what an article has once; the form's rows take it from there."""
        return super().get_queryset(request).select_related("treatment", "sponsorship")

    def get_fieldsets(self, request, obj=None):
        """Show what the article's stage and the person's role call for."""
        stage, is_editor = buttons.stage_of(obj), self.has_publish_permission(request)
        may_change = obj is None or self.has_change_permission(request, obj)
        publishing, change, handover = [], [], []
        if is_editor and stage not in ("copy", "trashed"):
            publishing = ["published_at", "expires_at"]
        if is_editor and may_change and stage in ("live", "copy"):
            change = ["change_kind", "change_note", *(["changes_at"] if stage == "copy" else [])]
        if may_change and stage in ("new", "draft", "review", "copy"):
            handover = ["handover_note"]
        found = [
            (None, {"fields": ["title", "slug", "standfirst", "body", "seen_version"], "classes": ["writing"]}),
            (_("Publishing"), {"fields": publishing, "classes": ["aside"]}),
            (_("This change"), {"fields": change, "classes": ["aside"]}),
            (_("Handing over"), {"fields": handover, "classes": ["aside"]}),
            (_("Lead picture"), {"fields": ["lead_image", "lead_alt", "lead_is_decorative"], "classes": ["aside"]}),
            (_("Tags"), {"fields": ["tags"], "classes": ["aside"]}),
            (
                _("Search engines and social networks"),
                {
                    "classes": ["aside", "collapse"],
                    "fields": [
                        "seo_title", "seo_description", "share_image", "canonical_url", "is_indexable",
                        "is_suggestable",
                    ],
                },
            ),
        ]  # fmt: skip
        return [(title, options) for title, options in found if options["fields"]]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.race = getattr(request, "race", [])
        form.kept, form.user = getattr(request, "kept", None), request.user
        form.shown_asides = [name for _title, options in self.get_fieldsets(request, obj) for name in options["fields"]]
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return kwargs | ({"data": request.kept} if hasattr(request, "kept") else {})

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save; when somebody else's save came between check and writing, check again and show the form, all kept."""
        colliding.meet(request, object_id)
        if previews.is_asked(request):
            return previews.answer_unsaved(request, partial(super().changeform_view, request, object_id, form_url))
        take_up(request, self, object_id)
        for _attempt in range(2):
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except IntegrityError as error:
                problem = error
            except ValidationError as error:
                problem = error
                break
        clash = _("Somebody saved the same slug, author or related article just now. Your text is kept: save again.")
        request.race = problem.messages if isinstance(problem, ValidationError) else [clash]
        request.asks_for_confirmation = isinstance(problem, publish.TooMuchForATypo)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """Save; what readers see is remembered as it was, for the record of the change that `save_related` makes."""
        if not change:
            obj.owner = request.user
        obj.saved_by = request.user
        request.since = publish.before(obj.pk) if obj.status == Status.PUBLISHED else None
        request.savepoint = connection.savepoint() if buttons.COPY in request.POST else None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save the rows that belong to the article, then do what the button says."""
        super().save_related(request, form, formsets, change)
        previews.show_unsaved(request, form.instance)
        acting.act(request, form.instance, form.cleaned_data)

    def _response_to_save(self, request, response):
        autosaving.confirm(request)
        if "_popup" in request.POST or not hasattr(request, "shown"):
            return response
        for message in messages.get_messages(request):  # what Django says of every save
            del message
        if hasattr(request, "said"):
            self.message_user(request, request.said[1], request.said[0])
        address = reverse("admin:articles_article_change", args=[request.shown.pk])
        if getattr(request, "asks_for_confirmation", False):
            address += "?confirm=typo"
        return HttpResponseRedirect(address)

    def response_change(self, request, obj):
        return self._response_to_save(request, super().response_change(request, obj))

    def response_add(self, request, obj, post_url_continue=None):
        return self._response_to_save(request, super().response_add(request, obj, post_url_continue))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        may_change = obj is None or self.has_change_permission(request, obj)
        context["desk"] = acting.standing(request, obj) | commenting.conversation(request, obj)
        context["media"] += script_media("admin.comments")
        context["checklist_panel"] = checking.panel(obj, may_change)
        context["media"] += checking.panel_media()
        context["preview"] = previews.form_context(request, obj, may_change)
        context["media"] += previews.media()
        if may_change:
            context["unsaved"] = autosaving.beside(request, obj, context["adminform"].form.is_bound)
            context["media"] += autosaving.media() + colliding.media()
            context["collision"] = colliding.collision(self, request, context["adminform"].form)
        if change:
            context["may_duplicate"] = self.has_add_permission(request)
            context["suggestions_panel"] = related.panel(request, obj, may_change)
            context["reviews_panel"] = reviewing.panel(request, obj)
            context["media"] += related.panel_media()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def view_on_site(self, article):
        try:
            return article.get_absolute_url() if article.is_public else reverse("articles:preview", args=[article.pk])
        except NoReverseMatch:
            return None

    def history_view(self, request, object_id, extra_context=None):
        return history.listed(request, self, object_id)

    def get_urls(self):
        check = self.admin_site.admin_view(checking.check)
        titles = self.admin_site.admin_view(endpoints.articles_by_title)
        why_not = self.admin_site.admin_view(related.why_not_here)
        comment = self.admin_site.admin_view(commenting.add_comment)
        return [
            path("check/", check, {"article_admin": self}, name="articles_article_check_new"),
            path("<int:pk>/check/", check, {"article_admin": self}, name="articles_article_check"),
            path("titles/", titles, name="articles_article_titles"),
            path("<int:pk>/comment/", comment, name="articles_article_comment"),
            *autosaving.urls(self),
            *colliding.urls(self),
            *confirming.urls(self),
            *history.urls(self),
            *(
                pattern
                for room in (bulk, calendar, duplicating, relinking, reviewing, start, trusting)
                for pattern in room.urls(self)
            ),
            *previews.urls(self.admin_site),
            path("<int:pk>/why-not/", why_not, {"article_admin": self}, name="articles_article_why_not"),
            *super().get_urls(),
        ]
