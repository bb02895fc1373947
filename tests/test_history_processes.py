"""Publishing in several processes: one that is killed in the middle, and two that want the same."""

import json
import os
import signal
import sqlite3
import time
from contextlib import closing

import pytest
from django.db import connection, transaction

from articles.history import copies
from articles.history.publish import publish
from articles.history.snapshot import snapshot
from articles.models import Article, Comment, Image, RelatedPick, Revision, Treatment
from tests import processes
from tests.make import make_article, settle, soon
from tests.processes import ended, shared_database

pytestmark = pytest.mark.django_db(transaction=True)

only_on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into the file of an SQLite database")


def make_blog():
    """Make a public article with a working copy in which everything differs, and a draft."""
    with transaction.atomic():
        picture = Image.objects.create(file="articles/a.jpg", content_hash="a", name="Skin")
        other = make_article("Fillers")
        public = publish(make_article("Peels", tags=["Skin"], status="draft"))
        copy = copies.edit_as_draft(public)
        copy.title, copy.slug, copy.body = "Peels at home", "peels-at-home", "<p>New text.</p>"
        copy.lead_image, copy.lead_is_decorative = picture, True
        copy.save()
        copy.tags.set(["Acne", "Home"])
        RelatedPick.objects.create(article=copy, other=other)
        Treatment.objects.create(article=copy, name="Peel", cost_from=90)
        Comment.objects.create(article=copy, text="Ready")
        make_article("Draft", tags=["Skin"], status="draft")
    settle()


@pytest.fixture
def shared(tmp_path):
    """The address of a database with a blog that other processes may open too."""
    make_blog()
    return shared_database(tmp_path)


def start(address, call):
    """Start a process of the site on the database that calls a function of this module."""
    return processes.start(address, __name__, f"here.{call}")


def everything(address):
    """Return the whole database as SQL."""
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as file:
        return list(file.iterdump())


# What the processes do


def publish_the_copy():
    copies.publish_copy(Article.objects.get(original__slug="peels"), kind="correction", note="At home")


def publish_the_draft():
    publish(Article.objects.get(slug="draft"), note="At last")


class Writes:
    """Counts what is written, and is killed with the process before the write numbered `last`."""

    def __init__(self, last=0):
        self.count, self.last = 0, last

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.count += 1
            if self.count == self.last:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def count_writes(act):
    """Print how many writes the act takes, and take it back."""
    writes = Writes()
    with connection.execute_wrapper(writes), transaction.atomic():
        act()
        transaction.set_rollback(True)
    print(writes.count)


def die_in(act, last):
    with connection.execute_wrapper(Writes(last)):
        act()


def die_before_the_commit(act):
    with transaction.atomic():
        act()
        os.kill(os.getpid(), signal.SIGKILL)


def die_after_the_commit(act):
    with transaction.atomic():
        transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
        act()


def say(slug):
    """Print all there is of the article and of its history."""
    article = Article.objects.get(slug=slug)
    newest = Revision.objects.filter(article=article).first()
    print(json.dumps({
        "snapshot": snapshot(article), "status": article.status,
        "copies": Article.objects.exclude(original=None).count(),
        "revision": newest.snapshot, "kind": newest.kind, "note": newest.note,
        "former": [each.slug for each in article.former_slugs.all()],
        "comments": [each.text for each in article.comments.all()], "acts": [each.verb for each in article.acts.all()],
    }))  # fmt: skip


def publish_what_is_due(start_at):
    time.sleep(max(start_at - time.time(), 0))
    print(sum(copies.publish_due() for _attempt in range(20)))


# What must hold


@only_on_sqlite
@pytest.mark.parametrize("act", ["publish_the_copy", "publish_the_draft"])
def test_a_killed_publication_leaves_the_old_article_whole(shared, act):
    writes = int(ended(start(shared, f"count_writes(here.{act})")))
    assert writes >= 4
    before = everything(shared)
    for last in sorted({2, writes // 3, 2 * writes // 3, writes}):
        ended(start(shared, f"die_in(here.{act}, {last})"), -signal.SIGKILL)
        assert everything(shared) == before, f"killed before write {last} of {writes}"
    ended(start(shared, f"die_before_the_commit(here.{act})"), -signal.SIGKILL)
    assert everything(shared) == before


@only_on_sqlite
def test_killed_after_the_commit_the_copy_is_published_whole(shared):
    wanted = snapshot(Article.objects.get(original__slug="peels"))
    ended(start(shared, "die_after_the_commit(here.publish_the_copy)"), -signal.SIGKILL)
    found = json.loads(ended(start(shared, "say('peels-at-home')")))
    assert found["snapshot"] == found["revision"] == wanted
    assert (found["status"], found["copies"], found["former"]) == ("published", 0, ["peels"])
    assert (found["kind"], found["note"], found["comments"]) == ("correction", "At home", ["Ready"])
    assert found["acts"][0] == "changed"


@only_on_sqlite
def test_killed_after_the_commit_the_draft_is_published_whole(shared):
    wanted = snapshot(Article.objects.get(slug="draft"))
    ended(start(shared, "die_after_the_commit(here.publish_the_draft)"), -signal.SIGKILL)
    found = json.loads(ended(start(shared, "say('draft')")))
    assert found["snapshot"] == found["revision"] == wanted
    assert (found["status"], found["kind"], found["acts"]) == ("published", "first", ["published"])


def test_two_processes_publish_what_is_due_once(shared):
    copy, due = Article.objects.get(original__slug="peels"), soon(minutes=-1)
    wanted = snapshot(copy)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(shared.removeprefix("sqlite:///"))) as file:
            sql = "UPDATE articles_article SET replaces_at = ? WHERE id = ?"
            file.execute(sql, [f"{due:%Y-%m-%d %H:%M:%S.%f}", copy.pk])
            file.commit()
    else:
        Article.objects.filter(pk=copy.pk).update(replaces_at=due)
    begin = time.time() + 4
    both = [start(shared, f"publish_what_is_due({begin})") for _process in range(2)]
    assert sum(int(ended(process)) for process in both) == 1
    found = json.loads(ended(start(shared, "say('peels-at-home')")))
    assert found["snapshot"] == found["revision"] == wanted
    assert (found["copies"], found["acts"].count("changed"), found["acts"].count("failed")) == (0, 1, 0)
