"""What careful readers ask: one article's answers with their remedies, and the shares over all."""

import json
import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.checklist import of_article
from articles.history import revisions
from articles.importing.plain import import_plain, parse
from articles.models import Article, Author, Image, Publication, Review, Revision, Source, Sponsorship, Treatment
from articles.trusting.dossiers import of_public, of_text
from articles.trusting.questions import QUESTIONS, SCHEMES, answers, remedies
from articles.trusting.report import report
from tests.make import LONG_AGO, article_form, log_in, make_article, make_author
from tests.test_importing import SEED

pytestmark = pytest.mark.django_db

BODY = (
    '<h2>Benefits</h2><p>Softer skin [1].</p><h2>Side effects</h2><p>Redness.</p><h2>Who should not have it</h2>'
    "<p>People with eczema.</p><h2>When to get help</h2><p>Call a doctor when it swells.</p>"
)  # fmt: skip
POLICIES = ("about_page", "disclaimer", "privacy", "funding", "advertising_policy", "contact")


def judged(article):
    article = Article.objects.select_related("treatment").get(pk=article.pk)
    return {answer.question.code: answer for answer in answers(of_text(of_article(article), article))}


def unmet(article):
    return {code for code, answer in judged(article).items() if answer.is_asked and not answer.is_met}


def lacks(article, code):
    return {lack.code for lack in judged(article)[code].lacks}


def whole():
    """Return an article that answers every question."""
    Publication.objects.update(**dict.fromkeys(POLICIES, "Told in full."))
    image = Image.objects.create(file="x.jpg", content_hash="x", width=1600, height=900)
    make_author("Ada Writer", credentials="RN")
    article = make_article("Peels", body=BODY, lead_image=image, lead_alt="A drawn peel")
    Treatment.objects.create(article=article, name="Peel")
    article.citations.create(source=Source.objects.create(text="A work"))
    read = revisions.record(article, Revision.Kind.FIRST)
    Review.objects.create(
        article=article, revision=read, reviewer=make_author("Eve", credentials="MD"), name="Eve",
        reviewed_on=timezone.localdate(),
    )  # fmt: skip
    return article


def test_the_schemes_ask_what_they_are_known_for():
    asked = {key: [str(each.name) for each in QUESTIONS if each.scheme == key] for key in SCHEMES}
    assert asked["jama"] == ["Authorship", "Attribution", "Disclosure", "Currency"]
    assert len(asked["hon"]) == 8
    assert asked["nhs"]
    assert len({each.code for each in QUESTIONS}) == len(QUESTIONS)


# The seed, untouched


def test_the_seed_is_told_what_it_lacks_in_words_an_editor_would_act_on():
    article = import_plain(parse(SEED.read_text(encoding="utf-8"))).article
    found = {lack.code: (lack.message, lack.target) for lack, _questions in remedies(judged(article).values())}
    wanted = {
        "author": ("nobody's credentials stand behind the text. Add who wrote it", "bylines-group"),
        "sources": ("names no sources. Add what its statements rest on", "citations-group"),
        "review": ("No medical review is recorded. Submit the article", ""),
        "alt": ("honest alternative text. Choose a picture and say what it shows", "id_lead_image"),
        "recommendation": ("recommends “Santa Monica aesthetics” and does not say why or who paid", "body:sentence:"),
    }
    for code, (words, target) in wanted.items():
        message, place = found[code]
        assert words in message, code
        assert place.startswith(target), code
    assert "section-risks" not in found, "the seed does tell side effects"
    assert "section-contraindications" not in found
    assert "section-help" in found


def test_the_seeds_panel_says_so_beside_its_form():
    article = import_plain(parse(SEED.read_text(encoding="utf-8"))).article
    chief = log_in(is_superuser=True)
    address = reverse("admin:articles_article_check", args=[article.pk])
    for page in (chief.get(address).content.decode(), chief.post(address, article_form(article)).json()["html"]):
        panel = page[page.index('id="trust"') : page.index('id="checklist-reading"')]
        for words in ("credentials", "no sources", "No medical review", "alternative text", "Santa Monica aesthetics"):
            assert words in panel, words
        assert re.search(r"Trust: \d+ of 17 questions answered", panel)


