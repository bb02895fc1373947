"""The newest articles as RSS and Atom: all, of a tag, of an author. Nothing is kept on `self`."""

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from articles import conf
from articles.models import Article, Author, Publication, Tag

LENGTH = 20


def _address(path):
    """Return the whole address where the host has set one; Django completes a bare path from the request."""
    return conf.get("ARTICLES_BASE_URL").rstrip("/") + path


class ArticleFeed(Feed):
    """What the feeds share; the object of a feed is (publication, tag or author or None)."""

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        patch_cache_control(response, no_cache=True)
        return response

    def get_object(self, request, slug=None):
        subject = self.subjects().filter(slug=slug).first() if slug is not None else None
        if slug is not None and subject is None:
            raise Http404(_("There is no such feed."))
        return Publication.load(), subject

    def title(self, obj):
        publication, subject = obj
        return f"{publication.name}: {subject}" if subject else publication.name

    def description(self, obj):
        publication, subject = obj
        return (
            getattr(subject, "description", "") or getattr(subject, "bio", "") if subject else ""
        ) or publication.tagline

    def link(self, obj):
        return _address(obj[1].get_absolute_url() if obj[1] else reverse("articles:list"))

    def feed_url(self, obj):
        return _address(reverse(f"articles:{self.address}", args=[obj[1].slug] if obj[1] else []))

    def rows(self, subject):
        return Article.objects.all()

    def items(self, obj):
        rows = self.rows(obj[1]).published().newest_first().for_lists()
        return rows.prefetch_related("tags")[:LENGTH]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_link(self, item):
        return _address(item.get_absolute_url())

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.updated_at or item.published_at

    def item_author_name(self, item):
        return item.signature

    def item_categories(self, item):
        return [tag.name for tag in item.tags.all()]


class LatestFeed(ArticleFeed):
    address = "feed"


class TagFeed(ArticleFeed):
    address = "tag_feed"

    def subjects(self):
        return Tag.objects.public()

    def rows(self, subject):
        return Article.objects.filter(tagged__tag=subject)


class AuthorFeed(ArticleFeed):
    address = "author_feed"

    def subjects(self):
        return Author.objects.public()

    def rows(self, subject):
        return Article.objects.filter(bylines__author=subject)


class AtomLatestFeed(LatestFeed):
    feed_type, address, subtitle = Atom1Feed, "atom", ArticleFeed.description


class AtomTagFeed(TagFeed):
    feed_type, address, subtitle = Atom1Feed, "tag_atom", ArticleFeed.description


class AtomAuthorFeed(AuthorFeed):
    feed_type, address, subtitle = Atom1Feed, "author_atom", ArticleFeed.description
