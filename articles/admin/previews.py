"""Previews at the desk: of what a form holds unsaved, and the links that show a draft to people without a login."""

from functools import partial

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.admin.fields import script_media
from articles.admin.words import WORDS
from articles.metadata import absolute
from articles.models import Article, PreviewLink, Publication
from articles.previewing import links
from articles.previewing.page import guarded, preview_context

PREVIEW = "_preview"  # the button's name
SAID = (
    "close", "previewDesktop", "previewFailed", "previewLoading", "previewNewTab", "previewPhone", "previewRefresh",
    "previewShown", "previewTitle", "previewWidth", "sessionOver", "shareCopied", "shareCopyYourself", "unreachable",
)  # fmt: skip


# What the form holds, unsaved


class Shown(Exception):
    """Carries the page out of the transaction of a save, which thereby leaves nothing behind."""


def is_asked(request):
    return request.method == "POST" and PREVIEW in request.POST


def answer_unsaved(request, save):
    """Have the form saved, show the page readers would get, and take back everything; nobody's text is overwritten.

    `save` is the admin's own view of the form. What stands in the way is said in words.
    """
    request.POST = request.POST.copy()
    request.POST.pop("seen_version", None)  # a colleague's save does not matter where nothing is written
    try:
        with transaction.atomic():
            context = getattr(save(), "context_data", None)
        problems = _problems(context) if context else [_("This article is no longer there.")]
    except Shown as shown:
        return shown.args[0]
    except IntegrityError:
        problems = [_("Another article has this slug, or an author stands in the byline twice.")]
    except ValidationError as error:
        problems = error.messages
    context = {"publication": Publication.load(), "problems": problems}
    return guarded(TemplateResponse(request, "articles/admin/preview_problems.html", context))


def show_unsaved(request, article):
    """Leave the save with the article's page, where the button asked for that; called when all rows are written."""
    if not is_asked(request):
        return
    written = Article.objects.for_page().get(pk=article.pk)
    page = TemplateResponse(request, "articles/article_detail.html", preview_context(written, request))
    raise Shown(guarded(page.render()))


def _problems(context):
    """Return what the form and the rows under it complain about, each sentence with the name of its field."""
    found = _sentences(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        name = inline.opts.verbose_name
        found += [f"{name}: {error}" for error in inline.formset.non_form_errors()]
        for number, row in enumerate(inline.formset.forms, 1):
            found += [f"{name} {number}, {sentence}" for sentence in _sentences(row)]
    return found


def _sentences(form):
    found = []
    for name, errors in form.errors.items():
        label = "" if name == NON_FIELD_ERRORS or name not in form.fields else f"{form[name].label}: "
        found += [f"{label}{error}" for error in errors]
    return found


# The form's button and panel


def form_context(request, article, may_change):
    """Return what the form's templates show: whether a preview can be posted, its address, and the links' panel."""
    is_private = article is not None and not article.is_public
    return {
        "posts": may_change,
        "address": "" if article is None else _preview_address(article),
        "panel": links_context(request, article) if may_change and is_private else None,
        "words": {name: WORDS[name] for name in SAID},
    }


def _preview_address(article):
    try:
        return reverse("articles:preview", args=[article.pk])
    except NoReverseMatch:
        return ""


def media():
    return script_media("admin.preview", "admin.share")


def links_context(request, article):
    """Return what the panel shows; nothing where the host's addresses do not include the articles'."""
    if not _preview_address(article):
        return None
    shown = [
        {
            "link": link,
            "address": absolute(reverse("articles:shared_preview", args=[links.token_of(link)]), request),
            "revoke": reverse("admin:articles_article_revoke_link", args=[article.pk, link.pk]),
        }
        for link in links.open_links(article)
    ]
    days = [(number, ngettext("%d day", "%d days", number) % number) for number in links.DAYS]
    return {"article": article, "links": shown, "days": days, "default_days": links.DEFAULT_DAYS}


@require_POST
def make_link(request, pk):
    """Make a link to the article's preview."""
    article = get_object_or_404(Article, pk=pk)
    days = request.POST.get("days", "")
    act = partial(links.make, article, request.user, next((n for n in links.DAYS if str(n) == days), 0))
    return _answer(request, article, act, _("The link is made. Whoever has it can read the article as it is saved."))


@require_POST
def revoke_link(request, pk, link_pk):
    """Have one of the article's links open nothing any more."""
    link = get_object_or_404(PreviewLink.objects.select_related("article"), pk=link_pk, article=pk)
    act = partial(links.revoke, link, request.user)
    return _answer(request, link.article, act, _("The link is revoked: it opens nothing any more."))


def _answer(request, article, act, done):
    """Do it; answer the script with JSON and the panel's new list, and a browser without one with the form."""
    is_script = request.accepts("application/json") and not request.accepts("text/html")
    try:
        act()
    except (PermissionDenied, ValidationError) as error:
        status = 403 if isinstance(error, PermissionDenied) else 400
        return JsonResponse({"error": " ".join(getattr(error, "messages", [str(error)]))}, status=status)
    if not is_script:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]) + "#preview-links")
    panel = {"panel": links_context(request, article)}
    listed = render_to_string("articles/admin/_preview_links_list.html", panel, request)
    return JsonResponse({"list": listed, "said": done}, status=201)


def urls(admin_site):
    """Return the patterns of what the panel asks."""
    return [
        path("<int:pk>/preview-links/", admin_site.admin_view(make_link), name="articles_article_make_link"),
        path(
            "<int:pk>/preview-links/<int:link_pk>/revoke/",
            admin_site.admin_view(revoke_link),
            name="articles_article_revoke_link",
        ),
    ]