def test_the_demos_authors_are_opened_where_their_credentials_belong():
    article = make_article("A")
    chief = log_in(is_superuser=True)
    panel = chief.get(reverse("admin:articles_article_check", args=[article.pk])).content.decode()
    assert reverse("admin:articles_author_change", args=[article.bylines.get().author_id]) in panel
    assert reverse("admin:articles_publication_change", args=[1]) in panel


# Each question


def test_an_article_that_answers_everything():
    assert unmet(whole()) == set()


def test_every_question_can_be_answered_no():
    """An empty article on an empty publication; what is asked of treatments alone is asked of one."""
    Publication.objects.update(disclaimer="")
    article = Article.objects.create(status="draft")
    Treatment.objects.create(article=article, name="Peel")
    codes = {question.code for question in QUESTIONS}
    assert unmet(article) == codes - {"justifiability"}
    benefits = make_article("B", body="<h2>Benefits</h2><p>Some.</p>")
    assert lacks(benefits, "justifiability") == {"section-risks", "sources"}


def test_authorship_asks_for_names_and_credentials():
    article = whole()
    Author.objects.filter(name="Ada Writer").update(credentials=" ")
    assert lacks(article, "authorship") == {"credentials"}
    assert lacks(article, "authority") == set(), "somebody qualified reviewed it"
    Review.objects.all().delete()
    assert lacks(article, "authority") == {"credentials"}
    article.bylines.all().delete()
    assert lacks(article, "authorship") == lacks(article, "authority") == {"author"}


def test_attribution_asks_for_sources_and_that_numbers_lead_to_them():
    article = whole()
    Article.objects.filter(pk=article.pk).update(body=f"{BODY}<p>More [2].</p>")
    assert lacks(article, "attribution") == lacks(article, "sources") == {"source-missing"}
    article.citations.all().delete()
    assert lacks(article, "attribution") == {"sources"}
    assert lacks(article, "justifiability") == {"sources"}


def test_disclosure_asks_who_publishes_and_who_paid():
    article = whole()
    row = Sponsorship.objects.create(article=article, kind="paid")
    assert lacks(article, "disclosure") == lacks(article, "advertising") == {"sponsor-unnamed", "sponsorship-unstated"}
    row.delete()
    Publication.objects.update(about_page="", about="")
    assert lacks(article, "disclosure") == {"about"}
    Article.objects.filter(pk=article.pk).update(body=f"{BODY}<p>Visit Glow Clinic.</p>")
    assert lacks(article, "advertising") == {"recommendation"}
    Sponsorship.objects.create(article=article, kind="paid", sponsor="Glow", statement="Glow paid.")
    assert lacks(article, "advertising") == set()


def test_currency_and_review_follow_the_reviews():
    article = whole()
    Article.objects.filter(pk=article.pk).update(review_due_on=date(2020, 1, 1))
    assert lacks(article, "currency") == lacks(article, "reviewed") == {"overdue"}
    Article.objects.filter(pk=article.pk).update(review_due_on=None)
    article = Article.objects.get(pk=article.pk)
    article.body += "<p>New.</p>"
    article.save()
    revisions.record(article, Revision.Kind.UPDATE)
    assert lacks(article, "reviewed") == {"review-changed"}
    Review.objects.all().delete()
    assert lacks(article, "reviewed") == {"review"}


def test_sections_are_asked_of_treatments_alone():
    plain = judged(make_article("A walk in the park"))
    assert not any(plain[code].is_asked for code in ("risks", "contraindications", "help"))
    assert not plain["risks"].is_met
    article = whole()
    Article.objects.filter(pk=article.pk).update(body="<p>Nothing.</p>")
    assert {"risks", "contraindications", "help"} <= unmet(article)


def test_pictures_need_an_honest_text():
    article = whole()
    for alt, code in (("Image default", "alt-empty"), ("Peels", "alt-repeats")):
        Article.objects.filter(pk=article.pk).update(lead_alt=alt)
        assert lacks(article, "pictures") == {code}
    Article.objects.filter(pk=article.pk).update(lead_is_decorative=True)
    assert lacks(article, "pictures") == set()


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("complementarity", "disclaimer"), ("privacy", "privacy"), ("finances", "funding"),
        ("advertising", "advertising_policy"), ("transparency", "contact"),
    ],
)  # fmt: skip
def test_the_publication_answers_for_all(code, field):
    article = whole()
    Publication.objects.update(**{field: " "})
    assert unmet(article) == {code}
    if code == "transparency":
        Publication.objects.update(contact_email="a@example.org")
        assert unmet(article) == set()


