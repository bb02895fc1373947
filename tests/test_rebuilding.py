"""Making everything anew: the same result however often it was interrupted, and never a reader without a list."""

from collections import Counter
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import transaction

from articles.models import Article, ArticleTerms, Posting, Publication, RelatedIndex, Suggestion, Term
from articles.related import rebuilding
from articles.related.rebuilding import COUNT, LIST, STEPS, WEIGH, rebuild
from articles.related.refreshing import refresh
from tests.make import indexed_terms, make_article, related, settle, soon, suggestions, sums

pytestmark = pytest.mark.django_db

SUBJECTS = ("peel acid layer", "laser beam pigment", "needle roller collagen", "serum vitamin retinol")
MANY = 10


@pytest.fixture
def blog():
    """Return articles on a few subjects, settled."""
    articles = [
        make_article(f"{SUBJECTS[number % 4].split()[number % 3]} {number}x", body=f"<p>{SUBJECTS[number % 4]}</p>")
        for number in range(MANY)
    ]
    make_article("Peel later", published_at=soon(days=1))
    settle()
    return articles


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 4)


def whole():
    """Return all that a rebuild makes, by texts."""
    texts = dict(Term.objects.values_list("pk", "text"))
    postings = {(texts[term], article): weights for term, article, weights in Posting.objects.values_list(
        "term_id", "article_id", "weights")}  # fmt: skip
    return sums(), postings, suggestions()


def has_orphans():
    """Return the postings that stand under a term their article does not have."""
    terms, texts = indexed_terms(), dict(Term.objects.values_list("pk", "text"))
    found = Posting.objects.values_list("term_id", "article_id")
    return [(texts.get(term), article) for term, article in found if texts.get(term) not in terms.get(article, ())]


def spoil(blog):
    """Write nonsense into the index and bypass every signal, as a script or a bug might."""
    Term.objects.filter(text="laser").update(df=100)
    Term.objects.filter(text="peel").update(df=0)
    Term.objects.create(text="neverheard", df=3)
    RelatedIndex.objects.update(articles=99)
    Article.objects.filter(pk=blog[0].pk).update(status="withdrawn")
    Article.objects.filter(pk=blog[1].pk).update(title="Serum", body="<p>serum</p>")
    Posting.objects.filter(article_id=blog[2].pk).delete()


class Stop(Exception):
    pass


def stopping(after):
    """Return a `say` that interrupts the rebuild when it is called for the time `after`, counted from 0."""
    calls = iter(range(1000))

    def say(step, done, total):
        if next(calls) == after:
            raise Stop(step)

    return say


def positions():
    """Return the steps that `say` hears of in a whole rebuild."""
    heard = []
    rebuild(lambda step, done, total: heard.append((step, done, total)))
    return heard


def test_it_says_how_far_it_is(blog):
    heard = positions()
    assert [step for step in STEPS if step in {step for step, _, _ in heard}] == list(STEPS)
    for step in STEPS:
        assert [(done, total) for each, done, total in heard if each == step] == [(4, 11), (8, 11), (11, 11)]
    assert RelatedIndex.objects.get(pk=1).rebuild_step == ""


def test_it_changes_nothing_of_what_is_right(blog):
    rebuild()
    before = whole()
    rebuild()
    assert whole() == before


def test_it_repairs_what_was_spoilt(blog):
    right = sums()
    spoil(blog)
    rebuild()
    articles, dfs, terms = sums()
    assert articles == len(terms) == right[0] - 1
    assert dfs == Counter(text for each in terms.values() for text in each)
    assert not Term.objects.filter(text="neverheard").exists()
    assert terms[blog[1].pk]["serum"] == (1, 0, 1, 0)
    assert blog[0].pk not in suggestions()
    assert not Suggestion.objects.filter(other_id=blog[0].pk).exists()
    assert not Posting.objects.filter(article_id=blog[0].pk).exists()
    assert Posting.objects.filter(article_id=blog[2].pk).exists()
    assert has_orphans() == []


@pytest.mark.parametrize("is_spoilt", [False, True])
def test_interrupted_anywhere_it_goes_on_and_comes_to_the_same(blog, is_spoilt):
    if is_spoilt:
        spoil(blog)
    public = [article for article in Article.objects.published() if Suggestion.objects.filter(article_id=article.pk)]
    assert len(public) >= MANY - 1
    with transaction.atomic():
        calls = len(positions())
        right = whole()
        transaction.set_rollback(True)
    for after in range(calls):
        with transaction.atomic():
            with pytest.raises(Stop) as stopped:
                rebuild(stopping(after))
            assert all(related(article) for article in public), f"a reader has no list at {stopped.value} {after}"
            heard = positions()
            assert not heard or heard[0][0] == str(stopped.value) or heard[0][1] == 4
            assert whole() == right, f"stopped at {stopped.value} {after}"
            transaction.set_rollback(True)


