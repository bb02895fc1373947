"""The drawing of a share picture: words in, a JPEG out."""

import io
import sys

import pytest
from PIL import Image, ImageChops

from articles.pictures import cards
from tests.serving import clean_environment, run


def picture(*words):
    return Image.open(io.BytesIO(cards.drawn(*words))).convert("RGB")


def inked(image):
    """Return the box of all that is drawn right of the band at the edge."""
    paper = Image.new("RGB", image.size, cards.PAPER)
    difference = ImageChops.difference(image, paper).convert("L").point(lambda value: 255 if value > 40 else 0)
    left, top, right, bottom = difference.crop((24, 0, *image.size)).getbbox()
    return left + 24, top, right + 24, bottom


LONG = "A long title that says everything there is to say about needles and the skin " * 4
WORDS = {
    "short": ("Skin", "The Blog"),
    "as usual": ("Is Microneedling Good for Your Skin?", "The Blog"),
    "sponsored": ("Is Microneedling Good for Your Skin?", "The Blog", "Paid post by Acme"),
    "long": (LONG[:300], "The Blog", "Paid post by Acme"),
    "one long word": ("Ä" * 300, "N" * 100, "Paid post by " + "A" * 200),
    "German, Russian, modern Greek": ("Größe, здоровье, υγεία", "Ärzteblatt"),
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_words_keep_to_the_margins(words):
    image = picture(*words)
    assert image.size == (1200, 630)
    left, top, right, bottom = inked(image)
    assert left >= 80
    assert right <= 1200 - 80
    assert top >= 60
    assert bottom <= 630 - 60


def test_the_label_changes_the_picture():
    plain, paid = picture("Skin", "The Blog"), picture("Skin", "The Blog", "Paid post by Acme")
    top = (0, 0, 1200, 160)
    assert inked(plain)[1] > 160
    assert inked(paid)[1] < 80
    assert paid.crop(top).getcolors(10_000) != plain.crop(top).getcolors(10_000)


def test_a_title_is_set_as_large_as_fits_in_lines_about_equally_long():
    assert cards.fitted("Skin", 300) == (["Skin"], max(cards.SIZES))
    lines, size = cards.fitted("Laser Skin Resurfacing: A Plain Guide Before You Book", 300)
    assert lines == ["Laser Skin", "Resurfacing: A Plain", "Guide Before You Book"]
    assert size == max(cards.SIZES)
    assert cards.fitted(LONG[:150], 300)[1] < size


def test_what_fits_at_no_size_is_cut_with_a_sign():
    lines, size = cards.fitted(LONG[:300], 150)
    assert size == min(cards.SIZES)
    assert lines[-1].endswith("…")
    assert len(lines) * size <= 150


@pytest.mark.parametrize(
    "title", ["صحة الجلد", "皮膚", "Skin 🙂", "\uffff"], ids=["Arabic", "Chinese", "emoji", "none"]
)
def test_a_face_that_lacks_a_letter_draws_nothing(title):
    assert cards.drawn(title, "The Blog") is None
    assert cards.drawn("Skin", title) is None
    assert cards.drawn("Skin", "The Blog", title) is None


@pytest.mark.parametrize("title", ["", "  ", "\u00a0"], ids=["nothing", "spaces", "a space that does not break"])
def test_no_title_draws_nothing(title):
    assert cards.drawn(title, "The Blog") is None


def test_a_publication_without_a_name_draws_the_title_alone():
    assert picture("Skin", "").size == (1200, 630)


def test_the_name_stands_for_the_words_alone():
    same = cards.digest("Skin", "The Blog", "Paid")
    assert cards.digest(" Skin ", "The  Blog", "Paid") == same
    assert len({same, cards.digest("Skins", "The Blog", "Paid"), cards.digest("Skin", "A Blog", "Paid")}) == 3
    assert cards.digest("Skin", "The Blog") != same
    assert cards.drawn("Skin", "The Blog") == cards.drawn("Skin", "The Blog")


def test_without_the_face_nothing_is_drawn_and_nothing_fails():
    code = (
        "import sys; sys.modules['font_source_serif_pro'] = None; from articles.pictures import cards;"
        "print(cards.can_draw(), cards.drawn('Skin', 'The Blog'))"
    )
    assert run(sys.executable, "-c", code, env=clean_environment()).split() == ["False", "None"]
