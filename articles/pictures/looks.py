"""A picture's look in 64 bits: near pictures have near looks."""

from PIL import Image

from articles.pictures.reading import loaded, opened

ACROSS, DOWN = 9, 8
NEAR = 5  # bits of 64 by which a copy, resized or saved anew, may differ
PLAIN = 24  # a picture with fewer edges than this among its 64 looks like too many others


def look(data: bytes) -> str:
    """Return the look of a kept original as 16 hexadecimal digits, "" for a picture too plain to be told by it.

    A difference hash (dHash) after Neal Krawetz, "Kind of Like That", hackerfactor.com, 2013: shrink to 9 × 8 grey
    pixels; each bit says whether a pixel is brighter than its right neighbour. Raise PictureError.
    """
    image = opened(data)
    image.draft("L", (ACROSS * 16, DOWN * 16))
    image = loaded(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(image, mask=image.getchannel("A"))
        image = flat
    grey = image.convert("L").resize((ACROSS, DOWN), Image.Resampling.BOX).tobytes()
    pairs = [grey[row * ACROSS + x : row * ACROSS + x + 2] for row in range(DOWN) for x in range(ACROSS - 1)]
    if sum(left != right for left, right in pairs) < PLAIN:
        return ""
    bits = "".join(str(int(left > right)) for left, right in pairs)
    return f"{int(bits, 2):016x}"


def distance(one: str, other: str) -> int:
    """Return by how many of 64 bits two looks differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
