"""The demo's pictures: one family of calm drawings, each a hue, a low light and a few translucent layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from healthblog.demo.brush import Canvas
from healthblog.demo.portraits import emily, ruth
from healthblog.demo.scenes_body import colon, default, infusion, light_therapy, plasma, tag_hair, vaping, whitening
from healthblog.demo.scenes_skin import (
    botulinum,
    cryotherapy,
    dermabrasion,
    fillers,
    hair_removal,
    laser,
    microneedling,
    peel,
    tag_skin,
)

WIDE, SQUARE = (1600, 1067), (800, 800)
LIMIT = 115_000  # bytes


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
