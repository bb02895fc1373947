"""The library of pictures at the desk: found, counted, described."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from articles import gallery
from articles.models import Article, Image, Publication
from tests.make import log_in, make_article, make_author
from tests.test_gallery import saved, scene

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/image/"


@pytest.fixture
def chief(client):
    client.force_login(get_user_model().objects.create_superuser("chief"))
    return client


def make_image(name, **fields):
    return Image.objects.create(name=name, content_hash=name[:32], width=1600, height=900, **fields)


def listed(client, query=""):
    return {image.name for image in client.get(f"{LIST}{query}").context["cl"].result_list}


def test_the_list_tells_how_often_each_picture_is_used(chief):
    roller = make_image("roller", default_alt="A needle roller")
    make_image("idle")
    article = make_article("Led", lead_image=roller, share_image=roller)
    make_article("Inside", body=f'<figure><img data-file="{roller.pk}" src="/x.jpg" alt="x"></figure>')
    Article.objects.create(title="Led, anew", original=article, lead_image=roller)
    make_author("Face", portrait=roller)
    page = chief.get(LIST).content.decode()
    assert "in 2 articles, in 1 other place" in page
    assert page.count("unused</span>") == 1
    assert "A needle roller" in page
    assert page.count("No alternative text") == 1
    assert "1600 × 900" in page


def test_a_copy_alone_counts_and_is_named(chief):
    roller = make_image("roller")
    original = make_article("Peels")
    copy = Article.objects.create(title="Peels, anew", original=original, lead_image=roller)
    assert gallery.use_counts([roller]) == {roller.pk: (1, 0)}
    assert gallery.uses_of([roller]) == {roller.pk: [copy]}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"lead", "logo", "idle", "portrait"}),
        ("?use=yes", {"lead", "logo", "portrait"}),
        ("?use=no", {"idle"}),
        ("?alt=no", {"lead", "logo", "portrait"}),
        ("?alt=yes", {"idle"}),
        ("?use=no&alt=no", set()),
        ("?q=needle", {"idle"}),
        ("?use=perhaps", {"lead", "logo", "idle", "portrait"}),
    ],
)
def test_the_list_filters(chief, query, names):
    make_article("Led", lead_image=make_image("lead"))
    Publication.objects.update_or_create(pk=1, defaults={"logo": make_image("logo")})
    make_author("Face", portrait=make_image("portrait"))
    make_image("idle", default_alt="A needle")
    assert listed(chief, query) == names


def test_a_full_page_of_pictures_asks_as_much_as_one(chief, django_assert_num_queries):
    make_article("Article 0", lead_image=make_image("0"))
    with django_assert_num_queries(11):
        chief.get(LIST)
    for number in range(1, 60):
        make_article(f"Article {number}", lead_image=make_image(str(number)))
    with django_assert_num_queries(11):
        assert len(chief.get(LIST).context["cl"].result_list) == 48


def test_the_lists_scripts_find_what_they_import(chief):
    page = chief.get(LIST).content.decode()
    assert 0 < page.index('<script type="importmap" nonce=') < page.index('type="module"')
    assert reverse("admin:articles_image_add") in page


# What the pages ask


def jpeg(shade=7):
    return SimpleUploadedFile(f"{shade}.jpg", saved(scene(shade), quality=90), "image/jpeg")


def routes(image):
    return {
        "add_image": reverse("admin:articles_image_upload"),
        "change_image": reverse("admin:articles_image_describe", args=[image.pk]),
        "delete_image": reverse("admin:articles_image_take_back", args=[image.pk]),
    }


ALL = {"add_image", "change_image", "delete_image"}


@pytest.mark.parametrize("needed", sorted(ALL))
def test_each_act_needs_its_own_permission(needed, media):
    image = make_image("idle", default_alt="Before")
    address = routes(image)[needed]
    others = log_in("view_image", *(ALL - {needed}))
    response = others.post(address, {"file": jpeg(), "alt": "After"})
    assert response.status_code == 403
    assert response.json()["error"] == "Your account may not do this. Ask an editor."
    assert list(Image.objects.values_list("default_alt", flat=True)) == ["Before"]
    assert Client().post(address, {"alt": "After"}).status_code == 302
    allowed = log_in(needed)
    assert allowed.get(address).status_code == 405
    assert allowed.post(address, {"file": jpeg(), "alt": "After"}).status_code in (200, 201)
    assert list(Image.objects.values_list("default_alt", flat=True)) != ["Before"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = allowed.cookies
    assert strict.post(address, {"alt": "Forged"}).status_code == 403


def test_an_upload_tells_what_is_known_and_what_looks_alike(chief, media):
    address = reverse("admin:articles_image_upload")
    first = chief.post(address, {"file": jpeg()})
    assert first.status_code == 201
    assert (first.json()["is_known"], first.json()["alike"]) == (False, [])
    again = chief.post(address, {"file": jpeg()})
    assert again.status_code == 200
    assert again.json()["id"] == first.json()["id"]
    assert "Already in the library since" in again.json()["note"]
    assert again.json()["takeBack"] == ""  # it was there before
    small = SimpleUploadedFile("small.jpg", saved(scene(7, (450, 300)), quality=50), "image/jpeg")
    near = chief.post(address, {"file": small})
    assert near.status_code == 201
    assert [other["id"] for other in near.json()["alike"]] == [first.json()["id"]]
    assert "Looks like a picture uploaded in" in near.json()["alike"][0]["sentence"]
    writer = log_in("add_image")
    assert (writer.post(address, {"file": jpeg(8)}).json()["describe"]) == ""


def test_an_alternative_text_is_kept_within_its_room(chief):
    image = make_image("idle")
    address = reverse("admin:articles_image_describe", args=[image.pk])
    assert chief.post(address, {"alt": " A  needle\nroller "}).json() == {"alt": "A needle roller"}
    long = chief.post(address, {"alt": "x" * 501})
    assert long.status_code == 400
    assert "501 characters; 500 is the most" in long.json()["error"]
    image.refresh_from_db()
    assert image.default_alt == "A needle roller"
    image.delete()
    assert chief.post(address, {"alt": "x"}).status_code == 404


def test_what_is_used_meanwhile_is_not_taken_back(chief):
    image = make_image("used")
    make_article("Led", lead_image=image)
    response = chief.post(reverse("admin:articles_image_take_back", args=[image.pk]))
    assert response.status_code == 409
    assert "so it stays" in response.json()["error"]
    assert Image.objects.exists()


# Replacing the file


def change(client, image, **values):
    data = {"name": image.name, "default_alt": "", "caption": "", "credit": "", "focal_x": "0.5", "focal_y": "0.5"}
    return client.post(reverse("admin:articles_image_change", args=[image.pk]), data | values)


def test_nothing_is_replaced_where_something_else_is_wrong(chief, media):
    image = gallery.add(saved(scene(7)), name="Scene")
    response = change(chief, image, focal_x="7", replacement=jpeg(8))
    assert "replacement" not in response.context["adminform"].form.errors
    assert Image.objects.get().content_hash == image.content_hash
    broken = change(chief, image, caption="Typed", replacement=SimpleUploadedFile("x.jpg", b"no picture"))
    assert broken.context["adminform"].form.errors["replacement"]
    assert 'value="Typed"' in broken.content.decode()
    assert Image.objects.get().caption == ""
    assert change(chief, image, replacement=jpeg(8)).status_code == 302
    assert Image.objects.get().content_hash != image.content_hash


def test_who_may_only_look_replaces_nothing(media):
    image = gallery.add(saved(scene(7)), name="Scene")
    looker = log_in("view_image")
    page = looker.get(reverse("admin:articles_image_change", args=[image.pk]))
    assert page.status_code == 200
    assert 'name="replacement"' not in page.content.decode()
    assert "articles-uploads" not in looker.get(LIST).content.decode().split("<body")[1]
    assert change(looker, image, replacement=jpeg(8)).status_code == 403
    assert Image.objects.get().content_hash == image.content_hash


def test_the_editor_shows_the_picture_as_it_is_now(chief, media):
    image = gallery.add(saved(scene(7)))
    body = f'<figure><img data-file="{image.pk}" src="{image.shown().src}" alt="A"></figure>'
    article = make_article("Inside", body=body)
    gallery.replace(image, saved(scene(8)), forget=True)
    page = chief.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert escape(f'src="{image.shown().src}"') in page
    article.refresh_from_db()
    assert article.body == body
