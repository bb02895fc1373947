"""What the tests share: a clean cache, a media folder that goes away, and small makers of content."""

import os

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from articles.history.roles import ensure_groups
from articles.models import Publication
from articles.search import stores
from tests.make import make_article
from tests.serving import chromium_path

PATIENCE = 15_000  # milliseconds: a busy machine is no failure


def make_what_migrations_made(sender, using, **kwargs):
    """Bring back what the flush after a transactional test has taken, for the tests that follow it."""
    if sender.name == "articles":
        Publication.objects.using(using).bulk_create([Publication(pk=1)], ignore_conflicts=True)
        ensure_groups()
        stores.empty()  # no flush knows of it, and the keys begin anew


post_migrate.connect(make_what_migrations_made)


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, request, tmp_path_factory):
    """Give the threads of a live server connections of their own: they would share that to a database in memory."""
    is_for_browsers = "browser" in request.config.getoption("markexpr").replace("not browser", "")
    if is_for_browsers and connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture
def media(settings, tmp_path):
    """A folder for uploads of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def article(db):
    return make_article("Known article")


@pytest.fixture(scope="module")
def browser():
    """Chromium; beside Playwright's own loop Django would refuse the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(browser, live_server, media):
    """Return a function that opens a page as `user`, or as a stranger; what a console complains of fails the test.

    A test that asks for a refusal puts the status, which the browser notes by itself, into `page.expected`.
    """
    opened = []

    def open_page(user=None, **options):
        context = browser.new_context(
            **{"base_url": live_server.url, "viewport": {"width": 1280, "height": 900}} | options
        )
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.complaints, page.expected = [], set()

        def note(message):
            if message.type in ("error", "warning") and "favicon" not in message.location.get("url", ""):
                page.complaints.append(f"{message.text} {message.location.get('url', '')}")

        page.on("console", note)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.context.close()
    assert [text for page in opened for text in page.complaints if not _expected(text, page.expected)] == []


def _expected(complaint, statuses):
    return any(f"responded with a status of {status} " in complaint for status in statuses)


@pytest.fixture
def page(visit):
    """A page of a logged-in chief editor."""
    return visit(get_user_model().objects.create_superuser("chief", password="x"))
