"""The addresses that search engines should know, articles with their pictures; by ranges of keys, so each costs alike.

Their form: https://www.sitemaps.org/protocol.html
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.db import connection
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.metadata import absolute
from articles.models import Article, Author, Image, Publication, Tag
from articles.pagecache import public

KEYS = 10_000  # of the rows in one file; the protocol allows 50,000 addresses
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
CHANGED = Coalesce("updated_at", "published_at")

Entry = tuple[str, datetime | None, str]  # a path, when it changed, the address of its picture or ""


def within(rows: QuerySet, number: int) -> QuerySet:
    """Keep the rows of a file, whose numbers begin with 1."""
    return rows.filter(pk__gt=KEYS * (number - 1), pk__lte=KEYS * number).order_by("pk")


def articles(number: int) -> Iterator[Entry]:
    rows = within(Article.objects.published().filter(is_indexable=True), number)
    pictures = Image.objects.filter(pk__in=rows.order_by().values("lead_image")).order_by()
    shown = {image.pk: each.src for image in pictures if (each := image.shown())}
    for article in rows.only("slug", "updated_at", "published_at", "lead_image"):
        changed_at = article.updated_at or article.published_at
        yield article.get_absolute_url(), changed_at, shown.get(article.lead_image_id, "")


def tags(number: int) -> Iterator[Entry]:
    return ((tag.get_absolute_url(), None, "") for tag in within(Tag.objects.public().only("slug"), number))


def authors(number: int) -> Iterator[Entry]:
    return ((author.get_absolute_url(), None, "") for author in within(Author.objects.public().only("slug"), number))


def pages(number: int) -> Iterator[Entry]:
    """Return the pages that are no row's, all in the first file."""
    publication = Publication.load()
    names = ["list", "tags", "authors", "archive", *(["corrections"] if publication.has_corrections else [])]
    paths = [reverse(f"articles:{name}") for name in names]
    paths += [page.get_absolute_url() for page in publication.pages]
    return ((path, None, "") for path in (paths if number == 1 else ()))


SECTIONS = {"pages": pages, "articles": articles, "tags": tags, "authors": authors}
MODELS = {"articles": Article, "tags": Tag, "authors": Author}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer with all addresses, or with the index of the files they are parted into once there are many."""
    files = _last_files()
    if max(files.values()) > 1:
        return _answer(request, _index(files, request))
    return _answer(request, _addresses((entry for section in SECTIONS.values() for entry in section(1)), request))


@require_safe
def part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """Answer with one file of the index; Http404 for one that the index does not name."""
    if section not in SECTIONS or not 0 < number < 2**63 // KEYS:
        raise Http404(_("There is no such sitemap."))
    entries = list(SECTIONS[section](number))
    if not entries:
        raise Http404(_("There is no such sitemap."))
    return _answer(request, _addresses(entries, request))


def _last_files() -> dict[str, int]:
    """Return by section the number of the last file that its keys reach into."""
    highest = ", ".join(f"(SELECT MAX(id) FROM {model._meta.db_table})" for model in MODELS.values())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {highest}")
        return {name: ((last or 1) - 1) // KEYS + 1 for name, last in zip(MODELS, cursor.fetchone(), strict=True)}


def _index(files: dict[str, int], request: HttpRequest) -> str:
    """Return the index: an article file with its last change, one Max each, in one query; an empty one is left out."""
    rows = Article.objects.published().filter(is_indexable=True).order_by()
    latest = dict(rows.values_list((F("pk") - 1) / KEYS + 1).annotate(latest=Max(CHANGED)))
    found = [("pages", 1, None), *(("articles", number, latest[number]) for number in sorted(latest))]
    for name in ("tags", "authors"):
        held = (number for number in range(1, files[name] + 1))
        found += [(name, number, None) for number in held if within(MODELS[name].objects.public(), number).exists()]
    lines = []
    for name, number, changed_at in found:
        address = absolute(reverse("articles:sitemap_part", args=[name, number]), request)
        lines.append(f"<sitemap><loc>{escape(address)}</loc>{_lastmod(changed_at)}</sitemap>")
    return _document("sitemapindex", lines)


def _addresses(entries: Iterable[Entry], request: HttpRequest) -> str:
    root = absolute("/", request)[:-1]
    lines = []
    for path, changed_at, picture in entries:
        if picture:
            picture = escape(picture if "://" in picture else root + picture)
            picture = f"<image:image><image:loc>{picture}</image:loc></image:image>"
        lines.append(f"<url><loc>{escape(root + path)}</loc>{_lastmod(changed_at)}{picture}</url>")
    return _document("urlset", lines)


def _lastmod(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat(timespec='seconds')}</lastmod>" if moment else ""


def _document(name: str, lines: list[str]) -> str:
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<{name} {NAMESPACES}>", *lines, f"</{name}>", ""])


def _answer(request: HttpRequest, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/xml; charset=utf-8", headers={"X-Robots-Tag": "noindex"})
    return public(request, response, ())
