"""The admin: who may do what, drafts that always save, text that is never lost, flat query counts."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.staticfiles.finders import find
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture

from articles import gallery
from articles.admin.fields import join_names, split_names
from articles.admin.words import WORDS
from articles.models import Article, Author, Byline, Image, Publication, RelatedPick, Tag, Treatment
from tests.make import make_article, make_author, soon

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"
WRITER = ("add_article", "change_article", "view_article", "view_image", "add_image")


def log_in(*permissions, **fields):
    """Return a client logged in as a new member of staff with these permissions."""
    user = get_user_model().objects.create_user(f"user-{len(permissions)}", is_staff=True, **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions, content_type__app_label="articles"))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def chief(db):
    return log_in(is_superuser=True)


@pytest.fixture
def writer(db):
    return log_in(*WRITER)


def form(article=None, rows=None, **values):
    """Return what the article's form posts; `rows` maps an inline's prefix to its rows."""
    data = {"title": "", "slug": "", "standfirst": "", "body": "", "status": "draft", "tags": ""}
    if article:
        data |= {"title": article.title, "slug": article.slug, "body": article.body, "status": article.status}
        data |= {"seen_version": article.version, "is_indexable": "on", "is_suggestable": "on"}
        if article.published_at:
            data |= {"published_at_0": article.published_at.strftime("%Y-%m-%d"), "published_at_1": "09:00:00"}
    for prefix in ("bylines", "treatment", "picks"):
        lines = (rows or {}).get(prefix, [])
        initial = sum(1 for line in lines if line.get("id"))
        data |= {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": initial}
        for number, line in enumerate(lines):
            data |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
            data |= {f"{prefix}-{number}-article": article.pk} if article else {}
    return data | values


def change_url(thing):
    return reverse(f"admin:articles_{thing._meta.model_name}_change", args=[thing.pk])


def errors(response):
    assert response.status_code == 200, response.status_code
    return " ".join(response.context["errors"].as_data and [str(error) for error in response.context["errors"]])


# Drafts


def test_an_empty_draft_saves(writer):
    assert writer.post(ADD, form()).status_code == 302
    article = Article.objects.get()
    assert (article.title, article.slug, article.status, article.owner) == ("", "", "draft", writer.user)


def test_a_draft_with_half_filled_rows_saves(writer):
    rows = {
        "bylines": [{"author": "", "position": "3"}],
        "picks": [{"other": "", "kind": "hidden", "position": "1"}],
        "treatment": [{"name": "  "}],
    }
    assert writer.post(ADD, form(rows=rows, title="Half done")).status_code == 302
    assert not Byline.objects.exists()
    assert not RelatedPick.objects.exists()
    assert not Treatment.objects.exists()


def test_a_saved_form_changes_nothing_by_itself(chief):
    article = make_article("Peels", tags=["Skin care", "Acne, severe"])
    Treatment.objects.create(article=article, name="Peel", cost_from=90)
    page = chief.get(change_url(article)).context["adminform"].form
    byline = article.bylines.get()
    rows = {
        "bylines": [{"id": byline.pk, "author": byline.author_id, "position": byline.position}],
        "treatment": [{"id": article.treatment.pk, "name": "Peel", "cost_from": "90.00"}],
    }
    data = form(article, rows, standfirst=article.standfirst, tags=page["tags"].value() and "Acne, severe")
    data["tags"] = join_names(sorted(article.tags.names()))
    assert chief.post(change_url(article), data).status_code == 302
    after = Article.objects.get(pk=article.pk)
    assert (after.body, after.published_at, after.status) == (article.body, article.published_at, "published")
    assert set(after.tags.names()) == {"Skin care", "Acne, severe"}
    assert (after.bylines.get().author, after.treatment.name) == (byline.author, "Peel")


def test_emptied_rows_are_removed(chief):
    article = make_article("Peels", status="draft", published_at=None)
    Treatment.objects.create(article=article, name="Peel", sessions="3")
    rows = {
        "bylines": [{"id": article.bylines.get().pk, "author": "", "position": "1"}],
        "treatment": [{"id": article.treatment.pk, "name": " ", "sessions": ""}],
    }
    assert chief.post(change_url(article), form(article, rows)).status_code == 302
    assert not Treatment.objects.exists()
    assert not Byline.objects.exists()


def test_bylines_keep_their_order(chief):
    ada, ben = make_author("Ada"), make_author("Ben")
    rows = {"bylines": [{"author": ada.pk, "position": "2"}, {"author": ben.pk, "position": "1"}]}
    chief.post(ADD, form(title="Two", rows=rows))
    assert [byline.author.name for byline in Article.objects.get().bylines.all()] == ["Ben", "Ada"]


# Errors keep the text


def test_a_wrong_value_comes_back_with_an_error_and_the_text(chief):
    data = form(
        title="T", body="<p>Hours of work</p>", canonical_url="x", published_at_0="31 Smarch", published_at_1=""
    )
    response = chief.post(ADD, data)
    assert "Enter a valid date" in errors(response)
    assert "Hours of work" in response.content.decode()
    assert "31 Smarch" in response.content.decode()
    assert not Article.objects.exists()


def test_a_taken_slug_names_its_article_and_a_free_one(chief):
    make_article("Chemical peels")
    response = chief.post(ADD, form(title="Mine", slug="chemical-peels", body="<p>Kept</p>"))
    assert "The article “Chemical peels” has this slug. “chemical-peels-2” is free." in errors(response)
    assert "Kept" in response.content.decode()


def test_a_slug_made_from_the_title_gives_way_by_itself(chief):
    make_article("Chemical peels")
    assert chief.post(ADD, form(title="Chemical peels", slug="chemical-peels")).status_code == 302
    assert Article.objects.filter(slug="chemical-peels-2").exists()


def test_the_same_author_twice_is_an_error_on_the_form(chief):
    author = make_author()
    rows = {"bylines": [{"author": author.pk, "position": "1"}, {"author": author.pk, "position": "2"}]}
    response = chief.post(ADD, form(title="Twice", rows=rows))
    assert "This author stands in the byline twice." in errors(response)


def test_an_upper_cost_below_the_lower_one_is_refused(chief):
    rows = {"treatment": [{"name": "Peel", "cost_from": "90", "cost_to": "50"}]}
    assert "The upper cost is below the lower one." in errors(chief.post(ADD, form(title="Cost", rows=rows)))


def test_a_long_tag_is_refused_in_words(chief):
    assert "is too long for a tag" in errors(chief.post(ADD, form(title="T", tags="x" * 101)))


def test_a_colleagues_save_is_not_overwritten_unseen(chief):
    article = make_article("Peels", status="draft", published_at=None)
    seen = form(article, title="My title", body="<p>Mine</p>")
    article.standfirst = "Theirs"
    article.save()
    response = chief.post(change_url(article), seen)
    assert "Somebody saved this article" in errors(response)
    assert "My title" in response.content.decode()
    again = seen | {"seen_version": response.context["adminform"].form["seen_version"].value()}
    assert chief.post(change_url(article), again).status_code == 302
    assert Article.objects.get(pk=article.pk).title == "My title"


@pytest.fixture
def rival():
    """Somebody who takes the slug “raced” between the form's check and its save, as often as told."""
    turns = []

    def take(sender, instance, **kwargs):
        if turns and instance.slug == "raced" and instance.title != "Rival":
            turns.pop()
            Article.objects.create(title="Rival", slug="raced")

    pre_save.connect(take, sender=Article)
    yield turns
    pre_save.disconnect(take, sender=Article)


