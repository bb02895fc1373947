"""The head that every public page has."""

import json
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles import conf
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


def page(title, description, path, request, publication, image=None, alt="", kind="website", drawn=None) -> Head:
    """Return the head every page shares: canonical, Open Graph, Twitter card, website and publisher.

    `drawn` is a picture made for links to the page, which then stands before any other.
    """
    url = absolute(path, request)
    image = image or publication.default_share_image
    shown = drawn or (image.shown("16x9") if image else None)
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
            ("og:image:alt", alt or (title if drawn else image.default_alt)),
        ]
        head.names += [("twitter:image", absolute(shown.src, request))]
    head.properties = [(name, value) for name, value in head.properties if value]
    home = absolute(reverse("articles:list"), request)
    logo = publication.logo.shown("full") if publication.logo else None
    written = {each.name: absolute(each.get_absolute_url(), request) for each in publication.pages}
    contact = written.get("contact")
    head.graph = [
        without_empty(
            {
                "@type": "WebSite",
                "inLanguage": get_language(),
                "@id": f"{home}#website",
                "url": home,
                "name": publication.name,
                "description": publication.tagline,
                "publisher": {"@id": f"{home}#publisher"},
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": {
                        "@type": "EntryPoint",
                        "urlTemplate": absolute(reverse("articles:search"), request) + "?q={search_term_string}",
                    },
                    "query-input": "required name=search_term_string",
                },
            }
        ),
        without_empty(
            {
                "@type": "Organization",
                "@id": f"{home}#publisher",
                "name": publication.name,
                "url": home,
                "logo": logo and absolute(logo.src, request),
                "publishingPrinciples": written.get("editorial_policy"),
                "correctionsPolicy": written.get("corrections_policy"),
                "ownershipFundingInfo": written.get("funding"),
                "contactPoint": contact and {"@type": "ContactPoint", "url": contact},
            }
        ),
    ]
    return head
