"""Replacing a link everywhere: the links that are meant and no others, recorded as a change without a new date."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from articles.history.copies import edit_as_draft
from articles.linking import Replacement, article_at, linking, replace
from articles.models import Act, OutLink, Revision
from articles.text.links import places, relink
from tests.make import LONG_AGO, make_article

pytestmark = pytest.mark.django_db
OLD, NEW = "https://old.example/a", "https://new.example/b"


def with_links(title, *hrefs, **fields):
    body = "".join(f'<p>Read <a href="{href}" rel="nofollow">this &amp; that</a> now.</p>' for href in hrefs)
    return make_article(title, body=body, **fields)


def hrefs(article):
    rows = OutLink.objects.filter(article=article).order_by("position")
    return list(rows.values_list("url", flat=True))


@pytest.mark.parametrize(
    ("old", "new", "is_prefix", "after"),
    [
        (OLD, NEW, False, [NEW, "https://old.example/a/b", "/tags/"]),
        (OLD + "/", NEW, False, [NEW, "https://old.example/a/b", "/tags/"]),
        ("https://old.example/", "//n.example/", True, ["//n.example/a", "//n.example/a/b", "/tags/"]),
        (OLD, "", False, ["https://old.example/a/b", "/tags/"]),
        ("https://old.example/A", NEW, False, [OLD, "https://old.example/a/b", "/tags/"]),
        ("/tags/", "/authors/", False, [OLD, "https://old.example/a/b", "/authors/"]),
    ],
)  # fmt: skip
def test_what_is_replaced(old, new, is_prefix, after):
    article = with_links("A", OLD, "https://old.example/a/b", "/tags/")
    replacement = Replacement.of(old, new, is_prefix)
    for each in linking(replacement):
        replace(replacement, each)
    assert hrefs(article) == after
    article.refresh_from_db()
    assert article.body.count("this &amp; that") == 3, "the words stay"
    assert article.body.count('rel="nofollow"') == len(after), "so does what kind of link it is"


def test_readers_keep_the_date_and_the_log_gains_one_entry():
    article = with_links("A", OLD)
    user = get_user_model().objects.create_superuser("editor")
    assert replace(Replacement.of(OLD, NEW), article, user)
    article.refresh_from_db()
    assert (article.updated_at, article.published_at, article.saved_by) == (None, LONG_AGO, user)
    assert [row.kind for row in Revision.objects.filter(article=article)] == ["typo", "first"]
    act = Act.objects.get()
    assert (act.verb, act.article, act.user, act.detail) == ("relinked", article, user, f"{OLD} → {NEW}")
    version = article.version
    assert not replace(Replacement.of(OLD, NEW), article, user)
    article.refresh_from_db()
    assert article.version == version


def test_links_to_articles_follow_their_article_and_not_the_old_words():
    target, other = make_article("Target"), make_article("Other")
    body = (
        f'<p><a data-article="{target.pk}" href="/former/">T</a> <a data-article="{other.pk}" href="/target/">O</a></p>'
    )
    article = make_article("A", body=body)
    by_path = Replacement.of("/target/", "/other/")
    assert (by_path.old_article, by_path.new_article) == (target.pk, other.pk)
    assert list(linking(by_path)) == [article]
    replace(by_path, article)
    assert list(article.out_links.values_list("target", flat=True)) == [other.pk, other.pk]
    assert not replace(Replacement.of("/target", NEW, is_prefix=True), article)


def test_a_plain_link_becomes_one_to_the_article():
    target, article = make_article("Target"), with_links("A", OLD)
    replace(Replacement.of(OLD, "/target/"), article)
    assert article.out_links.get().target == target
    assert article_at("/no/such/") is None


def test_copies_and_drafts_yes_the_trash_no():
    live = with_links("Live", OLD)
    copy, draft = edit_as_draft(live), with_links("Draft", OLD, status="draft")
    with_links("Trash", OLD, status="trashed")
    assert set(linking(Replacement.of(OLD, NEW))) == {live, copy, draft}
    replace(Replacement.of(OLD, NEW), copy)
    assert (hrefs(copy), hrefs(live)) == ([NEW], [OLD])
    assert Act.objects.filter(verb="relinked").get().article == live


def test_a_writer_only_in_their_own_drafts():
    writer = get_user_model().objects.create_user("writer")
    article = with_links("A", OLD)
    with pytest.raises(PermissionDenied):
        replace(Replacement.of(OLD, NEW), article, writer)
    assert hrefs(article) == [OLD]


def test_places_tell_where_a_link_stands():
    body = '<p>First.</p><p>Read <strong>all of</strong> <a href="/a/">this</a>, please.</p><p><a href="/b/">x</a></p>'
    (place,) = places(body, lambda href, article: href == "/a/")
    assert (place.before, place.words, place.after, place.href) == ("Read all of ", "this", ", please.", "/a/")
    (bare,) = places(body, lambda href, article: href == "/b/")
    assert (bare.before, bare.after) == ("", "")
    long = f"<p>{'word ' * 40}<a href='/c/'>here</a>{' after' * 40}</p>".replace("'", '"')
    (cut,) = places(long, lambda href, article: True)
    assert cut.before.startswith("…word")
    assert cut.after.endswith("after…")
    assert len(cut.before) < 70


def test_relink_leaves_what_is_not_meant_to_the_letter():
    body = '<p><a href="/a/?b=1&amp;c=2" title="x">T</a> <a>bare</a></p>'
    assert relink(body, lambda href, article: None) == body
    assert relink(body, lambda href, article: ("/é?x=1&y=2", 7) if href == "/a/?b=1&c=2" else None) == (
        '<p><a href="/é?x=1&amp;y=2" data-article="7" title="x">T</a> <a>bare</a></p>'
    )
