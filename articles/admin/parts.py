"""The rows that belong to an article: bylines, treatment, related articles."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Byline, RelatedPick, Treatment


class PartForm(forms.ModelForm):
    """A row that counts once one of its `tells` is filled in; a row emptied of them is removed."""

    tells: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.tells:
            self.fields[name].required = False

    def has_changed(self):
        if self.instance._state.adding and not any(self[name].value() for name in self.tells):
            return False
        return super().has_changed()

    def clean(self):
        cleaned = super().clean()
        tells = [cleaned.get(name) for name in self.tells if name not in self.errors]
        if len(tells) == len(self.tells) and not any(value not in (None, "") for value in tells):
            return {"DELETE": True}
        return cleaned


class BylineForm(PartForm):
    tells = ("author",)


class RelatedPickForm(PartForm):
    tells = ("other",)


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


class PartFormSet(BaseInlineFormSet):
    def get_unique_error_message(self, unique_check):
        return next(
            (
                constraint.get_violation_error_message()
                for constraint in self.model._meta.constraints
                if set(getattr(constraint, "fields", ())) == set(unique_check)
            ),
            super().get_unique_error_message(unique_check),
        )


class PartInline(admin.options.InlineModelAdmin):
    """An inline that whoever may change the article may change."""

    formset = PartFormSet
    extra = 1

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Leave one button next to a choice, the one that adds a new author: more would crowd the row."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            formfield.widget.can_change_related = formfield.widget.can_delete_related = False
            formfield.widget.can_view_related = False
            formfield.widget.can_add_related &= db_field.related_model is not Article
        return formfield

    def _may_change_article(self, request, obj):
        article_admin = self.admin_site.get_model_admin(Article)
        return article_admin.has_change_permission(request, obj) if obj else article_admin.has_add_permission(request)

    has_add_permission = has_change_permission = has_delete_permission = lambda self, request, obj=None: (
        self._may_change_article(request, obj)
    )

    def has_view_permission(self, request, obj=None):
        return self.admin_site.get_model_admin(Article).has_view_permission(request, obj)


class BylineInline(PartInline, admin.TabularInline):
    model = Byline
    form = BylineForm
    fields = ["author", "position"]
    autocomplete_fields = ["author"]
    verbose_name_plural = _("Authors, in order of position")


class OtherArticleSelect(AutocompleteSelect):
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


class TreatmentInline(PartInline, admin.StackedInline):
    model = Treatment
    form = TreatmentForm
    max_num = 1
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

    def get_formset(self, request, obj=None, **kwargs):
        """Fold the facts away where there are none."""
        has_facts = obj is not None and Treatment.objects.filter(article=obj).exists()
        self.classes = [] if has_facts else ["collapse"]
        return super().get_formset(request, obj, **kwargs)
