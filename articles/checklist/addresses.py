"""Where the links of a text lead: to an article, to another page of this site, elsewhere, or nowhere."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve, reverse

from articles import conf
from articles.checklist.manuscript import Manuscript
from articles.models import Article, Author, FormerSlug, Redirect, Tag
from articles.querysets import CARD, GATE
from articles.text import html
from articles.text.keys import possible

HERE = {
    "content",
    "contents",
    "disclosure",
    "medical-review",
    "related",
    "sources",
}  # the ids that every article's page has
OTHER_SCHEMES = ("mailto", "tel")
SLUGGED = {"detail": "article", **dict.fromkeys(["tag", "tag_feed", "tag_atom"], "tag")} | dict.fromkeys(
    ["author", "author_feed", "author_atom"], "author"
)


@dataclass(frozen=True)
class Destination:
    """Where a link leads: `is_dead` nowhere, `is_desk` to a page only editors may open, or to the article."""

    is_dead: bool = False
    is_desk: bool = False
    article: Article | None = None


@dataclass
class Known:
    """What the database has of the keys, slugs and paths that a text links to."""

    articles: dict[int, Article] = field(default_factory=dict)
    slugs: dict[tuple[str, str], Article | None] = field(default_factory=dict)  # by kind and slug
    paths: dict[str, Article | None] = field(default_factory=dict)  # of redirects


def destinations(text: Manuscript) -> list[Destination]:
    """Return for each link of the body, in reading order, where it leads."""
    links = text.anatomy.links
    anchors = HERE | {heading.id for heading in html.with_heading_ids(text.body)[1]}
    pages = [_page_of(link.href, text) if link.article is None else None for link in links]
    known = text.known or _look_up(links, pages)
    return [_destination(link, page, known, anchors) for link, page in zip(links, pages, strict=True)]


def look_up_together(texts: list[Manuscript]) -> None:
    """Read what the links of all these texts name, with as many queries as for one."""
    resolved = {}
    for text in texts:
        text.resolved = resolved
    links = [(link, text) for text in texts for link in text.anatomy.links]
    pages = [_page_of(link.href, text) if link.article is None else None for link, text in links]
    known = _look_up([link for link, _text in links], pages)
    for text in texts:
        text.known = known


def is_elsewhere(href: str) -> bool:
    """Return whether the address is a web page of another site; one that cannot be read is not."""
    try:
        parts = urlsplit(href.strip())
        host = parts.hostname
    except ValueError:
        return False
    own = urlsplit(conf.get("ARTICLES_BASE_URL")).hostname
    return parts.scheme.lower() in ("", "http", "https") and bool(host) and host != own


@dataclass(frozen=True)
class _Page:
    """An address within the site: the path, and what Django's resolver says of it."""

    path: str
    kind: str  # article, tag, author; "page" for any other, "desk" for the editors' own, "" for none
    slug: str = ""


def _page_of(href: str, text: Manuscript) -> _Page | None:
    """Return the page of this site at the address, or None where it leads elsewhere."""
    try:
        parts = urlsplit(href.strip())
        _ = parts.port  # raises where the address cannot be read
    except ValueError:
        return _Page(href, "")
    if parts.scheme.lower() in OTHER_SCHEMES or is_elsewhere(href):
        return None
    if parts.scheme and not parts.netloc:
        return _Page(href, "")  # "https:/page"
    try:
        home = reverse("articles:list")
    except NoReverseMatch:
        return _Page(href, "page")  # the host serves our pages under a name of its own, or not at all
    if not parts.netloc and not parts.path:
        return _Page(href, "page")  # "?page=2", "#risks": of the article itself
    path = parts.path if parts.netloc else urlsplit(urljoin(f"{home}article/", href.strip())).path
    path = unquote(path).replace("\x00", "\ufffd") or home
    if path not in text.resolved:  # a path that is no page of ours costs a look at the redirects
        text.resolved[path] = _resolved(path)
    return text.resolved[path]


def _resolved(path: str) -> _Page:
    for prefix in (settings.MEDIA_URL, settings.STATIC_URL):
        if prefix and prefix != "/" and path.startswith(prefix):
            return _Page(path, "page")
    prefix = get_script_prefix()
    within = path.removeprefix(prefix.rstrip("/")) or "/"
    for candidate in (within, f"{within}/") if settings.APPEND_SLASH and not within.endswith("/") else (within,):
        try:
            match = resolve(candidate)
        except Resolver404:
            continue
        if "admin" in match.app_names or (match.app_names[-1:], match.url_name) == (["articles"], "preview"):
            return _Page(path, "desk")
        if match.app_names[-1:] == ["articles"] and match.url_name in SLUGGED:
            return _Page(path, SLUGGED[match.url_name], match.kwargs["slug"])
        return _Page(path, "page")
    return _Page(path, "")


def _look_up(links, pages) -> Known:
    """Read all that the links name: at most one query a kind of thing, however many links there are."""
    known = Known()
    wanted = defaultdict(set)
    for page in filter(None, pages):
        wanted[page.kind].add(page.slug)
    keys = possible(link.article for link in links)
    if keys or wanted["article"]:
        rows = Article.objects.originals().order_by().only("pk", *CARD, *GATE)
        for article in rows.filter(Q(pk__in=keys) | Q(slug__in=wanted["article"])):
            known.articles[article.pk] = article
            known.slugs["article", article.slug] = article
    for kind, model in (("tag", Tag), ("author", Author)):
        if wanted[kind]:
            rows = model.objects.order_by().filter(slug__in=wanted[kind])
            known.slugs |= {(kind, slug): None for slug in rows.values_list("slug", flat=True)}
    former = Q()
    for kind in ("article", "tag", "author"):
        if gone := {slug for slug in wanted[kind] if (kind, slug) not in known.slugs}:
            former |= Q(**{f"{kind}__isnull": False}, slug__in=gone)
    if former:
        for row in FormerSlug.objects.filter(former).select_related("article"):
            kind = next(kind for kind in ("article", "tag", "author") if getattr(row, f"{kind}_id"))
            known.slugs[kind, row.slug] = row.article
    lost = {page.path for page in pages if page and _is_unknown(page, known)}
    if lost:
        spellings = {spelling for path in lost for spelling in _spellings(path)}
        rows = Redirect.objects.filter(path__in=spellings).select_related("article")
        known.paths = {redirect.path: redirect.article for redirect in rows}
    return known


def _is_unknown(page, known):
    return page.kind == "" or (page.kind in SLUGGED.values() and (page.kind, page.slug) not in known.slugs)


def _spellings(path):
    return path, path.rstrip("/"), f"{path.rstrip('/')}/"


def _destination(link, page, known, anchors) -> Destination:
    if link.article is not None:
        article = known.articles.get(link.article)
        return Destination(article=article, is_dead=article is None)
    if page is None:
        return Destination()
    if link.href.strip().startswith("#"):
        anchor = unquote(link.href.strip()[1:])
        return Destination(is_dead=anchor not in anchors)
    if page.kind == "desk":
        return Destination(is_desk=True)
    if not _is_unknown(page, known):
        return Destination(article=known.slugs.get((page.kind, page.slug)))
    redirect = next((spelling for spelling in _spellings(page.path) if spelling in known.paths), None)
    return Destination(is_dead=redirect is None, article=known.paths.get(redirect))
