"""What the demo's pictures share: their colours, and motifs such as skin, needles, light, leaves and hair."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from healthblog.demo.brush import (
    Canvas,
    Mask,
    Path,
    Point,
    blurred,
    capsule,
    ellipse,
    faded,
    place,
    ribbon,
    spline,
)

PAPER, TEAL, SHADOW = "#fbf9f4", "#0b5d57", "#3a2f33"


class Hue(NamedTuple):
    """One picture's colours, from its lightest to its darkest."""

    mist: str
    pale: str
    mid: str
    strong: str
    deep: str


def wave(base: float, *parts: tuple[float, float, float]) -> Callable[[float], float]:
    """Return a height for each x: a base line plus waves of (height, length, offset)."""
    return lambda x: base + sum(a * math.sin(math.tau * (x + at) / length) for a, length, at in parts)


def rise(line: Callable[[float], float], x: float, height: float, width: float, edge: int = 2) -> Callable:
    """Return the line with a gentle rise at x."""
    return lambda at: line(at) - height * math.exp(-(abs((at - x) / width) ** edge))


def ground(c: Canvas, line: Callable[[float], float]) -> Path:
    """Return all that lies below a line, to beyond the foot of the sheet."""
    xs = range(-200, c.width + 201, 8)
    return [(x, line(x)) for x in xs] + [(c.width + 200, c.height + 200), (-200, c.height + 200)]


def room(c: Canvas, hue: Hue, sun: tuple[float, float, float] | None = None, dark: bool = False) -> None:
    """Paint the air of a picture: a gradient and a low disc of light."""
    c.wash(*((hue.strong, hue.deep) if dark else (hue.mist, hue.pale)))
    blend, light = ("screen", hue.mid) if dark else ("normal", PAPER)
    c.glow(420, 160, 1300, light, 0.5, blend)
    if sun:
        x, y, radius = sun
        c.glow(x, y, radius * 1.9, light, 0.5, blend)
        disc = c.mask(ellipse(x, y, radius))
        c.fill(disc, light, 0.3 if dark else 0.5, blend)
        c.rim(disc, hue.strong if dark else hue.mid, -radius * 0.3, -radius * 0.35, radius * 0.45, 0.55)


def strata(
    c: Canvas, line: Callable[[float], float], tones: list[str], depths: list[float], light: str, follow: float = 0.95
) -> Mask:
    """Draw skin in cross-section: a fine top layer and waved layers below."""
    whole = mask = c.mask(ground(c, line))
    rest = line(-400)
    c.shadow(whole, SHADOW, 0, -12, 44, 0.14)
    bends = [wave(0), wave(0, (5, 74, 10), (4, 131, 0)), wave(0, (9, 520, 90)), wave(0, (14, 760, 300))]
    for i, (tone, depth) in enumerate(zip(tones, depths, strict=True)):
        if i:
            near = follow ** (1, 12, 30)[i - 1]  # deeper layers follow the surface less
            mask = c.mask(ground(c, lambda x, i=i, f=near, d=depth: line(x) * f + rest * (1 - f) + d + bends[i](x)))
            c.shadow(mask, SHADOW, 0, -5, 12, 0.16)
        c.fill(mask, tone)
        c.rim(mask, light, 0, 56, 40, 0.55 - 0.1 * i)
    return whole


def drop(c: Canvas, x: float, y: float, size: float, hue: Hue) -> None:
    """Draw a hanging drop, lit from the left."""
    half = [(0, -1.5), (0.16, -1.0), (0.52, -0.42), (0.74, 0.12), (0.62, 0.62), (0.3, 0.9), (0, 0.97)]
    outline = spline([*half, *[(-px, py) for px, py in half[-2:0:-1]]], closed=True)
    c.solid(place(outline, x, y, size), hue.mid, hue.mist, hue.strong, size * 0.26, 0.9, 0.25)
    c.fill(c.mask(ellipse(x - size * 0.28, y + size * 0.1, size * 0.09, size * 0.24, 18)), PAPER, 0.75)


