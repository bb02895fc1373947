"""The public pages, each from `published()`, and the editors' preview."""

from articles.views.archive import Archive, ArchiveMonth
from articles.views.articles import ArticleDetail, ArticleList, ArticlePreview
from articles.views.authors import AuthorDetail, AuthorList
from articles.views.tags import TagDetail, TagList

__all__ = [
    "Archive",
    "ArchiveMonth",
    "ArticleDetail",
    "ArticleList",
    "ArticlePreview",
    "AuthorDetail",
    "AuthorList",
    "TagDetail",
    "TagList",
]
