"""An upload comes out clean and upright or is refused with a sentence; renditions keep what matters in view."""

import io
import os
import struct
import time
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from articles.pictures import CROPS, NAME, PictureError, crop_box, normalise, renditions
from articles.pictures.crops import focal_token, original_name, rendition_name, scaled_height, widths

RED, GREEN, BLUE, WHITE = (220, 30, 30), (20, 160, 60), (30, 40, 200), (255, 255, 255)
HASH = "0123456789abcdef" * 2


def encoded(image, format, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def decoded(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def halves(width=80, height=60, mode="RGB"):
    """Return a picture whose upper half is red and whose lower half is blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    return image.convert(mode)


def noise(width, height):
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


def is_near(colour, wanted, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(colour, wanted, strict=False))


def exif(orientation=1):
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "CameraMaker"
    tags.get_ifd(0x8825).update({1: "N", 2: (41.0, 42.0, 43.0), 3: "E", 4: (44.0, 45.0, 46.0)})
    return tags.tobytes()


def srgb_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile():
    """Return a profile of a colour space whose red primary is green and whose green one is red."""
    data = bytearray(srgb_profile())
    count = struct.unpack_from(">I", data, 128)[0]
    places = {bytes(data[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


def png_with(*chunks, size=(1, 1)):
    """Return a PNG of the wanted size with the chunks put between its header and its pixels."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunk(*pair) for pair in chunks) + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_camera_and_comments_are_gone(format):
    options = {"exif": exif(), "icc_profile": srgb_profile()}
    if format == "JPEG":
        options |= {"comment": b"SecretComment", "xmp": b"<x:xmpmeta>SecretXmp</x:xmpmeta>"}
    elif format == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "SecretComment")
        text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SecretXmp</x:xmpmeta>")
        options["pnginfo"] = text
    else:
        options["xmp"] = b"<x:xmpmeta>SecretXmp</x:xmpmeta>"
    upload = encoded(noise(80, 60), format, **options)
    assert b"CameraMaker" in upload
    assert b"Secret" in upload

    picture = normalise(upload)
    files = [picture.data, *(made.data for made in renditions(picture.data, all_of(picture)))]
    for data in files:
        kept = decoded(data)
        assert not kept.getexif()
        assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(
            name for name, value in kept.info.items() if value not in (b"", None)
        )
        assert b"CameraMaker" not in data
        assert b"Secret" not in data


def all_of(picture):
    return [(crop, picture.width, form) for crop in ("full",) for form in ("jpeg", "webp", "avif")]


def test_what_follows_the_picture_in_the_file_is_gone():
    upload = encoded(halves(), "JPEG") + b"<script>alert(1)</script>PK\x03\x04"
    assert b"script" not in normalise(upload).data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation):
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what a camera did: the inverse of what a viewer must do
    upright = Image.new("RGB", (80, 60), BLUE)
    upright.paste(RED, (0, 0, 40, 30))
    taken = upright.transpose(Image.Transpose(turns[orientation])) if orientation > 1 else upright
    picture = normalise(encoded(taken, "JPEG", exif=exif(orientation), quality=95))
    assert (picture.width, picture.height) == (80, 60)
    kept = decoded(picture.data).convert("RGB")
    assert is_near(kept.getpixel((10, 10)), RED)
    assert is_near(kept.getpixel((70, 10)), BLUE)
    assert is_near(kept.getpixel((10, 50)), BLUE)


def test_colours_of_another_profile_become_srgb():
    kept = decoded(normalise(encoded(Image.new("RGB", (40, 40), RED), "JPEG", icc_profile=swapped_profile())).data)
    red, green, _blue = kept.getpixel((20, 20))
    assert green > 180
    assert red < 80


@pytest.mark.parametrize("profile", [b"not a profile", srgb_profile()[:200], b"\0" * 500])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_broken_or_foreign_profile_leaves_the_colours(profile, mode):
    kept = decoded(normalise(encoded(halves(mode=mode), "JPEG", icc_profile=profile, quality=95)).data)
    assert is_near(kept.getpixel((10, 10)), halves(mode=mode).convert("RGB").getpixel((10, 10)))


