"""The demo's pictures: one family of calm drawings, each a hue, a low light and a few translucent layers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from .brush import Canvas, Mask, Path, capsule, cut, ellipse, faded, place, ribbon, spline

WIDE, SQUARE = (1600, 1067), (800, 800)
LIMIT = 115_000  # bytes
INK, TEAL, PAPER, SHADOW = "#14201c", "#0b5d57", "#fbf9f4", "#3a2f33"


class Hue(NamedTuple):
    """One picture's colours, from its lightest to its darkest."""

    mist: str
    pale: str
    mid: str
    strong: str
    deep: str


ROSE = Hue("#f3e3d8", "#e9c5b4", "#d69c86", "#b0665a", "#5e2f31")
SAGE = Hue("#e9ead9", "#c9d3b4", "#99ad88", "#567a62", "#1f4239")
AMBER = Hue("#f6e8cd", "#efcf98", "#dfa65c", "#b87333", "#5d371f")
DUSK = Hue("#e1e8e7", "#b9cbd1", "#84a3b1", "#456b80", "#1c3648")
LILAC = Hue("#ebe3e6", "#d3c2d1", "#ab93b3", "#72597f", "#392a49")
SAND = Hue("#efe7d8", "#dccbad", "#bfa47c", "#876d4d", "#43372c")
ICE = Hue("#e4efee", "#c0dbde", "#8abac3", "#43828f", "#154751")
MINT = Hue("#e0ece4", "#b9d7cb", "#7db4a6", "#31817a", "#0d4843")
PLUM = Hue("#eedfe1", "#d8b1bd", "#b2768f", "#784666", "#37223d")
PEACH = Hue("#f8e6d6", "#f4c9a8", "#e79c72", "#c0634a", "#5f2f2e")


@dataclass(frozen=True)
class Drawing:
    """One picture of the demo: what it shows, where its subject is, and how to draw it."""

    alt: str
    caption: str
    focal: tuple[float, float]
    scene: Callable[[Canvas], None] = field(repr=False)
    size: tuple[int, int] = WIDE

    def jpeg(self) -> bytes:
        """Draw the picture and return it as a JPEG, the same bytes each time."""
        canvas = Canvas(*self.size)
        self.scene(canvas)
        return canvas.finish(LIMIT)


# Motifs that several pictures share.


def wave(base: float, *parts: tuple[float, float, float]) -> Callable[[float], float]:
    """Return a height for each x: a base line plus waves of (height, length, offset)."""
    return lambda x: base + sum(a * math.sin(math.tau * (x + at) / length) for a, length, at in parts)


def ground(c: Canvas, line: Callable[[float], float]) -> Path:
    """Return all that lies below a line, to beyond the foot of the sheet."""
    xs = range(-200, c.width + 201, 10)
    return [(x, line(x)) for x in xs] + [(c.width + 200, c.height + 200), (-200, c.height + 200)]


def room(c: Canvas, hue: Hue, sun: tuple[float, float, float] | None = None, dark: bool = False) -> None:
    """Paint the air of a picture: a gradient and a low disc of light."""
    c.wash(*((hue.strong, hue.deep) if dark else (hue.mist, hue.pale)))
    c.glow(380, 160, 900, hue.mid if dark else PAPER, 0.5 if dark else 0.8, "screen" if dark else "normal")
    if sun:
        x, y, radius = sun
        c.glow(x, y, radius * 1.7, hue.mid if dark else PAPER, 0.5, "screen" if dark else "normal")
        disc = c.mask(ellipse(x, y, radius))
        c.fill(disc, hue.mid if dark else PAPER, 0.35 if dark else 0.55)
        c.rim(disc, hue.mid, -radius * 0.3, -radius * 0.35, radius * 0.4, 0.5)


