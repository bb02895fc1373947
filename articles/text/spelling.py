"""How near two spellings are: errors of fingers by letters, errors of ears by sound."""

import re

# Letters and groups that sound alike, the longer first; what is typed by ear confuses these.
_SOUNDS = (
    ("sch", "x"), ("cks", "x"), ("ph", "f"), ("sh", "x"), ("ch", "k"), ("ck", "k"), ("qu", "kw"), ("ks", "x"),
    ("gh", "g"), ("th", "t"), ("dg", "j"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("q", "k"),
    ("z", "s"), ("v", "f"), ("w", "f"), ("y", "i"), ("d", "t"),
)  # fmt: skip
_VOWELS = re.compile(r"(?<!^)[aeiouh]")
_DOUBLE = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """Return what is left of a folded word to the ear: its first letter and its consonants, those alike as one.

    "hialuronic" and "hyaluronik" are one. Words of scripts without these letters come back without doubled ones.
    """
    for letters, one in _SOUNDS:
        word = word.replace(letters, one)
    word = _DOUBLE.sub(r"\1", word)
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", word))


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters are missing, added, wrong or swapped with their neighbour; `most` + 1 for any more."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row] + [most + 1] * len(other)
        for column in range(max(1, row - most), min(len(other), row + most) + 1):
            against = other[column - 1]
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now[column] = cost
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


def allowed(word: str) -> int:
    """Return how many letters may be wrong in a word of that length; 0 where any error makes another word."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2 if len(word) < 10 else 3
