"""The admin of sources: one work, many articles."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.in_use import LISTED, InUseAdmin, use_list
from articles.admin.inlines import age_hint
from articles.models import Article, Citation, Source
from articles.models.trust import OLD
from articles.sourcing import merge
from articles.text.identifiers import is_doi, tidy_doi, tidy_pmid

LONGEST_ADDRESS = 1000  # an address with the number in it is pasted as it is


class SourceForm(forms.ModelForm):
    doi = forms.CharField(
        label="DOI", required=False, max_length=LONGEST_ADDRESS, help_text=Source._meta.get_field("doi").help_text
    )
    pmid = forms.CharField(
        label="PMID", required=False, max_length=LONGEST_ADDRESS, help_text=Source._meta.get_field("pmid").help_text
    )

    url = forms.URLField(
        label=_("Address"),
        required=False, max_length=LONGEST_ADDRESS, assume_scheme="https",
    )  # fmt: skip

    def clean_doi(self):
        return tidy_doi(self.cleaned_data["doi"])

    def clean_pmid(self):
        return tidy_pmid(self.cleaned_data["pmid"])


class AgeFilter(admin.SimpleListFilter):
    title = _("age")
    parameter_name = "age"

    def lookups(self, request, model_admin):
        return [
            ("old", _("More than %d years") % OLD),
            ("new", _("At most %d years") % OLD),
            ("no", _("Without a year")),
        ]

    def queryset(self, request, queryset):
        first = timezone.localdate().year - OLD
        conditions = {"old": Q(year__lt=first), "new": Q(year__gte=first), "no": Q(year=None)}
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


class CitedFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "cited"

    def lookups(self, request, model_admin):
        return [("yes", _("Cited")), ("no", _("Not cited"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(cited__gt=0) if self.value() == "yes" else queryset.filter(cited=0)
        return queryset


@admin.register(Source)
class SourceAdmin(InUseAdmin):
    form = SourceForm
    fieldsets = [
        (None, {"fields": ["text", ("kind", "year"), "url", ("doi", "pmid")]}),
    ]
    readonly_fields = ["cited_by"]
    list_display = ["short", "kind", "year", "age", "doi", "pmid", "articles"]
    list_filter = ["kind", AgeFilter, CitedFilter]
    search_fields = ["text", "doi", "pmid"]
    ordering = ["text", "pk"]
    actions = ["merge_sources"]

    def get_queryset(self, request):
        originals = Q(citations__article__original=None)
        return super().get_queryset(request).annotate(cited=Count("citations", filter=originals))

    def get_search_results(self, request, queryset, search_term):
        """Find a work by its DOI or PMID in whatever form that is pasted."""
        doi, pmid = tidy_doi(search_term), tidy_pmid(search_term)
        if is_doi(doi):
            return queryset.filter(doi=doi), False
        if pmid != search_term.strip():
            return queryset.filter(pmid=pmid), False
        return super().get_search_results(request, queryset, search_term)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "text":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, (_("Articles"), {"fields": ["cited_by"]})] if obj else fieldsets

    @admin.display(description=_("source"), ordering="text")
    def short(self, source):
        return source.short

    @admin.display(description=_("age"), ordering=F("year").desc())
    def age(self, source):
        return age_hint(source)

    @admin.display(description=_("articles"), ordering="cited")
    def articles(self, source):
        return source.cited

    @admin.display(description=_("cited by"))
    def cited_by(self, source):
        rows = Article.objects.originals().filter(citations__source=source).order_by("title", "pk")
        return use_list(rows.only("title", "original")[:LISTED], source.cited)

    def uses(self, sources):
        """Return by source the articles that cite it, working copies too: they keep the source as well."""
        cited = {source.pk: [] for source in sources}
        rows = Citation.objects.filter(source__in=cited).select_related("article").order_by("article__title", "article")
        for citation in rows.only("source", "article__title", "article__original"):
            cited[citation.source_id].append(citation.article)
        return cited

    @admin.action(permissions=["delete"], description=_("Merge the selected sources into one"))
    def merge_sources(self, request, queryset):
        """Ask which of the sources stays, then put it in the place of the others."""
        sources = list(queryset.order_by("-cited", "text", "pk"))
        if len(sources) < 2:
            self.message_user(request, _("Select the sources that are the same work: two or more."), messages.WARNING)
            return None
        into = next((source for source in sources if str(source.pk) == request.POST.get("into")), None)
        if into is None:
            context = self.admin_site.each_context(request) | {
                "title": _("Which source stays?"),
                "sources": sources,
                "opts": self.opts,
                "media": self.media,
                "action_checkbox_name": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "articles/admin/merge_sources.html", context)
        try:
            count, stayed = merge(sources, into, request.user)
        except PermissionDenied as error:
            self.message_user(request, str(error), messages.ERROR)
            return None
        changed = ngettext("%d article changed.", "%d articles changed.", count) % count
        if len(stayed) < len(sources) - 1:
            words = _("“%(into)s” took the place of the others. %(changed)s")
            self.message_user(request, words % {"into": into.short, "changed": changed}, messages.SUCCESS)
        if stayed:
            words = _(
                "%(others)s stayed: an article cites it beside “%(into)s”, and its text counts on both numbers. Take "
                "one of the two out of its list, mend the numbers in its text, and merge again."
            )
            others = get_text_list([f"“{source.short}”" for source in stayed], _("and"))
            self.message_user(request, words % {"others": others, "into": into.short}, messages.WARNING)
        return None
