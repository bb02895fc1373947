"""The editorial calendar: the right day in the site's time zone, and moving what is scheduled."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.history.copies import edit_as_draft, schedule
from articles.history.roles import EDITORS, REVIEWERS, WRITERS
from articles.models import Act, Article
from tests.make import make_article, member, soon

pytestmark = pytest.mark.django_db
HERE = "/admin/articles/article/calendar/"
YEAR = timezone.now().year + 1  # all of it lies ahead


@pytest.fixture
def editor(client):
    return member(client, EDITORS)


def days(page):
    """Return by date the titles that stand on it."""
    found = {}
    for week in page.context["weeks"]:
        for day in week:
            if day.entries:
                found[day.date.isoformat()] = [entry.article.title for entry in day.entries]
    return found


def test_a_month_shows_what_was_and_what_will_be(client, editor):
    make_article("Old", published_at=datetime(2024, 3, 5, 9, tzinfo=UTC))
    make_article("Wished", status="draft", published_at=datetime(2024, 3, 5, 8, tzinfo=UTC))
    make_article("Trash", status="trashed", published_at=datetime(2024, 3, 5, 8, tzinfo=UTC))
    make_article("Withdrawn", status="withdrawn", published_at=datetime(2024, 3, 5, 8, tzinfo=UTC))
    make_article("Edge", published_at=datetime(2024, 3, 31, 23, 59, tzinfo=UTC))
    make_article("April", published_at=datetime(2024, 4, 1, 0, 0, tzinfo=UTC))
    page = client.get(f"{HERE}2024/3/")
    march = {date: titles for date, titles in days(page).items() if date.startswith("2024-03")}
    assert march == {"2024-03-05": ["Wished", "Old"], "2024-03-31": ["Edge"]}
    assert "Move there" not in page.content.decode()
    assert "April 2024 →" in page.content.decode()
    assert "Nothing appeared" in client.get(f"{HERE}2019/2/").content.decode()


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", "2024-03-31"), ("Asia/Tokyo", "2024-04-01"), ("America/New_York", "2024-03-31")]
)
def test_the_day_is_the_sites(client, editor, zone, day):
    make_article("Late", published_at=datetime(2024, 3, 31, 23, 30, tzinfo=UTC))
    with override_settings(TIME_ZONE=zone):
        timezone.get_default_timezone.cache_clear()
        try:
            assert list(days(client.get(f"{HERE}{day[:4]}/{int(day[5:7])}/"))) == [day]
        finally:
            timezone.get_default_timezone.cache_clear()
    timezone.get_default_timezone.cache_clear()


def test_odd_months_are_not_there(client, editor):
    for path in ("2024/13/", "2024/0/", "0/1/", "99999/1/", "1899/12/", "9999/1/"):
        assert client.get(HERE + path).status_code == 404
    for path in ("", "1900/1/", "9998/12/"):
        assert client.get(HERE + path).status_code == 200


def post(client, article, date, time, version=None, month=5):
    article.refresh_from_db()
    data = {"at_0": date, "at_1": time, "version": article.version if version is None else version}
    return client.post(f"{HERE}{YEAR}/{month}/move/{article.pk}/", data, follow=True)


def planned(title="Planned"):
    return make_article(title, published_at=datetime(YEAR, 5, 20, 9, tzinfo=UTC))


def test_a_scheduled_article_is_moved(client, editor):
    article = planned()
    page = client.get(f"{HERE}{YEAR}/5/").content.decode()
    assert f'value="{YEAR}-05-20"' in page
    assert 'value="09:00"' in page
    answer = post(client, article, f"{YEAR}-06-30", "23:59")
    assert "“Planned” is moved to" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"{HERE}{YEAR}/5/"
    article.refresh_from_db()
    assert article.published_at == datetime(YEAR, 6, 30, 23, 59, tzinfo=UTC)
    assert (Act.objects.get().verb, Act.objects.get().user) == ("scheduled", editor)


def test_scheduled_changes_are_moved(client, editor):
    copy = schedule(edit_as_draft(make_article("Live")), datetime(YEAR, 5, 20, 9, tzinfo=UTC), note="New dose.")
    assert days(client.get(f"{HERE}{YEAR}/5/")) == {f"{YEAR}-05-20": ["Live"]}
    post(client, copy, f"{YEAR}-05-21", "07:15")
    copy.refresh_from_db()
    assert copy.replaces_at == datetime(YEAR, 5, 21, 7, 15, tzinfo=UTC)
    assert copy.replacement["note"] == "New dose."


@pytest.mark.parametrize(
    ("date", "time", "version", "words"),
    [
        ("2020-01-01", "09:00", None, "That moment has passed"),
        ("", "", None, "Choose a date and a time."),
        ("31.12.", "09:00", None, "That is no date."),
        (f"{YEAR}-05-21", "noon", None, "That is no time."),
        (f"{YEAR}-05-21", "09:00", "0", "saved it at"),
        (f"{YEAR}-05-21", "09:00", "x", "saved it at"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(client, editor, date, time, version, words):
    article = planned()
    answer = post(client, article, date, time, version)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert f'value="{date}"' in page or not date
    assert "<details open>" in page
    article.refresh_from_db()
    assert article.published_at.day == 20


def test_what_has_appeared_or_gone_meanwhile(client, editor):
    article = planned()
    Article.objects.filter(pk=article.pk).update(published_at=soon(minutes=-1))
    assert "readers have it" in post(client, article, f"{YEAR}-05-21", "09:00").content.decode()
    Article.objects.filter(pk=article.pk).update(status="draft")
    assert "no longer scheduled" in post(client, article, f"{YEAR}-05-21", "09:00").content.decode()
    answer = client.post(f"{HERE}{YEAR}/5/move/999/", {"at_0": f"{YEAR}-05-21", "at_1": "09:00", "version": "1"})
    assert (answer.status_code, "deleted it" in answer.content.decode()) == (422, True)


def test_a_time_that_the_clock_skips_is_refused_in_words(client, editor):
    zone = ZoneInfo("Europe/Berlin")
    last = max(day for day in range(25, 32) if datetime(YEAR, 3, day).weekday() == 6)
    article = make_article("Planned", published_at=datetime(YEAR, 3, 20, 9, tzinfo=UTC))
    with timezone.override(zone), override_settings(TIME_ZONE="Europe/Berlin"):
        answer = post(client, article, f"{YEAR}-03-{last}", "02:30", month=3)
    assert answer.status_code == 422
    assert "may not exist" in answer.content.decode()


@pytest.mark.parametrize("group", [WRITERS, REVIEWERS])
def test_others_look_but_move_nothing(client, group):
    member(client, group)
    article = planned()
    page = client.get(f"{HERE}{YEAR}/5/")
    assert "Planned" in page.content.decode()
    assert "Move there" not in page.content.decode()
    assert post(client, article, f"{YEAR}-05-21", "09:00").status_code == 403
    article.refresh_from_db()
    assert article.published_at.day == 20


def test_who_may_not_even_look(client):
    client.force_login(get_user_model().objects.create_user("Nobody", is_staff=True))
    assert client.get(HERE).status_code == 403
    client.logout()
    assert "/login/" in client.get(HERE).url


def test_queries_do_not_grow(client, editor):
    counts = []
    for number in (2, 20):
        for each in range(number):
            planned(f"{number} {each}")
            live = make_article(f"{number} {each} live", published_at=datetime(2024, 3, 5, tzinfo=UTC))
            schedule(edit_as_draft(live), datetime(YEAR, 5, 20, 9, tzinfo=UTC) + timedelta(hours=each))
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{HERE}{YEAR}/5/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
