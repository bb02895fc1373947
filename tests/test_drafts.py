"""Unsaved text: kept as it stands, given back to nobody else, forgotten once it is saved; and who is here."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import drafts
from articles.history import copies
from articles.history.roles import EDITORS, WRITERS, ensure_groups
from articles.models import Article, Autosave, Byline, Presence, RelatedPick, Treatment
from tests.make import ROWS, make_article, make_author

pytestmark = pytest.mark.django_db
NEW = "/admin/articles/article/unsaved/"
ADD = "/admin/articles/article/add/"
KEY, OTHER = "k" * 20, "o" * 20
DATA = [["title", "Half a ti"], ["body", "<p>Mid"], ["tags", "a"], ["tags", "b"]]


def log_in(group, name=""):
    ensure_groups()
    name = name or group.lower()
    user = get_user_model().objects.create_user(name, first_name=name.title(), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editor():
    return log_in(EDITORS, "ada")


@pytest.fixture
def writer():
    return log_in(WRITERS, "will")


def draft(**fields):
    return make_article("Peels", status="draft", published_at=None, **fields)


def unsaved(article):
    return reverse("admin:articles_article_unsaved", args=[article.pk])


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def ping(client, address, data=DATA, key=KEY, seen=0, **more):
    body = {"key": key, "seen": seen} | ({"data": data} if data is not None else {}) | more
    return client.post(address, json.dumps(body), content_type="application/json")


# What is kept


def test_the_latest_state_of_a_form_is_kept_and_the_article_is_not_touched(editor):
    article = draft()
    before = (article.version, article.revisions.count())
    ping(editor, unsaved(article), [["title", "H"]], seen=1)
    answer = ping(editor, unsaved(article), seen=1).json()
    row = Autosave.objects.get()
    assert (row.user, row.article, row.form_key, row.data, row.seen_version) == (editor.user, article, KEY, DATA, 1)
    assert answer["kept"] == row.saved_at.isoformat()
    article.refresh_from_db()
    assert (article.version, article.revisions.count()) == before
    given = editor.get(unsaved(article), {"key": KEY}).json()
    assert given["data"] == DATA
    assert editor.delete(f"{unsaved(article)}?key={KEY}").json() == {"isForgotten": True}
    assert not Autosave.objects.exists()


def test_another_forms_text_is_not_overwritten(editor):
    article = draft()
    ping(editor, unsaved(article), [["title", "On the phone"]], key=OTHER)
    answer = ping(editor, unsaved(article)).json()
    assert "kept" not in answer
    assert answer["elsewhere"]["key"] == OTHER
    assert answer["elsewhere"]["title"] == "On the phone"
    assert Autosave.objects.get().data == [["title", "On the phone"]]


def test_each_never_saved_form_is_kept_by_itself(editor):
    ping(editor, NEW, [["title", "One"]])
    ping(editor, NEW, [["title", "Two"]], key=OTHER)
    assert {row.form_key: row.data[0][1] for row in drafts.kept(editor.user, None)} == {KEY: "One", OTHER: "Two"}


def test_too_many_unsaved_articles_are_refused_in_words(editor, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_FORMS", 1)
    ping(editor, NEW)
    assert ping(editor, NEW).status_code == 200
    response = ping(editor, NEW, key=OTHER)
    assert response.status_code == 400
    assert "wait unsaved" in response.json()["error"]


@pytest.mark.parametrize(
    "body",
    [
        "", "nonsense", "[]", "null", "1", '"x"', "{}", '{"seen": "1"}', '{"seen": true}', '{"seen": 1.5}',
        "[" * 100_000, '{"seen": 1, "key": 7, "data": []}', '{"seen": 1, "key": "short", "data": []}',
        *(
            json.dumps({"seen": 1, "key": KEY, "data": data})
            for data in (
                None, "title", {"title": "x"}, [["title"]], [["title", 1]], ["ab"], [["title", "x", "y"]],
                [["x" * 201, ""]], [["n", "v"]] * 2001, [["title", None]], [[["title"], "x"]],
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused_in_words(editor, body):
    response = editor.post(unsaved(draft()), body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["error"].endswith(".")
    assert not Autosave.objects.exists()


def test_no_more_than_two_megabytes_are_kept(editor):
    response = ping(editor, NEW, [["body", "x" * 2_000_001]])
    assert response.status_code == 413
    assert "too long" in response.json()["error"]


def test_what_no_database_takes_is_left_out_and_the_token_too(editor):
    odd = '{"seen": 99999999999, "key": "%s", "data": [["title", "a\\u0000b\\ud800c"], ["csrfmiddlewaretoken", "x"]]}'
    assert editor.post(NEW, odd % KEY, content_type="application/json").status_code == 200
    assert Autosave.objects.get().data == [["title", "ab?c"]]


# For whom


def test_nobody_reads_overwrites_or_forgets_the_text_of_somebody_else(editor):
    article, ben = draft(), log_in(EDITORS, "ben")
    ping(editor, unsaved(article))
    ping(editor, NEW, key=OTHER)
    assert ben.get(unsaved(article), {"key": KEY}).json()["data"] is None
    assert ben.get(NEW, {"key": OTHER}).json()["data"] is None
    assert ben.delete(f"{unsaved(article)}?key={KEY}").json() == {"isForgotten": False}
    assert ping(ben, unsaved(article), [["title", "Ben"]]).json()["kept"]
    assert "Half a ti" not in ben.get(change(article)).content.decode()
    assert "Half a ti" not in ben.get(ADD).content.decode()
    assert Autosave.objects.get(user=editor.user, article=article).data == DATA


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_only_who_may_save_the_form_keeps_its_text(writer, method):
    theirs, own = draft(), draft(slug="own", owner=writer.user)
    live = make_article("Live", owner=writer.user)
    ask = {
        "post": lambda address: ping(writer, address),
        "get": lambda address: writer.get(address, {"key": KEY}),
        "delete": lambda address: writer.delete(f"{address}?key={KEY}"),
    }[method]
    assert [ask(address).status_code for address in (NEW, unsaved(own))] == [200, 200]
    for refused in (unsaved(theirs), unsaved(live)):
        response = ask(refused)
        assert response.status_code == 403
        assert "ask an editor" in response.json()["error"]
    assert not Presence.objects.exclude(article=own).exists()


def test_strangers_are_sent_to_the_login(client):
    assert ping(client, NEW).url.startswith("/admin/login/")
    reader = log_in("Medical reviewers", "rita")
    assert ping(reader, NEW).status_code == 403
    assert ping(reader, unsaved(draft())).status_code == 403


def test_a_token_is_demanded_and_given(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor.user)
    assert ping(strict, NEW).status_code == 403
    token = strict.get(NEW).json()["token"]
    body = json.dumps({"key": KEY, "seen": 0, "data": DATA})
    response = strict.post(NEW, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert response.status_code == 200


def test_an_article_that_is_gone_is_said_to_be(editor):
    response = ping(editor, reverse("admin:articles_article_unsaved", args=[999]))
    assert (response.status_code, response.json()["error"]) == (404, "This article is no longer there.")


# When it is forgotten, and when not


def post(article=None, key=KEY, **values):
    data = {"title": "Saved", "slug": "", "standfirst": "", "body": "", "tags": "", "form_key": key}
    if article:
        data |= {"seen_version": article.version}
    for prefix in ROWS:
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return data | values


def test_a_save_forgets_what_was_kept_of_that_form_only(editor):
    article = draft()
    ping(editor, unsaved(article))
    ping(editor, NEW, key=OTHER)
    assert editor.post(change(article), post(article)).status_code == 302
    assert Autosave.objects.get().form_key == OTHER
    assert editor.session["articles_saved"] == [KEY]
    assert editor.post(ADD, post(key=OTHER)).status_code == 302
    assert not Autosave.objects.exists()
    assert editor.session["articles_saved"] == [KEY, OTHER]


def test_a_refused_save_forgets_nothing(editor):
    ping(editor, NEW)
    assert editor.post(ADD, post(published_at_0="nonsense")).status_code == 200
    assert Autosave.objects.get().data == DATA
    assert "articles_saved" not in editor.session


def test_unsaved_text_outlives_its_working_copy_as_a_new_article(editor):
    article = make_article("Live", tags=["a"])
    copy = copies.edit_as_draft(article, editor.user)
    ben = log_in(EDITORS, "ben")
    ping(ben, unsaved(copy), key=OTHER)
    ping(editor, unsaved(copy))
    copies.publish_copy(copy, editor.user)
    assert [row.data for row in drafts.kept(ben.user, None)] == [DATA]


def test_old_rows_go(editor):
    article = draft()
    ping(editor, unsaved(article))
    ping(editor, NEW, key=OTHER)
    drafts.here(article, editor.user)
    Autosave.objects.filter(form_key=KEY).update(saved_at=timezone.now() - timedelta(days=61))
    Presence.objects.update(seen_at=timezone.now() - timedelta(days=2))
    call_command("publish_due", verbosity=0)
    assert Autosave.objects.get().form_key == OTHER
    assert not Presence.objects.exists()


# Taking it up again


def shown(response):
    """Return what the page's form and rows hold, and what they complain of."""
    form = response.context["adminform"].form
    rows = {
        formset.formset.prefix: [
            {name: row[name].value() for name in row.fields if row[name].value() not in (None, "")}
            for row in formset.formset.forms
        ]
        for formset in response.context["inline_admin_formsets"]
    }
    return form, rows, [str(error) for error in response.context["errors"]]


