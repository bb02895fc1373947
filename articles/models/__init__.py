"""What is stored."""

from articles.models.articles import Article
from articles.models.authors import Author
from articles.models.bylines import Byline, load_bylines
from articles.models.changes import Change
from articles.models.desk import Act, Autosave, Comment, Presence, PreviewLink
from articles.models.freshness import Freshness
from articles.models.history import FormerSlug, Revision
from articles.models.images import Image, SharePicture, load_images
from articles.models.redirects import Redirect
from articles.models.related import ArticleTerms, Posting, RelatedIndex, RelatedPick, Suggestion, Term
from articles.models.search import SearchWord
from articles.models.site import Publication
from articles.models.tags import Tag, TaggedArticle
from articles.models.treatments import Treatment
from articles.models.trust import Citation, Review, Source, Sponsorship, labelled
from articles.models.uses import ImageUse, OutLink, derive_uses

__all__ = [
    "Act",
    "Article",
    "ArticleTerms",
    "Author",
    "Autosave",
    "Byline",
    "Change",
    "Citation",
    "Comment",
    "FormerSlug",
    "Freshness",
    "Image",
    "ImageUse",
    "OutLink",
    "Posting",
    "Presence",
    "PreviewLink",
    "Publication",
    "Redirect",
    "RelatedIndex",
    "RelatedPick",
    "Review",
    "Revision",
    "SearchWord",
    "SharePicture",
    "Source",
    "Sponsorship",
    "Suggestion",
    "Tag",
    "TaggedArticle",
    "Term",
    "Treatment",
    "derive_uses",
    "labelled",
    "load_bylines",
    "load_images",
]
