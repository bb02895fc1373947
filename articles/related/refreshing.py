"""Follow what changed, after its transaction: the one writer of the related index and its lists, and of the words."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from articles.models import Article, ArticleTerms, Change, Publication, RelatedIndex
from articles.related import index as tables
from articles.related import subjects, suggesting
from articles.related.packing import Counts, pack, unpack
from articles.related.weights import Known, weigh
from articles.search import index as search
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
        Article.objects.filter(pk__in=now).relist()  # a tag may have come while another transaction published it
        follow(index, now, words)
        search.follow(now)
        search.learn(now)
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
    stored = ArticleTerms.objects.in_bulk(pks)
    before = {pk: unpack(row.counts) for pk, row in stored.items()}
    counts, terms = _counted(found, words)
    if not is_forced:
        pks = [pk for pk in pks if not _is_followed(found.get(pk), stored.get(pk), before.get(pk) == counts.get(pk))]
    moves = tables.recount(index, [(before.get(pk), counts.get(pk)) for pk in pks])
    terms = {key: known._replace(df=known.df + moves[key]) for key, known in terms.items()}
    left: set[int] = set()
    for pk in pks:
        if pk in found:
            left |= _enter(index, found[pk], counts[pk], before.get(pk), terms)
        else:
            tables.remove(pk, before.get(pk, ()))
            left |= suggesting.leave_others(pk)
            suggesting.drop(pk)
    short = suggesting.thin(left - set(pks))
    for row in ArticleTerms.objects.filter(pk__in=short).order_by("pk") if short else []:
        suggesting.write_own(row.pk, suggesting.rank_anew(row, index.articles))


def _counted(
    articles: Mapping[int, Article], words: Vocabulary
) -> tuple[dict[int, dict[int, Counts]], dict[int, Known]]:
    """Return the articles' counts by the terms' keys, and these terms."""
    tags = tables.tags_of(articles) if articles else {}
    texts = {pk: tables.count(article, tags[pk], words) for pk, article in articles.items()}
    ids, terms = tables.terms_of({text for counts in texts.values() for text in counts})
    return {pk: {ids[text]: each for text, each in counts.items()} for pk, counts in texts.items()}, terms


def _is_followed(article: Article | None, row: ArticleTerms | None, are_counts_same: bool) -> bool:
    """Whether index and lists say all of the article already."""
    return bool(
        article
        and row
        and row.weighed_with
        and are_counts_same
        and all(getattr(row, name) == getattr(article, name) for name in KEPT)
    )


def _enter(
    index: RelatedIndex,
    article: Article,
    counts: Mapping[int, Counts],
    before: tables.Terms,
    terms: Mapping[int, Known],
) -> set[int]:
    """Weigh and rank an article that stands in the index, and write what follows; return the lists it left."""
    vector = weigh(counts, terms, index.articles)
    placed = suggesting.Placed(vector, subjects.place(vector, terms))
    ranked = suggesting.rank(article.pk, placed, terms, index.articles)
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
    now.save(force_insert=before is None, force_update=before is not None)
    tables.replace_postings(article.pk, vector if now.may_be_found else {}, before or ())
    if now.may_be_found:
        return suggesting.enter(article.pk, ranked, now.hub)
    suggesting.write_own(article.pk, ranked)
    return suggesting.leave_others(article.pk)
