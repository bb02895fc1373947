"""Two people save the same article: the second is refused, loses nothing, and chooses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from articles.admin.rebasing import rebased
from articles.history import copies
from articles.models import Article, Byline, RelatedPick, Treatment
from tests.make import ROWS, make_article, make_author
from tests.test_drafts import change, draft, editor, log_in, post, writer  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben():
    return log_in("Editors", "ben")


def full(article, **values):
    """Return what the form of the article posts: its rows as they are now, and these values."""
    data = post(article, key="", title=article.title, body=article.body, slug=article.slug)
    data |= {"standfirst": article.standfirst, "is_indexable": "on", "is_suggestable": "on"}
    data["tags"] = ", ".join(sorted(article.tags.names()))
    if article.published_at:
        data |= {"published_at_0": article.published_at.strftime("%Y-%m-%d"), "published_at_1": "09:00:00"}
    data |= {"bylines-TOTAL_FORMS": article.bylines.count(), "bylines-INITIAL_FORMS": article.bylines.count()}
    for number, byline in enumerate(article.bylines.all()):
        data |= {f"bylines-{number}-id": byline.pk, f"bylines-{number}-author": byline.author_id}
        data |= {f"bylines-{number}-position": byline.position, f"bylines-{number}-article": article.pk}
    return data | values


def fresh(article):
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize("kind", ["draft", "live", "copy"])
def test_both_texts_are_shown_and_the_second_editor_chooses(editor, ben, kind):  # noqa: F811
    article = draft() if kind == "draft" else make_article("Peels")
    if kind == "copy":
        article = copies.edit_as_draft(article, editor.user)
    mine = full(article, title="By Ada", body="<p>The text of Ada.</p>")
    assert ben.post(change(article), full(article, body="<p>The text of Ben.</p>")).status_code == 302
    response = editor.post(change(article), mine)
    collision, page = response.context["collision"], response.content.decode()
    assert collision.sentence.startswith("Ben saved this article at ")
    assert [part.name for part in collision.parts] == ["title", "body"]
    assert ("Publish mine in its place" in page) == (kind == "live")
    assert ">Ben<span" in page
    assert ">Ada<span" in page
    assert fresh(article).body == "<p>The text of Ben.</p>"
    assert response.context["adminform"].form["title"].value() == "By Ada"
    assert editor.post(change(article), mine | {"over_version": collision.version}).status_code == 302
    assert (fresh(article).title, fresh(article).body) == ("By Ada", "<p>The text of Ada.</p>")


def test_a_third_save_in_between_is_refused_again(editor, ben):  # noqa: F811
    article = draft()
    mine = full(article, title="By Ada")
    ben.post(change(article), full(article, title="By Ben"))
    over = editor.post(change(article), mine).context["collision"].version
    ben.post(change(article), full(fresh(article), title="By Ben again"))
    response = editor.post(change(article), mine | {"over_version": over})
    assert response.status_code == 200
    assert response.context["collision"].version == over + 1
    assert fresh(article).title == "By Ben again"


def test_an_edit_of_the_rows_alone_counts_and_mine_takes_their_place(editor, ben):  # noqa: F811
    article, cem, other = draft(), make_author("Cem"), make_article("Other")
    ada_byline = article.bylines.get()
    mine = full(article, standfirst="Mine")
    theirs = full(article, **{"bylines-TOTAL_FORMS": 2, "bylines-1-author": cem.pk, "bylines-1-position": 0})
    theirs |= {"bylines-0-DELETE": "on", "picks-TOTAL_FORMS": 1, "picks-0-other": other.pk, "picks-0-kind": "pinned"}
    theirs |= {"treatment-TOTAL_FORMS": 1, "treatment-0-name": "Peel"}
    assert ben.post(change(article), theirs).status_code == 302
    assert article.bylines.get().author == cem
    response = editor.post(change(article), mine)
    facts = {part.name: part.facts for part in response.context["collision"].parts}
    assert facts["bylines"] == ("Added: “Ada Writer”.", "Removed: “Cem”.")
    assert set(facts) == {"standfirst", "bylines", "picks", "treatment"}
    assert Byline.objects.filter(article=article).get().author == cem
    assert Treatment.objects.get().name == "Peel"

    form = response.context["adminform"].form.data | {"over_version": response.context["collision"].version}
    assert editor.post(change(article), form).status_code == 302
    assert article.bylines.get().author == ada_byline.author
    assert not RelatedPick.objects.exists()
    assert not Treatment.objects.exists()


def test_your_own_save_elsewhere_is_called_so(editor):  # noqa: F811
    article = draft()
    mine = full(article, title="First")
    editor.post(change(article), full(article, title="Second"))
    sentence = editor.post(change(article), mine).context["collision"].sentence
    assert sentence.startswith("You saved this article elsewhere at ")


def test_wrong_values_do_not_hide_the_difference(editor, ben):  # noqa: F811
    article = draft()
    mine = full(article, title="By Ada", expires_at_0="nonsense", **{"bylines-0-position": "x"})
    ben.post(change(article), full(article, standfirst="By Ben"))
    response = editor.post(change(article), mine)
    assert [part.name for part in response.context["collision"].parts] == ["title", "standfirst"]
    assert fresh(article).title == "Peels"


def test_where_mine_cannot_be_saved_the_page_says_so(editor, ben):  # noqa: F811
    article = make_article("Peels")
    mine = full(article, title="")
    ben.post(change(article), full(article, standfirst="By Ben"))
    response = editor.post(change(article), mine)
    assert response.context["collision"].parts is None
    assert "cannot be shown before" in response.content.decode()


def test_unsaved_text_is_compared_by_who_may_change_the_article(editor, writer):  # noqa: F811
    article = draft()
    address = reverse("admin:articles_article_compare_unsaved", args=[article.pk])
    data = full(article, body="<p>Body of needles.</p>")
    html = editor.post(address, data).json()["html"]
    assert ">Peels<span" in html
    assert ">needles<span" in html
    assert fresh(article).body == "<p>Body of Peels.</p>"
    assert fresh(article).version == article.version
    assert editor.get(address).status_code == 405
    assert writer.post(address, data).status_code == 403
    assert Client().post(address, data).status_code == 302


def test_rows_mean_what_they_meant_whatever_was_posted():
    article = make_article("Peels")
    for odd in ({}, {"bylines-TOTAL_FORMS": "x"}, {"bylines-TOTAL_FORMS": "3"}, {"bylines-TOTAL_FORMS": "9" * 50}):
        data = rebased(odd, article)
        assert data.get("bylines-INITIAL_FORMS") == ("1" if odd else None)


SAVE = """
import django, sys
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
client = Client(HTTP_HOST="localhost")
client.force_login(get_user_model().objects.get())
data = dict(line.split("=", 1) for line in sys.argv[2].split("&"))
print("ready", flush=True)
sys.stdin.readline()
print(client.post(sys.argv[1], data | {"title": sys.argv[3]}).status_code)
"""


def test_of_two_processes_that_save_at_once_one_is_refused(tmp_path):
    """With no database of the test's: each process has the site's own, in a file."""
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/race.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "HEALTHBLOG_DEBUG": "1",
    }
    root = Path(__file__).resolve().parent.parent

    def python(code, *arguments, **options):
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.Popen(
            command, cwd=root, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options
        )

    seed = (
        "import django; django.setup()\n"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        "from django.contrib.auth import get_user_model; get_user_model().objects.create_superuser('chief')\n"
        "from articles.models import Article; article = Article.objects.create(title='Old'); print(article.version)"
    )
    version = python(seed).communicate()[0].strip().splitlines()[-1]
    rows = "&".join(f"{prefix}-{name}_FORMS=0" for prefix in ROWS for name in ("TOTAL", "INITIAL"))
    data = f"seen_version={version}&slug=&standfirst=&body=&tags=&{rows}"
    both = [python(SAVE, "/admin/articles/article/1/change/", data, title) for title in ("One", "Two", "Three")]
    assert [process.stdout.readline() for process in both] == ["ready\n"] * 3
    for process in both:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert sorted(process.communicate()[0].strip() for process in both) == ["200", "200", "302"]