def test_a_lost_race_for_a_slug_is_an_error_on_the_form(chief, rival):
    rival.extend([1, 1])
    response = chief.post(ADD, form(title="Mine", slug="raced", body="<p>Kept</p>"))
    assert "Somebody saved the same slug" in errors(response)
    assert "Kept" in response.content.decode()


def test_a_race_that_resolves_itself_saves(chief, rival):
    rival.append(1)
    assert chief.post(ADD, form(title="Mine", slug="raced")).status_code == 302


# Publishing


def test_a_publisher_publishes_schedules_and_withdraws_in_the_form(chief):
    chief.post(ADD, form(title="Now", status="published"))
    now = Article.objects.get(title="Now")
    assert now.is_public
    day = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%d")
    chief.post(ADD, form(title="Later", status="published", published_at_0=day, published_at_1="10:00"))
    later = Article.objects.get(title="Later")
    assert later.status == "published"
    assert not later.is_public
    data = form(now, status="withdrawn")
    assert chief.post(change_url(now), data).status_code == 302
    now.refresh_from_db()
    assert now.status == "withdrawn"


def test_nothing_known_to_readers_goes_back_to_draft(chief):
    article = make_article("Known")
    assert "Select a valid choice" in errors(chief.post(change_url(article), form(article, status="draft")))


