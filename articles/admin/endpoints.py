"""What the editor's dialogs ask the server: articles by title, tags by name, the library."""

from functools import wraps

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import JsonResponse
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from articles.admin.fields import described
from articles.admin.states import state_of
from articles.models import Article, Image, Tag
from articles.models.tags import tag_key
from articles.querysets import LABEL, Status
from articles.text.keys import as_key

FOUND = 10
LIBRARY_PAGE = 24
MAY_WRITE = ("articles.add_article", "articles.change_article")


def needs_one_of(*permissions):
    """Answer 403 and a sentence as JSON unless the user has one of the permissions."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not any(map(request.user.has_perm, permissions)):
                return JsonResponse({"error": _("Your account may not do this. Ask an editor.")}, status=403)
            return never_cache(view)(request, *args, **kwargs)

        return checked

    return decorate


def all_words(query, *fields):
    """Return a condition: each word of the query stands in one of the fields."""
    condition = Q()
    for word in query.replace("\0", "").split()[:8]:
        condition &= Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR)
    return condition


def _address(article):
    try:
        return article.get_absolute_url() if article.slug else ""
    except NoReverseMatch:
        return ""


def _notes(article):
    """Yield what an editor should know before linking to the article or pinning it."""
    if not article.is_public:
        yield state_of(article)[1]
    if article.disclosure:
        yield article.disclosure


@require_GET
@needs_one_of(*MAY_WRITE)
def articles_by_title(request):
    query = request.GET.get("q", "").strip()
    rows = Article.objects.originals().exclude(Q(status=Status.TRASHED) | Q(title="")).order_by("-saved_at")
    rows = rows.filter(all_words(query, "title"))
    if pk := as_key(request.GET.get("pk", "")):
        rows = rows.filter(pk=pk)
    if own := as_key(request.GET.get("not", "")):
        rows = rows.exclude(pk=own)
    fields = ("title", "slug", "status", "published_at", "expires_at", "original_id")
    fields += tuple(f"sponsorship__{name}" for name in LABEL)
    return JsonResponse(
        {
            "results": [
                {
                    "id": article.pk,
                    "label": article.title,
                    "address": _address(article),
                    "note": ", ".join(_notes(article)),
                }
                for article in rows.select_related("sponsorship").only(*fields)[:FOUND]
            ]
        }
    )


@require_GET
@needs_one_of(*MAY_WRITE)
def tags_by_name(request):
    key = tag_key(request.GET.get("q", ""))
    rows = Tag.objects.filter(key__contains=key).order_by("name") if key else Tag.objects.none()
    names = sorted(rows.values_list("name", flat=True)[: FOUND * 5], key=lambda name: not tag_key(name).startswith(key))
    return JsonResponse({"results": [{"id": name, "label": name} for name in names[:FOUND]]})


@require_GET
@needs_one_of(*MAY_WRITE, "articles.view_image", "articles.change_image")
def library(request):
    query = request.GET.get("q", "")
    page = Paginator(
        Image.objects.filter(all_words(query, "name", "default_alt", "caption", "credit")), LIBRARY_PAGE
    ).get_page(request.GET.get("page"))
    return JsonResponse({"results": [described(image) for image in page], "more": page.has_next()})
