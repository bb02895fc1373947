"""What machines read: head, JSON-LD, feeds, sitemap."""

import json
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.models import Author, Image, Publication, Tag
from tests.make import make_article, soon

pytestmark = pytest.mark.django_db


def make_image(**fields):
    return Image.objects.create(
        file="articles/x.jpeg", content_hash="0" * 32, width=1600, height=900, default_alt="Drawn needles", **fields
    )


def head(client, path):
    page = LexborHTMLParser(client.get(path).content.decode())
    metas = {
        (node.attributes.get("property") or node.attributes.get("name")): node.attributes["content"]
        for node in page.css("meta[content]")
    }
    graph = json.loads(page.css_first("script").text())["@graph"]
    return page, metas, {node["@type"]: node for node in graph}


def test_article(client, settings):
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    Author.objects.create(name="Ada Writer", credentials="RN", role="Nurse", links="https://ada.example.org\nnot one")
    Publication.objects.update(name="The Blog", tagline="Plain words")
    make_article(
        "A & B </script>",
        slug="a",
        tags=["Skin"],
        lead_image=make_image(),
        lead_alt="Needles",
        updated_at=soon(days=-1),
    )
    page, metas, graph = head(client, "/a/")
    assert page.css_first("title").text() == "A & B </script> – The Blog"
    assert page.css_first("link[rel=canonical]").attributes["href"] == "https://blog.example.org/a/"
    assert metas["og:type"] == "article"
    assert metas["og:title"] == "A & B </script>"
    assert metas["og:image"] == "https://blog.example.org/media/articles/x.jpeg"
    assert metas["og:image:alt"] == "Needles"
    assert metas["twitter:card"] == "summary_large_image"
    assert metas["article:author"] == "https://blog.example.org/authors/ada-writer/"
    assert metas["robots"].startswith("index")
    post = graph["BlogPosting"]
    assert post["headline"] == "A & B </script>"
    assert post["datePublished"].startswith("2024-03-05")
    assert post["dateModified"] > post["datePublished"]
    assert post["author"][0]["honorificSuffix"] == "RN"
    assert post["author"][0]["sameAs"] == ["https://ada.example.org"]
    assert post["image"][0]["url"].startswith("https://blog.example.org/media/")
    assert [item["name"] for item in graph["BreadcrumbList"]["itemListElement"]] == ["Home", "Skin", "A & B </script>"]
    assert graph["WebSite"]["name"] == "The Blog"
    assert b"</script></script>" not in client.get("/a/").content


def test_editors_may_say_it_differently(client):
    make_article(
        "A", slug="a", seo_title="For searchers", seo_description="Said to them", canonical_url="https://first.example.org/a",
        is_indexable=False,
    )  # fmt: skip
    page, metas, _graph = head(client, "/a/")
    assert page.css_first("title").text().startswith("For searchers")
    assert metas["description"] == "Said to them"
    assert metas["robots"] == "noindex"
    assert page.css_first("link[rel=canonical]").attributes["href"] == "https://first.example.org/a"
    assert "/a/" not in client.get("/sitemap.xml").content.decode()


def test_a_canonical_address_that_is_none_is_not_used(client):
    make_article("A", slug="a", canonical_url="javascript:alert(1)")
    page, _metas, _graph = head(client, "/a/")
    assert page.css_first("link[rel=canonical]").attributes["href"] == "http://testserver/a/"


def test_author_and_lists(client):
    make_article("A", tags=["Skin"])
    Author.objects.update(bio="Writes.", portrait=make_image())
    _page, metas, graph = head(client, "/authors/ada-writer/")
    assert (
        graph["ProfilePage"]["mainEntity"] | {"@type": "Person", "name": "Ada Writer"}
        == graph["ProfilePage"]["mainEntity"]
    )
    assert metas["og:image"]
    for path in ("/", "/tags/", "/tags/skin/", "/authors/", "/archive/", "/archive/2024/", "/archive/2024/3/"):
        page, metas, graph = head(client, path)
        assert page.css_first("link[rel=canonical]").attributes["href"] == f"http://testserver{path}"
        assert page.css_first("title").text().strip()
        assert metas["og:title"]
        assert ("BreadcrumbList" in graph) == (path != "/")
    assert head(client, "/?before=9000000000000000-1")[1]["robots"] == "noindex, follow"


@pytest.mark.parametrize("path", ["/feed/", "/tags/skin/feed/", "/authors/ada-writer/feed/"])
def test_feeds(client, settings, path):
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    make_article("A < B", slug="a", tags=["Skin"])
    channel = ElementTree.fromstring(client.get(path).content).find("channel")
    item = channel.find("item")
    assert item.find("title").text == "A < B"
    assert item.find("link").text == "https://blog.example.org/a/"
    assert item.find("description").text == "Standfirst of A &lt; B.", "readers take it for HTML"
    assert [node.text for node in item.findall("category")] == ["Skin"]
    assert channel.find("{http://www.w3.org/2005/Atom}link").attrib["href"] == f"https://blog.example.org{path}"
    atom = ElementTree.fromstring(client.get(f"{path}atom/").content)
    space = "{http://www.w3.org/2005/Atom}"
    assert atom.find(f"{space}entry/{space}title").text == "A < B"
    assert atom.find(f"{space}entry/{space}author/{space}name").text == "Ada Writer"
    assert atom.find(f"{space}entry/{space}updated").text.startswith("2024-03-05")


