"""The forms of feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

An item's `content` is HTML, its `description` plain text, `writers` are (name, address); all addresses are whole.
"""

import json
import re
from datetime import UTC, datetime
from html import escape

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.functional import Promise

from articles import conf

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without items changed: any true moment would change it
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # in XML


class Steady(SyndicationFeed):
    """A feed whose bytes change with what it says, and never with the clock."""

    def __init__(self, *args, **kwargs):
        super().__init__(*map(_writable, args), **{name: _writable(value) for name, value in kwargs.items()})

    def add_item(self, *args, **kwargs):
        super().add_item(*map(_writable, args), **{name: _writable(value) for name, value in kwargs.items()})

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


class RssFeed(Steady, Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if hub := conf.get("ARTICLES_WEBSUB_HUB"):
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": hub})

    def add_item_elements(self, handler, item):
        # Readers take the description for HTML.
        super().add_item_elements(handler, item | {"description": escape(item["description"], quote=False)})
        for name, _address in item.get("writers") or ():
            handler.addQuickElement("dc:creator", name)
        if item.get("content"):
            handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(Steady, Atom1Feed):
    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if hub := conf.get("ARTICLES_WEBSUB_HUB"):
            handler.addQuickElement("link", None, {"rel": "hub", "href": hub})

    def add_item_elements(self, handler, item):
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("link", None, {"href": item["link"], "rel": "alternate", "type": "text/html"})
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("id", item["unique_id"])
        for name, address in item.get("writers") or ():
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", address)
            handler.endElement("author")
        for picture in item["enclosures"]:
            size = {"length": picture.length} if picture.length != "0" else {}
            said = {"rel": "enclosure", "href": picture.url, "type": picture.mime_type}
            handler.addQuickElement("link", None, said | size)
        for category in item["categories"]:
            handler.addQuickElement("category", None, {"term": category})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})
        if item.get("content"):
            handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(Steady):
    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        outfile.write(json.dumps(self.document(), ensure_ascii=False).encode(encoding))

    def document(self) -> dict:
        hub, feed = conf.get("ARTICLES_WEBSUB_HUB"), self.feed
        return _said(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": feed["title"],
                "home_page_url": feed["link"],
                "feed_url": feed["feed_url"],
                "description": feed["description"],
                "language": feed["language"],
                "authors": [{"name": feed["author_name"], "url": feed["author_link"]}],
                "hubs": hub and [{"type": "WebSub", "url": hub}],
            }
        ) | {"items": [self.item(item) for item in self.items]}

    def item(self, item: dict) -> dict:
        pictures = item["enclosures"]
        text = {"content_html": item["content"]} if item.get("content") else {"content_text": item["description"]}
        return {"id": item["unique_id"], **text} | _said(
            {
                "url": item["link"],
                "title": item["title"],
                "summary": item["description"],
                "image": pictures and pictures[0].url,
                "date_published": rfc3339_date(item["pubdate"]),
                "date_modified": rfc3339_date(item["updateddate"]),
                "authors": [{"name": name, "url": address} for name, address in item.get("writers") or ()],
                "tags": list(item["categories"]),
                "attachments": [_attachment(picture) for picture in pictures],
            }
        )


def _attachment(picture) -> dict:
    size = {"size_in_bytes": int(picture.length)} if picture.length != "0" else {}
    return {"url": picture.url, "mime_type": picture.mime_type, **size}


def _said(values: dict) -> dict:
    return {name: value for name, value in values.items() if value}


def _writable(value):
    if isinstance(value, list | tuple):
        return [_writable(each) for each in value]
    return _UNWRITABLE.sub("", str(value)) if isinstance(value, str | Promise) else value
