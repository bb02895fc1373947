"""The whole of an article as an entry of a feed, with the few queries that twenty take together."""

from collections import defaultdict
from dataclasses import dataclass
from html import escape
from mimetypes import guess_type
from os import stat

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.template.loader import render_to_string

from articles.models import Article, Citation, Image, Publication, Source, load_images
from articles.reading import completed_html, linked_slugs, with_sources
from articles.text import completing, html
from articles.text.keys import possible


@dataclass(frozen=True)
class Picture:
    """The lead picture as a file of its own; `size` in bytes, 0 where the storage does not say it at once."""

    url: str
    size: int
    kind: str


@dataclass(frozen=True)
class Entry:
    article: Article
    content: str  # HTML with whole addresses
    picture: Picture | None


def entries(rows: QuerySet, publication: Publication, root: str) -> list[Entry]:
    """Return the articles of the rows as entries; `root` is the site's scheme and host. Six queries."""
    found = list(rows.for_entries())
    sources = _sources_of(found)
    picture_ids, linked_ids, slugs = set(), set(), set()
    for article in found:
        pictures, linked = map(possible, html.references(article.body))
        picture_ids.update(pictures)
        linked_ids.update(linked)
        slugs.update(linked_slugs(article.body))
    pictures = load_images(*((article, "lead_image") for article in found), more=picture_ids)
    others = {other.pk: other for other in Article.objects.public_cards(linked_ids, sorted(slugs))}
    return [
        Entry(
            article,
            _content(article, sources[article.pk], pictures, others, publication, root),
            _picture(article.lead_image, root),
        )
        for article in found
    ]


def _sources_of(articles: list[Article]) -> dict[int, list[Source]]:
    found = defaultdict(list)
    citations = Citation.objects.filter(article__in=[article.pk for article in articles]).select_related("source")
    for citation in citations.order_by("position", "pk"):
        found[citation.article_id].append(citation.source)
    return found


def _content(article, sources, pictures, others, publication, root) -> str:
    """Return the text with what the page says around it: who paid, whose interest, the sources, the disclaimer."""
    body, numbered = with_sources(article, sources)
    sponsorship = getattr(article, "sponsorship", None)
    sponsors = sponsorship.hosts if sponsorship else frozenset()
    words = render_to_string(
        "articles/feed_entry.html",
        {
            "article": article,
            "body": completed_html(body, pictures, others, sponsors, show=_plain),
            "sources": numbered,
            "picture": article.lead_image and article.lead_image.shown(),
            "publication": publication,
        },
    )
    return completing.with_whole_addresses(html.clean(words), root + article.get_absolute_url())


def _plain(image: Image, alt: str) -> str:
    shown = image.shown()
    return f'<img src="{escape(shown.src)}" alt="{escape(alt)}">' if shown else ""


def _picture(image: Image | None, root: str) -> Picture | None:
    shown = image.shown() if image else None
    if shown is None:
        return None
    url = shown.src if "://" in shown.src else root + shown.src
    kind = guess_type(url)[0] or "image/jpeg"
    folder = image.file.name.rpartition("/")[0]
    return Picture(url, _size(f"{folder}/{shown.src.rpartition('/')[2]}"), kind)


def _size(name: str) -> int:
    """Return the file's bytes; 0 where it lies on another machine, which a reader should not wait for, or is lost."""
    try:
        return stat(default_storage.path(name)).st_size
    except (NotImplementedError, OSError, ValueError):  # the first: Django's storages on other machines have no path
        return 0