def test_an_untitled_article_is_not_published_and_its_text_stays(chief):
    response = chief.post(ADD, form(status="published", body="<p>Kept</p>"))
    assert "A published article needs a title." in errors(response)
    assert "Kept" in response.content.decode()


def test_a_writer_cannot_publish_even_by_a_forged_post(writer):
    response = writer.post(ADD, form(title="Forged", status="published"))
    assert "Select a valid choice" in errors(response)
    writer.post(ADD, form(title="Dated", status="review", published_at_0="2020-01-01", published_at_1="10:00"))
    dated = Article.objects.get(title="Dated")
    assert (dated.status, dated.published_at) == ("review", None)
    assert not Article.objects.published().exists()


def test_a_writer_reads_but_does_not_change_what_readers_see(writer):
    article = make_article("Live")
    assert writer.get(change_url(article)).status_code == 200
    assert writer.post(change_url(article), form(article, title="Forged")).status_code == 403
    assert Article.objects.get().title == "Live"


def test_the_actions_need_the_permission(writer, chief):
    article = make_article("Draft", status="draft", published_at=None)
    data = {"action": "publish_now", "_selected_action": [article.pk]}
    writer.post(LIST, data)
    assert not Article.objects.published().exists()
    chief.post(LIST, data)
    assert Article.objects.published().get() == article
    chief.post(LIST, data | {"action": "withdraw_now"})
    assert Article.objects.get().status == "withdrawn"
    assert Article.objects.get().body == "<p>Body of Draft.</p>"


def test_an_action_says_why_an_article_stays(chief):
    untitled = Article.objects.create(body="<p>Text</p>")
    data = {"action": "publish_now", "_selected_action": [untitled.pk]}
    response = chief.post(LIST, data, follow=True)
    assert "“Untitled” stays as it was." in response.content.decode()


def test_only_the_creator_becomes_owner(chief):
    article = make_article("Owned", status="draft", published_at=None)
    chief.post(change_url(article), form(article))
    article.refresh_from_db()
    assert article.owner is None


def test_view_on_site_leads_to_the_page_or_the_preview(chief):
    public, draft = make_article("Public"), make_article("Draft", status="draft", published_at=None)
    assert f'href="/{public.slug}/"' in chief.get(change_url(public)).content.decode()
    assert f'href="/preview/{draft.pk}/"' in chief.get(change_url(draft)).content.decode()


# Lists


def test_the_list_tells_the_status_in_words(chief):
    make_article("A", published_at=soon(days=2))
    make_article("B", expires_at=soon(days=-1))
    text = chief.get(LIST).content.decode()
    assert "Scheduled for" in text
    assert "Expired on" in text


def test_the_list_asks_as_much_for_fifty_articles_as_for_one(chief, django_assert_num_queries, settings):
    make_article("Number 0", tags=["a", "b"])
    with django_assert_num_queries(100, exact=False) as few:
        chief.get(LIST)
    for number in range(1, 50):
        make_article(f"Number {number}", tags=["a", f"tag {number}"], author=f"Author {number % 7}")
    with django_assert_num_queries(len(few)):
        chief.get(LIST)


@pytest.mark.parametrize("model", ["tag", "author", "image"])
def test_the_other_lists_are_as_flat(chief, django_assert_num_queries, model):
    def more(number):
        make_article(f"{number}", tags=[f"tag {number}"], author=f"Author {number}")
        Image.objects.create(name=f"Image {number}", content_hash=f"{number}")

    more(0)
    address = reverse(f"admin:articles_{model}_changelist")
    with django_assert_num_queries(100, exact=False) as few:
        chief.get(address)
    for number in range(1, 12):
        more(number)
    with django_assert_num_queries(len(few)):
        chief.get(address)


@pytest.mark.parametrize(
    "query", ["q=peel", "status__exact=draft", "treatment=yes", "treatment=no", "published_at__year=2024", "o=2"]
)
def test_the_list_filters(chief, query):
    make_article("Peels", tags=["a"])
    assert chief.get(f"{LIST}?{query}").status_code == 200


def test_the_list_filters_by_author_and_tag(chief):
    article = make_article("Peels", tags=["a"])
    make_article("Other", tags=["b"], author="Ben")
    for query in (
        f"authors__id__exact={article.bylines.get().author_id}",
        f"tags__id__exact={Tag.objects.get(key='a').pk}",
    ):
        assert chief.get(f"{LIST}?{query}").context["cl"].result_list.get() == article


