"""The list next to an article, until a better engine fills it: pins, hidden pairs, shared tags."""

import pytest

from articles.models import Article, Publication, RelatedPick
from articles.reading import read
from tests.make import make_article, soon

pytestmark = pytest.mark.django_db


def titles(article):
    return [other.title for other in read(Article.objects.for_page().get(pk=article.pk)).related]


def test_pins_first_in_the_editors_order_then_the_rarest_shared_tag():
    article = make_article("A", tags=["common", "rare"])
    for number in range(3):
        make_article(f"Common {number}", tags=["common"])
    rare = make_article("Rare", tags=["rare"])
    first, second = make_article("First pin"), make_article("Second pin")
    RelatedPick.objects.create(article=article, other=second, position=2)
    RelatedPick.objects.create(article=article, other=first, position=1)
    assert titles(article) == ["First pin", "Second pin", "Rare", "Common 2"]
    assert titles(rare) == ["A"]


def test_sharing_two_tags_beats_sharing_one():
    article = make_article("A", tags=["x", "y"])
    make_article("One", tags=["x"])
    make_article("Two", tags=["x", "y"])
    assert titles(article) == ["Two", "One"]


def test_hidden_pairs_never_meet_in_either_direction():
    article, other = make_article("A", tags=["x"]), make_article("B", tags=["x"])
    RelatedPick.objects.create(article=article, other=other, kind=RelatedPick.Kind.HIDDEN)
    assert titles(article) == titles(other) == []


def test_an_article_may_opt_out_but_a_pin_wins():
    article, other = make_article("A", tags=["x"]), make_article("B", tags=["x"], is_suggestable=False)
    assert titles(article) == []
    RelatedPick.objects.create(article=article, other=other)
    assert titles(article) == ["B"]


def test_a_pin_that_is_not_public_makes_room():
    article = make_article("A", tags=["x"])
    for number in range(4):
        make_article(f"B{number}", tags=["x"])
    RelatedPick.objects.create(article=article, other=make_article("Later", published_at=soon(days=1)))
    assert len(titles(article)) == 4
    assert "Later" not in titles(article)


def test_editors_set_how_many():
    article = make_article("A", tags=["x"])
    for number in range(4):
        make_article(f"B{number}", tags=["x"])
    Publication.objects.update(related_count=2)
    assert len(titles(article)) == 2
    Publication.objects.update(related_count=0)
    assert titles(article) == []


def test_a_link_follows_its_article_and_goes_when_that_does(client):
    target = make_article("Target", slug="target")
    article = make_article("A", body=f'<p><a data-article="{target.pk}" href="/target/">there</a></p>')
    target.slug = "moved"
    target.save()
    assert '<a href="/moved/">there</a>' in client.get("/a/").content.decode()
    target.status = "withdrawn"
    target.save()
    assert "<a>there</a>" in client.get(article.get_absolute_url()).content.decode()
