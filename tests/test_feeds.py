"""Feeds hold what their specifications ask for, whole articles, and the same bytes until something changes.

RSS 2.0: https://www.rssboard.org/rss-specification, Atom: RFC 4287, JSON Feed: https://www.jsonfeed.org/version/1.1/
"""

import json
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from articles.models import Article, Byline, Citation, Image, Publication, Revision, Source, Sponsorship
from tests.make import LONG_AGO, make_article, make_author, soon

pytestmark = pytest.mark.django_db

BASE = "https://blog.example.org"
HUB = "https://hub.example.org/"
ATOM, CONTENT, DC = (
    "{http://www.w3.org/2005/Atom}",
    "{http://purl.org/rss/1.0/modules/content/}",
    "{http://purl.org/dc/elements/1.1/}",
)
SUBJECTS = ["/", "/tags/skin/", "/authors/ada-writer/", "/corrections/"]


@pytest.fixture
def full(settings, media):
    """A blog whose newest article has everything on it."""
    settings.ARTICLES_BASE_URL = BASE
    (media / "articles").mkdir(parents=True)
    (media / "articles" / "x.jpeg").write_bytes(b"x" * 1234)
    picture = Image.objects.create(
        file="articles/x.jpeg", content_hash="x", width=1600, height=900, caption="Drawn", credit="By hand"
    )
    Publication.objects.update(name="The Blog & more", tagline="Plain <words>", disclaimer="No advice.")
    other = make_article("Other", slug="other", tags=["Skin"], published_at=LONG_AGO - timedelta(days=1))
    draft = make_article("Draft", slug="draft", status="draft")
    body = (
        f'<p>As shown [1]. See <a data-article="{other.pk}" href="/x/">that</a>, '
        f'<a data-article="{draft.pk}" href="/draft/">this</a>, <a href="#what">below</a> and '
        f'<a href="/tags/skin/">there</a>.</p><h2>What</h2><figure><img data-file="{picture.pk}" alt="A & B"></figure>'
        '<table><tbody><tr><td>1</td></tr></tbody></table><p><a href="https://acme.example/x">Acme</a></p>'
    )
    article = make_article(
        "Peels < 5 & more", slug="peels", tags=["Skin", "Hair & nails"], body=body, lead_image=picture,
        lead_alt="Two needles", updated_at=LONG_AGO + timedelta(days=3),
    )  # fmt: skip
    article.bylines.update(interests="Owns a clinic.")
    Byline.objects.create(article=article, author=make_author("Bob Second"), position=2)
    source = Source.objects.create(text="Needles, a guideline.", doi="10.1000/182")
    Citation.objects.create(article=article, source=source, position=1)
    Sponsorship.objects.create(
        article=article, kind="paid", sponsor="Acme", statement="Acme paid.", domains="acme.example"
    )
    Revision.objects.create(article=article, snapshot={}, kind=Revision.Kind.CORRECTION, note="It was <6.")
    return article


def moment(text):
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


def whole(address):
    parts = urlsplit(address)
    assert parts.scheme in ("http", "https"), address
    assert parts.netloc, address
    return address


def get(client, path, kind):
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == kind
    assert "Last-Modified" not in response
    return response.content


@pytest.mark.parametrize("subject", SUBJECTS)
def test_rss_has_what_rss_demands(client, full, settings, subject):
    settings.ARTICLES_WEBSUB_HUB = HUB
    path = f"{subject}feed/"
    root = ElementTree.fromstring(get(client, path, "application/rss+xml; charset=utf-8"))
    assert (root.tag, root.attrib["version"]) == ("rss", "2.0")
    (channel,) = root
    for name in ("title", "link", "description", "lastBuildDate", "language"):
        assert channel.findtext(name), name
    whole(channel.findtext("link"))
    links = {link.attrib["rel"]: link.attrib["href"] for link in channel.findall(f"{ATOM}link")}
    assert links == {"self": BASE + path, "hub": HUB}
    items = channel.findall("item")
    assert items
    ids = [item.findtext("guid") for item in items]
    assert len(ids) == len(set(ids))
    newest = max(parsedate_to_datetime(item.findtext("pubDate")) for item in items)
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")) >= newest
    for item in items:
        assert item.findtext("title")
        assert item.findtext("description")
        assert item.find("guid").attrib == {"isPermaLink": "false"}
        whole(item.findtext("link"))
        assert len(item.findall("enclosure")) <= 1
        for enclosure in item.findall("enclosure"):
            assert enclosure.attrib == {
                "url": f"{BASE}/media/articles/x.jpeg", "length": "1234", "type": "image/jpeg",
            }  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS)
