"""The panel under an article's related articles, its endpoint, and what an editor tunes for the whole blog."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Publication, RelatedPick, Suggestion
from tests.make import ROWS, log_in, make_article, related, settle

pytestmark = pytest.mark.django_db
SKIN = "Collagen where needles go to scars, and more collagen to the scars and the needles."
THINGS = (
    "otter", "badger", "walnut", "granite", "violin", "harbour", "candle", "pepper", "saddle", "meadow", "lantern",
    "thimble",
)  # fmt: skip


@pytest.fixture
def chief(db):
    return log_in(is_superuser=True)


@pytest.fixture
def rolling(db):
    for thing in THINGS:
        make_article(f"Number {thing}", standfirst="", body=f"<p>All about {thing}, {thing} and {thing}.</p>")
    return make_article("Rolling", standfirst="", body=f"<p>{SKIN}</p>")


def near(number, **fields):
    fields = {"author": f"Author {number}", "standfirst": ""} | fields
    more = " ".join(f"{thing}{number}" for thing in THINGS[: 3 + number % 9])
    return make_article(f"Near {number}", body=f"<p>{SKIN} {more}</p>", **fields)


def form_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def panel(client, article):
    """Return the panel's HTML, and its suggestions as title, whether shown, and the words under them."""
    page = client.get(form_of(article)).content.decode()
    [html] = re.findall(r'<section class="module articles-suggestions".*?</section>', page, re.S)
    found = []
    for item in re.findall(r"<li data-article=.*?</li>", html, re.S):
        title = re.search(r"noopener\">(.*?)<span", item)[1]
        words = " ".join(
            re.sub(r"<[^>]+>", " ", item.partition("articles-suggestion-why")[2].partition(">")[2]).split()
        )
        found.append((title, "articles-shown" in item, words))
    return html, found


# The panel


def test_the_panel_shows_what_readers_see_then_the_rest_with_the_reason(chief, rolling):
    for number in range(6):
        near(number)
    settle()
    html, found = panel(chief, rolling)
    assert [title for title, is_shown, _ in found if is_shown] == related(rolling)
    assert [is_shown for _, is_shown, _ in found] == [True] * 4 + [False] * 2
    assert all("Both speak of collagen, needles and scars." in words for _, _, words in found)
    assert "Place 5, and 4 are shown." in found[4][2]
    best = Suggestion.objects.filter(article_id=rolling.pk).order_by("-score").first()
    assert f'<meter min="0" max="100" value="{best.score // 10}" aria-hidden="true"></meter>' in html
    assert f"{best.score // 10} of 100" in html
    assert f'href="{form_of(Article.objects.get(title=found[0][0]))}" target="_blank"' in html


def test_pinned_and_hidden_ones_stay_in_the_panel(chief, rolling):
    one, two = near(1), near(2)
    RelatedPick.objects.create(article=rolling, other=one, position=1)
    RelatedPick.objects.create(article=rolling, other=two, kind=RelatedPick.Kind.HIDDEN, position=2)
    settle()
    html, found = panel(chief, rolling)
    assert [(title, is_shown) for title, is_shown, _ in found] == [("Near 1", True), ("Near 2", False)]
    assert "shown, pinned" in html
    assert "It is hidden: “Never together” is chosen in this article&#x27;s form." in found[1][2]


def test_a_draft_has_suggestions_and_a_new_article_a_word_on_when(chief, rolling):
    near(1)
    rolling.status = "draft"
    rolling.save()
    settle()
    html, found = panel(chief, rolling)
    assert [(title, is_shown) for title, is_shown, _ in found] == [("Near 1", True)]
    assert "Once this article is public, readers see" in html
    page = chief.get(reverse("admin:articles_article_add")).content.decode()
    assert "Save the draft to see suggestions." in page


def test_an_article_alone_is_told_what_brings_suggestions(chief, rolling):
    settle()
    html, found = panel(chief, rolling)
    assert found == []
    assert "No other article is near." in html


def test_a_refused_form_still_tells_of_what_was_saved(chief, rolling):
    near(1)
    settle()
    data = {"title": "Something else", "body": "<p>Otters.</p>", "status": "published", "published_at_0": "31 Smarch"}
    inlines = {f"{prefix}-{kind}_FORMS": 0 for prefix in ROWS for kind in ("TOTAL", "INITIAL")}
    response = chief.post(form_of(rolling), data | inlines)
    assert response.status_code == 200
    assert "Both speak of collagen, needles and scars." in response.content.decode()


