"""Every change reaches the article's own list and all lists that it enters or leaves, by one refresh a transaction.

The tests commit, so that what happens on commit happens.
"""

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import transaction

from articles.models import Article, ArticleTerms, Change, Publication, RelatedIndex, Suggestion, Tag, Term
from articles.related import refreshing
from articles.related.refreshing import pending, refresh
from articles.related.suggesting import KEPT, THIN
from tests.make import indexed_terms, make_article, related, settle, soon, suggestions, sums

pytestmark = pytest.mark.django_db(transaction=True)

PEELS = {"body": "<p>Glycolic acid peels the outermost layer.</p>"}
LASERS = {"body": "<p>A laser beam heats the pigment.</p>"}
ALL_PEELS = {"Peel alpha", "Peel beta", "Peel gamma"}
ALL_LASERS = {"Laser delta", "Laser omega", "Laser sigma"}


@pytest.fixture
def blog():
    """Return articles by title: three about peels, three about lasers."""
    with transaction.atomic():
        peels = [make_article(title, **PEELS) for title in sorted(ALL_PEELS)]
        lasers = [make_article(title, **LASERS) for title in sorted(ALL_LASERS)]
    settle()
    return {article.title: article for article in peels + lasers}


def turns():
    """Return how many refreshes there were."""
    return RelatedIndex.objects.get(pk=1).turn


def who_suggests(article):
    """Return the titles of those next to which readers see the article."""
    return {other.title for other in Article.objects.published() if article.title in related(other)}


def test_saving_is_enough():
    blog = {title: make_article(title, **PEELS) for title in sorted(ALL_PEELS)}
    blog |= {title: make_article(title, **LASERS) for title in sorted(ALL_LASERS)}
    for titles in (ALL_PEELS, ALL_LASERS):
        for title in titles:
            assert set(related(blog[title])) == who_suggests(blog[title]) == titles - {title}
    assert not Change.objects.exists()


def test_publishing_enters(blog):
    article = make_article("Peel lambda", status="draft", published_at=None, **PEELS)
    assert (related(article), who_suggests(article)) == ([], set())
    article.status = "published"
    article.save()
    assert set(related(article)) == who_suggests(article) == ALL_PEELS


def test_a_scheduled_article_enters_at_its_minute_by_the_clock_alone(blog):
    article = make_article("Peel lambda", published_at=soon(days=1), **PEELS)
    assert set(related(article)) == ALL_PEELS
    assert who_suggests(article) == set()
    before = turns()
    Article.objects.filter(pk=article.pk).update(published_at=soon(seconds=-1))  # the clock: nothing is saved
    assert who_suggests(article) == ALL_PEELS
    assert turns() == before


def test_editing_moves_from_list_to_list(blog):
    article = blog["Peel alpha"]
    article.title, article.body, article.standfirst = "Laser kappa", LASERS["body"], ""
    article.save()
    assert set(related(article)) == who_suggests(article) == ALL_LASERS


def test_retagging_enters_and_leaves(blog):
    lonely, other = make_article("Bread", body=""), make_article("Cheese", body="")
    lonely.tags.set(["Breakfast"])
    assert (related(lonely), related(other)) == ([], [])
    other.tags.add("Breakfast")
    assert (related(lonely), related(other)) == (["Cheese"], ["Bread"])
    other.tags.remove("Breakfast")
    assert (related(lonely), related(other)) == ([], [])
    other.tags.add("Breakfast")
    Tag.objects.get(name="Breakfast").delete()
    assert (related(lonely), related(other)) == ([], [])


def test_renaming_a_tag_renames_the_word(blog):
    one = make_article("Bread", body="", tags=["Carbohydrates"])
    tag = Tag.objects.get(name="Carbohydrates")
    tag.name = "Starch"
    tag.save()
    assert "starch" in indexed_terms()[one.pk]
    tag.name = "Carbohydrates"
    tag.save()
    assert "starch" not in indexed_terms()[one.pk]
    before = list(ArticleTerms.objects.order_by("pk").values_list("pk", "turn"))
    tag.description = "Of bread."
    tag.save()
    Tag.objects.create(name="On nothing")
    assert list(ArticleTerms.objects.order_by("pk").values_list("pk", "turn")) == before


