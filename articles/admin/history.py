"""An article's history for editors: the list of versions, two side by side, one as readers had it, and back to it."""

from functools import wraps

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from articles import glance, metadata
from articles.admin import reviewing
from articles.changelog import what_changed
from articles.history import copies, versions
from articles.history.diff import compare
from articles.models import Act, Article, Revision
from articles.querysets import Status
from articles.text.keys import as_key, possible
from articles.text.moments import moment

ACTS = 30  # the newest of the log, beside the list


def urls(article_admin):
    """Return the patterns of the pages below the list, which stands at Django's own address of a history."""

    def page(view, route, name):
        return path(f"<int:pk>/history/{route}", article_admin.admin_site.admin_view(view), name=name)

    return [
        page(_for(article_admin, require_GET(compared)), "compare/", "articles_article_compare"),
        page(
            _for(article_admin, require_http_methods(["GET", "HEAD", "POST"])(shown)),
            "<int:key>/",
            "articles_article_revision",
        ),
        page(
            _for(article_admin, require_http_methods(["GET", "HEAD", "POST"])(reverted)),
            "<int:key>/restore/",
            "articles_article_revert",
        ),
    ]


def _for(article_admin, view):
    """Have the view called with the article whose history the user may see; answer a refusal with a sentence."""

    @wraps(view)
    def checked(request, pk, **kwargs):
        article = get_object_or_404(Article.objects.select_related("original"), pk=pk)
        try:
            if not article_admin.has_view_or_change_permission(request, article.original or article):
                raise PermissionDenied(_("Your account may not see this article. Ask an editor."))
            if article.original_id:
                raise Http404(_("The history stands with the article itself, not with its working copy."))
            return view(request, article_admin, article, **kwargs)
        except PermissionDenied as error:
            return _page(request, article_admin, article, "refused", _("Not allowed"), status=403, reason=str(error))

    return checked


def _page(request, article_admin, article, template, title, status=200, **context):
    context |= article_admin.admin_site.each_context(request) | {
        "title": title,
        "article": article,
        "opts": article_admin.opts,
        "media": article_admin.media,
    }
    request.current_app = article_admin.admin_site.name
    return TemplateResponse(request, f"articles/admin/{template}.html", context, status=status)


def _address(name, article, *args):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


# The list


def listed(request, article_admin, object_id):
    """Show the versions, and the log of acts beside them; a working copy's history is its original's."""
    rows = article_admin.get_queryset(request).select_related("original", "saved_by")
    article = rows.filter(pk=as_key(unquote(object_id))).first()
    if article is None:
        return article_admin._get_obj_does_not_exist_redirect(request, article_admin.opts, object_id)
    if article.original_id:
        return HttpResponseRedirect(_address("history", article.original))
    if not article_admin.has_view_or_change_permission(request, article):
        reason = _("Your account may not see this article. Ask an editor.")
        return _page(request, article_admin, article, "refused", _("Not allowed"), status=403, reason=reason)
    found, page = versions.page_of_versions(article, request.GET.get("p"))
    copy = copies.copy_of(article)
    chosen = _chosen_at_first(found, copy)
    current = next((version for version in found if version.is_current), None)
    acts = list(Act.objects.filter(article=article).select_related("user")[: ACTS + 1])
    return _page(
        request, article_admin, article, "history", _("History of “%s”") % article,
        versions=found,
        page=page,
        page_range=page.paginator.get_elided_page_range(page.number),
        copy=copy,
        chosen=chosen,
        may_revert=copies.may_revert(request.user, article, copy),
        is_off_the_record=bool(current) and versions.is_off_the_record(article, current.revision),
        acts=acts[:ACTS],
        are_more_acts=len(acts) > ACTS,
        now_words=_now_in_words(article),
    )  # fmt: skip


def _chosen_at_first(found, copy):
    """Return the names of the two versions that the list offers to compare: the copy's changes, or the last ones."""
    if copy or not found:
        return {"old": versions.NOW, "new": versions.COPY}
    newest = found[0]
    old, new = (newest.before, newest.revision.pk) if newest.before else (newest.revision.pk, versions.NOW)
    return {"old": str(old), "new": str(new)}


def _now_in_words(article):
    if article.status != Status.PUBLISHED:
        return _("The article as it is now")
    return _("What readers have now") if article.is_public else _("What is scheduled now")


# Two versions side by side


