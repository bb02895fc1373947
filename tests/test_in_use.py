"""What is in use is listed where it is used, and is not deleted."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from articles.models import Article, Author, Byline, Image, Publication, Tag
from tests.make import make_article, make_author

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    client.force_login(get_user_model().objects.create_superuser("chief"))
    return client


def address(thing, view="change"):
    return reverse(f"admin:articles_{thing._meta.model_name}_{view}", args=[thing.pk])


def delete(client, thing):
    return client.post(address(thing, "delete"), {"post": "yes"})


def delete_selected(client, *things):
    data = {"action": "delete_selected", "post": "yes", "_selected_action": [thing.pk for thing in things]}
    return client.post(reverse(f"admin:articles_{things[0]._meta.model_name}_changelist"), data)


def test_an_author_who_signs_is_not_deleted(chief):
    ada, idle = make_author("Ada"), make_author("Idle")
    article = make_article("Peels", author="Ada")
    response = delete(chief, ada)
    page = response.content.decode()
    assert response.status_code == 200
    assert "This is in use, so it is not deleted." in page
    assert f'Article: <a href="{address(article)}">Peels</a>' in page
    assert "Byline" not in page
    assert "nothing is deleted" in delete_selected(chief, ada, idle).content.decode()
    assert Author.objects.count() == 2
    assert delete_selected(chief, idle).status_code == 302
    article.delete()
    assert delete(chief, ada).status_code == 302
    assert not Author.objects.exists()


def test_a_working_copy_keeps_its_author(chief):
    ada = make_author("Ada")
    original = make_article("Peels", author=None)
    copy = Article.objects.create(title="Peels anew", original=original)
    Byline.objects.create(article=copy, author=ada)
    assert "Peels anew</a> (working copy)" in delete(chief, ada).content.decode()
    assert Author.objects.exists()


def test_the_refusal_names_fifty_and_counts_the_rest(chief):
    for number in range(53):
        make_article(f"Article {number:02}", author="Ada")
    page = delete(chief, Author.objects.get()).content.decode()
    assert page.count("Article: <a") == 50
    assert "<li>and 3 more</li>" in page


def test_an_authors_page_lists_what_they_sign(chief, django_assert_max_num_queries):
    for number in range(53):
        make_article(f"Article {number:02}", author="Ada")
    make_article("Not Ada's", author="Bob")
    ada = Author.objects.get(name="Ada")
    with django_assert_max_num_queries(12):
        page = chief.get(address(ada)).content.decode()
    assert page.count("/admin/articles/article/") >= 50
    assert "Article 52" in page  # the newest first
    assert "Article 02" not in page
    assert "and 3 more" in page
    assert "53 articles, in the list of articles" in page
    assert "Not Ada" not in page
    listed = chief.get(f"/admin/articles/article/?authors__id__exact={ada.pk}")
    assert f"?authors__id__exact={ada.pk}" in page
    assert listed.context["cl"].result_count == 53
    assert "nothing yet" in chief.get(address(make_author("Idle"))).content.decode()
    assert chief.get(reverse("admin:articles_author_add")).status_code == 200


def test_a_tags_page_leads_to_its_articles(chief):
    make_article("Peels", tags=["Acne"])
    make_article("Lasers", tags=["Hair"])
    tag = Tag.objects.get(name="Acne")
    page = chief.get(address(tag)).content.decode()
    assert f'<a href="/admin/articles/article/?tags__id__exact={tag.pk}">1 article</a>' in page
    assert chief.get(f"/admin/articles/article/?tags__id__exact={tag.pk}").context["cl"].result_count == 1
    assert chief.get(reverse("admin:articles_tag_add")).status_code == 200


def test_a_picture_in_use_is_not_deleted_wherever_it_is_used(chief):
    image = Image.objects.create(name="Roller", content_hash="1")
    uses = [
        make_article("Led", lead_image=image),
        make_article("Shared", share_image=image),
        make_article("Inside", body=f'<figure><img data-file="{image.pk}" src="/x.jpg" alt="x"></figure>'),
        make_author("Face", portrait=image),
        Tag.objects.create(name="Hair", image=image),
        Publication.load(),
    ]
    Publication.objects.update_or_create(pk=1, defaults={"logo": image})
    page = chief.get(address(image)).content.decode()
    refused = delete(chief, image).content.decode()
    for use in uses:
        assert address(use) in page
        assert address(use) in refused
    assert "nothing is deleted" in delete_selected(chief, image).content.decode()
    assert Image.objects.exists()
