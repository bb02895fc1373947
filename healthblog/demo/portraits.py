"""The demo's authors."""

import math

from healthblog.demo.brush import (
    Canvas,
    Mask,
    Path,
    cut,
    ellipse,
    place,
    ribbon,
    spline,
)
from healthblog.demo.hues import AMBER, MINT, PLUM, SAGE
from healthblog.demo.motifs import (
    PAPER,
    TEAL,
    Hue,
)


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