def compared(request, article_admin, article):
    """Show what differs between `?old=` and `?new=`: keys of revisions, "now" or "copy"; the earlier stands first."""
    sides = [versions.side(article, request.GET.get(name, "")) for name in ("old", "new")]
    if None in sides or sides[0].name == sides[1].name:
        words = _("That version is no longer there.") if None in sides else _("Choose two different versions.")
        messages.warning(request, words)
        return HttpResponseRedirect(_address("history", article))
    old, new = sorted(sides, key=lambda side: side.order)
    copy = new.article if new.name == versions.COPY else copies.copy_of(article)
    is_what_publishing_does = (old.name, new.name) == (versions.NOW, versions.COPY)
    return _page(
        request, article_admin, article, "compare",
        _("What publishing will change") if is_what_publishing_does else _("Compare two versions"),
        old=_described(old, article),
        new=_described(new, article),
        parts=compare(old.snapshot, new.snapshot, versions.known_of(old.snapshot, new.snapshot)),
        is_behind=is_what_publishing_does and copy.original_version != article.version,
        may_revert=copies.may_revert(request.user, article, copy),
        copy=copy,
    )  # fmt: skip


def _described(side, article):
    """Return how a side is headed."""
    if side.revision:
        return {"revision": side.revision, "title": side.revision.get_kind_display()}
    if side.name == versions.COPY:
        return {"title": _("Working copy"), "row": side.article}
    return {"title": _now_in_words(article), "row": article}


# One version


def shown(request, article_admin, article, key):
    """Show a revision with the readers' own template, for no search engine, and beside it the form of its review."""
    revision = get_object_or_404(Revision.objects.select_related("user"), article=article, pk__in=possible([key]))
    beside, answer = reviewing.beside(request, revision)
    if answer:
        return answer
    current = Revision.objects.public().told().filter(article=article).first()
    reading = versions.read_version(revision)
    changes = what_changed(reading.article, reading.revisions)
    trail = [(reading.publication.name, reverse("articles:list")), (reading.article.title, request.path)]
    head = metadata.article(
        reading.article, reading.tags, reading.treatment, reading.publication, trail, request,
        sources=[each.source for each in reading.sources],
        changes=changes,
    )  # fmt: skip
    head.robots = metadata.NOINDEX
    response = TemplateResponse(
        request,
        "articles/admin/revision.html",
        {
            "article": reading.article,
            "publication": reading.publication,
            "body": reading.body,
            "contents": reading.contents,
            "tags": reading.tags,
            "related": [],
            "treatment": reading.treatment,
            "glance": glance.box(reading.article, reading.treatment),
            "sources": reading.sources,
            "changes": changes,
            "trail": [],
            "head": head,
            "revision": revision,
            "was_public": revision.kind not in Revision.INTERNAL,
            "is_current": article.is_public and revision == current,
            "is_newest": revision.digest in reviewing.present_digests(article),
            **beside,
        },
        status=422 if request.method == "POST" else 200,
    )
    response["X-Robots-Tag"] = "noindex"
    return response


# Back to it


def reverted(request, article_admin, article, key):
    """Ask on GET; on POST bring the revision back to where readers do not see it, and go there."""
    problem = ""
    with transaction.atomic():
        if request.method == "POST":
            article = get_object_or_404(Article.objects.select_for_update(), pk=article.pk)
        revision = get_object_or_404(Revision.objects.select_related("user"), article=article, pk=key)
        revision.article = article
        copy = copies.copy_of(article)
        if not copies.may_revert(request.user, article, copy):
            raise PermissionDenied(
                _("Only its owner or an editor may change this article. You may look at its versions and compare them.")
            )
        target = copy if article.status == Status.PUBLISHED else article
        seen = f"{target.pk}-{target.version}" if target else "none"
        if request.method == "POST":
            problem, now_at = _revert(request, revision, seen)
            if now_at:
                return HttpResponseRedirect(_address("change", now_at))
    return _page(
        request, article_admin, article, "revert", _("Restore this version?"),
        revision=revision,
        copy=copy,
        target=target,
        seen=seen,
        absent=copies.absent_for(revision),
        problem=problem,
    )  # fmt: skip


def _revert(request, revision, seen):
    """Do it and say so; return what stands in the way, in a sentence, or where the version is now."""
    if request.POST.get("seen") != seen:
        words = _(
            "Somebody saved the text that this version would replace, after you had opened this page. Look again."
        )
        return words, None
    try:
        with transaction.atomic():
            target, missing = copies.revert(revision, request.user)
    except ValidationError as error:
        return " ".join(error.messages), None
    except IntegrityError:
        return _("Somebody changed the article at the same moment. Nothing was restored: try again."), None
    when = moment(revision.created_at)
    words = (
        _("The version of %s is in the working copy. Readers keep the present text until you publish its changes.")
        if target.original_id
        else _("The version of %s is back. What stood here before is kept in the history.")
    )
    messages.success(request, words % when)
    if missing:
        messages.warning(request, _("No longer there, so not restored: %s.") % get_text_list(missing, _("and")))
    return "", target
