"""The editors' side: Django's admin, told about articles."""

from articles.admin.articles import ArticleAdmin
from articles.admin.images import ImageAdmin
from articles.admin.people import AuthorAdmin
from articles.admin.site import PublicationAdmin
from articles.admin.tags import TagAdmin

__all__ = ["ArticleAdmin", "AuthorAdmin", "ImageAdmin", "PublicationAdmin", "TagAdmin"]
