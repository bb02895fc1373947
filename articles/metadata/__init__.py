"""What machines read of a page: title, description, canonical address, Open Graph, JSON-LD; all as plain dicts."""

from articles.metadata.head import INDEX, NOINDEX, Head, absolute, without_empty
from articles.metadata.of_article import article
from articles.metadata.of_pages import about, collection, listing, of_articles, profile

__all__ = [
    "INDEX",
    "NOINDEX",
    "Head",
    "about",
    "absolute",
    "article",
    "collection",
    "listing",
    "of_articles",
    "profile",
    "without_empty",
]
