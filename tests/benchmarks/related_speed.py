"""What related articles cost at a size: reading a list, saving an article, rebuilding, the index on disk."""

import random
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article, ArticleTerms, Publication, RelatedIndex, Tag, TaggedArticle
from articles.models.tags import tag_key
from articles.related import suggesting
from articles.related.index import known
from articles.related.lists import candidates, chosen, to_read
from articles.related.rebuilding import BATCH, HUB, rebuild

TABLES = ("articles_term", "articles_posting", "articles_articleterms", "articles_suggestion")
SYLLABLES = ["ba", "der", "ce", "li", "mo", "na", "pre", "ra", "sol", "ti", "un", "ver", "xi", "ma", "tor", "gly", "co"]
WORDS, TOPICS, OF_TOPIC, LENGTH, SHARE = 30_000, 400, 80, 500, 0.35
SMALL = ["the", "of", "and", "to", "a", "in", "is", "that", "for", "it", "as", "with", "on", "be"]  # nearly half a text
READS, SAVES, SIMILAR = 200, 60, 5
NEWEST = datetime(2026, 1, 1, tzinfo=UTC)


class Writer:
    """Writes articles of 500 words: small ones, common ones of a language, and those of one of the first topics."""

    def __init__(self):
        self.random, self.written, self.first = random.Random(11), 0, TOPICS
        words = set()
        while len(words) < WORDS:
            words.add("".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 5))))
        self.words = self.random.sample(sorted(words), WORDS)
        self.common = self._cumulated(len(self.words))
        self.topics = [self.random.sample(self.words[500:], OF_TOPIC) for _ in range(TOPICS)]
        self.of_topic = self._cumulated(OF_TOPIC)

    def _cumulated(self, count):
        total, weights = 0.0, []
        for rank in range(1, count + 1):
            total += 1 / rank
            weights.append(total)
        return weights

    def topic(self):
        return self.random.randrange(self.first)

    def text(self, topic, length, share=SHARE):
        small = round(length * 0.45)
        ours = round((length - small) * share)
        words = self.random.choices(SMALL, k=small)
        words += self.random.choices(self.words, cum_weights=self.common, k=length - small - ours)
        words += self.random.choices(self.topics[topic], cum_weights=self.of_topic, k=ours)
        self.random.shuffle(words)
        return " ".join(words)

    def article(self):
        self.written += 1
        topic = self.topic()
        body = "".join(f"<p>{self.text(topic, LENGTH // 5)}.</p>" for _ in range(5))
        row = Article(
            title=f"{self.text(topic, 7, 0.5).capitalize()}",
            slug=f"article-{self.written}",
            standfirst=self.text(topic, 25),
            body=body,
            excerpt=body[3:200],
            status=Article.Status.PUBLISHED,
            published_at=NEWEST - timedelta(hours=self.written),
            saved_at=NEWEST,
            first_public_at=NEWEST - timedelta(hours=self.written),
        )
        return row, topic


def grow(writer: Writer, total: int) -> None:
    """Add articles in bulk until there are `total`, each with the tag of its topic and two of sixty others."""
    if not Tag.objects.exists():
        names = [f"Topic {number}" for number in range(TOPICS)] + [f"Shelf {number}" for number in range(60)]
        Tag.objects.bulk_create(
            Tag(name=name, key=tag_key(name), slug=name.lower().replace(" ", "-")) for name in names
        )
    tags = list(Tag.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(Article.objects.count(), total, 1000):
        made = [writer.article() for _ in range(start, min(start + 1000, total))]
        rows = Article.objects.bulk_create([row for row, _ in made], 500)
        shelves = [writer.random.sample(tags[TOPICS:], 2) for _ in made]
        TaggedArticle.objects.bulk_create(
            TaggedArticle(content_object_id=row.pk, tag_id=tag)
            for row, (_, topic), shelf in zip(rows, made, shelves, strict=True)
            for tag in (tags[topic], *shelf)
        )


@contextmanager
def clock(times: list):
    """Append CPU and wall milliseconds of the block."""
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    times.append((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)))


def read(article: Article) -> list[Article]:
    """Gather a page's related list, as `articles.reading` does among its other queries."""
    publication = Publication(pk=1)
    near = candidates(article)
    public = {other.pk: other for other in Article.objects.public_cards(to_read(near, publication))}
    for other in public.values():
        other.signed_by = []  # the page reads all its bylines at once
    return chosen(near, public, publication)


