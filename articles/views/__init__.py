"""The public pages, each from `published()`, and the previews."""

from articles.views.about import AboutPage, Corrections
from articles.views.archive import Archive, ArchiveMonth
from articles.views.articles import ArticleDetail, ArticleList
from articles.views.authors import AuthorDetail, AuthorList
from articles.views.compare import Compare
from articles.views.moved import Moved
from articles.views.previews import ArticlePreview, SharedPreview
from articles.views.search import OpenSearch, Search, Suggest
from articles.views.tags import TagDetail, TagList

__all__ = [
    "AboutPage",
    "Archive",
    "ArchiveMonth",
    "ArticleDetail",
    "ArticleList",
    "ArticlePreview",
    "AuthorDetail",
    "AuthorList",
    "Compare",
    "Corrections",
    "Moved",
    "OpenSearch",
    "Search",
    "SharedPreview",
    "Suggest",
    "TagDetail",
    "TagList",
]