def test_cmyk_becomes_rgb():
    picture = normalise(encoded(halves(mode="CMYK"), "JPEG", quality=95, icc_profile=srgb_profile()))
    kept = decoded(picture.data)
    assert kept.mode == "RGB"
    assert is_near(kept.getpixel((10, 10)), RED)


def test_sixteen_bits_a_channel_become_eight():
    grey = Image.new("I;16", (3, 1))
    for place, value in enumerate((0, 32896, 65535)):
        grey.putpixel((place, 0), value)
    kept = decoded(normalise(encoded(grey, "PNG")).data).convert("RGB")
    assert [kept.getpixel((x, 0))[0] for x in range(3)] == [0, 128, 255]


@pytest.mark.parametrize(
    "upload",
    [
        encoded(Image.new("P", (10, 10), 0), "PNG", transparency=0),
        encoded(Image.new("P", (10, 10), 0), "GIF", transparency=0),
        encoded(Image.new("LA", (10, 10), (9, 0)), "PNG"),
        encoded(Image.new("RGB", (10, 10), RED), "PNG", transparency=RED),
        encoded(Image.new("RGBA", (10, 10), (*RED, 0)), "WEBP", lossless=True),
        encoded(Image.new("RGBA", (10, 10), (*RED, 0)), "AVIF"),
    ],
    ids=["palette", "gif", "grey", "key colour", "webp", "avif"],
)
def test_transparency_stays_and_jpeg_gets_white(upload):
    picture = normalise(upload)
    assert picture.format == "webp"
    assert decoded(picture.data).convert("RGBA").getpixel((5, 5))[3] == 0
    made = {rendition.format: decoded(rendition.data) for rendition in renditions(picture.data, all_of(picture))}
    assert is_near(made["jpeg"].getpixel((5, 5)), WHITE)
    assert made["webp"].convert("RGBA").getpixel((5, 5))[3] == 0
    assert made["avif"].convert("RGBA").getpixel((5, 5))[3] == 0


def test_photos_become_jpeg_and_drawings_keep_every_pixel():
    assert normalise(encoded(noise(200, 200), "PNG")).format == "jpeg"
    assert normalise(encoded(noise(200, 200).convert("RGBA"), "PNG")).format == "jpeg"
    drawing = normalise(encoded(halves(), "PNG"))
    assert drawing.format == "webp"
    assert decoded(drawing.data).convert("RGB").tobytes() == halves().tobytes()


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_gives_its_first_frame(format):
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, GREEN, BLUE)]
    picture = normalise(encoded(frames[0], format, save_all=True, append_images=frames[1:], duration=50))
    kept = decoded(picture.data)
    assert getattr(kept, "n_frames", 1) == 1
    assert is_near(kept.convert("RGB").getpixel((10, 10)), RED)


def test_a_huge_photo_is_kept_smaller_in_its_proportions(settings):
    settings.ARTICLES_MAX_PIXELS = 40_000_000
    picture = normalise(encoded(Image.new("RGB", (7000, 5000), RED), "JPEG"))
    assert picture.width * picture.height <= 16_000_000
    assert picture.width / picture.height == pytest.approx(1.4, abs=0.001)


@pytest.mark.parametrize("size", [(1, 1), (1, 17_000), (17_000, 1)])
def test_odd_shapes_can_be_cut(size):
    picture = normalise(encoded(Image.new("RGB", size, RED), "PNG"))
    wanted = [
        (crop, width, form)
        for crop in CROPS
        for form in ("jpeg", "webp")
        for width in widths(crop_box(picture.width, picture.height, crop)[2] or 1, crop, form)[:1]
    ]
    assert len(list(renditions(picture.data, wanted))) == len(wanted)


