"""The same act on many articles: announced, done for what is as it was, refused by name to whom it may not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.history.copies import edit_as_draft, schedule
from articles.history.roles import EDITORS, REVIEWERS, WRITERS
from articles.models import Act, Article, Comment, Tag
from tests.make import log_in, make_article, make_author, member, soon

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def editor(client):
    return member(client, EDITORS)


def ask(client, act, *articles, query=""):
    data = {"action": f"{act}_together", "_selected_action": [article.pk for article in articles]}
    return client.post(LIST + query, data)


def confirm(client, act, *articles, **fields):
    for article in articles:
        article.refresh_from_db()
    rows = [f"{article.pk}-{article.version}" for article in articles]
    return client.post(f"{LIST}together/{act}/", {"row": rows, **fields}, follow=True)


def text(response):
    return response.content.decode()


def states():
    return dict(Article.objects.values_list("title", "status"))


def test_publishing_says_what_is_ready_and_what_is_not(client, editor):
    ready, review = make_article("Ready", status="draft"), make_article("Review", status="review")
    bare = make_article("Bare", status="draft", author=None)
    page = ask(client, "publish", ready, review, bare, make_article("Live"))
    said = text(page)
    assert "Publish 2 articles now?" in said
    assert "No author is named." in said
    assert "Readers have it already." in said
    assert said.count('name="row"') == 2
    assert states()["Ready"] == "draft", "nothing happens before it is confirmed"
    done = confirm(client, "publish", ready, review)
    assert "2 articles are published." in text(done)
    assert states() == {"Ready": "published", "Review": "published", "Bare": "draft", "Live": "published"}
    assert Act.objects.filter(verb="published", user=editor).count() == 2


def test_what_the_checklist_stops_is_named_when_it_was_posted_all_the_same(client, editor):
    bare, ready = make_article("Bare", status="draft", author=None), make_article("Ready", status="draft")
    answer = confirm(client, "publish", bare, ready)
    assert "1 article stays as it was" in text(answer)
    assert "The checklist stops it." in text(answer)
    assert states() == {"Bare": "draft", "Ready": "published"}


def test_what_was_saved_meanwhile_stays_and_the_others_are_done(client, editor):
    one, other = make_article("One"), make_article("Other")
    rows = [f"{article.pk}-{article.version}" for article in (one, other)]
    other.saved_by = editor
    other.save()
    answer = client.post(f"{LIST}together/withdraw/", {"row": rows}, follow=True)
    assert "Ida saved it at" in text(answer)
    assert "1 article is withdrawn." in text(answer)
    assert states() == {"One": "withdrawn", "Other": "published"}
    other.delete()
    gone = client.post(f"{LIST}together/withdraw/", {"row": rows[1:]}, follow=True)
    assert "1 article is no longer there." in text(gone)


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        ("withdraw", {}, "withdrawn"),
        ("withdraw", {"published_at": soon(days=2)}, "withdrawn"),
        ("withdraw", {"status": "draft"}, "draft"),
        ("trash", {}, "trashed"),
        ("trash", {"status": "draft"}, "trashed"),
        ("restore", {"status": "trashed"}, "draft"),
        ("restore", {"status": "withdrawn"}, "withdrawn"),
        ("publish", {"status": "trashed"}, "trashed"),
        ("publish", {"status": "withdrawn"}, "published"),
        ("publish", {"expires_at": soon(days=-1)}, "published"),
    ],
)
def test_each_act_moves_what_it_may(client, editor, act, before, after):
    article = make_article("A", **before)
    page = text(ask(client, act, article, query="?stands=trash" if before.get("status") == "trashed" else ""))
    is_moved = after != before.get("status", "published")
    assert ("Stays as it is." in page) == (not is_moved)
    confirm(client, act, article)
    assert states() == {"A": after}


def test_a_scheduled_article_is_published_at_once(client, editor):
    article = make_article("A", published_at=soon(days=2))
    assert "It was to appear on" in text(ask(client, "publish", article))
    confirm(client, "publish", article)
    article.refresh_from_db()
    assert article.is_public


def test_working_copies_are_left_to_their_own_form(client, editor):
    live = make_article("A")
    copy = schedule(edit_as_draft(live), soon(days=1))
    for act in ("publish", "trash"):
        assert "It is a working copy." in text(ask(client, act, copy, query="?stands=copies"))
        confirm(client, act, copy)
    assert sorted(Article.objects.values_list("status", flat=True)) == ["draft", "published"]
    assert "Its scheduled changes stop." in text(ask(client, "trash", live))


def test_tags_come_and_go(client, editor):
    one, two = make_article("One", tags=["Skin"]), make_article("Two", status="draft")
    assert "Public articles show their new tags at once" in text(ask(client, "tag", one, two))
    empty = confirm(client, "tag", one, two, tags=" , ")
    assert "Write the tags to add." in text(empty)
    assert 'name="row"' in text(empty)
    assert "2 articles have new tags." in text(confirm(client, "tag", one, two, tags="acne, Peels"))
    assert sorted(two.tags.names()) == ["Peels", "acne"]
    again = confirm(client, "tag", one, tags="Acne")
    assert "Nothing to change here." in text(again)
    page = text(ask(client, "untag", one, two))
    assert all(f"{name}</label>" in page for name in ("Skin", "acne", "Peels"))
    assert "Tick the tags to remove." in text(confirm(client, "untag", one, two))
    skin, acne = Tag.objects.get(name="Skin"), Tag.objects.get(name="acne")
    report = text(confirm(client, "untag", one, two, tags=[skin.pk]))
    assert "1 article lost tags." in report
    assert "1 article stays as it was" in report
    confirm(client, "untag", one, two, tags=[acne.pk])
    assert [list(article.tags.names()) for article in (one, two)] == [["Peels"], ["Peels"]]
    one.refresh_from_db()
    assert one.updated_at is None


def test_authors_are_set_in_their_order(client, editor):
    one, ada, bob = make_article("One"), make_author(), make_author("Bob Second")
    assert "Choose at least one author." in text(confirm(client, "sign", one))
    twice = confirm(client, "sign", one, author_0=bob.pk, author_1=bob.pk)
    assert "the same author twice" in text(twice)
    assert "1 article has other authors." in text(confirm(client, "sign", one, author_0=bob.pk, author_3=ada.pk))
    assert [byline.author for byline in one.bylines.all()] == [bob, ada]
    assert "Select a valid choice" in text(confirm(client, "sign", one, author_0="999"))


def test_the_way_back_keeps_the_list_as_it_was_narrowed_down(client, editor):
    article = make_article("A")
    page = ask(client, "withdraw", article, query="?stands=published&q=A")
    assert 'value="/admin/articles/article/?stands=published&amp;q=A"' in text(page)
    for back, wanted in (
        ("/admin/articles/article/?stands=published&q=A", "/admin/articles/article/?stands=published&q=A"),
        ("https://evil.example/", LIST),
        ("//evil.example/", LIST),
        ("/admin/articles/article/../../logout/", LIST),
    ):
        Article.objects.update(status="published")
        article.refresh_from_db()
        row = f"{article.pk}-{article.version}"
        assert client.post(f"{LIST}together/withdraw/", {"row": row, "back": back}).url == wanted


ROUTES = ("publish", "withdraw", "trash", "restore", "tag", "untag", "sign")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("group", [WRITERS, REVIEWERS])
def test_nobody_does_what_their_role_may_not(client, group, route):
    """Each article is asked for and posted by hand; the writer's own draft alone changes, where it may."""
    user = member(client, group)
    author, tag = make_author("Bob Second"), Tag.objects.create(name="Gone")
    status = "trashed" if route == "restore" else "draft"
    own = make_article("Own", status=status, owner=user, tags=["Gone"])
    others = [make_article("Other", status=status, tags=["Gone"]), make_article("Live", owner=user, tags=["Gone"])]
    if route == "restore":
        Article.objects.filter(pk=others[1].pk).update(status="trashed")
    fields = {"tags": tag.pk} if route == "untag" else {"tags": "New", "author_0": author.pk}

    def described(article):
        article = Article.objects.get(pk=article.pk)
        names = [byline.author.name for byline in article.bylines.all()]
        return article.status, sorted(article.tags.names()), names

    before = {article: described(article) for article in (own, *others)}
    page = ask(client, route, own, *others, query="?stands=trash" if route == "restore" else "")
    answer = confirm(client, route, own, *others, **fields)
    assert {article: described(article) for article in others} == {article: before[article] for article in others}
    may = group == WRITERS and route in ("trash", "restore", "tag", "untag")
    assert (described(own) != before[own]) == may
    if may:
        assert text(page).count('name="row"') == 1
        assert "2 articles stay as they were" in text(answer)
    else:
        assert answer.status_code == 403 or "stay as they were" in text(answer)
    assert client.get(f"{LIST}together/{route}/").status_code == 405


