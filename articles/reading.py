"""What stands on an article's page, gathered with the same few queries whatever its length."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import changelog, comparing, conf, gallery, glance, metadata, neighbours, passport, sharing
from articles.models import (
    Article,
    Image,
    Publication,
    Revision,
    Source,
    Tag,
    Treatment,
    load_bylines,
    load_images,
)
from articles.passport import NOT_REVIEWED, Passport
from articles.related.lists import chosen, to_read
from articles.text import citing, completing, html
from articles.text.hosts import host_of, is_within
from articles.text.keys import possible
from articles.text.mail import mailto
from articles.text.typed import marked

MOST_SLUGS = 500  # a database takes no query of any length
BODY_SIZES = "(min-width: 720px) 42rem, 100vw"


@dataclass(frozen=True)
class NumberedSource:
    """An entry of the list at the article's end; `places` are the ids of the links in the text that lead to it.

    `rel` is what a link to the work's own address says to search engines.
    """

    number: int
    source: Source
    places: list[str]
    rel: str = ""

    @property
    def id(self) -> str:
        return citing.source_id(self.number)


@dataclass(frozen=True)
class Reading:
    """An article as readers get it."""

    article: Article
    publication: Publication
    body: SafeString
    contents: SafeString  # the contents list; "" for an article of fewer than two headings
    tags: list[Tag]
    related: list[Article]
    comparable: list[tuple[Article, str]]  # those of them it can stand side by side with, and the address of that page
    treatment: Treatment | None
    revisions: list[Revision]  # those that readers had, without their text, the newest first
    sources: list[NumberedSource]
    earlier: Article | None = None  # what was published before it, as a card
    later: Article | None = None
    by_author: list[Article] = field(default_factory=list)  # more by its first author, as cards
    passport: Passport = NOT_REVIEWED


def read(article: Article) -> Reading:
    """Gather the page of an article loaded for it (`for_page()`): at most nine queries."""
    publication = Publication.load()
    tags = list(Tag.objects.filter(tagged__content_object=article).order_by("tagged__pk"))
    near, beside = neighbours.around(article)
    wanted = to_read(near, publication)
    picture_ids, linked_ids = html.references(article.body)
    cards = Article.objects.public_cards({*wanted, *linked_ids, *beside.keys}, linked_slugs(article.body))
    others = {other.pk: other for other in cards}
    load_bylines([article, *(others[pk] for pk in {*wanted, *beside.by_author} if pk in others)])
    related = chosen(near, others, publication)
    by_author = beside.more(others, related, near, publication.suggests_sponsored)
    pictures = load_images(
        (article, "lead_image"),
        (article, "share_image"),
        *publication.pictures,
        *((other, "lead_image") for other in (*related, *by_author)),
        *((byline.author, "portrait") for byline in article.signed_by),
        more=picture_ids,
    )
    body, sources = with_sources(article, Source.objects.of_article(article))
    original = article.original_id or article.pk
    revisions = list(Revision.objects.public().told().filter(article=original))
    return Reading(
        article=article,
        publication=publication,
        body=anchored(body_html(article, body, pictures, others)),
        contents=contents_html(article),
        tags=tags,
        related=related,
        comparable=[
            (other, comparing.address([article.slug, other.slug]))
            for other in related
            if near.is_treatment and other.pk in near.treatments and article.is_public
        ],
        treatment=getattr(article, "treatment", None),
        revisions=revisions,
        sources=sources,
        earlier=others.get(beside.earlier),
        later=others.get(beside.later),
        by_author=by_author,
        passport=passport.of_page(article, revisions, [each.source.pk for each in sources]),
    )


def page_context(article: Article, request: HttpRequest) -> dict[str, Any]:
    """Return what the template of the article's page is given."""
    reading = read(article)
    changes = changelog.what_changed(article, reading.revisions)
    trail = [(_("Home"), reverse("articles:list"))]
    trail += [(tag.name, tag.get_absolute_url()) for tag in reading.tags[:1]]
    trail.append((article.title, article.get_absolute_url() if article.slug else request.path))
    return {
        "article": article,
        "publication": reading.publication,
        "body": reading.body,
        "contents": reading.contents,
        "tags": reading.tags,
        "related": reading.related,
        "comparable": reading.comparable,
        "treatment": reading.treatment,
        "glance": glance.box(article, reading.treatment),
        "sources": reading.sources,
        "passport": reading.passport,
        "changes": changes,
        "earlier": reading.earlier,
        "later": reading.later,
        "by_author": reading.by_author,
        "share": _share(article, request),
        "report": _report(article, reading.publication, request),
        "trail": trail[:-1],
        "head": metadata.article(
            article,
            reading.tags,
            reading.treatment,
            reading.publication,
            trail,
            request,
            sources=[each.source for each in reading.sources],
            passport=reading.passport,
            changes=changes,
            drawn=sharing.shown(article, reading.publication),
        ),
    }


