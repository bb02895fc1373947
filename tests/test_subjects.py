"""Closeness of subjects: articles that share no word but the company their words keep."""

import pytest

from articles.models import Article, ArticleTerms, Posting, RelatedIndex, Suggestion, Term
from articles.related import subjects
from articles.related.index import known
from articles.related.rebuilding import rebuild
from articles.related.refreshing import refresh
from articles.related.weights import FULL, Known, Weights
from tests.make import LONG_AGO, make_article, related, settle, sums

pytestmark = pytest.mark.django_db

SKIN = ["peel", "acid", "retinol", "scar", "pore", "sebum", "blackhead", "serum"]
HEART = ["artery", "pulse", "statin", "valve", "pressure", "cholesterol", "angina", "stent"]


def make_corpus(many):
    """Make short articles in bulk: half about skin and half about the heart, each with words side by side there."""
    rows = []
    for number in range(many):
        words = (SKIN, HEART)[number % 2]
        one, two, three, four = (words[(number // 2 + step * (1 + number % 3)) % 8] for step in range(4))
        rows.append(
            Article(
                title=f"{one} {two}", slug=f"s{number}", body=f"<p>{three} {four} own{number % 97}x</p>",
                status="published", published_at=LONG_AGO, saved_at=LONG_AGO,
            )
        )  # fmt: skip
    Article.objects.bulk_create(rows)


@pytest.fixture
def small(monkeypatch):
    """Let subjects be told from few articles, and a corpus of these indexed."""
    for name, value in (("FEWEST", 60), ("PLACES", 4), ("OVERSAMPLED", 4)):
        monkeypatch.setattr(subjects, name, value)
    make_corpus(80)
    rebuild()


def closeness_of(title, other):
    rows = ArticleTerms.objects
    one, two = (rows.get(pk=Article.objects.get(title=each).pk) for each in (title, other))
    return subjects.closeness(bytes(one.subject or b""), bytes(two.subject or b""))


def test_places_are_of_length_one_and_close_to_themselves():
    places = [b"\x00\x00\x80\x3f" + bytes([1] + [0] * 59), b"\x00\x00\x00\x3f" + bytes([0, 2] + [0] * 58), b""]
    terms = {key: Known(f"word{key}", 1, place) for key, place in enumerate(places, 1)}
    one = subjects.place({1: Weights(FULL, 0, 0)}, terms)
    other = subjects.place({2: Weights(5, 0, 0), 3: Weights(900, 0, 0)}, terms)
    both = subjects.place({1: Weights(FULL, 0, 0), 2: Weights(FULL, 0, 0)}, terms)
    assert len(one) == subjects.PLACES
    assert subjects.closeness(one, one) == 1
    assert subjects.closeness(one, other) == 0
    assert subjects.closeness(one, both) == pytest.approx(0.5**0.5, abs=0.01)
    assert subjects.place({3: Weights(900, 0, 0)}, terms) == b""
    assert subjects.closeness(one, b"") is None


def test_the_same_subject_is_close_without_a_shared_word(small):
    make_article("Peel", body="<p>acid</p>", standfirst="")
    make_article("Scar", body="<p>pore</p>", standfirst="")
    make_article("Statin", body="<p>valve</p>", standfirst="")
    settle()
    assert closeness_of("Peel", "Scar") > closeness_of("Peel", "Statin") + 0.2


def test_a_rebuild_gives_every_article_a_place_again_the_same(small):
    places = dict(ArticleTerms.objects.values_list("pk", "subject"))
    assert all(len(place) == subjects.PLACES for place in places.values())
    rebuild()
    assert {pk: bytes(place) for pk, place in ArticleTerms.objects.values_list("pk", "subject")} == {
        pk: bytes(place) for pk, place in places.items()
    }


def test_a_save_places_its_article_without_a_fit(small):
    terms = dict(Term.objects.values_list("text", "subject"))
    article = make_article("Retinol and acid", body="<p>peel newword</p>")
    refresh()
    assert len(ArticleTerms.objects.get(pk=article.pk).subject) == subjects.PLACES
    assert {text: bytes(place or b"") for text, place in Term.objects.values_list("text", "subject")}.items() >= {
        text: bytes(place or b"") for text, place in terms.items()
    }.items()
    assert not Term.objects.get(text="newword").subject


def test_a_growing_blog_is_fitted_by_its_saves(small, monkeypatch):
    assert RelatedIndex.objects.get(pk=1).subjects_of == 80
    monkeypatch.setattr(subjects, "GROWN", 1.03)
    for number in range(3):
        make_article(f"Peel new{number}")
        settle()
    assert RelatedIndex.objects.get(pk=1).subjects_of == 83


def test_a_large_blog_is_fitted_by_a_rebuild_alone(small, monkeypatch):
    monkeypatch.setattr(subjects, "GROWN", 1.0)
    monkeypatch.setattr(subjects, "AT_SAVE", 70)
    make_article("Peel new")
    settle()
    assert RelatedIndex.objects.get(pk=1).subjects_of == 80
    rebuild()
    assert RelatedIndex.objects.get(pk=1).subjects_of == 81


def test_too_few_articles_have_no_subjects(monkeypatch):
    make_article("Peel")
    rebuild()
    assert not subjects.fit(RelatedIndex.objects.get(pk=1))
    monkeypatch.setattr(subjects, "FEWEST", 1)
    assert not subjects.fit(RelatedIndex.objects.get(pk=1))
    refresh()
    assert not RelatedIndex.objects.get(pk=1).subjects_of


def test_without_numpy_the_words_alone_count(monkeypatch):
    monkeypatch.setattr(subjects, "np", None)
    monkeypatch.setattr(subjects, "FEWEST", 60)
    make_corpus(80)
    rebuild()
    article = make_article("Peel acid", body="<p>peel acid</p>")
    settle()
    assert not RelatedIndex.objects.get(pk=1).subjects_of
    assert not ArticleTerms.objects.exclude(subject=None).exclude(subject=b"").exists()
    assert related(article)
    assert Suggestion.objects.filter(article_id=article.pk).count() == 20


def test_numpy_may_go_again(small, monkeypatch):
    monkeypatch.setattr(subjects, "np", None)
    make_article("Peel acid", body="<p>peel acid</p>")
    settle()
    kept = sums()
    rebuild()
    assert sums() == kept
    assert related(Article.objects.get(title="Peel acid"))


def test_the_shipped_numbers_on_as_many_articles_as_they_ask_for():
    """Two hundred words, each with those next to it; the first hundred never meet the others."""
    Term.objects.bulk_create(Term(pk=key, text=f"word{key}", df=1) for key in range(1, 201))
    vectors = {}
    for article in range(1, subjects.FEWEST + 1):
        half = 100 * (article % 2)
        vectors[article] = {half + (article // 2 + step) % 100 + 1: Weights(500, 0, 500) for step in (0, 1, 3, 7)}
    ArticleTerms.objects.bulk_create(ArticleTerms(pk=article, counts=b"") for article in vectors)
    Posting.objects.bulk_create(
        Posting(term_id=term, article_id=article, weights=weights.packed())
        for article, vector in vectors.items()
        for term, weights in vector.items()
    )
    assert subjects.fit(RelatedIndex.objects.create(pk=1, articles=subjects.FEWEST))
    assert RelatedIndex.objects.get(pk=1).subjects_of == subjects.FEWEST
    places = {pk: bytes(place) for pk, place in ArticleTerms.objects.values_list("pk", "subject")}
    assert {len(place) for place in places.values()} == {subjects.PLACES}
    assert subjects.closeness(places[2], places[202]) > 0.99  # the same words
    assert subjects.closeness(places[2], places[6]) > 0.2  # neighbours that share no word
    assert abs(subjects.closeness(places[2], places[3])) < 0.05
    for pk in (1, 2, 300):
        placed = subjects.place(vectors[pk], known(vectors[pk]))
        assert subjects.closeness(placed, places[pk]) > 0.99  # a save places it where the fit did
