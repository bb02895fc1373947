"""The newest articles, whole, as RSS, Atom and JSON Feed: all, of a tag, of an author; and corrections."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Enclosure
from django.utils.translation import gettext as _

from articles.metadata import absolute
from articles.models import Article, Author, Publication, Revision, Tag
from articles.pagecache import public
from articles.querysets import order_of
from articles.syndicating import AtomFeed, JsonFeed, RssFeed, entries

LENGTH = 20


class Wanted(NamedTuple):
    """What a feed is of, for one request: nothing is kept on `self`."""

    publication: Publication
    subject: Tag | Author | None
    root: str  # scheme and host, which make a path whole

    def address(self, name, *args):
        return self.root + reverse(f"articles:{name}", args=args)

    def key(self, kind, row, moment):
        """Return an identifier that no new slug or title changes (RFC 4151)."""
        host = urlsplit(self.root).hostname
        return f"tag:{host},{moment:%Y-%m-%d}:{reverse('articles:list')}{kind}/{row.pk}"


class Item(NamedTuple):
    wanted: Wanted
    row: object


class ArticleFeed(Feed):
    """What the feeds share; an item is an entry with what the feed is of."""

    feed_type = RssFeed
    item_guid_is_permalink = False

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        # Django's is the newest item's, which stays the same, or lies farther back, when one is corrected or withdrawn.
        del response["Last-Modified"]
        return public(request, response, ())

    def get_object(self, request, slug=None):
        subject = self.subjects().filter(slug=slug).first() if slug is not None else None
        if slug is not None and subject is None:
            raise Http404(_("There is no such feed."))
        return Wanted(Publication.load(), subject, absolute("/", request)[:-1])

    def title(self, obj):
        return f"{obj.publication.name}: {obj.subject}" if obj.subject else obj.publication.name

    def description(self, obj):
        own = getattr(obj.subject, "description", "") or getattr(obj.subject, "bio", "")
        return own or obj.publication.tagline or obj.publication.name

    subtitle = description  # Atom's word for it

    def author_name(self, obj):
        return obj.publication.name

    def author_link(self, obj):
        return obj.address("list")

    def link(self, obj):
        return obj.root + obj.subject.get_absolute_url() if obj.subject else obj.address("list")

    def feed_url(self, obj):
        return obj.address(self.address, *([obj.subject.slug] if obj.subject else []))

    def items(self, obj):
        rows = Article.objects.listed(obj.subject) if obj.subject else Article.objects.published()
        order = order_of(obj.subject) if obj.subject else ("published_at", "pk")
        rows = rows.order_by(*(f"-{name}" for name in order))[:LENGTH]
        return [Item(obj, entry) for entry in entries(rows, obj.publication, obj.root)]

    def item_title(self, item):
        return item.row.article.labelled_title

    def item_description(self, item):
        article = item.row.article
        return f"{article.disclosure}. {article.summary}" if article.disclosure else article.summary

    def item_link(self, item):
        return item.wanted.root + item.row.article.get_absolute_url()

    def item_guid(self, item):
        article = item.row.article
        return item.wanted.key("article", article, article.first_public_at or article.published_at)

    def item_pubdate(self, item):
        return item.row.article.published_at

    def item_updateddate(self, item):
        return item.row.article.updated_at or item.row.article.published_at

    def item_categories(self, item):
        return [tag.name for tag in item.row.article.tags.all()]

    def item_enclosures(self, item):
        picture = item.row.picture
        return [Enclosure(picture.url, str(picture.size), picture.kind)] if picture else []

    def item_extra_kwargs(self, item):
        authors = [byline.author for byline in item.row.article.signed_by]
        writers = [(author.name, item.wanted.root + author.get_absolute_url()) for author in authors]
        return {"content": item.row.content, "writers": writers}


class LatestFeed(ArticleFeed):
    address = "feed"


class TagFeed(ArticleFeed):
    address = "tag_feed"

    def subjects(self):
        return Tag.objects.public()


class AuthorFeed(ArticleFeed):
    address = "author_feed"

    def subjects(self):
        return Author.objects.public()


class CorrectionFeed(ArticleFeed):
    """Corrections of public articles; the row of an item is a revision."""

    address = "corrections_feed"

    def title(self, obj):
        return f"{obj.publication.name}: {_('Corrections')}"

    def description(self, obj):
        return _("What %s had wrong, and what is right.") % obj.publication.name

    subtitle = description

    def link(self, obj):
        return obj.address("corrections")

    def items(self, obj):
        return [Item(obj, revision) for revision in Revision.objects.corrections()[:LENGTH]]

    def item_title(self, item):
        return f"{item.row.get_kind_display()}: {item.row.article.labelled_title}"

    def item_description(self, item):
        words = item.row.note.strip() or item.row.get_kind_display()
        label = item.row.article.disclosure
        return f"{label}. {words}" if label else words

    def item_link(self, item):
        return f"{item.wanted.root}{item.row.article.get_absolute_url()}#change_{item.row.pk}"

    def item_guid(self, item):
        return item.wanted.key("correction", item.row, item.row.created_at)

    def item_pubdate(self, item):
        return item.row.created_at

    item_updateddate = item_pubdate

    def item_categories(self, item):
        return ()

    def item_enclosures(self, item):
        return ()

    def item_extra_kwargs(self, item):
        return {}


class AtomLatestFeed(LatestFeed):
    feed_type, address = AtomFeed, "atom"


class AtomTagFeed(TagFeed):
    feed_type, address = AtomFeed, "tag_atom"


class AtomAuthorFeed(AuthorFeed):
    feed_type, address = AtomFeed, "author_atom"


class AtomCorrectionFeed(CorrectionFeed):
    feed_type, address = AtomFeed, "corrections_atom"


class JsonLatestFeed(LatestFeed):
    feed_type, address = JsonFeed, "json"


class JsonTagFeed(TagFeed):
    feed_type, address = JsonFeed, "tag_json"


class JsonAuthorFeed(AuthorFeed):
    feed_type, address = JsonFeed, "author_json"


class JsonCorrectionFeed(CorrectionFeed):
    feed_type, address = JsonFeed, "corrections_json"
