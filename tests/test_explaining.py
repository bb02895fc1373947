"""Why an article is suggested, and why another is not: sentences that never contradict what readers see."""

import pytest
from django.db import connection

from articles.models import Article, Byline, Publication, RelatedPick, Suggestion
from articles.querysets import Status
from articles.related import subjects
from articles.related.explaining import Explanation, Reason, explain, in_hundred
from articles.related.refreshing import refresh
from articles.related.standing import Standing, why_not
from tests import make
from tests.make import make_author, related, settle, soon

pytestmark = pytest.mark.django_db
SKIN = "Collagen where needles go to scars, and more collagen to the scars and the needles."


@pytest.fixture
def crowd(db):
    """Articles about something else, so that a shared word tells something."""
    return [write(f"Number {word}", body=f"<p>All about {word}, {word} and {word}.</p>") for word in WORDS[:12]]


def write(title, body="", **fields):
    """Make an article of these words alone."""
    return make.make_article(title, body=body, standfirst="", **fields)


WORDS = (
    "otter", "badger", "walnut", "granite", "violin", "harbour", "candle", "pepper", "saddle", "meadow", "lantern",
    "thimble", "anchor", "kettle", "ribbon", "marble", "pencil", "basket", "hammer", "feather",
)  # fmt: skip


def explained(article, other):
    refresh()
    return explain(article, [other])[other.pk]


# What brings two articles together


def test_shared_words_are_told_as_readers_know_them(crowd):
    one = write("Rolling", body=f"<p>{SKIN}</p>")
    two = write("Pricking", body=f"<p>{SKIN} PRP helps.</p>")
    explanation = explained(one, two)
    assert explanation.sentence == "Both speak of collagen, needles and scars."
    assert {reason.kind for reason in explanation.reasons} == {"word"}


def test_a_words_capitals_stay_where_it_never_stands_without(crowd):
    one = write("One", body="<p>We give PRP and then Botox. Numbing cream comes first: PRP hurts.</p>")
    two = write("Two", body="<p>Some prefer Botox to PRP. Numbing helps, and numbing is quick.</p>")
    sentence = explained(one, two).sentence
    assert "PRP" in sentence
    assert "Botox" in sentence
    assert "numbing" in sentence


def test_the_shares_are_parts_of_one_score(crowd):
    one = write("Rolling", body=f"<p>{SKIN}</p>", tags=["Acne scars"])
    two = write("Pricking", body=f"<p>{SKIN}</p>", tags=["Acne scars"])
    shares = [reason.share for reason in explained(one, two).reasons]
    assert 0.9 < sum(shares) <= 1.0001
    assert shares == sorted(shares, reverse=True)


def test_a_shared_tag_is_named_and_its_words_are_not_said_again(crowd):
    one = write("Rolling", tags=["Acne scars"], body="<p>Acne scars and collagen.</p>")
    two = write("Pricking", tags=["Acne scars"], body="<p>Collagen for acne scars.</p>")
    assert explained(one, two).sentence == "Shares the rare tag “Acne scars”; both speak of collagen."


def test_a_tag_of_many_is_not_called_rare(crowd):
    for article in crowd[:8]:
        article.tags.set(["Health"])
    one, two = write("One", tags=["Health"]), write("Two", tags=["Health"])
    assert explained(one, two).sentence.startswith("Shares the tag “Health”")


def test_two_words_for_one_thing_are_told_as_that(crowd):
    one = write("One", body="<p>Your heart and again the heart.</p>")
    two = write("Two", body="<p>A cardiac matter, most cardiac of all.</p>")
    assert "“heart” here is “cardiac” there" in explained(one, two).sentence
    assert "“cardiac” here is “heart” there" in explained(two, one).sentence


def test_a_word_that_both_use_is_not_also_a_concept(crowd):
    one = write("One", body="<p>The heart is a cardiac organ.</p>")
    two = write("Two", body="<p>The heart beats.</p>")
    assert explained(one, two).sentence == "Both speak of heart."


def test_a_phrase_takes_in_the_words_it_is_made_of(crowd):
    one = write("One", body="<p>High blood pressure harms.</p>")
    two = write("Two", body="<p>Measure high blood pressure.</p>")
    assert explained(one, two).sentence == "Both speak of high blood pressure."


def test_at_most_six_things_are_told(crowd):
    text = "<p>Collagen, needles, scars, elastin, serum, retinol, peptide, glycerin, zinc.</p>"
    one, two = write("One", body=text), write("Two", body=text)
    assert len(explained(one, two).reasons) == 6


def test_nothing_shared_needs_no_sentence(crowd):
    assert explained(crowd[0], crowd[1]).sentence == ""


def test_close_subjects_are_told_by_a_few_pairs_of_words():
    reasons = [Reason("subject", "laser", "resurfacing", 0.3), Reason("subject", "light", "glow", 0.1)]
    assert Explanation(12, reasons).sentence == "Close in subject: laser – resurfacing, light – glow."
    assert Explanation(12, [Reason("subject", "", "", 0.3)]).sentence == "Close in subject."


