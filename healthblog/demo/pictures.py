"""The demo's pictures: one family of calm drawings, each a hue, a low light and a few translucent layers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from healthblog.demo.brush import (
    Canvas,
    Mask,
    Path,
    Point,
    blurred,
    capsule,
    cut,
    ellipse,
    faded,
    place,
    ribbon,
    spline,
)
from healthblog.demo.motifs import (
    PAPER,
    SHADOW,
    TEAL,
    Hue,
    beam,
    drop,
    glass,
    ground,
    hair,
    leaf,
    liquid,
    needle,
    pearl,
    profile,
    rise,
    room,
    strata,
    veil,
    wave,
)

WIDE, SQUARE = (1600, 1067), (800, 800)
LIMIT = 115_000  # bytes

ROSE = Hue("#f1dccf", "#e6bdaa", "#d2937c", "#ab6054", "#5a2c2e")
SAGE = Hue("#e4e6d2", "#c3ceac", "#95aa84", "#527660", "#1f4239")
AMBER = Hue("#f4e3c3", "#ebc78c", "#d99d52", "#b06c30", "#57331e")
DUSK = Hue("#dae3e4", "#b0c4cc", "#7f9fae", "#43697e", "#1b3547")
LILAC = Hue("#e6dde2", "#ccb9cb", "#a58cae", "#6c5479", "#372847")
SAND = Hue("#ebe1cf", "#d6c3a2", "#b99d74", "#826849", "#40352a")
ICE = Hue("#dcebeb", "#b5d5da", "#80b3bd", "#3d7c89", "#134550")
MINT = Hue("#dbe9e0", "#b1d2c6", "#75aea0", "#2c7b74", "#0c4540")
PEACH = Hue("#f7dfca", "#f0bf9a", "#e2956b", "#ba5f47", "#5c2e2d")
WINE = Hue("#edd5cb", "#d39a86", "#9c5148", "#6a2f33", "#2e1519")
PLUM = Hue("#ead8dc", "#d0a6b4", "#a56b85", "#6b3f5e", "#2c1a33")
NIGHT = Hue("#d5dcec", "#93a7d6", "#52669f", "#2b3a66", "#121a30")
SKIN = ["#ecc0a4", "#dfa085", "#cb7f6c", "#a75d54", "#7c4142"]


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


def microneedling(c: Canvas) -> None:
    """Draw a fan of fine needles that touch a dome of layered skin."""
    x, y, radius = 800, 1560, 950  # the dome
    room(c, ROSE, (800, 450, 380))
    for k, (depth, tone) in enumerate(zip((0, 62, 176, 310, 420), SKIN, strict=True)):
        mask = c.mask(ellipse(x, y, radius - depth))
        c.shadow(mask, SHADOW, 0, -6, 16 if k else 40, 0.18)
        c.fill(mask, tone)
        c.rim(mask, "#fae6d8", 0, 64, 46, 0.6 - 0.1 * k)
    for k in range(-4, 5):
        turn = k * 5.2
        a = math.radians(turn)
        tip = (x + (radius - 54) * math.sin(a), y - (radius - 54) * math.cos(a))
        channel = c.mask(place(leaf(190, 26), tip[0] - 160 * math.sin(a), tip[1] + 160 * math.cos(a), turn=turn))
        c.fill(faded(channel, (tip[0] - 150 * math.sin(a), tip[1] + 150 * math.cos(a)), tip), "#fff3e6", 0.95)
        c.glow(tip[0] + 54 * math.sin(a), tip[1] - 54 * math.cos(a), 44, PAPER, 0.8, "normal", 0.5)
        needle(c, tip, 270 - abs(k) * 7, 11, turn, TEAL)


def vaping(c: Canvas) -> None:
    """Draw a hemp leaf in rising vapour."""
    hue, at = SAGE, (800, 700)
    room(c, hue, (800, 470, 370))
    behind = ([(760, 1120), (560, 860), (660, 560), (500, 260), (600, -160)],
              [(760, 1120), (700, 860), (840, 540), (700, 240), (860, -160)])  # fmt: skip
    veil(c, behind, PAPER, 0.9)
    for turn, size, dark in ((-112, 0.5, 0), (112, 0.5, 0), (-76, 0.8, 1), (76, 0.8, 1), (-38, 0.98, 0),
                             (38, 0.98, 0), (0, 1.1, 1)):  # fmt: skip
        tone = ("#5f8468", "#426b55")[dark]
        c.solid(place(leaf(410, 100), *at, size, turn), tone, hue.mid, hue.deep, 22, 0.92, 0.16)
        c.fill(c.mask(place(leaf(370, 5), *at, size, turn)), hue.pale, 0.6)
    c.solid(ribbon(spline([(800, 690), (806, 860), (790, 1200)]), lambda t: 10 + 8 * t), "#426b55", hue.mid, "", 6)
    before = ([(800, 1180), (930, 960), (820, 700), (950, 420), (860, 140), (960, -160)],
              [(800, 1180), (1050, 960), (980, 690), (1130, 400), (1060, 130), (1240, -160)])  # fmt: skip
    veil(c, before, PAPER, 0.9, -1)


def infusion(c: Canvas) -> None:
    """Draw an infusion bag with golden fluid in front of a large slice of orange."""
    room(c, PEACH)
    x, y, radius = 800, 600, 500
    c.solid(ellipse(x, y, radius), "#efb27a", "#f8d2a2", "#e0935f", 60, cast=0.12)
    c.fill(c.mask(ellipse(x, y, radius - 26)), "#f9e2c6")
    wedge = spline([(0, -54), (56, -200), (116, -392), (0, -446), (-116, -392), (-56, -200)], closed=True)
    segments = c.mask(*[place(wedge, x, y, turn=36 * k + 18) for k in range(10)])
    c.fill(segments, "#f1b679", 0.75)
    c.rim(segments, "#fae3bf", 22, 26, 34, 0.8)
    c.glow(640, 300, 760, PAPER, 0.45, "normal")
    c.solid(ribbon([(800, -60), (800, 100)], lambda t: 9), "#7d6a5e", "#c9b8ab", "", 4)
    bag = glass(c, capsule(640, 90, 960, 670, 90))
    inside = c.mask(capsule(662, 112, 938, 648, 72))
    level = wave(322, (6, 276, 0))
    fluid = [(x, level(x)) for x in range(640, 971, 10)] + [(970, 690), (640, 690)]
    liquid(c, cut(inside, c.mask(fluid)), "#d97b35", "#f9cd85", "#a34824")
    c.fill(cut(c.mask(ellipse(800, 323, 140, 10)), inside), "#fbdca4", 0.8)
    c.rim(bag, PAPER, 12, 12, 12, 0.8)
    c.fill(c.mask(capsule(692, 170, 706, 580, 7)), PAPER, 0.55)
    c.solid(capsule(774, 664, 826, 722, 10), TEAL, "#5fa197", "#073b38", 10, cast=0.2)
    glass(c, capsule(758, 722, 842, 910, 36), 10)
    drop(c, 800, 812, 30, AMBER)
    tube = spline([(800, 908), (802, 980), (846, 1040), (930, 1090), (960, 1200)])
    c.solid(ribbon(tube, lambda t: 16), "#d97b35", "#f9dcb0", "#a34824", 6, cast=0.2)


def colon(c: Canvas) -> None:
    """Draw a soft curve of bowel with one small ringed spot, before three circles that overlap."""
    room(c, DUSK)
    for x, y, colour in ((800, 330, "#8cc3c4"), (620, 640, "#a5bce0"), (980, 640, "#f3d8ad")):
        mask = c.mask(ellipse(x, y, 305))
        c.fill(mask, colour, 0.6, "multiply")
        c.rim(mask, PAPER, 80, 90, 110, 0.4)
    line = spline([(520, 850), (504, 740), (514, 600), (500, 450), (550, 336), (680, 322), (800, 366), (920, 322),
                   (1050, 336), (1100, 450), (1086, 600), (1090, 720), (1020, 806), (900, 806), (822, 870),
                   (800, 1000), (800, 1180)], steps=20)  # fmt: skip
    beads = []
    for i, (x, y) in enumerate(line):
        t = i / len(line)
        beads.append(ellipse(x, y, 61 - 13 * t + 4.5 * math.cos(t * math.tau * 19)))
    c.solid(c.mask(*beads), "#cc8a80", "#f3d2c2", "#8a4a53", 38, cast=0.35)
    for k in range(1, 18):
        i = round((k + 0.5) / 19 * (len(line) - 1))
        (ax, ay), (bx, by) = line[i - 1], line[i + 1]
        turn = math.degrees(math.atan2(by - ay, bx - ax))
        fold = spline([(-9, -44), (5, -18), (5, 18), (-9, 44)])
        c.fill(c.mask(place(ribbon(fold, lambda t: 6 * math.sin(math.pi * t)), *line[i], turn=turn)), "#8a4a53", 0.3)
    x, y = 1088, 598
    c.glow(x, y, 120, "#ffe9cc", 0.5)
    outer, inner = ellipse(x, y, 91), ellipse(x, y, 86)
    c.fill(c.mask([*outer, outer[0], inner[0], *inner[::-1]]), PAPER, 0.95)
    c.solid(ellipse(x - 4, y, 25, 22), "#9c3b45", "#e39a90", "#5f1f2c", 14, cast=0.35)


def flap(path: Path, start: Point, stop: Point, curl: float) -> tuple[Path, Path]:
    """Return the part of a sheet left of a fold line, and the rest of it folded back over the line."""
    dx, dy = stop[0] - start[0], stop[1] - start[1]
    length = math.hypot(dx, dy)
    nx, ny = -dy / length, dx / length
    kept, turned = [], []
    for x, y in path:
        far = (x - start[0]) * nx + (y - start[1]) * ny
        kept.append((x - max(far, 0) * nx, y - max(far, 0) * ny))
        back = max(far, 0) * (1 + curl)
        turned.append((x - back * nx, y - back * ny))
    return kept, [p for p, q in zip(turned, path, strict=True) if (q[0] - start[0]) * nx + (q[1] - start[1]) * ny > 0]


def peel(c: Canvas) -> None:
    """Draw thin round sheets that peel back from brighter layers below."""
    hue, (x, y) = LILAC, (800, 540)
    room(c, hue)
    c.solid(ellipse(x, y, 402), "#f8e4d9", PAPER, "#e6bdb4", 90, cast=0.3)
    for radius, tone, shade, back, start, stop in (
        (394, "#e5bcb6", "#c08f9a", "#f9eae1", (960, 40), (1250, 800)),
        (386, "#b98ca2", "#82597b", "#efdcdc", (720, 40), (1130, 950)),
    ):
        kept, turned = flap(ellipse(x, y, radius), stop, start, 0.5)
        c.solid(kept, tone, "#e9cac9", shade, 70, 0.95, 0.22)
        sheet = c.solid(turned, back, "", tone, 60, 0.97, 0.4)
        (ax, ay), (bx, by) = start, stop
        bend = ribbon([(ax, ay), (bx, by)], lambda t: 70)
        c.fill(cut(blurred(c.mask(bend), 16), sheet), tone, 0.75)
    for bead in ((604, 590, 58), (690, 700, 36), (560, 706, 24), (650, 784, 17)):
        pearl(c, *bead, "#d9c3da", "#5d3a63")


def laser(c: Canvas) -> None:
    """Draw fine columns of light that enter layered skin."""
    line = wave(600, (20, 1800, 200))
    room(c, WINE, (800, 370, 330), dark=True)
    strata(c, line, ["#d58a6c", "#bb6750", "#843f42", "#4c2430"], [0, 70, 250, 370], "#f6c49c")
    c.glow(800, line(800) + 30, 620, "#ff9d5c", 0.45, "screen", 0.4)
    for k in range(-4, 5):
        x, y = 800 + 92 * k, line(800 + 92 * k)
        deep = 250 - abs(k) * 24
        c.glow(x, y + deep * 0.35, 42, "#ffb877", 0.6, "screen", deep / 60)
        beam(c, (800 + 14 * k, -60, 5), (x, y, 11), "#ffdfb4", 0.85)
        path = ribbon([(x, y - 1), (x, y + deep)], lambda t: 11 * (1 - t) + 1)
        c.fill(faded(c.mask(path), (x, y + deep * 1.05), (x, y)), "#fff3dc", 0.95)
        c.glow(x, y, 70, "#ffe0b0", 0.9, "screen", 0.5)


def dermabrasion(c: Canvas) -> None:
    """Draw a round tip that lifts a fine dust of crystals from a curve of skin."""
    room(c, SAND, (760, 440, 350))
    for depth, tone, shade in ((0, "#e6bd9e", "#c08e70"), (90, "#d8a283", "#b07c60"), (220, "#bd8166", "#94604b")):
        c.solid(ellipse(760 - depth * 0.3, 1500 + depth, 1050, 880), tone, "#f8e2cf", shade, 80, cast=0.15)
    for size, count in ((3, 330), (5, 130), (8, 34)):
        dust = []
        for _ in range(count):
            t = c.random.random() ** 0.8
            x = 820 - 640 * t + c.random.gauss(0, 20 + 70 * t)
            y = 606 - 420 * t**1.7 + c.random.gauss(0, 8 + 64 * t)
            dust.append(place([(-1, 0), (0, -1.25), (1, 0), (0, 1.25)], x, y, size, 90 * c.random.random()))
        c.fill(c.mask(*dust), PAPER, 0.95)
    c.glow(800, 630, 260, PAPER, 0.7, "normal", 0.5)
    for part, tone, light, shade in (
        ([(-40, -90), (40, -90), (74, -1000), (-74, -1000)], "#4f7773", "#c4d9d2", "#1d3a38"),
        (capsule(-52, -120, 52, 0, 40), "#c9b184", "#f3e6c6", "#856a3f"),
    ):
        c.solid(place(part, 850, 636, turn=33), tone, light, shade, 26, cast=0.3)


def botulinum(c: Canvas) -> None:
    """Draw a round field of fine furrows that run smooth below a thin needle."""
    x, y, radius = 800, 550, 410
    room(c, DUSK)
    disc = c.solid(ellipse(x, y, radius), "#e9c4ae", "#f9e6d9", "#cf9a86", 110, cast=0.25)
    furrows, lights = [], []
    for k in range(-7, 8):
        furrow = []
        for at in range(370, 1200, 6):
            calm = 1 / (1 + math.exp((at - 740) / 70))
            wobble = math.sin(at / 37 + 0.8 * math.sin(1.3 * k)) + 0.4 * math.sin(at / 90 + k)
            furrow.append((at, y + 54 * k + calm * 17 * wobble + 9 * math.sin(at / 240)))
        furrows.append(ribbon(furrow, lambda t, k=k: 12 * (1 - t) ** (1.4 + 0.12 * abs(k))))
        lights.append([(px, py + 7) for px, py in furrows[-1]])
    c.fill(cut(c.mask(*lights), disc), PAPER, 0.7)
    c.fill(cut(c.mask(*furrows), disc), "#93605f", 0.8)
    c.glow(806, 556, 150, PAPER, 0.8, "normal", 0.6)
    needle(c, (806, 556), 330, 12, 30, TEAL)
    barrel = glass(c, place(capsule(-40, -1100, 40, -470, 14), 806, 556, turn=30), 10)
    fluid = c.mask(place(capsule(-27, -900, 27, -484, 8), 806, 556, turn=30))
    liquid(c, cut(fluid, barrel), "#8fb4c0", PAPER, "#43697e")


def fillers(c: Canvas) -> None:
    """Draw translucent pearls of gel below a gentle rise of skin."""
    line = rise(wave(620, (10, 1500, 0)), 800, 110, 330)
    room(c, PEACH, (800, 420, 330))
    strata(c, line, ["#efbf9f", "#e09b7d", "#c87864", "#9a5149"], [0, 66, 240, 400], "#fdebdc")
    for x, y, r in ((800, 716, 104), (640, 752, 70), (962, 752, 74), (722, 838, 52), (882, 842, 58), (528, 792, 38),
                    (1078, 794, 42), (800, 884, 30)):  # fmt: skip
        pearl(c, x, y, r, "#f9dac4", "#a85443")


def hair_removal(c: Canvas) -> None:
    """Draw hairs in their follicles with a beam of light on one of them."""
    line = wave(540, (14, 1700, 100))
    room(c, PLUM, (800, 330, 300), dark=True)
    skin = strata(c, line, ["#d89a92", "#b56d79", "#8a4c68", "#573450"], [0, 62, 340, 420], "#f6cdbd")
    for k in range(-4, 5):
        x, y = 800 + 150 * k, line(800 + 150 * k)
        sheath = ribbon(spline([(x + 10, y - 20), (x - 6, y + 120), (x - 34, y + 290)]), lambda t: 26 + 30 * t**3)
        c.solid(cut(c.mask(sheath), skin), "#9c566f", "#c98896", "#6a3755", 16, 0.9)
        c.solid(ellipse(x - 36, y + 282, 31, 36, 14), "#9c566f", "#d39aa0", "#6a3755", 18)
        if k > 0:
            continue
        shaft = spline([(x - 34, y + 284), (x - 4, y + 110), (x + 12, y - 60), (x + 74, y - 260)])
        c.solid(ribbon(shaft, lambda t: min(1, 0.3 + 25 * t) * 14 * (1 - t) ** 0.6 + 1), "#27131f", "#8b5a66", "", 4)
    beam(c, (820, -80, 300), (768, line(800) + 300, 90), "#ffc9b0", 0.65, blur=14)
    c.glow(766, line(800) + 276, 240, "#ffdcc0", 0.85)


def light_therapy(c: Canvas) -> None:
    """Draw a face in profile between rounds of blue and red light."""
    room(c, NIGHT, dark=True)
    head, tied = profile(880, 570, 700, -8)
    discs = []
    for x, y, r, colour in ((500, 390, 420, "#3c6ad0"), (640, 740, 330, "#c8454f"), (390, 790, 200, "#6f57c0")):
        mask = c.mask(ellipse(x, y, r))
        discs.append((mask, colour))
        c.fill(mask, colour, 0.42, "screen")
        c.rim(mask, colour, r * 0.3, r * 0.2, r * 0.3, 0.5, "screen")
    face = c.solid(head, "#2c2b50", "", "#0d1226", 70, cast=0.45)
    for mask, colour in discs:
        c.fill(cut(mask, face), colour, 0.22, "screen")
    c.rim(face, "#86a9f6", 60, 40, 40, 0.8, "screen")
    c.rim(face, "#f0747a", 46, -40, 40, 0.5, "screen")
    top = c.solid(tied, "#161a33", "", "#0a0e1e", 50, cast=0.3)
    c.rim(top, "#6d90e6", 30, 44, 34, 0.6, "screen")


def plasma(c: Canvas) -> None:
    """Draw a glass tube with golden plasma above red cells before a lock of hair."""
    room(c, AMBER, (800, 480, 390))
    guides = ([(-160, 400), (300, 600), (760, 420), (1200, 180), (1780, 280)],
              [(-160, 900), (300, 960), (820, 840), (1320, 520), (1780, 720)])  # fmt: skip
    hair(c, guides, ["#3a2117", "#5c3522", "#7d4a2b", "#a0673a", "#c69159", "#e6c08a"], 9, 8)
    tilt = (800, 540, 1, 14)
    whole = glass(c, place(capsule(-98, -410, 98, 410, 98), *tilt))
    inner = c.mask(place(capsule(-80, -392, 80, 392, 80), *tilt))
    for y0, y1, colour, light, shade in ((-190, 110, "#e2a43c", "#fbe3a0", "#b4752a"),
                                         (110, 142, "#f4e6c8", PAPER, "#d8bf90"),
                                         (142, 420, "#8e2a31", "#cf6262", "#5a1820")):  # fmt: skip
        part = c.mask(place([(-120, y0), (120, y0), (120, y1), (-120, y1)], *tilt))
        liquid(c, cut(inner, part), colour, light, shade)
    c.rim(whole, PAPER, 14, 6, 12, 0.8)
    c.fill(c.mask(place(capsule(-60, -300, -46, 270, 7), *tilt)), PAPER, 0.6)
    c.solid(place(capsule(-112, -440, 112, -324, 24), *tilt), TEAL, "#5fa197", "#073b38", 30, cast=0.3)


def crystal(x: float, y: float, size: float, turn: float) -> list[Path]:
    """Return the strokes of a six-armed frost crystal."""
    arm = [ribbon([(0, 0), (0, -1)], lambda t: 0.09 * (1 - t) + 0.03)]
    arm += [
        ribbon([(0, -at), (side * 0.26 * (1.3 - at), -at - 0.2)], lambda t: 0.05)
        for at in (0.36, 0.62)
        for side in (-1, 1)
    ]
    return [place(stroke, x, y, size, turn + 60 * k) for k in range(6) for stroke in arm]


def cryotherapy(c: Canvas) -> None:
    """Draw cold mist and frost that fall on a small bump of skin."""
    room(c, ICE._replace(mist=ICE.pale, pale="#5e9aa8"), (800, 430, 380))
    line = rise(wave(730, (12, 1700, 0)), 800, 92, 108, 4)
    skin = strata(c, line, ["#dcb09e", "#c48f81", "#9c6d6f", "#6f515c"], [0, 60, 190, 310], "#f8e6dc", 0.3)
    frost = cut(c.mask(ellipse(800, 700, 190, 80)), skin)
    c.fill(faded(frost, (800, 734), (800, 646)), PAPER, 0.9, tooth=0.25)
    for spread in (480, 320, 160):
        beam(c, (800, 130, 30), (800, 720, spread), PAPER, 0.36, "normal", 16)
    spots = ((640, 500, 50, 8), (948, 430, 58, 21), (800, 300, 26, 0), (712, 360, 28, 34), (1010, 600, 36, 12),
             (566, 630, 32, 27), (880, 560, 26, 5), (752, 520, 22, 18))  # fmt: skip
    c.fill(c.mask(*[stroke for spot in spots for stroke in crystal(*spot)]), PAPER, 0.95)
    c.solid(capsule(730, -160, 870, 104, 44), "#2c6572", "#a9d2d6", "#0f3e49", 34, cast=0.3)
    c.solid(capsule(770, 96, 830, 152, 14), "#c9b184", "#f3e6c6", "#856a3f", 16, cast=0.2)


def tooth(x: float, y: float, size: float) -> Path:
    """Return the outline of a molar."""
    half = [(0, -0.43), (0.16, -0.49), (0.34, -0.5), (0.47, -0.38), (0.5, -0.2), (0.46, 0.02), (0.41, 0.22),
            (0.38, 0.46), (0.31, 0.66), (0.225, 0.7), (0.17, 0.56), (0.12, 0.36), (0.06, 0.25), (0, 0.22)]  # fmt: skip
    return place(spline([*half, *[(-px, py) for px, py in half[-2:0:-1]]], closed=True), x, y, size)


def whitening(c: Canvas) -> None:
    """Draw a tooth that grows whiter in steps under a sweep of light."""
    room(c, MINT, (800, 520, 420), dark=True)
    mask = c.solid(tooth(800, 500, 620), "#dcc394", "#f1e2bf", "#b3935f", 80, cast=0.45)
    for x, tone in ((1010, "#e9d8b4"), (1110, "#f3e9d2"), (1220, PAPER)):
        part = cut(mask, c.mask(ellipse(x, 420, 440)))
        c.shadow(part, "#8a6f45", -8, 0, 12, 0.18)
        c.fill(part, tone)
    c.rim(mask, "#b59b78", -50, -60, 70, 0.5)
    c.rim(mask, PAPER, 20, 26, 26, 0.6)


def default(c: Canvas) -> None:
    """Draw calm layered hills below a pale sun with one leafy sprig."""
    room(c, MINT, (800, 420, 300))
    for k, (tone, light) in enumerate((("#a5ccc0", PAPER), ("#6fa99c", "#b9dbd0"), ("#327d75", "#7fb5a9"),
                                       ("#0f534e", "#3c8a80"))):  # fmt: skip
        line = wave(620 + 118 * k, (46 - 6 * k, 1500 - 160 * k, 420 * k), (12, 700, 200 * k))
        mask = c.mask(ground(c, line))
        c.shadow(mask, SHADOW, 0, -10, 30, 0.14)
        c.fill(mask, tone, 0.94)
        c.rim(mask, light, 0, 80, 60, 0.6)
    stem = spline([(790, 1000), (800, 760), (806, 520), (800, 300)])
    c.solid(ribbon(stem, lambda t: 11 - 8 * t), TEAL, "#5fa197", "", 5)
    for k in range(9):
        t = k / 8
        x, y = stem[round((0.32 + 0.66 * t) * (len(stem) - 1))]
        size, side = 1 - 0.52 * t, (-1, 1)[k % 2]
        tone = ("#17665f", "#3f8a80")[k % 2]
        turn = side * (62 - 40 * t) if k < 8 else 0
        c.solid(place(leaf(190, 74, side * 20), x, y, size, turn), tone, "#9cc9bd", "#073b38", 22, 0.93, 0.18)


def bust(c: Canvas, hue: Hue, skin: Hue, cloth: Hue, back: list[Path], back_hue: Hue, neckline: Path) -> Mask:
    """Draw a portrait's ground, the hair behind, shoulders, neck and face; return the face."""
    c.wash(hue.mist, hue.pale)
    disc = c.mask(ellipse(400, 380, 310))
    c.fill(disc, hue.mid, 0.5)
    c.rim(disc, PAPER, 90, 100, 110, 0.5)
    c.solid(c.mask(*back), back_hue.strong, back_hue.mid, back_hue.deep, 60, cast=0.2)
    half = [(60, 960), (96, 730), (210, 655), (345, 615)]
    shoulders = spline([*half, (400, 625), *[(800 - x, y) for x, y in half[::-1]]], closed=True)
    c.solid(shoulders, cloth.strong, cloth.mid, cloth.deep, 70, cast=0.25)
    neck = c.solid(neckline, skin.mid, skin.pale, skin.strong, 30)
    jaw = spline([(400, 194), (470, 206), (512, 262), (518, 340), (500, 430), (456, 500), (400, 526), (344, 500),
                  (300, 430), (282, 340), (288, 262), (330, 206)], closed=True)  # fmt: skip
    c.shadow(cut(c.mask([(x, y + 46) for x, y in jaw]), neck), skin.strong, 0, 0, 12, 0.9)
    return c.solid(jaw, skin.mid, skin.pale, "", 60)


