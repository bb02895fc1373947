"""The admin of articles."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Prefetch
from django.urls import NoReverseMatch, path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import endpoints, related
from articles.admin.article_form import ArticleForm
from articles.admin.base import DeskAdmin
from articles.admin.parts import BylineInline, RelatedPickInline, TreatmentInline
from articles.admin.states import state_of
from articles.history.publish import publish, withdraw
from articles.models import Article, TaggedArticle
from articles.querysets import HEAVY, Status


class ArticleChangeList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        """Load what the list shows: no body, authors and tags in one query each."""
        tags = Prefetch("tagged", TaggedArticle.objects.select_related("tag"))
        return super().get_queryset(request, exclude_parameters).defer(*HEAVY).prefetch_related("bylines", tags)


class HasTreatment(admin.SimpleListFilter):
    title = _("treatment facts")
    parameter_name = "treatment"

    def lookups(self, request, model_admin):
        return [("yes", _("With")), ("no", _("Without"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(treatment__isnull=self.value() == "no")
        return queryset


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    form = ArticleForm
    inlines = [BylineInline, TreatmentInline, RelatedPickInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "standfirst", "body", "seen_version"], "classes": ["writing"]}),
        (_("Publishing"), {"fields": ["status", "published_at", "expires_at", "updated_at"], "classes": ["aside"]}),
        (_("Lead picture"), {"fields": ["lead_image", "lead_alt", "lead_is_decorative"], "classes": ["aside"]}),
        (_("Tags"), {"fields": ["tags"], "classes": ["aside"]}),
        (
            _("Search engines and social networks"),
            {
                "classes": ["aside", "collapse"],
                "fields": [
                    "seo_title", "seo_description", "share_image", "canonical_url", "is_indexable", "is_suggestable",
                ],
            },
        ),
    ]  # fmt: skip
    list_display = ["title_or_untitled", "state", "by", "tagged_with", "published", "saved"]
    list_filter = [
        "status",
        ("authors", admin.RelatedOnlyFieldListFilter),
        ("tags", admin.RelatedOnlyFieldListFilter),
        HasTreatment,
    ]
    search_fields = ["title", "standfirst"]
    date_hierarchy = "published_at"
    ordering = ["-saved_at"]
    actions = ["publish_now", "withdraw_now"]

    # What the list shows

    def get_changelist(self, request, **kwargs):
        return ArticleChangeList

    @admin.display(description=_("title"), ordering="title")
    def title_or_untitled(self, article):
        return str(article)

    @admin.display(description=_("status"), ordering="status")
    def state(self, article):
        return format_html('<span class="state state-{}">{}</span>', *state_of(article))

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
            if (own := request.GET.get("not", "")).isdecimal():
                queryset = queryset.exclude(pk=own)
            if request.GET.get("model_name") == "publication":
                queryset = queryset.published()
        return super().get_search_results(request, queryset, search_term)

    # Who may do what

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_article")

    def _is_out_of_reach(self, request, article):
        """Whether only a publisher may touch it: what readers see, saw or will see."""
        before_readers = (Status.DRAFT, Status.IN_REVIEW)
        return article is not None and article.status not in before_readers and not self.has_publish_permission(request)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self._is_out_of_reach(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self._is_out_of_reach(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return [] if self.has_publish_permission(request) else ["published_at", "expires_at", "updated_at"]

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.may_publish = self.has_publish_permission(request)
        form.race = getattr(request, "race", [])
        return form

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save; when somebody else's save came between check and writing, check again and show the form, all kept."""
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
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """Save with the status it had: `save_related` moves it, once everything of the article is stored."""
        if not change:
            obj.owner = request.user
        obj.wanted_status = Status(obj.status)
        if obj.wanted_status in (Status.PUBLISHED, Status.WITHDRAWN):
            obj.status = form.status_before
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        article = form.instance
        if article.wanted_status != article.status:
            if article.wanted_status == Status.PUBLISHED:
                publish(article, user=request.user, at=article.published_at)
            elif article.wanted_status == Status.WITHDRAWN:
                withdraw(article, user=request.user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change:
            may_change = self.has_change_permission(request, obj)
            context["suggestions_panel"] = related.panel(request, obj, may_change)
            context["media"] += related.panel_media()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def view_on_site(self, article):
        try:
            return article.get_absolute_url() if article.is_public else reverse("articles:preview", args=[article.pk])
        except NoReverseMatch:
            return None

    def get_urls(self):
        titles = self.admin_site.admin_view(endpoints.articles_by_title)
        why_not = self.admin_site.admin_view(related.why_not_here)
        return [
            path("titles/", titles, name="articles_article_titles"),
            path("<int:pk>/why-not/", why_not, {"article_admin": self}, name="articles_article_why_not"),
            *super().get_urls(),
        ]

    # Actions

    def _each(self, request, queryset, act, done):
        count = 0
        for article in queryset.originals():
            try:
                act(article, user=request.user)
                count += 1
            except PermissionDenied as error:
                self.message_user(request, str(error), messages.ERROR)
                return
            except (ValidationError, IntegrityError) as error:
                why = " ".join(error.messages) if isinstance(error, ValidationError) else _("Open it and save it once.")
                words = _("“%(article)s” stays as it was. %(why)s") % {"article": article, "why": why}
                self.message_user(request, words, messages.ERROR)
        if count:
            self.message_user(request, done(count), messages.SUCCESS)

    @admin.action(permissions=["publish"], description=_("Publish the selected articles now"))
    def publish_now(self, request, queryset):
        self._each(
            request, queryset, publish,
            lambda count: ngettext("%d article is published.", "%d articles are published.", count) % count,
        )  # fmt: skip

    @admin.action(permissions=["publish"], description=_("Withdraw the selected articles from readers"))
    def withdraw_now(self, request, queryset):
        self._each(
            request, queryset, withdraw,
            lambda count: ngettext("%d article is withdrawn.", "%d articles are withdrawn.", count) % count,
        )  # fmt: skip