def test_taking_up_shows_everything_and_saves_nothing(editor):
    article, ben = draft(), make_author("Ben")
    byline = article.bylines.get()
    data = post(article, title="Unsaved", body="<p>Mid", _unsaved="1", tags="x, y")
    data |= {"bylines-TOTAL_FORMS": 2, "bylines-INITIAL_FORMS": 1}
    data |= {"bylines-0-id": byline.pk, "bylines-0-author": byline.author_id, "bylines-0-position": "9"}
    data |= {"bylines-1-id": "", "bylines-1-author": ben.pk, "bylines-1-position": "3"}
    response = editor.post(change(article), data)
    form, rows, complaints = shown(response)
    assert complaints == []
    assert [form[name].value() for name in ("title", "body", "tags")] == ["Unsaved", "<p>Mid", "x, y"]
    assert form["is_indexable"].value() is False
    assert [(row["author"], row["position"]) for row in rows["bylines"]] == [
        (str(byline.author_id), "9"),
        (str(ben.pk), "3"),
    ]
    assert response.context["unsaved"]["key"] == KEY
    assert response.context["unsaved"]["config"]["isUnsaved"] is True
    assert Article.objects.get().title == "Peels"
    assert Byline.objects.count() == 1


def test_rows_that_changed_meanwhile_do_not_stand_in_the_way(editor):
    """The form saw Ada and a pick; since then Ada and the pick went, Ben and facts came, and Cem came, as here too."""
    article, other = draft(), make_article("Other")
    ada, ben, cem = article.bylines.get(), make_author("Ben"), make_author("Cem")
    pick = RelatedPick.objects.create(article=article, other=other, kind="pinned", position=1)
    data = post(article, _unsaved="1")
    data |= {"bylines-TOTAL_FORMS": 2, "bylines-INITIAL_FORMS": 1}
    data |= {"bylines-0-id": ada.pk, "bylines-0-author": ada.author_id, "bylines-0-position": "1"}
    data |= {"bylines-1-id": "", "bylines-1-author": cem.pk, "bylines-1-position": "2"}
    data |= {"picks-TOTAL_FORMS": 1, "picks-INITIAL_FORMS": 1}
    data |= {"picks-0-id": pick.pk, "picks-0-other": other.pk, "picks-0-kind": "hidden", "picks-0-position": "1"}
    ada_key = ada.author_id
    ada.delete()
    pick.delete()
    Byline.objects.create(article=article, author=ben, position=1)
    Byline.objects.create(article=article, author=cem, position=2)
    Treatment.objects.create(article=article, name="Peel")
    _form, rows, complaints = shown(editor.post(change(article), data))
    assert complaints == []
    assert [(row["author"], row.get("DELETE", False)) for row in rows["bylines"]] == [
        (str(ben.pk), True),
        (str(cem.pk), False),
        (str(ada_key), False),
    ]
    assert [row["kind"] for row in rows["picks"]] == ["hidden"]
    assert [row.get("DELETE") for row in rows["treatment"]] == [True]


