"""The editors' side: Django's admin, told about articles."""

from articles.admin.acts import ActAdmin
from articles.admin.articles import ArticleAdmin
from articles.admin.images import ImageAdmin
from articles.admin.people import AuthorAdmin
from articles.admin.redirects import RedirectAdmin
from articles.admin.reviews import ReviewAdmin
from articles.admin.site import PublicationAdmin
from articles.admin.sources import SourceAdmin
from articles.admin.tags import TagAdmin

__all__ = [
    "ActAdmin",
    "ArticleAdmin",
    "AuthorAdmin",
    "ImageAdmin",
    "PublicationAdmin",
    "RedirectAdmin",
    "ReviewAdmin",
    "SourceAdmin",
    "TagAdmin",
]
