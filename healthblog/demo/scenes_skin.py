"""Scenes of the skin and what is done to it."""

import math

from healthblog.demo.brush import (
    Canvas,
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
from healthblog.demo.hues import DUSK, ICE, LILAC, PEACH, PLUM, ROSE, SAND, SKIN, WINE
from healthblog.demo.motifs import (
    PAPER,
    SHADOW,
    TEAL,
    beam,
    glass,
    leaf,
    liquid,
    needle,
    pearl,
    rise,
    room,
    strata,
    wave,
)


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