def test_articles_that_share_few_words_are_close_by_their_neighbours_words(monkeypatch):
    """Laser stands with resurfacing in many articles, so a text on the one is near a text on the other."""
    monkeypatch.setattr(subjects, "FEWEST", 80)
    monkeypatch.setattr(subjects, "PLACES", 6)
    for number, word in enumerate(WORDS * 4):
        skin = "laser resurfacing ablation beam" if number % 4 == 0 else f"{word} {WORDS[number // 4]}"
        write(f"Number {number} {word}", body=f"<p>{skin} {skin} {word}{number}.</p>")
    one = write("One", body="<p>Laser and beam, laser and beam, pigment.</p>")
    two = write("Two", body="<p>Resurfacing, ablation, resurfacing, pigment.</p>")
    settle()
    explanation = explain(one, [two])[two.pk]
    [*words, pair] = [reason for reason in explanation.reasons if reason.kind != "subject" or reason.here][:2]
    assert [word.here for word in words] == ["pigment"]
    assert pair.kind == "subject"
    assert {pair.here, pair.there} <= {"laser", "beam", "resurfacing", "ablation"}
    assert pair.share > 0
    assert "close in subject" in explanation.sentence


def test_explaining_asks_as_much_for_many_as_for_one(crowd, django_assert_num_queries):
    article = write("Rolling", body=f"<p>{SKIN}</p>", tags=["a"])
    others = [write(f"Other {word}", body=f"<p>{SKIN} {word}</p>", tags=["a"]) for word in WORDS[:9]]
    settle()
    for some in (others[:1], others):
        with django_assert_num_queries(5):
            explain(article, some)


# A draft


def test_a_draft_scores_as_it_will_once_it_is_public(crowd):
    other = write("Pricking", body=f"<p>{SKIN}</p>", tags=["Acne scars"])
    settle()
    draft = write("Rolling", body=f"<p>{SKIN} Unheardofword.</p>", tags=["Acne scars"], status="draft")
    settle()
    before = Standing(draft.pk)
    assert before.article.is_indexed is False
    assert [each.title for each in before.suggestions(10)] == ["Pricking"]
    assert before.answer(other.pk).startswith("Place 1 once readers see this article:")
    assert not Suggestion.objects.filter(article_id=draft.pk).exists()
    draft.status = Status.PUBLISHED
    draft.save()
    settle()
    after = Suggestion.objects.get(article_id=draft.pk, other_id=other.pk).score
    assert 0 <= before.score(other.pk) - after < 50  # the other one pays more, now that it is near to one more


def test_looking_writes_nothing(crowd):
    draft = write("Rolling", body=f"<p>{SKIN}</p>", status="draft")
    settle()
    with connection.execute_wrapper(refuse_writing):
        standing = Standing(draft.pk)
        explain(standing.article, standing.suggestions(10), standing.weighing)


def refuse_writing(execute, sql, params, many, context):
    assert sql.split()[0] in ("SELECT", "WITH"), sql
    return execute(sql, params, many, context)


def test_a_working_copy_is_not_offered_its_original(crowd):
    original = write("Rolling", body=f"<p>{SKIN}</p>")
    other = write("Pricking", body=f"<p>{SKIN} Otherwise it is about different things entirely.</p>")
    copy = Article.objects.create(title="Rolling", body=original.body, original=original, status="draft")
    settle()
    assert Standing(copy.pk).suggestions(10) == [other]
    assert why_not(copy, original) == "This is the article that you edit a working copy of."
    assert why_not(other, copy).startswith("It is a working copy")


def test_on_an_empty_blog_nothing_is_near(db):
    draft = Article.objects.create(title="First")
    assert Standing(draft.pk).suggestions(10) == []


# Why not


@pytest.fixture
def pair(crowd):
    one = write("Rolling", body=f"<p>{SKIN}</p>")
    two = write("Pricking", body=f"<p>{SKIN} And a good deal more is said of serums, creams and sunshine.</p>")
    settle()
    return one, two


def change(article, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    settle()


def test_what_is_shown_is_said_to_be(pair):
    one, two = pair
    assert related(one) == ["Pricking"]
    score = in_hundred(Suggestion.objects.get(article_id=one.pk, other_id=two.pk).score)
    assert why_not(one, two) == f"It is shown, in place 1: {score} of 100."
    assert why_not(one, one) == "This is the article itself."


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"status": "draft"}, "It is a draft: readers cannot open it yet."),
        ({"status": "review"}, "It is in review: readers cannot open it yet."),
        ({"status": "withdrawn"}, "It is withdrawn: readers can no longer open it."),
        ({"status": "trashed"}, "It is in the trash."),
        ({"published_at": soon(days=2)}, "It is scheduled: it appears on "),
        ({"expires_at": soon(days=-2)}, "It has expired: it was taken down on "),
        ({"is_suggestable": False}, "It has opted out: “may be suggested next to other articles” is off in its form."),
    ],
)
def test_what_readers_cannot_see_is_said(pair, fields, answer):
    one, two = pair
    change(two, **fields)
    assert related(one) == []
    assert why_not(one, two).startswith(answer)


