"""Merging tags: every article keeps its subject, and the old address leads on."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from articles.models import Change, RelatedIndex, Tag, Term
from articles.related.refreshing import refresh
from articles.tagging import merge
from tests.make import make_article

pytestmark = pytest.mark.django_db


def names(article):
    return sorted(article.tags.values_list("name", flat=True))


def test_articles_of_both_have_the_one_that_stays_once():
    both, one, other = (
        make_article("Both", tags=["Peel", "Peels"]), make_article("One", tags=["Peel"]),
        make_article("Other", tags=["Skin"]),
    )  # fmt: skip
    assert merge(Tag.objects.filter(name="Peel"), Tag.objects.get(name="Peels")) == 2
    assert (names(both), names(one), names(other)) == (["Peels"], ["Peels"], ["Skin"])
    assert not Tag.objects.filter(name="Peel").exists()


def test_the_merged_tags_addresses_lead_to_the_one_that_stays(client):
    make_article("A", tags=["Peel", "Peels"])
    oldest = Tag.objects.get(name="Peel")
    oldest.slug = "peel-of-old"
    oldest.save()
    make_article("B", tags=["Unseen"], status="draft")
    merge(Tag.objects.filter(name__in=["Peel", "Unseen"]), Tag.objects.get(name="Peels"))
    for slug in ("peel", "peel-of-old"):
        assert client.get(f"/tags/{slug}/").url == "/tags/peels/"
    assert client.get("/tags/unseen/").status_code == 404


def test_related_articles_follow():
    make_article("A", tags=["Peel"])
    make_article("B", tags=["Peels"])
    refresh()
    stays = Tag.objects.get(name="Peels")
    merge(Tag.objects.all(), stays)
    assert Change.objects.exists()
    refresh()
    assert RelatedIndex.objects.get().articles == 2
    assert Term.objects.get(text=f"#{stays.pk}").df == 2
    assert list(Term.objects.filter(text__startswith="#", df__gt=0)) == [Term.objects.get(text=f"#{stays.pk}")]


def test_an_editor_merges_in_the_admin(client):
    client.force_login(get_user_model().objects.create_superuser("editor"))
    article = make_article("A", tags=["Peel", "Peels", "Skin"])
    tags = {tag.name: str(tag.pk) for tag in Tag.objects.all()}
    address = reverse("admin:articles_tag_changelist")
    asked = {"action": "merge_tags", "_selected_action": [tags["Peel"], tags["Peels"]]}
    page = client.post(address, asked)
    assert "Which tag stays?" in page.content.decode()
    assert names(article) == ["Peel", "Peels", "Skin"]
    done = client.post(address, asked | {"into": tags["Peels"]}, follow=True)
    assert "“Peel” became “Peels”. 1 article changed." in done.content.decode()
    assert names(article) == ["Peels", "Skin"]
    alone = client.post(address, asked | {"_selected_action": [tags["Skin"]]}, follow=True)
    assert "two or more" in alone.content.decode()
