"""Uploaded pictures are served for ever and as nothing but pictures; no other file is served at all."""

import io

import pytest
from django.http import HttpResponseNotFound
from django.urls import include, path
from PIL import Image as Pillow

from articles import gallery
from healthblog import media as served

urlpatterns = [path("media/", include(served))]
handler404 = lambda request, exception: HttpResponseNotFound("No such page")  # noqa: E731

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def image(media, settings):
    settings.SERVE_MEDIA = True
    settings.ARTICLES_AVIF = False
    buffer = io.BytesIO()
    Pillow.effect_noise((400, 300), 90).convert("RGB").save(buffer, "JPEG")
    return gallery.add(buffer.getvalue())


def body(response):
    return b"".join(response.streaming_content)


def test_a_picture_is_served_as_itself(client, image):
    response = client.get(image.file.url, headers={"accept-encoding": "gzip, br"})
    with image.file.open() as file:
        assert body(response) == file.read()
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(image.file.size)
    assert response["Content-Disposition"] == f'inline; filename="{image.content_hash}.jpeg"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Content-Encoding" not in response
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("form", ["jpeg", "webp"])
def test_a_rendition_has_its_own_type(client, image, form):
    response = client.get(f"/media/articles/{image.content_hash}-16x9-f5050-320.{form}")
    assert response["Content-Type"] == f"image/{form}"
    assert Pillow.open(io.BytesIO(body(response))).size == (320, 180)


def test_who_has_it_gets_no_second_copy(client, image):
    etag = client.get(image.file.url)["ETag"]
    response = client.get(image.file.url, headers={"if-none-match": etag})
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert "immutable" in response["Cache-Control"]
    assert client.get(image.file.url, headers={"if-none-match": '"other"'}).status_code == 200


def test_head_tells_the_size_and_sends_nothing(client, image):
    response = client.head(image.file.url)
    assert response.status_code == 200
    assert response["Content-Length"] == str(image.file.size)
    assert response["Content-Type"] == "image/jpeg"
    assert response.content == b""


def test_nothing_but_reading(client, image):
    assert client.post(image.file.url).status_code == 405
    assert client.delete(image.file.url).status_code == 405


def test_other_names_do_not_exist(client, image, media):
    folder = media / "articles"
    secrets = [folder / "notes.txt", folder / "drawing.svg", media / "secret.jpeg", folder / "page.html"]
    for secret in secrets:
        secret.write_text("secret")
    known = image.content_hash
    for name in (
        "articles/", "articles", "", "articles/notes.txt", "articles/drawing.svg", "articles/page.html", "secret.jpeg",
        "articles/../secret.jpeg", "articles/%2e%2e/secret.jpeg", "articles/..%2fsecret.jpeg", "articles//etc/passwd",
        "articles/....//secret.jpeg", f"articles/{known}.jpeg/", f"articles/{known}.jpeg%00",
        f"articles/{known}.jpeg%0a", f"articles/x/../{known}.jpeg", f"articles/{known.upper()}.jpeg",
        f"articles/./{known}.jpeg", f"articles/{'0' * 32}.jpeg", f"articles/{known}-16x9-f5050-321.jpeg",
        f"articles/{known}-16x9-f1010-320.jpeg",
    ):  # fmt: skip
        response = client.get(f"/media/{name}")
        assert response.status_code == 404, name
        assert b"secret" not in response.content


def test_a_removed_picture_is_gone_even_for_who_has_it(client, image, django_capture_on_commit_callbacks):
    etag = client.get(image.file.url)["ETag"]
    with django_capture_on_commit_callbacks(execute=True):
        gallery.remove([image])
    assert client.get(image.file.url, headers={"if-none-match": etag}).status_code == 404


def test_a_site_that_serves_pictures_elsewhere_serves_none_here(client, image, settings):
    settings.SERVE_MEDIA = False
    assert client.get(image.file.url).status_code == 404
