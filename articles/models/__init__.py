"""What is stored."""

from articles.models.articles import Article, Byline, load_bylines
from articles.models.authors import Author
from articles.models.history import FormerSlug
from articles.models.images import Image, load_images
from articles.models.related import RelatedPick
from articles.models.site import Publication
from articles.models.tags import Tag, TaggedArticle
from articles.models.treatments import Treatment

__all__ = [
    "Article",
    "Author",
    "Byline",
    "FormerSlug",
    "Image",
    "Publication",
    "RelatedPick",
    "Tag",
    "TaggedArticle",
    "Treatment",
    "load_bylines",
    "load_images",
]