def test_atom_has_what_rfc_4287_demands(client, full, settings, subject):
    settings.ARTICLES_WEBSUB_HUB = HUB
    path = f"{subject}feed/atom/"
    feed = ElementTree.fromstring(get(client, path, "application/atom+xml; charset=utf-8"))
    assert feed.tag == f"{ATOM}feed"

    def once(node, name):
        found = node.findall(ATOM + name)
        assert len(found) == 1, name
        text = "".join(found[0].itertext())
        assert text, name
        return text

    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert links.keys() == {"alternate", "self", "hub"}
    assert (links["self"], links["hub"]) == (BASE + path, HUB)
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "The Blog & more", "an entry without authors needs the feed's"
    ids = [once(feed, "id")]
    once(feed, "title")
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    assert moment(once(feed, "updated")) == max(moment(once(entry, "updated")) for entry in entries)
    for entry in entries:
        ids.append(once(entry, "id"))
        assert re.fullmatch(r"(tag:blog\.example\.org,\d{4}-\d\d-\d\d:/\w+/\d+)", ids[-1])
        once(entry, "title")
        assert moment(once(entry, "published")) <= moment(entry.findtext(f"{ATOM}updated"))
        kinds = [link.attrib["rel"] for link in entry.findall(f"{ATOM}link")]
        assert kinds in (["alternate"], ["alternate", "enclosure"])
        for link in entry.findall(f"{ATOM}link"):
            whole(link.attrib["href"])
        for author in entry.findall(f"{ATOM}author"):
            assert once(author, "name")
            whole(once(author, "uri"))
        for category in entry.findall(f"{ATOM}category"):
            assert category.attrib["term"]
        once(entry, "summary")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_json_feed_has_what_its_version_demands(client, full, settings, subject):
    settings.ARTICLES_WEBSUB_HUB = HUB
    path = f"{subject}feed/json/"
    feed = json.loads(get(client, path, "application/feed+json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"].startswith("The Blog & more")
    assert feed["feed_url"] == BASE + path
    assert feed["hubs"] == [{"type": "WebSub", "url": HUB}]
    whole(feed["home_page_url"])
    assert feed["items"]
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item.get("content_html") or item.get("content_text")
        assert moment(item["date_published"]) <= moment(item["date_modified"])
        whole(item["url"])
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        for author in item.get("authors", []):
            assert author["name"]
            whole(author["url"])
        for attachment in item.get("attachments", []):
            assert attachment == {
                "url": f"{BASE}/media/articles/x.jpeg", "mime_type": "image/jpeg", "size_in_bytes": 1234,
            }  # fmt: skip


def test_the_three_forms_say_the_same(client, full):
    rss = ElementTree.fromstring(client.get("/feed/").content).find("channel/item")
    atom = ElementTree.fromstring(client.get("/feed/atom/").content).find(f"{ATOM}entry")
    item = json.loads(client.get("/feed/json/").content)["items"][0]
    title = "Paid post by Acme: Peels < 5 & more"
    assert (rss.findtext("title"), atom.findtext(f"{ATOM}title"), item["title"]) == (title, title, title)
    summary = "Paid post by Acme. Standfirst of Peels < 5 & more."
    assert rss.findtext("description") == summary.replace("&", "&amp;").replace("<", "&lt;"), "taken for HTML"
    assert (atom.findtext(f"{ATOM}summary"), item["summary"]) == (summary, summary)
    assert rss.findtext("guid") == atom.findtext(f"{ATOM}id") == item["id"]
    assert rss.findtext(f"{CONTENT}encoded") == atom.findtext(f"{ATOM}content") == item["content_html"]
    assert atom.find(f"{ATOM}content").attrib == {"type": "html"}
    authors = ["Ada Writer", "Bob Second"]
    assert [node.text for node in rss.findall(f"{DC}creator")] == authors
    assert [node.text for node in atom.findall(f"{ATOM}author/{ATOM}name")] == authors
    assert [author["name"] for author in item["authors"]] == authors
    tags = {"Skin", "Hair & nails"}
    assert {node.text for node in rss.findall("category")} == tags
    assert {node.attrib["term"] for node in atom.findall(f"{ATOM}category")} == set(item["tags"]) == tags
    assert moment(atom.findtext(f"{ATOM}updated")) == moment(item["date_modified"]) == LONG_AGO + timedelta(days=3)


def test_an_entry_is_the_whole_article(client, full):
    text = json.loads(client.get("/feed/json/").content)["items"][0]["content_html"]
    tree = LexborHTMLParser(text)
    words = " ".join(tree.text(separator=" ").split())
    for said in (
        "Paid post by Acme", "Acme paid.", "Conflict of interest, Ada Writer: Owns a clinic.", "Drawn By hand",
        "Standfirst of Peels < 5 & more.", "As shown [", "What", "Sources Needles, a guideline. DOI 10.1000/182",
        "No advice.",
    ):  # fmt: skip
        assert said in words, said
    links = {link.text(): link.attributes for link in tree.css("a[href]")}
    assert links["that"]["href"] == f"{BASE}/other/"
    assert "this" not in links, "a draft has no address for readers"
    assert links["below"]["href"] == f"{BASE}/peels/#what"
    assert links["there"]["href"] == f"{BASE}/tags/skin/"
    assert links["1"]["href"] == f"{BASE}/peels/#source_1"
    assert links["Acme"]["rel"] == "sponsored nofollow"
    pictures = [(image.attributes["src"], image.attributes["alt"]) for image in tree.css("img")]
    address = f"{BASE}/media/articles/x.jpeg"
    assert pictures == [(address, "Two needles"), (address, "A & B")]
    assert not tree.css("[class], [id], [style], script, picture, [data-article]")


@pytest.mark.parametrize("path", [f"/feed/{form}" for form in ("", "atom/", "json/")])
def test_the_bytes_stay_until_something_changes(client, full, path):
    first = client.get(path).content
    assert client.get(path).content == first
    Article.objects.filter(pk=full.pk).update(title="Another title")
    assert client.get(path).content != first
    Article.objects.all().update(status="withdrawn")
    empty = client.get(path).content
    assert client.get(path).content == empty
    assert b"1970-01-01" in empty or b"1970" in empty or b'"items": []' in empty


def test_a_new_slug_or_title_makes_no_new_entry(client, full):
    def ids():
        return [item["id"] for item in json.loads(client.get("/feed/json/").content)["items"]]

    before = ids()
    full.slug, full.title, full.published_at = "peels-anew", "Another", soon(hours=-1)
    full.save()
    assert ids() == before


def test_a_character_that_xml_forbids_is_left_out(client, full):
    Article.objects.filter(pk=full.pk).update(title="Bell\x07 and\x0b tab", standfirst="\x1fIn")
    for path in ("/feed/", "/feed/atom/", "/feed/json/"):
        assert "Bell and tab" in client.get(path).content.decode()


def test_without_a_hub_none_is_named(client, full):
    for form in ("", "atom/", "json/"):
        assert "hub" not in client.get(f"/feed/{form}").content.decode()


def test_the_file_of_a_picture_elsewhere_is_not_asked_for(client, full, settings):
    """Its size is not known then: RSS demands one, and 0 says so."""
    (settings.MEDIA_ROOT / "articles" / "x.jpeg").unlink()
    item = ElementTree.fromstring(client.get("/feed/").content).find("channel/item")
    assert item.find("enclosure").attrib["length"] == "0"
    assert "size_in_bytes" not in client.get("/feed/json/").content.decode()
    atom = ElementTree.fromstring(client.get("/feed/atom/").content)
    (link,) = atom.findall(f"{ATOM}entry/{ATOM}link[@rel='enclosure']")
    assert "length" not in link.attrib
