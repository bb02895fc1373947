"""What a reader may go on to from an article: the one before it, the one after it, more by its author."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from articles.models import Article, Publication, RelatedPick, Sponsorship
from articles.neighbours import BY_AUTHOR, SQL, around
from articles.reading import read
from tests.make import LONG_AGO, make_article, make_author, soon
from tests.test_visibility import STATES

pytestmark = pytest.mark.django_db


def days(number):
    return LONG_AGO + timedelta(days=number)


def make_row(count, author="Ada Writer"):
    """Return articles published a day apart, the oldest first."""
    return [make_article(f"{author} {number}", author=author, published_at=days(number)) for number in range(count)]


def make_first(author="Ada Writer"):
    """Return an article that another author's comes right after."""
    make_article("Between", author="Carl Third", published_at=days(-1))
    return make_article("First", author=author, published_at=days(-2))


def page(client, article):
    return LexborHTMLParser(client.get(article.get_absolute_url()).content.decode())


def beside(client, article):
    """Return the titles before and after the article as the page has them."""
    nav = page(client, article).css_first("nav.neighbours")
    links = {link.attributes["rel"]: link.text() for link in nav.css("a")} if nav else {}
    return links.get("prev"), links.get("next")


def more(client, article):
    return [link.text() for link in page(client, article).css(".by-author .card-title a")]


def test_the_article_before_and_the_one_after(client):
    first, second, third = make_row(3)
    assert beside(client, first) == (None, second.title)
    assert beside(client, second) == (first.title, third.title)
    assert beside(client, third) == (second.title, None)


def test_of_the_same_moment_the_older_row_comes_first(client):
    twins = [make_article(title, published_at=LONG_AGO) for title in ("One", "Two", "Three")]
    assert [beside(client, twin) for twin in twins] == [(None, "Two"), ("One", "Three"), ("Two", None)]


def test_one_article_alone_leads_nowhere(client):
    tree = page(client, make_article("Alone"))
    assert not tree.css(".neighbours, .by-author")


@pytest.mark.parametrize("state", [state for state in STATES if state != "published"])
def test_what_readers_may_not_see_is_passed_over(client, state):
    first, hidden, last = make_row(3)
    fields = dict(STATES[state])
    if fields.pop("is_copy", False):
        hidden.original = make_article("Original", author=None, published_at=days(-9))
    for name, value in fields.items():
        setattr(hidden, name, value)
    hidden.save()
    assert beside(client, first)[1] == last.title
    assert beside(client, last)[0] == first.title
    assert hidden.title not in more(client, first)


@pytest.mark.parametrize("state", STATES)
def test_plain_sql_has_the_one_rule(state):
    fields = {name: value for name, value in STATES[state].items() if name != "is_copy"}
    article, other = make_article("Known", published_at=LONG_AGO), make_article("Other", **fields)
    if state == "working copy":
        Article.objects.filter(pk=other.pk).update(original=article)
    is_public = Article.objects.published().filter(pk=other.pk).exists()
    _near, found = around(article)
    assert (other.pk in (found.earlier, found.later)) == is_public
    assert (other.pk in found.by_author) == is_public


def test_the_titles_beside_it_carry_their_label(client):
    first, second = make_row(2)
    Sponsorship.objects.create(article=first, kind="paid", sponsor="Acme")
    assert "Paid post by Acme" in page(client, second).css_first(".neighbour").text()


def test_more_by_the_author_are_the_newest(client):
    first, row = make_first(), make_row(BY_AUTHOR + 2)
    make_row(2, "Bob Second")
    assert more(client, first) == [article.title for article in row[: -1 - BY_AUTHOR : -1]]
    heading = page(client, first).css_first("#more_by_author").text()
    assert heading == "More by Ada Writer"


def test_more_are_by_the_first_of_several_authors(client):
    first, row, others = make_first(), make_row(2), make_row(2, "Bob Second")
    first.bylines.create(author=make_author("Bob Second"), position=2)
    assert more(client, first) == [article.title for article in reversed(row)]
    first.bylines.filter(author__name="Ada Writer").update(position=3)
    assert more(client, first) == [article.title for article in reversed(others)]


def test_what_stands_beside_it_already_is_not_repeated(client):
    first, (second, third) = make_first(), make_row(2)
    RelatedPick.objects.create(article=first, other=second)
    assert more(client, first) == [third.title]


def test_what_comes_right_after_it_is_not_repeated(client):
    first, second, third = make_row(3)
    assert beside(client, first)[1] == second.title
    assert more(client, first) == [third.title]


def test_what_an_editor_hid_or_nobody_should_be_led_to_is_left_out(client):
    first, (hidden, quiet, overdue, paid, last) = make_first(), make_row(5)
    RelatedPick.objects.create(article=first, other=hidden, kind="hidden")
    Article.objects.filter(pk=quiet.pk).update(is_suggestable=False)
    Article.objects.filter(pk=overdue.pk).update(review_due_on=timezone.localdate() - timedelta(days=1))
    Sponsorship.objects.create(article=paid, kind="paid", sponsor="Acme")
    assert more(client, first) == [last.title]
    Publication.objects.update(suggests_sponsored=True, suggests_overdue=True)
    assert more(client, first) == [last.title, paid.title], "never one whose review is overdue"
    assert "Paid post by Acme" in page(client, first).css_first(".by-author").text()


def test_a_preview_leads_nowhere():
    make_row(2)
    draft = make_article("Draft", status="draft")
    scheduled = make_article("Scheduled", published_at=soon(days=1))
    for article in (draft, scheduled):
        reading = read(Article.objects.for_page().get(pk=article.pk))
        assert (reading.earlier, reading.later, reading.by_author) == (None, None, [])


def test_each_is_found_by_an_index(django_assert_num_queries):
    article = Article.objects.for_page().get(pk=make_row(3)[1].pk)
    with django_assert_num_queries(1):
        around(article)
    if connection.vendor != "sqlite":
        return
    adapt = connection.ops.adapt_datetimefield_value
    values = {"pk": article.pk, "now": adapt(timezone.now()), "at": adapt(article.published_at)}
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + SQL, values)
        plan = [row[-1] for row in cursor.fetchall()]
    assert sum("article_newest" in step for step in plan) == 2, plan
    assert sum("author_newest" in step for step in plan) == 1, plan
    assert not [step for step in plan if "SCAN a" in step or "SCAN b" in step], plan
