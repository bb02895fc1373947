"""The index that related articles are found in: terms, postings, and each article's row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from articles.freshness import raise_version
from articles.models import Article, Publication, RelatedIndex, Term
from articles.querysets import Status
from articles.related.packing import Counts
from articles.related.weights import ACROSS, CROSS, WHOLES, Known, Shared, Vector, Weights
from articles.sql import keys, rows, run
from articles.text import html
from articles.text.terms import TAG, Vocabulary, vocabulary

# A query reads the postings of the heaviest terms until it has two for each article, but no fewer and no more than:
POSTINGS = 3_000, 10_000
FEWEST_TERMS = 3
LONGEST = Term._meta.get_field("text").max_length
MANY = 500  # parameters of one statement


def lock() -> RelatedIndex:
    """Return the index's row, held until the transaction ends: one process writes at a time, on every database."""
    raise_version()
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


def terms_of(texts: Iterable[str]) -> tuple[dict[str, int], dict[int, Known]]:
    """Return the keys of the terms, and by key what is known of them; those never met before are added."""
    wanted = sorted(texts)
    ids, found = find(wanted)
    if missing := [text for text in wanted if text not in ids]:
        for part in _parts(missing):
            run(f"INSERT INTO articles_term (text, df) VALUES {', '.join(['(%s, 0)'] * len(part))}", part)
        more, new = find(missing)
        ids, found = ids | more, found | new
    return ids, found


def find(texts: Iterable[str]) -> tuple[dict[str, int], dict[int, Known]]:
    """Return the keys of the terms, and by key what is known of them, of those the index has met."""
    ids, found = {}, {}
    for part in _parts(sorted(texts)):
        marks = ", ".join(["%s"] * len(part))
        for pk, *known in rows(f"SELECT id, text, df, subject FROM articles_term WHERE text IN ({marks})", part):
            found[pk] = _known(*known)
            ids[found[pk].text] = pk
    return ids, found


def _parts(texts: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), MANY):
        yield texts[start : start + MANY]


def known(term_ids: Iterable[int] | None = None) -> dict[int, Known]:
    """Return what is known of the terms, by default of all."""
    which = "" if term_ids is None else f" WHERE id IN {keys(term_ids)}"
    return {pk: _known(*known) for pk, *known in rows(f"SELECT id, text, df, subject FROM articles_term{which}")}


def _known(text: str, df: int, subject: bytes | None) -> Known:
    return Known(text, df, bytes(subject or b""))


Terms = Mapping[int, Counts] | None  # an article's, by key; None: it is not indexed


def recount(index: RelatedIndex, changes: Iterable[tuple[Terms, Terms]]) -> Counter[int]:
    """Make N and every df follow articles that held the first terms and now hold the second; return how dfs moved."""
    moves: Counter[int] = Counter()
    articles = index.articles
    for before, now in changes:
        held, holds = set(before or ()), set(now or ())
        moves.update(holds - held)
        moves.subtract(held - holds)
        index.articles += (now is not None) - (before is not None)
    for by in sorted({*moves.values()} - {0}):
        moved = (key for key, move in moves.items() if move == by)
        run(f"UPDATE articles_term SET df = df + {int(by)} WHERE id IN {keys(moved)}")
    if index.articles != articles:
        index.save(update_fields=["articles"])
    return moves


def remove(pk: int, terms: Iterable[int]) -> None:
    """Take the article's row and its postings out, which stand under these terms; `recount` has counted them out."""
    delete_postings(pk, terms)
    run(f"DELETE FROM articles_articleterms WHERE article_id = {int(pk)}")


def delete_postings(pk: int, terms: Iterable[int]) -> None:
    """Take the article out of the postings of these terms."""
    if terms := set(terms):
        run(f"DELETE FROM articles_posting WHERE term_id IN {keys(terms)} AND article_id = {int(pk)}")