def test_what_a_form_holds_counts():
    article = whole()
    text = of_article(article)
    found = {each.question.code: each for each in answers(of_text(text, article, authors=[10**30, 0]))}
    assert {lack.code for lack in found["authorship"].lacks} == {"author"}


# The report


def test_the_report_counts_public_articles_alone():
    article = whole()
    make_article("Draft", status="draft", published_at=None, author="Nobody")
    make_article("Bare", author="Ben Bare")
    found = report()
    shares = {share.question.code: share for share in found.shares}
    assert found.articles == 2
    assert (shares["authorship"].met, shares["authorship"].asked, shares["authorship"].percent) == (1, 2, 50)
    assert shares["authorship"].lacking == [(Article.objects.get(title="Bare").pk, "Bare")]
    assert shares["authorship"].reasons == {"credentials": 1}
    assert (shares["risks"].met, shares["risks"].asked, shares["risks"].percent) == (1, 1, 100)
    assert shares["privacy"].percent == 100
    article.move("withdrawn")
    shares = {share.question.code: share for share in report().shares}
    assert (shares["risks"].asked, shares["risks"].percent) == (0, None)


def test_the_report_says_what_the_panels_say():
    whole()
    for number in range(3):
        make_article(f"Bare {number}", body=BODY if number else "<p>Visit Glow Clinic.</p>")
    gone = {share.question.code: [key for key, _title in share.lacking] for share in report().shares}
    for article in Article.objects.all():
        assert unmet(article) == {code for code, keys in gone.items() if article.pk in keys}


def test_its_queries_do_not_grow():
    def count():
        with CaptureQueriesContext(connection) as captured:
            list(of_public())
        return len(captured)

    whole()
    few = count()
    for number in range(30):
        article = make_article(f"More {number}", body=BODY, author=f"Author {number}")
        article.citations.create(source=Source.objects.create(text=f"Work {number}"))
    assert count() == few <= 10


def test_the_command_prints_a_table_and_json():
    whole()
    make_article("Bare", author="Ben Bare")
    out = StringIO()
    call_command("trust_report", stdout=out)
    assert "public articles: 2" in out.getvalue()
    assert re.search(r"^  Authorship +1 of 2 +50 %$", out.getvalue(), re.M)
    assert "HON's eight questions" in out.getvalue()
    out = StringIO()
    call_command("trust_report", json=True, stdout=out)
    said = json.loads(out.getvalue())
    assert said["articles"] == 2
    assert {each["code"]: each["percent"] for each in said["questions"]}["authorship"] == 50


def test_the_commands_of_an_empty_blog():
    out = StringIO()
    call_command("trust_report", stdout=out)
    assert "public articles: 0" in out.getvalue()
    assert "asked of none" in out.getvalue()
    assert b"Nothing is public yet" in log_in("view_article").get(reverse("admin:articles_article_trust")).content


def test_the_page_names_what_lacks_something_and_links_there():
    whole()
    for number in range(12):
        make_article(f"Bare <{number}>", author="Ben Bare", published_at=LONG_AGO)
    page = log_in("view_article").get(reverse("admin:articles_article_trust")).content.decode()
    assert "1 of 13" in page
    assert "Bare &lt;0&gt;" in page
    assert "and 2 more" in page
    assert reverse("admin:articles_article_change", args=[Article.objects.get(title="Bare <0>").pk]) in page


def test_only_who_may_see_articles_gets_the_page():
    address = reverse("admin:articles_article_trust")
    assert Client().get(address).status_code == 302
    assert log_in().get(address).status_code == 403
    client = log_in("view_article")
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405
    desk = client.get(reverse("admin:articles_article_desk")).content.decode()
    assert address in desk


def test_readers_get_no_badge(client):
    article = whole()
    page = client.get(article.get_absolute_url()).content.decode()
    assert not re.search(r"JAMA|HON's|questions answered|trust report", page, re.I)
