"""The list next to an article: what the engine finds, and which of it the rules let through."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Byline, Change, Publication, RelatedPick, Suggestion, Treatment
from articles.reading import read
from articles.related.lists import NEARLY, SAME_KIND, TWINS, candidates
from articles.related.rebuilding import rebuild
from tests.make import make_article, make_author, related, settle, soon

pytestmark = pytest.mark.django_db

HIDDEN = RelatedPick.Kind.HIDDEN
PEEL = "<p>A chemical peel of glycolic acid takes off the outermost layer, so that fresh skin shows.</p>"
BARE = {"standfirst": "", "body": ""}
SEED = Path(__file__).parent.parent / "healthblog" / "demo" / "is-microneedling-good-for-your-skin.txt"


def suggest(article, scores):
    """Put the articles next to the first with these scores, as the engine would."""
    Suggestion.objects.bulk_create(
        Suggestion(article_id=article.pk, other_id=other.pk, score=score) for other, score in scores.items()
    )


def make_articles(names, **fields):
    return [make_article(name, **fields) for name in names.split()]


def make_others():
    """Make a few articles about something else: on a blog where all say the same, no word tells anything."""
    for food in ("Bread", "Cheese", "Olives", "Lentils", "Spinach", "Walnuts"):
        make_article(food, tags=["Food"], body=f"<p>{food} for breakfast, dinner and supper.</p>")


def test_the_engine_finds_what_is_near_and_leaves_out_the_rest():
    make_others()
    article = make_article("Chemical peels", body=PEEL)
    make_article("After a peel", body="<p>Keep the fresh skin out of the sun.</p>")
    make_article("Microneedling", body="<p>Needles in the skin.</p>")
    settle()
    assert related(article)[0] == "After a peel"
    assert not {"Bread", "Cheese", "Olives"} & set(related(article))


def test_a_shared_tag_brings_together_and_a_rare_one_most():
    make_others()
    article = make_article("Aaa", tags=["Common", "Rare"], **BARE)
    make_articles("Bbb Ccc Ddd Ggg Hhh Iii Jjj Kkk Lll Mmm Nnn", tags=["Common"], **BARE)
    make_article("Eee", tags=["Rare"], **BARE)
    make_article("Fff", tags=["Common", "Rare"], **BARE)
    settle()
    assert related(article)[:2] == ["Fff", "Eee"]


def test_a_tag_meets_the_word_in_another_text():
    make_others()
    article = make_article("Aaa", tags=["Collagen"], **BARE)
    make_article("Collagen", **BARE)
    settle()
    assert related(article) == ["Collagen"]


def test_pins_first_in_the_editors_order():
    article, first, second, near = make_articles("A First Second Near")
    suggest(article, {near: 300, first: 20})
    suggest(article, {second: 800})
    RelatedPick.objects.create(article=article, other=second, position=2)
    RelatedPick.objects.create(article=article, other=first, position=1)
    Publication.objects.update(related_threshold=5)
    assert related(article) == ["First", "Second", "Near"]


def test_the_nearest_first():
    article, *others = make_articles("A B C D E F")
    suggest(article, dict(zip(others, (200, 500, 300, 100, 400), strict=True)))
    Publication.objects.update(related_by_author=12)
    assert related(article) == ["C", "F", "D", "B"]


def test_hidden_pairs_never_meet_in_either_direction():
    article, other = make_articles("A B")
    suggest(article, {other: 500})
    suggest(other, {article: 500})
    assert (related(article), related(other)) == (["B"], ["A"])
    RelatedPick.objects.create(article=article, other=other, kind=HIDDEN)
    assert related(article) == related(other) == []


def test_hidden_from_one_side_wins_over_a_pin_from_the_other():
    article, other = make_articles("A B")
    RelatedPick.objects.create(article=article, other=other)
    RelatedPick.objects.create(article=other, other=article, kind=HIDDEN)
    assert related(article) == related(other) == []


def test_an_article_may_opt_out_but_a_pin_wins():
    make_others()
    article, other = make_article("Alpha", tags=["Greek"], **BARE), make_article("Beta", tags=["Greek"], **BARE)
    settle()
    assert related(article) == ["Beta"]
    other.is_suggestable = False
    other.save()
    assert related(article) == []
    settle()
    assert related(article) == []
    assert related(other) == ["Alpha"]
    RelatedPick.objects.create(article=article, other=other)
    assert related(article) == ["Beta"]


def test_a_pin_that_is_not_public_makes_room():
    article, *others = make_articles("A B C D E")
    suggest(article, dict.fromkeys(others, 500))
    later = make_article("Later", published_at=soon(days=1))
    RelatedPick.objects.create(article=article, other=later)
    Publication.objects.update(related_by_author=12)
    assert sorted(related(article)) == ["B", "C", "D", "E"]


def test_editors_set_how_many_pins_included():
    article, *others = make_articles("A B C D E")
    suggest(article, dict.fromkeys(others, 500))
    for position, other in enumerate(others[:3]):
        RelatedPick.objects.create(article=article, other=other, position=position)
    assert len(related(article)) == 4
    Publication.objects.update(related_count=2)
    assert related(article) == ["B", "C"]
    Publication.objects.update(related_count=0)
    assert related(article) == []


def test_nothing_below_the_threshold_fewer_rather_than_worse():
    article, above, at, below = make_articles("A Above At Below")
    suggest(article, {above: 301, at: 300, below: 299})
    Publication.objects.update(related_threshold=30)
    assert related(article) == ["Above", "At"]
    RelatedPick.objects.create(article=article, other=below)
    assert related(article) == ["Below", "Above", "At"]
    Publication.objects.update(related_threshold=100)
    assert related(article) == ["Below"]


@pytest.mark.parametrize(
    "state",
    [
        {"status": "draft"},
        {"status": "review"},
        {"status": "withdrawn"},
        {"status": "trashed"},
        {"published_at": soon(days=1)},
        {"expires_at": soon(days=-1)},
    ],
    ids=["draft", "in review", "withdrawn", "trashed", "scheduled", "expired"],
)
def test_what_readers_may_not_see_is_never_there_even_before_the_refresh(state):
    article, other, pinned, good = make_articles("A B Pin Good")
    suggest(article, {other: 900, good: 500})
    suggest(other, {article: 900})
    RelatedPick.objects.create(article=article, other=pinned)
    Article.objects.filter(pk__in=[other.pk, pinned.pk]).update(**state)
    assert related(article) == ["Good"]


def test_a_lost_one_makes_room_for_the_next():
    article, *others = make_articles("A B C D E F G")
    suggest(article, {other: 600 - 10 * number for number, other in enumerate(others)})
    Publication.objects.update(related_by_author=12)
    assert related(article) == ["B", "C", "D", "E"]
    Article.objects.filter(title__in=["B", "D"]).update(status="withdrawn")
    assert related(article) == ["C", "E", "F", "G"]


def test_many_by_one_author_give_way_to_others_nearly_as_good():
    article, one, two, three = make_articles("A One Two Three")
    near, far = (make_article(name, author="Bob Second") for name in ("Near", "Far"))
    suggest(article, {one: 600, two: 590, three: 580, near: int(590 * NEARLY) + 1, far: int(580 * NEARLY) - 1})
    assert related(article) == ["One", "Two", "Near", "Three"]
    Publication.objects.update(related_by_author=3)
    assert related(article) == ["One", "Two", "Three", "Near"]
    Publication.objects.update(related_by_author=1)
    assert related(article) == ["One", "Near", "Two", "Three"]


def test_many_by_one_author_stay_where_others_are_much_worse():
    article, *others = make_articles("A B C D E")
    worse = make_article("Worse", author="Bob Second")
    suggest(article, dict.fromkeys(others, 600) | {worse: 200})
    Publication.objects.update(related_by_author=1)
    assert sorted(related(article)) == ["B", "C", "D", "E"]


def test_a_second_author_counts_too_and_pins_count():
    article, pinned, both = make_articles("A Pinned Both")
    other = make_article("Other", author="Bob Second")
    Byline.objects.create(article=both, author=make_author("Cleo Third"), position=2)
    RelatedPick.objects.create(article=article, other=pinned)
    suggest(article, {both: 500, other: 450})
    Publication.objects.update(related_by_author=1)
    assert related(article) == ["Pinned", "Other", "Both"]


def test_two_that_say_the_same_are_not_both_there():
    article, one, same, other = make_articles("A One Same Other")
    suggest(article, {one: 500, same: 499, other: 300})
    suggest(one, {same: TWINS})
    assert related(article) == ["One", "Other"]
    Article.objects.filter(pk=one.pk).update(status="withdrawn")
    assert related(article) == ["Same", "Other"]


def test_one_that_says_the_same_as_the_article_is_not_there():
    article, same, other = make_articles("A Same Other")
    suggest(article, {same: TWINS, other: 300})
    assert related(article) == ["Other"]


def test_one_that_says_the_same_as_a_pin_is_not_there():
    article, pinned, same, other = make_articles("A Pinned Same Other")
    RelatedPick.objects.create(article=article, other=pinned)
    suggest(article, {same: 499, other: 300})
    suggest(pinned, {same: TWINS})
    assert related(article) == ["Pinned", "Other"]


def long_text():
    """Return the seed article's text; the engine takes no short ones for the same."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in SEED.read_text().split("\n\n"))


