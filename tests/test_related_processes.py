"""Several processes on one database: two that save at once, and some that are killed."""

import json
import logging
import os
import signal
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Article, Change, RelatedIndex
from articles.related import rebuilding
from articles.related.rebuilding import STEPS, rebuild
from articles.related.refreshing import pending
from tests import processes
from tests.make import make_article, related, settle, suggestions, sums
from tests.processes import ended, shared_database

pytestmark = pytest.mark.django_db(transaction=True)

only_on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the test's own SQLite database")
SUBJECTS = ("peel acid layer", "laser beam pigment", "needle roller collagen", "serum vitamin retinol")
MANY, SAVES = 12, 12


def make_blog():
    """Make articles numbered from 0 by their slugs; one transaction, one refresh."""
    with transaction.atomic():
        for number in range(MANY):
            subject = SUBJECTS[number % 4]
            make_article(f"{subject.split()[number % 3]} {number}x", slug=f"a{number}", body=f"<p>{subject}</p>")
    settle()


@pytest.fixture
def shared(tmp_path):
    """The address of a database with a blog that other processes may open too."""
    make_blog()
    return shared_database(tmp_path)


def start(address, call):
    """Start a process of the site on the database that calls a function of this module."""
    return processes.start(address, __name__, f"here.log(); here.{call}")


def asked(address, call):
    return json.loads(ended(start(address, call)))


# What the processes do


def log():
    """Have failed refreshes told, which do not fail the save."""
    logging.getLogger("django").addHandler(logging.StreamHandler())


def save_many(me, start_at=0.0):
    """Save, tag, withdraw and publish every second article and one that both share, over and over."""
    time.sleep(max(start_at - time.time(), 0))
    for number in range(SAVES):
        article = Article.objects.get(slug=f"a{(2 * number + me) % MANY}")
        article.title = f"{SUBJECTS[(number + me) % 4]} {me}by{number}"
        article.status = "withdrawn" if number % 5 == 4 else "published"
        article.save()
        article.tags.set([f"Tag {number % 3}", "Both"])
        both = Article.objects.get(slug="a0" if me else "a1")
        both.seo_title = f"{me} {number}"
        both.save(update_fields=["seo_title"])
    Article.objects.create(title=f"New by {me}", body="<p>peel laser</p>", status="published")
    Article.objects.get(slug=f"a{10 + me}").delete()


def say_state(command=None):
    """Print what the index holds, what a rebuild makes of it, and what is wrong with the lists.

    With a command: before it, what readers have; then what the command says, and all that after it.
    """
    before = state_before() if command else {}
    said = StringIO()
    if command:
        call_command(command, stdout=said)
    left = Change.objects.count()
    settle()
    kept, lists = sums(), suggestions()
    known = set(kept[2])
    wrong = [
        (article, other)
        for article, found in lists.items()
        for other in found
        if article == other or {article, other} - known or len(found) > 20
    ]
    names = dict(Article.objects.values_list("pk", "slug"))
    rebuild()
    print(json.dumps(before | {
        "said": said.getvalue(), "left": left, "wrong": wrong, "is as rebuilt": kept == sums(), "articles": kept[0],
        "dfs": {text: df for text, df in sorted(kept[1].items()) if not text.startswith("#")},
        "terms": {names[pk]: sorted(f"{text} {counts}" for text, counts in terms.items() if not text.startswith("#"))
                  for pk, terms in kept[2].items()},
        "lost": [slug for pk, slug in names.items() if pk in known and slug.startswith("a") and not lists.get(pk)],
    }))  # fmt: skip


def die_before_the_refresh():
    """Be killed after the commit and before the refresh that it asks for."""
    with transaction.atomic():
        transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
        article = Article.objects.get(slug="a0")
        article.title, article.body = "Laser", "<p>laser beam pigment</p>"
        article.save()
        Article.objects.get(slug="a4").delete()


def die_within_the_refresh():
    """Be killed when the refresh has written lists and has not committed."""

    def die(execute, sql, params, many, context):
        if sql.startswith('DELETE FROM "articles_change"'):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die), transaction.atomic():
        article = Article.objects.get(slug="a0")
        article.title, article.body = "Laser", "<p>laser beam pigment</p>"
        article.save()
        Article.objects.get(slug="a4").delete()


def die_in_a_rebuild(step, batch):
    """Be killed in the middle of the rebuild."""
    rebuilding.BATCH = batch

    def say(at, done, total):
        if (at, done) == (step, 2 * batch):
            os.kill(os.getpid(), signal.SIGKILL)

    rebuild(say)


def state_before():
    """Return what readers have, and where the rebuild is."""
    public, lists = Article.objects.published(), suggestions()
    return {
        "step": RelatedIndex.objects.get(pk=1).rebuild_step,
        "waiting": pending(),
        "without": [article.slug for article in public if not lists.get(article.pk)],
        "shown": sum(bool(related(article)) for article in public),
    }


# What must hold


def test_two_that_save_at_once_leave_what_one_after_the_other_would(shared, tmp_path):
    begin = time.time() + 2
    both = [start(shared, f"save_many({me}, {begin})") for me in (0, 1)]
    for process in both:
        ended(process)
    at_once = asked(shared, "say_state()")
    assert (at_once["left"], at_once["wrong"], at_once["lost"]) == (0, [], [])
    assert at_once["is as rebuilt"]
    Article.objects.all().delete()
    make_blog()
    for me in (0, 1):
        save_many(me)
    settle()
    names = dict(Article.objects.values_list("pk", "slug"))
    articles, dfs, terms = sums()
    assert at_once["articles"] == articles
    assert at_once["dfs"] == {text: df for text, df in dfs.items() if not text.startswith("#")}
    assert at_once["terms"] == {
        names[pk]: sorted(f"{text} {counts}" for text, counts in each.items() if not text.startswith("#"))
        for pk, each in terms.items()
    }


@only_on_sqlite
@pytest.mark.parametrize("killed", ["die_before_the_refresh", "die_within_the_refresh"])
def test_what_a_killed_process_left_the_command_finishes(shared, killed):
    ended(start(shared, f"{killed}()"), -signal.SIGKILL)
    state = asked(shared, "say_state('refresh')")
    assert state["waiting"] > 0
    assert state["said"].endswith(" 0 left.\n")
    assert (state["left"], state["wrong"], state["lost"], state["articles"]) == (0, [], [], MANY - 1)
    assert state["is as rebuilt"]
    assert any(term.startswith("laser") for term in state["terms"]["a0"])


@only_on_sqlite
@pytest.mark.parametrize("step", STEPS)
def test_a_killed_rebuild_leaves_lists_and_goes_on(shared, step):
    ended(start(shared, f"die_in_a_rebuild({step!r}, 3)"), -signal.SIGKILL)
    state = asked(shared, "say_state('related_rebuild')")
    assert (state["step"], state["without"], state["shown"]) == (step, [], MANY)
    assert "Done:" in state["said"]
    assert ("Counting words" in state["said"]) == (step == "count")
    assert (state["wrong"], state["lost"], state["articles"], state["is as rebuilt"]) == ([], [], MANY, True)
