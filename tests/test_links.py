"""Every link of the site leads somewhere: a crawl of all pages, with their pictures, feeds and anchors."""

import gzip
import re
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.serving import SEED, demo_site

pytestmark = pytest.mark.browser

MOST = 2000
START = ["/", "/everything/", "/alone/", "/tags/", "/authors/", "/archive/", "/sitemap.xml", "/robots.txt", "/feed/"]
ADDRESSES = re.compile(r'(?:<loc>|<link>|<image:loc>|<id>|href=")(https?://[^<"]+)')


class StayHere(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@pytest.fixture
def site():
    return demo_site().check()


def get(address, **headers):
    """Return status, headers and body, following no redirect."""
    try:
        with build_opener(StayHere).open(Request(address, headers=headers), timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        return error.code, error.headers, error.read()


def links(tree):
    """Yield each address that the page names."""
    for node in tree.css("[href], [src], [srcset], meta[property='og:image'], meta[property='og:url']"):
        yield from (node.attributes[name] for name in ("href", "src", "content") if node.attributes.get(name))
        for candidate in (node.attributes.get("srcset") or "").split(","):
            yield from candidate.split()[:1]


def test_every_internal_link_resolves(site):
    waiting = [site.base + path for path in START]
    anchors, seen, wrong = {}, set(), []
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        assert len(seen) < MOST, "the pages do not end"
        status, headers, body = get(address)
        if status != 200:
            wrong.append((address, status))
            continue
        if headers.get_content_type() == "text/html":
            tree = LexborHTMLParser(body.decode())
            anchors[address] = {node.attributes["id"] for node in tree.css("[id]")}
            found = list(links(tree))
        elif headers.get_content_type().endswith("xml"):
            found = ADDRESSES.findall(body.decode())
        else:
            continue
        for link in found:
            target, anchor = urldefrag(urljoin(address, link))
            if not target.startswith(site.base + "/"):
                continue
            waiting.append(target)
            if anchor:
                anchors.setdefault("wanted", set()).add((address, target, unquote(anchor)))
    lost = [(page, f"{to}#{anchor}") for page, to, anchor in anchors.pop("wanted") if anchor not in anchors.get(to, ())]
    assert not wrong + lost, "\n".join(map(str, wrong + lost))
    assert site.base + SEED in anchors
    assert len({urlsplit(page).path for page in anchors}) > 30


def test_pages_are_light(site):
    status, headers, body = get(site.base + SEED, **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert len(body) <= 15_000
    sheet = re.search(r'<link rel="stylesheet" href="([^"]+)">', gzip.decompress(body).decode())[1]
    status, headers, body = get(site.base + sheet, **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert len(body) <= 15_000