class Enough(Exception):
    """Ends a rebuild whose lists are made for some articles only."""


def rebuild_some(keys: list[int]) -> None:
    """Rebuild the index of all articles, and the lists of these alone."""

    def say(step, done, total):
        if step == HUB:
            raise Enough

    with suppress(Enough):
        rebuild(say, anew=True)
    articles, terms = RelatedIndex.objects.get().articles, known()
    found = {}
    for part in parts(keys):
        for row in ArticleTerms.objects.filter(pk__in=part):
            ranked = suggesting.rank_anew(row, articles, terms)
            found[row.pk] = {other: (near.score, near.are_twins) for other, near in ranked.items()}
            row.hub = suggesting.hub_of(ranked)
            row.save(update_fields=["hub"])
    for part in parts(keys):
        for pk in part:
            suggesting.write_own(pk, suggesting.with_hubs(found[pk]))


def parts(keys):
    """Yield the keys by BATCH, each in a transaction."""
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            yield keys[start : start + BATCH]


def of_topics(topics: int) -> list[int]:
    """Return the articles of the first topics."""
    tags = [tag_key(f"Topic {number}") for number in range(topics)]
    articles = TaggedArticle.objects.filter(tag__key__in=tags).order_by("content_object_id")
    return list(articles.values_list("content_object_id", flat=True).distinct())


def reading(writer, keys):
    times = []
    for pk in writer.random.sample(keys, min(READS, len(keys))):
        article = Article.objects.for_page().get(pk=pk)
        with clock(times):
            read(article)
    with CaptureQueriesContext(connection) as captured:
        read(article)
    return times, len(captured)


def saving(writer, keys):
    """Save articles as an editor does: new ones, and ones whose text changed."""
    times = []
    for number in range(SAVES):
        if number % 2:
            article = Article.objects.get(pk=writer.random.choice(keys))
            article.body += f"<p>{writer.text(writer.topic(), 60)}</p>"
        else:
            article, _ = writer.article()
        with clock(times), transaction.atomic():
            article.save()
            if not number % 2:
                article.tags.set([f"Topic {writer.topic()}"])
    return times


def similar(writer):
    times, keys = [], list(Article.objects.order_by("pk").values_list("pk", flat=True))
    for pk in writer.random.sample(keys, SIMILAR):
        article = Article.objects.get(pk=pk)
        with clock(times):
            article.tags.similar_objects()[:4]
    return times


def size() -> int:
    """Return the bytes of the engine's tables and their indexes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT {' + '.join(f'''pg_total_relation_size('{name}')''' for name in TABLES)}")
        else:
            marks = ", ".join(["%s"] * len(TABLES))
            cursor.execute(
                "SELECT SUM(pgsize) FROM dbstat WHERE aggregate = TRUE AND name IN "
                f"(SELECT name FROM sqlite_master WHERE tbl_name IN ({marks}))",
                TABLES,
            )
        return cursor.fetchone()[0]


def middle(times, column):
    return sorted(each[column] for each in times)[len(times) // 2]


def run(options, folder):
    columns = (
        "articles",
        "queries",
        "read CPU",
        "wall",
        "save CPU",
        "wall",
        "rebuild s",
        "index MB",
        "similar CPU",
        "x",
    )
    print(
        "Milliseconds, the middle of many; a rebuild in seconds of CPU; similar_objects() and how often it is dearer."
    )
    if options.topics < TOPICS:
        print(f"Lists are made for the articles of {options.topics} topics alone: rebuild and index are not whole.")
    print("".join(f"{name:>12}" for name in columns), flush=True)
    writer = Writer()
    for total in options.articles:
        writer.first = TOPICS
        grow(writer, total)
        writer.first = options.topics
        keys = of_topics(options.topics)
        started = time.process_time()
        if options.topics < TOPICS:
            rebuild_some(keys)
        else:
            rebuild()
        rebuilt, bytes_ = time.process_time() - started, size()
        reads, queries = reading(writer, keys)
        saves, others = saving(writer, keys), similar(writer)
        figures = (middle(reads, 0), middle(reads, 1), middle(saves, 0), middle(saves, 1))
        print(
            f"{total:12}{queries:12}" + "".join(f"{figure:12.2f}" for figure in figures)
            + f"{rebuilt:12.1f}{bytes_ / 1e6:12.1f}{middle(others, 0):12.1f}{middle(others, 0) / figures[0]:12.0f}",
            flush=True,
        )  # fmt: skip
