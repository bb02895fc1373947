"""Several processes of the site behind their layers: each answers with the newest word, whoever changed it."""

import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Author, Image, Publication, Tag
from articles.tagging import merge
from tests.make import make_article
from tests.processes import shared_database
from tests.serving import ROOT, clean_environment, free_port, serve, stop

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 3
REDIS_URL = os.environ.get("REDIS_URL", "")


# What a fourth process does, as an editor or a command would


def publish():
    Article.objects.get(slug="peels").move("published")


def edit():
    article = Article.objects.get(slug="peels")
    article.title = "Peels, edited"
    article.save()


def retag():
    Article.objects.get(slug="peels").tags.set(["Hair"])


def rename_author():
    author = Author.objects.get(name="Ada Writer")
    author.name = "Ada Renamed"
    author.save()


def replace_picture():
    image = Image.objects.get()
    image.caption = "Another skin"
    image.save()


def merge_tags():
    merge(Tag.objects.filter(name="Hair"), Tag.objects.create(name="Scalp"))


def change_tagline():
    publication = Publication.load()
    publication.tagline = "Plainer words"
    publication.save()


def withdraw():
    Article.objects.get(slug="peels").move("withdrawn")


def schedule():
    Article.objects.get(slug="later").move("published", published_at=timezone.now() + timedelta(seconds=2))


CHANGES = [  # in turn: the change, the page that shows it, and what it then says
    (publish, "/peels/", 200, "Peels"),
    (edit, "/peels/", 200, "Peels, edited"),
    (edit, "/", 200, "Peels, edited"),
    (retag, "/tags/hair/", 200, "Peels, edited"),
    (rename_author, "/peels/", 200, "Ada Renamed"),
    (replace_picture, "/peels/", 200, "Another skin"),
    (merge_tags, "/tags/scalp/", 200, "Peels, edited"),
    (change_tagline, "/", 200, "Plainer words"),
    (withdraw, "/peels/", 410, ""),
]


class Fourth:
    """A process that does what it is told, a name a line."""

    def __init__(self, environment):
        code = (
            "import django, sys; django.setup(); import tests.test_pagecache_processes as here\n"
            "print('ready', flush=True)\n"
            "for line in sys.stdin:\n    getattr(here, line.strip())()\n    print('done', flush=True)\n"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdout.readline() == "ready\n"

    def do(self, name):
        self.process.stdin.write(f"{name}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"


def ask(base, path):
    try:
        with urllib.request.urlopen(base + path, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@contextmanager
def site(folder, **environment):
    """Three processes with one worker each, and a fourth that writes."""
    environment = clean_environment(
        DATABASE_URL=shared_database(folder), DJANGO_SETTINGS_MODULE="tests.settings", PYTHONPATH=str(ROOT),
        HEALTHBLOG_MEDIA_ROOT=str(folder / "media"), **environment,
    )  # fmt: skip
    started = []
    try:
        for number in range(WORKERS):
            own = folder / str(number)
            own.mkdir()
            started.append(serve("healthblog.wsgi", environment, own, "--threads=4", "--log-level=warning"))
        fourth = Fourth(environment)
        yield [base for _process, base in started], fourth
        fourth.process.stdin.close()
        fourth.process.wait(30)
    finally:
        for process, _base in started:
            stop(process)


def make_content():
    image = Image.objects.create(
        file="articles/x.jpg", name="x", width=1600, height=900, content_hash="x", caption="A skin"
    )
    make_article("Peels", status="draft", tags=["Skin"], lead_image=image, lead_alt="A skin")
    make_article("Lasers", tags=["Skin"])
    make_article("Later", status="draft")


def test_every_process_answers_with_the_newest_word(tmp_path):
    make_content()
    with site(tmp_path, **({"REDIS_URL": REDIS_URL} if REDIS_URL else {})) as (bases, fourth):
        for change, path, status, words in CHANGES:
            before = [ask(base, path) for base in bases for _ in range(2)][-1]
            fourth.do(change.__name__)
            for base in bases:
                found, page = ask(base, path)
                assert found == status, (change.__name__, path, found)
                assert words in page, (change.__name__, path)
            assert before != (found, page) or change is edit
        fourth.do("schedule")
        moment = timezone.now() + timedelta(seconds=2)
        assert [ask(base, "/later/")[0] for base in bases] == [404] * WORKERS
        assert "Later" not in ask(bases[0], "/")[1]
        time.sleep((moment - timezone.now()).total_seconds())
        for base in bases:
            assert ask(base, "/later/")[0] == 200
            assert "Later" in ask(base, "/")[1]


@pytest.mark.skipif(not REDIS_URL, reason="it needs Redis: set REDIS_URL")
def test_when_redis_stops_nobody_gets_an_error(tmp_path):
    program = shutil.which("redis-server")
    assert program, "There is no redis-server on the PATH: install Debian's redis-server."
    port = free_port()
    redis = subprocess.Popen(
        [program, "--port", str(port), "--save", "", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
    )
    make_content()
    answers, is_over = [], threading.Event()

    def load(base):
        while not is_over.is_set():
            answers.append(ask(base, "/lasers/")[0])

    try:
        with site(tmp_path, REDIS_URL=f"redis://127.0.0.1:{port}/0") as (bases, fourth):
            threads = [threading.Thread(target=load, args=[base]) for base in bases]
            for thread in threads:
                thread.start()
            fourth.do("publish")
            redis.kill()
            redis.wait()
            fourth.do("edit")
            assert all("Peels, edited" in ask(base, "/peels/")[1] for base in bases)
            is_over.set()
            for thread in threads:
                thread.join(60)
    finally:
        is_over.set()
        redis.kill()
    assert len(answers) > WORKERS
    assert set(answers) == {200}
