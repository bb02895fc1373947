"""What the rows that belong to an article share: they keep what was typed, and an empty one is none."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.forms.models import BaseInlineFormSet

from articles.admin.taking_up import ShowsKept
from articles.models import Article
from articles.text.keys import as_key


class KnownSelect(AutocompleteSelect):
    """An autocomplete that need not ask the database what its row's choice is called."""

    known = None

    def optgroups(self, name, value, attrs=None):
        if self.known is None or [str(each) for each in value] != [str(self.known.pk)]:
            # What no key can be would not even be looked for.
            possible = [each for each in value if each and as_key(str(each)) is not None]
            return super().optgroups(name, possible or [""], attrs)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.known)
        return [(None, [*blank, self.create_option(name, self.known.pk, label, True, len(blank))], 0)]


class PartForm(ShowsKept, forms.ModelForm):
    """A row that counts once one of its `tells` is filled in; a row emptied of them is removed."""

    tells: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in (*self.tells, "position"):
            if name in self.fields:
                self.fields[name].required = False
        for name, field in self.fields.items():
            select = getattr(field.widget, "widget", None)
            if isinstance(select, KnownSelect):
                select.known = getattr(self.instance, name, None)

    def clean_position(self):
        return self.cleaned_data["position"] or 0

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


class LineForm(PartForm):
    """A row of a table, whose column's heading does not name a field to those who cannot see it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-label", str(field.label))


class PartFormSet(ShowsKept, BaseInlineFormSet):
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


class OnceFormSet(PartFormSet):
    """Of the row that an article has once, if at all: it came with the article."""

    def get_queryset(self):
        rows = super().get_queryset()
        if self.instance.pk and rows._result_cache is None:
            row = getattr(self.instance, self.get_default_prefix(), None)
            rows._result_cache = [] if row is None else [row]
        return rows


class OnceInline(PartInline, admin.StackedInline):
    """What an article has once, if at all; folded away where it has not."""

    formset = OnceFormSet
    max_num = 1

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        self.classes = [] if hasattr(obj, formset.get_default_prefix()) else ["collapse"]
        return formset
