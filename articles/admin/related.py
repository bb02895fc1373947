"""The panel under an article's related articles: what the engine suggests and why, and why another is not there."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from articles.admin.endpoints import MAY_WRITE
from articles.admin.fields import admin_address, script_media
from articles.admin.states import sponsored_mark
from articles.admin.words import WORDS
from articles.models import Article
from articles.related.explaining import explain, in_hundred
from articles.related.standing import Standing, why_not
from articles.text.keys import as_key, possible

MOST = 10


def panel_media():
    return script_media("admin.related")


def panel(request, article, may_change):
    """Return the panel's context: of the article as it was last saved, whatever a form holds now."""
    standing = Standing(article.pk)
    others = standing.suggestions(MOST)
    explanations = explain(standing.article, others, standing.weighing)
    return {
        "article": standing.article,
        "publication": standing.publication,
        "is_asking": any(map(request.user.has_perm, MAY_WRITE)),
        "suggestions": [
            {
                "article": other,
                "address": admin_address("articles_article_change", other.pk),
                "label": sponsored_mark(other),
                "score": in_hundred(standing.score(other.pk)),
                "is_shown": standing.place(other.pk) is not None,
                "is_pinned": other.pk in standing.near.pinned,
                "note": "" if standing.place(other.pk) else standing.note(other.pk),
                "sentence": explanations[other.pk].sentence,
            }
            for other in others
        ],
        "config": {
            "mayChange": may_change,
            "titles": admin_address("articles_article_titles"),
            "whyNot": admin_address("articles_article_why_not", article.pk),
            "own": article.pk,
            "words": WORDS,
        },
    }


@require_GET
@never_cache
def why_not_here(request, pk, article_admin):
    """Answer why the article `?other=` does not stand next to this one, or that it does."""
    other = as_key(request.GET.get("other", ""))
    found = Article.objects.only("pk", "status", "original").in_bulk(possible([pk, other]))
    article = found.get(pk)
    if not article_admin.has_view_or_change_permission(request, article):
        return JsonResponse({"error": _("Your account may not do this. Ask an editor.")}, status=403)
    if article is None:
        return JsonResponse({"error": _("This article is no longer there.")}, status=404)
    if other not in found:
        return JsonResponse({"error": _("The article you ask about is no longer there.")}, status=404)
    return JsonResponse({"answer": why_not(article, found[other])})
