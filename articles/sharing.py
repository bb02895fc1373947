"""Pictures drawn for links to articles that have none of their own; never in a reader's request."""

from django.db import transaction

from articles import conf, gallery
from articles.models import Article, Image, Publication, SharePicture
from articles.models.images import Shown
from articles.pictures import cards
from articles.pictures.crops import crop_box
from articles.querysets import Status

LEAST = 600  # px wide: networks show a smaller picture as a small square, or not at all
NEWEST = 100  # articles that follow a change of the publication's name at once
AT_ONCE = 200  # rows read together


def is_fit(image: Image | None) -> bool:
    """Whether a lead picture is large enough to be what a link shows."""
    if image is None or not image.file:
        return False
    left, _top, right, _bottom = crop_box(image.width, image.height, "16x9")
    return right - left >= LEAST


def wanted(article: Article, publication: Publication) -> str:
    """Return the digest of the picture that the article should have now, "" where it needs none."""
    is_ours = conf.get("ARTICLES_SHARE_PICTURES") and cards.can_draw()
    is_published = article.status == Status.PUBLISHED and article.original_id is None
    if not is_ours or not is_published or article.share_image or is_fit(article.lead_image):
        return ""
    return cards.digest(article.title, publication.name, article.disclosure)


def shown(article: Article, publication: Publication) -> Shown | None:
    """Return the picture drawn for the article as it is now, loaded with `drawn`; None while there is none."""
    drawn = getattr(article, "drawn", None)
    return drawn.shown() if drawn and drawn.digest == wanted(article, publication) else None


def follow(pk: int, again: bool = False) -> bool:
    """Draw the article's picture, or delete one that it should no longer have; return whether one was drawn.

    With `again` also where it is drawn already, for a storage that has lost its files. Raise PictureError when the
    storage takes no file.
    """
    article = _rows().filter(pk=pk).first()
    if article is None:
        return False
    publication = Publication.load()
    digest, row = wanted(article, publication), getattr(article, "drawn", None)
    if row and row.digest == digest and not again:
        return False
    picture = digest and cards.drawn(article.title, publication.name, article.disclosure)
    if not picture:
        if row:
            row.delete()
        return False
    with transaction.atomic():
        # The file first: a row promises that it is there.
        gallery.write(SharePicture(digest=digest).file_name, picture)
        SharePicture.objects.update_or_create(article=article, defaults={"digest": digest})
        if row and row.digest != digest:
            transaction.on_commit(lambda: discard(row.digest), robust=True)
    return True


def follow_later(pk: int) -> None:
    """Have the background thread draw the article's picture, where the host wants such."""
    if conf.get("ARTICLES_SHARE_PICTURES") and cards.can_draw():
        gallery.later(follow, pk, "share picture of article")


def follow_newest_later() -> None:
    """Have the background thread bring the newest articles' pictures into step."""
    if conf.get("ARTICLES_SHARE_PICTURES") and cards.can_draw():
        gallery.later(follow_all, NEWEST, "share pictures of the newest")


def follow_all(newest: int = 0, again: bool = False) -> int:
    """Bring the pictures of all articles, or of so many of the newest, into step; return how many were drawn."""
    publication, drawn = Publication.load(), 0
    rows = Article.objects.originals().filter(status=Status.PUBLISHED).newest_first().values_list("pk", flat=True)
    keys = list(rows[:newest] if newest else rows)
    if not newest:  # what was taken from readers meanwhile
        keys += SharePicture.objects.exclude(article__status=Status.PUBLISHED).values_list("article_id", flat=True)
    for start in range(0, len(keys), AT_ONCE):
        for article in _rows().filter(pk__in=keys[start : start + AT_ONCE]).order_by():
            digest, row = wanted(article, publication), getattr(article, "drawn", None)
            if digest != (row.digest if row else "") or (again and digest):
                drawn += follow(article.pk, again)
    return drawn


def discard(digest: str) -> None:
    """Delete the file of a picture that no article has any more."""
    if not SharePicture.objects.filter(digest=digest).exists():
        gallery.discard([SharePicture(digest=digest).file_name])


def _rows():
    return (
        Article.objects.select_related("sponsorship", "lead_image", "share_image", "drawn")
        .defer("body", "contents", "sections")
        .order_by()
    )
