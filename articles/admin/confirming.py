"""Pages that ask before an act: withdraw, trash, restore, discard, take a schedule back, send back, edit as draft."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.history import copies, publish, review
from articles.history.holding import hold
from articles.history.roles import may_copy, may_publish, may_write
from articles.models import Article
from articles.querysets import Status
from articles.text.keys import as_key, possible


@dataclass(frozen=True)
class Act:
    """What the page says, who may, and what happens."""

    title: Promise
    explanation: Promise
    button: Promise
    done: Promise
    is_allowed: object  # (user, article) -> bool
    does: object  # (article, user, note) -> the article to show next, None for the list
    asks_for_note: bool = False


def _unschedule(article, user, note):
    return copies.unschedule(article, user) if article.original_id else publish.unschedule(article, user)


def _is_copy(article):
    return article.original_id is not None


def _is_scheduled(article):
    return bool(article.replaces_at) if _is_copy(article) else article.is_scheduled


ACTS = {
    "withdraw": Act(
        _("Withdraw “%s” from readers?"),
        _("Its address then says that the article was taken down, and no list names it. You can publish it again."),
        _("Withdraw"),
        _("“%s” is withdrawn."),
        lambda user, article: may_publish(user) and not _is_copy(article) and article.status == Status.PUBLISHED,
        lambda article, user, note: publish.withdraw(article, user),
    ),
    "trash": Act(
        _("Move “%s” to the trash?"),
        _("Readers no longer see it. It can be restored from the trash until it is deleted for good."),
        _("Move to trash"),
        _("“%s” is in the trash."),
        publish.may_trash,
        lambda article, user, note: publish.trash(article, user) and None,
    ),
    "restore": Act(
        _("Take “%s” out of the trash?"),
        _("It becomes a draft again, or a withdrawn article where readers knew it. Nothing becomes public."),
        _("Restore"),
        _("“%s” is out of the trash."),
        publish.may_restore,
        lambda article, user, note: publish.restore(article, user),
    ),
    "discard": Act(
        _("Discard the changes to “%s”?"),
        _("This working copy is deleted for good. Readers go on seeing the public article as it is."),
        _("Discard changes"),
        _("The working copy of “%s” is discarded."),
        lambda user, article: _is_copy(article) and may_write(user, article),
        lambda article, user, note: copies.discard(article, user),
    ),
    "unschedule": Act(
        _("Cancel the schedule of “%s”?"),
        _("It stays a draft until somebody publishes or schedules it again."),
        _("Cancel the schedule"),
        _("“%s” is no longer scheduled."),
        lambda user, article: may_publish(user) and _is_scheduled(article),
        _unschedule,
    ),
    "send_back": Act(
        _("Send “%s” back to its writer?"),
        _("It becomes a draft again, and the writer gets your note."),
        _("Send back"),
        _("“%s” is sent back."),
        review.may_send_back,
        review.send_back,
        asks_for_note=True,
    ),
    "edit_as_draft": Act(
        _("Edit “%s” as a draft?"),
        _("You get a private working copy. Readers see the present text until its changes are published."),
        _("Edit as draft"),
        _("You are editing a working copy of “%s”. Readers see the public text until its changes are published."),
        may_copy,
        lambda article, user, note: copies.edit_as_draft(article, user),
    ),
}


def urls(article_admin):
    """Return the patterns of the pages, one an act."""
    return [
        path(
            f"<int:pk>/{name.replace('_', '-')}/",
            article_admin.admin_site.admin_view(partial(_ask, article_admin=article_admin, act=act)),
            name=f"articles_article_{name}",
        )
        for name, act in ACTS.items()
    ]


def _ask(request, pk, article_admin, act):
    """Ask on GET; on POST do it, unless somebody saved the article since the page was shown."""
    article = get_object_or_404(Article, pk__in=possible([pk]))
    _demand(act, request.user, article)
    problem, note = "", request.POST.get("note", "")
    if request.method == "POST":
        title = str(article)
        try:
            with transaction.atomic():
                held = hold(pk, as_key(request.POST.get("version", "")))
                _demand(act, request.user, held)
                shown = act.does(held, request.user, note)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, act.done % title)
            return HttpResponseRedirect(_address(shown))
    context = article_admin.admin_site.each_context(request) | {
        "title": act.title % article,
        "act": act,
        "article": article,
        "problem": problem,
        "note": note,
        "opts": article_admin.opts,
        "media": article_admin.media,
    }
    return TemplateResponse(request, "articles/admin/confirm.html", context)


def _demand(act, user, article):
    if not act.is_allowed(user, article):
        raise PermissionDenied(gettext("Your account may not do this, or the article is not in that state."))


def _address(article):
    if article is None or article.pk is None:
        return reverse("admin:articles_article_changelist")
    return reverse("admin:articles_article_change", args=[article.pk])