def strata(c: Canvas, line: Callable[[float], float], layers: list[tuple[float, str, str]], ridge: float = 12) -> Mask:
    """Draw layers of skin in cross-section as (depth, colour, light); return the mask of all of them."""
    whole = c.mask(ground(c, line))
    c.shadow(whole, SHADOW, 0, -10, 40, 0.16)
    for i, (depth, colour, light) in enumerate(layers):
        bend = wave(depth, (ridge * i, 610 - 90 * i, 140 * i), (ridge * 0.5 * i, 270, 60 * i))
        mask = whole if i == 0 else c.mask(ground(c, lambda x, bend=bend: line(x) + bend(x)))
        if i:
            c.shadow(mask, SHADOW, 0, -6, 16, 0.2)
        c.fill(mask, colour)
        c.rim(mask, light, 0, 70, 46, 0.8)
    return whole


def drop(c: Canvas, x: float, y: float, size: float, hue: Hue, opacity: float = 0.9) -> None:
    """Draw a hanging drop, lit from the left."""
    half = [(0, -1.5), (0.16, -1.0), (0.52, -0.42), (0.74, 0.12), (0.62, 0.62), (0.3, 0.9), (0, 0.97)]
    outline = spline([*half, *[(-px, py) for px, py in half[-2:0:-1]]], closed=True)
    path = place(outline, x, y, size)
    c.solid(path, hue.mid, hue.mist, hue.strong, (size * 0.18, size * 0.2, size * 0.28), opacity, 0.25)
    c.fill(c.mask(ellipse(x - size * 0.28, y + size * 0.1, size * 0.09, size * 0.24, 18)), PAPER, 0.75)


def needle(c: Canvas, x: float, y: float, length: float, width: float, hue: Hue, turn: float = 0) -> None:
    """Draw a fine needle that points down to (x, y)."""
    shaft = [(-width / 2, -length), (width / 2, -length), (width / 2, -width * 3.2), (0, 0), (-width / 2, -width * 1.6)]
    mask = c.mask(place(shaft, x, y, turn=turn))
    c.shadow(mask, SHADOW, 12, 8, 6, 0.25)
    c.fill(mask, hue.deep)
    c.rim(mask, PAPER, width * 0.5, 0, width * 0.22, 0.85)


def beam(c: Canvas, top: tuple[float, float, float], foot: tuple[float, float, float], colour: str, opacity: float,
         blend: str = "screen") -> None:  # fmt: skip
    """Let a beam of light fall from (x, y, width) to (x, y, width), fading in on its way."""
    (x0, y0, w0), (x1, y1, w1) = top, foot
    mask = c.mask([(x0 - w0 / 2, y0), (x0 + w0 / 2, y0), (x1 + w1 / 2, y1), (x1 - w1 / 2, y1)])
    c.fill(faded(mask, (x0 - (x1 - x0) * 0.4, y0 - (y1 - y0) * 0.4), (x1, y1)), colour, opacity, blend, tooth=0.2)


def leaf(length: float, width: float, bend: float = 0) -> Path:
    """Return a pointed leaf that grows up from the origin."""
    line = spline([(0, 0), (bend * 0.3, -length * 0.5), (bend, -length)], steps=20)
    return ribbon(line, lambda t: width * math.sin(math.pi * t**0.85) ** 1.15)


def vapour(c: Canvas, points: Path, width: float, colour: str, opacity: float, blend: str = "normal") -> None:
    """Draw a ribbon of vapour, crisp on one edge and airbrushed to nothing on the other."""
    line = spline(points, steps=18)
    mask = c.mask(ribbon(line, lambda t: width * math.sin(math.pi * min(1, t * 0.94 + 0.03)) ** 0.8 * (0.25 + t)))
    c.fill(mask, colour, opacity * 0.35, blend)
    c.rim(mask, colour, width * 0.3, width * 0.12, width * 0.22, opacity, blend)


def profile(x: float, y: float, size: float, turn: float = 0) -> Path:
    """Return a head in profile that looks to the left."""
    points = [
        (0.52, 0.0), (0.3, 0.045), (0.165, 0.15), (0.115, 0.27), (0.118, 0.36), (0.142, 0.405), (0.108, 0.47),
        (0.05, 0.55), (0.048, 0.578), (0.112, 0.602), (0.092, 0.628), (0.074, 0.655), (0.108, 0.682), (0.088, 0.712),
        (0.1, 0.738), (0.122, 0.757), (0.1, 0.805), (0.118, 0.855), (0.18, 0.885), (0.3, 0.9), (0.395, 0.94),
        (0.42, 1.06), (0.36, 1.35), (0.95, 1.35), (0.8, 1.1), (0.79, 0.92), (0.88, 0.72), (0.96, 0.5), (0.93, 0.24),
        (0.78, 0.06),
    ]  # fmt: skip
    return place(spline([(px - 0.5, py - 0.5) for px, py in points], closed=True), x, y, size, turn)


