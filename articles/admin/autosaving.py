"""What the script beside an article's form asks the server: to keep unsaved text, and who else is there."""

import json
from functools import partial

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import drafts
from articles.admin.fields import script_media
from articles.admin.states import who_saved
from articles.admin.words import WORDS
from articles.history.roles import may_write
from articles.models import Article
from articles.models.desk import new_key

SAVED = "articles_saved"  # in the session: the forms saved last, so that the browser drops its copies of them
MANY = 20
SAID = (
    "compare", "keptAt", "keptHere", "keptNowhere", "logInAgain", "loggedOut", "putIntoNew", "reallyThrowAway",
    "sessionOver", "takeUp", "textInBrowser", "textOnServer", "throwAway", "unreachable", "unsavedElsewhere",
    "untitled",
)  # fmt: skip


def urls(article_admin):
    """Return the patterns: of articles never saved, and of one article."""
    view = article_admin.admin_site.admin_view(partial(unsaved, article_admin=article_admin))
    return [
        path("unsaved/", view, name="articles_article_unsaved_new"),
        path("<int:pk>/unsaved/", view, name="articles_article_unsaved"),
    ]


def media():
    return script_media("admin.autosave")


# The endpoint


@require_http_methods(["GET", "POST", "DELETE"])
@never_cache
def unsaved(request, article_admin, pk=None):
    """Keep what a form holds, give it back, or forget it; tell who else is there and whether somebody saved."""
    article = None
    if pk is not None:
        article = Article.objects.defer("body", "contents").select_related("saved_by").filter(pk=pk).first()
        if article is None:
            return _refused(_("This article is no longer there."), 404)
    if not may_keep(request, article_admin, article):
        words = _("Your account may no longer change this article. Your text stays in this browser; ask an editor.")
        return _refused(words, 403)
    if request.method == "POST":
        return _ping(request, article)
    key = request.GET.get("key", "")
    if request.method == "DELETE":
        return JsonResponse({"isForgotten": drafts.forget(request.user, key)})
    row = next((row for row in drafts.kept(request.user, article) if row.form_key == key), None)
    return JsonResponse({"token": get_token(request), "data": row and row.data})


def may_keep(request, article_admin, article):
    """Whether the user may save such a form, were it complete."""
    if article is None:
        return article_admin.has_add_permission(request)
    return article_admin.has_change_permission(request) and may_write(request.user, article)


def _refused(sentence, status, **more):
    return JsonResponse({"error": sentence} | more, status=status)


def _ping(request, article):
    too_long = _("This text is too long to be kept on the server: it is kept in this browser only. Save it.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > drafts.LONGEST:
        return _refused(too_long, 413)
    try:
        asked = json.loads(request.body)
    except (ValueError, RecursionError):
        asked = None
    seen = asked.get("seen") if isinstance(asked, dict) else None
    if type(seen) is not int:
        return _refused(_("What arrived is no form. Reload the page; your text stays in this browser."), 400)
    answer = {}
    if "data" in asked:
        try:
            row = drafts.keep(request.user, article, asked.get("key"), asked["data"], seen)
        except ValidationError as error:
            return _refused(" ".join(error.messages), 400)
        except drafts.TextElsewhere as error:
            answer["elsewhere"] = described(error.autosave)
        else:
            answer["kept"] = row.saved_at.isoformat()
    if article is None:
        return JsonResponse(answer)
    if asked.get("leaving"):
        drafts.gone(article, request.user)
        return JsonResponse(answer)
    return JsonResponse(
        answer
        | {
            "here": who_is_here(drafts.here(article, request.user)),
            "moved": "" if seen == article.version else who_saved(article, request.user),
        }
    )


def who_is_here(names):
    if not names:
        return ""
    if len(names) == 1:
        return _("%s has this article open too.") % names[0]
    return _("%(names)s and %(last)s have this article open too.") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def described(autosave):
    """Return what the script says of an unsaved text."""
    title = next((value for name, value in autosave.data if name == "title"), "")
    return {
        "key": autosave.form_key,
        "at": autosave.saved_at.isoformat(),
        "title": " ".join(title.split())[:200],
    }


# The page


def key_of(request):
    """Return what the form is called: what it was called when it was sent, or a new name."""
    key = request.POST.get("form_key", "")
    return key if drafts.KEY.fullmatch(key) else new_key()


def beside(request, article, is_unsaved):
    """Return what the page needs for the script; `is_unsaved`: the form holds what is not saved."""
    pk = article.pk if article else None
    own = key_of(request)
    address = (
        reverse("admin:articles_article_unsaved", args=[pk]) if pk else reverse("admin:articles_article_unsaved_new")
    )
    return {
        "key": own,
        "config": {
            "address": address,
            "addForm": reverse("admin:articles_article_add"),
            "article": pk or "new",
            "compare": reverse("admin:articles_article_compare_unsaved", args=[pk]) if pk else "",
            "isUnsaved": is_unsaved,
            "key": own,
            "login": reverse("admin:login"),
            "rows": [described(row) for row in drafts.kept(request.user, article if pk else None)],
            "saved": request.session.get(SAVED, []),
            "user": str(request.user.pk),
            "words": {name: WORDS[name] for name in SAID},
        },
    }


def confirm(request):
    """Note that the form is saved: nothing of it is unsaved any more, here or in the browser."""
    key = request.POST.get("form_key", "")
    if drafts.KEY.fullmatch(key):
        drafts.forget(request.user, key)
        request.session[SAVED] = [*request.session.get(SAVED, []), key][-MANY:]