def test_autocomplete_offers_originals_but_not_the_article_itself(chief):
    own, other = make_article("Own"), make_article("Other")
    Article.objects.create(title="Copy", original=other)
    data = {"app_label": "articles", "model_name": "relatedpick", "field_name": "other", "not": own.pk, "term": ""}
    results = chief.get("/admin/autocomplete/", data).json()["results"]
    assert [result["text"] for result in results] == ["Other"]


def test_homes_lead_is_offered_among_what_is_public(chief):
    make_article("Public")
    make_article("Draft", status="draft", published_at=None)
    data = {"app_label": "articles", "model_name": "publication", "field_name": "lead_article", "term": ""}
    assert [result["text"] for result in chief.get("/admin/autocomplete/", data).json()["results"]] == ["Public"]


# The dialogs' endpoints

ENDPOINTS = ["/admin/articles/article/titles/", "/admin/articles/tag/names/", "/admin/articles/image/library/"]


@pytest.mark.parametrize("address", [*ENDPOINTS, "/admin/articles/image/upload/"])
def test_the_endpoints_are_for_editors_only(client, address):
    assert client.get(address).status_code == 302
    outsider = log_in("view_author")
    response = outsider.post(address) if "upload" in address else outsider.get(address)
    assert response.status_code == 403
    assert response.json()["error"].endswith("Ask an editor.")


@pytest.mark.parametrize("address", ENDPOINTS)
def test_what_only_reads_is_get_only(chief, address):
    assert chief.post(address).status_code == 405


def test_articles_are_found_by_words_of_their_title(writer):
    wanted = make_article("Chemical peels at home")
    make_article("Peels", status="trashed")
    [found] = writer.get(ENDPOINTS[0], {"q": "home peel"}).json()["results"]
    assert found == {"id": wanted.pk, "label": wanted.title, "address": f"/{wanted.slug}/", "note": ""}
    assert writer.get(ENDPOINTS[0], {"q": "peel", "not": wanted.pk}).json()["results"] == []
    assert writer.get(ENDPOINTS[0], {"pk": wanted.pk}).json()["results"] == [found]


def test_tags_are_found_whatever_the_capitals(writer):
    make_article("A", tags=["Über skin", "Acne"])
    assert [found["label"] for found in writer.get(ENDPOINTS[1], {"q": "über"}).json()["results"]] == ["Über skin"]


def png(size=(60, 40), colour="teal"):
    data = io.BytesIO()
    Picture.new("RGB", size, colour).save(data, "PNG")
    return SimpleUploadedFile("teal.png", data.getvalue(), "image/png")


def test_an_upload_needs_post_permission_and_token(writer, media):
    address = "/admin/articles/image/upload/"
    assert writer.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer.user)
    assert strict.post(address, {"file": png()}).status_code == 403
    assert not Image.objects.exists()
    reader = log_in("add_article", "change_article", "view_article")
    assert reader.post(address, {"file": png()}).status_code == 403


def test_an_upload_joins_the_library(writer, media):
    response = writer.post("/admin/articles/image/upload/", {"file": png()})
    assert response.status_code == 201
    image = Image.objects.get()
    assert response.json()["id"] == image.pk
    assert [found["id"] for found in writer.get(ENDPOINTS[2], {"q": "teal"}).json()["results"]] == [image.pk]


@pytest.mark.parametrize("data", [{}, {"file": SimpleUploadedFile("x.jpg", b"no picture")}])
def test_a_refused_upload_says_why(writer, media, data):
    response = writer.post("/admin/articles/image/upload/", data)
    assert response.status_code == 400
    assert response.json()["error"].endswith(".")
    assert not Image.objects.exists()


# The library's, the tags', the authors' and the publication's forms


def test_a_picture_is_added_by_its_form_once(chief, media):
    address = reverse("admin:articles_image_add")
    data = {"upload": png(), "name": "", "default_alt": "Teal", "caption": "", "credit": "Me"}
    assert chief.post(address, data).status_code == 302
    image = Image.objects.get()
    assert (image.name, image.default_alt, image.credit, image.width) == ("teal.png", "Teal", "Me", 60)
    assert chief.post(address, data | {"upload": png(), "default_alt": "", "credit": ""}).status_code == 302
    image = Image.objects.get()
    assert (image.default_alt, image.credit) == ("Teal", "Me")


def test_a_refused_picture_is_an_error_on_the_form(chief, media):
    data = {"upload": SimpleUploadedFile("x.jpg", b"no picture"), "name": "Kept", "default_alt": "", "caption": ""}
    response = chief.post(reverse("admin:articles_image_add"), data)
    assert response.context["adminform"].form.errors["upload"]
    assert "Kept" in response.content.decode()


