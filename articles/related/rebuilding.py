"""Make the whole index and every list anew, in short transactions, while the blog is read and written."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection, transaction

from articles.models import ArticleTerms, Publication, RelatedIndex
from articles.related import index as tables
from articles.related import subjects, suggesting
from articles.related.packing import pack, unpack
from articles.related.refreshing import FIRST_STEP, READ, follow
from articles.related.weights import weigh
from articles.sql import rows, run, run_many

COUNT, WEIGH, HUB, LIST = STEPS = (FIRST_STEP, "weigh", "hub", "list")
BATCH = 100  # articles in one transaction: saves wait no longer than that


def rebuild(say: Callable[[str, int, int], None] = lambda step, done, total: None, anew: bool = False) -> None:
    """Count, weigh and list every article anew; readers have the old lists until the new one of each is complete.

    An interrupted rebuild goes on where it stopped, unless `anew`. `say` gets the step, how many articles it has done
    and how many there are. Counts are then right whatever happened before; articles saved meanwhile are kept right.
    """
    with transaction.atomic():
        index = tables.lock()
        if anew or not index.rebuild_step:
            _begin(index, COUNT)
    rankings = _Rankings()
    doing = {COUNT: _count, WEIGH: _weigh, HUB: partial(_hubs, rankings), LIST: partial(_lists, rankings)}
    while step := RelatedIndex.objects.get(pk=1).rebuild_step:
        total = tables.indexed().count()
        for done in doing[step]():
            say(step, done, total)


def _begin(index: RelatedIndex, step: str) -> None:
    index.rebuild_step, index.rebuild_after = step, 0
    index.save(update_fields=["rebuild_step", "rebuild_after"])


def _pass_on(index: RelatedIndex, last: int) -> None:
    index.rebuild_after = last
    index.save(update_fields=["rebuild_after"])


def _count() -> Iterator[int]:
    """Count the terms of every article anew; yield how many are done."""
    articles = tables.indexed().order_by("pk").only(*READ)
    while True:
        with transaction.atomic():
            index = tables.lock()
            words = tables.words_of(Publication.load())
            if index.words != words.digest:  # a change of the words begins the counting anew
                index.words, index.rebuild_after = words.digest, 0
                index.save(update_fields=["words", "rebuild_after"])
            batch = list(articles.filter(pk__gt=index.rebuild_after)[:BATCH])
            if not batch:
                _mend(index)
                return
            tags = tables.tags_of(article.pk for article in batch)
            stored = ArticleTerms.objects.in_bulk([article.pk for article in batch])
            counted = {article.pk: tables.count(article, tags[article.pk], words) for article in batch}
            ids, _ = tables.terms_of({text for texts in counted.values() for text in texts})
            changes = []
            for article in batch:
                counts = {ids[text]: each for text, each in counted[article.pk].items()}
                row = stored.get(article.pk)
                before = unpack(row.counts) if row else None
                changes.append((before, counts))
                tables.delete_postings(article.pk, set(before or ()) - set(counts))
                row = row or ArticleTerms(pk=article.pk)
                row.counts, row.weighed_with = pack(counts), 0
                row.is_suggestable, row.expires_at = article.is_suggestable, article.expires_at
                row.save()
            tables.recount(index, changes)
            _pass_on(index, batch[-1].pk)
        yield tables.indexed().filter(pk__lte=batch[-1].pk).count()


def _mend(index: RelatedIndex) -> None:
    """Drop what is indexed and should not be, and set N and every df to what the counts say."""
    right = set(tables.indexed().values_list("pk", flat=True))
    for row in [row for row in ArticleTerms.objects.iterator() if row.pk not in right]:
        terms = unpack(row.counts)
        tables.recount(index, [(terms, None)])
        tables.remove(row.pk, terms)
        suggesting.leave_others(row.pk)
        suggesting.drop(row.pk)
    dfs: Counter[int] = Counter()
    for (packed,) in ArticleTerms.objects.values_list("counts").iterator():
        dfs.update(unpack(packed).keys())
    wrong = [(dfs[pk], pk) for pk, df in rows("SELECT id, df FROM articles_term") if df != dfs[pk]]
    run_many("UPDATE articles_term SET df = %s WHERE id = %s", wrong)
    run("DELETE FROM articles_term WHERE df = 0")
    index.articles = ArticleTerms.objects.count()
    index.save(update_fields=["articles"])
    _begin(index, WEIGH)


def _weigh() -> Iterator[int]:
    """Weigh every article anew; yield how many are done.

    The postings are gathered aside and put in their place sorted: a third less on disk than one by one. Only lists are
    read by readers. An article saved in the meantime keeps nothing of this and is followed again.
    """
    with transaction.atomic():
        since = tables.lock().turn
        _make_aside("fresh_posting", "(term_id bigint, article_id bigint, weights integer)")
    known = tables.known()
    articles, done, after = RelatedIndex.objects.get(pk=1).articles, 0, 0
    while batch := list(ArticleTerms.objects.filter(pk__gt=after).order_by("pk")[:BATCH]):
        found = []
        for row in batch:
            counts = unpack(row.counts)
            if row.may_be_found and counts.keys() <= known.keys():  # else saved just now, with a new word
                vector = weigh(counts, known, articles)
                found += [(key, row.pk, weights.packed()) for key, weights in vector.items()]
        run_many("INSERT INTO fresh_posting VALUES (%s, %s, %s)", found)
        after, done = batch[-1].pk, done + len(batch)
        yield done
    with transaction.atomic():
        index = tables.lock()
        if index.rebuild_step != WEIGH:  # the words have changed: it begins anew
            return
        _replace(
            "articles_posting",
            "SELECT * FROM fresh_posting "
            f"WHERE article_id IN (SELECT article_id FROM articles_articleterms WHERE turn <= {since}) "
            "ORDER BY term_id, article_id",
        )
        run("DROP TABLE fresh_posting")
        ArticleTerms.objects.update(weighed_with=index.articles)
        late = list(ArticleTerms.objects.filter(turn__gt=since).values_list("pk", flat=True))
        subjects.fit(index)
        follow(index, late, tables.words_of(Publication.load()), is_forced=True)
        _begin(index, HUB)
    _tidy("articles_term", "articles_posting", "articles_articleterms")


def _tidy(*names: str) -> None:
    """Have PostgreSQL clear these tables of old rows and see how large they are: until then it may plan badly."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        run(f"VACUUM (ANALYZE) {', '.join(names)}")


