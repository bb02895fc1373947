"""Drawing primitives for the demo pictures: smooth masks, airbrushed light, translucent layers and paper grain."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from random import Random
from typing import NamedTuple

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Path = list[Point]

MARGIN = 140  # px that a shape may run past the canvas, so that its light is right at the edge
SCALE = 4  # masks are drawn this much larger, then reduced
QUALITIES = range(24, 89, 4)


class Mask(NamedTuple):
    """A greyscale shape and the place of its top left corner on the canvas."""

    image: Image.Image
    x: int
    y: int

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Return the part of the canvas that the mask covers."""
        return self.x, self.y, self.x + self.image.width, self.y + self.image.height


def spline(points: Sequence[Point], closed: bool = False, steps: int = 14) -> Path:
    """Return a smooth Catmull-Rom line through the points."""
    n = len(points)
    path: Path = []
    for i in range(n if closed else n - 1):
        a, b, c, d = ((points[(i + k) % n] if closed else points[min(max(i + k, 0), n - 1)]) for k in (-1, 0, 1, 2))
        for s in range(steps):
            t = s / steps
            w = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            path.append(tuple(sum(k * p[axis] for k, p in zip(w, (a, b, c, d), strict=True)) / 2 for axis in (0, 1)))
    return path if closed else [*path, points[-1]]


