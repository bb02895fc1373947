"""Open a picture that nobody vouches for, and say what is wrong with it in a sentence for an editor."""

import io
import math
import re

from django.utils.translation import gettext as _
from PIL import Image

READABLE = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")  # a phone's MPO opens as JPEG
PILLOW_PIXELS = 178_000_000  # about where Pillow itself refuses
MAX_SCANS = 50  # a progressive JPEG has about ten; each costs a pass over all pixels
_MARKER = re.compile(rb"\xff([^\x00\xff])", re.S)


class PictureError(ValueError):
    """A file that cannot be used as a picture; the message tells the editor what is wrong and what to do."""


def opened(data: bytes, max_pixels: float = math.inf) -> Image.Image:
    """Return the picture with its header read only."""
    try:
        image = Image.open(io.BytesIO(data), formats=READABLE)
        pixels = image.width * image.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = math.inf
    except Image.UnidentifiedImageError:
        raise PictureError(_no_picture(data)) from None
    except Exception as error:  # every decoder fails in its own way, and none may break a request
        raise PictureError(_damaged(error)) from error
    if pixels > max_pixels or pixels == math.inf:
        raise PictureError(
            _("The picture has more than %(most)d million pixels. Make it smaller (2000 wide is plenty) and try again.")
            % {"most": min(max_pixels, PILLOW_PIXELS) // 1_000_000}
        )
    if image.format in ("JPEG", "MPO") and _scans(data) > MAX_SCANS:
        raise PictureError(_("This JPEG is built to take very long to read. Export it again from a picture program."))
    return image


def loaded(image: Image.Image) -> Image.Image:
    """Return the picture with its pixels decoded."""
    try:
        image.load()
    except Exception as error:  # see opened
        raise PictureError(_damaged(error)) from error
    return image


def _damaged(error: Exception) -> str:
    """Return what an editor can do about a picture that Pillow began to read and gave up."""
    if "text" in str(error).lower() and isinstance(error, ValueError):
        return _("A huge text is hidden in this picture. Export it again without metadata and upload that.")
    return _(
        "The picture is damaged or was not copied to its end. Open it on your computer, save it again, upload that."
    )


def _no_picture(data: bytes) -> str:
    """Return what an editor can do about a file that is no picture Pillow knows."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"\xff\xd8", b"\x89png", b"gif8", b"riff")) or head[4:12] in (b"ftypavif", b"ftypavis"):
        return _damaged(ValueError())
    if head.startswith(b"%pdf"):
        return _("This is a PDF, not a picture. Export the page as PNG or JPEG and upload that.")
    if head[4:8] == b"ftyp":
        return _("This is a HEIC picture or a film, which browsers do not show. Export it as JPEG and upload that.")
    if head.startswith(b"<") and b"<svg" in head:
        return _("This is an SVG drawing, which can hide scripts. Export it as PNG and upload that.")
    if head.startswith(b"<"):
        return _("This is a web page, not a picture. Save the picture itself and upload that.")
    return _("This file is not a picture we can read. Choose a JPEG, PNG, WebP, AVIF or GIF file.")


def _scans(data: bytes) -> int:
    """Return the number of scans of a JPEG, reading its markers as the decoder does."""
    count = position = 0
    while match := _MARKER.search(data, position):
        code = match[1][0]
        if code == 0xD9:  # the picture's end; a film may follow
            break
        count += code == 0xDA
        is_alone = code == 0x01 or 0xD0 <= code <= 0xD8
        position = match.end() + (0 if is_alone else int.from_bytes(data[match.end() : match.end() + 2], "big"))
    return count