@pytest.mark.parametrize("value", ["abc", "-1", "9" * 30, "²", "None"])
def test_odd_values_are_shown_without_a_crash(editor, value):
    data = post(_unsaved="1", lead_image=value, published_at_0=value, **{"picks-0-other": value, "picks-0-id": value})
    data |= {"bylines-TOTAL_FORMS": value, "picks-TOTAL_FORMS": 1, "picks-INITIAL_FORMS": 1, "bylines-0-author": value}
    assert editor.post(ADD, data).status_code == 200


def test_taking_up_needs_the_right_to_open_the_form(writer):
    article = draft()
    assert writer.post(change(article), post(article, _unsaved="1")).status_code == 403
    assert Client().post(ADD, post(_unsaved="1")).status_code == 302


# Who is here


def test_who_else_is_here_is_told_for_a_while(editor):
    article, ben = draft(), log_in(EDITORS, "ben")
    assert ping(editor, unsaved(article), None).json()["here"] == ""
    assert ping(ben, unsaved(article), None).json()["here"] == "Ada has this article open too."
    log_in(EDITORS, "cem")
    drafts.here(article, get_user_model().objects.get(username="cem"))
    assert ping(ben, unsaved(article), None).json()["here"] == "Ada and Cem have this article open too."
    ping(editor, unsaved(article), None, leaving=True)
    assert ping(ben, unsaved(article), None).json()["here"] == "Cem has this article open too."
    Presence.objects.exclude(user=ben.user).update(seen_at=timezone.now() - timedelta(seconds=90))
    assert ping(ben, unsaved(article), None).json()["here"] == ""


def test_a_save_since_is_told_with_its_author(editor):
    article = draft()
    assert ping(editor, unsaved(article), None, seen=article.version).json()["moved"] == ""
    ben = log_in(EDITORS, "ben")
    ben.post(change(article), post(article))
    assert "Ben saved this article at" in ping(editor, unsaved(article), None, seen=article.version).json()["moved"]
    assert "You saved this article elsewhere" in ping(ben, unsaved(article), None, seen=article.version).json()["moved"]


def test_what_is_no_form_key_is_an_error():
    with pytest.raises(ValidationError):
        drafts.keep(None, None, "../../etc", [])


# What it costs


def test_a_ping_and_an_opened_form_ask_little(editor):
    article = draft(tags=["a", "b"])
    ping(editor, unsaved(article))
    with CaptureQueriesContext(connection) as asked:
        ping(editor, unsaved(article), [["title", "More"]])
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) <= 8
    with CaptureQueriesContext(connection) as asked:
        editor.get(change(article))
    assert len(asked) <= 25
