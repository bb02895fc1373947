"""The review passport: which medical reviews hold for what is published, and what readers and editors are told."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.models import Article, Author, Change, Citation, Review, Revision
from articles.models.facts import facts
from articles.querysets import Status, is_public
from articles.text import html
from articles.text.digests import digest

NEVER, COUNTS, CHANGED = "never", "counts", "changed"  # how an article stands with its reviews of the whole page


def standing(reviews: Iterable[Review], revisions: Sequence[Revision], published: str) -> list[Review]:
    """Return the reviews that count for what is published, in the order given.

    A review counts when what it read has the digest of what is `published`, or when that differs from it by later
    revisions that are all typing errors. `revisions` are those that readers had, the newest first. What was changed
    without a revision, by an import or a script, vouches for nothing but itself.
    """
    read = {published}
    if revisions and revisions[0].digest == published:
        for revision in revisions:
            read.add(revision.digest)
            if revision.kind != Revision.Kind.TYPO:
                break
    return [review for review in reviews if review.revision.digest in read]


@dataclass(frozen=True)
class Passport:
    """An article's reviews, the newest first, and those among them that count for what is published."""

    reviews: Sequence[Review] = ()
    counting: Sequence[Review] = ()
    due_on: date | None = None

    @cached_property
    def vouching(self) -> Review | None:
        """The newest review of the whole page that counts: readers see its name under the headline."""
        return next((review for review in self.counting if review.is_whole), None)

    @cached_property
    def last(self) -> Review | None:
        """The newest review of the whole page, of whatever version."""
        return next((review for review in self.reviews if review.is_whole), None)

    @property
    def state(self) -> str:
        if self.vouching:
            return COUNTS
        return CHANGED if self.last else NEVER

    @property
    def is_changed(self) -> bool:
        """Whether the text was changed in substance since it was last reviewed as a whole."""
        return self.state == CHANGED

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def recent(self) -> Sequence[Review]:
        """The reviews down to the newest one of the whole page."""
        return self.reviews[: self._depth]

    @property
    def earlier(self) -> Sequence[Review]:
        return self.reviews[self._depth :]

    @property
    def shown(self) -> Review | None:
        """The review of the whole page whose day readers are told: the one that vouches, else the last one."""
        return self.vouching or self.last

    @property
    def _depth(self) -> int:
        return self.reviews.index(self.shown) + 1 if self.shown else 1


NOT_REVIEWED = Passport()


def of_page(article: Article, revisions: Sequence[Revision], sources: Iterable[int]) -> Passport:
    """Return what readers are told of the article's reviews: one query.

    `sources` are the keys of its sources in their order; treatment, sponsorship and bylines are loaded with it. What
    was reviewed and never published, such as a working copy's text, is told to nobody.
    """
    known = {revision.digest for revision in revisions}
    return _passport(article, _reviews_of(article), revisions, sources, known)


def of_articles(articles: Iterable[Article]) -> dict[int, Passport]:
    """Return what readers are told of the reviews of several articles, by key: three queries at most.

    They are originals, loaded as for their pages, bylines read.
    """
    articles = {article.pk: article for article in articles}
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in Review.objects.told().filter(article__in=list(articles)):
        reviews[review.article_id].append(review)
    revisions: dict[int, list[Revision]] = defaultdict(list)
    sources: dict[int, list[int]] = defaultdict(list)
    if reviews:
        for revision in Revision.objects.public().told().filter(article__in=list(reviews)):
            revisions[revision.article_id].append(revision)
        rows = Citation.objects.filter(article__in=list(reviews)).order_by("position", "pk")
        for article, source in rows.values_list("article", "source"):
            sources[article].append(source)
    return {
        pk: _passport(article, reviews[pk], revisions[pk], sources[pk], {revision.digest for revision in revisions[pk]})
        for pk, article in articles.items()
    }


def of_desk(article: Article) -> Passport:
    """Return how a stored article stands at the desk, with the reviews of what was never published.

    A published one goes by the versions that were kept: one query. A draft, or a working copy, goes by its own text, as
    it would stand once published.
    """
    if article.status != Status.PUBLISHED:
        draft = Article.objects.for_page().get(pk=article.pk)
        sources = Citation.objects.filter(article=draft).order_by("position", "pk").values_list("source_id", flat=True)
        revisions = list(Revision.objects.public().told().filter(article=draft))
        return _passport(draft, _reviews_of(draft), revisions, sources)
    reviews = Review.objects.filter(article=article).select_related("revision").defer("revision__snapshot")
    reviews = list(reviews.annotate(counts=Exists(Review.objects.counting().order_by().filter(pk=OuterRef("pk")))))
    return Passport(reviews, [review for review in reviews if review.counts], article.review_due_on)


def _reviews_of(article: Article) -> list[Review]:
    return list(Review.objects.told().filter(article=article.original_id or article.pk))


def _passport(
    article: Article, reviews: list[Review], revisions: Sequence[Revision], sources: Iterable[int], known=None
) -> Passport:
    if not reviews:
        return NOT_REVIEWED
    published = present(article, sources)
    if known is not None:
        reviews = [review for review in reviews if review.revision.digest in {published, *known}]
    counting = standing(reviews, revisions, published)
    promised = next((review.next_due_on for review in counting if review.is_whole), None)  # of what is not public yet
    return Passport(reviews, counting, article.review_due_on or promised)


def present(article: Article, sources: Iterable[int]) -> str:
    """Return the digest of what the article says now, as its snapshot would have it, without a query."""
    lead = article.lead_image_id
    return digest(
        {
            **{name: getattr(article, name) for name in ("title", "standfirst", "lead_alt", "lead_is_decorative")},
            "body": html.without_picture_addresses(article.body),
            "lead_image": {"id": lead} if lead else None,
            "bylines": [
                {"id": byline.author_id} | ({"interests": byline.interests} if byline.interests else {})
                for byline in article.signed_by
            ],
            "treatment": facts(getattr(article, "treatment", None)),
            "sponsorship": facts(getattr(article, "sponsorship", None)),
            "sources": [{"id": key} for key in sources],
        }
    )


def reviewed_by(author: Author) -> int:
    """Return how many public articles stand under the author's review of the whole page; one query."""
    reviews = Review.objects.whole().counting().filter(is_public("article__"), reviewer=author)
    return reviews.order_by().values("article").distinct().count()


def follow(article: Article, published: str = "") -> None:
    """Have the article's next review fall due when the newest review of its whole page that counts says.

    Where none counts the date stays: an edit makes nothing less overdue. `published` is the digest of what the article
    says, that of its newest public revision if it is not at hand. Neither version nor time of the last save change:
    no text did, and whoever has the form open meets no collision.
    """
    reviews = list(Review.objects.whole().told().filter(article=article))
    if not reviews:
        return
    revisions = list(Revision.objects.public().told().filter(article=article))
    published = published or (revisions[0].digest if revisions else "")
    vouching = next(iter(standing(reviews, revisions, published)), None)
    if vouching and vouching.next_due_on not in (None, article.review_due_on):
        article.review_due_on = vouching.next_due_on
        Article.objects.filter(pk=article.pk).update(review_due_on=vouching.next_due_on)
        Change.record([article.pk])