@pytest.mark.parametrize("status", ["withdrawn", "trashed", "draft", "review"])
def test_taking_away_leaves_and_restoring_enters_again(blog, status):
    article = blog["Peel alpha"]
    article.status = status
    article.save()
    assert not ArticleTerms.objects.filter(pk=article.pk).exists()
    assert not Suggestion.objects.filter(other_id=article.pk).exists()
    assert who_suggests(article) == set()
    assert related(blog["Peel beta"]) == ["Peel gamma"]
    article.status = "published"
    article.save()
    assert set(related(article)) == who_suggests(article) == ALL_PEELS - {"Peel alpha"}


def test_deleting_leaves_and_leaves_nothing_behind(blog):
    pk = blog["Peel alpha"].pk
    blog["Peel alpha"].delete()
    assert set(related(blog["Peel beta"])) == {"Peel gamma"}
    assert pk not in suggestions()
    assert not Suggestion.objects.filter(other_id=pk).exists()
    assert sums()[0] == 5
    Article.objects.filter(title__startswith="Laser").delete()
    assert sums()[0] == 2
    assert not Term.objects.filter(text="laser", df__gt=0).exists()


def test_opting_out_leaves_and_opting_in_enters_again(blog):
    article = blog["Peel alpha"]
    for is_suggestable in (False, True):
        article.is_suggestable = is_suggestable
        article.save()
        assert who_suggests(article) == (ALL_PEELS - {"Peel alpha"} if is_suggestable else set())
        assert set(related(article)) == ALL_PEELS - {"Peel alpha"}
    assert sums()[0] == 6


def test_an_expired_article_that_is_taken_up_again_enters():
    expired = make_article("Peel alpha", expires_at=soon(days=-1), **PEELS)
    article = make_article("Peel beta", **PEELS)
    for title in ALL_LASERS:
        make_article(title, **LASERS)
    assert related(article) == []
    expired.expires_at = None
    expired.save()
    assert (related(article), related(expired)) == (["Peel alpha"], ["Peel beta"])


@pytest.mark.parametrize(
    "state", [{"published_at": soon(days=1)}, {"expires_at": soon(days=-1)}], ids=["scheduled", "expired"]
)
def test_a_series_that_readers_cannot_see_does_not_take_the_places(blog, state):
    Publication(related_threshold=0).save()
    for number in range(KEPT + 5):
        make_article(f"Peel alpha beta gamma number{number}", **PEELS | state)
    assert set(related(blog["Peel alpha"])) >= ALL_PEELS - {"Peel alpha"}


def test_a_working_copy_is_never_followed(blog):
    copy = make_article("Peel alpha", status="draft", published_at=None, **PEELS)
    copy.original = blog["Peel alpha"]
    copy.save()
    assert copy.pk not in suggestions()
    assert sums()[0] == 6


def test_a_list_keeps_more_than_it_shows_and_is_made_anew_before_it_runs_out():
    Publication(related_threshold=0).save()
    first, *others = [make_article(f"Peel number{number}", **PEELS) for number in range(KEPT + 10)]
    for title in ALL_LASERS:
        make_article(title, **LASERS)
    while len(others) > 4:
        others.pop().delete()
        assert len(related(first)) == 4
        assert len(suggestions()[first.pk]) >= min(THIN, len(others))
    make_article("Peel lambda", **PEELS)
    Publication(related_threshold=0, related_count=12).save()
    assert "Peel lambda" in related(first)


def test_one_refresh_a_transaction(blog):
    before = turns()
    with transaction.atomic():
        for number in range(3):
            article = make_article(f"Peel {number}", tags=["x", "y"], **PEELS)
            article.save()
        blog["Peel alpha"].delete()
        assert Change.objects.count() > 4
        assert turns() == before
    assert turns() == before + 1
    assert not Change.objects.exists()
    assert sums()[0] == 8


