"""Pictures drawn for links to articles that have none of their own: drawn when saved, shown while they are right."""

import json

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from articles import gallery, sharing
from articles.history.publish import withdraw
from articles.models import Article, Image, Publication, SharePicture, Sponsorship
from tests import processes
from tests.make import make_article, soon

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def drawing(settings, media):
    settings.ARTICLES_SHARE_PICTURES = True
    Publication.objects.update(name="The Blog")


def make_image(width=1600, height=900, **fields):
    name = f"{width}x{height}"
    return Image.objects.create(file=f"articles/{name}.jpg", content_hash=name, width=width, height=height, **fields)


def drawn(article):
    """Return the digest of the article's picture after it was drawn, "" where there is none."""
    sharing.follow(article.pk)
    row = SharePicture.objects.filter(article=article).first()
    assert row is None or default_storage.exists(row.file_name)
    return row.digest if row else ""


def files():
    return set(default_storage.listdir("articles")[1]) if default_storage.exists("articles") else set()


def metas(client, article):
    """Return the page's metas by name, and the pictures that search engines are told of."""
    page = LexborHTMLParser(client.get(article.get_absolute_url()).content.decode())
    found = {
        node.attributes.get("property") or node.attributes.get("name"): node.attributes["content"]
        for node in page.css("meta[content]")
    }
    graph = json.loads(page.css_first("script").text())["@graph"]
    posting = next(node for node in graph if "BlogPosting" in node["@type"])
    pictures = posting.get("image", [])
    return found, " ".join(each["url"] for each in (pictures if isinstance(pictures, list) else [pictures]))


def shown(client, article):
    """Return what the page names: for networks, for X, for search engines."""
    found, search = metas(client, article)
    return found.get("og:image", ""), found.get("twitter:image", ""), search


def test_a_page_names_the_picture_once_it_is_drawn(client):
    article = make_article("Peels")
    assert shown(client, article) == ("", "", "")
    digest = drawn(article)
    address = f"http://testserver/media/articles/{digest}-share.jpeg"
    assert shown(client, article) == (address, address, address)
    found, _search = metas(client, article)
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:alt"] == "Peels"
    assert found["twitter:card"] == "summary_large_image"
    answer = client.get(f"/media/articles/{digest}-share.jpeg")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"


def test_no_readers_request_draws(client):
    article = make_article("Peels")
    client.get(article.get_absolute_url())
    assert not SharePicture.objects.exists()
    assert not files()


@pytest.mark.parametrize(
    ("field", "size", "is_drawn"),
    [
        ("lead_image", (1600, 900), False),
        ("lead_image", (600, 338), False),
        ("lead_image", (599, 900), True),
        ("lead_image", (1600, 300), True),
        ("share_image", (200, 200), False),
    ],
)
def test_only_an_article_without_a_fit_picture_gets_one(client, field, size, is_drawn):
    image = make_image(*size)
    article = make_article("Peels", **{field: image})
    assert bool(drawn(article)) is is_drawn
    network, _x, search = shown(client, article)
    assert ("-share.jpeg" in network) is is_drawn
    assert "-share.jpeg" not in search, "search engines get the article's own picture"


def test_a_picture_that_no_longer_says_what_the_page_says_is_not_shown(client):
    article = make_article("Peels")
    first = drawn(article)
    Publication.objects.update(default_share_image=make_image())
    for change in (
        lambda: Article.objects.filter(pk=article.pk).update(title="Needles"),
        lambda: Sponsorship.objects.create(article=article, kind="paid", sponsor="Acme"),
        lambda: Publication.objects.update(name="Another Blog"),
    ):
        change()
        assert shown(client, article)[0].endswith("/1600x900.jpg"), "the publication's own stands in"
        second = drawn(article)
        assert second != first
        assert second in shown(client, article)[0]
        first = second


def test_the_file_of_a_former_drawing_goes(django_capture_on_commit_callbacks):
    article, twin = make_article("Peels"), make_article("Peels", slug="peels-again")
    first = drawn(article)
    assert drawn(twin) == first, "the same words, the same picture"
    for each, left in ((article, 2), (twin, 1)):
        Article.objects.filter(pk=each.pk).update(title="Needles")
        with django_capture_on_commit_callbacks(execute=True):
            sharing.follow(each.pk)
        assert len(files()) == left