# The scenes.


def microneedling(c: Canvas) -> None:
    """Draw a row of fine needles above layered skin."""
    hue, line = ROSE, wave(640, (26, 1900, 500))
    room(c, hue, (800, 430, 330))
    strata(c, line, [(0, "#eec3ab", "#fae3d3"), (66, "#df9f86", "#eebba4"), (200, "#b9695c", "#cf8573"),
                     (330, "#7a3d3d", "#96504a")])  # fmt: skip
    xs = [800 + 76 * k for k in range(-5, 6)]
    for x in xs:
        path = ribbon([(x, line(x) + 8), (x, line(x) + 150)], lambda t: 11 * (1 - t) + 1)
        c.fill(faded(c.mask(path), (x, line(x) + 160), (x, line(x))), PAPER, 0.8)
        c.glow(x, line(x) + 14, 44, PAPER, 0.7, "normal", 0.45)
    for x in xs:
        needle(c, x, line(x) + 34 - abs(x - 800) * 0.03, 330, 13, DUSK)
    bar = capsule(340, 190, 1260, 326, 40)
    c.solid(bar, TEAL, "#5fa197", "#073b38", (0, 30, 26), cast=0.35)
    c.solid(capsule(380, 318, 1220, 350, 10), "#073f3b", "#2f7a72", "", (0, 8, 8))


def vaping(c: Canvas) -> None:
    """Draw a hemp leaf in rising vapour above a slim vaporiser."""
    hue = SAGE
    room(c, hue, (800, 450, 350))
    for bend, shade in ((-60, hue.pale), (60, PAPER)):
        vapour(c, [(800, 800), (800 + bend * 2, 640), (800 - bend * 3, 470), (800 + bend * 2, 290), (800 - bend, 60)],
               250, shade, 0.9)  # fmt: skip
    for turn, size, shade in ((-118, 0.5, 0), (118, 0.5, 0), (-80, 0.76, 1), (80, 0.76, 1), (-40, 0.93, 0), (40, 0.93, 0),
                              (0, 1.06, 1)):  # fmt: skip
        path = place(leaf(350, 82, 0), 800, 600, size, turn)
        c.solid(path, (hue.strong, "#467058")[shade], hue.mid, hue.deep, (12, 14, 22), 0.92, 0.14)
        c.fill(c.mask(place(leaf(310, 4), 800, 600, size, turn)), hue.pale, 0.55)
    vapour(c, [(800, 800), (770, 720), (850, 620), (740, 500), (830, 380), (720, 200)], 130, PAPER, 0.8)
    c.solid(capsule(766, 800, 834, 1160, 30), hue.deep, "#5b8a78", INK, (16, 4, 12), cast=0.35)
    c.solid(capsule(782, 770, 818, 812, 12), "#c9a45f", "#f0dcae", "#7c5d2b", (8, 2, 6))