def ribbon(line: Sequence[Point], width: Callable[[float], float]) -> Path:
    """Return the outline of a line whose width is a function of the way along it, 0 to 1."""
    left, right = [], []
    last = len(line) - 1
    for i, (x, y) in enumerate(line):
        (ax, ay), (bx, by) = line[max(i - 1, 0)], line[min(i + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1
        half = width(i / last) / 2
        nx, ny = (ay - by) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def ellipse(x: float, y: float, rx: float, ry: float | None = None, turn: float = 0) -> Path:
    """Return an ellipse, turned by an angle in degrees."""
    ry = rx if ry is None else ry
    angles = (math.tau * i / 96 for i in range(96))
    return place([(rx * math.cos(a), ry * math.sin(a)) for a in angles], x, y, turn=turn)


def capsule(x0: float, y0: float, x1: float, y1: float, radius: float) -> Path:
    """Return an upright rectangle with round corners."""
    radius = min(radius, (x1 - x0) / 2, (y1 - y0) / 2)
    corners = ((x1 - radius, y1 - radius), (x0 + radius, y1 - radius), (x0 + radius, y0 + radius))
    corners = (*corners, (x1 - radius, y0 + radius))
    turns = ((cx, cy, math.pi / 2 * (k + i / 12)) for k, (cx, cy) in enumerate(corners) for i in range(13))
    return [(cx + radius * math.cos(a), cy + radius * math.sin(a)) for cx, cy, a in turns]


def place(path: Iterable[Point], x: float, y: float, scale: float = 1, turn: float = 0) -> Path:
    """Return the path scaled, turned by an angle in degrees and moved."""
    c, s = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    return [(x + px * c - py * s, y + px * s + py * c) for px, py in path]


def soften(image: Image.Image, radius: float) -> Image.Image:
    """Return the greyscale image blurred; large blurs work on a reduced copy."""
    step = max(1, min(8, int(radius / 5)))
    if step == 1:
        return image.filter(ImageFilter.GaussianBlur(radius))
    small = image.resize((max(1, image.width // step), max(1, image.height // step)), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(radius / step)).resize(image.size, Image.Resampling.BILINEAR)


def shifted(image: Image.Image, dx: float, dy: float) -> Image.Image:
    """Return the image moved inside its frame."""
    dx, dy = round(dx), round(dy)
    return image.crop((-dx, -dy, image.width - dx, image.height - dy))


def dimmed(image: Image.Image, opacity: float) -> Image.Image:
    """Return the greyscale image at a part of its strength."""
    return image if opacity >= 1 else image.point([round(v * opacity) for v in range(256)])


def grown(mask: Mask, pad: int) -> Mask:
    """Return the mask with an empty border, as room for a blur."""
    x0, y0, x1, y1 = 0, 0, mask.image.width, mask.image.height
    return Mask(mask.image.crop((x0 - pad, y0 - pad, x1 + pad, y1 + pad)), mask.x - pad, mask.y - pad)


def blurred(mask: Mask, radius: float) -> Mask:
    """Return the mask with soft edges."""
    wide = grown(mask, round(radius * 2.5))
    return Mask(soften(wide.image, radius), wide.x, wide.y)


def faded(mask: Mask, start: Point, stop: Point) -> Mask:
    """Return the mask fading in from nothing at start to all of it at stop."""
    step = 12
    w, h = mask.image.width // step + 1, mask.image.height // step + 1
    dx, dy = stop[0] - start[0], stop[1] - start[1]
    length = dx * dx + dy * dy
    values = bytearray()
    for j in range(h):
        for i in range(w):
            t = ((mask.x + (i + 0.5) * step - start[0]) * dx + (mask.y + (j + 0.5) * step - start[1]) * dy) / length
            t = min(max(t, 0), 1)
            values.append(round(255 * t * t * (3 - 2 * t)))
    ramp = Image.frombytes("L", (w, h), bytes(values)).resize((w * step, h * step), Image.Resampling.BICUBIC)
    return Mask(ImageChops.multiply(mask.image, ramp.crop((0, 0, *mask.image.size))), mask.x, mask.y)


def cut(mask: Mask, by: Mask) -> Mask:
    """Return the part of a mask that lies inside another."""
    area = by.image.crop(tuple(a - b for a, b in zip(mask.box, (by.x, by.y) * 2, strict=True)))
    return Mask(ImageChops.multiply(mask.image, area), mask.x, mask.y)


@lru_cache(maxsize=1)
def grain() -> Image.Image:
    """Return the paper's tooth: soft noise around middle grey, the same each time."""
    width, height = 1600 + 2 * MARGIN, 1067 + 2 * MARGIN
    noise = Image.frombytes("L", (width, height), Random(7).randbytes(width * height))  # noqa: S311 - no secret
    noise = noise.filter(ImageFilter.GaussianBlur(0.8))
    return noise.point([min(max(round(128 + (v - 128) * 1.9), 0), 255) for v in range(256)])


@lru_cache(maxsize=1)
def halo() -> Image.Image:
    """Return a round glow that falls off to nothing at its edge."""
    ways = [min(1, v / 180) for v in range(256)]  # Pillow's gradient has 181 at the middle of each side
    return Image.radial_gradient("L").point([round(255 * (1 - t) ** 2 * (1 + 2 * t)) for t in ways])


class Canvas:
    """A sheet that takes one translucent layer after the other."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width, height))
        self.random = Random(11)  # noqa: S311 - no secret

    def wash(self, top: str, bottom: str, lean: float = 0.25) -> None:
        """Cover the sheet with a soft gradient that leans to one side."""
        self.image.paste(ImageColor.getrgb(top), (0, 0, self.width, self.height))
        sheet = Mask(Image.new("L", self.image.size, 255), 0, 0)
        self.fill(faded(sheet, (self.width * lean, 0), (self.width * (1 - lean), self.height)), bottom)

    def mask(self, *paths: Sequence[Point]) -> Mask:
        """Return the smooth-edged mask of one or more closed paths."""
        xs, ys = [x for path in paths for x, _ in path], [y for path in paths for _, y in path]
        x0, y0 = max(math.floor(min(xs)) - 3, -MARGIN), max(math.floor(min(ys)) - 3, -MARGIN)
        x1 = max(x0 + 1, min(math.ceil(max(xs)) + 3, self.width + MARGIN))
        y1 = max(y0 + 1, min(math.ceil(max(ys)) + 3, self.height + MARGIN))
        w, h = x1 - x0, y1 - y0
        large = Image.new("L", (w * SCALE, h * SCALE))
        pen = ImageDraw.Draw(large)
        for path in paths:
            pen.polygon([((x - x0) * SCALE, (y - y0) * SCALE) for x, y in path], fill=255)
        return Mask(large.resize((w, h), Image.Resampling.LANCZOS, reducing_gap=1.0), x0, y0)

    def fill(self, mask: Mask, colour: str, opacity: float = 1, blend: str = "normal", tooth: float = 0) -> None:
        """Lay a colour through a mask: normal, multiply or screen; tooth makes it grainy like dry pigment."""
        alpha = dimmed(mask.image, opacity)
        if tooth:
            area = grain().crop(tuple(v + MARGIN for v in mask.box))
            area = area.point([min(255, round(255 * (1 - tooth) + v * tooth * 2)) for v in range(256)])
            alpha = ImageChops.multiply(alpha, area)
        rgb = ImageColor.getrgb(colour)
        if blend == "normal":
            self.image.paste(rgb, mask.box, alpha)
            return
        mix = {"multiply": ImageChops.multiply, "screen": ImageChops.screen}[blend]
        below = self.image.crop(mask.box)
        self.image.paste(mix(below, Image.new("RGB", below.size, rgb)), mask.box, alpha)

    def rim(
        self, mask: Mask, colour: str, dx: float, dy: float, blur: float, opacity: float = 1, blend: str = "normal"
    ) -> None:
        """Airbrush the inside of a shape along the edge that faces away from (dx, dy)."""
        moved = soften(shifted(mask.image, dx, dy), blur)
        light = Mask(ImageChops.multiply(mask.image, ImageChops.invert(moved)), mask.x, mask.y)
        self.fill(light, colour, opacity, blend, tooth=0.3 if blur > 9 else 0)

    def shadow(self, mask: Mask, colour: str, dx: float, dy: float, blur: float, opacity: float) -> None:
        """Let a shape throw a soft shadow on all that lies below."""
        image, x, y = blurred(mask, blur)
        self.fill(Mask(image, x + round(dx), y + round(dy)), colour, opacity, "multiply")

    def glow(
        self, x: float, y: float, radius: float, colour: str, opacity: float, blend: str = "screen", flat: float = 1
    ) -> None:
        """Put a round (or flattened) glow of light on the sheet."""
        size = (round(radius * 2), round(radius * 2 * flat))
        image = halo().resize(size, Image.Resampling.BICUBIC)
        self.fill(Mask(image, round(x - size[0] / 2), round(y - size[1] / 2)), colour, opacity, blend)

    def solid(
        self,
        shape: Sequence[Point] | Mask,
        colour: str,
        light: str = "",
        shade: str = "",
        depth: float = 34,
        opacity: float = 1,
        cast: float = 0,
    ) -> Mask:
        """Draw a shape with light on one edge, shade on the other and, if asked, a soft shadow below."""
        mask = shape if isinstance(shape, Mask) else self.mask(shape)
        dx, dy, blur = depth * 0.75, depth * 0.85, depth
        if cast:
            self.shadow(mask, "#3a2f33", min(dx * 0.5, 18), min(dy * 0.7, 24), min(max(blur * 0.7, 4), 30), cast)
        self.fill(mask, colour, opacity)
        if shade:
            self.rim(mask, shade, -dx, -dy, blur, 0.85 * opacity)
        if light:
            self.rim(mask, light, dx, dy, blur, 0.9 * opacity)
        return mask

    def finish(self, limit: int) -> bytes:
        """Add the paper grain and return the sheet as a JPEG of at most limit bytes."""
        tooth = grain().crop((MARGIN, MARGIN, MARGIN + self.width, MARGIN + self.height))
        tooth = tooth.point([round(128 + (v - 128) * 0.1) for v in range(256)])
        sheet = ImageChops.overlay(self.image, Image.merge("RGB", (tooth, tooth, tooth)))
        best = b""
        low, high = 0, len(QUALITIES) - 1
        while low <= high:  # the finest quality that fits
            middle = (low + high + 1) // 2
            out = io.BytesIO()
            sheet.save(out, "JPEG", quality=QUALITIES[middle], optimize=True, progressive=True, subsampling="4:2:0")
            if out.tell() <= limit or not middle:
                best, low = out.getvalue(), middle + 1
            else:
                high = middle - 1
        return best
