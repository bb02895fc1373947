"""Check an uploaded picture, clean it and cut its renditions: bytes in, bytes out."""

import io
import math
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from articles import conf
from articles.pictures.crops import CROPS, MIME, NAME, WIDTHS, Focal, crop_box, scaled_height
from articles.pictures.reading import PictureError, loaded, opened

__all__ = [
    "CROPS", "NAME", "WIDTHS", "Picture", "PictureError", "Rendition", "crop_box", "normalise", "renditions",
]  # fmt: skip

MAX_BYTES = 40_000_000
MAX_SIDE = 16_383  # px, the most that WebP can hold
FEW_COLOURS = 4096  # a drawing or a screenshot has no more, a photo does
# The kept original: renditions end at 1600 px, so more would only cost disk and time.
KEPT_PIXELS = {"jpeg": 16_000_000, "webp": 8_000_000}

_ENCODING = {
    "jpeg": {"quality": 80, "progressive": True},
    "webp": {"quality": 78, "method": 4},
    "avif": {"quality": 60, "speed": 8, "max_threads": 1},
}
_DRAWING = {  # coloured lines and letters blur when colour is stored at half the resolution
    "jpeg": {"subsampling": 0, "quality": 85},
    "webp": {"use_sharp_yuv": True, "quality": 85},
    "avif": {"subsampling": "4:4:4"},
}
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
_PROFILED = {"RGB ": ("RGB", "RGBA"), "GRAY": ("L",), "CMYK": ("CMYK",)}  # a profile's colour space: modes it fits


@dataclass(frozen=True)
class Picture:
    """A cleaned picture: upright, sRGB, without metadata."""

    data: bytes
    format: str  # "jpeg", or "webp" (lossless) for transparency and drawings
    width: int
    height: int


@dataclass(frozen=True)
class Rendition:
    """One file cut from a picture; width and height in pixels."""

    crop: str
    width: int
    height: int
    format: str
    data: bytes


def normalise(data: bytes) -> Picture:
    """Return the upload as it is kept: upright, in sRGB, re-encoded without EXIF, GPS, XMP, comments and profiles.

    An opaque photo becomes a JPEG. Transparency and opaque drawings with few colours become lossless WebP: the same
    pixels as PNG at half the size and a fifth of the time. Of an animation the first frame stays. Raise PictureError
    for anything else, for a damaged file and for one larger than ARTICLES_MAX_PIXELS.
    """
    if not data:
        raise PictureError(_("The file is empty. Choose the picture again."))
    if len(data) > MAX_BYTES:
        raise PictureError(
            _("The file has %(size)d MB; %(most)d MB is the most. Export it smaller and upload that.")
            % {"size": -(-len(data) // 1_000_000), "most": MAX_BYTES // 1_000_000}
        )
    image = loaded(opened(data, conf.get("ARTICLES_MAX_PIXELS")))
    kind, profile, orientation = image.format, image.info.get("icc_profile"), _orientation(image)
    image = _plain(image)
    is_drawing = kind in ("PNG", "GIF", "WEBP") and image.getcolors(FEW_COLOURS) is not None
    form = "webp" if image.mode == "RGBA" or is_drawing else "jpeg"
    image = _in_srgb(_shrunk(image, KEPT_PIXELS[form]), profile)
    if orientation in _UPRIGHT:
        image = image.transpose(_UPRIGHT[orientation])
    options = {"lossless": True, "quality": 20, "method": 0} if form == "webp" else {"quality": 90, "optimize": True}
    return Picture(_saved(image, form, options), form, *image.size)


def renditions(
    data: bytes, wanted: Collection[tuple[str, int, str]], focal: Focal = (0.5, 0.5), threads: int = 2
) -> Iterator[Rendition]:
    """Decode a kept original once and yield the wanted (crop, width in px, format), in any order.

    JPEG is flattened on white. Raise PictureError when the file is damaged, KeyError for an unknown crop or format.
    """
    if not wanted:
        return
    image = opened(data)
    whole, is_drawing = image.size, image.format != "JPEG"
    boxes = {crop: crop_box(*whole, crop, focal) for crop, _width, _format in wanted}
    surplus = max(1, min((boxes[crop][2] - boxes[crop][0]) / width for crop, width, _format in wanted))
    image.draft("RGB", tuple(math.ceil(side / surplus) for side in whole))
    image = _plain(loaded(image))
    across, down = image.width / whole[0], image.height / whole[1]

    def cut(crop: str, width: int) -> list[Rendition]:
        left, top, right, bottom = boxes[crop]
        size = width, scaled_height((right - left, bottom - top), width)
        box = left * across, top * down, right * across, bottom * down
        small = image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3)
        return [
            Rendition(crop, *size, form, _saved(small, form, _ENCODING[form] | (_DRAWING[form] if is_drawing else {})))
            for form in MIME
            if (crop, width, form) in wanted
        ]

    cuts = sorted({(width, crop) for crop, width, _format in wanted}, reverse=True)
    if threads == 1:
        for width, crop in cuts:
            yield from cut(crop, width)
    else:
        with ThreadPoolExecutor(threads) as pool:  # Pillow lets other threads run while it resizes and encodes
            for made in pool.map(lambda pair: cut(pair[1], pair[0]), cuts):
                yield from made


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 (upright) where it is missing or cannot be read."""
    try:
        return image.getexif().get(_ORIENTATION, 1)
    except Exception:  # a broken EXIF block is no reason to refuse the picture
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture in one of the modes RGB, RGBA, L and CMYK, 8 bits a channel; RGBA only if it shows through."""
    if image.mode.startswith("I"):
        image.info.pop("transparency", None)
        image = image.point(lambda value: value * (1 / 257)).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
        if image.getchannel("A").getextrema()[0] == 255:
            image = image.convert("RGB")
    elif image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("L" if image.mode == "1" else "RGB")
    return image


def _shrunk(image: Image.Image, most: int) -> Image.Image:
    """Return the picture reduced to at most so many pixels and to sides that every format can hold."""
    factor = min(1, math.sqrt(most / (image.width * image.height)), MAX_SIDE / max(image.size))
    if factor == 1:
        return image
    size = tuple(max(1, int(side * factor)) for side in image.size)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as RGB or RGBA in sRGB; a profile that is broken or does not fit is left aside."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if image.mode in _PROFILED.get(source.profile.xcolor_space, ()):
                return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert(mode)


def _saved(image: Image.Image, format: str, options: dict) -> bytes:
    """Return the picture encoded, with nothing of what the upload said about itself."""
    if format == "jpeg" and image.mode == "RGBA":
        flat = Image.new("RGB", image.size, "white")
        flat.paste(image, mask=image.getchannel("A"))
        image = flat
    elif image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGB")
    image.info = {}  # encoders copy profiles and comments from here
    buffer = io.BytesIO()
    image.save(buffer, format.upper(), **options)
    return buffer.getvalue()