def features(c: Canvas, face: Mask, skin: Hue, lips: str, brow: str, side: int) -> None:
    """Shade a face with soft planes: the far side, nose, eyes, brows and mouth."""
    far = [(400, 150), (398, 300), (400 - side * 8, 380), (400 - side * 25, 414), (404, 432), (404, 470), (400, 540)]
    plane = c.mask([*spline(far), (400 + side * 160, 540), (400 + side * 160, 150)])
    c.fill(cut(plane, face), skin.strong, 0.42)
    for eye in (-1, 1):
        x = 400 + eye * 57
        lid = spline([(-eye * 36, 7), (-eye * 12, -8), (eye * 14, -9), (eye * 40, 3)])
        under = c.mask(place([*lid, (eye * 20, 18), (-eye * 20, 18)], x, 356))
        c.fill(cut(c.mask(ellipse(x, 356, 12)), under), skin.deep, 0.92)
        c.fill(c.mask(place(ribbon(lid, lambda t: 1.5 + 5 * math.sin(math.pi * t**1.3)), x, 356)), skin.deep, 0.85)
        arch = spline([(-eye * 38, -3), (-eye * 8, -8), (eye * 22, -7), (eye * 46, 9)])
        c.fill(c.mask(place(ribbon(arch, lambda t: 8 * math.sin(math.pi * (0.1 + 0.86 * t))), x, 314)), brow, 0.7)
    mouth = spline([(-44, -7), (-14, -11), (0, -8), (14, -11), (44, -7), (20, 13), (-20, 13)], closed=True)
    c.fill(c.mask(place(mouth, 400, 464)), lips, 0.8)
    smile = spline([(-46, -8), (-18, 0), (18, 0), (46, -8)])
    c.fill(c.mask(place(ribbon(smile, lambda t: 3), 400, 464)), skin.deep, 0.55)


