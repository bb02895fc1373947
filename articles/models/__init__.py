"""What is stored."""

from articles.models.articles import Article, Byline, load_bylines
from articles.models.authors import Author
from articles.models.changes import Change
from articles.models.history import FormerSlug
from articles.models.images import Image, load_images
from articles.models.related import ArticleTerms, Posting, RelatedIndex, RelatedPick, Suggestion, Term
from articles.models.site import Publication
from articles.models.tags import Tag, TaggedArticle
from articles.models.treatments import Treatment

__all__ = [
    "Article",
    "ArticleTerms",
    "Author",
    "Byline",
    "Change",
    "FormerSlug",
    "Image",
    "Posting",
    "Publication",
    "RelatedIndex",
    "RelatedPick",
    "Suggestion",
    "Tag",
    "TaggedArticle",
    "Term",
    "Treatment",
    "load_bylines",
    "load_images",
]
