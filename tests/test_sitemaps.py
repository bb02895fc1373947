"""The addresses for search engines: one file while they are few, then an index of files that each hold a range."""

from xml.etree import ElementTree

import pytest

from articles import sitemaps
from articles.models import Article
from tests.make import LONG_AGO, make_article, soon

pytestmark = pytest.mark.django_db

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def base(settings):
    settings.ARTICLES_BASE_URL = "https://blog.example.org"


def read(client, path):
    """Return the root's name and, by address, what stands beside it as the last change."""
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    found = {each.findtext("s:loc", None, SPACE): each.findtext("s:lastmod", None, SPACE) for each in root}
    assert None not in found
    return root.tag.partition("}")[2], found


def test_one_file_holds_all_while_they_are_few(client):
    make_article("One & more", slug="one", tags=["Skin"], updated_at=LONG_AGO.replace(year=2025))
    name, found = read(client, "/sitemap.xml")
    assert name == "urlset"
    root = "https://blog.example.org/"
    pages = dict.fromkeys([root, f"{root}tags/", f"{root}authors/", f"{root}archive/"])
    assert found == pages | {
        f"{root}one/": "2025-03-05T09:00:00+00:00", f"{root}tags/skin/": None, f"{root}authors/ada-writer/": None,
    }  # fmt: skip


def test_many_are_parted_by_an_index(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "KEYS", 3)
    first = make_article("First").pk
    for number in range(1, 8):
        make_article(f"Number {number}", tags=["Skin"], updated_at=LONG_AGO.replace(day=5 + number))
    name, files = read(client, "/sitemap.xml")
    assert name == "sitemapindex"
    assert {file.rpartition("/")[2].split("-")[1] for file in files} == {"pages", "articles", "tags", "authors"}
    listed, latest = [], {}
    for file, changed in files.items():
        name, found = read(client, file.removeprefix("https://blog.example.org"))
        assert name == "urlset"
        assert found
        assert len(found) <= 5
        listed += found
        latest[file] = (changed, max(filter(None, found.values()), default=None))
    assert len(listed) == len(set(listed)) == 8 + 4 + 1 + 1
    assert all(said == held for said, held in latest.values()), "the index says when the newest of a file changed"
    number = (Article.objects.order_by("-pk")[0].pk - 1) // 3 + 1
    assert number > (first - 1) // 3 + 1
    for row in Article.objects.filter(pk__gt=3 * (number - 1)):
        row.delete()
    make_article("Draft of the last file", status="draft")
    assert f"https://blog.example.org/sitemap-articles-{number}.xml" not in read(client, "/sitemap.xml")[1]


def test_what_search_engines_may_not_list_is_in_no_file(client):
    make_article("Hidden", slug="hidden", is_indexable=False)
    make_article("Later", slug="later", published_at=soon(days=1))
    assert client.get("/sitemap-articles-1.xml").status_code == 404
    assert not {"hidden", "later"} & set(client.get("/sitemap.xml").content.decode().split("/"))


@pytest.mark.parametrize(
    "path",
    ["/sitemap-articles-0.xml", "/sitemap-articles-2.xml", "/sitemap-nothing-1.xml", "/sitemap-pages-2.xml",
     f"/sitemap-articles-{10**30}.xml", f"/sitemap-articles-{2**63 // 10_000}.xml", "/sitemap-1.xml",
     "/sitemap-articles--1.xml", "/sitemap-%00-1.xml"],
)  # fmt: skip
def test_no_other_file_exists(client, article, path):
    assert client.get(path).status_code == 404


def test_a_sitemap_is_only_read(client, article):
    assert client.post("/sitemap.xml").status_code == 405
    assert client.get("/sitemap.xml")["X-Robots-Tag"] == "noindex"
