"""Scenes of everything else: plants, vessels, organs, hair, teeth."""

import math

from healthblog.demo.brush import (
    Canvas,
    Path,
    capsule,
    cut,
    ellipse,
    place,
    ribbon,
    spline,
)
from healthblog.demo.hues import AMBER, DUSK, MINT, NIGHT, PEACH, SAGE
from healthblog.demo.motifs import (
    PAPER,
    SHADOW,
    TEAL,
    drop,
    glass,
    ground,
    hair,
    leaf,
    liquid,
    profile,
    room,
    veil,
    wave,
)


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


def tag_hair(c: Canvas) -> None:
    """Draw long locks of hair in a slow wave."""
    room(c, AMBER, (1010, 330, 260))
    guides = ([(-160, 600), (260, 300), (700, 440), (1150, 640), (1780, 380)],
              [(-160, 1350), (300, 900), (760, 1080), (1240, 1220), (1780, 1040)])  # fmt: skip
    hair(c, guides, ["#2c1a14", "#47291b", "#643a23", "#86502d", "#ad7340", "#d6a468", "#efcf9f"], 12, 12)
