"""A thousand addresses and queries that nobody's browser makes: each gets a page, and nothing of it comes back raw."""

from itertools import product
from urllib.parse import quote

import pytest
from django.test import Client

from articles.models import Author, Tag
from tests.make import make_article

ECHO = "<x-echo onload=1>\"'"

PARTS = [
    "", "0", "-1", "1", "999999999999999999999999", "1e9", "NaN", "null", "None", "undefined", "true", "..", "../..",
    "../../etc/passwd", "%2e%2e%2f%2e%2e%2fetc/passwd", "%2e%2e", ".", "%00", "a%00b", "%0d%0aSet-Cookie:%20a=b",
    "%ff%fe", "%c0%ae", "%ed%a0%80", "%u0041", "%", "%zz", "x" * 3000, "é", "日本語", "😀", "Ω\u0301", "ß", "İ",
    "\u202egnp",
    "a b", "a+b", "a;b", "a&b", "a=b", "a,b", "a|b", "a\\b", "a'b", 'a"b', "a<b>c", "{{7*7}}", "${7*7}", "{% if %}",
    "' OR 1=1 --", "1;DROP TABLE articles_article", "*", "?", "#", "~root", ".env", ".git/config", "wp-login.php",
    "index.html", "index.php?p=1", ECHO, "javascript:alert(1)", "//evil.example/", "http://evil.example/", "admin",
    "feed", "page", "search", "compare", "corrections", "about", "UPPER", "trailing.", "-", "_", "--", "-a-", "1-1",
    "9" * 400, "0x10", "１２", "٣", "2024-13-45", "[]", "[0]", "a[b]=c", "\t", "%09", "%20", "%2f", "%5c", "%3f", "%23",
]  # fmt: skip
PLACES = ["/{}/", "/tags/{}/", "/authors/{}/feed/", "/archive/2024/{}/", "/{}", "/tags/{}/feed/atom/", "/archive/{}/"]
NAMES = ["before", "after", "t", "q", "p", "page", "tag", "author", "year"]
PAGES = ["/", "/peels/", "/tags/skin/", "/sitemap.xml", "/feed/"]


def odd_addresses():
    """Return at least a thousand, each once: odd paths, odd queries, and queries that say things twice."""
    found = [place.format(quote(part, safe="%/")) for place, part in product(PLACES, PARTS)]
    found += [
        f"{page}?{name}={quote(part, safe='%')}"
        for number, (page, part) in enumerate(product(PAGES, PARTS))
        for name in (NAMES[number % len(NAMES)],)
    ]
    found += [f"{page}?{name}=1&{name}=2&{name}[]=3&={name}&&" for page, name in product(PAGES, NAMES)]
    found += [f"{page}?{'a=1&' * 2000}" for page in PAGES]
    found += ["/" * 3000, "/./", "//", "///peels/", "/peels//", "/peels/.", "/peels/../peels/", "/peels;a=b/"]
    return list(dict.fromkeys(found))


ADDRESSES = odd_addresses()
SHARES = 8


def test_there_are_a_thousand():
    assert len(ADDRESSES) >= 1000


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_no_odd_address_is_an_error_or_comes_back_raw(share):
    make_article("Peels", tags=["Skin"])
    assert Tag.objects.exists()
    assert Author.objects.exists()
    client, bad = Client(raise_request_exception=False), []
    assert client.get("/", PATH_INFO="/peels/").status_code == 200
    for address in ADDRESSES[share::SHARES]:
        path, _, query = address.partition("?")
        response = client.get("/", PATH_INFO=as_wsgi(path), QUERY_STRING=query)
        body = response.content.decode(errors="replace")
        if response.status_code >= 500 or "Traceback" in body or ECHO in body or "<x-echo" in body:
            bad.append((response.status_code, address[:200]))
        if any("\r" in value or "\n" in value for _, value in response.items()):
            bad.append(("header", address[:200]))
        if response.status_code in (301, 302) and response["Location"].lstrip("\\/ ").startswith("evil.example"):
            bad.append(("led away", address[:200]))
    assert bad == []


def as_wsgi(path):
    """Return the path as a WSGI server hands it on: percent signs resolved, each byte a character."""
    raw, place = b"", 0
    data = path.encode()
    while place < len(data):
        code = data[place + 1 : place + 3]
        if data[place : place + 1] == b"%" and len(code) == 2 and all(chr(c) in "0123456789abcdefABCDEF" for c in code):
            raw += bytes([int(code, 16)])
            place += 3
        else:
            raw += data[place : place + 1]
            place += 1
    return raw.decode("latin-1")