def test_no_refresh_where_the_transaction_rolls_back(blog):
    before, lists = turns(), suggestions()
    with transaction.atomic():
        blog["Peel alpha"].delete()
        make_article("Peel lambda", **PEELS)
        transaction.set_rollback(True)
    assert (turns(), suggestions()) == (before, lists)
    assert not Change.objects.exists()


def test_what_follows_an_inner_roll_back_is_still_refreshed(blog):
    before = turns()
    with transaction.atomic():
        with transaction.atomic():
            make_article("Peel epsilon", **PEELS)
            transaction.set_rollback(True)
        article = make_article("Peel lambda", **PEELS)
    assert turns() == before + 1
    assert set(related(article)) == ALL_PEELS
    with transaction.atomic():
        article.delete()
        with transaction.atomic():
            make_article("Peel epsilon", **PEELS)
            transaction.set_rollback(True)
    assert turns() == before + 2
    assert sums()[0] == 6


def test_loading_a_fixture_is_ignored(blog):
    dumped = serializers.serialize("json", [blog["Peel alpha"], *Tag.objects.all(), Publication.load()])
    before = turns()
    for loaded in serializers.deserialize("json", dumped):
        loaded.save()
    assert turns() == before
    assert not Change.objects.exists()


def test_an_article_saved_without_new_words_keeps_the_lists(blog):
    before = suggestions()
    blog["Peel alpha"].seo_title = "Other"
    blog["Peel alpha"].save()
    assert suggestions() == before


def test_many_changes_are_followed_in_parts(blog, monkeypatch):
    monkeypatch.setattr(refreshing, "AT_ONCE", 4)
    changed = [*blog.values()]
    Article.objects.filter(title__startswith="Peel").update(status="withdrawn")
    Change.record(article.pk for article in changed)
    assert [refresh(), refresh()] == [2, 0]
    assert not Change.objects.exists()
    assert sums()[0] == 3


def test_the_command_finishes_what_was_left(blog, capsys):
    Article.objects.filter(title="Peel alpha").update(title="Laser kappa", body=LASERS["body"], standfirst="")
    Change.record([blog["Peel alpha"].pk])
    assert pending() > 0
    call_command("refresh")
    assert pending() == 0
    assert "0 left." in capsys.readouterr().out
    blog["Peel alpha"].refresh_from_db()
    assert who_suggests(blog["Peel alpha"]) == ALL_LASERS
    call_command("refresh", verbosity=0)
    assert capsys.readouterr().out == ""


def test_a_change_of_an_article_that_never_was_does_nothing(blog):
    before = sums(), suggestions()
    Change.record([10**9, blog["Peel alpha"].pk])
    refresh()
    assert (sums(), suggestions()) == before
    assert not Change.objects.exists()


def test_stop_words_and_synonyms_take_effect(blog):
    bread = make_article("Bread", body="<p>Sourdough</p>", standfirst="")
    levain = make_article("Levain", body="<p>Loaf</p>", standfirst="")
    assert related(bread) == []
    publication = Publication.load()
    publication.synonyms = "sourdough, levain\nbread, loaf"
    publication.save()
    settle()
    assert (related(bread), related(levain)) == (["Levain"], ["Bread"])
    publication.stop_words = "sourdough, loaf"
    publication.save()
    settle()
    assert (related(bread), related(levain)) == ([], [])
    assert not any("sourdough" in terms for terms in indexed_terms().values())


def test_another_language_takes_effect(settings):
    article = make_article("Behandlungen", body="", standfirst="")
    settings.LANGUAGE_CODE = "de"
    refresh()
    settle()
    assert indexed_terms()[article.pk] == {"behandl": (1, 0, 0, 0)}


def test_a_growing_blog_weighs_its_first_articles_anew():
    for number in range(12):
        make_article(f"Peel number{number}", **PEELS)
    settle()
    assert min(ArticleTerms.objects.values_list("weighed_with", flat=True)) * refreshing.GROWN >= 12
