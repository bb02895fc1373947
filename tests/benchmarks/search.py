"""What searching costs at a size: the whole page of 200 queries, and whether both databases answer alike."""

import json
import subprocess
import sys
import time
from contextlib import suppress

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Author, Byline
from articles.related import rebuilding
from articles.search import index
from tests.benchmarks.related_speed import SMALL, Writer, grow
from tests.serving import ROOT

QUERIES, AUTHORS = 200, 20
COMMON = 30  # words of the language that stand in a quarter to nearly all of the articles


class Enough(Exception):
    """Ends the counting of the related index, which search asks how common a word is, before the lists are made."""


def count_words():
    def say(step, done, total):
        if step != rebuilding.COUNT:
            raise Enough

    with suppress(Enough):
        rebuilding.rebuild(say, anew=True)


def analyse():
    """Have the database count its rows, as PostgreSQL's autovacuum does within a minute of large changes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def sign(total):
    """Give the articles authors."""
    authors = [Author(name=f"Author {number}", slug=f"author-{number}") for number in range(AUTHORS)]
    if not Author.objects.exists():
        Author.objects.bulk_create(authors)
    keys = list(Author.objects.order_by("pk").values_list("pk", flat=True))
    unsigned = Article.objects.filter(bylines=None).order_by("pk").values_list("pk", flat=True)
    Byline.objects.bulk_create(
        (Byline(article_id=pk, author_id=keys[pk % AUTHORS], position=1) for pk in unsigned), batch_size=500
    )


def queries(writer):
    """Return queries as readers type them, drawn from the texts; the same for the same articles."""
    chance, made = writer.random, []
    titles = list(Article.objects.order_by("pk").values_list("title", flat=True)[:2000])

    def of_topic(count):
        return chance.choices(writer.topics[writer.topic()], cum_weights=writer.of_topic, k=count)

    def misspelt(word):
        place = chance.randrange(1, len(word))
        return word[:place] + word[place - 1] + word[place:]

    kinds = (
        lambda: chance.choice(writer.words[:COMMON]),
        lambda: " ".join(chance.sample(writer.words[:COMMON], 2)),
        lambda: " ".join(of_topic(1)),
        lambda: " ".join(of_topic(2)),
        lambda: " ".join([chance.choice(writer.words[:COMMON]), *of_topic(1)]),
        lambda: " ".join(chance.choice(titles).split()[:3]),
        lambda: " ".join(["what", "is", *chance.sample(SMALL, 2), *of_topic(1), "for", *of_topic(1)]),
        lambda: of_topic(1)[0][:4],
        lambda: " ".join([*of_topic(1), f"-{chance.choice(writer.words[:COMMON])}"]),
        lambda: f'"{" ".join(chance.choice(titles).split()[1:3])}"',
        lambda: misspelt(max(of_topic(5), key=len)),
        lambda: " ".join(of_topic(4)),
    )
    while len(made) < QUERIES:
        made.append(kinds[len(made) % len(kinds)]())
    return made


def ask(asked):
    """Return the wall milliseconds and the first keys found of each query, and the most statements one took."""
    client, times, hits, statements = Client(SERVER_NAME="127.0.0.1"), [], [], 0
    for query in [*asked[:12], *asked]:  # the first ones warm up
        started = time.perf_counter()
        response = client.get("/search/", {"q": query})
        times.append(1000 * (time.perf_counter() - started))
        assert response.status_code == 200, query
    for query in asked:
        with CaptureQueriesContext(connection) as captured:
            found = index_of(client.get("/search/", {"q": query}).content.decode())
        statements = max(statements, len(captured))
        hits.append(found)
    return times[12:], hits, statements


def index_of(page):
    """Return the addresses of the results in order."""
    return [part.partition('"')[0] for part in page.split('class="card-title"><a href="')[1:4]]


def alike(ours, theirs):
    """Return of how many queries the same article is first, and of how many the first here is among three there."""
    pairs = list(zip(ours, theirs, strict=True))
    first = sum(one[:1] == other[:1] for one, other in pairs)
    near = sum(not one or one[0] in other for one, other in pairs)
    return first / len(pairs), near / len(pairs)


def on_sqlite(total, folder):
    """Return the first hits of the same queries on the same articles in a SQLite database, asked by another process."""
    path = folder / f"hits-{total}.json"
    command = [sys.executable, "-m", "tests.benchmarks", "search", "--articles", str(total), "--hits", str(path)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)
    return json.loads(path.read_text())


def run(options, folder):
    print("Wall milliseconds of the first page of results; the most statements a page took; seconds of a rebuild.")
    titles = ["articles", "median", "p95", "slowest", "statements", "found", "rebuild s"]
    if options.database:
        titles += ["same first", "in three"]
    print("".join(f"{name:>12}" for name in titles), flush=True)
    for total in options.articles:
        writer = Writer()
        grow(writer, total)
        sign(total)
        analyse()
        count_words()
        analyse()
        started = time.perf_counter()
        index.rebuild()
        rebuilt = time.perf_counter() - started
        analyse()
        asked = queries(writer)
        times, hits, statements = ask(asked)
        ordered = sorted(times)
        found = sum(map(bool, hits))
        figures = [f"{total:12}", f"{ordered[len(ordered) // 2]:12.1f}", f"{ordered[len(ordered) * 95 // 100]:12.1f}"]
        figures += [f"{ordered[-1]:12.1f}", f"{statements:12}", f"{found:12}", f"{rebuilt:12.1f}"]
        if options.database:
            figures += [f"{share:12.1%}" for share in alike(hits, on_sqlite(total, folder))]
        print("".join(figures), flush=True)
        if options.slowest:
            for spent, query in sorted(zip(times, asked, strict=True), reverse=True)[: options.slowest]:
                print(f"{spent:12.1f}  {query}")
        if options.hits:
            options.hits.write_text(json.dumps(hits))
