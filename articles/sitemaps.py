"""The addresses that search engines should know, articles with their pictures."""

from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.urls import reverse

from articles import conf
from articles.models import Article, Author, Tag


class PublicSitemap(Sitemap):
    """What the sections share: the host's own address where it has set one."""

    limit = 10_000

    def get_protocol(self, protocol=None):
        return urlsplit(conf.get("ARTICLES_BASE_URL")).scheme or protocol or "https"

    def get_domain(self, site=None):
        return urlsplit(conf.get("ARTICLES_BASE_URL")).netloc or site.domain


class ArticleSitemap(PublicSitemap):
    def items(self):
        listed = Article.objects.published().filter(is_indexable=True).order_by("pk")
        return listed.for_cards().select_related("lead_image")

    def lastmod(self, article):
        return article.updated_at or article.published_at

    def get_latest_lastmod(self):
        return self.items().aggregate(latest=Max(Coalesce("updated_at", "published_at")))["latest"]

    def get_urls(self, page=1, site=None, protocol=None):
        """Return the entries, each with `picture`, the whole address of the lead picture or ""."""
        root = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            image = url["item"].lead_image
            shown = image.shown("full") if image else None
            url["picture"] = (shown.src if "://" in shown.src else root + shown.src) if shown else ""
        return urls


class TagSitemap(PublicSitemap):
    def items(self):
        return Tag.objects.public().order_by("pk")


class AuthorSitemap(PublicSitemap):
    def items(self):
        return Author.objects.public().order_by("pk")


class PageSitemap(PublicSitemap):
    def items(self):
        return ["list", "tags", "authors", "archive"]

    def location(self, name):
        return reverse(f"articles:{name}")


SECTIONS = {"pages": PageSitemap, "articles": ArticleSitemap, "tags": TagSitemap, "authors": AuthorSitemap}


def sitemap(request):
    """Answer with all sections."""
    return django_sitemap(request, SECTIONS, template_name="articles/sitemap.xml")
