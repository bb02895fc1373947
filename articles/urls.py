"""The public addresses: slugs stand at the root, so that a blog moved here keeps its own."""

from concurrent.futures import ThreadPoolExecutor

from django.core.exceptions import SynchronousOnlyOperation
from django.db import connection
from django.urls import path, register_converter

from articles import feeds, sitemaps, views
from articles.models import Redirect
from articles.models.redirects import blog_address
from articles.views.base import on_time

app_name = "articles"


class UnicodeSlug:
    regex = r"[-\w]+"

    def to_python(self, value):
        return value

    to_url = to_python


class Year:
    regex = "[1-9][0-9]{3}"
    to_python = int
    to_url = str


class Forwarded:
    """A path that an editor has led on by hand; any other is left to the host's further addresses, and to its 404."""

    regex = ".+"

    def to_python(self, value):
        path = blog_address() + value
        try:
            target = Redirect.leading_from(path)
        except SynchronousOnlyOperation:  # an ASGI server resolves addresses where Django allows no query
            with ThreadPoolExecutor(1) as thread:
                target = thread.submit(look_up, path).result()
        if target is None:
            raise ValueError(f"Nothing leads on from {path}.")
        return target

    def to_url(self, value):
        return value


def look_up(path):
    """Return where the path leads, and leave no connection behind in this thread."""
    try:
        return Redirect.leading_from(path)
    finally:
        connection.close()


register_converter(Forwarded, "forwarded")
register_converter(UnicodeSlug, "unicode_slug")
register_converter(Year, "year")


def page(route, view, name):
    return path(route, on_time(view), name=name)


urlpatterns = [
    page("", views.ArticleList.as_view(), name="list"),
    page("tags/", views.TagList.as_view(), name="tags"),
    page("tags/<unicode_slug:slug>/", views.TagDetail.as_view(), name="tag"),
    page("tags/<unicode_slug:slug>/feed/", feeds.TagFeed(), name="tag_feed"),
    page("tags/<unicode_slug:slug>/feed/atom/", feeds.AtomTagFeed(), name="tag_atom"),
    page("tags/<unicode_slug:slug>/feed/json/", feeds.JsonTagFeed(), name="tag_json"),
    page("authors/", views.AuthorList.as_view(), name="authors"),
    page("authors/<unicode_slug:slug>/", views.AuthorDetail.as_view(), name="author"),
    page("authors/<unicode_slug:slug>/feed/", feeds.AuthorFeed(), name="author_feed"),
    page("authors/<unicode_slug:slug>/feed/atom/", feeds.AtomAuthorFeed(), name="author_atom"),
    page("authors/<unicode_slug:slug>/feed/json/", feeds.JsonAuthorFeed(), name="author_json"),
    page("archive/", views.Archive.as_view(), name="archive"),
    page("archive/<year:year>/", views.Archive.as_view(), name="year"),
    page("archive/<year:year>/<int:month>/", views.ArchiveMonth.as_view(), name="month"),
    page("about/", views.AboutPage.as_view(), name="about"),
    page("about/<slug:slug>/", views.AboutPage.as_view(), name="policy"),
    page("compare/", views.Compare.as_view(), name="compare"),
    page("corrections/", views.Corrections.as_view(), name="corrections"),
    page("corrections/feed/", feeds.CorrectionFeed(), name="corrections_feed"),
    page("corrections/feed/atom/", feeds.AtomCorrectionFeed(), name="corrections_atom"),
    page("corrections/feed/json/", feeds.JsonCorrectionFeed(), name="corrections_json"),
    page("search/", views.Search.as_view(), name="search"),
    page("search/suggest/", views.Suggest.as_view(), name="suggest"),
    page("search/opensearch.xml", views.OpenSearch.as_view(), name="opensearch"),
    page("feed/", feeds.LatestFeed(), name="feed"),
    page("feed/atom/", feeds.AtomLatestFeed(), name="atom"),
    page("feed/json/", feeds.JsonLatestFeed(), name="json"),
    page("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    page("sitemap-<slug:section>-<int:number>.xml", sitemaps.part, name="sitemap_part"),
    page("preview/<int:pk>/", views.ArticlePreview.as_view(), name="preview"),
    path("preview/shared/<str:token>/", views.SharedPreview.as_view(), name="shared_preview"),
    page("<unicode_slug:slug>/", views.ArticleDetail.as_view(), name="detail"),
    page("<forwarded:target>", views.Moved.as_view(), name="moved"),
]
