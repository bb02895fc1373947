"""The rows that belong to an article: bylines, sources, treatment, who paid, related articles."""

from django import forms
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.parts import KnownSelect, LineForm, OnceInline, PartForm, PartFormSet, PartInline
from articles.models import Article, Byline, Citation, RelatedPick, Sponsorship, Treatment
from articles.querysets import HEAVY
from articles.text.hosts import host_of

HIGHEST_POSITION = 32_767  # what the column holds


class BylineForm(LineForm):
    tells = ("author", "interests")

    def clean(self):
        """Keep a row's words from going with the author it was emptied of; a row that says nothing is removed."""
        cleaned = super().clean()
        if "author" in self.errors or cleaned.get("DELETE") or cleaned.get("author"):
            return cleaned
        if not self.instance._state.adding and "interests" not in self.changed_data:
            return {"DELETE": True}
        self.add_error("author", _("Choose the author whose conflict of interest this is. Your words are kept."))
        return cleaned


class RelatedPickForm(LineForm):
    tells = ("other",)


class CitationForm(LineForm):
    tells = ("source",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and "position" in self.fields:
            self.initial["position"] = None


class TreatmentForm(PartForm):
    tells = ("name", "other_names", "cost_from", "cost_to", "currency", "per", "sessions", "downtime")

    def clean_currency(self):
        return self.cleaned_data["currency"].upper()

    def clean(self):
        cleaned = super().clean()
        low, high = cleaned.get("cost_from"), cleaned.get("cost_to")
        if low is not None and high is not None and low > high:
            self.add_error("cost_to", _("The upper cost is below the lower one. Change one of the two."))
        return cleaned


class SponsorshipForm(PartForm):
    tells = ("kind", "sponsor", "url", "statement", "domains")

    url = forms.URLField(
        label=capfirst(Sponsorship._meta.get_field("url").verbose_name),
        max_length=Sponsorship._meta.get_field("url").max_length,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("That is no web address. Write it whole, such as https://example.com/.")},
    )

    def clean_url(self):
        if (address := self.cleaned_data["url"]) and not host_of(address):
            raise forms.ValidationError(_("Readers could not open that address. Write it as https://example.com/."))
        return address


class BylineInline(PartInline, admin.TabularInline):
    model = Byline
    form = BylineForm
    fields = ["author", "interests", "position"]
    autocomplete_fields = ["author"]
    verbose_name_plural = _("Authors, in order of position")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if field := formset.form.base_fields.get("author"):
            field.widget.widget = KnownSelect(Byline._meta.get_field("author"), self.admin_site)
            field.widget.widget.choices = field.choices
        return formset


class CitationFormSet(PartFormSet):
    def save_new(self, form, commit=True):
        """Put a new source without a position last: the others keep the numbers that the text knows."""
        if not form.instance.position:
            taken = [row.cleaned_data.get("position") or 0 for row in self.forms if hasattr(row, "cleaned_data")]
            form.instance.position = min(max(taken, default=0) + 1, HIGHEST_POSITION)
        return super().save_new(form, commit)


class CitationInline(PartInline, admin.TabularInline):
    """The sources, each with the number it has in the text, as last saved, and a word on its age."""

    model = Citation
    form = CitationForm
    formset = CitationFormSet
    fields = ["number", "source", "position", "hint"]
    readonly_fields = ["number", "hint"]
    autocomplete_fields = ["source"]
    verbose_name_plural = _("Sources, in order of position: write [1] in the text for the first")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if field := formset.form.base_fields.get("source"):
            field.widget.widget = KnownSelect(Citation._meta.get_field("source"), self.admin_site)
            field.widget.widget.choices = field.choices
            field.widget.can_change_related = True
        rows = Citation.objects.filter(article=obj) if obj else Citation.objects.none()
        self.numbers = {pk: number for number, pk in enumerate(rows.values_list("pk", flat=True), 1)} if obj else {}
        return formset

    @admin.display(description=_("number"))
    def number(self, citation):
        return f"[{self.numbers[citation.pk]}]" if citation.pk in self.numbers else ""

    @admin.display(description=_("age"))
    def hint(self, citation):
        return age_hint(citation.source) if citation.source_id else ""


def age_hint(source):
    """Return a word on a source of more than five years, "" for any other."""
    if not source.is_old:
        return ""
    return (
        ngettext("%d year old: is there a newer one?", "%d years old: is there a newer one?", source.age) % source.age
    )


class OtherArticleSelect(KnownSelect):
    """An autocomplete that does not offer the article it belongs to."""

    own = None

    def get_url(self):
        return f"{super().get_url()}?not={self.own}" if self.own else super().get_url()


class RelatedPickInline(PartInline, admin.TabularInline):
    model = RelatedPick
    form = RelatedPickForm
    fk_name = "article"
    fields = ["other", "kind", "position"]
    autocomplete_fields = ["other"]
    verbose_name_plural = _("Related articles: pinned ones stand first, in order of position")

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("other")
        return rows.defer(*(f"other__{name}" for name in HEAVY))

    def get_formset(self, request, obj=None, **kwargs):
        """Offer originals, and not the article itself."""
        formset = super().get_formset(request, obj, **kwargs)
        if field := formset.form.base_fields.get("other"):
            field.queryset = Article.objects.originals()
            wrapper = field.widget
            wrapper.widget = OtherArticleSelect(RelatedPick._meta.get_field("other"), self.admin_site)
            wrapper.widget.choices = field.choices
            wrapper.widget.own = obj.pk if obj else None
        return formset


class TreatmentInline(OnceInline):
    model = Treatment
    form = TreatmentForm
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "other_names"),
                    ("cost_from", "cost_to", "currency", "per"),
                    ("sessions", "downtime"),
                ]
            },
        )
    ]


class SponsorshipInline(OnceInline):
    model = Sponsorship
    form = SponsorshipForm
    fieldsets = [(None, {"fields": [("kind", "sponsor", "url"), ("statement", "domains")]})]
