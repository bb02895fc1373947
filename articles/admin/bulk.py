"""The same act on many articles: a page says first what will happen to each, and afterwards what did not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from articles.admin import fates
from articles.admin.base import nonce_of
from articles.admin.bulk_forms import AddTags, Confirm, RemoveTags, SetAuthors
from articles.admin.states import state_of
from articles.history import publish
from articles.history.holding import hold
from articles.history.retouching import sign
from articles.history.roles import may_publish
from articles.models import Article
from articles.querysets import HEAVY
from articles.tagging import tag, untag

MOST = 200  # articles at once: more would be confirmed unread
ROW = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")  # as a database takes keys and versions


@dataclass(frozen=True)
class Together:
    """One act on many articles."""

    action: Promise  # in the list's menu
    title: Callable  # (count) -> words
    button: Promise
    explanation: Promise
    fate: Callable  # (user, article) -> fates.Fate
    act: Callable  # (article, user, cleaned) -> something false where nothing differed
    done: Callable  # (count) -> words
    form: type[Confirm] = Confirm
    permission: str = "publish"
    deferred: tuple = HEAVY
    prepare: Callable | None = None  # (articles), before their fates are asked


def _count(one, many):
    return lambda count: ngettext(one, many, count) % count


ACTS = {
    "publish": Together(
        gettext_lazy("Publish now …"),
        _count("Publish %d article now?", "Publish %d articles now?"),
        gettext_lazy("Publish"),
        gettext_lazy("Readers get these articles at once. What the checklist stops stays as it is."),
        fates.publishing,
        lambda article, user, cleaned: publish.publish(article, user),
        _count("%d article is published.", "%d articles are published."),
        deferred=(),
        prepare=fates.ask_the_checklist,
    ),
    "withdraw": Together(
        gettext_lazy("Withdraw from readers …"),
        _count("Withdraw %d article from readers?", "Withdraw %d articles from readers?"),
        gettext_lazy("Withdraw"),
        gettext_lazy("Their addresses then say that the article was taken down. You can publish them again."),
        fates.withdrawing,
        lambda article, user, cleaned: publish.withdraw(article, user),
        _count("%d article is withdrawn.", "%d articles are withdrawn."),
    ),
    "trash": Together(
        gettext_lazy("Move to the trash …"),
        _count("Move %d article to the trash?", "Move %d articles to the trash?"),
        gettext_lazy("Move to trash"),
        gettext_lazy("They can be restored from the trash until they are deleted for good."),
        fates.trashing,
        lambda article, user, cleaned: publish.trash(article, user),
        _count("%d article is in the trash.", "%d articles are in the trash."),
        permission="change",
    ),
    "restore": Together(
        gettext_lazy("Take out of the trash …"),
        _count("Take %d article out of the trash?", "Take %d articles out of the trash?"),
        gettext_lazy("Restore"),
        gettext_lazy("Nothing becomes public by this."),
        fates.restoring,
        lambda article, user, cleaned: publish.restore(article, user),
        _count("%d article is out of the trash.", "%d articles are out of the trash."),
        permission="change",
    ),
    "tag": Together(
        gettext_lazy("Add tags …"),
        _count("Add tags to %d article?", "Add tags to %d articles?"),
        gettext_lazy("Add tags"),
        gettext_lazy("Public articles show their new tags at once; the date of their last update stays."),
        fates.writing,
        lambda article, user, cleaned: tag(article, cleaned["tags"], user),
        _count("%d article has new tags.", "%d articles have new tags."),
        form=AddTags,
        permission="change",
    ),
    "untag": Together(
        gettext_lazy("Remove tags …"),
        _count("Remove tags from %d article?", "Remove tags from %d articles?"),
        gettext_lazy("Remove tags"),
        gettext_lazy("Public articles lose these tags at once; the date of their last update stays."),
        fates.writing,
        lambda article, user, cleaned: untag(article, list(cleaned["tags"]), user),
        _count("%d article lost tags.", "%d articles lost tags."),
        form=RemoveTags,
        permission="change",
    ),
    "sign": Together(
        gettext_lazy("Set the authors …"),
        _count("Set the authors of %d article?", "Set the authors of %d articles?"),
        gettext_lazy("Set the authors"),
        gettext_lazy("They take the place of the authors named now, in this order. The date of the last update stays."),
        fates.writing,
        lambda article, user, cleaned: sign(article, cleaned["authors"], user),
        _count("%d article has other authors.", "%d articles have other authors."),
        form=SetAuthors,
    ),
}


def urls(article_admin):
    """Return the patterns of the pages that ask, one an act."""
    return [
        path(
            f"together/{name}/",
            article_admin.admin_site.admin_view(require_POST(partial(confirm, name=name, article_admin=article_admin))),
            name=f"articles_article_together_{name}",
        )
        for name in ACTS
    ]


def actions():
    """Return the actions for the list's menu: each opens the page that asks."""
    return [_action(name, act) for name, act in ACTS.items()]


