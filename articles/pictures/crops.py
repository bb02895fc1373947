"""Which crops and widths a picture has, and how their files are called: arithmetic, no pixels."""

import hashlib
import re

CROPS: dict[str, tuple[int, int] | None] = {"full": None, "16x9": (16, 9), "3x2": (3, 2), "1x1": (1, 1)}
WIDTHS = (320, 640, 960, 1280, 1600)
WIDEST = {"3x2": 960, "1x1": 640, "avif": 1280}  # px: cards, small squares, and what AVIF's slowness allows
MIME = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}  # the best first, as pages offer them
_CUT = "|".join(crop for crop in CROPS if crop != "full")
NAME = re.compile(
    rf"[0-9a-f]{{32}}(?:\.(?:jpeg|webp)|-(?:full|(?:{_CUT})(?:-f[0-9]{{4}})?)-[1-9][0-9]{{0,3}}\.(?:{'|'.join(MIME)})"
    r"|-share\.jpeg)"
)

Box = tuple[int, int, int, int]
Focal = tuple[float, float]


def crop_box(width: int, height: int, crop: str, focal: Focal = (0.5, 0.5)) -> Box:
    """Return (left, top, right, bottom) of the largest such crop, the focal point as near its middle as can be."""
    if CROPS[crop] is None:
        return 0, 0, width, height
    across, down = CROPS[crop]
    crop_width = max(1, min(width, round(height * across / down)))
    crop_height = max(1, min(height, round(width * down / across)))
    x, y = (percent / 100 for percent in _percent(focal))
    left = min(max(round(x * width - crop_width / 2), 0), width - crop_width)
    top = min(max(round(y * height - crop_height / 2), 0), height - crop_height)
    return left, top, left + crop_width, top + crop_height


def focal_token(width: int, height: int, crop: str, focal: Focal) -> str:
    """Return the focal point as it stands in a rendition's name ("f5033": percent), "" where the crop is the whole."""
    if crop_box(width, height, crop) == (0, 0, width, height):
        return ""
    return "f{:02}{:02}".format(*_percent(focal))


def widths(crop_width: int, crop: str, format: str) -> list[int]:
    """Return the widths in pixels to make of a crop, never more than it has; a tiny one keeps its own."""
    most = min(crop_width, WIDEST.get(crop, crop_width), WIDEST.get(format, crop_width))
    return [width for width in WIDTHS if width <= most] or [crop_width]


def scaled_height(size: tuple[int, int], width: int) -> int:
    """Return the height in pixels of something of that size when scaled to the width."""
    return max(1, round(width * size[1] / size[0]))


def digest(data: bytes) -> str:
    """Return the 32 hexadecimal digits that name a kept original."""
    return hashlib.sha256(data).hexdigest()[:32]


def original_name(content_hash: str, format: str) -> str:
    """Return the file name of a kept original."""
    return f"{content_hash}.{format}"


def rendition_name(content_hash: str, crop: str, focal: str, width: int, format: str) -> str:
    """Return the file name of a rendition; `focal` is what `focal_token` gives."""
    return "-".join(filter(None, (content_hash, crop, focal, f"{width}.{format}")))


def share_name(digest: str) -> str:
    """Return the file name of a picture drawn for links to an article."""
    return f"{digest}-share.jpeg"


def _percent(focal: Focal) -> tuple[int, int]:
    """Return the focal point in whole percent, two digits each: a name and its crop must never disagree."""
    x, y = (min(max(round(value * 100), 0), 99) for value in focal)
    return x, y