def test_interrupted_over_and_over_it_still_ends(blog):
    with transaction.atomic():
        rebuild()
        right = whole()
        transaction.set_rollback(True)
    stops = 0
    while stops == 0 or RelatedIndex.objects.get(pk=1).rebuild_step:
        with suppress(Stop):
            rebuild(stopping(3 if RelatedIndex.objects.get(pk=1).rebuild_step == WEIGH else 0))
        stops += 1
    assert stops > 6
    assert whole() == right


def test_readers_have_the_old_lists_until_the_new_ones_are_made(blog):
    Article.objects.filter(pk=blog[1].pk).update(title="Serum vitamin", body="<p>serum vitamin</p>")
    old, seen = suggestions(), {}

    def say(step, done, total):
        seen.setdefault(step, []).append(suggestions())

    rebuild(say)
    assert all(lists == old for step in STEPS if step != LIST for lists in seen[step])
    assert all(set(lists) == set(old) for lists in seen[LIST])
    assert seen[LIST][-1] != old


def test_anew_begins_at_the_beginning(blog):
    with pytest.raises(Stop):
        rebuild(stopping(7))
    heard = []
    rebuild(lambda *said: heard.append(said), anew=True)
    assert heard[0] == (COUNT, 4, 11)


def test_it_makes_the_index_of_a_blog_that_has_none(blog):
    right = sums()
    for model in (Term, Posting, Suggestion, ArticleTerms, RelatedIndex):
        model.objects.all().delete()
    rebuild()
    assert sums() == right
    assert all(related(article) for article in blog)


def test_an_empty_blog():
    rebuild()
    refresh()
    assert not Suggestion.objects.exists()


def ends(blog):
    """Return the first and the last article as they are stored."""
    return Article.objects.get(pk=blog[0].pk), Article.objects.get(pk=blog[-1].pk)


def once(at, act):
    """Return a `say` that acts the first time the step is heard of."""
    done = []

    def say(step, *_):
        if step == at and not done:
            done.append(step)
            act()

    return say


def delete(first, last):
    first.delete()


def withdraw(first, last):
    first.status = "withdrawn"
    first.save()


def edit_first(first, last):
    first.title, first.body = "Bread", "<p>breakfast</p>"
    first.save()


def edit_last(first, last):
    edit_first(last, first)


def opt_out(first, last):
    first.is_suggestable = False
    first.save()


def add(first, last):
    make_article("Laser new", tags=["new"], body="<p>laser breakfast</p>")


def change_words(first, last):
    publication = Publication.load()
    publication.stop_words, publication.synonyms = "laser", "peel, serum"
    publication.save()


ACTS = [delete, withdraw, edit_first, edit_last, opt_out, add, change_words]


def check_after(blog):
    settle()
    assert has_orphans() == []
    met = sums()
    rebuild()
    assert sums() == met
    assert {article.pk for article in blog[1:-1]} <= suggestions().keys()


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_what_is_saved_meanwhile_is_kept_right(blog, act):
    for step in STEPS:
        with transaction.atomic():
            rebuild(once(step, lambda: (act(*ends(blog)), refresh())))
            check_after(blog)
            transaction.set_rollback(True)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_what_is_saved_after_an_interruption_is_kept_right(blog, act):
    for number in range(len(STEPS)):
        with transaction.atomic():
            with pytest.raises(Stop):
                rebuild(stopping(3 * number))
            act(*ends(blog))
            refresh()
            rebuild()
            check_after(blog)
            transaction.set_rollback(True)


def test_a_word_that_comes_back_meanwhile(blog):
    make_article("Unicorn")
    settle()
    with pytest.raises(Stop):
        rebuild(stopping(4))
    unicorn = Article.objects.get(title="Unicorn")
    unicorn.delete()
    refresh()

    def say(step, done, total):
        if (step, done) == (WEIGH, 4):
            blog[-1].title = "Unicorn"
            blog[-1].save()
            refresh()

    rebuild(say)
    assert Term.objects.get(text="unicorn").df == 1
    assert has_orphans() == []


def test_the_command_shows_where_it_is_and_goes_on(blog, capsys):
    with pytest.raises(Stop):
        rebuild(stopping(7))
    call_command("related_rebuild")
    said = capsys.readouterr().out
    assert "Making lists" in said
    assert "Counting words" not in said
    call_command("related_rebuild", "--anew")
    said = capsys.readouterr().out
    assert "Counting words" in said
    assert f"Done: {Suggestion.objects.count()} suggestions." in said
    call_command("related_rebuild", verbosity=0)
    assert capsys.readouterr().out == ""