def infusion(c: Canvas) -> None:
    """Draw an infusion bag with golden fluid in front of a slice of orange."""
    hue = PEACH
    room(c, hue)
    c.solid(ellipse(800, 450, 370), "#f0a765", "#f9cf9b", "#d97f49", (40, 44, 60))
    c.fill(c.mask(ellipse(800, 450, 338)), "#fbe3c0")
    for k in range(10):
        wedge = spline([(0, -34), (84, -292), (0, -318), (-84, -292)], closed=True)
        mask = c.mask(place(wedge, 800, 450, turn=36 * k + 9))
        c.fill(mask, "#f2b06a", 0.85)
        c.rim(mask, "#fbdca8", 14, 18, 24, 0.8)
    bag = capsule(660, 170, 940, 640, 70)
    whole = c.mask(bag)
    c.shadow(whole, SHADOW, 22, 30, 34, 0.28)
    c.fill(whole, PAPER, 0.55)
    level = wave(300, (8, 300, 0))
    fluid = cut(
        c.mask([(x, level(x)) for x in range(640, 961, 10)] + [(960, 660), (640, 660)]),
        c.mask(capsule(676, 186, 924, 624, 58)),
    )
    c.fill(fluid, "#e58b3f", 0.78)
    c.rim(fluid, "#f7c277", 30, 24, 40, 0.8)
    c.rim(fluid, "#b75a2b", -26, -30, 40, 0.6)
    c.rim(whole, PAPER, 12, 12, 12, 0.9)
    c.fill(c.mask(capsule(702, 220, 716, 560, 7)), PAPER, 0.7)
    c.solid(capsule(780, 640, 820, 690, 8), TEAL, "#5fa197", "", (8, 4, 8))
    chamber = c.mask(capsule(764, 690, 836, 850, 30))
    c.fill(chamber, PAPER, 0.6)
    c.rim(chamber, hue.strong, -10, -10, 14, 0.5)
    drop(c, 800, 760, 24, AMBER)
    tube = spline([(800, 848), (800, 930), (860, 1000), (1010, 990), (1090, 1080)])
    c.solid(ribbon(tube, lambda t: 16), "#e58b3f", "#f9dcb0", "#b75a2b", (4, 5, 5), cast=0.2)


def colon(c: Canvas) -> None:
    """Draw a soft curve of bowel with one spot ringed by light."""
    hue = DUSK
    room(c, hue, (800, 520, 400))
    line = spline([(470, 930), (480, 720), (462, 520), (520, 352), (680, 330), (800, 372), (930, 330), (1080, 350),
                   (1140, 520), (1118, 700), (1040, 810), (900, 800), (812, 850), (800, 1120)], steps=22)  # fmt: skip
    bowel = ribbon(line, lambda t: 132 - 30 * t + 13 * abs(math.sin(t * math.pi * 17)))
    c.solid(bowel, "#cf8d84", "#f0c9bb", "#8d4d55", (26, 30, 34), cast=0.35)
    for x, y, colour in ((700, 560, "#3f7f8b"), (900, 560, "#b8915a"), (800, 690, "#456b80")):
        mask = c.mask(ellipse(x, y, 120))
        c.fill(mask, colour, 0.5, "multiply")


def peel(c: Canvas) -> None:
    """Draw a thin top layer of skin that curls away from fresh layers below."""
    hue, line = LILAC, wave(650, (30, 2100, 300))
    room(c, hue, (820, 400, 300))
    strata(c, line, [(0, "#e9c9c6", "#f8e6df"), (90, "#cf9fa8", "#e3bcc0"), (210, "#9d7190", "#b98da6"),
                     (340, "#5b4168", "#76587f")])  # fmt: skip
    sheet = [(-200, line(-200) - 4)] + [(x, line(x) - 4) for x in range(-180, 700, 20)]
    curl = spline([(690, line(690) - 4), (830, 632), (960, 560), (1010, 460), (960, 380), (880, 392), (868, 450)])
    path = ribbon(sheet + curl, lambda t: 30 - 18 * t)
    c.solid(path, "#d8b4b8", "#fbeee6", "#93718c", (0, 16, 14), 0.95, 0.3)
    drop(c, 620, 430, 62, LILAC)


def laser(c: Canvas) -> None:
    """Draw fine columns of light that enter layered skin."""
    line = wave(640, (22, 1800, 200))
    c.wash("#1d4a4c", "#0c2426")
    c.glow(800, 200, 900, "#3c7f7a", 0.6)
    strata(c, line, [(0, "#d98d72", "#f2bd9c"), (80, "#b05f56", "#cc7c69"), (210, "#713a47", "#8b4a52"),
                     (340, "#3c2434", "#512f3f")], 10)  # fmt: skip
    for k in range(-4, 5):
        x = 800 + 92 * k
        beam(c, (800 + 26 * k, -40, 8), (x, line(x), 16), "#ffd9a8", 0.55)
        path = ribbon([(x, line(x)), (x, line(x) + 190 - abs(k) * 14)], lambda t: 24 * (1 - t) + 2)
        c.fill(faded(c.mask(path), (x, line(x) + 200), (x, line(x))), "#fff0d2", 0.85)
        c.glow(x, line(x) + 4, 90, "#ffcf94", 0.75, "screen", 0.5)