@pytest.mark.parametrize("status", ["withdrawn", "trashed", "draft", "review"])
def test_what_readers_no_longer_see_has_no_picture(django_capture_on_commit_callbacks, status):
    article = make_article("Peels")
    drawn(article)
    Article.objects.filter(pk=article.pk).update(status=status)
    with django_capture_on_commit_callbacks(execute=True):
        assert sharing.follow_all() == 0
    assert not files()
    assert not SharePicture.objects.exists()


def test_it_goes_with_its_article(django_capture_on_commit_callbacks):
    article = make_article("Peels")
    drawn(article)
    with django_capture_on_commit_callbacks(execute=True):
        article.delete()
    assert not files()


def test_a_draft_and_a_working_copy_have_none():
    article = make_article("Peels")
    draft = make_article("Draft", status="draft", published_at=None)
    copy = make_article("Copy", status="draft", original=article, slug="", author=None)
    assert [drawn(each) for each in (draft, copy)] == ["", ""]


def test_a_scheduled_article_has_one_when_its_minute_comes():
    assert drawn(make_article("Peels", published_at=soon(days=1)))


def test_letters_that_the_face_lacks_leave_the_publications_picture(client):
    Publication.objects.update(default_share_image=make_image())
    article = make_article("皮膚", slug="skin")
    assert drawn(article) == ""
    assert shown(client, article)[0].endswith("/1600x900.jpg")
    Article.objects.filter(pk=article.pk).update(title="Skin")
    assert drawn(article)
    Article.objects.filter(pk=article.pk).update(title="皮膚")
    assert drawn(article) == ""


def test_the_setting_switches_it_off(client, settings):
    article = make_article("Peels")
    drawn(article)
    settings.ARTICLES_SHARE_PICTURES = False
    assert shown(client, article)[0] == ""
    assert drawn(make_article("Needles")) == ""


def test_the_command_draws_what_is_missing_and_with_all_what_was_lost(capsys):
    make_article("Peels")
    make_article("Needles")
    make_article("With a picture", lead_image=make_image())
    Image.objects.update(file="", content_hash="")
    Image.objects.update(width=0)
    call_command("renditions")
    assert "3 share pictures drawn." in capsys.readouterr().out
    call_command("renditions")
    assert "share pictures" not in capsys.readouterr().out
    for name in files():
        default_storage.delete(f"articles/{name}")
    call_command("renditions", "--all")
    assert "3 share pictures drawn." in capsys.readouterr().out
    assert len(files()) == 3


def test_bringing_many_into_step_asks_little():
    for number in range(20):
        make_article(f"Article {number}")
    assert sharing.follow_all() == 20
    with CaptureQueriesContext(connection) as captured:
        assert sharing.follow_all() == 0
    assert len(captured) == 4


def test_only_the_newest_follow_at_once():
    old, new = make_article("Old"), make_article("New", published_at=soon(days=-1))
    assert sharing.follow_all(newest=1) == 1
    assert not hasattr(Article.objects.get(pk=old.pk), "drawn")
    assert Article.objects.get(pk=new.pk).drawn


# What another process does: in memory a database is one connection's at a time.


def save_and_wait():
    """Print the digest after each change, and at last which files are left."""
    settings.ARTICLES_SHARE_PICTURES = True
    article = make_article("Peels")
    _print(article)
    Sponsorship.objects.create(article=article, kind="paid", sponsor="Acme")
    _print(article)
    publication = Publication.load()
    publication.name = "Another Blog"
    publication.save()
    _print(article)
    print(len(files()))
    withdraw(Article.objects.get(pk=article.pk))
    _print(article)
    print(len(files()))


def _print(article):
    gallery.wait()
    row = SharePicture.objects.filter(article=article).first()
    print(row.digest if row else "none")


@pytest.mark.django_db(transaction=True)
def test_it_is_drawn_in_the_background_after_each_save(tmp_path):
    process = processes.start(processes.shared_database(tmp_path), __name__, "here.save_and_wait()")
    first, second, third, kept, last, left = processes.ended(process).split()
    assert len({first, second, third, "none"}) == 4
    assert (kept, last, left) == ("1", "none", "0")
