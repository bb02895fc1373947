"""What all admin classes here share."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper

from articles.admin.fields import PictureWidget
from articles.models import Image


def nonce_of(request):
    """Return the nonce of this answer's content security policy: django-csp's, Django 6's own, or None."""
    return getattr(request, "csp_nonce", getattr(request, "_csp_nonce", None))


def with_nonce(request, context):
    """Have the scripts of the context's media carry this answer's nonce."""
    if hasattr(context.get("media"), "with_nonce"):
        context["media"] = context["media"].with_nonce(nonce_of(request))


class DeskAdmin(admin.ModelAdmin):
    """A model admin whose pictures are chosen from the library and whose scripts carry the policy's nonce."""

    list_per_page = 50
    show_full_result_count = False

    class Media:
        css = {"all": ["articles/admin.css"]}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.is_relation and db_field.related_model is Image and db_field.many_to_one:
            kwargs["widget"] = PictureWidget()
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            inner = formfield.widget.widget
            if isinstance(inner, PictureWidget):
                formfield.widget = inner
            else:
                formfield.widget.can_delete_related = False
        return formfield

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        with_nonce(request, getattr(response, "context_data", None) or {})
        return response

    def render_change_form(self, request, context, *args, **kwargs):
        with_nonce(request, context)
        return super().render_change_form(request, context, *args, **kwargs)


class RecordAdmin(DeskAdmin):
    """An admin for what acts alone write: who holds `read_permission` sees it, and nobody changes it here."""

    read_permission: str

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(self.read_permission)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
