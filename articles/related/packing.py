"""An article's term counts as bytes."""

import zlib
from itertools import accumulate
from typing import NamedTuple


class Counts(NamedTuple):
    """How often a term stands in each part of an article; a tag counts twice, the words of its name once."""

    title: int = 0
    standfirst: int = 0
    body: int = 0
    tag: int = 0


def pack(counts: dict[int, Counts]) -> bytes:
    """Return counts by term key as bytes: like beside like, so that they deflate well.

    Numbers of seven bits a byte: how many terms, the rising keys as differences, twice each body count, and one more
    where the three other counts follow at the end.
    """
    keys = sorted(counts)
    numbers = [len(keys), *(key - before for before, key in zip([0, *keys], keys, strict=False))]
    rest = []
    for key in keys:
        title, standfirst, body, tag = counts[key]
        if title or standfirst or tag:
            numbers.append(body << 1 | 1)
            rest += (title, standfirst, tag)
        else:
            numbers.append(body << 1)
    packed = bytearray()
    for number in numbers + rest:
        while number > 127:
            packed.append(number & 127 | 128)
            number >>= 7
        packed.append(number)
    return zlib.compress(bytes(packed), 9)


def unpack(packed: bytes) -> dict[int, Counts]:
    """Return what `pack` was given."""
    numbers = _numbers(zlib.decompress(packed))
    length, rest = numbers[0], iter(numbers[2 * numbers[0] + 1 :])
    return {
        key: Counts(next(rest), next(rest), body >> 1, next(rest)) if body & 1 else Counts(0, 0, body >> 1, 0)
        for key, body in zip(accumulate(numbers[1 : length + 1]), numbers[length + 1 : 2 * length + 1], strict=True)
    }


def _numbers(packed: bytes) -> list[int]:
    numbers, number, shift = [], 0, 0
    for byte in packed:
        if byte > 127:
            number |= (byte & 127) << shift
            shift += 7
        elif shift:
            numbers.append(number | byte << shift)
            number = shift = 0
        else:
            numbers.append(byte)
    return numbers