def emily(c: Canvas) -> None:
    """Draw a woman with a smooth auburn bob and a teal top."""
    skin = Hue("#fbe6d6", "#f6d5bf", "#e9b899", "#cc8d70", "#6e3f34")
    auburn = Hue("#e2a883", "#c98458", "#a85f3c", "#7d4029", "#4a2319")
    back = spline([(400, 128), (500, 150), (562, 240), (572, 380), (574, 500), (540, 566), (400, 560), (260, 566),
                   (226, 500), (228, 380), (238, 240), (300, 150)], closed=True)  # fmt: skip
    neckline = spline([(346, 440), (346, 580), (300, 636), (360, 672), (400, 690), (440, 672), (500, 636), (454, 580),
                       (454, 440)], closed=True)  # fmt: skip
    face = bust(c, SAGE, skin, Hue(*MINT[:2], "#3d8a80", TEAL, "#063633"), [back], auburn, neckline)
    features(c, face, skin, "#b9625a", auburn.deep, 1)
    for lock in (
        [(350, 172), (300, 190), (252, 270), (238, 400), (246, 520), (290, 572), (310, 520), (288, 430), (296, 330),
         (330, 260)],
        [(338, 176), (420, 140), (520, 180), (560, 290), (562, 430), (548, 540), (506, 572), (494, 520), (514, 420),
         (500, 330), (440, 270), (370, 220)],
    ):  # fmt: skip
        c.solid(spline(lock, closed=True), auburn.strong, auburn.pale, auburn.deep, 40, cast=0.2)