def test_pinned_is_there_unless_it_is_not_public(pair, crowd):
    one, two = pair
    RelatedPick.objects.create(article=one, other=crowd[0], position=1)
    assert why_not(one, crowd[0]) == "It is shown: pinned, in place 1."
    change(crowd[0], status="draft")
    assert why_not(one, crowd[0]) == (
        "It is pinned, but readers do not see it now. It is a draft: readers cannot open it yet."
    )
    Publication.objects.update(related_count=1)
    RelatedPick.objects.create(article=one, other=two, position=2)
    change(crowd[0], status="published")
    assert related(one) == [crowd[0].title]
    assert why_not(one, two).startswith("It is pinned, but there is no room")


def test_hidden_says_in_whose_form(pair):
    one, two = pair
    RelatedPick.objects.create(article=one, other=two, kind=RelatedPick.Kind.HIDDEN)
    assert related(one) == related(two) == []
    assert why_not(one, two) == "It is hidden: “Never together” is chosen in this article's form."
    assert why_not(two, one) == "It is hidden: “Never together” is chosen in the form of “Rolling”."


LONG = f"{SKIN} {' '.join(f'{word}s{number}' for word in WORDS for number in range(2))}"


def test_a_twin_of_the_article_is_called_one(crowd):
    one, two = (write("Rolling the same", body=f"<p>{LONG}</p>") for _ in range(2))
    settle()
    assert related(one) == []
    assert why_not(one, two).startswith("It says nearly the same as this article")


def test_a_twin_of_a_better_suggestion_or_of_a_pin_names_that(pair):
    one = pair[0]
    twins = [write("Told twice", body=f"<p>{LONG}</p>") for _ in range(2)]
    Publication.objects.update(related_threshold=1)
    settle()
    assert related(one).count("Told twice") == 1
    standing = Standing(one.pk)
    [other] = [twin for twin in twins if twin not in standing.shown]
    assert why_not(one, other) == "It says nearly the same as “Told twice”, which is nearer."
    RelatedPick.objects.create(article=one, other=other)
    [first] = [twin for twin in twins if twin != other]
    assert related(one).count("Told twice") == 1
    assert why_not(one, first) == "It says nearly the same as “Told twice”, which is pinned."


def test_what_has_nothing_in_common_is_told_so(pair, crowd):
    assert why_not(pair[0], crowd[3]).startswith("The two have nothing in common:")


def test_below_the_threshold_both_numbers_are_told(pair):
    one, two = pair
    score = Suggestion.objects.get(article_id=one.pk, other_id=two.pk).score
    Publication.objects.update(related_threshold=score // 10 + 1)
    assert related(one) == []
    assert why_not(one, two) == (f"It is not near enough: {score // 10} of 100, and {score // 10 + 1} are demanded.")
    Publication.objects.update(related_threshold=score // 10)
    assert related(one) == ["Pricking"]
    assert why_not(one, two).startswith("It is shown")


def near(number, **fields):
    words = " ".join(f"{word}{number}" for word in WORDS[:number])
    return write(f"Near {number}", body=f"<p>{SKIN} {words}</p>", author=f"Author {number}", **fields)


def test_the_fifth_of_four_is_told_its_place(crowd):
    one = write("Rolling", body=f"<p>{SKIN}</p>")
    for number in range(4, 10):
        near(number)
    settle()
    assert len(related(one)) == 4
    standing = Standing(one.pk)
    sixth = standing.order[5]
    score = in_hundred(standing.score(sixth.pk))
    assert why_not(one, sixth) == (
        f"It is near enough ({score} of 100), but others are nearer: place 6, and 4 are shown."
    )


def test_no_room_at_all_is_told(pair):
    Publication.objects.update(related_count=0)
    assert why_not(*pair) == "No article shows others: the publication's number of related articles is 0."


def test_an_author_who_stands_there_enough_is_named(crowd):
    one = write("Rolling", body=f"<p>{SKIN}</p>")
    articles = [near(number) for number in range(5, 9)]
    prolific = make_author("Prolific Penny")
    settle()
    best = Standing(one.pk).order[:3]
    Byline.objects.filter(article__in=best).update(author=prolific)
    Publication.objects.update(related_count=3)
    shown = related(one)
    [held] = [other for other in best if other.title not in shown]
    assert len(articles) == 4
    assert why_not(one, held).endswith("but held back: Prolific Penny stands here often enough.")


@pytest.mark.parametrize("count", [1, 2, 4, 12])
@pytest.mark.parametrize("threshold", [0, 8, 40])
def test_no_answer_contradicts_the_readers_page(crowd, count, threshold):
    one = write("Rolling", body=f"<p>{SKIN}</p>")
    others = [near(number, is_suggestable=number != 6) for number in range(2, 10)]
    RelatedPick.objects.create(article=one, other=crowd[0])
    RelatedPick.objects.create(article=others[1], other=one, kind=RelatedPick.Kind.HIDDEN)
    change(others[2], status="withdrawn")
    Publication.objects.update(related_count=count, related_threshold=threshold, related_by_author=1)
    shown = related(one)
    for other in [*others, *crowd]:
        assert why_not(one, other).startswith("It is shown") == (other.title in shown), other
