"""The library of pictures in a browser: several uploads at once, look-alikes, the focal point and its crops."""

import os

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright

from articles import gallery
from articles.models import Image
from articles.pictures import CROPS, crop_box
from tests.looking import serious
from tests.make import make_article
from tests.test_gallery import photo, saved, scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/admin/articles/image/"


@pytest.fixture(scope="module", autouse=True)
def allow_database_beside_playwright():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser, live_server, client, media, settings):
    """A browser of a logged-in chief editor."""
    settings.ARTICLES_AVIF = False
    client.force_login(get_user_model().objects.create_superuser("chief", password="x"))
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    yield context
    context.close()


@pytest.fixture
def page(context):
    """A page; whatever the console complains about fails the test, but for the refusals that a test asks for."""
    page = context.new_page()
    page.set_default_timeout(10000)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
    yield page
    assert [text for text in complaints if not text.startswith("Failed to load resource:")] == []


def upload(page, *files):
    page.get_by_label("Upload pictures", exact=True).and_(page.locator("input")).set_input_files(
        [{"name": name, "mimeType": "image/jpeg", "buffer": data} for name, data in files]
    )


def row(page, name):
    return page.locator(".articles-upload").filter(has_text=name)


def test_several_pictures_are_uploaded_and_described_and_one_failure_stops_none(page):
    page.goto(f"{LIST}add/")
    expect(page.locator("#image_form")).to_be_hidden()
    upload(page, ("one.jpg", photo()), ("notes.docx", b"words"), ("two.jpg", photo()))
    expect(page.get_by_role("status").first).to_contain_text("2 in the library. 1 failed: see the list.")
    failed = row(page, "notes.docx")
    expect(failed).to_contain_text("This file is not a picture we can read.")
    assert {image.name for image in Image.objects.all()} == {"one.jpg", "two.jpg"}
    expect(row(page, "one.jpg").locator("img")).to_be_visible()

    alt = page.get_by_label("Alternative text of one.jpg")
    alt.fill("A teal  half")
    alt.blur()
    expect(row(page, "one.jpg")).to_contain_text("Saved")
    assert Image.objects.get(name="one.jpg").default_alt == "A teal half"
    assert page.get_by_role("link", name="one.jpg").get_attribute("href") == reverse(
        "admin:articles_image_change", args=[Image.objects.get(name="one.jpg").pk]
    )

    failed.get_by_role("button", name="Try again").click()
    expect(failed).to_contain_text("This file is not a picture we can read.")
    upload(page, ("three.jpg", photo()))
    expect(row(page, "three.jpg")).to_contain_text("Uploaded.")
    expect(failed).to_be_visible()
    page.get_by_role("link", name="Show the library").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(3)


def test_an_upload_that_the_network_broke_is_tried_again(page):
    page.goto(f"{LIST}add/")
    page.route("**/image/upload/", lambda route: route.abort(), times=1)
    upload(page, ("one.jpg", photo()), ("two.jpg", photo()))
    expect(row(page, "one.jpg")).to_contain_text("Nothing is lost: try again")
    expect(row(page, "two.jpg")).to_contain_text("Uploaded.")
    row(page, "one.jpg").get_by_role("button", name="Try again").click()
    expect(row(page, "one.jpg")).to_contain_text("Uploaded.")
    expect(page.get_by_role("status").first).to_have_text("2 in the library.")
    assert Image.objects.count() == 2


def test_a_login_that_is_over_is_told_and_the_file_kept(page):
    page.goto(f"{LIST}add/")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    upload(page, ("one.jpg", photo()))
    expect(row(page, "one.jpg")).to_contain_text("You are no longer logged in.")
    page.context.add_cookies(cookies)
    row(page, "one.jpg").get_by_role("button", name="Try again").click()
    expect(row(page, "one.jpg")).to_contain_text("Uploaded.")


def test_what_is_known_or_looks_known_is_told(page):
    data = saved(scene(7), quality=95)
    first = gallery.add(data, name="Needle roller")
    page.goto(f"{LIST}add/")
    upload(page, ("again.jpg", data), ("small.jpg", saved(scene(7).resize((450, 300)), quality=60)))
    expect(row(page, "Already in the library since")).to_contain_text("Needle roller")
    alike = row(page, "small.jpg")
    expect(alike).to_contain_text("Looks like a picture uploaded in")
    expect(alike.get_by_role("link", name="Needle roller")).to_have_attribute(
        "href", reverse("admin:articles_image_change", args=[first.pk])
    )
    assert Image.objects.count() == 2
    alike.get_by_role("button", name="Take my upload out again").click()
    expect(page.get_by_text("small.jpg is out of the library again.")).to_be_visible()
    assert list(Image.objects.all()) == [first]


