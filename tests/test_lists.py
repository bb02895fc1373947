"""The list of articles narrowed down to where they stand, and the desk one finds in the morning."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import desk
from articles.history.copies import edit_as_draft, schedule
from articles.history.publish import restore, trash
from articles.history.review import send_back, submit, take_back
from articles.history.roles import EDITORS, REVIEWERS, WRITERS, ensure_groups
from articles.models import Article
from tests.make import make_article, make_author, soon

pytestmark = pytest.mark.django_db
LIST, DESK = "/admin/articles/article/", "/admin/articles/article/desk/"


def member(group, name="Ida"):
    ensure_groups()
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def fill(user):
    """Make one article of each kind; those called "Own" are the user's."""
    make_article("Other's draft", status="draft")
    make_article("Own draft", status="draft", owner=user, published_at=None)
    make_article("Own signed", status="draft", author=None).bylines.create(
        author=make_author("Ida Byline", user=user), position=1
    )
    send_back(submit(make_article("Own back", status="draft", owner=user)), note="Name a source.")
    take_back(submit(send_back(submit(make_article("Own again", status="draft", owner=user)), note="No.")))
    submit(make_article("In review", status="draft"))
    make_article("Planned", published_at=soon(days=2))
    live = make_article("Live", published_at=soon(days=-2))
    copy = schedule(edit_as_draft(live), soon(days=1))
    copy.owner = user
    copy.save()
    make_article("Expired", expires_at=soon(days=-1))
    make_article("Withdrawn", status="withdrawn")
    trash(make_article("Own trash", status="draft", owner=user))
    restore(trash(make_article("Restored", status="draft")))


ALL = {
    "Other's draft", "Own draft", "Own signed", "Own back", "Own again", "In review", "Planned", "Live", "Expired",
    "Withdrawn", "Restored",
}  # fmt: skip
DRAFTS = {"Own draft", "Own signed", "Own back", "Own again", "Live"}  # the last one is the copy


@pytest.mark.parametrize(
    ("stands", "titles"),
    [
        ("", ALL),
        ("nonsense", ALL),
        ("mine", DRAFTS),
        ("drafts", DRAFTS),
        ("review", {"In review"}),
        ("scheduled", {"Planned", "Live"}),
        ("published", {"Live"}),
        ("expired", {"Expired"}),
        ("withdrawn", {"Withdrawn"}),
        ("copies", {"Live"}),
        ("trash", {"Own trash"}),
    ],
)
def test_where_it_stands(client, stands, titles):
    user = member(EDITORS)
    fill(user)
    client.force_login(user)
    page = client.get(LIST, {"stands": stands} if stands else {})
    found = [article.title for article in page.context["cl"].result_list]
    assert (set(found), len(found)) == (titles, len(titles))
    if stands in desk.STANDINGS:
        assert f"{desk.STANDINGS[stands][0]} ({len(titles)})" in page.content.decode()


@pytest.mark.parametrize(
    ("group", "titles"),
    [(WRITERS, {"Own back"}), (REVIEWERS, {"Own back", "In review"}), (EDITORS, {"Own back", "In review"})],
)
def test_what_waits_for_whom(client, group, titles):
    user = member(group)
    fill(user)
    client.force_login(user)
    page = client.get(LIST, {"stands": "waiting"})
    assert {article.title for article in page.context["cl"].result_list} == titles


def test_an_original_is_marked_that_has_a_working_copy(client):
    user = member(EDITORS)
    fill(user)
    client.force_login(user)
    copy = Article.objects.get(original__isnull=False)
    assert (
        f'href="/admin/articles/article/{copy.pk}/change/">Working copy of Ida</a>' in client.get(LIST).content.decode()
    )


def test_what_is_not_ready(client):
    user = member(EDITORS)
    fill(user)
    make_article("Bare", status="draft", author=None)
    Article.objects.filter(title="Planned").update(standfirst="")
    Article.objects.filter(title="Live").update(standfirst="")
    client.force_login(user)
    page = client.get(LIST, {"findings": "blocking"})
    assert {article.title for article in page.context["cl"].result_list} == {"Bare", "Planned"}
    copies = client.get(LIST, {"findings": "blocking", "stands": "copies"})
    assert {article.title for article in copies.context["cl"].result_list} == {"Live"}


@pytest.mark.parametrize("query", ["", "?stands=waiting", "?findings=blocking"])
def test_queries_do_not_grow(client, query):
    user = member(EDITORS)
    client.force_login(user)
    counts = []
    for number in (2, 20):
        for each in range(number):
            article = make_article(f"{number} {each}", status="draft", owner=user, tags=["Skin"])
            submit(article)
            edit_as_draft(make_article(f"{number} {each} live"), user)
        for path in (LIST + query, DESK, "/admin/"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            counts.append(len(captured))
    assert counts[:3] == counts[3:]


def test_the_desk_asks_six_times(django_assert_num_queries):
    user = member(EDITORS)
    fill(user)
    user = get_user_model().objects.get(pk=user.pk)
    user.has_perm("articles.publish_article")
    with django_assert_num_queries(6):
        found = desk.of(user)
    assert found.mine[0].title == "Own back"
    assert found.mine[0].last_note == "Name a source."
    assert not found.mine[1].is_back
    assert [article.title for article in found.scheduled] == ["Live", "Planned"]
    assert [article.title for article in found.waiting] == ["In review"]
    assert [article.title for article in found.copies] == ["Live"]
    assert [article.title for article in found.published] == ["Live"]


@pytest.mark.parametrize(
    ("group", "headings"),
    [
        (WRITERS, {"Mine", "Scheduled", "Recently published"}),
        (REVIEWERS, {"Mine", "Waiting for me", "Scheduled", "Recently published"}),
        (EDITORS, {"Mine", "Waiting for me", "Scheduled", "Working copies", "Recently published"}),
    ],
)
def test_each_finds_their_own_desk(client, group, headings):
    user = member(group)
    fill(user)
    client.force_login(user)
    every = {"Mine", "Waiting for me", "Scheduled", "Working copies", "Recently published"}
    for path in (DESK, "/admin/"):
        page = client.get(path).content.decode()
        assert {heading for heading in every if f">{heading}</a></h2>" in page} == headings
        assert "Name a source." in page
        assert ("Write an article" in page) == (group != REVIEWERS)


def test_the_desk_is_for_those_who_read_articles(client):
    user = get_user_model().objects.create_user("Nobody", is_staff=True)
    make_article("Secret draft", status="draft")
    client.force_login(user)
    assert client.get(DESK).status_code == 403
    assert "articles-start" not in client.get("/admin/").content.decode()
    client.logout()
    assert "/login/" in client.get(DESK).url