def dermabrasion(c: Canvas) -> None:
    """Draw a round tip that lifts a fine dust of crystals from a curve of skin."""
    hue = SAND
    room(c, hue, (700, 420, 320))
    hill = ellipse(700, 1400, 900, 760)
    c.solid(hill, "#e3b897", "#f6ddc6", "#b98567", (30, 60, 60), cast=0.2)
    c.solid(ellipse(600, 1500, 900, 700), "#d39f7d", "#e9c3a4", "#a87558", (20, 50, 50), cast=0.15)
    for _ in range(420):
        t = c.random.random()
        x, y = 800 - 620 * t + c.random.gauss(0, 26 + 90 * t), 640 - 330 * t * t + c.random.gauss(0, 14 + 90 * t)
        size = 2 + 5 * c.random.random() * (1 - t * 0.5)
        c.fill(c.mask(place([(-1, 0), (0, -1.2), (1, 0), (0, 1.2)], x, y, size, 360 * c.random.random())), PAPER, 0.9)
    wand = place(capsule(-58, -700, 58, 0, 52), 830, 640, turn=32)
    c.solid(wand, "#5e7f7c", "#cfe0da", "#23413f", (24, 8, 22), cast=0.35)


def botulinum(c: Canvas) -> None:
    """Draw fine waving lines that run smooth below a thin needle."""
    hue = DUSK
    room(c, hue, (800, 470, 360))
    for k in range(9):
        y = 400 + 62 * k
        line = [
            (x, y + (1 / (1 + math.exp((x - 760) / 90))) * 26 * math.sin(x / 46 + k * 0.5)) for x in range(-60, 1680, 8)
        ]
        c.solid(ribbon(line, lambda t: 30), hue.strong, hue.pale, "", (0, 10, 8), 0.6, 0.12)
    needle(c, 800, 470, 360, 12, DUSK, 20)


def fillers(c: Canvas) -> None:
    """Draw translucent pearls of gel below a gentle rise of skin."""
    hue = PEACH
    line = lambda x: 600 - 90 * math.exp(-(((x - 800) / 300) ** 2)) + 14 * math.sin(x / 260)  # noqa: E731
    room(c, hue, (800, 400, 300))
    strata(c, line, [(0, "#f0bd9c", "#fbe3cf"), (80, "#de9478", "#edb297"), (330, "#b8665a", "#cb7f6c")])
    for x, y, r in (
        (800, 740, 92),
        (660, 770, 62),
        (940, 775, 66),
        (735, 850, 46),
        (872, 862, 52),
        (560, 800, 34),
        (1040, 812, 36),
    ):
        mask = c.mask(ellipse(x, y, r))
        c.shadow(mask, SHADOW, 8, 14, 16, 0.25)
        c.fill(mask, "#f9dcc8", 0.55)
        c.rim(mask, PAPER, r * 0.2, r * 0.25, r * 0.3, 0.9)
        c.rim(mask, "#c0634a", -r * 0.2, -r * 0.25, r * 0.3, 0.4)


