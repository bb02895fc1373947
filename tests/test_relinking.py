"""The page that leads a link elsewhere in all articles: it shows first, does what was ticked, and keeps the rest."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.history.copies import edit_as_draft
from articles.history.roles import EDITORS, REVIEWERS, WRITERS
from articles.models import OutLink
from tests.make import make_article, member

pytestmark = pytest.mark.django_db
HERE = "/admin/articles/article/links/"
OLD, NEW = "https://old.example/a", "https://new.example/b"
ASKED = {"old": OLD, "scope": "exact", "what": "replace", "new": NEW}


def linked(title, **fields):
    body = f'<p>Some words and <a href="{OLD}">their source</a>, and more.</p><p><a href="{OLD}/deeper">x</a></p>'
    return make_article(title, body=body, **fields)


def hrefs(article):
    return list(OutLink.objects.filter(article=article).values_list("url", flat=True))


def row(article):
    article.refresh_from_db()
    return f"{article.pk}-{article.version}"


def test_it_shows_then_does_what_was_ticked(client):
    member(client, EDITORS)
    one, two, draft = linked("One"), linked("Two"), linked("Draft", status="draft")
    copy = edit_as_draft(one)
    assert "Old address" in client.get(HERE).content.decode()
    page = client.get(HERE, ASKED).content.decode()
    assert "4 articles have such a link" in page
    assert "Some words and <mark>their source</mark>, and more." in page
    assert "Working copy: Draft" in page
    assert [hrefs(article)[0] for article in (one, two, draft)] == [OLD] * 3
    done = client.post(HERE, ASKED | {"row": [row(one), row(draft)]}, follow=True)
    assert "The link is replaced in 2 articles." in done.content.decode()
    assert hrefs(one) == [NEW, f"{OLD}/deeper"]
    assert [hrefs(article)[0] for article in (two, draft, copy)] == [OLD, NEW, OLD]


def test_a_prefix_and_taking_away(client):
    member(client, EDITORS)
    article = linked("One")
    moved = ASKED | {"old": "https://old.example/", "scope": "prefix", "new": "https://new.example/"}
    client.post(HERE, moved | {"row": row(article)})
    assert hrefs(article) == ["https://new.example/a", "https://new.example/a/deeper"]
    away = {"old": "https://new.example/a", "scope": "exact", "what": "remove"}
    assert "Remove from the ticked articles" in client.get(HERE, away).content.decode()
    client.post(HERE, away | {"row": row(article)})
    article.refresh_from_db()
    assert hrefs(article) == ["https://new.example/a/deeper"]
    assert "and their source, and" in article.body


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"new": ""}, "Write the new address"),
        ({"new": "javascript:alert(1)"}, "Begin with https://"),
        ({"new": "new.example"}, "Begin with https://"),
        ({"new": "https://new.example/a b"}, "has no spaces"),
        ({"new": OLD}, "This is the old address."),
        ({"old": ""}, "This field is required."),
        ({"old": "/", "scope": "prefix"}, "too many addresses"),
        ({"old": "https://elsewhere.example/"}, "No article has such a link."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(client, fields, words):
    member(client, EDITORS)
    article = linked("One")
    for page in (client.get(HERE, ASKED | fields), client.post(HERE, ASKED | fields | {"row": row(article)})):
        assert words in page.content.decode()
    assert hrefs(article)[0] == OLD


def test_what_was_saved_meanwhile_is_named_and_stays(client):
    member(client, EDITORS)
    one, two = linked("One"), linked("Two")
    rows = [row(one), row(two)]
    one.save()
    page = client.post(HERE, ASKED | {"row": rows})
    assert "Somebody saved it at" in page.content.decode()
    assert "The link is replaced in 1 article." in page.content.decode()
    assert [hrefs(article)[0] for article in (one, two)] == [OLD, NEW]
    assert "Tick the articles first." in client.post(HERE, ASKED, follow=True).content.decode()


def test_an_article_that_the_checklist_stops_stays(client):
    member(client, EDITORS)
    article = linked("One")
    client.post(HERE, ASKED | {"new": "/tags/", "row": row(article)})
    assert hrefs(article)[0] == "/tags/"


def test_a_writer_in_their_own_drafts_only(client):
    writer = member(client, WRITERS)
    own, live, other = (
        linked("Own", status="draft", owner=writer), linked("Live", owner=writer), linked("Other", status="draft"),
    )  # fmt: skip
    page = client.get(HERE, ASKED).content.decode()
    assert page.count('type="checkbox"') == 1
    answer = client.post(HERE, ASKED | {"row": [row(own), row(live), row(other)]})
    assert [hrefs(article)[0] for article in (own, live, other)] == [NEW, OLD, OLD]
    assert "Not changed" in answer.content.decode()


def test_who_may_not(client):
    member(client, REVIEWERS)
    article = linked("One")
    assert client.get(HERE, ASKED).status_code == 403
    assert client.post(HERE, ASKED | {"row": row(article)}).status_code == 403
    client.logout()
    assert "/login/" in client.post(HERE, ASKED | {"row": row(article)}).url
    assert hrefs(article)[0] == OLD


def test_queries_do_not_grow(client):
    member(client, EDITORS)
    counts = []
    for number in (2, 20):
        for each in range(number):
            linked(f"{number} {each}")
        with CaptureQueriesContext(connection) as captured:
            client.get(HERE, ASKED)
        counts.append(len(captured))
    assert counts[0] == counts[1]