@pytest.mark.parametrize("title", ["Is microneedling good for your skin?", "What Bob told me on Sunday"])
@pytest.mark.parametrize("copies", [2, 3])
def test_the_engine_knows_a_copy_of_the_text(copies, title):
    make_others()
    article, *_ = [make_article(title, standfirst="", body=long_text()) for _ in range(copies)]
    near = make_article("Microneedling at home", body="<p>A roller of needles, and why skin may bleed.</p>")
    settle()
    for _ in range(2):
        assert title not in related(article)
        assert related(near).count(title) <= 1
        rebuild()


def test_the_engine_knows_a_text_that_hardly_differs():
    make_others()
    article = make_article("Is microneedling good for your skin?", body=long_text())
    make_article("Is microneedling good for skin?", body=long_text() + "<p>Updated in spring.</p>")
    settle()
    assert related(article) == []


def test_treatments_prefer_treatments():
    article, plain, treatment, far = make_articles("A Plain Treatment Far")
    for one in (treatment, far):
        Treatment.objects.create(article=one, name=one.title)
    suggest(article, {plain: 500, treatment: int(500 / SAME_KIND) + 1, far: int(500 / SAME_KIND) - 1})
    assert related(article) == ["Plain", "Treatment", "Far"]
    Treatment.objects.create(article=article, name="A")
    assert related(article) == ["Treatment", "Plain", "Far"]


