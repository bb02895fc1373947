"""What lists cost does not grow with the blog: SQLite's steps for a page, or PostgreSQL's rows, at two sizes."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import sitemaps
from articles.models import Article, Author, Byline, Tag, TaggedArticle
from articles.paging import cursor
from tests.make import LONG_AGO

pytestmark = pytest.mark.django_db

SMALL, LARGE = 200, 2000
ALLOWED = 1.3
DAYS = 3650 / LARGE  # between two articles: ten years of them when the blog is large
RARE = 13  # one more than a page shows
TAGS = 30


def grow(total):
    """Add articles until there are `total`, the older the higher their key; half have one tag, 13 the rare one."""
    names = ["Big", "Rare", *(f"Other {number}" for number in range(TAGS))]
    big, rare, *others = [Tag.objects.get_or_create(key=name.lower(), defaults={"name": name})[0] for name in names]
    everyone, once = (Author.objects.get_or_create(name=name)[0] for name in ("Everyone", "Once"))
    start = Article.objects.count()
    rows = Article.objects.bulk_create(
        Article(
            title=f"Article {number}", slug=f"article-{number}", standfirst="In short.", body="<p>Body.</p>" * 20,
            status="published", published_at=LONG_AGO - timedelta(days=DAYS * number), saved_at=LONG_AGO,
            first_public_at=LONG_AGO,
        )
        for number in range(start, total)
    )  # fmt: skip
    tagged = [(row, tag) for row in rows for tag in (others[row.pk % TAGS], *([big] if row.pk % 2 else []))]
    tagged += [(row, rare) for row in rows[:: max(1, len(rows) // RARE)][:RARE]] if not start else []
    TaggedArticle.objects.bulk_create(TaggedArticle(content_object=row, tag=tag) for row, tag in tagged)
    bylines = [(row, everyone) for row in rows] + ([(row, once) for row in rows[:3]] if not start else [])
    Byline.objects.bulk_create(Byline(article=row, author=author) for row, author in bylines)
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")  # it plans by its statistics


def at_depth(path, share):
    """Return the address of the page that begins so far down the list of all articles."""
    rows = Article.objects.newest_first()
    return f"{path}?before={cursor(rows[int(rows.count() * share)])}"


def upwards(path):
    return f"{path}?after={cursor(Article.objects.newest_first()[Article.objects.count() // 2])}"


def month_of(article):
    return f"/archive/{article.published_at.year}/{article.published_at.month}/"


PAGES = {
    "home": lambda: "/",
    "home, deep": lambda: at_depth("/", 0.9),
    "home, upwards": lambda: upwards("/"),
    "tag of half of all": lambda: "/tags/big/",
    "tag of half of all, deep": lambda: at_depth("/tags/big/", 0.9),
    "tag of half of all, upwards": lambda: upwards("/tags/big/"),
    "rare tag": lambda: "/tags/rare/",
    "author of all": lambda: "/authors/everyone/",
    "author of all, deep": lambda: at_depth("/authors/everyone/", 0.9),
    "author of few": lambda: "/authors/once/",
    "tags": lambda: "/tags/",
    "authors": lambda: "/authors/",
    "archive of a year": lambda: f"/archive/{LONG_AGO.year}/",
    "archive of a month": lambda: f"/archive/{LONG_AGO.year}/{LONG_AGO.month}/",
    "feed": lambda: "/feed/",
    "Atom feed": lambda: "/feed/atom/",
    "feed of the tag of half of all": lambda: "/tags/big/feed/",
    "feed of the rare tag": lambda: "/tags/rare/feed/",
    "feed of the author of all": lambda: "/authors/everyone/feed/",
    "file of the sitemap": lambda: "/sitemap-articles-1.xml",
    "article": lambda: "/article-7/",
    "an address that is none": lambda: "/nowhere/",
}


def cost(client, path):
    """Return the queries and the steps that the page takes, asked for the second time."""
    assert client.get(path).status_code in (200, 404), path
    with CaptureQueriesContext(connection) as captured:
        _response, taken = counted(partial(client.get, path))
    if connection.vendor == "postgresql":
        taken = sum(rows_of(query["sql"]) for query in captured if query["sql"].startswith(("SELECT", "WITH", "\n")))
    return len(captured), taken


def counted(work):
    """Return what the work returns and how many of its steps SQLite counts, by tens."""
    taken = []
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(partial(taken.append, 0), 10)
    result = work()
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(None, 0)
    return result, 10 * len(taken)


def rows_of(sql):
    """Return how many rows PostgreSQL touches for the query, those that a filter removes as well."""

    def touched(node):
        here = sum(
            node.get(name, 0) for name in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter")
        )
        return here * node["Actual Loops"] + sum(map(touched, node.get("Plans", ())))

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}")
        return touched(cursor.fetchone()[0][0]["Plan"])


def test_a_list_costs_the_same_whatever_the_number_of_articles(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "KEYS", 100)
    measured = {}
    for total in (SMALL, LARGE):
        grow(total)
        measured[total] = {name: cost(client, path()) for name, path in PAGES.items()}
    grown = {
        name: (before, now)
        for name, (queries, before) in measured[SMALL].items()
        for more, now in [measured[LARGE][name]]
        if now > ALLOWED * before + 50 or more != queries
    }
    assert grown == {}, f"steps at {SMALL} and at {LARGE} articles"


def test_the_archive_costs_what_its_years_do(client):
    """At both sizes a year more or less is one seek: it does not matter how many articles the year holds."""
    for total in (SMALL, LARGE):
        grow(total)
        Article.objects.filter(published_at__lt=LONG_AGO - timedelta(days=300)).update(
            published_at=LONG_AGO - timedelta(days=1)
        )
        found = cost(client, "/archive/")
        if total == SMALL:
            first = found
    assert found[0] == first[0]
    assert found[1] <= ALLOWED * first[1]


@pytest.mark.parametrize("subject", [Tag, Author], ids=["tag", "author"])
def test_what_is_withdrawn_does_not_stand_in_the_way(client, subject):
    """A list whose newest thousand were taken away begins at once with what is left."""
    grow(SMALL)
    path = {Tag: "/tags/big/", Author: "/authors/everyone/"}[subject]
    before = cost(client, path)
    grow(LARGE)
    Article.objects.filter(published_at__gt=Article.objects.newest_first()[1000].published_at).update(
        status="withdrawn"
    )
    now = cost(client, path)
    assert now[1] <= ALLOWED * before[1], (before, now)


def test_the_steps_of_a_sort_are_seen():
    """The measure itself: a list in another order has to read and sort all rows, and is found out."""
    grow(LARGE)
    rows = Article.objects.published().order_by("standfirst", "-pk")[:12]
    with CaptureQueriesContext(connection) as captured:
        _rows, taken = counted(partial(list, rows))
    assert (taken or rows_of(captured[0]["sql"])) >= LARGE
    in_order = Article.objects.newest_first()[:12]
    with CaptureQueriesContext(connection) as captured:
        _rows, taken = counted(partial(list, in_order))
    assert (taken or rows_of(captured[0]["sql"])) < LARGE