def hair_removal(c: Canvas) -> None:
    """Draw hairs in their follicles with a beam of light on one of them."""
    line = wave(560, (16, 1700, 100))
    c.wash("#6c3f5f", "#2b1a32")
    c.glow(800, 250, 800, "#b2768f", 0.6)
    strata(c, line, [(0, "#d99a96", "#f2c4b4"), (70, "#b46c7c", "#c98790"), (330, "#6c3f5f", "#85506f")], 8)
    for k in range(-3, 4):
        x = 800 + 170 * k
        follicle = ribbon(
            spline([(x + 10, line(x)), (x - 4, line(x) + 120), (x - 30, line(x) + 270)]), lambda t: 22 + 34 * t**3
        )
        c.solid(follicle, "#8f4d68", "#b97488", "#5d3050", (8, 8, 12), 0.9)
        hair = spline(
            [(x - 28, line(x) + 250), (x - 2, line(x) + 110), (x + 20, line(x) - 60), (x + 80, line(x) - 240)]
        )
        c.solid(ribbon(hair, lambda t: 13 * (1 - t) ** 0.6 + 1), "#2a1622", "#8b5a66", "", (4, 0, 3))
    beam(c, (800, -60, 220), (800, line(800) + 270, 70), "#ffc9b0", 0.7)
    c.glow(790, line(800) + 230, 170, "#ffd9b8", 0.8)


def light_therapy(c: Canvas) -> None:
    """Draw a face in profile between arcs of blue and red light."""
    c.wash("#26335a", "#121a30")
    for x, y, r, colour in ((430, 430, 430, "#3f6fd0"), (640, 700, 360, "#c8454f")):
        mask = c.mask(ellipse(x, y, r))
        c.fill(mask, colour, 0.4, "screen")
        c.rim(mask, colour, r * 0.3, r * 0.2, r * 0.3, 0.5, "screen")
    head = c.solid(profile(880, 600, 760, -6), "#2d2b4a", "", "#0d1226", (60, 40, 70), cast=0.4)
    c.rim(head, "#7fa3f2", 60, 30, 46, 0.85, "screen")
    c.rim(head, "#f0747a", 40, -30, 40, 0.5, "screen")


def plasma(c: Canvas) -> None:
    """Draw a glass tube with golden plasma above red cells before flowing strands of hair."""
    hue = AMBER
    room(c, hue, (800, 470, 350))
    strands(c, ("#5d371f", "#8a5430", "#b87333"), 26, 0.7)
    tube = capsule(706, 140, 894, 900, 92)
    whole = c.mask(tube)
    c.shadow(whole, SHADOW, 24, 26, 30, 0.35)
    c.fill(whole, PAPER, 0.5)
    inner = c.mask(capsule(722, 160, 878, 884, 76))
    for y0, y1, colour, light in (
        (330, 620, "#e9b04a", "#f9dc97"),
        (600, 640, "#f4e3c0", PAPER),
        (634, 900, "#9c2f33", "#c9595a"),
    ):
        part = cut(c.mask([(700, y0), (900, y0), (900, y1), (700, y1)]), inner)
        c.fill(part, colour, 0.92)
        c.rim(part, light, 30, 10, 30, 0.7)
    c.rim(whole, PAPER, 14, 6, 12, 0.9)


def strands(c: Canvas, colours: tuple[str, ...], count: int, opacity: float) -> None:
    """Draw hair that flows across the sheet."""
    for k in range(count):
        t = k / (count - 1)
        y, lift = 150 + 900 * t, 70 * math.sin(k * 1.7)
        line = spline(
            [
                (-120, y + 130 + lift * 0.3),
                (350, y - 40 + lift * 0.5),
                (800, y + 60 - lift * 0.4),
                (1250, y - 60 + lift * 0.6),
                (1720, y - 150),
            ]
        )
        width = 8 + 22 * abs(math.sin(k * 2.3))
        mask = c.mask(ribbon(line, lambda t, w=width: w * math.sin(math.pi * (0.1 + 0.8 * t))))
        c.fill(mask, colours[k % len(colours)], opacity)


def cryotherapy(c: Canvas) -> None:
    """Draw cold mist that falls on a small bump of skin."""
    hue = ICE
    line = lambda x: 720 - 96 * math.exp(-(((x - 800) / 105) ** 4)) + 16 * math.sin(x / 300)  # noqa: E731
    room(c, hue, (800, 420, 340))
    strata(c, line, [(0, "#e0b7a6", "#f4dccf"), (90, "#bd8880", "#d3a399"), (220, "#7d5d66", "#96747a")], 8)
    beam(c, (800, 170, 40), (800, 690, 300), PAPER, 0.9, "normal")
    c.solid(capsule(740, -60, 860, 150, 30), "#3b7682", "#9fcbd0", "#154751", (20, 8, 18), cast=0.3)
    c.solid(capsule(776, 140, 824, 190, 10), "#154751", "#43828f", "", (10, 2, 8))