def test_nearness_is_asked_of_the_score_not_of_the_kind():
    article, treatment = make_articles("A Treatment")
    for one in (article, treatment):
        Treatment.objects.create(article=one, name=one.title)
    suggest(article, {treatment: 299})
    Publication.objects.update(related_threshold=30)
    assert related(article) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "🙂", "standfirst": "", "body": "", "slug": "smile"},
        {"title": "\x01\x02\x1f", "slug": "control", "body": "<p>\x07</p>"},
        {"title": "العناية بالبشرة", "body": "<p>\u202eאבגד\u202c</p>"},
        {"title": "Long", "body": f"<p>{'microneedling' * 8000}</p>"},
        {"title": "w" * 300, "standfirst": "w" * 1000},
        {"title": "=heart #1 %s", "slug": "signs", "body": "<p>%(pk)s '; --</p>"},
    ],
    ids=["emoji", "control", "right to left", "100 kB of one word", "a word cut short", "signs"],
)
def test_odd_texts_are_followed_and_have_lists(fields):
    other = make_article("Other", tags=["Odd"])
    article = make_article(tags=["Odd"], **fields)
    make_others()
    settle()
    assert not Change.objects.exists()
    assert related(article)[0] == "Other"
    assert Article.objects.get(pk=article.pk).title in related(other)


def test_a_page_computes_nothing_related(client):
    make_others()
    article, _, _ = make_articles("Alpha Beta Gamma", tags=["Greek"], **BARE)
    settle()
    with CaptureQueriesContext(connection) as captured:
        assert b"Beta</a>" in client.get("/alpha/").content
        client.get("/bread/")
    for query in (query["sql"] for query in captured):
        assert query.lstrip().startswith(("SELECT", "WITH near")), query
        for table in ("articles_posting", "articles_term", "articles_articleterms", "articles_relatedindex"):
            assert f"{table} " not in query.replace('"', ""), query
    article = Article.objects.for_page().get(pk=article.pk)
    with CaptureQueriesContext(connection) as captured:
        found = candidates(article)
    assert len(captured) == 1
    assert len(found.scores) >= 2
    with CaptureQueriesContext(connection) as captured:
        assert read(article).related
    cards = [query["sql"] for query in captured if "standfirst" in query["sql"]]
    assert len(cards) == 1


def test_a_link_follows_its_article_and_goes_when_that_does(client):
    target = make_article("Target", slug="target")
    article = make_article("A", body=f'<p><a data-article="{target.pk}" href="/target/">there</a></p>')
    target.slug = "moved"
    target.save()
    assert '<a href="/moved/">there</a>' in client.get("/a/").content.decode()
    target.status = "withdrawn"
    target.save()
    assert "<a>there</a>" in client.get(article.get_absolute_url()).content.decode()