def _report(article: Article, publication: Publication, request: HttpRequest) -> str:
    """Return where readers tell of a problem with the page: a message that names it, the contact page, or ""."""
    if not publication.contact_email:
        return publication.page_address("contact")
    url = metadata.absolute(article.get_absolute_url() if article.slug else request.path, request)
    subject = _("A problem with “%s”") % article.title
    body = _("The page: %s") % f"{article.title}\n{url}\n\n" + _("What is wrong:") + "\n"
    return mailto(publication.contact_email, subject, body)


def _share(article: Article, request: HttpRequest) -> dict[str, str]:
    """Return how readers pass the page on: its address, and a message to whoever they choose. Nobody is told of it."""
    url = metadata.absolute(article.get_absolute_url() if article.slug else request.path, request)
    return {"address": url, "mail": mailto("", article.labelled_title, f"{article.labelled_title}\n{url}\n")}


def anchored(body: SafeString) -> SafeString:
    """Return the body with a link to each heading that has an id, for readers who cite or send a section."""
    # Safe: the label is escaped there.
    return mark_safe(completing.with_anchors(body, lambda words: _("Link to “%s”") % words))


def with_sources(article: Article, sources: Iterable[Source]) -> tuple[str, list[NumberedSource]]:
    """Return the article's body with its marks as links, and the list they lead to: the sources in order, from 1.

    A link to the article's sponsor is marked there as it is in the text.
    """
    sources, body = list(sources), article.body
    sponsorship = getattr(article, "sponsorship", None)
    sponsors = sponsorship.hosts if sponsorship else frozenset()
    cited = citing.with_links(body, len(sources), lambda number: _("Source %d") % number)
    numbered = [
        NumberedSource(
            number, each, cited.places.get(number, []),
            "sponsored nofollow" if is_within(host_of(each.web_address), sponsors) else "",
        )
        for number, each in enumerate(sources, 1)
    ]  # fmt: skip
    return cited.html, numbered


def contents_html(article: Article) -> SafeString:
    """Return the list of the article's main headings, for the two places where a page may show it."""
    headings = [html.Heading(*entry) for entry in article.contents]
    return (
        mark_safe(completing.contents_list(headings)) if len(headings) > 1 else SafeString()
    )  # safe: it escapes the text


def body_html(article: Article, body: str, pictures: dict[int, Image], linked: dict[int, Article]) -> SafeString:
    """Return the article's text, which `body` is, with library pictures, present addresses and marked sections.

    Links to its sponsor say so to search engines, those to a sponsored article to readers.
    """
    sponsorship = getattr(article, "sponsorship", None)
    completed = completed_html(body, pictures, linked, sponsorship.hosts if sponsorship else frozenset())
    return mark_safe(marked(completed, glance.spans(article.sections)))  # safe: what is put in here is escaped


def about_html(text: str, publication: Publication) -> SafeString:
    """Return one of the publication's own texts as readers get it; the pictures of every page are loaded with it."""
    body, _contents = html.with_heading_ids(html.clean(text))
    picture_ids, linked_ids = map(possible, html.references(body))
    pictures = load_images(*publication.pictures, more=picture_ids)
    linked = {other.pk: other for other in Article.objects.public_cards(linked_ids, linked_slugs(body))}
    return completed_html(body, pictures, linked)


def linked_slugs(body: str) -> list[str]:
    """Return the slugs in the addresses of a text's links that may be articles of ours, at most MOST_SLUGS."""
    return sorted({slug for href in html.addresses(body) if (slug := slug_of(href))})[:MOST_SLUGS]


def slug_of(href: str) -> str:
    """Return the slug in an address that may be an article's, "" in any other."""
    try:
        parts = urlsplit(href.strip())
        home = reverse("articles:list")
    except (ValueError, NoReverseMatch):
        return ""
    base = urlsplit(conf.get("ARTICLES_BASE_URL")).netloc
    if parts.netloc not in ("", base) or parts.scheme.lower() not in ("", "http", "https"):
        return ""
    slug = unquote(parts.path.removeprefix(home).rstrip("/")) if parts.path.startswith(home) else ""
    return "" if "/" in slug or "\x00" in slug else unicodedata.normalize("NFC", slug)


def responsive(image: Image, alt: str) -> str:
    return gallery.picture_html(image, crop="full", sizes=BODY_SIZES, alt=alt)


def completed_html(
    body: str,
    pictures: dict[int, Image],
    linked: dict[int, Article],
    sponsors: frozenset[str] = frozenset(),
    show: Callable[[Image, str], str] = responsive,
) -> SafeString:
    """Return clean HTML with its library pictures and the present addresses of articles it links to.

    `show(image, alt)` gives the markup of a picture.
    """

    def picture(pk: int, alt: str) -> str:
        return show(pictures[pk], alt) if pk in pictures else ""

    def address(pk: int) -> str | None:
        return linked[pk].get_absolute_url() if pk in linked else None

    by_slug = {other.slug: other for other in linked.values() if other.disclosure}

    def label(pk: int | None, href: str) -> str:
        other = linked.get(pk) if pk else by_slug and by_slug.get(slug_of(href))
        return other.disclosure if other else ""

    # Safe: what is stored is cleaned whenever it is saved, and what is put in here is escaped.
    return mark_safe(completing.complete(body, picture, address, _("Table"), label, sponsors))
