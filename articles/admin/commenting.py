"""The conversation beside an article: what editors, writers and reviewers say to each other."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.admin.words import WORDS
from articles.history import review
from articles.history.roles import may_comment
from articles.models import Article, Comment
from articles.text.moments import moment


def conversation(request, article):
    """Return what the form shows of the conversation; `article` is None for a new one."""
    return {
        "comments": Comment.objects.filter(article=article).select_related("user") if article else [],
        "may_comment": bool(article) and may_comment(request.user, article),
        "words": {name: WORDS[name] for name in ("commented", "sessionOver", "unreachable")},
    }


@require_POST
def add_comment(request, pk):
    """Add a comment; answer the script with JSON, and a browser without one with the form."""
    article = get_object_or_404(Article, pk=pk)
    is_script = request.accepts("application/json") and not request.accepts("text/html")
    try:
        comment = review.comment(article, request.user, request.POST.get("comment", ""))
    except (PermissionDenied, ValidationError) as error:
        message = " ".join(getattr(error, "messages", [str(error)]))
        status = 403 if isinstance(error, PermissionDenied) else 400
        return JsonResponse({"error": message}, status=status)
    if not is_script:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
    paragraphs = [line for line in comment.text.splitlines() if line.strip()]
    byline = f"{comment.user}, {moment(comment.created_at)}"
    return JsonResponse({"byline": byline, "paragraphs": paragraphs}, status=201)
