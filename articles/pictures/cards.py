"""Draw the picture that a link to an article shows where it has none of its own: words in, a JPEG out."""

import hashlib
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

try:
    from font_source_serif_pro import font_directory
except ImportError:  # the extra "share" is not installed
    font_directory = ""

SIZE = WIDTH, HEIGHT = 1200, 630  # px, 1.91:1 as networks show it
LOOK = 1  # part of each digest: raise it when the drawing changes
MARGIN = 88  # px on each side: some networks round the corners or cut a little
SIZES = range(88, 39, -4)  # px of the title's type, the largest that fits
LEADING = 1.14
NAME, LABEL = 36, 32  # px of type
PAPER, INK, QUIET, ACCENT, NOTICE = "#fbf9f4", "#14201c", "#4c5a54", "#0b5d57", "#fff3d0"
BOLD, SEMIBOLD = "SourceSerifPro-Bold.ttf", "SourceSerifPro-Semibold.ttf"
ABSENT = "\uffff"  # no character: every face shows its sign for a missing one


def can_draw() -> bool:
    """Whether the face is installed: the extra "share" brings it."""
    return bool(font_directory)


def digest(title: str, name: str, label: str = "") -> str:
    """Return the 32 hexadecimal digits that name the picture with these words."""
    return hashlib.sha256("\n".join(map(_folded, (str(LOOK), title, name, label))).encode()).hexdigest()[:32]


def drawn(title: str, name: str, label: str = "") -> bytes | None:
    """Return the picture as a JPEG: the article's title, the publication's name, and who paid, where somebody did.

    None where the face is not installed, where it lacks a letter, or where there is no title.
    """
    title, name, label = map(_folded, (title, name, label))
    if not can_draw() or not title or not _has_all(title + name + label):
        return None
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 19, HEIGHT), fill=ACCENT)
    top, bottom = MARGIN, HEIGHT - MARGIN
    if label:
        top = _draw_label(pen, label) + 36
    if name:
        bottom = _draw_name(pen, name) - 44
    lines, size = fitted(title, bottom - top)
    step = round(size * LEADING)
    y = top + (bottom - top - step * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((MARGIN, y + number * step + size), line, font=_face(BOLD, size), fill=INK, anchor="ls")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88, subsampling=0, optimize=True)
    return buffer.getvalue()


def fitted(title: str, height: int) -> tuple[list[str], int]:
    """Return the title's lines, about equally long, and the size of type in pixels at which they fit; cut at worst."""
    for size in SIZES:
        lines = _wrapped(title, size, WIDTH - 2 * MARGIN)
        if len(lines) * round(size * LEADING) <= height:
            return _balanced(title, size, len(lines)), size
    most = height // round(size * LEADING)
    lines = lines[:most]
    while lines[-1] and _width(lines[-1] + "…", size) > WIDTH - 2 * MARGIN:
        lines[-1] = lines[-1][:-1]
    return [*lines[:-1], lines[-1].rstrip(" ,;:.–—-") + "…"], size


def _draw_label(pen: ImageDraw.ImageDraw, label: str) -> int:
    """Draw who paid, framed, at the top; return where it ends."""
    face, most = _face(SEMIBOLD, LABEL), WIDTH - 2 * MARGIN - 44
    while face.getlength(label) > most:
        label = label.removesuffix("…")[:-1].rstrip() + "…"
    box = (MARGIN, MARGIN - 16, MARGIN + 44 + round(face.getlength(label)), MARGIN + 42)
    pen.rectangle(box, fill=NOTICE, outline=INK, width=2)
    pen.text((MARGIN + 22, MARGIN + 13), label, font=face, fill=INK, anchor="lm")
    return box[3]


def _draw_name(pen: ImageDraw.ImageDraw, name: str) -> int:
    """Draw whose page it is at the foot, below a line; return where the line is."""
    face, base = _face(SEMIBOLD, NAME), HEIGHT - MARGIN + 14
    while face.getlength(name) > WIDTH - 2 * MARGIN:
        name = name.removesuffix("…")[:-1].rstrip() + "…"
    line = base - NAME - 30
    pen.rectangle((MARGIN, line, MARGIN + 96, line + 5), fill=ACCENT)
    pen.text((MARGIN, base), name, font=face, fill=QUIET, anchor="ls")
    return line


def _wrapped(title: str, size: int, width: int) -> list[str]:
    """Return the title in lines of at most the width in pixels; a word that is longer is cut."""
    lines, line = [], ""
    for word in _words(title, size, width):
        if line and _width(f"{line} {word}", size) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _words(title: str, size: int, width: int) -> Iterator[str]:
    for word in title.split():
        while _width(word, size) > width:
            end = next(end for end in range(len(word) - 1, 0, -1) if _width(word[:end], size) <= width)
            yield word[:end]
            word = word[end:]
        yield word


def _balanced(title: str, size: int, count: int) -> list[str]:
    """Return the title in as many lines as narrow as they can be."""
    low, high = 0, WIDTH - 2 * MARGIN
    longest = max(_width(word, size) for word in _words(title, size, high))
    low = max(low, longest)
    while high - low > 8:
        middle = (low + high) / 2
        if len(_wrapped(title, size, middle)) <= count:
            high = middle
        else:
            low = middle
    return _wrapped(title, size, high)


def _has_all(text: str) -> bool:
    face = _face(BOLD, NAME)
    absent = bytes(face.getmask(ABSENT))
    return all(bytes(face.getmask(letter)) != absent for letter in {*text, "…"} - {" "})


def _width(text: str, size: int) -> float:
    return _face(BOLD, size).getlength(text)


@cache
def _face(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(Path(font_directory) / name, size)


def _folded(text: str) -> str:
    return " ".join(text.split())