def test_a_moved_focal_point_cuts_anew(chief, media, django_capture_on_commit_callbacks):
    image = gallery.add(png((600, 400)).read(), in_background=False)
    before = image.renditions["1x1"]["focal"]
    data = {"name": "n", "default_alt": "", "caption": "", "credit": "", "focal_x": "0.1", "focal_y": "0.5"}
    with django_capture_on_commit_callbacks(execute=True):
        assert chief.post(change_url(image), data).status_code == 302
    image.refresh_from_db()
    assert image.renditions["1x1"]["focal"] != before
    assert "inside" not in errors(chief.post(change_url(image), data | {"focal_x": "2"}))


def test_a_picture_in_use_is_not_deleted(chief, media):
    image = gallery.add(png().read(), name="Used", in_background=False)
    lead = make_article("Led", lead_image=image)
    inside = make_article("Inside", body=f'<figure><img data-file="{image.pk}" src="/x.jpg" alt="x"></figure>')
    page = chief.get(change_url(image)).content.decode()
    assert change_url(lead) in page
    assert change_url(inside) in page
    address = reverse("admin:articles_image_delete", args=[image.pk])
    chief.post(address, {"post": "yes"})
    assert Image.objects.exists()
    Article.objects.all().delete()
    chief.post(address, {"post": "yes"})
    assert not Image.objects.exists()


def test_the_publication_is_one_form(chief):
    response = chief.get("/admin/articles/publication/")
    assert response.url == change_url(Publication(pk=1))
    assert chief.get(response.url).status_code == 200
    assert chief.get("/admin/articles/publication/add/").status_code == 403
    assert chief.get("/admin/articles/publication/1/delete/").status_code == 403


def test_the_publications_lead_may_be_an_article_not_public_now(chief):
    lead = make_article("Led", status="withdrawn")
    data = {"name": "N", "tagline": "", "about": "", "disclaimer": "", "lead_article": lead.pk}
    data |= {"list_count": 9, "related_count": 3, "related_threshold": 8, "related_by_author": 2}
    assert chief.post("/admin/articles/publication/1/change/", data).status_code == 302
    assert Publication.load().lead_article == lead


def test_tags_and_authors_are_added(chief):
    assert chief.post("/admin/articles/tag/add/", {"name": "Acne", "slug": "", "description": ""}).status_code == 302
    response = chief.post("/admin/articles/tag/add/", {"name": "ACNE", "slug": "x", "description": ""})
    assert "already exists" in errors(response)
    data = {"name": "Ada", "credentials": "", "role": "", "slug": "", "bio": "", "links": ""}
    assert chief.post("/admin/articles/author/add/", data).status_code == 302
    assert Author.objects.get().slug == "ada"


@pytest.mark.parametrize(
    "names", [[], ["acne"], ["skin care"], ["acne", "skin"], ["a, b", "c"], ['5" needle', "x"], ['"q"'], ["über, so"]]
)
def test_names_survive_their_line(names):
    assert split_names(join_names(names)) == names


def test_a_name_counts_once():
    assert split_names(" Acne,  skin   care , ACNE,,") == ["ACNE", "skin care"]


# The page itself


def test_the_scripts_say_every_word_and_no_other():
    folder = Path(find("articles/admin.css")).parent
    said = {word for path in folder.glob("*.js") for word in re.findall(r"\bwords\.(\w+)", path.read_text())}
    said |= {f"heading{level}" for level in (2, 3, 4)}
    assert said == set(WORDS)


def test_the_import_map_carries_the_policys_nonce(chief):
    response = chief.get(ADD)
    nonce = re.search("'nonce-([^']+)'", response["Content-Security-Policy"])[1]
    assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()


def test_a_host_without_a_policy_has_no_nonce(settings, chief):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "csp" not in name.lower()]
    assert '<script type="importmap">' in chief.get(ADD).content.decode()


def test_nothing_in_the_form_is_an_inline_script(chief):
    article = make_article("Peels", tags=["a"])
    for address in (ADD, change_url(article), LIST, "/admin/"):
        page = chief.get(address).content.decode()
        scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
        assert [script for script in scripts if "json" not in script and "importmap" not in script] == []
        assert not re.search(r"\son\w+=", page)


def test_a_password_can_be_changed(chief):
    assert chief.get("/admin/password_change/").status_code == 200
