"""How others find the article: search results, shared links, links from other articles."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from articles import conf
from articles.checklist.finding import Finding
from articles.checklist.manuscript import Manuscript
from articles.models import Article, OutLink
from articles.models.addresses import address_of
from articles.querysets import Status

# Characters that search engines commonly show; they measure pixels, which differ by letter.
LONGEST_TITLE, LONGEST_DESCRIPTION = 60, 160
SHORTEST_DESCRIPTION = 50
LONGEST_CARD_TITLE, LONGEST_CARD_DESCRIPTION = 70, 110  # what the cards of social networks show


@dataclass(frozen=True)
class Cut:
    """A text as a list shows it: what is kept, and what is cut off."""

    kept: str
    rest: str


def cut(words: str, longest: int) -> Cut:
    """Return the words up to the last space within so many characters, and the rest."""
    if len(words) <= longest:
        return Cut(words, "")
    kept = words[:longest].rsplit(" ", 1)[0]
    return Cut(kept, words[len(kept) :].strip())


@dataclass(frozen=True)
class SearchResult:
    """How a search engine is likely to list the article."""

    site: str
    address: str
    title: Cut
    description: Cut


def search_result(text: Manuscript, host: str) -> SearchResult:
    """Return how a search engine is likely to list the text; `host` stands in where ARTICLES_BASE_URL is not set."""
    shown = urlsplit(conf.get("ARTICLES_BASE_URL")).netloc or host
    return SearchResult(
        site=text.publication.name,
        address=f"{shown} › {text.slug}" if text.slug else shown,
        title=cut(text.listed_title, LONGEST_TITLE),
        description=cut(text.listed_description, LONGEST_DESCRIPTION),
    )


@dataclass(frozen=True)
class ShareCard:
    """How a social network is likely to show a link to the article; `src` is "" without a picture."""

    site: str
    src: str
    title: Cut
    description: Cut


def share_card(text: Manuscript) -> ShareCard:
    """Return how a social network is likely to show a link to the text."""
    shown = text.shared.shown("16x9") if text.shared else None
    return ShareCard(
        site=text.publication.name,
        src=shown.src if shown else "",
        title=cut(text.listed_title, LONGEST_CARD_TITLE),
        description=cut(text.listed_description, LONGEST_CARD_DESCRIPTION),
    )


def lengths(text: Manuscript) -> Iterator[Finding]:
    """Yield whether search results cut the title or the description, or get a poor one."""
    title, description = text.listed_title, text.listed_description
    if len(title) > LONGEST_TITLE:
        message = _(
            "Search results show about %(longest)s characters of a title; this one has %(count)s. Put the words that "
            "matter first, or write a shorter title for search engines."
        )
        message %= {"longest": LONGEST_TITLE, "count": len(title)}
        yield Finding("title-long", "", False, _("Title"), "id_seo_title", message)
    if not (text.seo_description.strip() or text.standfirst.strip()):
        return  # that there is no standfirst is said already
    if len(description) > LONGEST_DESCRIPTION:
        message = _(
            "Search results show about %(longest)s characters of a description; this one has %(count)s. Write a "
            "shorter one for search engines."
        )
        message %= {"longest": LONGEST_DESCRIPTION, "count": len(description)}
        yield Finding("description-long", "", False, _("Description"), "id_seo_description", message)
    elif len(description) < SHORTEST_DESCRIPTION:
        message = _(
            "The description has only %(count)s characters. Say in %(shortest)s to %(longest)s what readers learn."
        )
        message %= {"count": len(description), "shortest": SHORTEST_DESCRIPTION, "longest": LONGEST_DESCRIPTION}
        target = "id_seo_description" if text.seo_description.strip() else "id_standfirst"
        yield Finding("description-short", "", False, _("Description"), target, message)


def twin(text: Manuscript) -> Iterator[Finding]:
    """Yield whether another article has the same title."""
    title = " ".join(text.title.split())
    if not title:
        return
    others = Article.objects.originals().filter(title__iexact=title).exclude(pk__in=text.own)
    if other := others.exclude(status=Status.TRASHED).order_by("pk").only("pk", "title").first():
        message = _("Another article is called “%s” too. Readers and search engines cannot tell them apart.") % other
        yield Finding("title-twice", "", False, _("Title"), "id_title", message)


def orphan(text: Manuscript) -> Iterator[Finding]:
    """Yield whether no other article links to this one."""
    if text.key is None or not text.title.strip():
        return
    rows = OutLink.objects.order_by().filter(article__original=None).exclude(article__in=text.own)
    rows = rows.exclude(article__status=Status.TRASHED)
    if rows.filter(Q(target=text.key) | _by_address(text.slug)).exists():
        return
    message = _("No other article links to this one. Open one on a near subject and link here from it.")
    yield Finding("orphan", "", False, _("Links from other articles"), "suggestions", message)


def _by_address(slug):
    """Return a condition: the link is written as the article's address, with or without the site's."""
    try:
        path = address_of("detail", slug) if slug else ""
    except NoReverseMatch:
        path = ""
    if not path:
        return Q(pk=None)
    base = conf.get("ARTICLES_BASE_URL").rstrip("/")
    spellings = [path, path.rstrip("/")]
    spellings += [base + spelling for spelling in spellings if base]
    return Q(domain__in={"", urlsplit(base).hostname or ""}, url__in=spellings)
