"""Previews: unsaved text that leaves nothing behind, and links for people without a login."""

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.history import copies, publish
from articles.history.roles import EDITORS, REVIEWERS, WRITERS, ensure_groups
from articles.models import Article, PreviewLink, Tag
from articles.previewing import links
from tests.make import make_article, make_author, soon
from tests.test_admin import ADD, change_url, form

pytestmark = pytest.mark.django_db


def member(name, *groups, **fields):
    """Return a client logged in as a new member of staff in these groups."""
    ensure_groups()
    user = get_user_model().objects.create_user(name, is_staff=True, email=f"{name}@example.org", **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editor(db):
    return member("editor", EDITORS)


@pytest.fixture
def draft(db):
    return make_article("Chemical peels", status="draft", published_at=None, tags=["Skin"])


def every_row():
    """Return every row of every table, so that two moments can be compared."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label != "sessions.Session":
            found[model._meta.label] = sorted(model._base_manager.values_list(), key=str)
    return found


def preview(client, article=None, rows=None, **values):
    """Post the form with the button "Preview"; return the answer."""
    address = change_url(article) if article else ADD
    return client.post(address, form(article, rows, _preview="Preview", **values))


# Unsaved


def test_the_page_shows_what_the_form_holds(editor, draft):
    bob = make_author("Bob Second")
    rows = {"bylines": [{"author": bob.pk, "position": "5"}], "treatment": [{"name": "Glycolic peel"}]}
    page = preview(
        editor, draft, rows,
        standfirst="Only in the form.", body="<h2>One</h2><p>Fresh text.</p><h2>Two</h2>", tags="Skin, Never seen",
    ).content.decode()  # fmt: skip
    for words in (
        "Preview, not public",
        "Only in the form.",
        "Fresh text.",
        "Bob Second",
        "Never seen",
        "Glycolic peel",
    ):
        assert words in page, words
    assert 'href="#one"' in page, "the contents are not derived"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["never saved", "draft", "live", "scheduled", "copy"])
def test_a_preview_leaves_nothing_behind(editor, kind):
    article = make_article("Chemical peels", status="draft", tags=["Skin"])
    if kind in ("live", "scheduled"):
        publish.publish(article, at=soon(days=1) if kind == "scheduled" else None)
    if kind == "copy":
        article = copies.edit_as_draft(publish.publish(article))
    article.refresh_from_db()
    before = every_row()
    answer = preview(
        editor, None if kind == "never saved" else article, title="Another title", slug="another-title",
        standfirst="Only in the form.", tags="Skin, Never seen", body="<p>Fresh text.</p>",
        rows={"bylines": [{"author": make_author().pk, "position": "1"}]} if kind == "never saved" else None,
        _publish="Publish", _submit="Submit for review",
    )  # fmt: skip
    assert answer.status_code == 200
    for words in ("Another title", "Only in the form.", "Fresh text.", "Never seen"):
        assert words in answer.content.decode(), words
    assert every_row() == before
    assert mail.outbox == []
    assert not Tag.objects.filter(name="Never seen").exists()


def test_nothing_of_a_preview_runs_at_commit(editor, draft, django_capture_on_commit_callbacks):
    connection.run_on_commit.clear()  # what making the draft left waiting
    with django_capture_on_commit_callbacks() as callbacks:
        preview(editor, draft, standfirst="Only in the form.")
    assert callbacks == []
    with django_capture_on_commit_callbacks() as callbacks:
        editor.post(change_url(draft), form(draft, standfirst="Now saved.", _save="Save draft"))
    assert callbacks, "a save runs something, so the check above means something"


def test_a_colleagues_save_does_not_stop_a_preview(editor, draft):
    seen = draft.version
    Article.objects.get(pk=draft.pk).save()
    page = preview(editor, draft, standfirst="Mine.", seen_version=seen).content.decode()
    assert "Mine." in page
    assert "Somebody saved" in editor.post(change_url(draft), form(draft, seen_version=seen)).content.decode()


def test_mistakes_are_said_in_words(editor, draft):
    author = make_author()
    rows = {"treatment": [{"name": "Peel", "cost_from": "90", "cost_to": "10"}]}
    answer = preview(editor, draft, rows, slug="not a slug", canonical_url="", lead_image="999")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Your text is safe in the form" in page
    assert "<li>Slug: " in page
    assert "<li>Lead picture: " in page
    assert re.search("<li>[Tt]reatment.* 1, ", page)
    twice = {"bylines": [{"author": author.pk, "position": "1"}, {"author": author.pk, "position": "2"}]}
    assert "twice" in preview(editor, None, twice, title="Peels").content.decode()
    make_article("Taken", slug="taken")
    assert "has this slug" in preview(editor, draft, slug="taken").content.decode()


def test_an_article_deleted_meanwhile_is_said_in_words(editor, draft):
    address, data = change_url(draft), form(draft, _preview="Preview")
    draft.delete()
    assert "no longer there" in editor.post(address, data).content.decode()


def guards(response):
    """Return what stands between a preview and search engines, caches, strangers' frames and logs."""
    policy = response["Content-Security-Policy"]
    return {
        "robots": response["X-Robots-Tag"],
        "is_meta": '<meta name="robots" content="noindex">' in response.content.decode(),
        "is_stored": "no-store" not in response["Cache-Control"],
        "referrer": response["Referrer-Policy"],
        "frame": response["X-Frame-Options"],
        "ancestors": re.search("frame-ancestors ([^;]+)", policy)[1].strip(),
        "is_inline": "unsafe-inline" in policy,
        "cookies": dict(response.cookies),
    }


GUARDED = {
    "robots": "noindex, nofollow", "is_meta": True, "is_stored": False, "referrer": "no-referrer",
    "frame": "SAMEORIGIN", "ancestors": "'self'", "is_inline": False, "cookies": {},
}  # fmt: skip


def test_previews_alone_may_be_framed_by_the_site_itself(editor, draft, client):
    link = links.make(draft)
    assert guards(preview(editor, draft)) == GUARDED
    assert guards(preview(editor, draft, slug="not a slug")) == GUARDED
    assert guards(editor.get(reverse("articles:preview", args=[draft.pk]))) == GUARDED
    assert guards(client.get(address(link))) == GUARDED
    links.revoke(link)
    assert guards(client.get(address(link))) == GUARDED
    for response in (editor.get(change_url(draft)), editor.get("/admin/login/"), client.get("/")):
        assert response.get("X-Frame-Options") == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert "'unsafe-inline'" in editor.get(change_url(draft))["Content-Security-Policy"], (
        "the admin keeps its own policy"
    )


PEOPLE = {
    "its writer": lambda article: member("writer", WRITERS),
    "another writer": lambda article: member("other", WRITERS),
    "reviewer": lambda article: member("reviewer", REVIEWERS),
    "editor": lambda article: member("editor", EDITORS),
    "no group": lambda article: member("nobody"),
}
STATES = {
    "draft": {"status": "draft"},
    "in review": {"status": "review"},
    "scheduled": {"published_at": soon(days=1)},
    "live": {},
    "withdrawn": {"status": "withdrawn"},
    "trashed": {"status": "trashed", "trashed_at": soon()},
}
MAY = {(state, "editor") for state in STATES if state != "trashed"} | {
    ("draft", "its writer"),
    ("in review", "its writer"),
}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("state", STATES)
def test_who_may_write_may_preview_and_share(state, person):
    article = make_article("Chemical peels", **STATES[state])
    client = PEOPLE[person](article)
    if person == "its writer":
        article.owner = client.user
        article.save()
    link = PreviewLink.objects.create(article=article, expires_at=soon(days=1))
    may = (state, person) in MAY
    assert (preview(client, article).status_code == 200) == may
    make = client.post(reverse("admin:articles_article_make_link", args=[article.pk]), {"days": "7"})
    assert make.status_code == (400 if state == "live" else 302) if may else 403
    assert PreviewLink.objects.count() == (2 if may and state != "live" else 1)
    page = client.get(change_url(article)).content.decode()
    assert ('id="preview-links"' in page) == (may and state != "live")
    assert ("preview/shared" in page) == (may and state != "live")
    assert ('name="_preview"' in page) == may
    if not may and person != "no group":
        assert re.search(rf'href="/preview/{article.pk}/"[^>]*data-preview', page)
    revoke = client.post(reverse("admin:articles_article_revoke_link", args=[article.pk, link.pk]))
    assert (revoke.status_code == 302) == may
    link.refresh_from_db()
    assert bool(link.revoked_at) == may


@pytest.mark.parametrize("person", ["reviewer", "no group"])
def test_who_may_not_write_previews_nothing_new(person):
    assert preview(PEOPLE[person](None), title="New").status_code == 403


def test_a_stranger_is_asked_to_log_in(client, draft):
    for answer in (
        preview(client, draft),
        client.post(reverse("admin:articles_article_make_link", args=[draft.pk]), {"days": "7"}),
        client.get(reverse("articles:preview", args=[draft.pk])),
    ):
        assert answer.status_code == 302
        assert "/admin/login/" in answer.url
    assert not PreviewLink.objects.exists()


def test_a_preview_and_a_link_need_the_forms_token(draft):
    user = get_user_model().objects.create_superuser("chief")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert preview(client, draft).status_code == 403
    assert client.post(reverse("admin:articles_article_make_link", args=[draft.pk]), {"days": "7"}).status_code == 403
    assert client.get(reverse("admin:articles_article_make_link", args=[draft.pk])).status_code == 405


# Links


def address(link):
    return reverse("articles:shared_preview", args=[links.token_of(link)])


def test_a_link_shows_the_saved_state_as_it_is_now(client, draft):
    link = links.make(draft)
    assert "Standfirst of Chemical peels." in client.get(address(link)).content.decode()
    draft.standfirst = "Reworded since."
    draft.save()
    page = client.get(address(link)).content.decode()
    assert "Reworded since." in page
    assert "Your link to it works until" in page


def test_a_link_to_what_became_public_leads_there(client, draft):
    link = links.make(draft)
    publish.publish(draft, at=soon(days=1), despite_findings=True)
    assert client.get(address(link)).status_code == 200
    publish.publish(draft, at=soon(seconds=-1))
    answer = client.get(address(link))
    assert (answer.status_code, answer.url) == (302, "/chemical-peels/")
    assert "no-store" in answer["Cache-Control"], "withdrawn again, the link shows the preview"
    publish.withdraw(draft)
    assert client.get(address(link)).status_code == 200


def test_a_working_copys_link_shows_the_copy_and_dies_with_it(client):
    article = make_article("Chemical peels")
    copy = copies.edit_as_draft(article)
    copy.standfirst = "Only in the copy."
    copy.save()
    link = links.make(copy)
    page = client.get(address(link)).content.decode()
    assert "Only in the copy." in page
    assert "March 5, 2024" in page, "the date readers know"
    assert "Only in the copy." not in client.get("/chemical-peels/").content.decode()
    publish.trash(article)
    assert client.get(address(link)).status_code == 410
    publish.publish(publish.restore(article))
    assert client.get(address(link)).status_code == 200
    copies.discard(copy)
    assert client.get(address(link)).status_code == 410
    assert not PreviewLink.objects.exists()


ENDS = {
    "revoked": lambda link: links.revoke(link),
    "expired": lambda link: PreviewLink.objects.filter(pk=link.pk).update(expires_at=soon(seconds=-1)),
    "trashed": lambda link: publish.trash(link.article),
    "deleted": lambda link: link.article.delete(),
}


@pytest.mark.parametrize("end", ENDS)
def test_an_ended_link_opens_nothing_and_names_nothing(client, draft, end):
    link = links.make(draft)
    ENDS[end](link)
    answer = client.get(address(link))
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "This preview has ended" in page
    for word in ("chemical", "peels", "skin", "ada"):
        assert word not in page.lower(), word
    assert '<meta name="robots" content="noindex">' in page


def test_a_changed_or_guessed_token_is_no_address(client, draft):
    link = links.make(draft)
    token = links.token_of(link)
    key, _, signature = token.rpartition(".")
    assert key == link.key
    other = "a" if token[-5] != "a" else "b"
    for wrong in (
        key,
        f"{key}.",
        token[:-5] + other + token[-4:],
        f"x{token}",
        f".{signature}",
        f"{draft.pk}",
        "x" * 5000,
    ):
        assert client.get(f"/preview/shared/{wrong}/").status_code == 404, wrong
    with pytest.raises(BadSignature):
        links.opened(key)


def test_a_new_secret_ends_all_links(client, draft, settings):
    where = address(links.make(draft))
    settings.SECRET_KEY = "another"
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("days", ["", "0", "8", "-1", "٣", "9" * 30, "x"])
def test_a_link_ends_after_one_of_three_times(editor, draft, days):
    answer = editor.post(reverse("admin:articles_article_make_link", args=[draft.pk]), {"days": days})
    assert answer.status_code == 400
    assert "1, 7 or 30 days" in answer.json()["error"]
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("days", links.DAYS)
def test_a_link_ends_when_it_says(draft, days):
    link = links.make(draft, days=days)
    assert soon(days=days, minutes=-1) < link.expires_at < soon(days=days, minutes=1)


def test_the_rule_holds_without_the_admin(draft):
    other = member("other", WRITERS).user
    with pytest.raises(PermissionDenied):
        links.make(draft, other)
    with pytest.raises(PermissionDenied):
        links.revoke(links.make(draft), other)
    with pytest.raises(ValidationError):
        links.make(make_article("Live"))


def test_the_panel_lists_what_works_and_works_without_a_script(editor, draft, client):
    ended = links.make(draft)
    links.revoke(ended)
    answer = editor.post(reverse("admin:articles_article_make_link", args=[draft.pk]), {"days": "1"})
    assert answer.url == change_url(draft) + "#preview-links"
    page = editor.get(change_url(draft)).content.decode()
    assert "Made by editor" in page
    [shown] = re.findall(r'value="http://testserver(/preview/shared/[^"]+)"', page)
    assert client.get(shown).status_code == 200
    [revoke] = re.findall(r'formaction="([^"]+)"', page)
    assert editor.post(revoke).url == change_url(draft) + "#preview-links"
    assert client.get(shown).status_code == 410
    assert "preview/shared" not in editor.get(change_url(draft)).content.decode()


def test_a_link_is_revoked_at_its_own_article_only(editor, draft):
    link, other = links.make(draft), make_article("Other", status="draft")
    answer = editor.post(reverse("admin:articles_article_revoke_link", args=[other.pk, link.pk]))
    assert answer.status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_a_link_is_not_revoked_twice(draft):
    link = links.make(draft)
    links.revoke(link)
    link.refresh_from_db()
    first = link.revoked_at
    links.revoke(link)
    link.refresh_from_db()
    assert link.revoked_at == first


def test_the_panel_asks_once_however_many_links(editor, draft, django_assert_num_queries):
    links.make(draft)
    editor.get(change_url(draft))
    with django_assert_num_queries(25, exact=False) as one:
        editor.get(change_url(draft))
    for _number in range(10):
        links.make(draft)
    with django_assert_num_queries(len(one)):
        editor.get(change_url(draft))


def test_a_draft_without_a_title_has_a_preview(editor):
    untitled = Article.objects.create(body="<p>First words.</p>")
    response = editor.get(reverse("articles:preview", args=[untitled.pk]))
    assert response.status_code == 200
    assert "First words." in response.content.decode()
