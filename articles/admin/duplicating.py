"""Make a new draft of an article, from its form or from the list."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.history.copies import duplicate
from articles.models import Article


def urls(article_admin):
    view = article_admin.admin_site.admin_view(require_POST(duplicate_it))
    return [path("<int:pk>/duplicate/", view, {"article_admin": article_admin}, name="articles_article_duplicate")]


def duplicate_it(request, pk, article_admin):
    article = get_object_or_404(Article, pk=pk)
    if not article_admin.has_view_permission(request, article):
        raise PermissionDenied
    made = duplicate(article, request.user)
    words = _("This is a new draft with everything that is on “%s”. Give it a title of its own.")
    messages.success(request, words % article)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[made.pk]))


@admin.action(permissions=["add"], description=_("Duplicate"))
def duplicate_one(article_admin, request, queryset):
    chosen = list(queryset.values_list("pk", flat=True)[:2])
    if len(chosen) != 1:
        article_admin.message_user(request, _("Select one article to duplicate."), messages.WARNING)
        return None
    return duplicate_it(request, chosen[0], article_admin)