@pytest.mark.parametrize("act", ["tag", "untag", "trash", "restore"])
def test_the_pages_name_no_article_to_who_may_change_none(act):
    secret = make_article("Secret", status="draft")
    client = log_in()
    response = confirm(client, act, secret)
    assert response.status_code == 403
    assert "Secret" not in text(response)


def test_visitors_are_sent_to_the_login(client):
    article = make_article("A")
    answer = client.post(f"{LIST}together/withdraw/", {"row": f"{article.pk}-{article.version}"})
    assert answer.status_code == 302
    assert "/login/" in answer.url
    assert states() == {"A": "published"}


def test_nonsense_changes_nothing(client, editor):
    make_article("A")
    for row in ("x", "1", "-", "1-x", "²-1", "99999999-1"):
        assert client.post(f"{LIST}together/withdraw/", {"row": row}).status_code == 302
    assert states() == {"A": "published"}


@pytest.mark.parametrize("group", [EDITORS, WRITERS])
@pytest.mark.parametrize("act", ["publish", "trash", "tag"])
def test_the_page_asks_as_often_for_thirty_as_for_three(client, group, act):
    user = member(client, group)
    counts = []
    for number in (3, 30):
        articles = [
            make_article(f"{number} {each}", status="draft", tags=["Skin", f"T{each}"]) for each in range(number)
        ]
        if group == WRITERS:
            make_author("Ida Byline", user=user)
            for article in articles[:2]:
                article.bylines.create(author=make_author("Ida Byline"), position=2)
        with CaptureQueriesContext(connection) as captured:
            ask(client, act, *articles)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_duplicate_from_the_list_and_from_the_form(client, editor):
    article, other = make_article("Peels", tags=["Skin"]), make_article("Lasers")
    two = {"action": "duplicate_one", "_selected_action": [article.pk, other.pk]}
    assert "Select one article" in text(client.post(LIST, two, follow=True))
    answer = client.post(LIST, two | {"_selected_action": [article.pk]}, follow=True)
    assert "Copy of Peels" in text(answer)
    assert "This is a new draft with everything that is on “Peels”." in text(answer)
    assert f"{LIST}{other.pk}/duplicate/" in text(client.get(f"{LIST}{other.pk}/change/"))
    client.post(f"{LIST}{other.pk}/duplicate/")
    made = Article.objects.get(title="Copy of Lasers")
    assert (made.owner, made.status) == (editor, "draft")
    assert client.get(f"{LIST}{other.pk}/duplicate/").status_code == 405


@pytest.mark.parametrize(("group", "may"), [(WRITERS, True), (REVIEWERS, False)])
def test_who_may_duplicate(client, group, may):
    member(client, group)
    article = make_article("Peels")
    assert (client.post(f"{LIST}{article.pk}/duplicate/").status_code == 302) == may
    assert (f"{article.pk}/duplicate/" in text(client.get(f"{LIST}{article.pk}/change/"))) == may
    assert Article.objects.count() == 1 + may
    assert not Comment.objects.exists()