def test_a_look_alike_is_offered_where_an_article_takes_a_picture(page):
    first = gallery.add(saved(scene(7), quality=95), name="Needle roller", default_alt="A needle roller")
    page.goto(reverse("admin:articles_article_add"))
    page.get_by_role("toolbar", name="Formatting").get_by_role("button", name="Picture", exact=True).click()
    page.get_by_label("Upload a picture").set_input_files(
        {"name": "small.jpg", "mimeType": "image/jpeg", "buffer": saved(scene(7), quality=40)}
    )
    expect(page.get_by_role("dialog")).to_contain_text("Looks like a picture uploaded in")
    page.get_by_role("button", name="Use that one").click()
    expect(page.get_by_role("dialog").get_by_label("Alternative text")).to_have_value("A needle roller")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(f'.prose-editor img[src*="{first.content_hash}"]')).to_be_visible()


def test_files_are_dropped_on_the_list(page):
    gallery.add(photo(), name="There")
    page.goto(LIST)
    page.evaluate(
        """bytes => {
            const data = new DataTransfer()
            data.items.add(new File([new Uint8Array(bytes)], "dropped.jpg", { type: "image/jpeg" }))
            const target = document.querySelector("#result_list")
            for (const kind of ["dragenter", "dragover", "drop"]) {
                target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }))
            }
        }""",
        list(photo()),
    )
    expect(row(page, "dropped.jpg")).to_contain_text("Uploaded.")
    page.get_by_role("link", name="Show the library").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(2)


def test_without_scripts_one_file_goes_by_the_form(browser, context, live_server):
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(f"{LIST}add/")
    page.get_by_label("Picture:").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.get_by_label("Alternative text:").fill("Two halves")
    page.get_by_role("button", name="Save", exact=True).click()
    assert Image.objects.get().default_alt == "Two halves"
    plain.close()


def test_the_live_crops_are_the_servers(page):
    image = gallery.add(photo(701, 499))
    page.goto(reverse("admin:articles_image_change", args=[image.pk]))
    sizes = [(701, 499), (500, 700), (1600, 900), (1, 1), (7, 5000), (333, 333), (640, 427), (1023, 575)]
    points = [(0, 0), (0.5, 0.5), (1, 1), (0.125, 0.875), (0.335, 0.665), (0.005, 0.995), (0.2, 0.29)]
    cases = [[*size, crop, point] for size in sizes for crop in CROPS if CROPS[crop] for point in points]
    boxes = page.evaluate(
        """async ([cases, crops]) => {
            const { cropBox } = await import("articles/admin.crops")
            return cases.map(([width, height, crop, point]) => cropBox(width, height, crops[crop], point))
        }""",
        [cases, CROPS],
    )
    assert [tuple(box) for box in boxes] == [
        crop_box(width, height, crop, point) for width, height, crop, point in cases
    ]


def shown_box(page, crop, width):
    """Return the part of the picture, of that width in pixels, that a live crop shows, rounded to pixels."""
    pane = page.locator(f'[data-crop="{crop}"]')
    outer, inner = pane.bounding_box(), pane.locator("img").bounding_box()
    scale = width / inner["width"]
    left, top = (outer["x"] - inner["x"]) * scale, (outer["y"] - inner["y"]) * scale
    return left, top, left + outer["width"] * scale, top + outer["height"] * scale


def test_the_focal_point_is_set_by_click_and_keys_and_the_crops_follow(page):
    image = gallery.add(saved(scene(7, (1500, 1000))), name="Scene")
    page.goto(reverse("admin:articles_image_change", args=[image.pk]))
    picture = page.locator(".articles-focal > img")
    box = picture.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.2)
    expect(page.get_by_label("Focal point, from the left:")).to_have_value("0.90")
    expect(page.get_by_label("Focal point, from the top:")).to_have_value("0.20")
    mark = page.get_by_role("button", name="Focal point: 90 % from the left, 20 % from the top.")
    expect(mark).to_be_focused()
    for crop in ("16x9", "3x2", "1x1"):
        wanted = crop_box(1500, 1000, crop, (0.9, 0.2))
        assert shown_box(page, crop, 1500) == pytest.approx(wanted, abs=12)  # a screen pixel is eight of the picture's
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_role("button", name="Focal point: 89 % from the left, 30 % from the top.").wait_for()
    expect(page.locator(".articles-focal [role=status]")).to_contain_text("89 % from the left")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{LIST}")
    image.refresh_from_db()
    assert image.focal_point == (0.89, 0.3)
    assert image.renditions["1x1"]["focal"] == "f8930"


