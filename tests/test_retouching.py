"""Tags and authors of one article among many: recorded, allowed or refused, without a new date for readers."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from articles.history.copies import copy_of, duplicate, edit_as_draft
from articles.history.holding import Stale, hold
from articles.history.retouching import sign
from articles.history.roles import EDITORS, WRITERS, ensure_groups
from articles.history.snapshot import snapshot
from articles.models import Act, Article, Image, RelatedPick, Revision, Tag, Treatment
from articles.tagging import tag, untag
from tests.make import make_article, make_author

pytestmark = pytest.mark.django_db


def member(group, name="Ida"):
    ensure_groups()
    user = get_user_model().objects.create_user(name)
    user.groups.add(Group.objects.get(name=group))
    return user


def names(article):
    return sorted(article.tags.values_list("name", flat=True))


def test_tags_come_and_go_on_a_live_article():
    editor, article = member(EDITORS), make_article("A", tags=["Skin"])
    version = article.version
    assert tag(article, ["skin", "Acne"], editor)
    assert names(article) == ["Acne", "Skin"]
    assert untag(article, [Tag.objects.get(name="Skin")], editor)
    assert names(article) == ["Acne"]
    article.refresh_from_db()
    assert (article.updated_at, article.saved_by, article.version) == (None, editor, version + 2)
    assert [row.kind for row in Revision.objects.all()] == ["typo", "typo", "first"]
    assert [(act.verb, act.detail) for act in Act.objects.all()] == [
        ("tagged", "Tags removed: Skin"),
        ("tagged", "Tags added: skin, Acne"),
    ]


def test_what_changes_nothing_leaves_no_trace():
    editor, article = member(EDITORS), make_article("A", tags=["Skin"])
    before = (article.version, article.saved_at)
    assert not tag(article, ["SKIN"], editor)
    assert not untag(article, [Tag.objects.create(name="Other")], editor)
    assert not sign(article, [make_author()], editor)
    article.refresh_from_db()
    assert ((article.version, article.saved_at), Act.objects.count(), Revision.objects.count()) == (before, 0, 0)


def test_authors_are_set_in_order():
    editor, article = member(EDITORS), make_article("A", author="Ada Writer")
    bob, ada = make_author("Bob Second"), make_author("Ada Writer")
    assert sign(article, [bob, ada], editor)
    assert [byline.author for byline in article.bylines.all()] == [bob, ada]
    assert Act.objects.get().detail == "Authors: Bob Second, Ada Writer"


def test_a_writer_their_own_drafts_only():
    writer = member(WRITERS)
    own, other = make_article("Own", status="draft", owner=writer), make_article("Other", status="draft")
    live = make_article("Live", owner=writer)
    assert tag(own, ["Skin"], writer)
    assert not Revision.objects.exists()
    for article in (other, live):
        with pytest.raises(PermissionDenied):
            tag(article, ["Skin"], writer)
        assert names(article) == []


def test_a_copy_is_told_by_its_article_in_the_log():
    article = make_article("A")
    copy = edit_as_draft(article)
    tag(copy, ["Skin"])
    assert (names(article), names(copy)) == ([], ["Skin"])
    assert Act.objects.first().article == article


def test_hold_refuses_what_was_saved_or_deleted_meanwhile():
    article = make_article("A", status="draft")
    assert hold(article.pk, article.version) == article
    with pytest.raises(Stale, match="Somebody saved it at"):
        hold(article.pk, article.version - 1)
    with pytest.raises(Stale, match="deleted it"):
        hold(article.pk + 1, 1)


def test_a_duplicate_is_a_new_draft_with_everything_on_it():
    writer = member(WRITERS)
    image = Image.objects.create(file="articles/a.jpg", name="a", width=9, height=9, content_hash="a")
    article = make_article(
        "Peels", tags=["Skin", "Acne"], lead_image=image, lead_alt="A needle", canonical_url="https://a.example/",
        seo_title="Peels, fully explained", slug="peels",
    )  # fmt: skip
    Treatment.objects.create(article=article, name="Peel", cost_from="10.00")
    RelatedPick.objects.create(article=article, other=make_article("Other"))
    made = duplicate(article, writer)
    made.refresh_from_db()
    assert (made.title, made.slug, made.status, made.owner) == ("Copy of Peels", "", "draft", writer)
    assert (made.original, made.published_at, made.first_public_at) == (None, None, None)
    other = {"title", "slug", "seo_title", "canonical_url"}
    one, two = snapshot(article), snapshot(made)
    assert {name for name in one if one[name] != two[name]} == other
    made.title = "Lasers"
    made.save()
    assert made.slug == "lasers"
    assert copy_of(article) is None


def test_a_duplicate_of_anything():
    untitled = duplicate(make_article("", status="draft"))
    assert untitled.title == "Copy of Untitled"
    long = duplicate(make_article("x" * 300))
    assert len(long.title) == 300
    assert duplicate(edit_as_draft(make_article("Live"))).original is None
    with pytest.raises(PermissionDenied):
        duplicate(long, get_user_model().objects.create_user("nobody"))
    assert Article.objects.filter(status="published").count() == 2