def _make_aside(name: str, columns: str) -> None:
    run(f"DROP TABLE IF EXISTS {name}")
    run(f"CREATE TEMPORARY TABLE {name} {columns}")


def _replace(table: str, selected: str) -> None:
    """Replace the rows of a table of pairs by what the SELECT gives, in order.

    SQLite copies a table of the very same form page by page, and leaves no page half empty.
    """
    indexes = []
    if connection.vendor != "sqlite":
        run(f"CREATE TEMPORARY TABLE in_order AS {selected}")
    else:
        form = rows("SELECT sql FROM sqlite_master WHERE name = %s", [table])[0][0].partition("(")[2]
        _make_aside("in_order", f"({form}")
        run(f"INSERT INTO in_order {selected}")
        indexes = rows("SELECT name, sql FROM sqlite_master WHERE tbl_name = %s AND type = 'index'", [table])
        for name, _ in indexes:
            run(f"DROP INDEX {name}")
    run(f"DELETE FROM {table}")
    run(f"INSERT INTO {table} SELECT * FROM in_order")
    for _, sql in indexes:
        run(sql)
    run("DROP TABLE in_order")


class _Rankings:
    """What the comparing has found, for the making of lists: twice as quick, while nobody saves in between."""

    def __init__(self):
        self._found: dict[int, list[tuple[int, float, bool]]] = {}
        self._turn = 0

    def follow(self, turn: int) -> None:
        """Forget everything when another process took a turn: what it wrote is not in these rankings."""
        if turn != self._turn + 1:
            self._found.clear()
        self._turn = turn

    def keep(self, pk: int, ranked: suggesting.Ranked) -> None:
        nearest = list(ranked.items())[: suggesting.RANKED]
        self._found[pk] = [(other, near.score, near.are_twins) for other, near in nearest]

    def take(self, pk: int) -> suggesting.Ranked | None:
        kept = self._found.pop(pk, None)
        return kept and suggesting.with_hubs({other: (near, twins) for other, near, twins in kept})


def _hubs(rankings: _Rankings) -> Iterator[int]:
    """Find out how near each article is to its nearest; yield how many are done. The lists then all pay the same."""

    def follow_one(row: ArticleTerms, ranked: suggesting.Ranked) -> None:
        row.hub = suggesting.hub_of(ranked)
        row.save(update_fields=["hub"])
        rankings.keep(row.pk, ranked)

    yield from _each(HUB, follow_one, rankings)
    with transaction.atomic():
        index = tables.lock()
        rankings.follow(index.turn)
        if index.rebuild_step == HUB:
            _begin(index, LIST)


def _lists(rankings: _Rankings) -> Iterator[int]:
    """Make every list anew; yield how many are done."""

    def follow_one(row: ArticleTerms, ranked: suggesting.Ranked) -> None:
        suggesting.write_own(row.pk, ranked)

    yield from _each(LIST, follow_one, rankings)
    with transaction.atomic():
        index = tables.lock()
        if index.rebuild_step == LIST:
            _replace("articles_suggestion", "SELECT * FROM articles_suggestion ORDER BY article_id, other_id")
            _begin(index, "")
    _tidy("articles_articleterms", "articles_suggestion")


def _each(step: str, act: Callable[[ArticleTerms, suggesting.Ranked], None], rankings: _Rankings) -> Iterator[int]:
    """Rank every article's nearest and act on it, from where the step stopped; yield how many are done."""
    known, fitted = {}, None
    while True:
        with transaction.atomic():
            index = tables.lock()
            rankings.follow(index.turn)
            if index.rebuild_step != step:
                return
            if index.subjects_of != fitted:  # at the start, and when a save has fitted the subjects anew
                known, fitted = tables.known(), index.subjects_of
            batch = list(ArticleTerms.objects.filter(pk__gt=index.rebuild_after).order_by("pk")[:BATCH])
            if not batch:
                return
            for row in batch:
                ranked = rankings.take(row.pk) if step == LIST else None
                act(row, ranked or suggesting.rank_anew(row, index.articles, known))
            _pass_on(index, batch[-1].pk)
        yield ArticleTerms.objects.filter(pk__lte=batch[-1].pk).count()
