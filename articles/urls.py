"""The public addresses: slugs stand at the root, so that a blog moved here keeps its own."""

from django.urls import path, register_converter

from articles import feeds, sitemaps, views

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


register_converter(UnicodeSlug, "unicode_slug")
register_converter(Year, "year")

urlpatterns = [
    path("", views.ArticleList.as_view(), name="list"),
    path("tags/", views.TagList.as_view(), name="tags"),
    path("tags/<unicode_slug:slug>/", views.TagDetail.as_view(), name="tag"),
    path("tags/<unicode_slug:slug>/feed/", feeds.TagFeed(), name="tag_feed"),
    path("tags/<unicode_slug:slug>/feed/atom/", feeds.AtomTagFeed(), name="tag_atom"),
    path("authors/", views.AuthorList.as_view(), name="authors"),
    path("authors/<unicode_slug:slug>/", views.AuthorDetail.as_view(), name="author"),
    path("authors/<unicode_slug:slug>/feed/", feeds.AuthorFeed(), name="author_feed"),
    path("authors/<unicode_slug:slug>/feed/atom/", feeds.AtomAuthorFeed(), name="author_atom"),
    path("archive/", views.Archive.as_view(), name="archive"),
    path("archive/<year:year>/", views.Archive.as_view(), name="year"),
    path("archive/<year:year>/<int:month>/", views.ArchiveMonth.as_view(), name="month"),
    path("feed/", feeds.LatestFeed(), name="feed"),
    path("feed/atom/", feeds.AtomLatestFeed(), name="atom"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("preview/<int:pk>/", views.ArticlePreview.as_view(), name="preview"),
    path("<unicode_slug:slug>/", views.ArticleDetail.as_view(), name="detail"),
]
