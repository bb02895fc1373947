"""Moving what is scheduled: to another moment ahead, never by anyone else, never what has happened."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError

from articles.history.copies import edit_as_draft, schedule
from articles.history.publish import publish, withdraw
from articles.history.rescheduling import reschedule
from articles.models import Act
from tests.make import make_article, soon

pytestmark = pytest.mark.django_db


def scheduled(title="A"):
    return publish(make_article(title, status="draft", published_at=None), at=soon(days=2))


def test_an_article_appears_at_the_other_moment(client):
    article = reschedule(scheduled(), soon(days=5))
    article.refresh_from_db()
    assert (article.published_at - soon(days=5)).total_seconds() < 60
    assert article.first_public_at == article.published_at
    assert client.get("/a/").status_code == 404
    assert [act.verb for act in Act.objects.all()] == ["scheduled", "scheduled"]


def test_a_copy_keeps_its_kind_and_note():
    article = make_article("A")
    copy = schedule(edit_as_draft(article), soon(days=2), kind="correction", note="A dose was wrong.")
    reschedule(copy, moment := soon(days=3))
    copy.refresh_from_db()
    assert (copy.replaces_at, copy.replacement["kind"]) == (moment, "correction")
    assert copy.replacement["note"] == "A dose was wrong."


def test_what_is_refused():
    article, live, draft = scheduled(), make_article("Live"), make_article("Draft", status="draft")
    copy = schedule(edit_as_draft(live), soon(days=2))
    moment = article.published_at
    for row, at, words in (
        (article, soon(days=-1), "has passed"),
        (copy, soon(minutes=-1), "has passed"),
        (live, soon(days=1), "readers have it"),
        (draft, soon(days=1), "no longer scheduled"),
        (withdraw(scheduled("B")), soon(days=1), "no longer scheduled"),
    ):
        with pytest.raises(ValidationError, match=words):
            reschedule(row, at)
    with pytest.raises(PermissionDenied):
        reschedule(article, soon(days=3), get_user_model().objects.create_user("writer"))
    article.refresh_from_db()
    assert article.published_at == moment