def _action(name, act):
    @admin.action(permissions=[act.permission], description=act.action)
    def ask(article_admin, request, queryset):
        versions = list(queryset.order_by().values_list("pk", "version")[: MOST + 1])
        if len(versions) > MOST:
            words = _("That is more than %d at once. Narrow the list down first.") % MOST
            article_admin.message_user(request, words, messages.WARNING)
            return None
        return _page(request, name, article_admin, dict(versions), request.get_full_path())

    ask.__name__ = f"{name}_together"
    return ask


def confirm(request, name, article_admin):
    """Do the act for each article that is as it was when the page was shown; name those that are not, or may not."""
    act = ACTS[name]
    may = act.permission != "publish" or may_publish(request.user)
    if not (may and article_admin.has_change_permission(request)):
        raise PermissionDenied
    versions = chosen(request)
    home = reverse("admin:articles_article_changelist")
    back = request.POST.get("back", "")
    back = back if back.startswith((f"{home}?", home)) and back.partition("?")[0] == home else home
    articles = _load(act, versions)
    form = act.form(request.POST, articles=articles)
    if not form.is_valid():
        return _page(request, name, article_admin, versions, back, form)
    done, refused = 0, []
    for article in articles:
        why = _do(act, article, versions[article.pk], request.user, form.cleaned_data)
        if why is None:
            done += 1
        else:
            refused.append((article, why))
    if gone := len(versions) - len(articles):
        words = ngettext("%d article is no longer there.", "%d articles are no longer there.", gone) % gone
        messages.warning(request, words)
    if done:
        messages.success(request, act.done(done))
    if not refused:
        return HttpResponseRedirect(back)
    words = ngettext("%d article stays as it was", "%d articles stay as they were", len(refused)) % len(refused)
    return _render(request, article_admin, {"title": words, "refused": refused, "act": act, "back": back})


def chosen(request):
    """Return the versions, by key, of the rows that were ticked as the page showed them; no other words."""
    found = (ROW.fullmatch(row) for row in request.POST.getlist("row")[:MOST])
    return {int(row[1]): int(row[2]) for row in found if row}


def _do(act, article, version, user, cleaned):
    """Do it in a transaction of its own; return None, or why nothing happened."""
    try:
        with transaction.atomic():
            held = hold(article.pk, version)
            fate = act.fate(user, held)
            if not fate.happens:
                return fate.words
            if not act.act(held, user, cleaned):
                return _("Nothing to change here.")
    except PermissionDenied as error:
        return str(error)
    except ValidationError as error:
        return " ".join(error.messages)
    except IntegrityError:
        return _("Something it needs was changed at the same moment. Try again.")
    return None


def _load(act, versions):
    rows = Article.objects.filter(pk__in=versions).defer(*act.deferred)
    rows = rows.select_related("lead_image", "share_image", "owner", "original")
    return list(rows.prefetch_related("bylines", "tags", "copies").order_by("title", "pk"))


def _page(request, name, article_admin, versions, back, form=None):
    act = ACTS[name]
    articles = _load(act, versions)
    if act.prepare:
        act.prepare(articles)
    rows = []
    for article in articles:
        fate, state = act.fate(request.user, article), state_of(article)
        rows.append({"article": article, "version": versions[article.pk], "fate": fate, "state": state})
    if form is None:
        form = act.form(articles=articles)
    count = sum(row["fate"].happens for row in rows)
    context = {
        "title": act.title(count),
        "act": act,
        "address": reverse(f"admin:articles_article_together_{name}"),
        "rows": sorted(rows, key=lambda row: not row["fate"].happens),
        "count": count,
        "form": form,
        "back": back,
    }
    return _render(request, article_admin, context)


def _render(request, article_admin, context):
    media = article_admin.media + context["form"].media if "form" in context else article_admin.media
    if hasattr(media, "with_nonce"):
        media = media.with_nonce(nonce_of(request))
    context |= article_admin.admin_site.each_context(request) | {"opts": article_admin.opts, "media": media}
    return TemplateResponse(request, "articles/admin/together.html", context)