def pearl(c: Canvas, x: float, y: float, r: float, tone: str, shade: str) -> None:
    """Draw a clear round pearl, lit from the left."""
    mask = c.mask(ellipse(x, y, r))
    c.shadow(mask, shade, 10, 16, min(18, r * 0.4), 0.4)
    c.fill(mask, tone, 0.42)
    c.rim(mask, PAPER, r * 0.22, r * 0.26, r * 0.3, 0.9)
    c.rim(mask, shade, -r * 0.2, -r * 0.25, r * 0.35, 0.5)
    c.fill(c.mask(ellipse(x - r * 0.38, y - r * 0.42, r * 0.16, r * 0.09, -40)), PAPER, 0.85)


def needle(c: Canvas, tip: Point, length: float, width: float, turn: float = 0, hub: str = "") -> None:
    """Draw a fine needle that points down to its tip, on a coloured hub if one is asked for."""
    half = width / 2
    shaft = [(-half, -length), (half, -length), (half, -width * 4), (0, 0), (-half, -width * 2)]
    mask = c.mask(place(shaft, *tip, turn=turn))
    c.shadow(mask, SHADOW, 14, 10, 7, 0.22)
    c.fill(mask, "#1b3547")
    c.rim(mask, PAPER, half, 0, width * 0.25, 0.9)
    if hub:
        neck = [(-half - 2, -length + 6), (half + 2, -length + 6), (half + 5, -length - 30), (-half - 5, -length - 30)]
        c.solid(place(neck, *tip, turn=turn), "#c9b184", PAPER, "#856a3f", width * 0.7)
        grip = capsule(-half - 7, -length - 150, half + 7, -length - 26, 10)
        c.solid(place(grip, *tip, turn=turn), hub, "#78b3a8", "#06302d", width, cast=0.25)


def beam(
    c: Canvas,
    top: tuple[float, float, float],
    foot: tuple[float, float, float],
    colour: str,
    opacity: float,
    blend: str = "screen",
    blur: float = 0,
) -> None:
    """Let a beam of light fall from (x, y, width) to (x, y, width), fading in on its way."""
    (x0, y0, w0), (x1, y1, w1) = top, foot
    mask = c.mask([(x0 - w0 / 2, y0), (x0 + w0 / 2, y0), (x1 + w1 / 2, y1), (x1 - w1 / 2, y1)])
    mask = blurred(mask, blur) if blur else mask
    c.fill(faded(mask, (x0 - (x1 - x0) * 0.4, y0 - (y1 - y0) * 0.4), (x1, y1)), colour, opacity, blend, tooth=0.2)


def leaf(length: float, width: float, bend: float = 0) -> Path:
    """Return a pointed leaf that grows up from the origin."""
    line = spline([(0, 0), (bend * 0.3, -length * 0.5), (bend, -length)], steps=20)
    return ribbon(line, lambda t: width * math.sin(math.pi * t**0.85) ** 1.15)


def veil(c: Canvas, edges: tuple[Path, Path], colour: str, opacity: float, side: int = 1) -> None:
    """Draw a sheet of vapour between two lines, crisp on one side and airbrushed to nothing on the other."""
    mask = c.mask(spline(edges[0], steps=18) + spline(edges[1], steps=18)[::-1])
    c.fill(mask, colour, opacity * 0.22)
    c.rim(mask, colour, 46 * side, 10, 40, opacity)


def between(guides: tuple[Path, Path], t: float, sway: float, c: Canvas) -> Path:
    """Return a smooth line that lies a part of the way from one guiding line to the other."""
    pairs = zip(*guides, strict=True)
    return spline(
        [(ax + (bx - ax) * t, ay + (by - ay) * t + sway * c.random.uniform(-1, 1)) for (ax, ay), (bx, by) in pairs],
        steps=26,
    )


