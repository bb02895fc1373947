"""The library: one row for one picture, renditions that are there when a page names them, and nothing left behind."""

import errno
import io
import itertools
import logging
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.template import Context, Template
from PIL import Image as Pillow

from articles import gallery
from articles.gallery import former, library
from articles.models import Image
from articles.pictures import NAME, PictureError
from tests.make import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


shades = itertools.count(1)


def photo(width=700, height=500):
    """Return a JPEG that no other call returns."""
    buffer = io.BytesIO()
    picture = Pillow.new("RGB", (width, height), (200, 160, 120))
    picture.paste((40, *divmod(next(shades) * 16, 256)), (0, 0, width // 2, height))
    picture.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def stored():
    """Return the names of the files in the library's folder."""
    return set(default_storage.listdir("articles")[1]) if default_storage.exists("articles") else set()


def named(html):
    """Return the names of the files that the markup leads to."""
    return set(re.findall(r"/media/articles/([\w.-]+)", html))


class FullStorage(FileSystemStorage):
    def _save(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")


class SignedStorage(FileSystemStorage):
    def url(self, name):
        return f"{super().url(name)}?a=1&key={len(name)}"


def test_an_upload_is_a_row_with_its_files():
    image = gallery.add(photo(), name="skin.jpg", default_alt="Skin", focal_x=0.2)
    image.refresh_from_db()
    assert (image.name, image.default_alt, image.focal_point) == ("skin.jpg", "Skin", (0.2, 0.5))
    assert (image.width, image.height) == (700, 500)
    assert image.file.name == f"articles/{image.content_hash}.jpeg"
    assert image.renditions["full"] == {"size": [700, 500], "focal": "", "jpeg": [320, 640], "webp": [320, 640]}
    assert image.renditions["1x1"]["focal"] == "f2050"
    assert all(NAME.fullmatch(name) for name in stored())
    for crop in ("full", "16x9", "3x2", "1x1"):
        assert named(gallery.picture_html(image, crop)) <= stored()


def test_the_same_picture_twice_is_one_row():
    data = photo()
    first = gallery.add(data, name="first")
    files = stored()
    assert gallery.add(data, name="second") == first
    with default_storage.open(first.file.name) as file:
        assert gallery.add(file.read()) == first  # taken from the site and brought back
    assert gallery.add(data[:2] + b"\xff\xfe\0\x0dother words" + data[2:]) == first
    assert Image.objects.get().name == "first"
    assert stored() == files


def test_two_at_the_same_moment_are_one_row():
    first = gallery.add(photo())
    late = Image(file=first.file.name, content_hash=first.content_hash, width=700, height=500)
    assert library._inserted(late) == first
    with pytest.raises(IntegrityError):  # another reason is not taken for a twin
        library._inserted(Image(content_hash="a" * 32, focal_x=7))


def test_a_refused_file_leaves_nothing():
    with pytest.raises(PictureError):
        gallery.add(b"<svg></svg>")
    assert not Image.objects.exists()
    assert not stored()


def test_a_full_disk_is_told_to_the_editor(settings, caplog):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.test_gallery.FullStorage"}}
    with pytest.raises(PictureError, match="could not store"):
        gallery.add(photo())
    assert not Image.objects.exists()


def test_the_rest_of_a_killed_upload_is_replaced():
    data = photo()
    image = gallery.add(data)
    size = default_storage.size(image.file.name)
    gallery.remove([image])
    default_storage.delete(image.file.name)
    default_storage.save(image.file.name, ContentFile(b"the first bytes"))
    again = gallery.add(data)
    assert again.file.name == image.file.name
    assert default_storage.size(again.file.name) == size


def test_an_upload_heals_a_row_without_its_files():
    data = photo()
    image = gallery.add(data)
    files = stored()
    for name in files:
        default_storage.delete(f"articles/{name}")
    assert gallery.add(data) == image
    assert stored() == files


def test_avif_on_the_spot_for_commands():
    image = gallery.add(photo(), in_background=False)
    assert image.renditions["full"]["avif"] == [320, 640]
    assert gallery.missing(image) == []


def test_no_avif_where_the_site_wants_none(settings):
    settings.ARTICLES_AVIF = False
    image = gallery.add(photo(), in_background=False)
    assert gallery.missing(image) == []
    assert not any(name.endswith("avif") for name in stored())


@pytest.mark.django_db(transaction=True)
def test_avif_follows_once_the_upload_is_committed():
    with transaction.atomic():
        image = gallery.add(photo())
        gallery.wait()
        assert "avif" not in image.renditions["full"]
    gallery.wait()
    image.refresh_from_db()
    assert image.renditions["full"]["avif"] == [320, 640]
    assert image.renditions["full"]["webp"] == [320, 640]
    assert named(gallery.picture_html(image, "16x9")) <= stored()


@pytest.mark.django_db(transaction=True)
def test_a_failure_in_the_background_is_logged_and_the_next_picture_is_made(caplog):
    with transaction.atomic():
        broken, sound = gallery.add(photo()), gallery.add(photo())
        default_storage.delete(broken.file.name)
    with caplog.at_level(logging.ERROR):
        gallery.wait()
    assert f"picture {broken.pk} failed" in caplog.text
    sound.refresh_from_db()
    assert gallery.missing(sound) == []


def test_those_who_cut_at_the_same_time_keep_each_others_work():
    pk = gallery.add(photo()).pk
    Image.objects.update(renditions={})
    one, other = Image.objects.get(pk=pk), Image.objects.get(pk=pk)
    gallery.make_renditions(one, ["jpeg"])
    gallery.make_renditions(other, ["webp"])
    made = Image.objects.get(pk=pk).renditions["16x9"]
    assert made["jpeg"] == made["webp"] == [320, 640]
    assert other.renditions["16x9"] == made


def test_a_new_focal_point_gives_new_names(django_capture_on_commit_callbacks, settings):
    settings.ARTICLES_AVIF = False
    image = gallery.add(photo())
    before = named(gallery.picture_html(image, "1x1"))
    whole = named(gallery.picture_html(image))
    image.focal_x = 0.9
    image.save()
    assert named(gallery.picture_html(image, "1x1")) == before  # pages stay whole until the new crops are there
    with django_capture_on_commit_callbacks(execute=True):
        gallery.refocus(image)
    image = Image.objects.get()
    after = named(gallery.picture_html(image, "1x1"))
    assert after.isdisjoint(before)
    assert all("-f9050-" in name for name in after)
    assert before | after <= stored()
    assert named(gallery.picture_html(image)) == whole


def test_crops_for_a_focal_point_that_has_changed_meanwhile_are_not_shown():
    image = gallery.add(photo())
    slow = Image.objects.get(pk=image.pk)
    Image.objects.update(focal_x=0.9)
    gallery.make_renditions(slow, ["jpeg", "webp"], again=True)
    image.refresh_from_db()
    assert ("1x1", 320, "jpeg") in gallery.missing(image)
    gallery.make_renditions(image)
    assert image.renditions["1x1"]["focal"] == "f9050"
    assert image.renditions["1x1"]["former"] == ["f5050"]


def test_a_removed_picture_leaves_no_file(django_capture_on_commit_callbacks):
    kept = gallery.add(photo())
    files = stored()
    image = gallery.add(photo(), in_background=False)
    for image.focal_x in (0.1, 0.9):
        image.save()
        gallery.make_renditions(image)
    assert any("-f1050-" in name for name in stored())
    with django_capture_on_commit_callbacks() as waiting:
        assert gallery.remove([image]) == 1
        assert image.file.name.rpartition("/")[2] in stored()  # the deletion may yet be rolled back
    for callback in waiting:
        callback()
    assert stored() == files
    assert list(Image.objects.all()) == [kept]


def test_a_picture_removed_while_it_is_cut_leaves_no_file():
    image = gallery.add(photo())
    late = Image.objects.get(pk=image.pk)
    image.delete()
    gallery.make_renditions(late)
    assert stored() == set()


def test_pages_read_the_row_alone(django_assert_num_queries, settings, tmp_path):
    image = gallery.add(photo())
    shown = image.shown("16x9")
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    with django_assert_num_queries(0):
        assert image.shown("16x9") == shown
    assert shown.src.endswith(f"/media/articles/{image.content_hash}-16x9-f5050-640.jpeg")
    assert (shown.width, shown.height) == (640, 360)
    assert shown.srcset.endswith("-640.jpeg 640w")
    assert [kind for kind, _srcset in shown.sources] == ["image/webp"]


def test_the_best_format_comes_first():
    shown = gallery.add(photo(), in_background=False).shown("3x2")
    assert [kind for kind, _srcset in shown.sources] == ["image/avif", "image/webp"]


def test_what_is_not_cut_falls_back():
    image = gallery.add(photo())
    whole = image.shown("full")
    del image.renditions["16x9"]
    assert image.shown("16x9") == whole
    assert image.shown("unheard of") == whole
    image.renditions["3x2"] = {"size": [700, 467], "focal": "f5050", "webp": [320]}  # no JPEG for the <img>
    assert image.shown("3x2") == whole
    image.renditions = {}
    original = image.shown("3x2")
    assert (original.src, original.width, original.height) == (image.file.url, 700, 500)
    assert (original.srcset, original.sources) == ("", ())
    assert Image().shown("full") is None


def test_a_storage_that_signs_each_address_is_asked_for_each(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.test_gallery.SignedStorage"}}
    image = gallery.add(photo())
    shown = image.shown("full")
    assert shown.src == default_storage.url(f"articles/{image.content_hash}-full-640.jpeg")
    assert "?a=1&amp;key=" in gallery.picture_html(image)
    assert "?a=1&key=" not in gallery.picture_html(image)


def test_the_markup_says_all_a_browser_needs():
    image = gallery.add(photo(), in_background=False)
    html = gallery.picture_html(
        image, "16x9", sizes="(min-width: 40rem) 50vw, 100vw", alt='A "b" <c>', css_class="lead"
    )
    assert html.startswith('<picture><source type="image/avif" srcset="/media/articles/')
    assert html.count('sizes="(min-width: 40rem) 50vw, 100vw"') == 3
    assert (
        'width="640" height="360" alt="A &quot;b&quot; &lt;c&gt;" class="lead" loading="lazy" decoding="async">' in html
    )
    assert "/>" not in html
    assert "\n" not in html
    lead = gallery.picture_html(image, is_lead=True)
    assert 'fetchpriority="high"' in lead
    assert "lazy" not in lead
    assert 'alt=""' in lead
    image.renditions = {}
    assert "sizes" not in gallery.picture_html(image)  # HTML allows it next to srcset only
    assert gallery.picture_html(None) == ""
    assert gallery.picture_html(Image()) == ""


def test_numbers_stay_plain_where_the_locale_groups_them(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    assert 'width="1280"' in gallery.picture_html(gallery.add(photo(1300, 200)))


def test_the_tag_is_the_same_markup():
    image = gallery.add(photo())
    page = Template('{% load articles %}{% picture image "1x1" sizes="5rem" alt=words is_lead=True css_class="face" %}')
    expected = gallery.picture_html(image, "1x1", sizes="5rem", alt="<b>", is_lead=True, css_class="face")
    assert page.render(Context({"image": image, "words": "<b>"})) == expected
    assert page.render(Context({"image": None})) == ""


def run(*arguments):
    out = io.StringIO()
    call_command("renditions", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_the_command_makes_what_is_missing_once():
    image = gallery.add(photo(), name="Skin")
    assert f"{image.pk} Skin: 7 files made" in run("--formats", "avif")
    assert gallery.missing(Image.objects.get()) == []
    assert run() == "0 files made.\n"
    for name in stored() - {image.file.name.rpartition("/")[2]}:
        default_storage.delete(f"articles/{name}")
    assert run() == "0 files made.\n"  # it reads the rows
    assert "21 files made" in run("--all")
    assert named(gallery.picture_html(Image.objects.get(), "16x9")) <= stored()


def test_the_command_names_what_it_could_not_do():
    gone, damaged, sound = (gallery.add(photo(), name=name) for name in ("Gone", "Damaged", "Sound"))
    default_storage.delete(gone.file.name)
    default_storage.delete(damaged.file.name)
    default_storage.save(damaged.file.name, ContentFile(b"\xff\xd8\xff"))
    out = io.StringIO()
    with pytest.raises(CommandError, match="2 of the pictures"):
        call_command("renditions", stdout=out, stderr=out)
    assert re.search(r"Gone: its file \S+ is gone. Restore it", out.getvalue())
    assert "Damaged: The picture is damaged" in out.getvalue()
    sound.refresh_from_db()
    assert gallery.missing(sound) == []
    with pytest.raises(CommandError, match="avif, webp, jpeg"):
        run("--formats", "png")


# Replacing the file


@pytest.fixture
def later(monkeypatch):
    """Return a function that makes the next sweep think that days have passed."""
    return lambda days: monkeypatch.setattr(former, "KEPT", timedelta(days=1) - timedelta(days=days))


def test_a_replaced_file_keeps_the_row_its_words_and_its_uses(client):
    image = gallery.add(photo(), name="Roller", default_alt="A roller", caption="C", credit="Me", focal_x=0.2)
    article = make_article(
        "Rollers", lead_image=image, body=f'<p>x</p><img data-file="{image.pk}" src="/o.jpg" alt="a">'
    )
    page = client.get(article.get_absolute_url()).content.decode()
    before, old = named(page), image.content_hash
    assert gallery.replace(image, photo(1400, 1000)) is False
    again = Image.objects.get()
    assert (again.pk, again.name, again.default_alt, again.caption, again.credit) == (
        image.pk, "Roller", "A roller", "C", "Me",
    )  # fmt: skip
    assert (again.width, again.height, again.focal_point) == (1400, 1000, (0.2, 0.5))
    assert again.content_hash != old
    assert again.content_hash == image.content_hash
    assert again.renditions["full"]["jpeg"] == [320, 640, 960, 1280]
    assert gallery.use_counts([again]) == {again.pk: (1, 0)}
    after = named(client.get(article.get_absolute_url()).content.decode())
    assert after
    assert after.isdisjoint(before)
    assert after | before <= stored()  # an open page still finds what it asks for
    assert f'src="{again.shown().src}"' in gallery.with_present_sources(article.body)


def test_the_focal_point_goes_back_only_where_the_shape_changes():
    image = gallery.add(photo(700, 500), focal_x=0.2)
    assert gallery.replace(image, photo(720, 500)) is False
    assert image.focal_point == (0.2, 0.5)
    assert gallery.replace(image, photo(500, 700)) is True
    image.refresh_from_db()
    assert image.focal_point == (0.5, 0.5)
    assert image.renditions["1x1"]["focal"] == "f5050"
    assert gallery.replace(image, photo(700, 500)) is False  # it was in the middle


def test_a_file_that_the_library_has_is_refused_by_name():
    mine, other = photo(), photo()
    image, twin = gallery.add(mine, name="Mine"), gallery.add(other, name="Other")
    before = Image.objects.get(pk=image.pk).renditions
    with pytest.raises(gallery.InLibrary, match="as “Other”") as refused:
        gallery.replace(image, other)
    assert refused.value.twin == twin
    with pytest.raises(PictureError, match="has already"):
        gallery.replace(image, mine)
    with pytest.raises(PictureError, match="not a picture"):
        gallery.replace(image, b"words")
    assert Image.objects.get(pk=image.pk).renditions == before
    gallery.remove([image])
    with pytest.raises(PictureError, match="deleted this picture"):
        gallery.replace(image, photo())


def test_former_files_go_a_day_later(later, django_capture_on_commit_callbacks):
    image = gallery.add(photo(), in_background=False)
    before = stored()
    gallery.replace(image, photo())
    with django_capture_on_commit_callbacks(execute=True):
        assert gallery.sweep() == 0
    assert before <= stored()
    later(days=2)
    with django_capture_on_commit_callbacks(execute=True):
        assert gallery.sweep() == 1
    assert stored().isdisjoint(before)
    image.refresh_from_db()
    assert "replaced" not in image.renditions
    assert named(gallery.picture_html(image, "16x9")) <= stored()
    assert gallery.sweep() == 0


def test_former_files_go_at_once_where_nobody_may_see_them(django_capture_on_commit_callbacks):
    image = gallery.add(photo(), in_background=False)
    gallery.replace(image, photo())
    before = stored() - {image.file.name.rpartition("/")[2]}
    before -= {name for name in stored() if name.startswith(image.content_hash)}
    with django_capture_on_commit_callbacks() as waiting:
        gallery.replace(image, photo(), forget=True)
    assert before <= stored()  # the replacement may yet be rolled back
    for callback in waiting:
        callback()
    assert {name[:32] for name in stored()} == {image.content_hash}


def test_a_picture_that_comes_back_keeps_its_files(later, django_capture_on_commit_callbacks):
    first, second = photo(), photo()
    image = gallery.add(first)
    gallery.replace(image, second)
    gallery.replace(image, first)  # back again
    other = gallery.add(second)  # and what it was for a moment is a picture of its own
    later(days=2)
    with django_capture_on_commit_callbacks(execute=True):
        gallery.sweep()
    for each in (image, other):
        each.refresh_from_db()
        assert named(gallery.picture_html(each, "16x9")) <= stored()
        assert each.file.name.rpartition("/")[2] in stored()


def test_a_removed_picture_leaves_no_former_file(django_capture_on_commit_callbacks):
    image = gallery.add(photo())
    gallery.replace(image, photo())
    with django_capture_on_commit_callbacks(execute=True):
        gallery.remove([image])
    assert stored() == set()


def test_what_was_being_cut_when_the_file_was_replaced_is_thrown_away():
    image = gallery.add(photo())
    slow = Image.objects.get(pk=image.pk)
    gallery.replace(image, photo(), forget=True)
    before = stored()
    gallery.make_renditions(slow, ["avif"])
    assert stored() == before
    image.refresh_from_db()
    assert "avif" not in image.renditions["full"]


def test_a_full_disk_leaves_the_picture_as_it_was(settings, caplog):
    image = gallery.add(photo())
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.test_gallery.FullStorage"}}
    with pytest.raises(PictureError, match="could not store"):
        gallery.replace(image, photo())
    assert Image.objects.get().content_hash == image.content_hash


# Look-alikes


def scene(seed, size=(900, 600)):
    """Return a picture with a layout of its own, drawn at that size."""
    small = Pillow.new("L", (12, 8))
    small.putdata(
        [(seed * (x + 3) * (y + 5) * 37 + x * x * 11 + y * seed * 53) % 256 for y in range(8) for x in range(12)]
    )
    return small.resize(size, Pillow.Resampling.BICUBIC).convert("RGB")


def saved(picture, form="JPEG", **options):
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def test_the_same_photo_resized_or_saved_anew_is_found():
    first = gallery.add(saved(scene(7), quality=95), name="Needle roller")
    other = gallery.add(saved(scene(8)))
    assert gallery.alike(first) == gallery.alike(other) == []
    copies = [
        gallery.add(saved(scene(7).resize((450, 300)), quality=60)),
        gallery.add(saved(scene(7), quality=30)),
        gallery.add(saved(scene(7), "WEBP", quality=50)),
    ]
    for copy in copies:
        assert first in gallery.alike(copy)
        assert other not in gallery.alike(copy)
    assert gallery.alike(gallery.add(saved(scene(7).resize((600, 600))))) == []  # another shape is another picture


def test_plain_pictures_look_like_nothing():
    one, other = gallery.add(photo()), gallery.add(photo())
    assert one.look == other.look == ""
    assert gallery.alike(one) == []


def test_looks_are_compared_with_the_same_queries_however_many(django_assert_num_queries):
    images = [gallery.add(saved(scene(7), quality=quality)) for quality in (90, 70, 50, 40, 30)]
    with django_assert_num_queries(2):
        assert len(gallery.alike(images[0])) == 3


def test_the_command_looks_at_what_nobody_has_looked_at(django_assert_num_queries):
    first = gallery.add(saved(scene(7)))
    look = first.look
    Image.objects.update(look=None)
    copy = gallery.add(saved(scene(7), quality=40))
    assert gallery.alike(copy) == []
    run("--formats", "jpeg")
    assert Image.objects.get(pk=first.pk).look == look
    assert gallery.alike(copy) == [first]


def test_only_a_picture_made_now_is_new():
    data = photo()
    assert gallery.add(data).is_new
    assert not gallery.add(data).is_new
