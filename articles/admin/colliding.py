"""Two people saved the same article: show both texts side by side, keep both, and let the second one choose."""

from dataclasses import dataclass

from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from js_asset import Media

from articles.admin.rebasing import rebased
from articles.admin.states import who_saved
from articles.history.diff import Part, compare
from articles.history.snapshot import snapshot
from articles.history.versions import known_of
from articles.models import Article
from articles.querysets import Status
from articles.text.keys import as_key


@dataclass(frozen=True)
class Collision:
    """What the editor sees: who saved and when, what differs (None where that cannot be told), and the choice."""

    sentence: str
    version: int
    is_public: bool
    parts: list[Part] | None


def urls(article_admin):
    view = article_admin.admin_site.admin_view(require_POST(compare_unsaved))
    return [
        path("<int:pk>/unsaved/compare/", view, {"article_admin": article_admin}, "articles_article_compare_unsaved")
    ]


def media():
    return Media(css={"all": ["articles/admin.history.css"]})


def meet(request, object_id):
    """Put the rows of a form that was opened before the last save upon the rows there are now."""
    if request.method != "POST" or as_key(object_id or "") is None:
        return
    version = Article.objects.filter(pk=object_id).values_list("version", flat=True).first()
    if version and request.POST.get("seen_version") not in (None, "", str(version)):
        request.POST = rebased(request.POST, Article(pk=int(object_id)))


def collision(article_admin, request, form):
    """Return what to show when the form was refused because somebody saved meanwhile, None when it was not."""
    if not form.is_bound or not form.has_error(NON_FIELD_ERRORS, "stale"):
        return None
    theirs = Article.objects.select_related("saved_by").get(pk=form.instance.pk)
    is_public = theirs.status == Status.PUBLISHED
    parts = differences(article_admin, request, theirs.pk)
    return Collision(who_saved(theirs, request.user), theirs.version, is_public, parts)


def differences(article_admin, request, pk):
    """Return what differs between the article and what the posted form would make of it; nothing of that stays."""
    old, new = snapshot(Article.objects.get(pk=pk)), None
    try:
        with transaction.atomic():
            new = _as_posted(article_admin, request, pk)
            transaction.set_rollback(True)
    except IntegrityError:
        return None
    return compare(old, new, known_of(old, new))


def _as_posted(article_admin, request, pk):
    """Save what is right in the posted form, and return what that makes of the article."""
    article = Article.objects.get(pk=pk)
    fields = flatten_fieldsets(article_admin.get_fieldsets(request, article))
    form = article_admin.get_form(request, article, change=True, fields=fields)(request.POST, instance=article)
    formsets, _inlines = article_admin._create_formsets(request, article, change=True)
    form.is_valid()  # wrong or not: what is right in it is on the article now
    article.save()
    form._save_m2m()
    for formset in formsets:
        if formset.is_valid():
            formset.save()
    return snapshot(article)


def compare_unsaved(request, pk, article_admin):
    """Answer with what differs between the saved article and the posted form."""
    article = get_object_or_404(Article, pk=pk)
    if not article_admin.has_change_permission(request, article):
        raise PermissionDenied
    request.POST = rebased(request.POST, article)
    parts = differences(article_admin, request, pk)
    context = {"parts": parts, "old_name": _("Saved"), "new_name": _("Unsaved")}
    return JsonResponse({"html": render_to_string("articles/admin/_diff.html", context, request)})
