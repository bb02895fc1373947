"""The index that related articles are found in: terms, postings, and each article's row."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from articles.models import Article, ArticleTerms, Posting, Publication, RelatedIndex, TaggedArticle, Term
from articles.querysets import Status
from articles.related.packing import Counts, pack, unpack
from articles.related.weights import PRODUCT, Known, Vector
from articles.text import html
from articles.text.terms import TAG, Vocabulary, vocabulary

# A query reads the postings of the heaviest terms until it has this many, or two for each article of a small blog.
MOST_POSTINGS = 20_000
FEWEST_TERMS = 3
LONGEST = Term._meta.get_field("text").max_length
MANY = 500  # parameters of one statement


def lock() -> RelatedIndex:
    """Return the index's row, held until the transaction ends: one process writes at a time, on every database."""
    row = RelatedIndex.objects.filter(pk=1)
    if not row.update(turn=F("turn") + 1):
        RelatedIndex.objects.get_or_create(pk=1, defaults={"turn": 1})
        row.update(turn=F("turn") + 1)
    return row.get()


def words_of(publication: Publication) -> Vocabulary:
    """Return how the publication's texts become terms: its language's words and its editors'."""
    return vocabulary(settings.LANGUAGE_CODE, publication.stop_words, publication.synonyms)


def indexed(articles=None):
    """Keep the articles that stand in the index: public ones and those that will be, as the clock alone decides."""
    return (Article.objects if articles is None else articles).originals().filter(status=Status.PUBLISHED)


def count(article: Article, tags: Iterable[int], words: Vocabulary) -> dict[str, Counts]:
    """Return the article's terms with their counts; `tags` are the keys of its tags. A pure function of its input."""
    title, standfirst = words.terms(article.title), words.terms(article.standfirst)
    body = words.terms(html.plain_text(article.body))
    counts = {
        text[:LONGEST]: Counts(title[text], standfirst[text], body[text])
        for text in sorted({*title, *standfirst, *body})
    }
    counts.update((f"{TAG}{tag}", Counts(tag=1)) for tag in sorted(tags))
    return counts


def tags_of(article_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the keys of the articles' tags."""
    found: dict[int, list[int]] = {pk: [] for pk in article_ids}
    rows = TaggedArticle.objects.filter(content_object__in=list(found)).order_by()
    for article, tag in rows.values_list("content_object_id", "tag_id"):
        found[article].append(tag)
    return found


def ids_of(texts: Iterable[str]) -> dict[str, int]:
    """Return the keys of the terms; those never met before are added."""
    wanted = list(texts)
    found = _ids(wanted)
    if missing := [text for text in wanted if text not in found]:
        Term.objects.bulk_create(map(_new_term, missing), batch_size=MANY)
        found |= _ids(missing)
    return found


def _new_term(text: str) -> Term:
    return Term(text=text)


def _ids(texts: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(texts), MANY):
        part = texts[start : start + MANY]
        found.update(Term.objects.filter(text__in=part).order_by().values_list("text", "pk"))
    return found


def known(term_ids: Iterable[int]) -> dict[int, Known]:
    """Return text and df of the terms."""
    wanted, found = list(term_ids), {}
    for start in range(0, len(wanted), MANY):
        rows = Term.objects.filter(pk__in=wanted[start : start + MANY]).order_by().values_list("pk", "text", "df")
        found.update((pk, Known(text, df)) for pk, text, df in rows)
    return found


def store(index: RelatedIndex, pk: int, counts: Mapping[int, Counts], before: Mapping[int, Counts] | None) -> None:
    """Count the article's terms in, those of `before` out, and drop the postings of terms it no longer has.

    `before` is None for an article that was not indexed. The caller writes the article's own row.
    """
    gone = set(before or ()) - set(counts)
    _move_df(set(counts) - set(before or ()), 1)
    _move_df(gone, -1)
    if before is None:
        index.articles += 1
        index.save(update_fields=["articles"])
    _delete_postings(pk, gone)


def remove(index: RelatedIndex, row: ArticleTerms) -> None:
    """Take the article out of the index."""
    terms = set(unpack(row.counts))
    _move_df(terms, -1)
    _delete_postings(row.pk, terms)
    row.delete()
    index.articles -= 1
    index.save(update_fields=["articles"])


def _move_df(terms: Iterable[int], by: int) -> None:
    wanted = sorted(terms)
    for start in range(0, len(wanted), MANY):
        Term.objects.filter(pk__in=wanted[start : start + MANY]).update(df=Greatest(F("df") + by, 0))


def _delete_postings(pk: int, terms: Iterable[int]) -> None:
    wanted = sorted(terms)
    for start in range(0, len(wanted), MANY):
        Posting.objects.filter(term_id__in=wanted[start : start + MANY], article_id=pk).delete()


def replace_postings(pk: int, vector: Vector, before: Iterable[int]) -> None:
    """Make the vector's terms the article's postings; `before` holds every term it may stand under now."""
    _delete_postings(pk, set(before) - set(vector))
    rows = [(key, pk, weights.packed()) for key, weights in sorted(vector.items())]
    if rows:
        values = ", ".join(["(%s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO articles_posting (term_id, article_id, weights) VALUES {values} "  # noqa: S608
                "ON CONFLICT (term_id, article_id) DO UPDATE SET weights = excluded.weights",
                [number for row in rows for number in row],
            )


def nearest(pk: int, vector: Vector, dfs: Mapping[int, int], articles: int, most: int) -> dict[int, int]:
    """Return the `most` articles nearest to the vector, the article `pk` itself left out, with their products.

    The rare heavy terms name them, the other terms then count for these alone: a common word costs no time and makes
    no article a hub. `dfs` are the terms' df, `articles` is N.
    """
    left, rare = min(2 * articles, MOST_POSTINGS), 0
    for key in vector:
        left -= dfs[key]
        if rare >= FEWEST_TERMS and left < 0:
            break
        rare += 1
    terms = list(vector)
    products = Counter(_summed(vector, terms[:rare], without=pk, most=most))
    if products:
        products.update(_summed(vector, terms[rare:], among=list(products)))
    return dict(products)


def products_with(vector: Vector, articles: Iterable[int]) -> dict[int, int]:
    """Return the products of the vector with each of the articles that shares a term."""
    return _summed(vector, vector, among=articles)


def _summed(vector, terms: Iterable[int], among: Iterable[int] = (), without: int = 0, most: int | None = None):
    """Run the one join of the engine: products by article, of `among` alone if given, else of the `most` best."""
    rows = ", ".join(f"({key}, {vector[key].whole}, {vector[key].title}, {vector[key].body})" for key in terms)
    if not rows:
        return {}
    tables, source = f"q(term_id, whole, title, body) AS (VALUES {rows})", "q"
    condition, rest = f"p.article_id <> {int(without)}", ""
    if among:
        keys = ", ".join(f"({int(pk)})" for pk in among)
        tables, source, condition = f"{tables}, c(id) AS (VALUES {keys})", "q CROSS JOIN c", "p.article_id = c.id"
    if most:
        rest = f"ORDER BY 2 DESC, 1 DESC LIMIT {int(most)}"
    with connection.cursor() as cursor:
        # Only whole numbers are put in. CROSS JOIN keeps SQLite at this order: a row of q, then its postings by key.
        cursor.execute(
            f"WITH {tables} SELECT p.article_id, SUM({PRODUCT}) FROM {source} CROSS JOIN articles_posting p "  # noqa: S608
            f"WHERE p.term_id = q.term_id AND {condition} GROUP BY p.article_id {rest}"
        )
        return dict(cursor.fetchall())
