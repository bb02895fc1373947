"""Follow what changed: the one writer of the index and the lists, after the transaction of the change."""

from collections.abc import Iterable

from django.db import transaction

from articles.models import Article, ArticleTerms, Change, Publication, RelatedIndex
from articles.related import index as tables
from articles.related import subjects, suggesting
from articles.related.packing import pack, unpack
from articles.related.weights import weigh
from articles.text.terms import Vocabulary

FIRST_STEP = "count"  # of a rebuild
AT_ONCE = 50  # changed articles one refresh follows; the next one goes on
GROWN = 1.5  # an article weighed when the blog had this many times fewer articles is weighed anew,
SMALL = 200  # on a blog of at most so many articles one weighed with any other number
WEIGHED_ANEW = 8, 8000  # with each refresh: at most 8, and no more than 8,000 / N but one
READ = ("title", "standfirst", "body", "status", "original", "is_suggestable", "expires_at")
KEPT = ("is_suggestable", "expires_at")  # with the counts, all of an article that lists depend on


def refresh() -> int:
    """Follow the pending changes, at most AT_ONCE articles, then a few articles weighed long ago.

    Return how many articles wait for the next refresh. Everything happens in one transaction.
    """
    with transaction.atomic():
        index = tables.lock()
        changes = list(Change.objects.order_by("pk").values_list("pk", "article_id"))
        wanted = list(dict.fromkeys(pk for _, pk in changes if pk is not None))
        now, later = wanted[:AT_ONCE], set(wanted[AT_ONCE:])
        words = tables.words_of(Publication.load())
        if index.words != words.digest:
            index.words = words.digest
            if index.rebuild_step:  # what it has counted is counted with other words
                index.rebuild_step, index.rebuild_after = FIRST_STEP, 0
            index.save(update_fields=["words", "rebuild_step", "rebuild_after"])
            _weigh_all_anew()
        follow(index, now, words)
        if subjects.is_due(index) and subjects.fit(index):
            _weigh_all_anew()
        follow(index, _weighed_long_ago(index, now), words, is_forced=True)
        done = [pk for pk, article in changes if article not in later]
        for start in range(0, len(done), tables.MANY):
            Change.objects.filter(pk__in=done[start : start + tables.MANY]).delete()
        return len(later)


def _weigh_all_anew() -> None:
    ArticleTerms.objects.exclude(weighed_with=0).update(weighed_with=0)


def pending() -> int:
    """Return how many articles wait to be followed or to be weighed anew."""
    index = RelatedIndex.objects.filter(pk=1).first() or RelatedIndex()
    changed = set(Change.objects.values_list("article_id", flat=True))
    return len(changed | set(_stale(index).values_list("pk", flat=True)))


def _stale(index: RelatedIndex):
    """Return the articles weighed long ago, in the growth of the blog."""
    before = index.articles if index.articles <= SMALL else index.articles / GROWN
    return ArticleTerms.objects.filter(weighed_with__lt=before)


def _weighed_long_ago(index: RelatedIndex, but: list[int]) -> list[int]:
    most = max(1, min(WEIGHED_ANEW[0], WEIGHED_ANEW[1] // max(index.articles, 1)))
    return list(_stale(index).exclude(pk__in=but).order_by("weighed_with", "pk").values_list("pk", flat=True)[:most])


def follow(index: RelatedIndex, pks: Iterable[int], words: Vocabulary, is_forced: bool = False) -> None:
    """Make index and lists follow these articles, public, withdrawn or gone; the index is locked.

    An article whose terms are the same is passed over, unless `is_forced`.
    """
    pks = list(pks)
    if not pks:
        return
    found = {article.pk: article for article in tables.indexed().filter(pk__in=pks).only(*READ).order_by()}
    tags, rows = tables.tags_of(found), ArticleTerms.objects.in_bulk(pks)
    left: set[int] = set()
    for pk in pks:
        article, row = found.get(pk), rows.get(pk)
        if article is not None:
            left |= _follow(index, article, tags[pk], row, words, is_forced)
        else:
            if row is not None:
                tables.remove(index, row)
            left |= suggesting.leave_others(pk)
            suggesting.drop(pk)
    short = suggesting.thin(left - set(pks))
    for row in ArticleTerms.objects.filter(pk__in=short).order_by("pk"):
        suggesting.write_own(row.pk, suggesting.rank_anew(row, index.articles))


def _follow(index, article: Article, tags, row: ArticleTerms | None, words, is_forced: bool) -> set[int]:
    """Follow one article that stands in the index; return the lists it left."""
    texts = tables.count(article, tags, words)
    ids = tables.ids_of(texts)
    counts = {ids[text]: each for text, each in texts.items()}
    before = unpack(row.counts) if row else None
    is_same = before == counts and all(getattr(row, name) == getattr(article, name) for name in KEPT)
    if is_same and row.weighed_with and not is_forced:
        return set()
    tables.store(index, article.pk, counts, before)
    terms = tables.known(counts)
    vector = weigh(counts, terms, index.articles)
    placed = suggesting.placed(vector)
    ranked = suggesting.rank(article.pk, placed, {key: terms[key].df for key in vector}, index.articles)
    now = ArticleTerms(
        article_id=article.pk,
        hub=suggesting.hub_of(ranked),
        weighed_with=index.articles,
        turn=index.turn,
        is_suggestable=article.is_suggestable,
        expires_at=article.expires_at,
        subject=placed.subject,
        counts=pack(counts),
    )
    now.save(force_insert=row is None, force_update=row is not None)
    tables.replace_postings(article.pk, vector if now.may_be_found else {}, counts)
    suggesting.write_own(article.pk, ranked)
    if not now.may_be_found:
        return suggesting.leave_others(article.pk)
    return suggesting.enter_others(article.pk, ranked, now.hub)