def test_the_file_is_replaced_on_the_pictures_page(page, client):
    image, other = gallery.add(photo(), name="Roller", focal_x=0.1), gallery.add(saved(scene(3)), name="Other")
    article = make_article("Rollers", lead_image=image)
    page.goto(reverse("admin:articles_image_change", args=[image.pk]))
    with open(other.file.path, "rb") as file:
        known = file.read()
    chooser = page.get_by_label("Replace the file:")
    chooser.set_input_files({"name": "known.jpg", "mimeType": "image/jpeg", "buffer": known})
    page.get_by_label("Caption:").fill("Typed before")
    page.get_by_role("button", name="Save", exact=True).click()
    error = page.locator(".field-replacement .errorlist")
    expect(error).to_contain_text("already in the library, as “Other”")
    assert error.get_by_role("link").get_attribute("href") == reverse("admin:articles_image_change", args=[other.pk])
    expect(page.get_by_label("Caption:")).to_have_value("Typed before")
    chooser.set_input_files({"name": "new.jpg", "mimeType": "image/jpeg", "buffer": photo(500, 700)})
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The file is replaced; 1 article shows the new one.")).to_be_visible()
    expect(page.get_by_text("the focal point is in the middle again")).to_be_visible()
    old = image.content_hash
    image.refresh_from_db()
    assert (image.width, image.height, image.focal_point, image.caption) == (500, 700, (0.5, 0.5), "Typed before")
    readers = client.get(article.get_absolute_url()).content.decode()
    assert image.content_hash in readers
    assert old not in readers


def test_selecting_and_deleting_works_in_the_grid(page):
    for number in range(3):
        gallery.add(photo(), name=f"Picture {number}")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(LIST)
    tiles = page.locator("#result_list tbody tr")
    lefts = {round(tile.bounding_box()["x"]) for tile in tiles.all()}
    assert len(lefts) == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tiles.first.get_by_role("checkbox").check()
    expect(page.locator(".action-counter")).to_have_text("1 of 3 selected")
    page.locator("#action-toggle").check()
    expect(page.locator(".action-counter")).to_have_text("3 of 3 selected")
    page.get_by_label("Action:").select_option("delete_selected")
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Yes, I’m sure").click()
    page.wait_for_url(f"**{LIST}")
    assert not Image.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_library_is_accessible(page, scheme):
    page.emulate_media(color_scheme=scheme)
    gallery.add(saved(scene(7), quality=95), name="Scene", default_alt="Clouds")
    image = gallery.add(photo(), name="Bare")
    page.goto(LIST)
    expect(page.locator(".articles-uploads")).to_be_visible()
    assert serious(page, "#result_list") == []
    assert serious(page, ".articles-uploads") == []
    page.goto(f"{LIST}add/")
    upload(page, ("small.jpg", saved(scene(7), quality=40)), ("notes.docx", b"words"))
    expect(page.locator(".is-failed")).to_be_visible()
    expect(page.locator(".articles-alike")).to_be_visible()
    assert serious(page, ".articles-uploads") == []
    page.goto(reverse("admin:articles_image_change", args=[image.pk]))
    expect(page.locator(".articles-crops")).to_be_visible()
    assert serious(page, "#image_form") == []


def test_who_may_not_describe_or_delete_is_offered_neither(page, client):
    gallery.add(saved(scene(7), quality=95), name="Scene")
    user = get_user_model().objects.get()
    user.is_superuser, user.is_staff = False, True
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename__in=["add_image", "view_image"]))
    page.goto(f"{LIST}add/")
    upload(page, ("small.jpg", saved(scene(7), quality=40)))
    expect(row(page, "small.jpg")).to_contain_text("Looks like a picture")
    assert not row(page, "small.jpg").get_by_role("textbox").count()
    assert not row(page, "small.jpg").get_by_role("button").count()
