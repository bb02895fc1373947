"""Who may do what at the desk: role × state × act, by every route there is; nobody does what the role may not."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from articles.history import copies
from articles.history.roles import EDITORS, GROUPS, REVIEWERS, WRITERS, ensure_groups
from articles.models import Article, Comment
from tests.make import article_form, make_article, make_author, soon

pytestmark = pytest.mark.django_db

WRITER, EDITOR = {"writer"}, {"editor"}
BOTH, NOBODY = WRITER | EDITOR, set()
ANYBODY_WHO_WRITES = BOTH | {"colleague"}
STATES = ("draft", "review", "live", "scheduled", "withdrawn", "trashed", "copy", "scheduled copy")
BUTTONS = {
    "save": {
        "new": ANYBODY_WHO_WRITES, "draft": BOTH, "review": BOTH, "live": EDITOR, "scheduled": EDITOR,
        "withdrawn": EDITOR, "copy": BOTH, "scheduled copy": EDITOR,
    },
    "publish": dict.fromkeys(["new", *(state for state in STATES if state != "trashed")], EDITOR),
    "schedule": dict.fromkeys(["new", "draft", "review", "copy", "scheduled copy"], EDITOR),
    "submit": {"new": ANYBODY_WHO_WRITES, "draft": BOTH, "review": BOTH, "copy": BOTH, "scheduled copy": EDITOR},
    "take_back": {"review": BOTH},
    "return": {"review": EDITOR},
    "copy": {"live": EDITOR},
}  # fmt: skip
PAGES = {
    "withdraw": {"live": EDITOR, "scheduled": EDITOR},
    "trash": {
        "draft": BOTH, "review": BOTH, "live": EDITOR, "scheduled": EDITOR, "withdrawn": EDITOR,
    },
    "restore": {"trashed": BOTH},
    "discard": {"copy": BOTH, "scheduled copy": EDITOR},
    "unschedule": {"scheduled": EDITOR, "scheduled copy": EDITOR},
    "send_back": {"review": EDITOR | {"reviewer"}},
    "edit_as_draft": {"live": BOTH, "scheduled": BOTH},
    "delete": {"trashed": EDITOR},
}  # fmt: skip
ROLES = ("stranger", "account", "staff", "writer", "colleague", "reviewer", "editor")
MAY_COMMENT = {"writer", "colleague", "reviewer", "editor"}


@pytest.fixture
def roles():
    """A logged-in client of each role; the writer owns the article in question, the colleague is a writer too."""
    groups = {"writer": WRITERS, "colleague": WRITERS, "reviewer": REVIEWERS, "editor": EDITORS}
    found = {}
    for role in ROLES:
        found[role] = Client()
        if role == "stranger":
            continue
        user = User.objects.create_user(role, is_staff=role != "account")
        if role in groups:
            user.groups.add(Group.objects.get(name=groups[role]))
        found[role].force_login(user)
    return found


def make_state(state):
    """Return an article of the writer in the state; a copy's original is the writer's too."""
    owner = User.objects.get(username="writer")
    fields = {
        "draft": {"status": "draft", "published_at": None},
        "review": {"status": "review", "published_at": None},
        "scheduled": {"published_at": soon(days=2)},
        "withdrawn": {"status": "withdrawn"},
        "trashed": {"status": "draft", "published_at": None},
    }.get(state, {})
    article = make_article("Peels", owner=owner, **fields)
    if state == "trashed":
        Article.objects.filter(pk=article.pk).update(status="trashed", trashed_at=soon(days=-1))
    if state.endswith("copy"):
        article = copies.edit_as_draft(article)
        Article.objects.filter(pk=article.pk).update(
            owner=owner, replaces_at=soon(days=1) if state == "scheduled copy" else None
        )
    article.refresh_from_db()
    return article


def everything():
    """Return what an act could have changed."""
    rows = Article.objects.order_by("pk").values_list(
        "pk", "status", "title", "body", "version", "replaces_at", "owner"
    )
    return list(rows), list(Comment.objects.values_list("article", "text"))


def press(client, button, article):
    tomorrow = soon(days=1)
    day = {"published_at": tomorrow, "changes_at": tomorrow}
    moments = {
        f"{name}_{half}": format(at, pattern)
        for name, at in day.items()
        for half, pattern in enumerate(("%Y-%m-%d", "%H:%M:%S"))
    }
    if button != "schedule" or (article and not article.original_id and article.status == "published"):
        moments = {}
    if article is None:
        rows = {"bylines": [{"author": make_author().pk}]}
        return client.post("/admin/articles/article/add/", article_form(None, rows, **text(button), **moments))
    rows = {"bylines": [{"id": each.pk, "author": each.author_id} for each in article.bylines.all()]}
    address = reverse("admin:articles_article_change", args=[article.pk])
    data = article_form(article, rows) | text(button)
    if article.status == "published" and not article.original_id:
        moments = {
            f"published_at_{half}": format(article.published_at, pattern)
            for half, pattern in enumerate(("%Y-%m-%d", "%H:%M:%S"))
        }
    return client.post(address, data | moments)


def text(button):
    return {
        "title": "New words", "standfirst": "New.", "body": "<p>New text.</p>", "handover_note": "Please look.",
        f"_{button}": "1",
    }  # fmt: skip


@pytest.mark.parametrize("state", ["new", *STATES])
@pytest.mark.parametrize("button", BUTTONS)
def test_only_who_may_presses_a_button_of_the_form(roles, button, state):
    allowed = BUTTONS[button].get(state, NOBODY)
    article = None if state == "new" else make_state(state)
    make_author()
    for role, client in roles.items():
        with transaction.atomic():
            before = everything()
            response = press(client, button, article)
            changed = everything() != before
            made_public = Article.objects.filter(status="published", body="<p>New text.</p>").exists()
            transaction.set_rollback(True)
        if role in allowed:
            assert response.status_code == 302, (role, response.status_code)
            assert changed, f"{role} could not {button} {state}"
        elif role in BUTTONS["save"].get(state, NOBODY):
            # Who may write, but not do this: nothing becomes public, whatever else is saved.
            assert role == "editor" or not made_public, f"{role}: {button} {state}"
        else:
            assert not changed, f"{role} could {button} {state}: {response.status_code}"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", PAGES)
def test_only_who_may_does_it_by_its_page(roles, act, state):
    allowed = PAGES[act].get(state, NOBODY)
    article = make_state(state)
    address = reverse(f"admin:articles_article_{act}", args=[article.pk])
    for role, client in roles.items():
        with transaction.atomic():
            before = everything()
            assert (client.get(address).status_code == 200) == (role in allowed), (role, act, state)
            response = client.post(address, {"version": article.version, "note": "Please mend.", "post": "yes"})
            changed = everything() != before
            transaction.set_rollback(True)
        assert changed == (role in allowed), f"{role} {act} {state}: {response.status_code}"


@pytest.mark.parametrize("state", STATES)
def test_only_who_takes_part_comments(roles, state):
    article = make_state(state)
    address = reverse("admin:articles_article_comment", args=[article.pk])
    for role, client in roles.items():
        with transaction.atomic():
            client.post(address, {"comment": "A question."})
            said = Comment.objects.filter(article=article, text="A question.").exists()
            transaction.set_rollback(True)
        assert said == (role in MAY_COMMENT), role


@pytest.mark.parametrize("state", STATES)
def test_who_may_not_write_gets_no_button_that_says_so(roles, state):
    """What the form offers and what the routes allow are the same."""
    article = make_state(state)
    for role in ("writer", "colleague", "reviewer", "editor"):
        page = roles[role].get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
        for button, states in BUTTONS.items():
            if role not in states.get(state, NOBODY):
                assert f'name="_{button}"' not in page, (role, button)
        for act, states in PAGES.items():
            if act != "delete" and role not in states.get(state, NOBODY):
                assert f"/{article.pk}/{act.replace('_', '-')}/" not in page, (role, act)


def test_a_page_that_asks_compares_what_it_showed(roles):
    article = make_state("draft")
    address = reverse("admin:articles_article_trash", args=[article.pk])
    seen = article.version
    article.saved_by = User.objects.get(username="colleague")
    article.save()
    response = roles["editor"].post(address, {"version": seen})
    assert "colleague saved it at" in response.content.decode()
    assert Article.objects.get().status == "draft"


def test_the_groups_have_what_they_need_and_keep_what_an_owner_adds(roles):
    call_command("migrate", verbosity=0)
    group = Group.objects.get(name=WRITERS)
    group.permissions.clear()
    ensure_groups()
    assert sorted(group.permissions.values_list("codename", flat=True)) == sorted(GROUPS[WRITERS])
    assert not group.permissions.filter(codename="publish_article").exists()
    assert Group.objects.get(name=EDITORS).permissions.filter(codename="publish_article").exists()
