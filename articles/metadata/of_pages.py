"""The heads of lists, of authors' pages and of the publication's own."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.metadata.head import Head, absolute, page, without_empty
from articles.metadata.nodes import breadcrumbs, person
from articles.models import Article, Author, Publication
from articles.models.site import AboutPage
from articles.text import html


def listing(title, description, path, publication, trail, request: HttpRequest, image=None) -> Head:
    """Return the head of a list page; a trail of one entry, the home page itself, is not shown as a breadcrumb."""
    head = page(title, description, path, request, publication, image)
    if len(trail) > 1:
        head.graph.append(breadcrumbs(trail, head.canonical, request))
    return head


def collection(
    title, description, path, publication, trail, request: HttpRequest, entries, name="", image=None
) -> Head:
    """Return the head of a list page: a `CollectionPage` of the entries, (name, path), in the order of the page.

    `name` is what the page calls itself where that is not the title.
    """
    head = listing(title, description, path, publication, trail, request, image)
    shown = {
        "@type": "CollectionPage",
        "@id": f"{head.canonical}#page",
        "url": head.canonical,
        "name": name or title,
        "isPartOf": {"@id": f"{absolute(reverse('articles:list'), request)}#website"},
        "breadcrumb": {"@id": f"{head.canonical}#breadcrumbs"} if len(trail) > 1 else None,
        "mainEntity": _list_of(entries, head.canonical, request),
    }
    head.graph.append(without_empty(shown))
    return head


def _list_of(entries: Iterable[tuple[str, str]], url: str, request: HttpRequest) -> dict[str, Any] | None:
    found = [
        {"@type": "ListItem", "position": place, "name": name, "url": absolute(path, request)}
        for place, (name, path) in enumerate(entries, 1)
    ]
    return {"@type": "ItemList", "@id": f"{url}#list", "itemListElement": found} if found else None


def of_articles(articles: Iterable[Article]) -> list[tuple[str, str]]:
    """Return the articles as entries of a list."""
    return [(article.title, article.get_absolute_url()) for article in articles]


def about(shown: AboutPage, publication: Publication, trail, request: HttpRequest) -> Head:
    """Return the head of one of the publication's own pages."""
    description = html.excerpt(html.plain_text(shown.text), 300)
    head = page(shown.title, description, shown.get_absolute_url(), request, publication)
    home = absolute(reverse("articles:list"), request)
    head.graph += [
        {
            "@type": {"about_page": "AboutPage", "contact": "ContactPage"}.get(shown.name, "WebPage"),
            "@id": f"{head.canonical}#page",
            "url": head.canonical,
            "name": shown.title,
            "isPartOf": {"@id": f"{home}#website"},
            "about": {"@id": f"{home}#publisher"},
            "breadcrumb": {"@id": f"{head.canonical}#breadcrumbs"},
        },
        breadcrumbs(trail, head.canonical, request),
    ]
    return head


def profile(author: Author, publication: Publication, trail, request: HttpRequest, articles: Iterable[Article]) -> Head:
    """Return the head of an author's page: a `ProfilePage` about the `Person`, with the articles that stand on it."""
    path = author.get_absolute_url()
    description = author.bio or _("All articles by %s") % author
    head = page(str(author), description, path, request, publication, author.portrait, kind="profile")
    head.graph += [
        {
            "@type": "ProfilePage",
            "@id": f"{head.canonical}#page",
            "url": head.canonical,
            "name": str(author),
            "mainEntity": person(author, request) | without_empty({"description": author.bio}),
        },
        breadcrumbs(trail, head.canonical, request),
    ]
    if found := _list_of(of_articles(articles), head.canonical, request):
        head.graph.append(found | {"mainEntityOfPage": {"@id": f"{head.canonical}#page"}})
    return head