HOSTILE = {
    "nothing": (b"", "empty"),
    "text": (b"Dear editor,\n" * 50, "not a picture we can read"),
    "svg": (b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
    "svg after a mark": (b"\xef\xbb\xbf  <SVG></SVG>", "SVG"),
    "page": (b"<!doctype html><script>alert(1)</script>", "web page"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50, "HEIC"),
    "tiff": (encoded(halves(), "TIFF"), "not a picture we can read"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture we can read"),
    "page behind a gif's name": (b"GIF89a/*<script>*/=1;alert(1)//", "damaged"),
    "huge png": (png_with(size=(100_000, 100_000)), "million pixels"),
    "large png": (png_with(size=(10_000, 10_000)), "million pixels"),
    "huge gif": (b"GIF89a\xff\xff\xff\xff\x00\x00\x00,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;", "million pixels"),
    "zTXt bomb": (png_with((b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 50_000_000))), "text"),
    "iTXt bomb": (png_with((b"iTXt", b"a\0\x01\0\0\0" + zlib.compress(b"\0" * 50_000_000))), "text"),
    "many zTXt": (png_with(*[(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 1_000_000))] * 200), "text"),
    "iCCP bomb": (png_with((b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 50_000_000))), "text"),
    "png without pixels": (png_with()[:33], "damaged"),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_sentence(name):
    data, word = HOSTILE[name]
    before = time.monotonic()
    with pytest.raises(PictureError, match=word) as refusal:
        normalise(data)
    assert time.monotonic() - before < 5
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_file_cut_short_is_refused_or_read_never_crashes(format):
    whole = encoded(noise(64, 64), format)
    refused = 0
    for length in [*range(1, 80), *range(80, len(whole) - 1, 97)]:
        try:
            normalise(whole[:length])
        except PictureError:
            refused += 1
    assert refused > 70
    with pytest.raises(PictureError, match="damaged"):
        normalise(whole[: len(whole) // 2])


def test_a_jpeg_of_a_thousand_passes_is_refused_at_once():
    data = encoded(Image.new("RGB", (4000, 4000), RED), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    before = time.monotonic()
    with pytest.raises(PictureError, match="very long"):
        normalise(data[:-2] + last * 1000 + b"\xff\xd9")
    assert time.monotonic() - before < 1


def test_a_film_behind_a_photo_does_not_count_as_passes():
    assert normalise(encoded(noise(60, 60), "JPEG", progressive=True) + b"\xff\xda\0\2" * 1000).format == "jpeg"


def test_the_limits_are_the_sites(settings):
    data = encoded(noise(100, 100), "JPEG")
    settings.ARTICLES_MAX_PIXELS = 9_999
    with pytest.raises(PictureError, match="million pixels"):
        normalise(data)
    settings.ARTICLES_MAX_PIXELS = 10_000
    assert normalise(data).width == 100
    with pytest.raises(PictureError, match="40 MB"):
        normalise(data + b"\0" * 40_000_000)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_broken_exif_block_does_not_refuse_the_picture():
    assert normalise(encoded(noise(60, 40), "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")).width == 60


@pytest.mark.parametrize("crop", ["16x9", "3x2", "1x1"])
@pytest.mark.parametrize("size", [(400, 300), (300, 400), (1000, 100), (3, 2), (1600, 900), (101, 77)])
def test_a_crop_keeps_the_focal_point_in_view(crop, size):
    across, down = CROPS[crop]
    for focal in [(0, 0), (0.5, 0.5), (1, 1), (0.2, 0.9), (0.87, 0.05)]:
        left, top, right, bottom = crop_box(*size, crop, focal)
        assert 0 <= left < right <= size[0]
        assert 0 <= top < bottom <= size[1]
        assert left - 1 <= focal[0] * size[0] * 0.999 <= right + size[0] * 0.011
        assert top - 1 <= focal[1] * size[1] * 0.999 <= bottom + size[1] * 0.011
        assert abs((right - left) - (bottom - top) * across / down) <= max(across / down, 1)
        assert right - left == size[0] or bottom - top == size[1]


def test_the_whole_picture_is_never_cut():
    assert crop_box(400, 300, "full", (0.9, 0.9)) == (0, 0, 400, 300)


def test_a_rendition_shows_what_the_focal_point_is_on():
    image = noise(600, 200)
    image.paste(RED, (500, 0, 600, 200))
    data = normalise(encoded(image, "PNG")).data
    [left] = renditions(data, [("1x1", 100, "jpeg")], focal=(0, 0.5))
    [right] = renditions(data, [("1x1", 100, "jpeg")], focal=(0.95, 0.5))
    assert is_near(decoded(right.data).getpixel((90, 50)), RED)
    assert not is_near(decoded(left.data).getpixel((90, 50)), RED)


@pytest.mark.parametrize("threads", [1, 2])
def test_renditions_have_the_size_and_format_they_say(threads):
    data = normalise(encoded(noise(1500, 1000), "JPEG")).data
    wanted = {
        ("full", 640, "jpeg"),
        ("full", 320, "webp"),
        ("16x9", 960, "webp"),
        ("3x2", 320, "avif"),
        ("1x1", 320, "jpeg"),
    }
    made = list(renditions(data, wanted, threads=threads))
    assert {(one.crop, one.width, one.format) for one in made} == wanted
    for one in made:
        image = decoded(one.data)
        assert image.format.lower() == one.format
        assert image.size == (one.width, one.height)
        across, down = CROPS[one.crop] or (3, 2)
        assert one.height == pytest.approx(one.width * down / across, abs=1)
        assert image.info.get("progressive") or one.format != "jpeg"


def test_a_damaged_original_is_a_picture_error():
    with pytest.raises(PictureError):
        list(renditions(encoded(noise(90, 90), "JPEG")[:900], [("full", 90, "jpeg")]))


def test_widths_never_enlarge():
    assert widths(4000, "full", "jpeg") == [320, 640, 960, 1280, 1600]
    assert widths(4000, "full", "avif") == [320, 640, 960, 1280]
    assert widths(1000, "16x9", "webp") == [320, 640, 960]
    assert widths(4000, "1x1", "jpeg") == [320, 640]
    assert widths(319, "full", "jpeg") == [319]
    assert scaled_height((10_000, 3), 320) == 1


def test_names_are_one_for_one_content():
    assert original_name(HASH, "jpeg") == f"{HASH}.jpeg"
    assert rendition_name(HASH, "full", "", 640, "avif") == f"{HASH}-full-640.avif"
    assert rendition_name(HASH, "16x9", "f5033", 1600, "webp") == f"{HASH}-16x9-f5033-1600.webp"
    assert focal_token(400, 300, "full", (0.1, 0.2)) == ""
    assert focal_token(1600, 900, "16x9", (0.1, 0.2)) == ""  # nothing to cut: the focal point makes no difference
    assert focal_token(400, 300, "16x9", (0.5, 0.333)) == "f5033"
    assert focal_token(400, 300, "1x1", (1, 0.05)) == "f9905"
    assert crop_box(400, 300, "1x1", (0.501, 0.5)) == crop_box(400, 300, "1x1", (0.499, 0.5))  # one name, one cut


def test_the_name_pattern_matches_these_names_only():
    for crop in CROPS:
        for form in ("jpeg", "webp", "avif"):
            assert NAME.fullmatch(rendition_name(HASH, crop, focal_token(400, 300, crop, (0.07, 1)), 1280, form))
    assert NAME.fullmatch(original_name(HASH, "jpeg"))
    assert NAME.fullmatch(original_name(HASH, "webp"))
    for wrong in (
        f"{HASH}.avif", f"{HASH}.svg", f"{HASH}.html", f"{HASH[1:]}.jpeg", f"{HASH}.jpeg\n", f"../{HASH}.jpeg",
        f"{HASH.upper()}.jpeg", f"{HASH}-full-0320.jpeg", f"{HASH}-full-f5050-320.jpeg", f"{HASH}-4x3-320.jpeg",
        f"{HASH}-16x9-f505-320.jpeg", f"{HASH}-16x9-f5050-٣٢٠.jpeg", f"{HASH}.jpeg.html", "",
    ):  # fmt: skip
        assert not NAME.fullmatch(wrong), wrong