def ruth(c: Canvas) -> None:
    """Draw a woman with full natural hair, gold earrings and a plum top."""
    skin = Hue("#c98f68", "#b27850", "#8f5a3c", "#5f3627", "#24120f")
    black = Hue("#6b5650", "#5a4540", "#3f2e2c", "#2a1e1e", "#171011")
    curls = [ellipse(400 + 196 * math.cos(a) * r, 292 + 190 * math.sin(a) * r, 40 + 8 * math.sin(7 * a))
             for k in range(34) for a, r in ((math.tau * k / 34, 1 + 0.05 * math.sin(k * 2.4)),)]  # fmt: skip
    neckline = spline([(342, 440), (342, 580), (290, 632), (340, 690), (400, 740), (460, 690), (510, 632), (458, 580),
                       (458, 440)], closed=True)  # fmt: skip
    face = bust(c, AMBER, skin, PLUM, [*curls, ellipse(400, 292, 200)], black, neckline)
    features(c, face, skin, "#6e2f34", black.deep, -1)
    for x in (281, 519):
        c.solid(ellipse(x, 470, 16, 30), "#d9a441", "#f7e0a0", "#8f6420", 16, cast=0.3)


def tag_skin(c: Canvas) -> None:
    """Draw soft nested folds, like a contour map, in the many tones of skin."""
    c.wash("#4a2b26", "#34201d")
    tones = ("#5d382d", "#7a4936", "#96604a", "#aa6c4e", "#c48a68", "#d6a07e", "#e6b899", "#efcbb1", "#f6dfcd")
    for k, tone in enumerate(tones):
        size = 1 - k / 9.6
        outline = []
        for i in range(16):
            a = math.tau * i / 16
            r = 1 + 0.09 * math.sin(2 * a + 0.5 * k) + 0.06 * math.sin(3 * a - 0.7 * k) + 0.03 * math.sin(5 * a + k)
            outline.append((800 + 14 * k + 960 * size * r * math.cos(a), 540 - 4 * k + 690 * size * r * math.sin(a)))
        c.solid(spline(outline, closed=True), tone, "#fdeee2" if k > 4 else "#e6b899", "", 54, 1, 0.4)


