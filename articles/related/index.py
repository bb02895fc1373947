"""The index that related articles are found in: terms, postings, and each article's row."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db.models import F

from articles.models import Article, ArticleTerms, Publication, RelatedIndex, Term
from articles.querysets import Status
from articles.related.database import keys, rows, run, run_many
from articles.related.packing import Counts, unpack
from articles.related.weights import ACROSS, BODIES, CROSS, WHOLES, Known, Shared, Vector
from articles.text import html
from articles.text.terms import TAG, Vocabulary, vocabulary

# A query reads the postings of the heaviest terms until it has two for each article, but no fewer and no more than:
POSTINGS = 3_000, 10_000
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


def count(article: Article, tags: Mapping[int, str], words: Vocabulary) -> dict[str, Counts]:
    """Return the article's terms with their counts; `tags` are the names of its tags by key.

    A tag is a term of its own that counts twice, and the words of its name count once, so that a tag on one article
    and a word in another meet. A pure function of its input.
    """
    title, standfirst = words.terms(article.title), words.terms(article.standfirst)
    body, named = words.terms(html.plain_text(article.body)), words.terms("\n".join(tags.values()))
    counts = {
        text[:LONGEST]: Counts(title[text], standfirst[text], body[text], named[text])
        for text in sorted({*title, *standfirst, *body, *named})
    }
    counts.update((f"{TAG}{tag}", Counts(tag=2)) for tag in sorted(tags))
    return counts


def tags_of(article_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Return the names of the articles' tags by key."""
    found: dict[int, dict[int, str]] = {pk: {} for pk in article_ids}
    for article, tag, name in rows(
        "SELECT t.article_id, t.tag_id, n.name FROM articles_taggedarticle t JOIN articles_tag n ON n.id = t.tag_id "
        f"WHERE t.article_id IN {keys(found)} ORDER BY t.tag_id"
    ):
        found[article][tag] = name
    return found


def ids_of(texts: Iterable[str]) -> dict[str, int]:
    """Return the keys of the terms; those never met before are added."""
    wanted = list(texts)
    found = _ids(wanted)
    if missing := [text for text in wanted if text not in found]:
        run_many("INSERT INTO articles_term (text, df) VALUES (%s, 0)", [[text] for text in missing])
        found |= _ids(missing)
    return found


def _ids(texts: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(texts), MANY):
        part = texts[start : start + MANY]
        marks = ", ".join(["%s"] * len(part))
        found.update(rows(f"SELECT text, id FROM articles_term WHERE text IN ({marks})", part))
    return found


def known(term_ids: Iterable[int]) -> dict[int, Known]:
    """Return text and df of the terms."""
    found = rows(f"SELECT id, text, df FROM articles_term WHERE id IN {keys(term_ids)}")
    return {pk: Known(text, df) for pk, text, df in found}


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
    if terms:
        run(f"UPDATE articles_term SET df = df + {int(by)} WHERE id IN {keys(terms)}")


def _delete_postings(pk: int, terms: Iterable[int]) -> None:
    if terms:
        run(f"DELETE FROM articles_posting WHERE term_id IN {keys(terms)} AND article_id = {int(pk)}")


def replace_postings(pk: int, vector: Vector, before: Iterable[int]) -> None:
    """Make the vector's terms the article's postings; `before` holds every term it may stand under now."""
    _delete_postings(pk, set(before) - set(vector))
    values = ", ".join(f"({key}, {int(pk)}, {weights.packed()})" for key, weights in sorted(vector.items()))
    if values:
        run(
            f"INSERT INTO articles_posting (term_id, article_id, weights) VALUES {values} "
            "ON CONFLICT (term_id, article_id) DO UPDATE SET weights = excluded.weights"
        )


def nearest(pk: int, vector: Vector, dfs: Mapping[int, int], articles: int, most: int) -> dict[int, Shared]:
    """Return what the `most` articles nearest to the vector share with it, the article `pk` itself left out.

    The rare heavy terms name them, the other terms then count for these alone: a common word costs no time and makes
    no article a hub. `dfs` are the terms' df, `articles` is N.
    """
    left, rare = min(max(2 * articles, POSTINGS[0]), POSTINGS[1]), 0
    for key in vector:
        left -= dfs[key]
        if rare >= FEWEST_TERMS and left < 0:
            break
        rare += 1
    terms = list(vector)
    found = _summed(vector, terms[:rare], without=pk, most=most)
    if not found:
        return {}
    more = _summed(vector, terms[rare:], among=found)
    return {other: shared.plus(more.get(other, Shared())) for other, shared in found.items()}


def bodies_with(vector: Vector, articles: Iterable[int]) -> dict[int, int]:
    """Return the sums of the terms that the vector's body shares with the bodies of the articles."""
    return {pk: bodies for pk, bodies, _ in _sums(vector, vector, BODIES, among=articles)} if articles else {}


def _summed(vector: Vector, terms: Iterable[int], **which) -> dict[int, Shared]:
    return {pk: Shared(wholes, across) for pk, wholes, across in _sums(vector, terms, WHOLES, ACROSS, **which)}


def _sums(vector, terms, first: str, second: str = "0", among: Iterable[int] = (), without=0, most: int | None = None):
    """Run the one join of the engine: two sums by article, of `among` alone if given, else of the `most` best."""
    wanted = ", ".join(f"({key}, {vector[key].whole}, {vector[key].title}, {vector[key].body})" for key in terms)
    if not wanted:
        return []
    tables, source = f"q(term_id, whole, title, body) AS (VALUES {wanted})", "q"
    condition, rest = f"p.article_id <> {int(without)}", ""
    if among:
        others = ", ".join(f"({int(pk)})" for pk in sorted(among))
        tables, source, condition = f"{tables}, c(id) AS (VALUES {others})", "q CROSS JOIN c", "p.article_id = c.id"
    if most:
        rest = f"ORDER BY {CROSS} * {first} + {second} DESC, p.article_id DESC LIMIT {int(most)}"
    # CROSS JOIN keeps SQLite at this order: a row of q, then its postings by key.
    return rows(
        f"WITH {tables} SELECT p.article_id, {first}, {second} FROM {source} CROSS JOIN articles_posting p "
        f"WHERE p.term_id = q.term_id AND {condition} GROUP BY p.article_id {rest}"
    )
