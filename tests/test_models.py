"""What the rows hold by themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Article, Author, Byline, FormerSlug, Image, Publication, RelatedPick, Tag, Treatment
from articles.models.addresses import RESERVED, free_slug
from tests.make import make_article, make_author, soon

pytestmark = pytest.mark.django_db


def refused(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    return True


def test_half_done_drafts_save():
    for number in range(2):
        article = Article(title="", body="<p>Only this", canonical_url="not an address", lead_alt="x" * 400)
        article.save()
        article.full_clean()
        assert article.slug == ""
        assert article.pk == number + Article.objects.order_by("pk").first().pk


def test_saving_derives_and_counts():
    article = make_article("Über Häute", body="<h1>One</h1><p>two <b>three</b></p><h2>One</h2>", slug="")
    assert article.slug == "über-häute"
    assert article.body == '<h2 id="one">One</h2><p>two <strong>three</strong></p><h2 id="one-2">One</h2>'
    assert article.contents == [[2, "one", "One"], [2, "one-2", "One"]]
    assert (article.excerpt, article.word_count, article.version) == ("two three", 4, 1)
    article.save()
    assert article.version == 2


def test_saving_part_of_it_saves_what_follows_from_it():
    article = make_article("A")
    article.body = "<p>new <script>x</script>words"
    article.save(update_fields=["body"])
    article.refresh_from_db()
    assert (article.body, article.word_count) == ("<p>new words</p>", 2)


def test_an_article_loaded_for_a_list_keeps_its_body():
    make_article("A", body="<p>kept</p>")
    article = Article.objects.for_lists().get()
    article.title = "B"
    article.save()
    assert Article.objects.get().body == "<p>kept</p>"
    assert Article.objects.get().title == "B"


def test_slugs_are_unique_among_originals_and_the_error_names_the_other():
    first = make_article("A", slug="a")
    copy = Article(title="A", slug="a", original=first)
    copy.full_clean(exclude=["original"])
    copy.save()
    twin = Article(title="B", slug="a")
    with pytest.raises(ValidationError) as error:
        twin.full_clean()
    assert error.value.message_dict["slug"] == ["The article “A” has this slug. “a-2” is free."]
    assert refused(twin)


def test_a_free_slug_is_found_for_the_same_title():
    assert [make_article("Same").slug for _ in range(3)] == ["same", "same-2", "same-3"]
    assert free_slug(Article.objects.all(), "Tags") == "tags-2"
    assert free_slug(Article.objects.all(), "???") == ""
    assert len(free_slug(Article.objects.all(), "x" * 500)) == 200


def test_reserved_words_are_refused():
    for word in RESERVED:
        with pytest.raises(ValidationError, match="another page"):
            Article(title="A", slug=word).full_clean()
    Article(title="A", slug="tags-and-more").full_clean()


def test_what_must_never_be():
    article = make_article("A")
    other = make_article("B")
    Article.objects.create(title="copy", original=article)
    assert refused(Article(title="second copy", original=article))
    assert refused(Article(title="copy", slug="x", original=other, status="published"))
    assert refused(Article(status="published", slug="x"))
    assert refused(RelatedPick(article=article, other=article))
    assert refused(Image(file="a", content_hash="a", focal_x=1.5))
    assert refused(FormerSlug(slug="x"))
    assert refused(FormerSlug(slug="x", article=article, author=make_author()))
    RelatedPick.objects.create(article=article, other=other)
    assert refused(RelatedPick(article=article, other=other))
    assert refused(Byline(article=article, author=make_author()))
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.bulk_create([Publication(pk=2)])
    article.original = article
    assert refused(article)


def test_the_former_address_of_a_public_article_leads_on(client):
    article = make_article("A", slug="old")
    article.slug = "new"
    article.save()
    article.slug = "newest"
    article.save()
    for slug in ("old", "new"):
        response = client.get(f"/{slug}/")
        assert (response.status_code, response.url) == (301, "/newest/")
    article.slug = "old"
    article.save()
    assert client.get("/old/").status_code == 200
    assert client.get("/newest/").url == "/old/"


def test_the_former_address_of_a_draft_is_forgotten():
    for fields in ({"status": "draft"}, {"published_at": soon(days=1)}):
        article = make_article("A", slug="old", **fields)
        article.slug = "new"
        article.save()
        assert not FormerSlug.objects.exists()
        article.delete()


def test_a_slug_in_use_wins_over_a_former_one(client):
    article = make_article("A", slug="old")
    article.slug = "new"
    article.save()
    second = make_article("B", slug="old")
    assert client.get("/old/").status_code == 200
    second.delete()
    assert client.get("/old/").status_code == 404


def test_a_former_address_leads_only_to_what_is_public(client):
    article = make_article("A", slug="old", tags=["Skin"])
    article.slug = "new"
    article.save()
    author, tag = Author.objects.get(), Tag.objects.get()
    author.slug, tag.slug = "ada", "skins"
    author.save()
    tag.save()
    assert client.get("/authors/ada-writer/").url == "/authors/ada/"
    assert client.get("/tags/skin/").url == "/tags/skins/"
    article.status = "withdrawn"
    article.save()
    for path in ("/old/", "/authors/ada-writer/", "/tags/skin/", "/authors/ada/", "/tags/skins/"):
        assert client.get(path).status_code == 404, path
    assert client.get("/new/").status_code == 410


def test_a_copy_has_no_address_and_leaves_none():
    original = make_article("A", slug="a")
    copy = Article.objects.create(title="A", slug="a", original=original)
    copy.slug = "b"
    copy.save()
    assert not FormerSlug.objects.exists()
    assert copy.first_public_at is None


def test_trash_that_never_was_public_is_404(client):
    article = make_article("A", slug="a", published_at=soon(days=1))
    article.status = "trashed"
    article.save()
    assert article.first_public_at is None
    assert client.get("/a/").status_code == 404


def test_tags_are_one_whatever_their_capitals(settings):
    article = make_article("A", tags=["Über", "über", "ÜBER", " Skin  care", "skin care", "ﬁne"])
    assert sorted(article.tags.names()) == ["Skin care", "Über", "ﬁne"]
    make_article("B", tags=["ÜBER", "fine"])
    assert Tag.objects.count() == 3
    with pytest.raises(ValidationError):
        Tag(name="SKIN CARE").full_clean()
    article.tags.set(["skin care"])
    assert list(article.tags.names()) == ["Skin care"]


def test_tags_and_authors_of_other_scripts_get_an_address(client):
    article = make_article("A", tags=["皮膚", "!!!"], author="Ōe")
    assert {tag.slug for tag in article.tags.all()} == {"皮膚", "tag"}
    for tag in article.tags.all():
        assert client.get(tag.get_absolute_url()).status_code == 200
    assert client.get(Author.objects.get().get_absolute_url()).status_code == 200


def test_an_author_in_use_cannot_be_deleted():
    make_article("A")
    with pytest.raises(IntegrityError), transaction.atomic():
        Author.objects.get().delete()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"cost_from": 100, "cost_to": 700, "currency": "USD", "per": "sitting"}, "USD 100 to 700 per sitting"),
        ({"cost_from": 100, "cost_to": 100}, "100"),
        ({"cost_from": "99.50", "currency": "eur"}, "EUR from 99.50"),
        ({"cost_to": 5}, "up to 5"),
    ],
)
def test_cost_in_words(fields, words):
    treatment = Treatment.objects.create(article=make_article("A"), **fields)
    treatment.refresh_from_db()
    assert treatment.cost == words


def test_publication_is_one_row():
    Publication(name="Second").save()
    assert [row.name for row in Publication.objects.all()] == ["Second"]
    Publication.objects.all().delete()
    assert Publication.load().name == "Health blog"
