"""What the list of articles may be narrowed down to, and which of them have a working copy."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Prefetch, Q
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import desk
from articles.admin.fields import admin_address
from articles.checklist.together import blocking
from articles.history.roles import WRITABLE
from articles.models import Article, TaggedArticle
from articles.querysets import HEAVY
from articles.reviewing import overview


def for_list(queryset):
    """Load what the list shows: no body; who paid with the row; authors, tags and copies in one query each."""
    tags = Prefetch("tagged", TaggedArticle.objects.select_related("tag"))
    copies = Prefetch("copies", Article.objects.only("original_id", "owner").select_related("owner"))
    rows = queryset.select_related(None).select_related("sponsorship")
    rows = rows.defer(*HEAVY, "sponsorship__statement", "sponsorship__domains")
    return rows.prefetch_related("bylines", tags, copies)


def copy_mark(article):
    """Return a link to the article's working copy, "" where there is none."""
    copy = next(iter(article.copies.all()), None)
    if copy is None:
        return ""
    words = _("Working copy of %s") % copy.owner if copy.owner else _("Working copy")
    address = admin_address("articles_article_change", copy.pk)
    return format_html('<a class="state state-copy copy-mark" href="{}">{}</a>', address, words)


class WhereItStands(admin.SimpleListFilter):
    """Where an article stands, with counts; all but the trash and working copies unless asked."""

    title = _("where it stands")
    parameter_name = "stands"

    def __init__(self, request, params, model, model_admin):
        self.user = request.user
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return [(key, label) for key, (label, _condition) in desk.STANDINGS.items()]

    def value(self):
        value = super().value()
        return value if value in desk.STANDINGS else "all"

    def queryset(self, request, queryset):
        return queryset.filter(desk.STANDINGS[self.value()][1](request.user))

    def choices(self, changelist):
        counted = {key: Count("pk", filter=condition(self.user)) for key, (_label, condition) in desk.STANDINGS.items()}
        counts = Article.objects.order_by().aggregate(**counted)
        for key, label in self.lookup_choices:
            yield {
                "selected": self.value() == key,
                "query_string": changelist.get_query_string({self.parameter_name: key}),
                "display": f"{label} ({counts[key]})",
            }


class WithFindings(admin.SimpleListFilter):
    """What the checklist would stop, among what is not before readers yet.

    The checklist is asked when somebody chooses this, and nothing is stored: its rules change with each version, and
    drafts are few. The number of queries does not grow with them.
    """

    title = _("checklist")
    parameter_name = "findings"

    def lookups(self, request, model_admin):
        return [("blocking", _("Not ready to publish"))]

    def queryset(self, request, queryset):
        if self.value() != "blocking":
            return queryset
        rows = Article.objects.filter(Q(status__in=WRITABLE) | desk.scheduled()).order_by("pk")
        return queryset.filter(pk__in=blocking(list(rows)))


class MedicalReview(admin.SimpleListFilter):
    """How articles stand with their reviews of the whole page; compared, like the checklist, when somebody asks."""

    title = _("medical review")
    parameter_name = "reviewed"

    def lookups(self, request, model_admin):
        return [
            (overview.NEVER, _("Never reviewed")),
            (overview.COUNTS, _("Reviewed as it is")),
            (overview.CHANGED, _("Changed since review")),
            (overview.OVERDUE, _("Overdue")),
        ]

    def queryset(self, request, queryset):
        return queryset.filter(overview.of_state(self.value())) if self.value() in overview.STATES else queryset


class ArticleChangeList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        return for_list(super().get_queryset(request, exclude_parameters))


class HasTreatment(admin.SimpleListFilter):
    title = _("treatment facts")
    parameter_name = "treatment"

    def lookups(self, request, model_admin):
        return [("yes", _("With")), ("no", _("Without"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(treatment__isnull=self.value() == "no")
        return queryset