def test_feeds_of_nobody_are_404(client):
    Tag.objects.create(name="Empty")
    for path in ("/tags/empty/feed/", "/tags/none/feed/", "/authors/none/feed/atom/"):
        assert client.get(path).status_code == 404


def test_sitemap_with_pictures(client, settings):
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    make_article("A", tags=["Skin"], lead_image=make_image())
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "i": "http://www.google.com/schemas/sitemap-image/1.1"}
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = {
        url.find("s:loc", space).text.removeprefix("https://blog.example.org"): url
        for url in root.findall("s:url", space)
    }
    assert set(found) == {"/", "/tags/", "/authors/", "/archive/", "/a/", "/tags/skin/", "/authors/ada-writer/"}
    assert found["/a/"].find("i:image/i:loc", space).text == "https://blog.example.org/media/articles/x.jpeg"
    assert found["/a/"].find("s:lastmod", space).text.startswith("2024-03-05")


LISTS = {
    "/": ["C", "B", "A"],
    "/tags/": ["Hair", "Skin"],
    "/tags/skin/": ["C", "A"],
    "/authors/": ["Ada Writer", "Bob Second"],
    "/authors/ada-writer/": ["B", "A"],
    "/archive/": ["2024"],
    "/archive/2024/": ["March"],
    "/archive/2024/3/": ["C", "B", "A"],
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_names_what_stands_on_it(client, settings, path):
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    make_article("A", tags=["Skin"])
    make_article("B", tags=["Hair"])
    make_article("C", tags=["Skin"], author="Bob Second")
    make_article("Zebrafinch", tags=["Skin"], status="withdrawn")
    page, _metas, graph = head(client, path)
    url = f"https://blog.example.org{path}"
    if path == "/authors/ada-writer/":
        listed = graph["ItemList"]
        assert listed["mainEntityOfPage"] == {"@id": graph["ProfilePage"]["@id"]}
    else:
        listed = graph["CollectionPage"]["mainEntity"]
        assert graph["CollectionPage"]["url"] == url
        assert graph["CollectionPage"]["isPartOf"] == {"@id": graph["WebSite"]["@id"]}
    assert listed["@type"] == "ItemList"
    assert [item["name"] for item in listed["itemListElement"]] == LISTS[path]
    assert [item["position"] for item in listed["itemListElement"]] == list(range(1, len(LISTS[path]) + 1))
    links = {node.attributes["href"] for node in page.css("main a[href]")}
    assert {item["url"].removeprefix("https://blog.example.org") for item in listed["itemListElement"]} <= links


def test_an_empty_list_names_nothing(client):
    _page, _metas, graph = head(client, "/")
    assert "mainEntity" not in graph["CollectionPage"]


def test_the_site_says_where_it_is_searched(client, settings):
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    make_article("Peels", tags=["Skin"])
    _page, _metas, graph = head(client, "/peels/")
    action = graph["WebSite"]["potentialAction"]
    assert action["@type"] == "SearchAction"
    assert action["query-input"] == "required name=search_term_string"
    address = action["target"]["urlTemplate"].replace("{search_term_string}", "peels")
    assert address == "https://blog.example.org/search/?q=peels"
    assert "Peels" in client.get(address.removeprefix("https://blog.example.org")).content.decode()


def test_an_articles_picture_is_named_in_each_shape_that_is_cut(client, settings):
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    sizes = {"full": [1600, 900], "16x9": [1600, 900], "3x2": [1350, 900], "1x1": [900, 900]}
    made = {crop: {"size": size, "focal": "", "jpeg": [640]} for crop, size in sizes.items()}
    make_article("A", slug="a", lead_image=make_image(renditions=made, caption="Drawn"))
    whole, *crops = head(client, "/a/")[2]["BlogPosting"]["image"]
    assert (whole["@type"], whole["caption"]) == ("ImageObject", "Drawn")
    names = [url.rpartition("/")[2] for url in (whole["url"], *crops)]
    assert names == [f"{'0' * 32}-{crop}-640.jpeg" for crop in sizes]
    assert all(url.startswith("https://blog.example.org/media/articles/") for url in crops)


@pytest.mark.parametrize("path", [
    "/", "/a/", "/tags/", "/tags/skin/", "/authors/", "/authors/ada-writer/", "/archive/", "/archive/2024/",
    "/archive/2024/3/", "/search/", "/search/?q=skin", "/compare/", "/compare/?t=a&t=b", "/corrections/",
])  # fmt: skip
def test_every_page_describes_itself_even_where_nobody_wrote_a_word_about_it(client, path):
    assert not Publication.load().tagline
    assert not Publication.load().about
    for title in "ab":
        article = make_article(title, slug=title, tags=["Skin"], standfirst="")
        article.body = f"<h2>Benefits</h2><p>Body of {title}.</p>"
        article.save()
    _page, metas, _graph = head(client, path)
    assert len(metas["description"]) > 5
