"""What machines read of a page: title, description, canonical address, Open Graph, JSON-LD; all as plain dicts."""

import json
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from articles import conf
from articles.models import Article, Author, Image, Publication, Tag, Treatment
from articles.text import html

INDEX, NOINDEX = "index, follow, max-image-preview:large", "noindex"


@dataclass
class Head:
    """The head of a public page. `properties` are Open Graph pairs, `names` Twitter's; `graph` is the JSON-LD."""

    title: str
    description: str
    canonical: str
    robots: str = INDEX
    properties: list[tuple[str, str]] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    graph: list[dict[str, Any]] = field(default_factory=list)

    @property
    def metas(self) -> SafeString:
        """Open Graph and Twitter's names as elements. Safe: both sides are escaped."""
        pairs = [("property", *pair) for pair in self.properties] + [("name", *pair) for pair in self.names]
        return mark_safe(
            "\n".join(f'<meta {kind}="{escape(name)}" content="{escape(str(value))}">' for kind, name, value in pairs)
        )

    @property
    def json_ld(self) -> SafeString:
        """The graph as JSON that cannot end its script element."""
        text = json.dumps({"@context": "https://schema.org", "@graph": self.graph}, ensure_ascii=False)
        escaped = text.replace("&", "\\u0026").replace("<", "\\u003C").replace(">", "\\u003E")
        return mark_safe(escaped)  # safe: no character is left that HTML would read


def absolute(address: str, request: HttpRequest) -> str:
    """Return the address with scheme and host: those of ARTICLES_BASE_URL, or of the request."""
    if address.startswith(("http://", "https://")):
        return address
    base = conf.get("ARTICLES_BASE_URL")
    return base.rstrip("/") + address if base else request.build_absolute_uri(address)


def without_empty(node: dict[str, Any]) -> dict[str, Any]:
    """Return the node without values that say nothing."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _page(title, description, path, request, publication, image=None, alt="", kind="website") -> Head:
    """Return the head every page shares: canonical, Open Graph, Twitter card, website and publisher."""
    url = absolute(path, request)
    image = image or publication.default_share_image
    shown = image.shown("16x9") if image else None
    head = Head(title=title, description=html.excerpt(description, 300), canonical=url)
    head.properties = [
        ("og:type", kind),
        ("og:site_name", publication.name),
        ("og:title", title),
        ("og:description", head.description),
        ("og:url", url),
    ]
    head.names = [("twitter:card", "summary_large_image" if shown else "summary")]
    if shown:
        head.properties += [
            ("og:image", absolute(shown.src, request)),
            ("og:image:width", str(shown.width)),
            ("og:image:height", str(shown.height)),
            ("og:image:alt", alt or image.default_alt),
        ]
    head.properties = [(name, value) for name, value in head.properties if value]
    home = absolute(reverse("articles:list"), request)
    logo = publication.logo.shown("full") if publication.logo else None
    head.graph = [
        without_empty(
            {
                "@type": "WebSite",
                "@id": f"{home}#website",
                "url": home,
                "name": publication.name,
                "description": publication.tagline,
                "publisher": {"@id": f"{home}#publisher"},
            }
        ),
        without_empty(
            {
                "@type": "Organization",
                "@id": f"{home}#publisher",
                "name": publication.name,
                "url": home,
                "logo": logo and absolute(logo.src, request),
            }
        ),
    ]
    return head


def _breadcrumbs(trail: list[tuple[str, str]], url: str, request: HttpRequest) -> dict[str, Any]:
    """Return the list of (name, path) as schema.org has it, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "@id": f"{url}#breadcrumbs",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path, request)}
            for place, (name, path) in enumerate(trail, 1)
        ],
    }


def _person(author: Author, request: HttpRequest) -> dict[str, Any]:
    url = absolute(author.get_absolute_url(), request)
    return without_empty(
        {
            "@type": "Person",
            "@id": f"{url}#person",
            "name": author.name,
            "url": url,
            "honorificSuffix": author.credentials,
            "jobTitle": author.role,
            "sameAs": author.same_as,
        }
    )


def _picture(image: Image, alt: str, request: HttpRequest) -> dict[str, Any]:
    shown = image.shown("full")
    return without_empty(
        {
            "@type": "ImageObject",
            "url": absolute(shown.src, request),
            "width": shown.width,
            "height": shown.height,
            "caption": image.caption or alt,
            "creditText": image.credit,
        }
    )


def article(
    article: Article,
    tags: list[Tag],
    treatment: Treatment | None,
    publication: Publication,
    trail,
    request: HttpRequest,
) -> Head:
    """Return the head of an article's page: `BlogPosting` with its authors, and the breadcrumb."""
    title = article.seo_title or article.title
    description = article.seo_description or article.summary
    image = article.share_image or article.lead_image
    head = _page(
        title, description, article.get_absolute_url(), request, publication, image,
        alt=article.lead_alt if image == article.lead_image else "", kind="article",
    )  # fmt: skip
    url = head.canonical
    if article.canonical_url.startswith(("http://", "https://")):
        head.canonical = article.canonical_url
    if not article.is_indexable:
        head.robots = NOINDEX
    authors = [byline.author for byline in article.signed_by]
    dates = {"published_time": article.published_at, "modified_time": article.updated_at}
    head.properties += [(f"article:{name}", moment.isoformat()) for name, moment in dates.items() if moment]
    head.properties += [("article:author", absolute(author.get_absolute_url(), request)) for author in authors]
    head.properties += [("article:tag", tag.name) for tag in tags]
    home = absolute(reverse("articles:list"), request)
    head.graph += [
        without_empty(
            {
                "@type": "BlogPosting",
                "@id": f"{url}#article",
                "mainEntityOfPage": url,
                "headline": article.title,
                "description": article.summary,
                "datePublished": article.published_at and article.published_at.isoformat(),
                "dateModified": (moment := article.updated_at or article.published_at) and moment.isoformat(),
                "author": [_person(author, request) for author in authors],
                "publisher": {"@id": f"{home}#publisher"},
                "isPartOf": {"@id": f"{home}#website"},
                "image": article.lead_image and _picture(article.lead_image, article.lead_alt, request),
                "keywords": [tag.name for tag in tags],
                "wordCount": article.word_count,
                "about": treatment and treatment.name and {"@type": "Thing", "name": treatment.name},
            }
        ),
        _breadcrumbs(trail, url, request),
    ]
    return head


def listing(title, description, path, publication, trail, request: HttpRequest, image=None) -> Head:
    """Return the head of a list page; a trail of one entry, the home page itself, is not shown as a breadcrumb."""
    head = _page(title, description, path, request, publication, image)
    if len(trail) > 1:
        head.graph.append(_breadcrumbs(trail, head.canonical, request))
    return head


def profile(author: Author, publication: Publication, trail, request: HttpRequest) -> Head:
    """Return the head of an author's page: a `ProfilePage` about the `Person`."""
    path = author.get_absolute_url()
    head = _page(str(author), author.bio, path, request, publication, author.portrait, kind="profile")
    head.graph += [
        {
            "@type": "ProfilePage",
            "@id": f"{head.canonical}#page",
            "url": head.canonical,
            "name": str(author),
            "mainEntity": _person(author, request) | without_empty({"description": author.bio}),
        },
        _breadcrumbs(trail, head.canonical, request),
    ]
    return head