def test_titles_and_words_are_escaped(chief, rolling):
    near(1)
    Article.objects.filter(title="Near 1").update(title="<b>Near</b> & dear")
    settle()
    assert "&lt;b&gt;Near&lt;/b&gt; &amp; dear" in panel(chief, rolling)[0]


def test_the_panel_asks_as_much_for_thirty_suggestions_as_for_five(chief, rolling):
    words = [f"{thing}{number}" for thing in THINGS for number in range(3)]
    long = make_article("Long", standfirst="", body=f"<p>{' '.join(words)}</p>", tags=["a"])

    def add(first, last):
        for number in range(first, last):
            body = f"<p>{' '.join(words[number : number + 3])}</p>"
            make_article(f"Part {number}", standfirst="", body=body, tags=["a"])
        settle()

    add(0, 5)
    panel(chief, long)
    with CaptureQueriesContext(connection) as few:
        assert len(panel(chief, long)[1]) == 5
    add(5, 30)
    with CaptureQueriesContext(connection) as many:
        assert len(panel(chief, long)[1]) == 10
    assert len(many) == len(few)


def test_a_reader_of_the_form_gets_no_buttons(rolling):
    near(1)
    settle()
    html, found = panel(log_in("view_article"), rolling)
    assert len(found) == 1
    assert '"mayChange": false' in html
    assert "articles-why-not" not in html


# The endpoint


def why_not(client, article, other):
    return client.get(reverse("admin:articles_article_why_not", args=[article.pk]), {"other": other})


def test_the_endpoint_answers_in_a_sentence(chief, rolling):
    other = near(1)
    settle()
    response = why_not(chief, rolling, other.pk)
    assert response.json()["answer"].startswith("It is shown, in place 1:")
    assert "no-store" in response["Cache-Control"]
    assert why_not(chief, rolling, rolling.pk).json() == {"answer": "This is the article itself."}


def test_the_endpoint_is_for_those_who_may_see_the_form(client, rolling):
    other = near(1)
    assert why_not(client, rolling, other.pk).status_code == 302
    assert why_not(log_in("view_author"), rolling, other.pk).status_code == 403
    assert why_not(log_in("view_article", "view_author"), rolling, other.pk).status_code == 200
    writer = log_in("add_article", "change_article", "view_tag")
    assert why_not(writer, near(2, status="draft"), other.pk).status_code == 200


def test_the_endpoint_only_reads(chief, rolling):
    assert chief.post(reverse("admin:articles_article_why_not", args=[rolling.pk])).status_code == 405


@pytest.mark.parametrize("other", ["", "x", "-1", "999999", "9" * 40, "²"])
def test_what_is_not_there_is_told(chief, rolling, other):
    response = why_not(chief, rolling, other)
    assert response.status_code == 404
    assert response.json()["error"] == "The article you ask about is no longer there."


def test_an_article_that_is_gone_is_told(chief, rolling):
    gone = Article(pk=987654)
    assert why_not(chief, gone, rolling.pk).json() == {"error": "This article is no longer there."}


# The publication


def publication_form(**fields):
    publication = Publication.load()
    data = {"name": "N", "tagline": "", "about": "", "disclaimer": "", "list_count": 9, "related_count": 3}
    data |= {"related_threshold": 8, "related_by_author": 2, "stop_words": "", "synonyms": publication.synonyms}
    data |= {"reading_grade": 9, "trash_days": 30, "review_months": 12}
    return data | fields


ADDRESS = "/admin/articles/publication/1/change/"


def test_the_publication_tunes_its_related_articles(chief):
    page = chief.get(ADDRESS).content.decode()
    for name in ("related_count", "related_threshold", "related_by_author", "stop_words", "synonyms"):
        assert f'name="{name}"' in page
    assert chief.post(ADDRESS, publication_form(related_threshold=21, related_by_author=1)).status_code == 302
    assert (Publication.load().related_threshold, Publication.load().related_by_author) == (21, 1)
    response = chief.post(ADDRESS, publication_form(related_count=13))
    assert response.context["errors"]


@pytest.mark.django_db(transaction=True)
def test_changed_words_are_told_to_take_a_while(chief):
    for number in range(12):
        near(number)
    settle()
    page = chief.post(ADDRESS, publication_form(), follow=True).content.decode()
    assert "manage.py refresh" not in page
    page = chief.post(ADDRESS, publication_form(synonyms="needle, pin"), follow=True).content.decode()
    assert "4 articles have yet to be weighed with the new words" in page
    assert "“manage.py refresh” does it at once." in page
