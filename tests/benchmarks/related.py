"""Rank a corpus's related articles through the real write path, or measure what they cost."""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.utils.dateparse import parse_datetime

from articles.models import Article, load_bylines
from articles.related.lists import candidates

DEPTH = 10
NO_TITLE = "–"  # a published article must have a title; this one holds no word
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


def run(options, folder: Path) -> None:
    """Load the corpus, rank, write the rankings."""
    rows = [json.loads(line) for line in options.corpus.read_text(encoding="utf-8").splitlines() if line.strip()]
    started = time.process_time()
    keys = {}
    for number, row in enumerate(rows, 1):
        keys[save(number, row)] = str(row["id"])
        if sys.stderr.isatty():
            print(f"\r{number} of {len(rows)} saved", end="", file=sys.stderr)
    spent = time.process_time() - started
    print(f"{len(rows)} articles saved one by one, {1000 * spent / max(len(rows), 1):.1f} ms of CPU each", flush=True)
    if options.rebuild:
        started = time.process_time()
        call_command("related_rebuild", verbosity=0)
        print(f"rebuilt in {time.process_time() - started:.1f} s of CPU", flush=True)
    with options.rankings.open("w", encoding="utf-8") as file:
        for article in Article.objects.published().for_page().order_by("pk").iterator(chunk_size=500):
            related = [keys[other.pk] for other in ranked(article)]
            file.write(json.dumps({"id": keys[article.pk], "related": related}, ensure_ascii=False) + "\n")


def save(number: int, row: dict) -> int:
    """Save one row of the corpus as an editor does, in a transaction; return the article's key."""
    with transaction.atomic():
        article = Article.objects.create(
            title=(row.get("title") or "").strip()[:300] or NO_TITLE,
            slug=f"article-{number}",
            standfirst=row.get("excerpt") or "",
            body=row.get("html") or "",
            status=Article.Status.PUBLISHED,
            published_at=moment(row.get("published")),
        )
        article.tags.set([tag for tag in row.get("tags") or [] if tag.strip()])
    return article.pk


def moment(text) -> datetime:
    found = parse_datetime(text) if text else None
    if found is None:
        return EARLIEST
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def ranked(article: Article) -> list[Article]:
    """Return the article's list as its page would choose it, DEPTH long and with no threshold."""
    near = candidates(article)
    public = {other.pk: other for other in Article.objects.published().for_cards().filter(pk__in=near.keys).order_by()}
    load_bylines(public.values())
    return near.choose(public, DEPTH, threshold=0, by_author=DEPTH)