def hair(c: Canvas, guides: tuple[Path, Path], tones: list[str], locks: int, fine: int) -> None:
    """Draw hair that flows between two guiding lines: broad locks with a sheen, then fine strands over them."""
    reach = abs(guides[0][2][1] - guides[1][2][1]) / locks
    for k in sorted(range(locks), key=lambda k: (k * 5) % locks):
        at = (k + 0.5) / locks
        sheen = math.exp(-(((at - 0.36) / 0.3) ** 2)) * (len(tones) - 2.5) + 0.8 * c.random.random()
        tone = min(int(sheen), len(tones) - 2)
        swell, turn = reach * c.random.uniform(1.2, 1.8), 6 * c.random.random()
        line = between(guides, at, reach * 0.22, c)
        mask = c.mask(ribbon(line, lambda t, w=swell, turn=turn: w * (0.8 + 0.3 * math.sin(4 * t + turn))))
        c.shadow(mask, SHADOW, 0, 8, 14, 0.3)
        c.fill(mask, tones[tone])
        c.rim(mask, tones[tone + 1], 4, reach * 0.45, reach * 0.4, 0.8)
        c.rim(mask, tones[max(tone - 1, 0)], -4, -reach * 0.4, reach * 0.4, 0.7)
    for tone, opacity in ((tones[-1], 0.5), (tones[0], 0.45)):
        lines = [between(guides, c.random.uniform(0.01, 0.99), reach * 0.3, c) for _ in range(fine)]
        c.fill(c.mask(*[ribbon(line, lambda t: 0.4 + 3 * math.sin(math.pi * t)) for line in lines]), tone, opacity)


def profile(x: float, y: float, size: float, turn: float = 0) -> tuple[Path, Path]:
    """Return a head in profile that looks to the left, and its tied hair."""
    head = [
        (0.5, 0.02), (0.33, 0.05), (0.215, 0.13), (0.168, 0.23), (0.162, 0.33), (0.172, 0.392), (0.142, 0.46),
        (0.082, 0.545), (0.084, 0.572), (0.138, 0.594), (0.13, 0.618), (0.106, 0.65), (0.132, 0.676), (0.115, 0.706),
        (0.128, 0.735), (0.148, 0.755), (0.134, 0.8), (0.15, 0.846), (0.21, 0.874), (0.32, 0.872), (0.41, 0.9),
        (0.45, 1.0), (0.43, 1.16), (0.28, 1.3), (0.1, 1.5), (1.3, 1.5), (1.0, 1.28), (0.8, 1.16), (0.74, 1.02),
        (0.74, 0.86), (0.8, 0.7), (0.85, 0.5), (0.84, 0.3), (0.76, 0.12), (0.64, 0.04),
    ]  # fmt: skip
    tied = [
        (0.5, -0.015), (0.33, 0.02), (0.2, 0.11), (0.172, 0.2), (0.25, 0.2), (0.36, 0.24), (0.42, 0.34), (0.45, 0.46),
        (0.52, 0.5), (0.58, 0.6), (0.66, 0.72), (0.76, 0.76), (0.83, 0.7), (0.97, 0.72), (1.06, 0.62), (1.05, 0.48),
        (0.95, 0.42), (0.89, 0.42), (0.88, 0.28), (0.79, 0.09), (0.65, 0.0),
    ]  # fmt: skip
    return tuple(
        place(spline([(px - 0.5, py - 0.5) for px, py in part], closed=True), x, y, size, turn) for part in (head, tied)
    )


def glass(c: Canvas, path: Path, light: float = 16) -> Mask:
    """Draw a clear vessel."""
    mask = c.mask(path)
    c.shadow(mask, SHADOW, 20, 28, 32, 0.26)
    c.fill(mask, PAPER, 0.45)
    c.rim(mask, PAPER, light, light, light, 0.8)
    return mask


def liquid(c: Canvas, mask: Mask, colour: str, light: str, shade: str) -> None:
    """Fill a vessel's inside with a clear fluid."""
    c.fill(mask, colour, 0.86)
    c.rim(mask, light, 34, 16, 36, 0.8)
    c.rim(mask, shade, -30, -26, 40, 0.5)