def replace_postings(pk: int, vector: Vector, before: Iterable[int]) -> None:
    """Make the vector's terms the article's postings; `before` holds every term it may stand under now."""
    delete_postings(pk, set(before) - set(vector))
    values = ", ".join(f"({key}, {int(pk)}, {weights.packed()})" for key, weights in sorted(vector.items()))
    if values:
        run(
            f"INSERT INTO articles_posting (term_id, article_id, weights) VALUES {values} "
            "ON CONFLICT (term_id, article_id) DO UPDATE SET weights = excluded.weights"
        )


class Found(NamedTuple):
    """An article that shares terms with another: these sums, how much of a hub it is, its place among the subjects."""

    shared: Shared
    hub: int
    subject: bytes


def nearest(pk: int, vector: Vector, known: Mapping[int, Known], articles: int, most: int) -> dict[int, Found]:
    """Return the `most` articles nearest to the vector, the article `pk` itself and expired ones left out.

    The rare heavy terms name them, the other terms then count for these alone: a common word costs no time and makes
    no article a hub. `known` are the terms, `articles` is N.
    """
    left, rare = min(max(2 * articles, POSTINGS[0]), POSTINGS[1]), 0
    for key in vector:
        left -= known[key].df
        if rare >= FEWEST_TERMS and left < 0:
            break
        rare += 1
    terms = list(vector)
    found = _named(pk, vector, terms[:rare], most)
    shared = {other: each.shared for other, each in found.items()}
    for other, key, weights in _postings(terms[rare:], found):
        shared[other] = shared[other].plus(vector[key], weights)
    return {other: each._replace(shared=shared[other]) for other, each in found.items()}


def bodies_with(vector: Vector, articles: Iterable[int]) -> dict[int, int]:
    """Return the sums of the terms that the vector's body shares with the bodies of the articles."""
    sums: Counter[int] = Counter()
    for pk, key, weights in _postings(vector, articles):
        sums[pk] += vector[key].body * weights.body
    return dict(sums)


def _named(pk: int, vector: Vector, terms: Iterable[int], most: int) -> dict[int, Found]:
    """Run the one join of the engine: of all articles that hold one of the terms, return those that share most."""
    wanted = ", ".join(f"({key}, {vector[key].whole}, {vector[key].title}, {vector[key].body})" for key in terms)
    if not wanted:
        return {}
    # CROSS JOIN keeps SQLite at this order: a row of q, then its postings by key; a row of n, then its article's.
    found = rows(
        f"WITH q(term_id, whole, title, body) AS (VALUES {wanted}), n(article_id, wholes, across) AS ("
        f"SELECT p.article_id, {WHOLES}, {ACROSS} FROM q CROSS JOIN articles_posting p "
        f"WHERE p.term_id = q.term_id AND p.article_id <> {int(pk)} GROUP BY p.article_id "
        f"ORDER BY {CROSS} * {WHOLES} + {ACROSS} DESC, p.article_id DESC LIMIT {int(most)}"
        ") SELECT n.article_id, n.wholes, n.across, t.hub, t.subject FROM n CROSS JOIN articles_articleterms t "
        "WHERE t.article_id = n.article_id AND (t.expires_at IS NULL OR t.expires_at > %s)",
        [timezone.now()],
    )
    return {
        other: Found(Shared(wholes, across), hub, bytes(subject or b""))
        for other, wholes, across, hub, subject in found
    }


def _postings(terms: Iterable[int], articles: Iterable[int]) -> Iterator[tuple[int, int, Weights]]:
    """Yield article, term and weights of the articles' postings under these terms.

    PostgreSQL would join tables of both by reading all that stand under the terms; of lists it looks up each pair.
    """
    terms, articles = list(terms), list(articles)
    if terms and articles:
        for pk, key, weights in rows(
            "SELECT article_id, term_id, weights FROM articles_posting "
            f"WHERE term_id IN {keys(terms)} AND article_id IN {keys(articles)}"
        ):
            yield pk, key, Weights.unpacked(weights)
