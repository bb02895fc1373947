"""The admin: who may do what, drafts that always save, text that is never lost, flat query counts."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
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
from articles.history.copies import edit_as_draft
from articles.history.publish import publish, trash
from articles.history.roles import EDITORS
from articles.models import Act, Article, Author, Byline, Image, Publication, RelatedPick, Tag, Treatment
from tests.make import article_form as form
from tests.make import log_in, make_article, make_author, member, soon

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"
WRITER = ("add_article", "change_article", "view_article", "view_image", "add_image")


@pytest.fixture
def chief(db):
    return log_in(is_superuser=True)


@pytest.fixture
def writer(db):
    return log_in(*WRITER)


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
    assert "Somebody saved this article" in errors(chief.post(change_url(article), seen))
    again = seen | {"over_version": response.context["collision"].version}
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


def ready(article=None, **values):
    """Return the form of an article that the checklist lets through."""
    rows = {"bylines": [{"author": make_author().pk, "position": "1"}]}
    if article:
        rows = {"bylines": [{"id": each.pk, "author": each.author_id} for each in article.bylines.all()]}
    return form(article, rows, **{"standfirst": "What it is.", "body": "<p>Text.</p>"} | values)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def in_days(count, prefix="published_at"):
    day = (timezone.now() + timedelta(days=count)).strftime("%Y-%m-%d")
    return {f"{prefix}_0": day, f"{prefix}_1": "10:00"}


def test_a_publisher_publishes_and_schedules_in_the_form(chief):
    chief.post(ADD, ready(title="Now", _publish="1"))
    assert Article.objects.get(title="Now").is_public
    chief.post(ADD, ready(title="Later", _schedule="1", **in_days(3)))
    later = Article.objects.get(title="Later")
    assert (later.status, later.is_public) == ("published", False)
    response = chief.post(ADD, ready(title="Undated", _schedule="1"), follow=True)
    assert "Set a date and a time in the future" in said(response)
    assert Article.objects.get(title="Undated").status == "draft"


def test_what_the_checklist_blocks_is_saved_and_not_published(chief):
    response = chief.post(ADD, form(title="Half", _publish="1", body="<p>Kept</p>"), follow=True)
    assert "Bylines: No author is named." in said(response)
    article = Article.objects.get()
    assert (article.status, article.body) == ("draft", "<p>Kept</p>")


def test_an_untitled_article_is_saved_and_not_published(chief):
    response = chief.post(ADD, form(_publish="1", body="<p>Kept</p>"), follow=True)
    assert "A published article needs a title." in said(response)
    assert Article.objects.get().status == "draft"


def test_a_live_article_is_changed_at_once_or_as_a_draft(chief):
    article = make_article("Peels")
    chief.post(change_url(article), ready(article, body="<p>New.</p>", _publish="1", change_note="Newer"))
    article.refresh_from_db()
    assert (article.body, article.status) == ("<p>New.</p>", "published")
    assert article.updated_at is not None
    assert list(article.revisions.values_list("kind", "note")) == [("update", "Newer"), ("first", "")]
    response = chief.post(change_url(article), ready(article, body="<p>Private.</p>", _copy="1"))
    copy = article.copies.get()
    assert response.url == change_url(copy)
    assert (copy.body, copy.owner, copy.bylines.count()) == ("<p>Private.</p>", chief.user, 1)
    article.refresh_from_db()
    assert article.body == "<p>New.</p>"
    chief.post(change_url(copy), ready(copy, body="<p>Done.</p>", _publish="1"))
    assert Article.objects.get().body == "<p>Done.</p>"


def test_a_new_tag_comes_along_into_the_working_copy(chief):
    article = make_article("Peels", tags=["Skin"])
    chief.post(change_url(article), ready(article, tags="Skin, Never used before", _copy="1"))
    assert set(article.copies.get().tags.names()) == {"Skin", "Never used before"}
    assert list(article.tags.names()) == ["Skin"]


def test_another_date_is_a_change_and_is_told_as_it_is(chief):
    article = make_article("Peels", published_at=soon(days=3))

    def save(**dates):
        row = fresh(article)
        data = ready(row, standfirst=row.standfirst, body=row.body, _save="1", **dates)
        return said(chief.post(change_url(article), data, follow=True))

    assert "Saved. It appears on" in save(**in_days(5))
    assert "Readers see the changes now." in save(**in_days(-2))
    assert "Readers do not see it: it was taken down on" in save(**in_days(-2), **in_days(-1, "expires_at"))
    assert "Nothing was changed." in save(**in_days(-2), **in_days(-1, "expires_at"))
    assert list(Act.objects.values_list("verb", flat=True)) == ["changed", "published", "scheduled"]
    assert not article.revisions.exists()


def fresh(article):
    return Article.objects.get(pk=article.pk)


def test_the_copy_takes_the_place_of_a_later_change_only_when_its_editor_saw_that(chief):
    article = make_article("Peels")
    copy = edit_as_draft(article, chief.user)
    for body in ("<p>Seen.</p>", "<p>Never seen.</p>"):
        seen, article.body = article.version + 1, body
        article.save()
        if body == "<p>Seen.</p>":
            page = chief.get(change_url(copy)).content.decode()
            assert f'name="is_newest" value="{seen}"' in page
            kept = seen
    data = ready(copy, body="<p>Mine.</p>", _publish="1", is_newest=str(kept))
    assert "changed the public article" in said(chief.post(change_url(copy), data, follow=True))
    assert fresh(article).body == "<p>Never seen.</p>"
    data |= {"seen_version": fresh(copy).version, "is_newest": str(article.version)}
    chief.post(change_url(copy), data)
    assert fresh(article).body == "<p>Mine.</p>"


def test_an_article_in_the_trash_is_deleted_with_its_copy_and_that_is_logged():
    editor = Client()
    user = member(editor, EDITORS)
    article = make_article("Peels")
    edit_as_draft(article, user)
    trash(article, user)
    editor.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
    assert not Article.objects.exists()
    assert Act.objects.filter(verb="purged", subject="Peels", user=user).exists()


@pytest.mark.parametrize("number", ["1" + "0" * 30, "9" * 5000], ids=["beyond a key", "beyond a number"])
def test_no_number_is_too_long(chief, number):
    article = make_article("Peels")
    for address in (
        f"calendar/{number}/1/", f"{article.pk}/history/compare/?old={number}&new=now", f"{number}/history/",
        f"titles/?pk={number}", f"titles/?not={number}", f"{article.pk}/why-not/?other={number}",
    ):  # fmt: skip
        assert chief.get(LIST + address).status_code < 500, address[:40]
    for address, values in (
        ("together/tag/", {"row": f"{number}-1", "tags": "x"}),
        ("together/publish/", {"row": f"{article.pk}-{number}"}),
        (
            f"calendar/2026/1/move/{article.pk}/",
            {"version": number, **dict(zip(("at_0", "at_1"), ("2099-01-01", "09:00"), strict=True))},
        ),
        ("links/", {"row": f"{number}-1", "old": "/peels/", "new": "/x/", "scope": "exact", "what": "replace"}),
        (f"{number}/change/", {"seen_version": "3"}),
    ):
        assert chief.post(LIST + address, values).status_code < 500, address[:40]


def test_a_writer_changes_no_picture_that_readers_see(media):
    writer = log_in(*WRITER, "change_image")
    image = gallery.add(png().read())
    values = {"name": "Other", "default_alt": "", "caption": "Mine", "credit": "", "focal_x": "0.5", "focal_y": "0.5"}
    article = make_article("Peels", status="draft", lead_image=image)
    assert writer.post(change_url(image), values).status_code == 302
    publish(article, despite_findings=True)
    assert writer.post(change_url(image), values | {"caption": "Forged"}).status_code == 403
    assert Image.objects.get().caption == "Mine"


def test_many_words_called_a_typing_error_are_asked_about(chief):
    article = make_article("Peels")
    data = ready(article, body=f"<p>{'Other words. ' * 20}</p>", change_kind="typo", _publish="1")
    response = chief.post(change_url(article), data)
    assert "are those typing errors?" in errors(response)
    assert 'name="is_confirmed"' in response.content.decode()
    chief.post(change_url(article), data | {"is_confirmed": "on"})
    article.refresh_from_db()
    assert article.updated_at is None
    assert article.revisions.first().kind == "typo"


def test_a_later_date_does_not_hide_what_readers_see(chief):
    article = make_article("Peels")
    assert "a later date would hide it" in errors(chief.post(change_url(article), ready(article, **in_days(3))))


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_a_year_that_no_database_takes_is_an_error_and_the_text_stays(chief, year):
    article = make_article("Peels", status="draft", published_at=None)
    data = ready(article, body="<p>Kept.</p>", published_at_0=year, published_at_1="00:00")
    response = chief.post(change_url(article), data)
    assert "That year is no date for an article." in errors(response)
    assert "Kept." in response.content.decode()


def test_a_writer_cannot_publish_even_by_a_forged_post(writer):
    for button in ("_publish", "_schedule"):
        response = writer.post(ADD, ready(title="Forged", **{button: "1"}, **in_days(2)))
        assert response.status_code == 403
    writer.post(ADD, form(title="Dated", status="published", published_at_0="2020-01-01", published_at_1="10:00"))
    dated = Article.objects.get()
    assert (dated.title, dated.status, dated.published_at) == ("Dated", "draft", None)


def test_a_writer_reads_but_does_not_change_what_readers_see(writer):
    article = make_article("Live")
    assert writer.get(change_url(article)).status_code == 200
    assert writer.post(change_url(article), form(article, title="Forged")).status_code == 403
    assert Article.objects.get().title == "Live"


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
    data |= {"reading_grade": 9, "trash_days": 30, "review_months": 12}
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
    said |= set(re.findall(r'"(pasted\w+)"', (folder / "editor.paste.js").read_text()))
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