def tag_hair(c: Canvas) -> None:
    """Draw long locks of hair in a slow wave."""
    room(c, AMBER, (1010, 330, 260))
    guides = ([(-160, 600), (260, 300), (700, 440), (1150, 640), (1780, 380)],
              [(-160, 1350), (300, 900), (760, 1080), (1240, 1220), (1780, 1040)])  # fmt: skip
    hair(c, guides, ["#2c1a14", "#47291b", "#643a23", "#86502d", "#ad7340", "#d6a468", "#efcf9f"], 12, 12)


DRAWINGS: dict[str, Drawing] = {
    "is-microneedling-good-for-your-skin": Drawing(
        "Drawing of a row of fine needles that enter a dome of layered skin.", "", (0.5, 0.55), microneedling
    ),
    "what-to-know-about-vaping-cbd": Drawing(
        "Drawing of a hemp leaf with pale vapour that rises around it.", "", (0.5, 0.5), vaping
    ),
    "access-safe-and-effective-vitamin-infusion-therapy-in-georgia": Drawing(
        "Drawing of an infusion bag with golden fluid in front of a large slice of orange.", "", (0.5, 0.45), infusion
    ),
    "3-common-treatment-options-for-colon-cancer": Drawing(
        "Drawing of a colon with one small spot in a white ring, in front of three circles that overlap.",
        "",
        (0.5, 0.5),
        colon,
    ),
    "chemical-peels": Drawing(
        "Drawing of thin round layers that peel back one after the other, with clear drops on top.",
        "",
        (0.5, 0.5),
        peel,
    ),
    "laser-skin-resurfacing": Drawing(
        "Drawing of nine fine beams of light that enter the upper layers of skin.", "", (0.5, 0.55), laser
    ),
    "microdermabrasion": Drawing(
        "Drawing of a round-tipped wand on a curve of skin, with a fine dust of crystals.",
        "",
        (0.5, 0.55),
        dermabrasion,
    ),
    "botulinum-toxin-injections": Drawing(
        "Drawing of wavy lines that fade into a smooth surface, with a thin needle in the middle.",
        "",
        (0.5, 0.5),
        botulinum,
    ),
    "dermal-fillers": Drawing(
        "Drawing of clear pearls of gel below skin that rises gently above them.", "", (0.5, 0.65), fillers
    ),
    "laser-hair-removal": Drawing(
        "Drawing of hairs in a row under the skin, with a beam of light on one; those after it are gone.",
        "",
        (0.5, 0.5),
        hair_removal,
    ),
    "light-therapy-for-acne": Drawing(
        "Drawing of a face in profile in circles of blue and red light.", "", (0.5, 0.5), light_therapy
    ),
    "platelet-rich-plasma-for-hair-loss": Drawing(
        "Drawing of a tube with golden plasma above red cells, in front of a lock of brown hair.",
        "",
        (0.5, 0.5),
        plasma,
    ),
    "cryotherapy-for-warts": Drawing(
        "Drawing of a nozzle that blows cold mist and frost crystals on a small bump of skin.",
        "",
        (0.5, 0.42),
        cryotherapy,
    ),
    "teeth-whitening": Drawing(
        "Drawing of a molar that turns from ivory to white in four steps.", "", (0.5, 0.48), whitening
    ),
    "default": Drawing("Drawing of a leafy sprig in front of green hills and a pale sun.", "", (0.5, 0.55), default),
    "emily-tracy": Drawing(
        "Drawn portrait of Emily Tracy, with an auburn bob and a teal top.", "", (0.5, 0.45), emily, SQUARE
    ),
    "ruth-adeyemi": Drawing(
        "Drawn portrait of Ruth Adeyemi, with full natural hair, gold earrings and a plum top.",
        "",
        (0.5, 0.45),
        ruth,
        SQUARE,
    ),
    "tag-skin": Drawing("Drawing of soft nested layers in many tones of skin.", "", (0.52, 0.5), tag_skin),
    "tag-hair": Drawing("Drawing of long brown hair in a slow wave below a pale sun.", "", (0.5, 0.5), tag_hair),
}
