"""What is indexed of the articles, and how the index follows them: in the transaction of the change itself."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, SearchWord
from articles.querysets import Status
from articles.search import stores
from articles.search.stores import Row
from articles.sql import keys, rows
from articles.text import html
from articles.text.queries import joinable, joined
from articles.text.spelling import sound
from articles.text.terms import Word, words

FORM = "1"  # raised when rows are made otherwise, so that none is taken for made already
BATCH = 200
WORDS_AT_ONCE = 100


class Texts(NamedTuple):
    """What readers can look for in an article; `names` are those of its tags and authors, a line each."""

    key: int
    title: str
    standfirst: str
    body: str
    names: str
    marks: str

    @property
    def digest(self) -> str:
        made_of = repr((FORM, settings.LANGUAGE_CODE, self))
        return blake2b(made_of.encode(errors="replace"), digest_size=16).hexdigest()

    def row(self) -> Row:
        """Return the stems as the index keeps them."""
        body = html.plain_text(self.body)
        fields = (stems(text) for text in (self.title, self.standfirst, self.names, body))
        return Row(self.key, self.digest, self.marks, *fields)

    def words(self) -> Iterator[Word]:
        for text in (self.title, self.standfirst, self.names, html.plain_text(self.body)):
            yield from words(text, settings.LANGUAGE_CODE)


def stems(text: str) -> str:
    """Return the text's stems with spaces around each; behind them, what hyphens part written as one word."""
    language = settings.LANGUAGE_CODE
    parts = list(joinable(text, words(text, language)))
    found = [word.stem for part in parts for word in part]
    found += [joined(part, language) for part in parts if len(part) > 1]
    return f" {' '.join(found)} " if found else ""


def indexed() -> QuerySet:
    """Return the articles that stand in the index: public ones and those that will be, as the clock alone decides."""
    return Article.objects.originals().filter(status=Status.PUBLISHED)


def is_named_in(article: int, name: str) -> bool:
    """Return whether the article is found by this name of a tag or author."""
    return any(set(stems(name).split()) <= set(row.tags.split()) for row in stores.read([article]))


def follow(articles: Iterable[int]) -> None:
    """Make the index say what these articles say: public or scheduled ones stand in it, others do not.

    To be called in the transaction of the change. Rows that say so already are left alone.
    """
    wanted = sorted(set(articles))
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        found = _texts(part)
        before = stores.digests(part)
        stores.delete(set(before) - set(found))
        changed = (texts for pk, texts in found.items() if before.get(pk) != texts.digest)
        stores.write((texts.row() for texts in changed), before)


def learn(articles: Iterable[int], learnt: set[str] | None = None) -> None:
    """Add the words of these articles to those that spelling is helped with; after the transaction of the change.

    Words in `learnt` are passed over, and the new ones added there: who learns of all articles asks once of each word.
    """
    learnt = set() if learnt is None else learnt
    met: dict[str, Word] = {}
    for texts in _texts(articles).values():
        for word in texts.words():
            met.setdefault(word.folded, word)
    spelt = sorted(word for word in met if not word.isdigit() and word not in learnt)
    learnt.update(spelt)
    for start in range(0, len(spelt), WORDS_AT_ONCE):
        part = spelt[start : start + WORDS_AT_ONCE]
        known = set(SearchWord.objects.filter(pk__in=part).values_list("pk", flat=True))
        SearchWord.objects.bulk_create(
            (
                SearchWord(word=word, backwards=word[::-1], sound=sound(word)[:60], stem=found.stem, term=found.term)
                for word in part
                if word not in known
                for found in [met[word]]
            ),
            ignore_conflicts=True,
        )


def rebuild(say: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Make every row and all words anew in short transactions, while the blog is read and written; return how many.

    `say` gets how many articles are done and how many there are.
    """
    total, done, after = indexed().count(), 0, 0
    SearchWord.objects.all().delete()
    learnt: set[str] = set()
    while batch := list(indexed().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            stores.delete(batch)
            follow(batch)
        with transaction.atomic():
            learn(batch, learnt)
        done, after = done + len(batch), batch[-1]
        say(done, total)
    after = 0
    while batch := stores.stored(after, BATCH):
        with transaction.atomic():
            follow(batch)
        after = batch[-1]
    stores.optimise()
    return done


def _texts(articles: Iterable[int]) -> dict[int, Texts]:
    """Return the texts of those of the articles that stand in the index."""
    wanted = keys(articles)
    found = rows(
        "SELECT id, title, standfirst, body, published_at FROM articles_article "
        f"WHERE id IN {wanted} AND status = %s AND original_id IS NULL",
        [Status.PUBLISHED.value],
    )
    if not found:
        return {}
    names: dict[int, list[str]] = {pk: [] for pk, *_ in found}
    marks: dict[int, list[str]] = {pk: [] for pk, *_ in found}
    for pk, mark, key, name in rows(
        "SELECT t.article_id, 'g', n.id, n.name FROM articles_taggedarticle t JOIN articles_tag n ON n.id = t.tag_id "
        f"WHERE t.article_id IN {wanted} UNION ALL "
        "SELECT b.article_id, 'b', n.id, n.name FROM articles_byline b JOIN articles_author n ON n.id = b.author_id "
        f"WHERE b.article_id IN {wanted} ORDER BY 2, 3"
    ):
        if pk in names:
            names[pk].append(name)
            marks[pk].append(f"{mark}{key}")
    return {
        pk: Texts(pk, title, standfirst, body, "\n".join(names[pk]), " ".join([f"y{_year(moment)}", *marks[pk]]))
        for pk, title, standfirst, body, moment in found
    }


def _year(moment: datetime) -> int:
    """Return the year in which readers see that it was published; the moment is as the database driver gives it."""
    return timezone.localtime(moment if moment.tzinfo else moment.replace(tzinfo=connection.timezone)).year