def tooth_outline(x: float, y: float, size: float) -> Path:
    """Return the outline of a molar."""
    points = [(-0.3, -0.5), (0, -0.42), (0.3, -0.5), (0.5, -0.36), (0.5, -0.05), (0.4, 0.2), (0.34, 0.55), (0.24, 0.72),
              (0.16, 0.5), (0.1, 0.24), (0, 0.16), (-0.1, 0.24), (-0.16, 0.5), (-0.24, 0.72), (-0.34, 0.55), (-0.4, 0.2),
              (-0.5, -0.05), (-0.5, -0.36)]  # fmt: skip
    return place(spline(points, closed=True), x, y, size)


def whitening(c: Canvas) -> None:
    """Draw a tooth with a sweep of light across it."""
    hue = MINT
    room(c, hue, (800, 500, 380))
    mask = c.solid(tooth_outline(800, 480, 560), "#f3e6c8", PAPER, "#cdb68d", (50, 50, 70), cast=0.35)
    bright = cut(mask, c.mask(ellipse(1060, 420, 400)))
    c.fill(bright, PAPER, 0.9)


def default(c: Canvas) -> None:
    """Draw calm layered hills below a pale sun with one leafy sprig."""
    room(c, MINT, (800, 430, 270))


def portrait(c: Canvas, hue: Hue) -> None:
    """Draw the ground of a portrait."""
    c.wash(hue.mist, hue.pale)


def emily(c: Canvas) -> None:
    """Draw Emily Tracy."""
    portrait(c, SAGE)


def ruth(c: Canvas) -> None:
    """Draw Ruth Adeyemi."""
    portrait(c, AMBER)


def tag_skin(c: Canvas) -> None:
    """Draw soft translucent folds in the tones of skin."""
    room(c, ROSE)


def tag_hair(c: Canvas) -> None:
    """Draw long strands of hair in a slow wave."""
    room(c, AMBER)
    strands(c, ("#5d371f", "#8a5430", "#b87333"), 40, 0.8)


DRAWINGS: dict[str, Drawing] = {
    "is-microneedling-good-for-your-skin": Drawing(
        "Drawing of a row of fine needles above layered skin.", "", (0.5, 0.5), microneedling
    ),
    "what-to-know-about-vaping-cbd": Drawing("", "", (0.5, 0.5), vaping),
    "access-safe-and-effective-vitamin-infusion-therapy-in-georgia": Drawing("", "", (0.5, 0.45), infusion),
    "3-common-treatment-options-for-colon-cancer": Drawing("", "", (0.5, 0.5), colon),
    "chemical-peels": Drawing("", "", (0.5, 0.5), peel),
    "laser-skin-resurfacing": Drawing("", "", (0.5, 0.5), laser),
    "microdermabrasion": Drawing("", "", (0.5, 0.5), dermabrasion),
    "botulinum-toxin-injections": Drawing("", "", (0.5, 0.5), botulinum),
    "dermal-fillers": Drawing("", "", (0.5, 0.5), fillers),
    "laser-hair-removal": Drawing("", "", (0.5, 0.5), hair_removal),
    "light-therapy-for-acne": Drawing("", "", (0.5, 0.5), light_therapy),
    "platelet-rich-plasma-for-hair-loss": Drawing("", "", (0.5, 0.5), plasma),
    "cryotherapy-for-warts": Drawing("", "", (0.5, 0.5), cryotherapy),
    "teeth-whitening": Drawing("", "", (0.5, 0.5), whitening),
    "default": Drawing("", "", (0.5, 0.5), default),
    "emily-tracy": Drawing("", "", (0.5, 0.4), emily, SQUARE),
    "ruth-adeyemi": Drawing("", "", (0.5, 0.4), ruth, SQUARE),
    "tag-skin": Drawing("", "", (0.5, 0.5), tag_skin),
    "tag-hair": Drawing("", "", (0.5, 0.5), tag_hair),
}
