"""The publication's own pages, what leads to them, and how readers report a problem."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles.gallery.usage import unused, use_counts, used, uses_of
from articles.models import Article, Image, Publication, Redirect, Sponsorship
from articles.models.site import ABOUT_PAGES
from articles.text.mail import mailto
from tests.make import log_in, make_article

pytestmark = pytest.mark.django_db
PATHS = {name: f"/about/{slug}/" if slug else "/about/" for name, slug in ABOUT_PAGES.items()}


def write(**texts):
    publication = Publication.load()
    for name, text in texts.items():
        setattr(publication, name, text)
    publication.save()
    return publication


@pytest.mark.parametrize("name", PATHS)
def test_only_what_is_written_is_there(client, name):
    assert client.get(PATHS[name]).status_code == 404
    assert f'href="{PATHS[name]}"' not in client.get("/").content.decode()
    assert f"{PATHS[name]}<" not in client.get("/sitemap.xml").content.decode()
    write(**{name: "<p>Plain words.</p>"})
    html = client.get(PATHS[name]).content.decode()
    assert "<p>Plain words.</p>" in html
    title = re.search("<h1>(.*?)</h1>", html)[1]
    assert f'<a href="{PATHS[name]}">{title}</a>' in client.get("/").content.decode()
    assert f"{PATHS[name]}<" in client.get("/sitemap.xml").content.decode()
    others = [each for each in PATHS.values() if each != PATHS[name]]
    assert not any(f'href="{path}"' in html for path in others)
    assert all(client.get(path).status_code == 404 for path in others)


def test_what_is_saved_is_clean_and_empty_is_none(client):
    write(funding='<p onclick="x">A<script>alert(1)</script></p>', privacy="<p></p>")
    publication = Publication.objects.get()
    assert (publication.funding, publication.privacy) == ("<p>A</p>", "")
    Publication.objects.update(funding="<p>A<script>alert(1)</script></p>")  # past `save()`
    assert "<script>alert" not in client.get("/about/funding/").content.decode()


def test_links_and_pictures_are_completed_as_in_articles(client):
    paid, draft = make_article("Paid peel"), make_article("Draft", status="draft")
    Sponsorship.objects.create(article=paid, kind="paid", sponsor="Acme")
    image = Image.objects.create(file="articles/x.jpg", content_hash="x", width=1600, height=900)
    write(
        about_page=f'<h2>Us</h2><p><a data-article="{paid.pk}" href="/old/">A</a> '
        f'<a data-article="{draft.pk}" href="/draft/">B</a></p><img data-file="{image.pk}" alt="We">'
        f'<img data-file="{"9" * 18}" alt=""><table><tr><td>1</td></tr></table>'
    )
    html = client.get("/about/").content.decode()
    assert 'href="/paid-peel/"' in html
    assert "Paid post by Acme" in html
    assert "/draft/" not in html
    assert 'alt="We"' in html
    assert 'class="table-scroll"' in html
    assert '<h2 id="us">' in html


def test_a_redirect_by_hand_leads_on_where_nothing_is_written(client):
    article = make_article("Peels")
    Redirect.objects.create(path="/about/", article=article)
    assert client.get("/about/").url == "/peels/"
    assert client.get("/about/nothing/").status_code == 404
    write(about_page="<p>Us.</p>")
    assert client.get("/about/").status_code == 200


def test_its_address_is_no_articles():
    with pytest.raises(ValidationError, match="address of another page"):
        Article(title="About", slug="about").full_clean()


def test_contact_shows_the_address(client):
    write(contact="<p>Write.</p>", contact_email="desk@example.org")
    assert '<a href="mailto:desk@example.org">desk@example.org</a>' in client.get("/about/contact/").content.decode()


def test_the_breadcrumb_names_the_page_above_where_there_is_one(client):
    write(privacy="<p>A.</p>")
    assert 'href="/about/"' not in client.get("/about/privacy/").content.decode()
    write(about_page="<p>B.</p>")
    assert 'href="/about/">About us</a>' in client.get("/about/privacy/").content.decode()


def test_a_picture_on_one_of_them_is_in_use():
    image, other = (Image.objects.create(file="x", content_hash=each, width=9, height=9) for each in "ab")
    publication = write(about_page=f'<p><img data-file="{image.pk}" alt="We"></p>', logo=other)
    assert uses_of([image, other]) == {image.pk: [publication], other.pk: [publication]}
    assert use_counts([image, other]) == {image.pk: (0, 1), other.pk: (0, 1)}
    assert list(used(Image.objects.order_by("pk"))) == [image, other]
    assert not unused(Image.objects.all()).exists()
    write(about_page="<p>Without.</p>")
    assert list(unused(Image.objects.all())) == [image]


# The form


def form_of(publication):
    data = {}
    for field in publication._meta.concrete_fields:
        value = getattr(publication, field.attname)
        if field.name != "id" and value not in (None, False):
            data[field.name] = value
    return data


def test_editors_write_them_in_the_editor():
    chief, publication = log_in(is_superuser=True), write(name="Blog")
    address = reverse("admin:articles_publication_change", args=[1])
    html = chief.get(address).content.decode()
    for name in PATHS:
        assert re.search(rf'<textarea[^>]*name="{name}"[^>]*data-django-prose-editor', html), name
    data = form_of(publication) | {"funding": "<p>Readers <em>pay</em>.</p><script>x</script>"}
    response = chief.post(address, data)
    assert response.status_code == 302, response.context and response.context["adminform"].form.errors
    assert Publication.objects.get().funding == "<p>Readers <em>pay</em>.</p>"
    html = chief.post(address, data | {"contact_email": "no address", "privacy": "<p>Kept.</p>"}).content.decode()
    assert "Kept." in html
    assert chief.post(address, data | {"about_page": "\x00", "contact_email": "9" * 900}).status_code == 200


# Report a problem


def report_of(client, article):
    html = client.get(article.get_absolute_url()).content.decode()
    found = re.search(r'<a href="([^"]+)">Report a problem with this page</a>', html)
    return found and found[1].replace("&amp;", "&")


def test_a_problem_is_reported_by_mail_or_where_contact_is_told(client, settings):
    article = make_article("Peels & “more”")
    assert report_of(client, article) is None
    write(contact="<p>Write to us.</p>")
    assert report_of(client, article) == "/about/contact/"
    write(contact_email="desk@example.org")
    settings.ARTICLES_BASE_URL = "https://blog.example.org"
    address = urlsplit(report_of(client, article))
    assert (address.scheme, address.path) == ("mailto", "desk@example.org")
    said = parse_qs(address.query)
    assert said["subject"] == ["A problem with “Peels & “more””"]
    assert "https://blog.example.org/peels-more/" in said["body"][0]


def test_a_message_keeps_every_character():
    address = mailto("a+b@example.org", "50 % & more?", "Line 1\nLine 2 #x")
    assert address.startswith("mailto:a%2Bb@example.org?subject=50%20%25%20%26%20more%3F&body=")
    assert unquote(address).endswith("body=Line 1\r\nLine 2 #x")


def test_the_disclaimer_stands_near_the_end(client):
    article = make_article("Peels")
    write(disclaimer="General <information>.")
    html = client.get(article.get_absolute_url()).content.decode()
    part = html.partition("</main>")[0]
    assert "General &lt;information&gt;." in part
    write(disclaimer="")
    assert "article-disclaimer" not in client.get(article.get_absolute_url()).content.decode()
